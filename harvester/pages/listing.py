"""Listings (a series, search results, a publisher's reports) to stub records and the addresses to walk; contents are elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from harvester.pages.document import Document, text_of
from harvester.pages.label_words import label_of
from harvester.pages.layout import NAV, REFS, Line, Span
from harvester.pages.listing_items import Item, items_of, stub
from harvester.pages.row_groups import blocks_by_marks
from harvester.pages.row_pieces import is_button
from schemas.addresses import canonical_url
from schemas.reading import Found, Onward

_TITLES = re.compile(
    r"\b(?:publications?|reports|papers|briefs|studies|series|search results?|results|browse|archive|catalog(?:ue)?|list(?:ing)?|all issues|library|"
    r"working papers|documents|books|monographs|news|home|consultations|proceedings|veröffentlichungen|publikationen|schriften(?:reihe)?|berichte|"
    r"suchergebnisse|publicaciones|informes|pubblicazioni|collections?|resources|latest|index)\b",
    re.I,
)
_NEXT = re.compile(r"^\W*(?:next(?: page)?|older(?: posts| entries)?|weiter|nächste(?: seite)?|suivante?(?:s)?|page suivante|siguiente|successiva|próxima|volgende)\W*$|^\s*[›»>]\s*$", re.I)  # fmt: skip
_PAGE = re.compile(r"[?&/](?:page|p|pa|start|offset|seite|paged)[=/]\d+", re.I)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
ENOUGH = 4.0
"""The weight from which rows are taken as the items of a listing."""
SHARE = 0.35
"""The part of the page's text that the items must have where its title does not say that it is a listing."""


MOST = 2000
"""Items of a listing page that are read."""
LONGEST = 4000
"""Characters of the lines of one item; more is an article."""


def read_listing(doc: Document) -> tuple[Found, ...]:
    """Return a stub for each item of a listing page, () for a page that is none (a page with citation tags is none)."""
    if doc.body is None or doc.meta("citation_title", "citation_author", "dc.creator", "dcterms.creator"):
        return ()
    lines = [line for line in doc.lines if not line.place.flags & (NAV | REFS)]
    heading = " ".join([doc.title or "", *[text_of(h) for h in doc.h1s[:2]]])
    listed = _TITLES.search(heading) is not None
    total = sum(len(line.text) for line in lines) or 1
    best: list[Item] = []
    weight = ENOUGH
    for rows in _candidates(lines):
        sizes = [sum(len(line.text) for line in row) for row in rows]
        if max(sizes) > LONGEST:
            continue
        items = _alike(items_of(rows))
        if any(label_of(item.title or "") is not None for item in items):  # the fields of one work
            continue
        share = sum(sizes) / total
        here = _weigh(items, listed=listed, share=share)
        if here > weight:
            best, weight = items, here
    if not best and listed:
        best = [item for item in items_of(_single(lines)) if item.dates]
    return tuple(stub(item, doc.absolute(item.href or "") if item.href else None) for item in best)


def read_onward(doc: Document, found: Sequence[Found]) -> tuple[Onward, ...]:
    """Return the addresses of the items of a listing, and of its next page."""
    items = [
        Onward(rel="item", url=f.url, title=f.record.title.main if f.record.title else None) for f in found if f.url
    ]
    return (*{i.url: i for i in items}.values(), *_next(doc))


def _next(doc: Document) -> tuple[Onward, ...]:
    for rel, href in doc.links:
        if rel == "next" and (url := doc.absolute(href)):
            return (Onward(rel="next", url=url),)
    for a in doc.anchors:
        href = a.get("href")
        said = f"{text_of(a)}" or a.get("aria-label") or a.get("title") or ""
        named = "next" in (a.get("rel") or "").split() or _NEXT.match(said) is not None
        if (
            named
            and not href.startswith(("#", "javascript:"))
            and (url := doc.absolute(href))
            and canonical_url(url) != canonical_url(doc.url)
        ):
            return (Onward(rel="next", url=url),)
    return ()


def _candidates(lines: Sequence[Line]) -> Iterator[list[list[Line]]]:
    """Rows by the lines of one form that have a link, and by those that have a date."""
    linked: dict[str, list[int]] = defaultdict(list)
    dated: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if len(line.text) > 700:
            continue
        if any(_leads_to_item(s) for s in line.spans):
            linked[line.place.sign].append(i)
        if len(line.text) < 60 and not line.place.head and _YEAR.search(line.text):
            dated[line.place.sign].append(i)
    for groups in (linked, dated):
        for group in sorted(groups.values(), key=len, reverse=True)[:4]:
            if len(group) > 1:
                yield _rows(lines, group[:MOST])


def _leads_to_item(span: Span) -> bool:
    """A link with words of its own, to a page that is not another part of the list."""
    text = span.text.strip()
    if not span.href or span.href[0] == "#" or len(text) < 4 or text.isdigit():
        return False
    return not is_button(text) and not _PAGE.search(span.href)


def _rows(lines: Sequence[Line], marked: Sequence[int]) -> list[list[Line]]:
    """One row for each marked line: with the unmarked blocks after it, or before it where the list begins so."""
    blocks = blocks_by_marks(lines, marked)
    ahead = _ahead(blocks)
    rows: list[list[Line]] = []
    before: list[Line] = []
    for block, has in blocks:
        if has:
            rows.append([*before, *block])
            before = []
        elif block[0].place.head:
            before = []
        elif ahead:
            before += block
        elif rows:
            rows[-1] += block
    return rows


def _ahead(blocks: Sequence[tuple[list[Line], bool]]) -> bool:
    """Tell whether what belongs to a marked block stands before it: a short line with a number or date before the first."""
    first = next((i for i, (_, has) in enumerate(blocks) if has), 0)
    if first == 0 or not blocks[-1][1]:
        return False
    before = blocks[first - 1][0]
    return (
        len(before) == 1
        and len(before[0].text) < 60
        and any(c.isdigit() for c in before[0].text)
        and not before[0].place.head
    )


def _alike(items: list[Item]) -> list[Item]:
    """Where most items have an address, what has none is a heading between them."""
    linked = [i for i in items if i.href]
    return linked if len(linked) >= 0.7 * len(items) else items


def _single(lines: Sequence[Line]) -> list[list[Line]]:
    """The only item of a list of one: a linked heading below the first rank and what follows it."""
    heads = [
        i
        for i, line in enumerate(lines)
        if line.place.head > 1 and any(s.href and len(s.text.strip()) > 15 for s in line.spans)
    ]
    return [list(lines[heads[0] :])] if len(heads) == 1 else []


def _weigh(items: Sequence[Item], *, listed: bool, share: float) -> float:
    n = len(items)
    titled = [i for i in items if i.title]
    if n < 2 or share < (SHARE / 2 if listed else SHARE):
        return 0.0
    dated = sum(bool(i.dates) for i in items) / n
    numbered = sum(bool(i.number) for i in items) / n
    named = sum(bool(i.contributors) for i in items) / n
    linked = sum(bool(i.href) for i in items) / n
    long = sum(len(i.title or "") > 20 for i in items) / n
    weight = 3.0 * dated + 1.5 * numbered + 1.0 * named + 0.5 * linked + 1.0 * long + (1.5 if listed else 0.0)
    weight -= 3.0 * (1 - len(titled) / n) + 3.0 * (1 - len({i.title for i in titled}) / max(1, len(titled)))
    weight -= 3.0 * max(0.0, 0.5 - linked)
    return weight + 0.01 * min(n, 60) + share
