"""Whether the carriers made for machines settle a page alone, so that its visible text need not be read.

Reading the text is more than half of what a page costs. It is spared where nothing is left for it to say: the work is
described in every field, and no label of a missing field is printed; the contents list is read unless the parts named
in JSON-LD cover the work from the first to the last page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from harvester.pages.document import Document, text_of
from harvester.pages.joining import whole_title
from harvester.pages.label_words import LABELS
from schemas.record import ContentsEntry, Record
from schemas.values.pages import page_number
from schemas.values.text import fold

SURE = ("highwire", "json-ld")
"""The carriers that must both be there, one describing the work, the other its parts."""
GIVEN = ("title", "contributors", "dates", "publisher", "series", "identifiers", "page_count", "languages", "type")
"""Fields that must be given."""
_KINDS = frozenset(("online", "modified", "submitted", "accepted"))
FRONT, GAP, BACK = 20, 6, 0.85
"""Pages before the first part and between two parts, and the share of the pages at which the last part ends."""
FOOT = 8_000
"""Bytes at the end of a page in which its copyright stands."""
_COPYRIGHT = ("©".encode(), b"&copy", b"(c)", b"copyright")
_LABEL = re.compile(rb">([^<>:]{2,44})[:<]")
"""A text that can be a label: between two tags, or between a tag and a colon."""
_SUBTITLE = (b"subtitle", b"sub-title", b"sub_title", b"subheading", b"sub-heading", b"untertitel", b"sous-titre")


def fields_settled(doc: Document, named: Mapping[str, Record]) -> bool:
    """Tell whether the records of a page's carriers leave nothing for its visible text to say but the contents."""
    records = [named[name] for name in SURE if name in named]
    if len(records) < len(SURE) or not all(any(getattr(r, field) for r in records) for field in GIVEN):
        return False
    if not any(d.kind == "issued" and len(d.edtf or "") == 10 for r in records for d in r.dates):
        return False
    source = doc.source[max(0, doc.source.find(b"<body")) :].lower()
    return _title_is_whole(doc, records, source) and not _says_more(source, records)


def parts_settled(named: Mapping[str, Record]) -> bool:
    """Tell whether the parts that a carrier names cover the work."""
    return any(covers(named[name].contents, count) for name in SURE if (count := named[name].page_count))


def with_addresses(doc: Document, named: Mapping[str, Record]) -> dict[str, Record]:
    """Return the records with the addresses of parts that have none, by the links of the page that bear their titles."""
    name = next(name for name in SURE if named[name].contents)
    contents = named[name].contents
    hrefs: dict[str, str | None] = {entry.title: None for entry in contents if entry.title and not entry.url}
    for link in doc.body.iter("a") if hrefs else ():
        text = link.text or ""
        title = text if text in hrefs else " ".join(text.split())
        if title in hrefs and not hrefs[title]:
            hrefs[title] = link.get("href")
            if all(hrefs.values()):
                break
    linked = tuple(
        msgspec.structs.replace(entry, url=doc.target(href)) if (href := hrefs.get(entry.title or "")) else entry
        for entry in contents
    )
    return {**named, name: msgspec.structs.replace(named[name], contents=linked)}


def covers(contents: tuple[ContentsEntry, ...], count: int) -> bool:
    """Tell whether titled parts follow each other from the beginning to the end of a work of `count` pages."""
    at = 0
    for entry in contents:
        first = page_number(entry.pages[0].first) if entry.pages else None
        last = page_number(entry.pages[-1].last or entry.pages[-1].first) if entry.pages else None
        if not entry.title or first is None or last is None or first[0] != "arabic" or last[0] != "arabic":
            return False
        if not at - 1 <= first[1] <= at + (GAP if at else FRONT):
            return False
        at = last[1]
    return len(contents) > 2 and BACK * count <= at <= count and any(entry.contributors for entry in contents)


def _title_is_whole(doc: Document, records: Sequence[Record], source: bytes) -> bool:
    """The title has a subtitle, or the heading of the page is no longer than it and no subtitle stands beside it."""
    titles = [r.title for r in records if r.title]
    if any(title.sub for title in titles):
        return True
    alike = any(fold(text_of(h1)) == fold(whole_title(titles[0])) for h1 in doc.h1s[:1])
    return alike and not any(mark in source for mark in _SUBTITLE)


def _says_more(source: bytes, records: Sequence[Record]) -> bool:
    """Tell whether the page prints a label of what is missing, a copyright line by an author, or a file."""
    if b".pdf" in source and not any(r.links for r in records):
        return True
    missing = {field for field in ("rights", "subjects", "edition") if not any(getattr(r, field) for r in records)}
    missing |= _KINDS - {d.kind for r in records for d in r.dates}
    missing |= {"isbn"} - {i.scheme for r in records for i in r.identifiers}
    if not any(r.publisher and r.publisher.place for r in records):
        missing.add("place")
    if "rights" in missing and _claims(source[-FOOT:], [fold(c.name) for r in records for c in r.contributors]):
        return True
    return not _labels(frozenset(missing)).isdisjoint([text.strip() for text in _LABEL.findall(source)])


@lru_cache(maxsize=64)
def _labels(fields: frozenset[str]) -> frozenset[bytes]:
    """The labels of fields, as a page has them."""
    return frozenset(word.encode() for word, field in LABELS.items() if field in fields)


def _claims(source: bytes, names: list[str]) -> bool:
    """Tell whether a copyright mark stands near the name of an author."""
    for mark in _COPYRIGHT:
        at = source.find(mark)
        while at >= 0:
            near = fold(source[max(0, at - 200) : at + 300].decode("utf-8", "ignore"))
            if any(name in near for name in names):
                return True
            at = source.find(mark, at + 1)
    return False
