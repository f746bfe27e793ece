"""What a search page or API call asks for: words, facets, page; read from the query string, with its bounds."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from fastapi import Request

from archive.service.facets import NAMES
from schemas.errors import UsageError

MOST = 20
"""Values of one facet that can be asked for at once."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked: words, the values of each facet, and which page of how many."""

    filters: dict[str, tuple[str, ...]]
    page: int
    size: int
    words: str

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The query as it stands in an address, without the page."""
        said = [("q", self.words)] if self.words else []
        return said + [(name, value) for name, values in self.filters.items() for value in values]

    def with_value(self, name: str, value: str) -> list[tuple[str, str]]:
        """Return the pairs with a value of a facet more."""
        return [*self.pairs, (name, value)] if (name, value) not in self.pairs else self.pairs

    def without(self, name: str, value: str) -> list[tuple[str, str]]:
        """Return the pairs without a value of a facet."""
        return [pair for pair in self.pairs if pair != (name, value)]


def query_of(request: Request, *, size: int, most: int) -> Query:
    """Read what was asked; raises UsageError for what is out of bounds."""
    said = request.query_params
    filters = {}
    for name in NAMES:
        values = tuple(dict.fromkeys(one for one in said.getlist(name) if one.strip()))
        if len(values) > MOST:
            raise UsageError(f"{name}: at most {MOST} values can be asked for at once")
        if values:
            filters[name] = values
    page = whole(said.get("page"), "page", 1, 1_000_000)
    limit = whole(said.get("limit"), "limit", size, most)
    return Query(filters=filters, page=page, size=limit, words=(said.get("q") or "").strip())


def whole(text: str | None, name: str, default: int, most: int) -> int:
    """Return a whole number from 1 to `most`; raises UsageError for anything else."""
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise UsageError(f"{name}: give a whole number from 1 to {most}")
    return int(text)


def pages_around(page: int, last: int) -> Sequence[int | None]:
    """Return the numbers of the pages to link: first, last and those around; None for a gap."""
    near = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    shown: list[int | None] = []
    for number in near:
        if shown and shown[-1] is not None and number > shown[-1] + 1:
            shown.append(None)
        shown.append(number)
    return shown
