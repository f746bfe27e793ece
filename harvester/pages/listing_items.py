"""One item of a listing to a stub record: title, names, date, number, address; which lines make an item is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from harvester.pages.date_lines import date_in
from harvester.pages.imprint import read_imprint
from harvester.pages.layout import Line
from harvester.pages.name_lines import names_in, people
from harvester.pages.row_pieces import NEVER, Piece, pieces_of
from harvester.pages.rows import Draft, read_rows
from schemas.addresses import canonical_url
from schemas.identifiers import doi
from schemas.reading import Found
from schemas.record import ContentsEntry, Contributor, Date, Identifier, Link, Publisher, Record, Series
from schemas.values.dates import parse_date
from schemas.values.text import clean, split_title

_MODIFIED = re.compile(r"^\W*(?:last )?(?:updated|modified|aktualisiert|mis à jour)", re.I)
_LABELLED_DATE = re.compile(r"^\W*(?:published|updated|date|posted|publication date|issued|released?|veröffentlicht|erschienen)\b\s*:?\s*(?P<d>.{4,40})$", re.I)  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w/.-])(?P<n>[A-Z]{1,8}(?:[-/ ]?\d{1,4})(?:[-/.]\d{1,4}){0,2}[A-Z]?|(?:19|20)\d\d[-/]\d{1,4})(?![\w/-])"
)
_COUNTED = re.compile(r"(?:no|nr|number)\.?\s*(?P<n>\d{1,4})\b", re.I)
_TAILED = re.compile(r"\s*[\[(](?P<n>[A-Z]{1,8}[-/ ]?\d[\w./-]{0,12})[\])]\s*$")
_FROM = re.compile(
    r"^\W*(?:from|publisher|published by|institution|by organisation|herausgeber|verlag)\s*:\s*(?P<p>.{2,100})$", re.I
)
_AUTHOR = re.compile(r"^\W*authors?(?:\(s\))?\s*:\s*(?P<a>.{2,300})$", re.I)
_REPORT = re.compile(
    r"(?:report|paper|brief|memorand|bulletin|stud(?:y|ies)|monograph|bericht|papier|cahier|cuaderno)\w*\b.{0,30}\d",
    re.I,
)
LONGEST = 400
"""Characters of a title."""


class Item(msgspec.Struct, kw_only=True):
    """What a listing says about one work."""

    contents: tuple[ContentsEntry, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    dates: tuple[Date, ...] = ()
    href: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    number: str | None = None
    publisher: str | None = None
    series: str | None = None
    title: str | None = None


def items_of(rows: Sequence[Sequence[Line]]) -> list[Item]:
    """Return the items that rows say, read together: what most rows have alike tells title from names."""
    cut = [(pieces, parts) for row in rows for pieces, parts in [_cut(row)] if pieces]
    drafts = [Draft([p for p in pieces if len(p.text) <= LONGEST]) for pieces, _ in cut]
    read_rows(drafts)
    return [item for (pieces, parts), draft in zip(cut, drafts, strict=True) if (item := _item(draft, pieces, parts))]


def _cut(row: Sequence[Line]) -> tuple[list[Piece], list[Line]]:
    parts = _parts(row)
    return pieces_of([line for line in row if line not in parts] if parts else list(row)), parts


def _item(draft: Draft, pieces: Sequence[Piece], parts: Sequence[Line]) -> Item | None:
    title = draft.title
    if title is None or NEVER.fullmatch(title):
        return None
    texts = [p.text for p in pieces if p.text != title]
    tailed = _TAILED.search(title)
    if tailed:
        title = title[: tailed.start()].rstrip()
    item = Item(
        title=title,
        href=draft.href,
        contributors=draft.contributors,
        identifiers=draft.identifiers,
        number=tailed["n"] if tailed else None,
        contents=tuple(ContentsEntry(title=clean(line.text)) for line in parts),
    )
    _facts(item, texts)
    if item.number is None and (counted := _COUNTED.match(pieces[0].text)):
        item.number = counted["n"]
    return item


def _facts(item: Item, texts: Sequence[str]) -> None:
    """Date, number, names and publisher from the lines beside the title."""
    dates: list[Date] = []
    for text in texts:
        if len(text) > LONGEST:
            continue
        if found := _LABELLED_DATE.match(text):
            kind = "modified" if _MODIFIED.match(text) else "issued"
            date = parse_date(found["d"].strip(" :"), kind)
            dates += [date] if date.edtf else []
        elif len(text) < 16 and (alone := parse_date(text)).edtf:
            dates.append(alone)
        elif date_found := date_in(text):
            dates.append(date_found)
        if _REPORT.search(text) and (imprint := read_imprint(text)):
            series = imprint.series
            item.number = item.number or (series.number if series else None)
            item.series = item.series or (series.title if series and series.number else None)
        if item.number is None and (number := _NUMBER.search(text)) and not names_in(text):
            item.number = number["n"]
        if not item.contributors and ((said := _AUTHOR.match(text)) or names_in(text)):
            item.contributors = people(said["a"] if said else text)
        if item.publisher is None and (published := _FROM.match(text)):
            item.publisher = published["p"]
        if not item.identifiers and (value := doi(text)):
            item.identifiers = (Identifier(scheme="doi", value=value),)
    if dates:
        item.dates = (max(dates, key=lambda d: len(d.edtf or "")),)


def _parts(lines: Sequence[Line]) -> list[Line]:
    """Lines of a list inside the item that link to pages below that of the item: its chapters."""
    first = next((s.href for line in lines for s in line.spans if s.href and len(s.text.strip()) > 15), None)
    if not first or len(first) < 4 or first.startswith("#"):
        return []
    root = first.split("?")[0].rstrip("/")
    found = [
        line
        for line in lines
        if line.place.nest
        and any(
            s.href and (s.href.startswith(f"{root}/") or s.href.split("?")[0].rstrip("/") == root) for s in line.spans
        )
    ]
    found = [line for line in found if not any(s.href == first and len(s.text.strip()) > 15 for s in line.spans)]
    below = sum(any(s.href and s.href.startswith(f"{root}/") for s in line.spans) for line in found)
    return found if below > 2 else []


def stub(item: Item, url: str | None) -> Found:
    """Return the stub record of an item; its key is its DOI, else the one spelling of its address."""
    where = canonical_url(url) if url else None
    value = next((i.value for i in item.identifiers if i.scheme == "doi"), None)
    record = Record(
        title=split_title(item.title) if item.title else None,
        contributors=item.contributors,
        dates=item.dates,
        identifiers=item.identifiers,
        publisher=Publisher(name=clean(item.publisher)) if item.publisher else None,
        series=(Series(title=item.series, number=item.number),) if item.number or item.series else (),
        links=(Link(url=where, rel="landing"),) if where else (),
        contents=item.contents,
    )
    fields = {f: "listing" for f in record.__struct_fields__ if f != "deleted" and getattr(record, f)}
    return Found(record=record, found_in=fields, key=value or where, url=where, stub=True)
