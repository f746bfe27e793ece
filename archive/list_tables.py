"""SQLModel tables of reading lists: lists, their sections and items; and citations that were made once. Shapes only."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlmodel import Field

from archive.columns import Table, flag_column, id_column, number_column, text_column


class Reading(Table, table=True):
    """A reading list; `last` counts the numbers that its items have had, `run` is the one that wrote it last."""

    __tablename__ = "reading_list"
    __table_args__ = (UniqueConstraint("name"),)
    id: int = Field(sa_column=id_column())
    name: str = Field(sa_column=text_column())
    title: str | None = Field(sa_column=text_column(null=True))
    course_code: str | None = Field(sa_column=text_column(null=True))
    list_code: str | None = Field(sa_column=text_column(null=True))
    owner: str | None = Field(sa_column=text_column(null=True))
    language: str | None = Field(sa_column=text_column(null=True))
    last: int = Field(sa_column=number_column())
    made: str = Field(sa_column=text_column())
    changed: str = Field(sa_column=text_column())
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))


class Section(Table, table=True):
    """A section of a list at its place; `title` is absent in that of items without section."""

    __tablename__ = "reading_section"
    __table_args__ = (Index("ix_reading_section_list_id", "list_id"),)
    id: int = Field(sa_column=id_column())
    list_id: int = Field(sa_column=number_column(ForeignKey("reading_list.id")))
    place: int = Field(sa_column=number_column())
    title: str | None = Field(sa_column=text_column(null=True))
    starts: str | None = Field(sa_column=text_column(null=True))
    ends: str | None = Field(sa_column=text_column(null=True))


class Item(Table, table=True):
    """An item at its place in a section: a record (or its entry `entry_key`), or a reference that was typed in.

    `version` is the one that is cited, `seen` the last one that a person has seen: later ones wait for a word. `gone`
    says that it was seen that the item is missing. `reference` is canonical JSON.
    """

    __tablename__ = "reading_item"
    __table_args__ = (
        Index("ix_reading_item_section_id", "section_id"),
        Index("ix_reading_item_record_id", "record_id"),
    )
    id: int = Field(sa_column=id_column())
    section_id: int = Field(sa_column=number_column(ForeignKey("reading_section.id")))
    place: int = Field(sa_column=number_column())
    number: int = Field(sa_column=number_column())
    record_id: int | None = Field(sa_column=number_column(ForeignKey("record.id"), null=True))
    entry_key: str | None = Field(sa_column=text_column(null=True))
    version: int | None = Field(sa_column=number_column(null=True))
    seen: int | None = Field(sa_column=number_column(null=True))
    gone: bool = Field(sa_column=flag_column())
    reference: str | None = Field(sa_column=text_column(null=True))
    typed: str | None = Field(sa_column=text_column(null=True))
    pages: str | None = Field(sa_column=text_column(null=True))
    importance: str | None = Field(sa_column=text_column(null=True))
    note: str | None = Field(sa_column=text_column(null=True))
    library_note: str | None = Field(sa_column=text_column(null=True))


class Citation(Table, table=True):
    """A citation that a processor has made, by the digest of all that it depends on: made once, it is not made again."""

    digest: str = Field(sa_column=text_column(primary_key=True))
    runs: str = Field(sa_column=text_column())


class Link(Table, table=True):
    """What asking for a link gave last, and the outcome before that where it was another (archive/list_links.py)."""

    url: str = Field(sa_column=text_column(primary_key=True))
    outcome: str = Field(sa_column=text_column())
    status: int | None = Field(sa_column=number_column(null=True))
    reached: str | None = Field(sa_column=text_column(null=True))
    reason: str | None = Field(sa_column=text_column(null=True))
    at: str = Field(sa_column=text_column())
    changed: bool = Field(sa_column=flag_column())
    was: str | None = Field(sa_column=text_column(null=True))
    was_at: str | None = Field(sa_column=text_column(null=True))
