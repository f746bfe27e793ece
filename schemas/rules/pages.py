"""Rules of page numbers and counts of the work itself (P); those of entries are among the contents."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.rules.facts import Facts, label
from schemas.rules.rule import Spot, rule

MOST_PAGES = 5000
"""More than any report; a larger number is probably something else."""
_DASHES = "-‐‑‒–—―−"


@rule("P101", "error", "Pages run backward", needs="own_pages", advice="Compare with the work; 123-5 means 123-125.")
def backward(facts: Facts) -> Iterable[Spot]:
    """The last page of the work lies before its first."""
    found = []
    for number, one in enumerate(facts.record.pages):
        first, last = label(one.first), label(one.last or one.first)
        if first and last and first[0] == last[0] and last[1] < first[1]:
            found.append((f"pages[{number}]", f"{one.first}-{one.last}", "the last page lies before the first"))
    return found


@rule("P102", "warning", "Page count implausible", advice="Compare with the work's extent.")
def odd_count(facts: Facts) -> Iterable[Spot]:
    """The number of pages is not positive, or larger than any report has."""
    count = facts.record.page_count
    if count is None or 0 < count <= MOST_PAGES:
        return ()
    return [("page_count", str(count), "a report does not have so many pages")]


@rule(
    "P103", "warning", "Page number cannot be read", needs="paged", advice="Give pages as printed numbers: 5, xii, A-3."
)
def unreadable(facts: Facts) -> Iterable[Spot]:
    """A page is neither a number nor a roman numeral nor one with a prefix, so ranges cannot be compared.

    A whole range in the place of the first page (`444-445`) is the most common cause.
    """
    lists = [("pages", facts.record.pages)] if facts.record.pages else []
    lists += [(f"{p.path}.pages", p.entry.pages) for p in facts.contents if p.entry.pages and not (p.start and p.end)]
    found = []
    for at, pages in lists:
        for number, one in enumerate(pages):
            for name, text in (("first", one.first), ("last", one.last)):
                if text and not label(text):
                    found.append((f"{at}[{number}].{name}", text, _why(text)))
    return found


def _why(text: str) -> str:
    ranged = any(dash in text.strip(_DASHES) for dash in _DASHES) and any(map(str.isdigit, text))
    return "a whole range stands in the place of one page" if ranged else "this is not a page number"


@rule(
    "P104",
    "warning",
    "Pages and page count disagree",
    needs="own_pages",
    advice="Find out which of them is the work's own.",
)
def disagreeing(facts: Facts) -> Iterable[Spot]:
    """The work's own pages (of an article or chapter) and its page count differ; one is perhaps that of the whole."""
    record = facts.record
    if not record.page_count or len(record.pages) != 1 or not record.pages[0].last:
        return ()
    first, last = label(record.pages[0].first), label(record.pages[0].last)
    if not first or not last or first[0] != last[0] or last[1] - first[1] + 1 == record.page_count:
        return ()
    span = last[1] - first[1] + 1
    return [("page_count", str(record.page_count), f"the work's pages are {span}")] if span > 0 else ()
