"""What a citation says of a record: people by role, numbers, one address, the whole that a part stands in; no wording here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2s
from string import ascii_letters, digits

import msgspec

from schemas.crosswalk.uris import REFUSED, address, web
from schemas.crosswalk.wording import CREATORS, HOSTED, PUBLISHERS
from schemas.envelope import Held
from schemas.identifiers import identify
from schemas.record import Contributor, Identifier, Record, Relation, Series, Title
from schemas.values.text import fold

EDITORS = frozenset({"edt", "edc"})
"""Roles that make an editor: editor, and editor of a compilation."""
TRANSLATORS = frozenset({"trl"})
_NUMBER = re.compile(r"(?:chapter|chap\.?|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk)?\s*([0-9]{1,3}|[IVXLC]{1,7})\s*[.:)]?", re.I)  # fmt: skip
_CONFERENCE = re.compile(r"conference|proceedings|konferenz|tagungs|kongress|congres|colloqu|coloqui|convegno|ponencia")
"""In a word for a part of a book, folded."""
_SERIES_WORD = re.compile(r"^(?:no\.?|nr\.?|n°|№|number|vol\.?|band|bd\.?)\s*(?=\d)", re.I)

_LETTERS = frozenset(ascii_letters)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9.-]*:[A-Za-z0-9.-]+(?:#[A-Za-z0-9.-]+)?", re.A)
_OTHERS = re.compile(r"[^A-Za-z0-9._-]+")
_IN_KEY = bytes([byte if chr(byte) in ascii_letters + digits + "._-" else 32 for byte in range(256)])
"""What no key holds becomes a space."""


def by_role(record: Record, roles: frozenset[str]) -> list[Contributor]:
    """Return the contributors in one of the roles, in the order of the source."""
    return [one for one in record.contributors if one.role in roles]


def authors(record: Record) -> list[Contributor]:
    """Return the authors."""
    return by_role(record, CREATORS)


def editors(record: Record) -> list[Contributor]:
    """Return the editors."""
    return by_role(record, EDITORS)


class People(msgspec.Struct, frozen=True):
    """The contributors of a record by what they are in a citation, each group in the order of the source."""

    authors: Sequence[Contributor]
    editors: Sequence[Contributor] = ()
    translators: Sequence[Contributor] = ()
    others: Sequence[Contributor] = ()


_GROUPS = {role: place for place, roles in enumerate((EDITORS, TRANSLATORS)) for role in roles}


def people(record: Record) -> People:
    """Return the contributors by role, in one walk; publishers are told by `publisher`."""
    creators: list[Contributor] = []
    others: list[Contributor] = []
    for one in record.contributors:
        (creators if one.role in CREATORS else others).append(one)
    if not others:
        return People(creators)
    found: tuple[list[Contributor], ...] = ([], [], [])
    for one in others:
        if one.role not in PUBLISHERS:
            found[_GROUPS.get(one.role or "", -1)].append(one)
    return People(creators, *found)


def publisher(record: Record) -> str | None:
    """Return who publishes: the publisher, else the first contributor who has that role (publisher or issuing body)."""
    if record.publisher and record.publisher.name:
        return record.publisher.name
    return next((one.name for one in record.contributors if one.role in PUBLISHERS), None)


def values(record: Record, scheme: str) -> list[str]:
    """Return the values of identifiers of a scheme, each once."""
    found = [one.value for one in record.identifiers if one.scheme == scheme] if record.identifiers else []
    return list(dict.fromkeys(found)) if len(found) > 1 else found


def firsts(record: Record) -> dict[str, str]:
    """Return the first value of identifiers of each scheme, in one walk."""
    found: dict[str, str] = {}
    for one in reversed(record.identifiers):
        found[one.scheme] = one.value
    return found


def first(record: Record, scheme: str) -> str | None:
    """Return the first value of identifiers of a scheme."""
    for one in record.identifiers:
        if one.scheme == scheme:
            return one.value
    return None


def url(record: Record, *, schemes: tuple[str, ...] = ("handle", "jstor", "arxiv", "url")) -> str | None:
    """Return the one web address to give: the landing page, else the text, else an identifier that is one (never the DOI)."""
    links = record.links
    for rel in ("landing", "fulltext", None) if links else ():
        for link in links:
            if link.rel == rel and (found := web(link.url)):
                return found
    for scheme in schemes:
        if value := first(record, scheme):
            return web(address(Identifier(scheme=scheme, value=value)) or "")
    return None


def host_of(held: Held) -> Record | None:
    """Return the whole that a part stands in: the record that it was made of, else what its relation names of it."""
    if held.host is not None:
        return held.host.record
    if held.record.type not in HOSTED:
        return None
    named = [one for one in held.record.relations if one.kind == "isPartOf"]
    title = next((one.title for one in named if one.title), None)
    marks = tuple(found for one in named if (found := _identifier(one)))
    if not title and not marks:
        return None
    return Record(title=Title(main=title) if title else None, identifiers=marks)


def type_of(held: Held) -> str:
    """Return what a record is cited as: its type, `paper` for a part of proceedings; empty where that is not known."""
    kind = held.record.type or ""
    if kind != "chapter":
        return kind
    of_proceedings = held.host is not None and held.host.record.type == "proceedings"
    return "paper" if of_proceedings or names_paper(held.record.type_as_printed) else kind


@lru_cache(1024)
def names_paper(printed: str | None) -> bool:
    """Tell whether a source's word for a part of a book says that it is a paper of a conference."""
    return printed is not None and _CONFERENCE.search(fold(printed)) is not None


def _identifier(relation: Relation) -> Identifier | None:
    found = identify(relation.to) if relation.to else None
    return found if found and found.scheme in ("doi", "isbn", "issn") else None


def journal(record: Record) -> Series | None:
    """Return the journal of an article."""
    return record.series[0] if record.type == "article" and record.series else None


def number_of(one: Series, *, volume: bool = True) -> str | None:
    """Return the number in a series, without the word before it; where it has none its volume, if that is asked for, and issue."""
    number = one.number
    if not number:
        number = ", ".join([part for part in (one.volume if volume else None, one.issue) if part])
    if not number or number[0].isdigit():
        return number or None
    return _SERIES_WORD.sub("", number) or None


def issn(record: Record) -> str | None:
    """Return the ISSN: that of the series or journal, else the record's own."""
    for one in record.series:
        if one.issn:
            return one.issn
    return first(record, "issn")


@lru_cache(1024)
def chapter_number(label: str | None) -> str | None:
    """Return the number that a label of an entry is: `3` of `Chapter 3`, `II` of `II.`; None of any other label."""
    found = _NUMBER.fullmatch(label.strip()) if label else None
    return found[1] if found else None


def identified(record: Record) -> list[Identifier]:
    """Return the identifiers that go out, each once."""
    return list(dict.fromkeys([one for one in record.identifiers if one.scheme not in REFUSED]))


def key(name: str) -> str:
    """Return an id as a citation key: letters, digits, `.`, `-` and `_`, an NCName, another for each id.

    `jstor:resrep06942#p19` is `jstor_resrep06942_p19`; where more than that is replaced, a digest of the id follows.
    """
    stem = name.replace(":", "_", 1).replace("#", "_", 1)
    if name.count(":") == 1 and _PLAIN.fullmatch(name):
        return stem
    stem = stem.strip("_")
    digest = blake2s(name.encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"{'' if stem[:1] in _LETTERS else 'r_'}{_joined(stem)}-{digest}"


def _joined(stem: str) -> str:
    """An id with one underscore for each run of what a key does not hold."""
    if stem.isascii():
        made = stem.encode().translate(_IN_KEY).decode()
        if "  " not in made:
            return made.replace(" ", "_")
    return _OTHERS.sub("_", stem)
