"""The page text of JSTOR's layouts (about 2017, and 2023) to a record; entries are read in jstor_contents, ids in jstor."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from harvester.pages.imprint import read_imprint
from harvester.pages.jstor_contents import FURNITURE, STABLE, people_in, read_entries
from harvester.pages.name_lines import names_in
from schemas.identifiers import doi, issn
from schemas.record import Contributor, Date, Identifier, Publisher, Record, Title
from schemas.values.dates import parse_date
from schemas.values.names import looks_like_name
from schemas.values.pages import page_count
from schemas.values.text import clean, fold, split_title

TYPES = {
    "research report": "report", "report": "report", "book": "book", "e-book": "book", "book chapter": "chapter", "chapter": "chapter",
    "journal article": "article", "journal": "journal", "pamphlet": "report", "conference proceedings": "proceedings", "thesis": "thesis",
}  # fmt: skip
"""The word that JSTOR prints above a title -> type of the record."""
_LABELLED = re.compile(r"^\W{0,4}(?P<label>copyright date|pages?|published by|publisher|edition|volume|series|isbn|e-?isbn|doi)\s*:\s*(?P<value>.*)$", re.I)  # fmt: skip
_CITED = re.compile(r"^\W*(?:vol|no|issue)\b.*\bpp?\.\s*[\divxlc]", re.I)
_COVER = re.compile(r"^\W*cover of\s+(?P<title>.+)$", re.I)
WHERE = "page text"


def read_text(text: str) -> tuple[Record, dict[str, str]]:
    """Return the record of a JSTOR page text and where its values were found."""
    lines = [" ".join(line.split()) for line in text.replace("\u200d", "").splitlines()]
    record = _journal(lines) or _article(lines) or _work(lines)
    return record, {f: WHERE for f in record.__struct_fields__ if getattr(record, f) and f != "deleted"}


def _work(lines: Sequence[str]) -> Record:
    start = next((i for i, line in enumerate(lines) if fold(line) == "table of contents"), len(lines))
    head = lines[:start]
    values = {m["label"].casefold(): m["value"] for line in head if (m := _LABELLED.match(line)) and m["value"]}
    at = next((i for i, line in enumerate(head) if line.casefold() in TYPES), None)
    printed = head[at] if at is not None else None
    title, names = _head(head, at)
    published = clean(values.get("published by") or values.get("publisher"))
    return Record(
        type=TYPES.get((printed or "").casefold())
        or ("book" if published and "book info" in map(str.casefold, head) else None),
        type_as_printed=printed,
        title=title,
        contributors=names,
        dates=_dates(values.get("copyright date")),
        publisher=Publisher(name=published) if published else None,
        page_count=_count(values.get("pages")),
        edition=clean(values.get("edition")),
        identifiers=_identifiers(head),
        contents=read_entries(lines[start + 1 :]),
    )


def _dates(printed: str | None) -> tuple[Date, ...]:
    return (parse_date(printed, "copyright"),) if printed else ()


def _count(printed: str | None) -> int | None:
    return page_count(printed) if printed and "-" not in printed and "–" not in printed else None


def _identifiers(head: Sequence[str]) -> tuple[Identifier, ...]:
    """The DOI in the stable address of a work whose publisher has its own."""
    address = next((m["url"] for line in head if (m := STABLE.search(line))), None)
    value = doi(address) if address else None
    return (Identifier(scheme="doi", value=value),) if value else ()


def _head(head: Sequence[str], at: int | None) -> tuple[Title | None, tuple[Contributor, ...]]:
    """The title stands under the type (old layout) or the cover (2023); the names under the title, one or more a line.

    In the old layout the title can be lost: then the names are all there is before the date, in one paragraph.
    """
    cover = next((i for i, line in enumerate(head) if _COVER.match(line)), None)
    begin = at + 1 if at is not None else cover + 1 if cover is not None else 0
    stop = next((i for i, line in enumerate(head) if i >= begin and _LABELLED.match(line)), len(head))
    body = [line for line in head[begin:stop] if not line or not FURNITURE.match(line)]
    blocks = [b.split("\n") for b in re.split(r"\n{2,}", "\n".join(body).strip("\n")) if b.strip()]
    flat = _rejoined([line for block in blocks for line in block])
    if not flat:
        covered = _COVER.match(head[cover]) if cover is not None else None
        return (split_title(covered["title"]), ()) if covered else (None, ())
    spaced = at is not None and at + 1 < len(head) and not head[at + 1]
    if spaced and len(blocks) == 1 and all(names_in(line) for line in flat):
        return None, people_in(flat)
    covered = _COVER.match(head[cover]) if cover is not None else None
    if covered and fold(flat[0]) != fold(covered["title"]) and names_in(flat[0]):
        return split_title(covered["title"]), people_in(flat)
    if len(flat) > 2 and not _is_name(flat[1]) and _is_name(flat[2]):  # a subtitle in a line of its own
        return split_title(f"{flat[0]}: {flat[1]}"), people_in(flat[2:])
    return split_title(flat[0]), people_in(flat[1:])


def _rejoined(lines: list[str]) -> list[str]:
    """The lines with a title that was set in several: it goes on behind a colon, and in a line that begins small."""
    while len(lines) > 1 and (lines[0].endswith(":") or (lines[1][:1].islower() and not names_in(lines[1]))):
        lines = [f"{lines[0]} {lines[1]}", *lines[2:]]
    return lines


def _is_name(line: str) -> bool:
    return bool(names_in(line)) or looks_like_name(line)


def _article(lines: Sequence[str]) -> Record | None:
    """An article: title, names, journal, then a line with volume and pages ("Vol. 61, No. 3 (Sep., 1988), pp. 355-390 (36 pages)")."""
    begin = next((i for i, line in enumerate(lines) if line.casefold() == "journal article"), None)
    end = next((i for i, line in enumerate(lines) if _CITED.match(line)), None)
    imprint = read_imprint(lines[end]) if end is not None else None
    if begin is None or end is None or end < begin or imprint is None or imprint.series is None:
        return None
    title, *names = [line for line in lines[begin + 1 : end] if line and not FURNITURE.match(line)] or [""]
    journal = names.pop() if names else None
    published = next(
        (
            m["value"]
            for line in lines[end:]
            if (m := _LABELLED.match(line)) and m["label"].casefold() == "published by"
        ),
        None,
    )
    value = next((v for line in lines[end:] if (v := doi(line))), None)
    return Record(
        type="article", type_as_printed=lines[begin], title=split_title(title) if title else None, contributors=people_in(names),
        series=(msgspec.structs.replace(imprint.series, title=journal),), pages=imprint.pages, dates=(imprint.date,) if imprint.date else (),
        identifiers=(Identifier(scheme="doi", value=value),) if value else (),
        publisher=Publisher(name=published) if published else None,
    )  # fmt: skip


def _journal(lines: Sequence[str]) -> Record | None:
    """A journal's page: its title stands above SEARCH THE JOURNAL, publisher and ISSN under words in capitals."""
    at = next((i for i, line in enumerate(lines) if line.casefold() == "search the journal"), None)
    if at is None:
        return None
    after = {
        line.casefold(): lines[i + 1] for i, line in enumerate(lines[:-1]) if line in ("PUBLISHED BY", "ISSN", "EISSN")
    }
    title = next((line for line in reversed(lines[:at]) if line), None)
    ids = [
        Identifier(scheme="issn", value=v, of=of)
        for k, of in (("issn", "print"), ("eissn", "online"))
        if (v := issn(after.get(k, "")))
    ]
    name = clean(after.get("published by"))
    return Record(
        type="journal", title=split_title(title) if title else None, identifiers=tuple(ids),
        publisher=Publisher(name=name) if name else None,
    )  # fmt: skip
