"""SQLModel tables of what people decided about records: corrections, suppressions, and what lies beneath them; shapes only."""

from sqlalchemy import Column, ForeignKey, Index
from sqlmodel import Field

from archive.column_types import Number
from archive.columns import Table, bytes_column, id_column, number_column, text_column


class Correction(Table, table=True):
    """One correction: a field of a record (or of the entry `entry_key`), what is done to it (`op`) and the value as JSON.

    `base` is what the source said then, `theirs` what it says since where that is another value; `ended` is the run
    that undid it, replaced it or saw the source agree. `state` is what archive/layer.py says of it.
    """

    __table_args__ = (Index("ix_correction_record_id", "record_id"),)
    id: int = Field(sa_column=id_column())
    record_id: int = Field(sa_column=number_column(ForeignKey("record.id")))
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
    entry_key: str | None = Field(sa_column=text_column(null=True))
    field: str = Field(sa_column=text_column())
    op: str = Field(sa_column=text_column())
    value: str | None = Field(sa_column=text_column(null=True))
    before: str | None = Field(sa_column=text_column(null=True))
    base: str | None = Field(sa_column=text_column(null=True))
    theirs: str | None = Field(sa_column=text_column(null=True))
    state: str = Field(sa_column=text_column())
    at: str = Field(sa_column=text_column())
    who: str = Field(sa_column=text_column())
    reason: str = Field(sa_column=text_column())
    ended: int | None = Field(sa_column=number_column(null=True))


class Suppression(Table, table=True):
    """A record (or its entry `entry_key`) held back from all that goes out, since a run, until a date or `lifted`."""

    __table_args__ = (Index("ix_suppression_record_id", "record_id"),)
    id: int = Field(sa_column=id_column())
    record_id: int = Field(sa_column=number_column(ForeignKey("record.id")))
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
    entry_key: str | None = Field(sa_column=text_column(null=True))
    until: str | None = Field(sa_column=text_column(null=True))
    at: str = Field(sa_column=text_column())
    who: str = Field(sa_column=text_column())
    reason: str = Field(sa_column=text_column())
    lifted: int | None = Field(sa_column=number_column(null=True))


class Beneath(Table, table=True):
    """What the source says in a version that has corrections or a suppression laid over it; never changed once written."""

    version_id: int = Field(sa_column=Column(Number, ForeignKey("version.id"), primary_key=True, autoincrement=False))
    digest: bytes = Field(sa_column=bytes_column())
    entry_keys: str | None = Field(sa_column=text_column(null=True))
    text: str = Field(sa_column=text_column())
