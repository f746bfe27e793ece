"""What a cataloguer types for a field, as the value of that field; what is already JSON is taken as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from schemas.errors import UsageError
from schemas.identifiers import identify, normalise
from schemas.record import TYPES, ContentsEntry, Record
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.names import parse_name
from schemas.values.pages import parse_pages
from schemas.values.text import clean, split_title

LISTS = frozenset(
    "abstract alternative_titles contents contributors dates entries identifiers languages links pages relations rights "
    "series subjects".split()
)
"""Fields that are lists of a record or an entry."""

DIGITS = 7
"""No work has so many pages that their number is of so many digits."""


def value_of(field: str, text: str, *, entry: bool, member: bool = False) -> Any:
    """Return the value that a text means in a field (of an entry, or one `member` of a list), as plain JSON values.

    An empty text is no value. Raises UsageError for a field that there is not, and for a text that cannot be one.
    """
    first, _, rest = field.partition(".")
    kind = ContentsEntry if entry else Record
    if first not in kind.__struct_fields__ or first in ("key", "deleted"):
        known = ", ".join(name for name in kind.__struct_fields__ if name not in ("key", "deleted"))
        raise UsageError(f"{field}: there is no such field: choose from {known}")
    if member and first not in LISTS:
        raise UsageError(f"{field}: is no list: give the value without --add and --remove")
    if not text.strip():
        return None
    if text.lstrip()[:1] in ("[", "{"):
        try:
            return msgspec.json.decode(text)
        except msgspec.DecodeError as error:
            raise UsageError(f"{field}: is not the JSON that it begins as: {error}") from error
    if first in LISTS and not rest:
        made = _members(field, text, whole=member)
        return made[0] if member else made
    return _typed(field, text, entry)


def _members(field: str, text: str, *, whole: bool) -> list[Any]:
    """Return the members of a list that a text names, parted by semicolons unless it is of one."""
    if field == "pages":
        pages: list[Any] = _plain(parse_pages(text))
        return pages or list(_refuse(field, text))
    whole = whole or field in ("abstract", "contents", "alternative_titles")
    parts = [text] if whole else text.split(";")
    return [_plain(_member(field, part.strip())) for part in parts if part.strip()] or list(_refuse(field, text))


def _typed(field: str, text: str, entry: bool) -> Any:
    if field == "title" and not entry:
        return _plain(split_title(text))
    if field == "page_count":
        digits = text.strip()
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < DIGITS else _refuse(field, text)
    if field == "type" and text not in TYPES:
        raise UsageError(f"{text} is no type: choose from {', '.join(TYPES)}")
    return {"name": clean(text)} if field == "publisher" else clean(text)


def _member(field: str, text: str) -> Any:
    simple: dict[str, Callable[[str], Any]] = {
        "abstract": lambda one: {"text": one}, "alternative_titles": split_title, "contents": lambda one: {"title": one},
        "contributors": parse_name, "dates": parse_date, "links": lambda one: {"url": one},
        "rights": lambda one: {"uri" if "://" in one else "statement": one}, "series": lambda one: {"title": one},
        "subjects": lambda one: {"term": one}, "languages": parse_language, "identifiers": _identifier,
    }  # fmt: skip
    if field not in simple:
        raise UsageError(f"{field}: give its value as JSON")
    return simple[field](text) or _refuse(field, text)


def _identifier(text: str) -> Any:
    scheme, _, value = text.partition(":")
    if normal := normalise(scheme.lower(), value.strip()):
        return {"scheme": scheme.lower(), "value": normal}
    return identify(text)


def _plain(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


def _refuse(field: str, text: str) -> Any:
    raise UsageError(f"{field}: {text!r} cannot be read as such")
