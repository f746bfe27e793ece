"""SQLModel tables: storage shapes only, nothing is validated or queried here.

Times are text (archive/types.py). `link` of a capture or version is its place in the chain of digests (chain.py).
"""

from sqlalchemy import Column, ForeignKey, Index, MetaData, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from archive.types import Bytes, Flag, Key, Number

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Base of the archive's tables, with metadata of their own."""


def _id() -> Column:
    return Column(Number, primary_key=True, autoincrement=False)


def _key(*, null: bool = False, **kw) -> Column:
    return Column(Key, nullable=null, **kw)


def _number(*args, null: bool = False) -> Column:
    return Column(Number, *args, nullable=null)


def _bytes(*, null: bool = False, **kw) -> Column:
    return Column(Bytes, nullable=null, **kw)


def _flag() -> Column:
    return Column(Flag, nullable=False)


class Run(Table, table=True):
    """One run of a writing command; `place` counts the runs in the order in which they were sealed."""

    __table_args__ = (UniqueConstraint("place"), Index("ix_run_source_number", "source", "number"))
    number: int = Field(sa_column=_id())
    kind: str = Field(sa_column=_key())
    command: str = Field(sa_column=_key())
    who: str = Field(sa_column=_key())
    source: str | None = Field(sa_column=_key(null=True))
    program: str = Field(sa_column=_key())
    started: str = Field(sa_column=_key())
    first_capture: int = Field(sa_column=_number())
    first_version: int = Field(sa_column=_number())
    ended: str | None = Field(sa_column=_key(null=True))
    outcome: str | None = Field(sa_column=_key(null=True))
    reason: str | None = Field(sa_column=_key(null=True))
    tally: str | None = Field(sa_column=_key(null=True))
    place: int | None = Field(sa_column=_number(null=True))
    digest: bytes | None = Field(sa_column=_bytes(null=True))


class Body(Table, table=True):
    """Bytes of a capture, kept once by their SHA-256; `codec` is zstd or raw."""

    id: int = Field(sa_column=_id())
    sha256: bytes = Field(sa_column=_bytes(unique=True))
    size: int = Field(sa_column=_number())
    codec: str = Field(sa_column=_key())
    data: bytes = Field(sa_column=_bytes())


class Capture(Table, table=True):
    """One response or file; `read`, `reader` and `gave` are set when it has been read, the rest never changes."""

    __table_args__ = (
        Index("ix_capture_asked_id", "asked", "id"),
        Index("ix_capture_unread", "id", sqlite_where=text("NOT read"), postgresql_where=text("NOT read")),
    )
    id: int = Field(sa_column=_id())
    run: int = Field(sa_column=_number(ForeignKey("run.number")))
    source: str | None = Field(sa_column=_key(null=True))
    asked: str = Field(sa_column=_key())
    url: str = Field(sa_column=_key())
    at: str = Field(sa_column=_key())
    status: int = Field(sa_column=_number())
    media_type: str | None = Field(sa_column=_key(null=True))
    headers: str | None = Field(sa_column=_key(null=True))
    sha256: bytes = Field(sa_column=_bytes())
    body_id: int | None = Field(sa_column=_number(ForeignKey("body.id"), null=True))
    link: bytes = Field(sa_column=_bytes())
    read: bool = Field(sa_column=_flag())
    reader: str | None = Field(sa_column=_key(null=True))
    gave: str | None = Field(sa_column=_key(null=True))


class Record(Table, table=True):
    """The head of a record: its name and what is compared of the version in force; `last` counts its versions.

    `raw` is the digest of the bytes of its last sight in a list of records, with the reader: equal bytes say the same.
    """

    __table_args__ = (
        UniqueConstraint("source", "key"),
        Index("ix_record_datestamp", "datestamp"),
        Index("ix_record_version_id", "version_id", unique=True),
    )
    id: int = Field(sa_column=_id())
    source: str = Field(sa_column=_key())
    key: str = Field(sa_column=_key())
    version_id: int = Field(sa_column=_number())
    number: int = Field(sa_column=_number())
    last: int = Field(sa_column=_number())
    deleted: bool = Field(sa_column=_flag())
    stub: bool = Field(sa_column=_flag())
    input: str = Field(sa_column=_key())
    type: str | None = Field(sa_column=_key(null=True))
    datestamp: str = Field(sa_column=_key())
    digest: bytes = Field(sa_column=_bytes())
    capture_id: int | None = Field(sa_column=_number(null=True))
    walk: int = Field(sa_column=_number())
    seen: str = Field(sa_column=_key())
    origin_datestamp: str | None = Field(sa_column=_key(null=True))
    raw: bytes | None = Field(sa_column=_bytes(null=True))


class Version(Table, table=True):
    """A version of a record, never changed once written; one of the `past` never was the head.

    `walk` is the run that made its capture, `seen` the time of that.
    """

    __table_args__ = (UniqueConstraint("record_id", "number"), Index("ix_version_datestamp", "datestamp"))
    id: int = Field(sa_column=_id())
    record_id: int = Field(sa_column=_number(ForeignKey("record.id")))
    number: int = Field(sa_column=_number())
    run: int = Field(sa_column=_number(ForeignKey("run.number")))
    capture_id: int | None = Field(sa_column=_number(ForeignKey("capture.id"), null=True))
    cause: str = Field(sa_column=_key())
    cosmetic: bool = Field(sa_column=_flag())
    past: bool = Field(sa_column=_flag())
    stub: bool = Field(sa_column=_flag())
    reader: str | None = Field(sa_column=_key(null=True))
    walk: int = Field(sa_column=_number())
    seen: str = Field(sa_column=_key())
    datestamp: str = Field(sa_column=_key())
    origin_datestamp: str | None = Field(sa_column=_key(null=True))
    origin_sets: str | None = Field(sa_column=_key(null=True))
    digest: bytes = Field(sa_column=_bytes())
    found_in: str | None = Field(sa_column=_key(null=True))
    entry_keys: str | None = Field(sa_column=_key(null=True))
    text: str = Field(sa_column=_key())
    link: bytes = Field(sa_column=_bytes())


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
    record_id: int = Field(sa_column=_number(ForeignKey("record.id")))
    entry_key: str | None = Field(sa_column=_key(null=True))
    scheme: str = Field(sa_column=_key())
    value: str = Field(sa_column=_key())


class Series(Table, table=True):
    """The folded title of a series that the version in force is part of."""

    __table_args__ = (Index("ix_series_title", "title"),)
    record_id: int = Field(sa_column=Column(Number, ForeignKey("record.id"), primary_key=True, autoincrement=False))
    title: str = Field(sa_column=Column(Key, primary_key=True))


class Quarantine(Table, table=True):
    """A capture, or the bytes of it from `start` to `stop`, that could not be read, and why.

    `digest` is the SHA-256 of those bytes; once `waived`, with a reason, the same bytes trouble no run.
    """

    id: int = Field(sa_column=_id())
    run: int = Field(sa_column=_number(ForeignKey("run.number")))
    capture_id: int = Field(sa_column=_number(ForeignKey("capture.id")))
    at: str = Field(sa_column=_key())
    reason: str = Field(sa_column=_key())
    source: str | None = Field(sa_column=_key(null=True))
    name: str | None = Field(sa_column=_key(null=True))
    start: int | None = Field(sa_column=_number(null=True))
    stop: int | None = Field(sa_column=_number(null=True))
    digest: bytes | None = Field(sa_column=_bytes(null=True))
    waived: str | None = Field(sa_column=_key(null=True))
    waived_run: int | None = Field(sa_column=_number(null=True))


class Window(Table, table=True):
    """One list of an origin that is walked from its first page to its last: the part of a source in a set and a time.

    `walk` is the window that the walk began with, `began` the run that began it; `parent` the window that was split or
    begun again; `size` is the origin's own count, as sent; `sure` says that `response_date` had a zone.
    """

    __tablename__ = "list_window"
    __table_args__ = (Index("ix_list_window_source_prefix_set_spec", "source", "prefix", "set_spec"),)
    id: int = Field(sa_column=_id())
    source: str = Field(sa_column=_key())
    prefix: str = Field(sa_column=_key())
    set_spec: str | None = Field(sa_column=_key(null=True))
    walk: int = Field(sa_column=_number())
    began: int = Field(sa_column=_number(ForeignKey("run.number")))
    parent: int | None = Field(sa_column=_number(null=True))
    verb: str = Field(sa_column=_key())
    first: str | None = Field(sa_column=_key(null=True))
    last: str | None = Field(sa_column=_key(null=True))
    state: str = Field(sa_column=_key())
    response_date: str | None = Field(sa_column=_key(null=True))
    sure: bool = Field(sa_column=_flag())
    pages: int = Field(sa_column=_number())
    records: int = Field(sa_column=_number())
    size: str | None = Field(sa_column=_key(null=True))


class Page(Table, table=True):
    """The capture of one page of a window, with the token that it was asked with.

    `same` are the numbers of the records whose bytes were those of before, `gave` of those that were read, both packed;
    `next` is the token in it where its bytes are not kept. The record of a single request has place -1.
    """

    __tablename__ = "list_page"
    __table_args__ = (Index("ix_list_page_window_id_place", "window_id", "place"),)
    capture_id: int = Field(sa_column=Column(Number, ForeignKey("capture.id"), primary_key=True, autoincrement=False))
    window_id: int | None = Field(sa_column=_number(ForeignKey("list_window.id"), null=True))
    place: int = Field(sa_column=_number())
    token: str | None = Field(sa_column=_key(null=True))
    next: str | None = Field(sa_column=_key(null=True))
    same: bytes | None = Field(sa_column=_bytes(null=True))
    gave: bytes | None = Field(sa_column=_bytes(null=True))


class Debt(Table, table=True):
    """A record that an origin named and that did not arrive, to be asked for singly until it is paid or waived."""

    __table_args__ = (UniqueConstraint("source", "name"),)
    id: int = Field(sa_column=_id())
    source: str = Field(sa_column=_key())
    prefix: str = Field(sa_column=_key())
    name: str = Field(sa_column=_key())
    state: str = Field(sa_column=_key())
    reason: str = Field(sa_column=_key())
    since: str = Field(sa_column=_key())
    run: int = Field(sa_column=_number(ForeignKey("run.number")))
    tries: int = Field(sa_column=_number())
    window_id: int | None = Field(sa_column=_number(null=True))
    quarantine_id: int | None = Field(sa_column=_number(null=True))


class Missing(Table, table=True):
    """A live record that a complete walk of an origin without deletions no longer met."""

    record_id: int = Field(sa_column=Column(Number, ForeignKey("record.id"), primary_key=True, autoincrement=False))
    run: int = Field(sa_column=_number(ForeignKey("run.number")))
    since: str = Field(sa_column=_key())


class Event(Table, table=True):
    """A change of a record that is no version: missing, back, moved; `after` is the last version before it.

    `detail` is the former id of a record that moved.
    """

    __table_args__ = (Index("ix_event_record_id", "record_id"), Index("ix_event_run", "run"))
    id: int = Field(sa_column=_id())
    record_id: int = Field(sa_column=_number(ForeignKey("record.id")))
    run: int = Field(sa_column=_number(ForeignKey("run.number")))
    kind: str = Field(sa_column=_key())
    cause: str = Field(sa_column=_key())
    at: str = Field(sa_column=_key())
    after: int = Field(sa_column=_number())
    detail: str | None = Field(sa_column=_key(null=True))


class Hold(Table, table=True):
    """A source that is held for a person since a run, until another run settles it with a verdict."""

    __table_args__ = (Index("ix_hold_source", "source"),)
    id: int = Field(sa_column=_id())
    source: str = Field(sa_column=_key())
    run: int = Field(sa_column=_number(ForeignKey("run.number")))
    reason: str = Field(sa_column=_key())
    since: str = Field(sa_column=_key())
    verdict: str | None = Field(sa_column=_key(null=True))
    settled: int | None = Field(sa_column=_number(null=True))


class HeldBack(Table, table=True):
    """A capture that was kept and not put under a hold; `gone` names the records that it says are no more."""

    __tablename__ = "held_back"
    hold_id: int = Field(sa_column=Column(Number, ForeignKey("hold.id"), primary_key=True, autoincrement=False))
    capture_id: int = Field(sa_column=Column(Number, ForeignKey("capture.id"), primary_key=True, autoincrement=False))
    gone: str | None = Field(sa_column=_key(null=True))


class Mark(Table, table=True):
    """Named facts about the database itself, such as the version of the search folding."""

    name: str = Field(sa_column=Column(Key, primary_key=True))
    value: str = Field(sa_column=_key())
