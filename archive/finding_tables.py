"""SQLModel tables of findings and of what people decided about them; shapes only."""

from sqlalchemy import ForeignKey, Index
from sqlmodel import Field

from archive.columns import Table, id_column, number_column, text_column


class FindingRow(Table, table=True):
    """A finding as `validate` saw it: since when it is open, when it was seen to be over, how often it came `back`.

    It is worked out from records and rules, so it is no part of the chain; all equal ones of a record are one row.
    """

    __tablename__ = "finding"
    __table_args__ = (Index("ix_finding_record_id", "record_id"),)
    id: int = Field(sa_column=id_column())
    record_id: int = Field(sa_column=number_column(ForeignKey("record.id")))
    code: str = Field(sa_column=text_column())
    entry_key: str | None = Field(sa_column=text_column(null=True))
    place: str = Field(sa_column=text_column())
    value: str | None = Field(sa_column=text_column(null=True))
    since: str = Field(sa_column=text_column())
    ended: str | None = Field(sa_column=text_column(null=True))
    back: int = Field(sa_column=number_column())


class Waiver(Table, table=True):
    """A person's word that findings of a rule are to be left alone, since a run, until a date or `lifted`.

    It is of a `source` (at a `place`, or anywhere), of a record or its entry, or of one finding: then `place` and
    `value` are those of the finding.
    """

    __table_args__ = (Index("ix_waiver_record_id", "record_id"),)
    id: int = Field(sa_column=id_column())
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
    code: str = Field(sa_column=text_column())
    source: str | None = Field(sa_column=text_column(null=True))
    record_id: int | None = Field(sa_column=number_column(ForeignKey("record.id"), null=True))
    entry_key: str | None = Field(sa_column=text_column(null=True))
    place: str | None = Field(sa_column=text_column(null=True))
    value: str | None = Field(sa_column=text_column(null=True))
    until: str | None = Field(sa_column=text_column(null=True))
    at: str = Field(sa_column=text_column())
    who: str = Field(sa_column=text_column())
    reason: str = Field(sa_column=text_column())
    lifted: int | None = Field(sa_column=number_column(null=True))
