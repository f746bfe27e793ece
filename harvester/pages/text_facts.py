"""Labelled values in page text ("Publication Date 13/12/2017", "ISBN 978-...") by field; prose is not read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from harvester.pages.date_lines import date_in
from harvester.pages.facts import host, isbns
from harvester.pages.facts import people as credited
from harvester.pages.imprint import read_imprint
from harvester.pages.label_words import LABELS, label_of
from harvester.pages.name_lines import names_in, people
from harvester.pages.statement import read_statement
from schemas.identifiers import find_identifiers
from schemas.record import Contributor, Date, Identifier, Publisher, Series, Subject
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.names import looks_like_name
from schemas.values.pages import page_count

_MORE = {
    "author (person)": "authors", "other author": "authors", "other authors": "authors", "added author": "authors", "contributor(s)": "authors", "author (corporate)": "authors", "series details": "number", "issue": "number", "no": "number", "nr": "number", "nº": "number",
    "date": "issued", "download date": "", "date post": "",
}  # fmt: skip
_ALL = LABELS | _MORE
_LONGEST = max(map(len, _ALL))
_COUNTED = re.compile(r"(?<![\d.,-])(?P<n>\d{1,4})\s*(?:(?:pages?|seiten|páginas)\b|pp?\.(?!\s*\d))", re.I)
_IDS = re.compile(r"\b(?:e-?isbn|isbn|e-?issn|issn|doi)\b", re.I)
_FORM = re.compile(
    r"\W*(print(?:ed)?|paper|pdf|online|e-?book|epub|html|web|hardback|hardcover|paperback|softcover)\b(?:\s+(?:edition|version))?\s*:",
    re.I,
)
_FORMS = {"printed": "print", "paper": "print", "ebook": "epub", "e-book": "epub", "web": "online"}
_PAIR = re.compile(r"[^\W\d_][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?, [A-ZÀ-Þ][^,:;()\d]{0,40}")
"""A name with the family name first, a line of its own below another one."""
_SENTENCE = re.compile(r"[.!?]\s+[A-Z].*[.!?]$")
MAX = 260
"""Characters of a line with a label."""


class Facts(msgspec.Struct, kw_only=True):
    """What labelled lines say about the work."""

    contributors: tuple[Contributor, ...] = ()
    dates: tuple[Date, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    languages: tuple[str, ...] = ()
    page_count: int | None = None
    publisher: Publisher | None = None
    series: tuple[Series, ...] = ()
    subjects: tuple[Subject, ...] = ()
    title: str | None = None
    type_as_printed: str | None = None


def facts_in(lines: Sequence[str]) -> Facts:
    """Return what the labelled lines of a text say."""
    values = labelled_in(lines)
    ids: dict[tuple[str, str], Identifier] = {}
    for line in lines:
        if len(line) < 400 and _IDS.search(line):
            form = _FORM.match(line)
            for one in find_identifiers(line):
                named = (
                    one
                    if one.of or not form
                    else msgspec.structs.replace(one, of=_FORMS.get(form[1].casefold(), form[1].casefold()))
                )
                ids.setdefault((one.scheme, one.value), named)
    for one in isbns(values.get("isbn", ())):
        ids.setdefault((one.scheme, one.value), one)
    stated = [
        found
        for field in ("statement", "publisher", "issued")
        for v in values.get(field, ())
        if (found := read_statement(v))
    ]
    stated = stated or [found for line in lines[:60] if (found := read_statement(line)) and found.date]
    return Facts(
        contributors=(*_people(values.get("authors", ()), "aut"), *_people(values.get("editors", ()), "edt")),
        dates=_dates(values) or tuple(s.date for s in stated[:1] if s.date),
        identifiers=tuple(ids.values()),
        languages=tuple(tag for text in values.get("language", ())[:1] if (tag := parse_language(text))),
        page_count=_count(values, lines),
        publisher=stated[0].publisher if stated else _publisher(values),
        series=_series(values),
        title=_title(values),
        type_as_printed=next((v for v in values.get("type", ()) if len(v) < 60), None),
    )


def labelled_in(lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the labelled values of a text by field.

    A label ends in a colon, or stands before its value where neighbouring lines have labels as well.
    """
    split = [_split(line) for line in lines]
    found: dict[str, list[str]] = _stacked(lines, split)
    for at, one in enumerate(split):
        if one is None or not one[0]:
            continue
        field, value, colon = one
        beside = sum(x is not None for x in split[max(0, at - 2) : at + 3])
        if value and (colon or beside > 2 or field in ("isbn", "issn")):
            found.setdefault(field, []).append(value)
            if field in ("authors", "editors") and colon and _PAIR.fullmatch(value):
                found[field] += itertools.takewhile(_PAIR.fullmatch, lines[at + 1 : at + 30])
    return found


def _stacked(lines: Sequence[str], split: Sequence[tuple[str, str, bool] | None]) -> dict[str, list[str]]:
    """Values under their labels, each in a line of its own, where at least two labels near one another stand so."""
    filled = [i for i, line in enumerate(lines) if line]
    alone = [n for n, i in enumerate(filled) if (one := split[i]) and not one[1] and (one[0] or one[2])]
    found: dict[str, list[str]] = {}
    for n in alone:
        near = any(m != n and abs(m - n) < 8 for m in alone)
        value = filled[n + 1] if n + 1 < len(filled) and n + 1 not in alone else None
        one = split[filled[n]]
        if near and one and one[0] and value is not None and len(lines[value]) < 120 and split[value] is None:
            found.setdefault(one[0], []).append(lines[value])
    return found


def is_labelled(line: str) -> bool:
    """Tell whether a line begins with a label (perhaps with nothing behind it)."""
    one = _split(line)
    return one is not None and (one[2] or len(one[1]) < 80)


def _split(line: str) -> tuple[str, str, bool] | None:
    """(field, value, whether a colon stands between) of a line that begins with a label."""
    text = line.lstrip("•*·- \t")
    if not text or len(text) > MAX or _SENTENCE.search(text):
        return None
    head, colon, value = text.partition(":")
    if colon and (field := _ALL.get(head.strip().casefold())) is not None:
        return field, value.strip(" ,"), True
    words = text.split(" ")
    if words[0].startswith("dc") and (element := label_of(words[0])) is not None:
        return element, " ".join(words[1:]).strip(), True
    for n in (4, 3, 2, 1):
        label = " ".join(words[:n]).casefold()
        if len(label) <= _LONGEST and (field := _ALL.get(label)) is not None and words[0][:1].isupper():
            return field, " ".join(words[n:]).strip(" ,"), False
    return None


def _people(values: Sequence[str], role: str) -> tuple[Contributor, ...]:
    found: list[Contributor] = []
    for text in values:
        if names := names_in(text):
            found += [c if role == "aut" else msgspec.structs.replace(c, role=role) for c in people(text, names)]
        elif len(text) < 200:
            found += [
                c for c in credited([text], role, split=True) if looks_like_name(c.name) or c.kind == "organisation"
            ]
    return tuple(found)


def _publisher(values: dict[str, list[str]]) -> Publisher | None:
    """The labelled publisher, with its place where that stands before it ("Stockholm: SIPRI")."""
    name = next((v for v in values.get("publisher", ()) if 2 < len(v) < 120 and any(c.isalpha() for c in v)), None)
    place, colon, rest = (name or "").partition(": ")
    if colon and rest and place.istitle() and place.count(" ") < 2:
        return Publisher(name=rest, place=place)
    return Publisher(name=name) if name else None


def _dates(values: dict[str, list[str]]) -> tuple[Date, ...]:
    found: dict[str, Date] = {}
    for kind in ("issued", "online", "modified"):
        for text in values.get(kind, ()):
            date = parse_date(text, kind) if len(text) < 60 else date_in(text)
            if date and date.edtf:
                found.setdefault(kind, date)
                break
    return tuple(found.values())


def _count(values: dict[str, list[str]], lines: Sequence[str]) -> int | None:
    """A labelled extent, else "56 pages" in a line about a file; the first one counts."""
    for text in values.get("extent", ()):
        if not re.search(r"\d\s*[-–—]\s*\d", text) and (count := page_count(text)):
            return count
    wanted: Callable[[str], bool] = lambda line: len(line) < 120 and not _SENTENCE.search(line)  # noqa: E731
    counts = [int(m["n"]) for line in lines if wanted(line) for m in _COUNTED.finditer(line)]
    return counts[0] or None if len(set(counts)) == 1 else None


def _series(values: dict[str, list[str]]) -> tuple[Series, ...]:
    title = next((v for v in values.get("series", ()) if 2 < len(v) < 120 and any(c.isalpha() for c in v)), None)
    number = next(
        (m[1] for v in values.get("number", ()) if (m := re.search(r"(?:^|\s)((?:[A-Z]{1,4}[-/ ]?)?\d[\w./-]*)", v))),
        None,
    )
    if title is None:
        return ()
    if (one := host(title)[0]) and one[0].number:
        return one
    if number is None and (imprint := read_imprint(title)) and imprint.series and imprint.series.title:
        return (imprint.series,)
    return (Series(title=title, number=number),)


def _title(values: Mapping[str, Sequence[str]]) -> str | None:
    """The labelled title, with the subtitle that has a label of its own."""
    title = next((v for v in values.get("title", ()) if 3 < len(v) < 400), None)
    sub = next((v for v in values.get("subtitle", ()) if 3 < len(v) < 300), None)
    return f"{title}: {sub}" if title and sub and ":" not in title else title
