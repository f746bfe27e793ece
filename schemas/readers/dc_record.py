"""The fields of a Dublin Core payload to a record: titles, people, texts, dates, type; names of works are in dc_relations."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any

from schemas.readers.contents_note import looks_like_note, note_entries
from schemas.readers.dc_dates import dates_of, has_time, is_embargo
from schemas.readers.dc_fields import Fields, language_of, scheme_of
from schemas.readers.dc_relations import add_relations
from schemas.readers.texts import body, is_placeholder, line, people, prose
from schemas.readers.work_types import type_of
from schemas.record import Contributor, Date, Pages, Publisher, Record, Rights, Subject, Text, Title
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.pages import page_count, parse_pages
from schemas.values.text import fold, split_title

_OTHERS = {
    "editor": "edt",
    "translator": "trl",
    "advisor": "ths",
    "sponsor": "fnd",
    "holder": "cph",
    "contributor": "ctb",
}
"""Field -> MARC relator; a plain dc:contributor is a contributor, and nothing says which."""
_SHORTEST_TEXT = 20
"""Characters; a shorter dc:description is a note (a degree, an extent), not an abstract."""
_KINDS = {
    f"date:{kind}": kind for kind in ("issued", "online", "copyright", "created", "modified", "accepted", "submitted")
}
_NO_SCHEMES = frozenset(("keywords", "keyword", "string", "local", "other", "none", "subject"))
_CLASS_PATH = re.compile(r"(?:ddc|dewey decimal classification)::", re.I)
_OWN_NAMES = ("/dk/atira/pure/",)
"""What Pure calls a class for its own programs."""
_AUDIENCES = frozenset({"international audience", "national audience", "audience internationale", "audience nationale"})
"""What HAL's descriptions say of the readers, folded."""
_CLASSES = ("info:eu-repo/classification/", "ddc:", "lcc:", "udc:", "lcsh:", "mesh:")


def build(fields: Fields, *, refined: bool = False) -> Record:
    """Return the record that the fields make; what is odd is left as printed, what is empty is left out.

    `refined` says that attributes of the elements may name encoding schemes.
    """
    made: dict[str, Any] = {}
    if "type" in fields:
        made["type"], made["type_as_printed"] = type_of(tuple([text.strip() for text, _ in fields["type"]]))
    if contributors := _contributors(fields):
        made["contributors"] = tuple(contributors)
    if "title" in fields or "alternative" in fields:
        _add_titles(fields, made)
    if "publisher" in fields:
        _add_publishers(fields["publisher"], made)
    _add_dates(fields, made)
    _add_texts(fields, made)
    if "subject" in fields or "coverage" in fields:
        made["subjects"] = _subjects(fields, refined=refined)
    if "language" in fields:
        made["languages"] = _languages(tuple([text for text, _ in fields["language"]]))
    if "rights" in fields:
        made["rights"] = _rights(tuple([text for text, _ in fields["rights"]]), made.get("rights", ()))
    add_relations(fields, made)
    return Record(**made)


def _add_titles(fields: Fields, made: dict[str, Any]) -> None:
    titles = fields.get("title", ())
    statements = [*titles, *fields["alternative"]] if "alternative" in fields else titles
    found: list[Title] = []
    for text, _ in statements:
        printed = line(text)
        if printed and (found or not titles or not is_placeholder(printed)):
            found.append(split_title(_without_names(printed, made) if " / " in printed else printed))
    if titles and found:
        made["title"] = found[0]
    if others := found[1:] if titles else found:
        once = {fold(f"{title.main} {title.sub or ''}"): title for title in reversed(others)}
        if titles:
            once.pop(fold(f"{found[0].main} {found[0].sub or ''}"), None)
        made["alternative_titles"] = tuple(reversed(once.values()))


def _without_names(printed: str, made: dict[str, Any]) -> str:
    """A title in library punctuation ends in " / " and the names of those responsible (ISBD 1.4)."""
    head, _, names = printed.rpartition(" / ")
    words = set(fold(names).split())
    known = any(words & set(fold(one.name).split()) for one in made.get("contributors", ()))
    return head if known and head else printed


def _contributors(fields: Fields) -> list[Contributor]:
    """Creators are authors. A name that stands again as contributor is not told twice."""
    creators = [text for text, _ in fields.get("creator", ())]
    commas = "".join(creators).count(",")
    inverting = commas > 0 and 2 * commas >= len(creators)
    found = people(creators, "aut", inverting=inverting)
    for key, role in () if _OTHERS.keys().isdisjoint(fields) else _OTHERS.items():
        if key in fields:
            known = {one.name for one in found} if role == "ctb" else set()
            others = people([text for text, _ in fields[key]], role, inverting=inverting)
            found += [one for one in others if one.name not in known]
    return found


def _add_publishers(statements: list[tuple[str, Any]], made: dict[str, Any]) -> None:
    """The first publisher is the publisher; a record has one, so others are contributors that publish."""
    if len(statements) > 1:
        names = dict.fromkeys([name for text, _ in statements if (name := line(text)) and not is_placeholder(name)])
        others = tuple(body(name, "pbl") for name in list(names)[1:])
        made["contributors"] = (*made.get("contributors", ()), *others)
        statements = [(name, None) for name in names]
    if statements and (publisher := _publisher(statements[0][0])):
        made["publisher"] = publisher


@lru_cache(maxsize=512)
def _publisher(text: str) -> Publisher | None:
    name = line(text)
    if not name or is_placeholder(name):
        return None
    name = name.rstrip(" ,;:") or name
    place, mark, after = name.partition(" : ")
    return Publisher(name=after, place=place) if mark and after and len(place) < 40 else Publisher(name=name)


@lru_cache(maxsize=512)
def _languages(printed: tuple[str, ...]) -> tuple[str, ...]:
    tags = [parse_language(part.strip()) for text in printed for part in (text.split(";") if ";" in text else (text,))]
    return tuple(dict.fromkeys([tag for tag in tags if tag]))


def _add_dates(fields: Fields, made: dict[str, Any]) -> None:
    found: list[Date] = []
    kinds_of = {} if _KINDS.keys().isdisjoint(fields) else _KINDS
    stamps = _stamps(fields) if kinds_of else frozenset()
    for key, kind in kinds_of.items():
        if key in fields:
            read = [parse_date(text.strip(), kind) for text, _ in fields[key] if text not in stamps]
            found += dict.fromkeys([date for date in read if date.edtf or date.as_printed])
    if "date" in fields:
        embargoes, dates = _dates(tuple([text for text, _ in fields["date"]]))
        if embargoes:
            made["rights"] = embargoes
        kinds = [date.kind for date in found]
        found += [date for date in dates if date.kind not in kinds] if kinds else dates
    if found:
        made["dates"] = tuple(found)


def _stamps(fields: Fields) -> frozenset[str]:
    """Moments that stand under several kinds of dates: when a repository took the work in, which says nothing of the work."""
    timed = Counter(
        text for key in _KINDS for text in {text for text, _ in fields.get(key, ())} if has_time(text.strip())
    )
    return frozenset(text for text, count in timed.items() if count > 1)


@lru_cache(maxsize=4096)  # years come again and again, and days of accession at least as stamps of one import
def _dates(printed: tuple[str, ...]) -> tuple[tuple[Rights, ...], tuple[Date, ...]]:
    """Part embargoes, which are rights, from dates."""
    texts = [text.strip() for text in printed]
    embargoes = [text for text in texts if is_embargo(text)] if "E" in "".join(texts).upper() else []
    dates = dates_of([text for text in texts if text not in embargoes])
    return tuple([Rights(statement=text) for text in embargoes]), dates


def _add_texts(fields: Fields, made: dict[str, Any]) -> None:
    """Abstracts, the contents, the extent; a note of contents in a plain description is told by its form."""
    abstract = [_text(text, child) for text, child in fields.get("abstract", ())]
    notes = [text for text, _ in fields.get("contents", ())]
    for text, child in fields.get("description", ()):
        if "-" in text and (" -- " in text or " — " in text) and looks_like_note(text):
            notes.append(text)
        elif len(text) < 30 and fold(text) in _AUDIENCES:
            continue
        elif len(text) >= _SHORTEST_TEXT and (found := _text(text, child)) and len(found.text) >= _SHORTEST_TEXT:
            abstract.append(found)
    if abstract:
        once = dict.fromkeys(abstract) if len(abstract) > 1 else abstract
        made["abstract"] = tuple([one for one in once if one])
    if notes and (entries := tuple([entry for note in notes for entry in note_entries(note)])):
        made["contents"] = entries
    for key in ("extent", "format", "pages"):
        if key in fields:
            for text, _ in fields[key]:
                if "/" not in text:
                    _add_extent(text.strip(), made)


def _text(printed: str, child: Any) -> Text | None:
    text = prose(printed)
    lang = language_of(child)
    if not text or is_placeholder(text):
        return None
    return Text(lang=parse_language(lang) if lang else None, text=text)


def _add_extent(text: str, made: dict[str, Any]) -> None:
    """`52 pages` is an extent, `pages 5-6` says where a part stands."""
    pages, count, extent = _extent(text)
    if pages:
        made.setdefault("pages", pages)
    if count:
        made.setdefault("page_count", count)
    if extent:
        made.setdefault("extent", extent)


@lru_cache(maxsize=512)
def _extent(text: str) -> tuple[tuple[Pages, ...], int | None, str | None]:
    if len(text) > 150 or text.isdigit():
        return (), None, None
    if not text[:1].isdigit() or "-" in text:
        pages = parse_pages(text)
        if pages and (pages[0].last or not text[:1].isdigit()):
            return pages, None, None
    count = page_count(text)
    return (), count, line(text) if count and text not in (f"{count} pages", f"{count} page") else None


def _subjects(fields: Fields, *, refined: bool) -> tuple[Subject, ...]:
    """Terms stand one in an element; where a source has only one element, commas may part them, semicolons always."""
    found: dict[tuple[str, str | None], Subject] = {}
    statements = fields.get("subject", ())
    alone = len(statements) == 1
    for text, child in statements:
        for one in _terms(text, scheme_of(child) if refined and child.attrib else None, alone):
            found[one.term, one.scheme] = one
    for text, _ in fields.get("coverage", ()):
        if "://" not in text and (term := line(text)) and not is_placeholder(term):
            found[term, "coverage"] = Subject(scheme="coverage", term=term)
    return tuple(found.values())


@lru_cache(maxsize=4096)
def _terms(text: str, scheme: str | None, alone: bool) -> tuple[Subject, ...]:
    text = text.strip().removeprefix("name=")
    if text.startswith(_OWN_NAMES):
        return ()
    if "::" in text and (path := _CLASS_PATH.match(text)):  # the classes above it come first
        return (Subject(scheme="ddc", term=found),) if (found := line(text[path.end() :].rpartition("::")[2])) else ()
    if text.startswith(_CLASSES):
        named, _, term = text.removeprefix(_CLASSES[0]).replace("/", ":", 1).partition(":")
        return (Subject(scheme=named.lower(), term=term),) if term else ()
    if ";" in text:
        parts = text.split(";")
    elif alone and text.count(",") > 1 and " -- " not in text:
        parts = text.split(",")
    else:
        parts = [text]
    scheme = None if scheme in _NO_SCHEMES else scheme
    terms = [one for part in parts if (one := line(part)) and not is_placeholder(one)]
    return tuple([Subject(scheme=scheme, term=one) for one in terms])


@lru_cache(maxsize=512)
def _rights(printed: tuple[str, ...], before: tuple[Rights, ...]) -> tuple[Rights, ...]:
    """A licence's address belongs to the statement that stands right before it."""
    found = list(before)
    for text in printed:
        bare = text.strip()
        if bare[:4].lower() == "http" and " " not in bare:
            if found and found[-1].statement and not found[-1].uri and not found[-1].statement.startswith("info:"):
                found[-1] = Rights(statement=found[-1].statement, uri=bare)
            else:
                found.append(Rights(uri=bare))
        elif (statement := prose(bare)) and not is_placeholder(statement):
            found.append(Rights(statement=statement))
    return tuple(dict.fromkeys(found))
