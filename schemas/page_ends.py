"""The first and the last page as fields of their own, as a spreadsheet keeps them apart: `pages.first`, `pages.last`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemas.errors import UsageError
from schemas.values.pages import page_number, parse_pages
from schemas.values.text import clean

ENDS = ("pages.first", "pages.last")


def page_end(field: str, text: str) -> str | None:
    """Return the label of one page that a text is, None for no text; raises UsageError for a range."""
    label = clean(text) or ""
    found = parse_pages(label)
    if len(found) > 1 or (found and found[0].last):
        raise UsageError(f"{field}: {label!r} is more than one page: give the other end in a row of its own")
    return found[0].first if found else label or None


def end_of(pages: Sequence[dict[str, Any]] | None, field: str) -> str | None:
    """Return the first page of the first range or the last of the last one, None where the source does not say."""
    if not pages:
        return None
    label: str | None = pages[0].get("first") if field == ENDS[0] else pages[-1].get("last")
    return label


def with_end(pages: Sequence[dict[str, Any]] | None, field: str, label: str | None) -> list[dict[str, Any]] | None:
    """Return ranges (plain JSON values) with another first or last page; raises UsageError for what is no range then."""
    ranges = [dict(one) for one in pages or ()]
    at = 0 if field == ENDS[0] else -1
    if not ranges:
        if label is None or at:
            raise UsageError(f"{field}: there is no first page: give pages.first in a row before it")
        return [{"first": label}]
    changed = ranges[at]
    changed.pop("as_printed", None)
    if label is None:
        if at == 0:
            raise UsageError(
                f"{field}: a range has a first page: to say that there are no pages, empty the field pages"
            )
        changed.pop("last", None)
    else:
        changed[field.rpartition(".")[2]] = label
    _refuse_backwards(field, changed)
    return ranges


def _refuse_backwards(field: str, one: dict[str, Any]) -> None:
    first, last = page_number(one["first"]), page_number(one.get("last") or one["first"])
    if first and last and first[0] == last[0] and first[1] > last[1]:
        raise UsageError(f"{field}: the pages would run backwards, from {one['first']} to {one['last']}")
