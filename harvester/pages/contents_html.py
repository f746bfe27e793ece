"""Contents lists in HTML to entries, by heading, pages in order, and form; menus, references and article sections are none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from lxml import etree

from harvester.pages.contents_evidence import ENOUGH, Candidate, is_heading, is_issue, kept_drafts, weigh
from harvester.pages.document import Document, text_of
from harvester.pages.layout import NAV, REFS, TOC, Line
from harvester.pages.nesting import nested
from harvester.pages.page_marks import Mark, marks_in, order
from harvester.pages.row_groups import Rows, rows_by_items, rows_by_marks
from harvester.pages.row_pieces import is_button, pieces_of
from harvester.pages.rows import Draft, read_rows
from schemas.record import ContentsEntry

_HINTS = re.compile(rb"(?:class|id)\s*=\s*[\"'][^\"']{0,80}\b(?:toc|table-?of-?contents|contents?-list|inhalt)", re.I)
_HEADED = re.compile(r"^\s*(?:table of contents|contents|inhalt\w*|sommaire|table des mati|[íi]ndice|sum[aá]rio|contenido|inhoud|in this \w+|chapters|toc|содержание|目)", re.I | re.M)  # fmt: skip
_PAGED = re.compile(r"\b(?:pp?|pages?|s)\s*[.:]?\s*\d|\d\s*[–—-]{1,2}\s*\d+[\s.)\]]|(?:\.\s?){4}\s*\d", re.I)
_SURE = ("label", "alone", "dots", "span", "cited")
LONGEST = 700
"""Characters of a row beyond which it is running text."""
MOST = 1500
"""Rows of a list that are read."""


def read_contents(doc: Document) -> tuple[ContentsEntry, ...]:
    """Return the entries of the page's contents list, () where there is none."""
    if doc.body is None:
        return ()
    heading = " ".join([doc.title or "", *[text_of(h) for h in doc.h1s[:2]]])
    issue = is_issue(heading)
    if not (issue or _worth(doc)):
        return ()
    lines = doc.lines
    article = bool(doc.meta("citation_journal_title", "prism.publicationname")) and bool(doc.meta("citation_title"))
    best, weight = None, ENOUGH
    for found in _candidates(lines, issue):
        here = weigh(found, issue=issue, article=article) + 0.02 * min(len(found.drafts), 50)
        if here > weight:
            best, weight = found, here
    if best is None:
        return ()
    return nested([(d, d.entry(_address(doc, d.href))) for d in best.drafts])


def _worth(doc: Document) -> bool:
    """Tell by the text alone whether a list of contents can be there at all."""
    text = etree.tostring(doc.body, method="text", encoding="unicode")
    if _HEADED.search(text) or _HINTS.search(doc.capture.body):
        return True
    return len(_PAGED.findall(text, 0, 400_000)) > 2


def _address(doc: Document, href: str | None) -> str | None:
    return doc.absolute(href) if href and not href.startswith(("javascript:", "mailto:")) else None


def _candidates(lines: list[Line], issue: bool) -> Iterator[Candidate]:
    """Lists under a heading, lists marked up as contents, lists with pages in order, and on an issue's page lists with names."""
    for begin in [i for i, line in enumerate(lines) if is_heading(line.text) and not _leads_away(line)][:8]:
        region = _under(lines, begin)
        if len(region) > 1:
            yield _candidate(region, headed=True)
    yield from (_candidate(run, headed=False) for run in _runs(lines))
    groups = _groups(lines)
    for marked in groups:
        yield _judged(rows_by_marks(lines, marked), [lines[i] for i in marked], headed=False)
    if issue:
        for linked in _linked(lines):
            yield _judged(rows_by_marks(lines, linked), [lines[i] for i in linked], headed=False)


def _leads_away(line: Line) -> bool:
    """A link named "Table of contents" goes to the contents of something else."""
    return any(s.href and not s.href.startswith("#") for s in line.spans)


def _candidate(region: list[Line], *, headed: bool) -> Candidate:
    """Rows of a region: by its marks where it has enough of them, else by its items."""
    items = rows_by_items(region)
    groups = [g for g in _groups(region) if len(g) >= 0.4 * len(items)]
    rows = rows_by_marks(region, max(groups, key=len)) if groups else items
    return _judged(rows, region, headed=headed)


def _judged(rows: Rows, lines: Sequence[Line], *, headed: bool) -> Candidate:
    rows = [r for r in rows[:MOST] if sum(len(line.text) for line in r) <= LONGEST * 3]
    drafts = [Draft(pieces, row[0].place.nest) for row in rows if (pieces := pieces_of(row))]
    kind = read_rows(drafts)
    drafts = kept_drafts(drafts)
    n = max(1, len(lines))
    return Candidate(
        drafts=drafts, kind=kind, headed=headed,
        marked_up=sum(bool(line.place.flags & TOC) for line in lines) > 0.6 * n,
        furniture=sum(bool(line.place.flags & NAV) for line in lines) > 0.5 * n,
        references=sum(bool(line.place.flags & REFS) for line in lines) > 0.5 * n,
        listed=sum(bool(d.href) or d.nest > 0 for d in drafts) / max(1, len(drafts)),
        anchors=sum(bool(d.href and d.href.startswith("#")) for d in drafts) / max(1, len(drafts)),
    )  # fmt: skip


def _under(lines: Sequence[Line], begin: int) -> list[Line]:
    """The lines that a heading stands over: what hangs on the element it shares with the next line, to the next heading."""
    if begin + 1 >= len(lines):
        return []
    head = lines[begin].place.head or 9
    depth = lines[begin + 1].low
    region: list[Line] = []
    for line in lines[begin + 1 :]:
        if line.low < depth and len(region) < 2:
            depth = line.low
        if line.low < depth or (line.place.head and line.place.head <= head and (head < 9 or region)):
            break
        region.append(line)
    return _until_prose(region)


def _until_prose(region: list[Line]) -> list[Line]:
    """A region ends where running text begins."""
    end = next((i for i, line in enumerate(region) if len(line.text) > LONGEST and i), len(region))
    return region[:end]


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines that are marked up as contents."""
    run: list[Line] = []
    for line in lines:
        if line.place.flags & TOC:
            run.append(line)
        elif run:
            if len(run) > 2:
                yield run
            run = []
    if len(run) > 2:
        yield run


def _groups(lines: Sequence[Line]) -> list[list[int]]:
    """Lines of one form that have pages, in ascending order: by form, the indices of the lines."""
    by_form: dict[str, list[tuple[int, Mark]]] = defaultdict(list)
    for i, line in enumerate(lines):
        if line.place.flags & REFS or len(line.text) > LONGEST:
            continue
        marks = marks_in(line.text, _SURE)
        mark = next((marks[k] for k in _SURE if k in marks), None)
        if mark and (
            mark.kind != "alone" or mark.pages[0].last or len(line.text) > 4 or line.place.tag in ("td", "span", "div")
        ):
            by_form[line.place.sign].append((i, mark))
    found = []
    for group in by_form.values():
        held = [m for _, m in group]
        if len(group) >= 3 and order(held) >= 0.75 and len({m.at for m in held}) >= 0.6 * len(group):
            found.append([i for i, _ in group])
    return found


def _linked(lines: Sequence[Line]) -> list[list[int]]:
    """Lines of one form that have a link to more than a button."""
    by_form: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if (
            not line.place.flags & (NAV | REFS)
            and len(line.text) <= LONGEST
            and any(s.href for s in line.spans)
            and not is_button(line.text)
        ):
            by_form[line.place.sign].append(i)
    return sorted((g for g in by_form.values() if len(g) >= 3), key=len, reverse=True)[:5]
