"""SQLModel tables of captures, records and runs: storage shapes only, nothing is validated or queried here.

Times are text (archive/types.py). `link` of a capture or version is its place in the chain of digests (chain.py).
"""

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint, text
from sqlmodel import Field

from archive.column_types import Key, Number
from archive.columns import Table, bytes_column, flag_column, id_column, number_column, text_column
from archive.correction_tables import Beneath, Correction, Suppression
from archive.delivery_tables import Delivered, Delivery
from archive.finding_tables import FindingRow, Waiver
from archive.list_tables import Citation, Item, Link, Reading, Section
from archive.source_tables import Debt, GivenName, HeldBack, Hold, Missing, Page, Sameness, Window

__all__ = [
    "Alias", "Beneath", "Body", "Capture", "Citation", "Correction", "Debt", "Delivered", "Delivery", "Event",
    "FindingRow", "GivenName", "HeldBack", "Hold", "Identifier", "Item", "Link", "Mark", "Missing", "Page", "Quarantine",
    "Reading", "Record", "Run", "Sameness", "Section", "Series", "Suppression", "Table", "Version", "Waiver", "Window",
]  # fmt: skip


class Run(Table, table=True):
    """One run of a writing command; `place` counts the runs in the order in which they were sealed."""

    __table_args__ = (UniqueConstraint("place"), Index("ix_run_source_number", "source", "number"))
    number: int = Field(sa_column=id_column())
    kind: str = Field(sa_column=text_column())
    command: str = Field(sa_column=text_column())
    who: str = Field(sa_column=text_column())
    source: str | None = Field(sa_column=text_column(null=True))
    program: str = Field(sa_column=text_column())
    started: str = Field(sa_column=text_column())
    first_capture: int = Field(sa_column=number_column())
    first_version: int = Field(sa_column=number_column())
    ended: str | None = Field(sa_column=text_column(null=True))
    outcome: str | None = Field(sa_column=text_column(null=True))
    reason: str | None = Field(sa_column=text_column(null=True))
    tally: str | None = Field(sa_column=text_column(null=True))
    place: int | None = Field(sa_column=number_column(null=True))
    digest: bytes | None = Field(sa_column=bytes_column(null=True))


class Body(Table, table=True):
    """Bytes of a capture, kept once by their SHA-256; `codec` is zstd or raw."""

    id: int = Field(sa_column=id_column())
    sha256: bytes = Field(sa_column=bytes_column(unique=True))
    size: int = Field(sa_column=number_column())
    codec: str = Field(sa_column=text_column())
    data: bytes = Field(sa_column=bytes_column())


class Capture(Table, table=True):
    """One response or file; `read`, `reader` and `gave` are set when it has been read, the rest never changes."""

    __table_args__ = (
        Index("ix_capture_asked_id", "asked", "id"),
        Index("ix_capture_unread", "id", sqlite_where=text("NOT read"), postgresql_where=text("NOT read")),
    )
    id: int = Field(sa_column=id_column())
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
    source: str | None = Field(sa_column=text_column(null=True))
    asked: str = Field(sa_column=text_column())
    url: str = Field(sa_column=text_column())
    at: str = Field(sa_column=text_column())
    status: int = Field(sa_column=number_column())
    media_type: str | None = Field(sa_column=text_column(null=True))
    headers: str | None = Field(sa_column=text_column(null=True))
    sha256: bytes = Field(sa_column=bytes_column())
    body_id: int | None = Field(sa_column=number_column(ForeignKey("body.id"), null=True))
    link: bytes = Field(sa_column=bytes_column())
    read: bool = Field(sa_column=flag_column())
    reader: str | None = Field(sa_column=text_column(null=True))
    gave: str | None = Field(sa_column=text_column(null=True))


class Record(Table, table=True):
    """The head of a record: its name and what is compared of the version in force; `last` counts its versions.

    `raw` is the digest of the bytes of its last sight in a list of records, with the reader: equal bytes say the same.
    """

    __table_args__ = (
        UniqueConstraint("source", "key"),
        Index("ix_record_datestamp", "datestamp"),
        Index("ix_record_source_datestamp", "source", "datestamp"),
        Index("ix_record_version_id", "version_id", unique=True),
    )
    id: int = Field(sa_column=id_column())
    source: str = Field(sa_column=text_column())
    key: str = Field(sa_column=text_column())
    version_id: int = Field(sa_column=number_column())
    number: int = Field(sa_column=number_column())
    last: int = Field(sa_column=number_column())
    deleted: bool = Field(sa_column=flag_column())
    stub: bool = Field(sa_column=flag_column())
    input: str = Field(sa_column=text_column())
    type: str | None = Field(sa_column=text_column(null=True))
    datestamp: str = Field(sa_column=text_column())
    digest: bytes = Field(sa_column=bytes_column())
    capture_id: int | None = Field(sa_column=number_column(null=True))
    walk: int = Field(sa_column=number_column())
    seen: str = Field(sa_column=text_column())
    origin_datestamp: str | None = Field(sa_column=text_column(null=True))
    raw: bytes | None = Field(sa_column=bytes_column(null=True))


class Version(Table, table=True):
    """A version of a record, never changed once written; one of the `past` never was the head.

    `walk` is the run that made its capture, `seen` the time of that.
    """

    __table_args__ = (UniqueConstraint("record_id", "number"), Index("ix_version_datestamp", "datestamp"))
    id: int = Field(sa_column=id_column())
    record_id: int = Field(sa_column=number_column(ForeignKey("record.id")))
    number: int = Field(sa_column=number_column())
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
    capture_id: int | None = Field(sa_column=number_column(ForeignKey("capture.id"), null=True))
    cause: str = Field(sa_column=text_column())
    cosmetic: bool = Field(sa_column=flag_column())
    past: bool = Field(sa_column=flag_column())
    stub: bool = Field(sa_column=flag_column())
    reader: str | None = Field(sa_column=text_column(null=True))
    walk: int = Field(sa_column=number_column())
    seen: str = Field(sa_column=text_column())
    datestamp: str = Field(sa_column=text_column())
    origin_datestamp: str | None = Field(sa_column=text_column(null=True))
    origin_sets: str | None = Field(sa_column=text_column(null=True))
    digest: bytes = Field(sa_column=bytes_column())
    found_in: str | None = Field(sa_column=text_column(null=True))
    entry_keys: str | None = Field(sa_column=text_column(null=True))
    text: str = Field(sa_column=text_column())
    link: bytes = Field(sa_column=bytes_column())


class Alias(Table, table=True):
    """Another or former name of a record: canonical URL, DOI, file name, earlier key."""

    __table_args__ = (Index("ix_alias_record_id", "record_id"),)
    name: str = Field(sa_column=Column(Key, primary_key=True))
    record_id: int = Field(sa_column=Column(Number, ForeignKey("record.id"), primary_key=True, autoincrement=False))


class Identifier(Table, table=True):
    """An identifier of the version in force, or of the contents entry `entry_key` in it."""

    __table_args__ = (
        Index("ix_identifier_value_scheme", "value", "scheme"),
        Index("ix_identifier_record_id", "record_id"),
    )
    id: int | None = Field(default=None, sa_column=Column(Number, primary_key=True))
    record_id: int = Field(sa_column=number_column(ForeignKey("record.id")))
    entry_key: str | None = Field(sa_column=text_column(null=True))
    scheme: str = Field(sa_column=text_column())
    value: str = Field(sa_column=text_column())


class Series(Table, table=True):
    """The folded title of a series that the version in force is part of."""

    __table_args__ = (Index("ix_series_title", "title"),)
    record_id: int = Field(sa_column=Column(Number, ForeignKey("record.id"), primary_key=True, autoincrement=False))
    title: str = Field(sa_column=Column(Key, primary_key=True))


class Quarantine(Table, table=True):
    """A capture, or the bytes of it from `start` to `stop`, that could not be read, and why.

    `digest` is the SHA-256 of those bytes; once `waived`, with a reason, the same bytes trouble no run.
    """

    id: int = Field(sa_column=id_column())
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
    capture_id: int = Field(sa_column=number_column(ForeignKey("capture.id")))
    at: str = Field(sa_column=text_column())
    reason: str = Field(sa_column=text_column())
    source: str | None = Field(sa_column=text_column(null=True))
    name: str | None = Field(sa_column=text_column(null=True))
    start: int | None = Field(sa_column=number_column(null=True))
    stop: int | None = Field(sa_column=number_column(null=True))
    digest: bytes | None = Field(sa_column=bytes_column(null=True))
    waived: str | None = Field(sa_column=text_column(null=True))
    waived_run: int | None = Field(sa_column=number_column(null=True))


class Event(Table, table=True):
    """A change of a record that is no version: missing, back, moved, joined, split; `after` is the last version before it.

    `detail` is the former id of a record that moved.
    """

    __table_args__ = (Index("ix_event_record_id", "record_id"), Index("ix_event_run", "run"))
    id: int = Field(sa_column=id_column())
    record_id: int = Field(sa_column=number_column(ForeignKey("record.id")))
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
    kind: str = Field(sa_column=text_column())
    cause: str = Field(sa_column=text_column())
    at: str = Field(sa_column=text_column())
    after: int = Field(sa_column=number_column())
    detail: str | None = Field(sa_column=text_column(null=True))


class Mark(Table, table=True):
    """Named facts about the database itself, such as the version of the search folding."""

    name: str = Field(sa_column=Column(Key, primary_key=True))
    value: str = Field(sa_column=text_column())
