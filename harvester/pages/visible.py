"""What the page shows to a person: heading, by-line, labelled values, DOI and ISBN in the text; only what is labelled is taken."""

from __future__ import annotations

import re

from harvester.pages.contents_html import read_contents
from harvester.pages.document import Document, text_of
from schemas.identifiers import doi, find_identifiers
from schemas.record import Contributor, Date, Identifier, Publisher, Record, Series
from schemas.values.dates import parse_date
from schemas.values.names import looks_like_name, parse_name, split_names
from schemas.values.text import clean, split_title

_DATE = re.compile(r"^(?:published|publication date|date published|date|issued|veröffentlicht|erschienen|datum)\s*:?\s*(?:on\s+)?(.{4,40})$", re.I)
_COUNT = re.compile(r"^(?:pages|number of pages|seiten)\s*:?\s*(\d{1,4})$|^(\d{1,4})\s+pages$", re.I)
_BY = re.compile(r"^(?:by|authors?|von|par)\s*:?\s+(.{4,200})$", re.I)
_SERIES = re.compile(r"^series\s*:?\s*(.{3,80}?)\s+(?:no\.?\s*)?(\d[\w./-]*)$", re.I)


def read_visible(doc: Document) -> Record | None:
    """Return what the visible page says about the work."""
    lines = _lines(doc)
    title = next((t for h in doc.h1s if (t := clean(text_of(h)))), None) or doc.title
    contents = read_contents(doc)
    names = _first(lines, _BY)
    printed, series = _first(lines, _DATE), next((m for line in lines if (m := _SERIES.match(line))), None)
    count = next((int(m[1] or m[2]) for line in lines if (m := _COUNT.match(line))), None)
    return Record(
        title=split_title(title) if title else None, contributors=_people(names), dates=_dates(printed), page_count=count or None,
        identifiers=_identifiers(doc, lines), contents=contents, series=(Series(title=series[1], number=series[2]),) if series else (),
        publisher=Publisher(name=p) if (p := _first(lines, re.compile(r"^publisher\s*:?\s+(.{3,80})$", re.I))) else None,
    )  # fmt: skip


def _first(lines: list[str], pattern: re.Pattern[str]) -> str | None:
    return next((m[1] for line in lines if (m := pattern.match(line))), None)


def _people(names: str | None) -> tuple[Contributor, ...]:
    found = split_names(names) if names else ()
    return tuple(parse_name(n) for n in found) if found and all(looks_like_name(n) for n in found) else ()


def _dates(printed: str | None) -> tuple[Date, ...]:
    date = parse_date(printed) if printed else None
    return (date,) if date and date.edtf else ()


def _lines(doc: Document) -> list[str]:
    """The short lines of the page; a <dt> is joined to its <dd>."""
    found: list[str] = []
    for node in doc.body.iter("p", "li", "dt", "span", "div", "td", "th", "h2", "h3", "address"):
        if len(node) > 6 or len(found) > 3000:
            continue
        text = clean(text_of(node))
        if text and len(text) < 240:
            after = node.getnext()
            if node.tag in ("dt", "th") and after is not None and after.tag in ("dd", "td"):
                text = f"{text.rstrip(':')}: {clean(text_of(after)) or ''}"
            found.append(text)
    return found


def _identifiers(doc: Document, lines: list[str]) -> tuple[Identifier, ...]:
    found: dict[tuple[str, str], Identifier] = {}
    dois = {d for a in doc.body.iter("a") if "doi.org/" in (a.get("href") or "") and (d := doi(a.get("href"))) and clean(text_of(a)) and doi(text_of(a))}
    labelled = [i for line in lines if re.match(r"\W*(e-?isbn|isbn|doi)\b", line, re.I) for i in find_identifiers(line)]
    for one in labelled:
        found.setdefault((one.scheme, one.value), one)
    if len(dois) == 1 and not any(scheme == "doi" for scheme, _ in found):
        found[("doi", min(dois))] = Identifier(scheme="doi", value=min(dois))
    return tuple(found.values())

