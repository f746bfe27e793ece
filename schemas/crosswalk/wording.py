"""Parts of a record as one line of text: title, name, series, contents note, citation; never an extract."""

from __future__ import annotations

from schemas.crosswalk.dates import chosen
from schemas.record import ContentsEntry, Contributor, Pages, Record, Series, Title, walk
from schemas.values.pages import page_count

CREATORS = frozenset({"aut", "cre"})
"""Roles (MARC relators) that make a creator; a contributor whose role is not known is a contributor."""
PUBLISHERS = frozenset({"pbl", "isb"})
"""Roles that make a publisher: publisher and issuing body."""
HOSTED = frozenset({"article", "chapter"})
"""Types that have pages in a host."""


def titled(title: Title) -> str | None:
    """Return `Title : subtitle`, as printed where it could not be split; None where nothing is known."""
    if title.main and title.sub:
        return f"{title.main} : {title.sub}"
    return title.main or title.sub or title.as_printed


def headed(title: Title | None) -> str | None:
    """Return `Title: subtitle`, as a reader writes it."""
    if title is None:
        return None
    return f"{title.main}: {title.sub}" if title.main and title.sub else title.main or title.sub or title.as_printed


def inverted(one: Contributor) -> str:
    """Return `Family, Given, Suffix` where the parts are certain, else the name."""
    if not one.family:
        return one.name
    if one.given and not one.suffix:
        return f"{one.family}, {one.given}"
    return ", ".join([part for part in (one.family, one.given, one.suffix) if part])


def series(one: Series) -> str | None:
    """Return `Series ; number`, as in the series statement of a catalogue (ISBD area 6)."""
    number = one.number or ", ".join([part for part in (one.volume, one.issue) if part])
    return f"{one.title} ; {number}" if one.title and number else one.title


def ranges(pages: tuple[Pages, ...]) -> str:
    """Return ranges as `5-6, 9`."""
    return ", ".join([one.first if one.last in (None, one.first) else f"{one.first}-{one.last}" for one in pages])


def paged(pages: tuple[Pages, ...]) -> str:
    """Return `page 5` or `pages 5-6, 9`."""
    if len(pages) > 1:
        return f"pages {ranges(pages)}"
    first, last = pages[0].first, pages[0].last
    return f"page {first}" if last is None or last == first else f"pages {first}-{last}"


def contents(record: Record) -> str | None:
    """Return the contents as a note: `1. Rivers / Rick Roe (pages 11-25) -- ...` (MARC 505 as text).

    None where no entry has a title. An entry without title between others keeps its place with what is known of it.
    """
    entries = record.contents
    if any(entry.entries for entry in entries):
        entries = tuple(walk(entries))
    if not any(entry.title for entry in entries):
        return None
    return " -- ".join([part for part in map(_noted, entries) if part])


def _noted(entry: ContentsEntry) -> str:
    label, title = entry.label, entry.title
    text = f"{label}{'' if label[-1] in '.:' else '.'} {title}" if label and title else title or label or ""
    if people := entry.contributors:
        text += f" / {people[0].name if len(people) == 1 else ', '.join([one.name for one in people])}"
    if entry.pages:
        text += f" ({paged(entry.pages)})"
    return text.strip()


def extent(record: Record) -> str | None:
    """Return the extent as printed where it tells the number of pages too, else `52 pages`, else a part's own pages."""
    if record.page_count and not (record.extent and page_count(record.extent) == record.page_count):
        return "1 page" if record.page_count == 1 else f"{record.page_count} pages"
    return record.extent or (paged(record.pages) if record.pages else None)


def citation(record: Record) -> str | None:
    """Return where the work stands: series or journal, volume, year, pages; for a part its host; None if unknown."""
    hosts = [one.title for one in record.relations if one.kind == "isPartOf" and one.title]
    parts = hosts[:1] if record.type in HOSTED else []
    for one in record.series[:1]:
        if one.title not in parts:
            parts += [part for part in (one.title,) if part]
        parts += [f"{word} {value}" for word, value in _numbers(one) if value]
    if not parts:
        return None
    parts += [(chosen(record.dates) or "")[:4], paged(record.pages) if record.pages else ""]
    return ", ".join(part for part in parts if part)


def _numbers(one: Series) -> tuple[tuple[str, str | None], ...]:
    number = None if one.volume or one.issue else one.number
    return ("vol.", one.volume), ("no.", one.issue), ("no.", number)
