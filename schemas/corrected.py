"""What a cataloguer types for a field, as the value of that field; what is already JSON is taken as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from schemas.errors import UsageError
from schemas.identifiers import identify, normalise
from schemas.page_ends import ENDS, page_end
from schemas.record import DATE_KINDS, TYPES, ContentsEntry, Record
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.names import parse_name
from schemas.values.pages import parse_pages
from schemas.values.text import clean, split_title
from schemas.writers.marc.terms import TERMS

LISTS = frozenset(
    "abstract alternative_titles contents contributors dates entries identifiers languages links pages relations rights "
    "series subjects".split()
)
"""Fields that are lists of a record or an entry."""

_ROLE = re.compile(r"(.*\S)\s*\(([a-z]{3})\)")
_KIND = re.compile(rf"(.*\S)\s*\(({'|'.join(DATE_KINDS)})\)")
_OF = re.compile(r"(.*\S)\s*\(([a-z]+)\)")
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
    if field in ENDS:
        return page_end(field, text)
    if _is_json(field, text, entry):
        try:
            return msgspec.json.decode(text)
        except msgspec.DecodeError as error:
            raise UsageError(f"{field}: is not the JSON that it begins as: {error}") from error
    if first in LISTS and not rest:
        made = _members(field, text, whole=member)
        return made[0] if member else made
    return _typed(field, text, entry)


def _is_json(field: str, text: str, entry: bool) -> bool:
    """Tell whether a text is meant as JSON: where the field holds nothing but text, `[s.n.]` is text."""
    opening = text.lstrip()[:1]
    if field in LISTS:
        return opening in ("[", "{")
    return opening == "{" and not entry and field in ("title", "publisher")


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
        "contributors": _contributor, "dates": _date, "links": lambda one: {"url": one},
        "rights": lambda one: {"uri" if "://" in one else "statement": one}, "series": lambda one: {"title": one},
        "subjects": lambda one: {"term": one}, "languages": parse_language, "identifiers": _identifier,
    }  # fmt: skip
    if field not in simple:
        raise UsageError(f"{field}: give its value as JSON")
    return simple[field](text) or _refuse(field, text)


def _contributor(text: str) -> Any:
    """A name, and behind it the code of a role that is not the author's: `Vale, Jonas (ill)`."""
    said = _ROLE.fullmatch(text)
    said = said if said and said[2] in TERMS["eng"].roles else None
    made = parse_name(said[1] if said else text)
    return msgspec.structs.replace(made, role=said[2]) if made and said else made


def _date(text: str) -> Any:
    """A date, and behind it a kind that is not that of issue: `2016-12-01 (copyright)`."""
    said = _KIND.fullmatch(text)
    made = parse_date(said[1] if said else text)
    return msgspec.structs.replace(made, kind=said[2]) if said else made


def _identifier(text: str) -> Any:
    """An identifier by itself or behind its scheme, and behind it what it is of: `isbn:9789291985449 (print)`."""
    said = _OF.fullmatch(text)
    scheme, _, value = (said[1] if said else text).partition(":")
    if normal := normalise(scheme.lower(), value.strip()):
        return {"scheme": scheme.lower(), "value": normal} | ({"of": said[2]} if said else {})
    return identify(text)


def _plain(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


def _refuse(field: str, text: str) -> Any:
    raise UsageError(f"{field}: {text!r} cannot be read as such")
