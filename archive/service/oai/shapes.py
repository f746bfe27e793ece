"""What the provider is told and what its parts hand to each other: plain values, nothing is asked of the archive here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from archive.selection import Selection
from schemas.errors import TocsinError
from schemas.writers.marc.profile import PLAIN, Profile

OAI = "http://www.openarchives.org/OAI/2.0/"
SMALLEST, LARGEST = 100, 1000
"""Records of a page."""

Word = Annotated[str, Meta(pattern=r"^[A-Za-z0-9\-_.!~*'()]+$")]


class Refused(TocsinError):
    """An error of the protocol: its code, and what the matter is in words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class SavedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A selection that is offered as the set `query:NAME`."""

    name: Word
    selection: Selection
    title: str


class Repository(msgspec.Struct, frozen=True, kw_only=True):
    """What the repository is to be: its name, who answers for it, its address and what it offers.

    `namespace` is the domain name in every identifier (`oai:NAMESPACE:source:key`) and must never change; `base_url`
    is the address as the world knows it, where it is not the one that was asked.
    """

    base_url: str | None = None
    emails: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("oai_dc", "qdc", "marcxml", "mods")
    marc: Profile = PLAIN
    name: str = "tocsin"
    namespace: Annotated[str, Meta(pattern=r"^[a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+$")] = "tocsin.invalid"
    page_size: Annotated[int, Meta(ge=SMALLEST, le=LARGEST)] = 500
    queries: tuple[SavedQuery, ...] = ()
    sets: bool = True
    valid: timedelta = timedelta(days=7)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request that is right in form: its verb and its arguments, each once."""

    arguments: Mapping[str, str] = {}
    verb: str

    def get(self, name: str) -> str | None:
        """Return an argument, None where it was not given."""
        return self.arguments.get(name)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What goes over the wire; `code` is that of the protocol's error, for logs and counts."""

    body: bytes
    code: str | None = None
    headers: Mapping[str, str] = {}
    status: int = 200


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the order of a list: after this datestamp, kind of row (0 a record, 1 a former name) and number."""

    kind: int = 0
    number: int = 0
    stamp: str


class Walk(msgspec.Struct, frozen=True, kw_only=True):
    """A list that is being walked: what was asked for and how far it has come.

    `cursor` rows were given before; `size` is how many there were at the beginning; `open` is the time up to which the
    walk is sure to have seen everything, where it has gone beyond that.
    """

    cursor: int = 0
    first: str | None = None
    last: str | None = None
    open: str | None = None
    place: Place | None = None
    prefix: str = ""
    size: int | None = None
    spec: str | None = None
    verb: str
