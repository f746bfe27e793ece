"""SQLModel tables of what is known of sources: their lists, what they owe, what is missing, holds; storage shapes only."""

from sqlalchemy import Column, ForeignKey, Index, UniqueConstraint
from sqlmodel import Field

from archive.column_types import Number
from archive.columns import Table, bytes_column, flag_column, id_column, number_column, text_column


class Window(Table, table=True):
    """One list of an origin that is walked from its first page to its last: the part of a source in a set and a time.

    `walk` is the window that the walk began with, `began` the run that began it; `parent` the window that was split or
    begun again; `size` is the origin's own count, as sent; `sure` says that `response_date` had a zone.
    """

    __tablename__ = "list_window"
    __table_args__ = (Index("ix_list_window_source_prefix_set_spec", "source", "prefix", "set_spec"),)
    id: int = Field(sa_column=id_column())
    source: str = Field(sa_column=text_column())
    prefix: str = Field(sa_column=text_column())
    set_spec: str | None = Field(sa_column=text_column(null=True))
    walk: int = Field(sa_column=number_column())
    began: int = Field(sa_column=number_column(ForeignKey("run.number")))
    parent: int | None = Field(sa_column=number_column(null=True))
    verb: str = Field(sa_column=text_column())
    first: str | None = Field(sa_column=text_column(null=True))
    last: str | None = Field(sa_column=text_column(null=True))
    state: str = Field(sa_column=text_column())
    response_date: str | None = Field(sa_column=text_column(null=True))
    sure: bool = Field(sa_column=flag_column())
    pages: int = Field(sa_column=number_column())
    records: int = Field(sa_column=number_column())
    size: str | None = Field(sa_column=text_column(null=True))


class Page(Table, table=True):
    """The capture of one page of a window, with the token that it was asked with.

    `same` are the numbers of the records whose bytes were those of before, `gave` of those that were read, both packed;
    `next` is the token in it where its bytes are not kept. The record of a single request has place -1.
    """

    __tablename__ = "list_page"
    __table_args__ = (Index("ix_list_page_window_id_place", "window_id", "place"),)
    capture_id: int = Field(sa_column=Column(Number, ForeignKey("capture.id"), primary_key=True, autoincrement=False))
    window_id: int | None = Field(sa_column=number_column(ForeignKey("list_window.id"), null=True))
    place: int = Field(sa_column=number_column())
    token: str | None = Field(sa_column=text_column(null=True))
    next: str | None = Field(sa_column=text_column(null=True))
    same: bytes | None = Field(sa_column=bytes_column(null=True))
    gave: bytes | None = Field(sa_column=bytes_column(null=True))


class Debt(Table, table=True):
    """A record that an origin named and that did not arrive, to be asked for singly until it is paid or waived."""

    __table_args__ = (UniqueConstraint("source", "name"),)
    id: int = Field(sa_column=id_column())
    source: str = Field(sa_column=text_column())
    prefix: str = Field(sa_column=text_column())
    name: str = Field(sa_column=text_column())
    state: str = Field(sa_column=text_column())
    reason: str = Field(sa_column=text_column())
    since: str = Field(sa_column=text_column())
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
    tries: int = Field(sa_column=number_column())
    window_id: int | None = Field(sa_column=number_column(null=True))
    quarantine_id: int | None = Field(sa_column=number_column(null=True))


class Missing(Table, table=True):
    """A live record that a complete walk of an origin without deletions no longer met."""

    record_id: int = Field(sa_column=Column(Number, ForeignKey("record.id"), primary_key=True, autoincrement=False))
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
    since: str = Field(sa_column=text_column())


class Hold(Table, table=True):
    """A source that is held for a person since a run, until another run settles it with a verdict."""

    __table_args__ = (Index("ix_hold_source", "source"),)
    id: int = Field(sa_column=id_column())
    source: str = Field(sa_column=text_column())
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
    reason: str = Field(sa_column=text_column())
    since: str = Field(sa_column=text_column())
    verdict: str | None = Field(sa_column=text_column(null=True))
    settled: int | None = Field(sa_column=number_column(null=True))


class HeldBack(Table, table=True):
    """A capture that was kept and not put under a hold; `gone` names the records that it says are no more."""

    __tablename__ = "held_back"
    hold_id: int = Field(sa_column=Column(Number, ForeignKey("hold.id"), primary_key=True, autoincrement=False))
    capture_id: int = Field(sa_column=Column(Number, ForeignKey("capture.id"), primary_key=True, autoincrement=False))
    gone: str | None = Field(sa_column=text_column(null=True))


class Sameness(Table, table=True):
    """What a person said of two records (`low` is the older): of one work or not; the last row of a pair is in force."""

    __table_args__ = (Index("ix_sameness_low", "low"), Index("ix_sameness_high", "high"))
    id: int = Field(sa_column=id_column())
    low: int = Field(sa_column=number_column(ForeignKey("record.id")))
    high: int = Field(sa_column=number_column(ForeignKey("record.id")))
    together: bool = Field(sa_column=flag_column())
    reason: str = Field(sa_column=text_column())
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))


class GivenName(Table, table=True):
    """A record that was given out, combined with others or alone, under the name of a record; the last row is in force."""

    __tablename__ = "given_name"
    __table_args__ = (Index("ix_given_name_record_id", "record_id"), Index("ix_given_name_name_id", "name_id"))
    id: int = Field(sa_column=id_column())
    record_id: int = Field(sa_column=number_column(ForeignKey("record.id")))
    name_id: int = Field(sa_column=number_column(ForeignKey("record.id")))
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
