"""SQLModel tables of deliveries: exports under a name that go on where the last one ended; shapes only."""

from sqlalchemy import Column, ForeignKey, Index
from sqlmodel import Field

from archive.column_types import Number
from archive.columns import Table, flag_column, id_column, number_column, text_column


class Delivery(Table, table=True):
    """A named delivery: its format and the rest of its command (`terms`), and its last number, which had something in it."""

    id: int = Field(sa_column=id_column())
    name: str = Field(sa_column=text_column(unique=True))
    form: str = Field(sa_column=text_column())
    terms: str = Field(sa_column=text_column())
    number: int = Field(sa_column=number_column())
    at: str = Field(sa_column=text_column())
    run: int = Field(sa_column=number_column(ForeignKey("run.number")))
    file: str = Field(sa_column=text_column())
    tally: str = Field(sa_column=text_column())


class Delivered(Table, table=True):
    """What a delivery last gave of a record: under which name, in which version, in which number and place of it.

    `gone` says that it was taken back; `version_id` is then the tombstone, or nothing where the record only left the
    selection. `before_name` and `before_id` are what had been given until then.
    """

    __table_args__ = (Index("ix_delivered_delivery_id_number_place", "delivery_id", "number", "place"),)
    delivery_id: int = Field(sa_column=Column(Number, ForeignKey("delivery.id"), primary_key=True, autoincrement=False))
    record_id: int = Field(sa_column=Column(Number, ForeignKey("record.id"), primary_key=True, autoincrement=False))
    number: int = Field(sa_column=number_column())
    place: int = Field(sa_column=number_column())
    name: str = Field(sa_column=text_column())
    version_id: int | None = Field(sa_column=number_column(null=True))
    gone: bool = Field(sa_column=flag_column())
    before_name: str | None = Field(sa_column=text_column(null=True))
    before_id: int | None = Field(sa_column=number_column(null=True))
