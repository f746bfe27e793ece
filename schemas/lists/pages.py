"""Pages to read: whether they lie inside an item's own pages, and how many they are."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.crosswalk.wording import ranges
from schemas.record import Pages, Record
from schemas.values.pages import page_number, parse_pages

_HOSTED = frozenset({"chapter", "article"})


def normal(printed: str) -> str | None:
    """Return pages as they are kept (`5-6, 9`), None where the text is no pages."""
    found = parse_pages(printed)
    return ranges(found) if found else None


def own_pages(record: Record) -> tuple[Pages, ...]:
    """Return the pages that a work has itself: in its host, or from 1 to its last; () where the source does not say."""
    if record.pages:
        return record.pages
    if record.page_count and record.type not in _HOSTED:
        return (Pages(first="1", last=str(record.page_count)),)
    return ()


def problem(printed: str, record: Record) -> str | None:
    """Say what is wrong with pages to read of a work, None where nothing is or where its own pages are not known."""
    wanted = parse_pages(printed)
    if not wanted:
        return f"pages {printed!r}: not understood: give 5-9, xii-xv or 5-9, 12"
    for one in wanted:
        if _backwards(one):
            return f"pages {_said(one)}: run backwards"
    own = own_pages(record)
    if not own:
        return None
    whole = not record.pages
    for one in wanted:
        ends = [end for end in (one.first, one.last) if end]
        if not all(any(_within(end, range_, whole) for range_ in own) for end in ends):
            where = f"the work has {record.page_count} pages" if whole else f"its own pages are {ranges(own)}"
            return f"pages {_said(one)}: outside the item: {where}"
    return None


def _said(one: Pages) -> str:
    return ranges((one,))


def _backwards(one: Pages) -> bool:
    first, last = page_number(one.first), page_number(one.last or one.first)
    return first is not None and last is not None and first[0] == last[0] and first[1] > last[1]


def _within(label: str, own: Pages, whole: bool) -> bool:
    """Whether a page lies in a range; the roman pages of a whole work are before its first and not counted."""
    page, first, last = page_number(label), page_number(own.first), page_number(own.last or own.first)
    if page is None or first is None or last is None:
        return label in (own.first, own.last)
    if whole and page[0] != "arabic":
        return True
    if page[0] == first[0] and page[1] < first[1]:
        return False
    if own.last is None:  # where it ends is not known
        return page[0] == first[0] or (first[0], page[0]) == ("roman", "arabic")
    if page[0] == last[0] and page[1] > last[1]:
        return False
    return page[0] in (first[0], last[0])


def count(pages: Iterable[Pages]) -> int | None:
    """Return how many pages ranges are, None where one of them cannot be counted."""
    total = 0
    for one in pages:
        first, last = page_number(one.first), page_number(one.last or one.first)
        if first is None or last is None or first[0] != last[0] or last[1] < first[1]:
            return None
        total += last[1] - first[1] + 1
    return total


def to_read(pages: str | None, record: Record | None) -> int | None:
    """Return how many pages an item asks for: those to read, else all its own; None where that is not known."""
    if pages:
        return count(parse_pages(pages)) or None
    if record is None:
        return None
    if record.pages:
        return count(record.pages) if all(one.last for one in record.pages) else None
    return record.page_count


def span(pages: str | None) -> tuple[str, str] | None:
    """Return the first and the last page of pages to read."""
    found = parse_pages(pages) if pages else ()
    return (found[0].first, found[-1].last or found[-1].first) if found else None
