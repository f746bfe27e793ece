"""Contents lists in HTML to entries, by heading, pages in order, and form; menus, references and article sections are none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from harvester.pages.contents_evidence import CERTAIN, ENOUGH, Candidate, is_issue, kept_drafts, names_issue, weigh
from harvester.pages.contents_note import note_rows
from harvester.pages.contents_regions import ascends, asides, classed, heads, linked, paged, runs, under, united
from harvester.pages.document import Document, text_of
from harvester.pages.layout import NAV, REFS, TOC, Line
from harvester.pages.nesting import nested
from harvester.pages.page_marks import Mark
from harvester.pages.row_groups import Rows, rows_by_items, rows_by_marks
from harvester.pages.row_pieces import Piece, pieces_of
from harvester.pages.rows import Draft, read_rows
from schemas.record import ContentsEntry

_LABELLED = re.compile(r"[Pp](?<!\w.)(?:[Pp]|ages?)?\.?:?\s*\d|S(?<!\w.)(?:eiten?)?\.?:?\s*\d")
_RANGED = re.compile(
    r"\d\s*[–—-]{1,2}\s*\d+\W*$|^[ivx]+\s*[–—-]\s*[ivxl]+$|\d+\s*:\s*\d+\s*[-–—]\s*\d|[:,]\s?\d+\s*[–—-]\s*\d+"
)
_DOTTED = re.compile(r"(?:(?:[.·_]\s?){4}|…)[\s.…]*\d")
_DIGIT = re.compile(r"\d")
_BROWSED = re.compile(
    r"\W*(?:browsing|browse by|search results?|results for|showing results|suchergebnis|résultats? de (?:la )?recherche|resultados de (?:la )?búsqueda)\b",
    re.I,
)
"""The title of a page that lists what was found: its rows are works."""
LONGEST = 2_000
"""Characters of a row beyond which it is running text."""
MOST = 1500
"""Rows of a list that are read."""


def read_contents(doc: Document) -> tuple[ContentsEntry, ...]:
    """Return the entries of the page's contents list, () where there is none."""
    if doc.body is None:
        return ()
    lines = doc.lines
    issue = is_issue(" ".join([doc.title or "", *[text_of(h) for h in doc.h1s[:2]]]))
    if _BROWSED.match(doc.title or "") or (doc.h1s and _BROWSED.match(text_of(doc.h1s[0]))):
        return ()
    issue = issue or names_issue([line.text for line in lines[:40] if not line.place.flags & REFS])
    article = bool(doc.meta("citation_journal_title", "prism.publicationname")) and bool(doc.meta("citation_title"))
    best, weight = None, ENOUGH
    for found in _candidates(lines, issue):
        here = weigh(found, issue=issue, article=article) + 0.02 * min(len(found.drafts), 50)
        if here > weight:
            best, weight = found, here
        if here > CERTAIN:
            break
    if best is None:
        return ()
    return nested([(d, d.entry(doc.target(d.href))) for d in best.drafts])


def _candidates(lines: list[Line], issue: bool) -> Iterator[Candidate]:
    """Lists under a heading, notes of contents, marked-up lists, pages in order; on an issue's page lists with names."""
    for begin in heads(lines):
        region = under(lines, begin)
        if len(region) > 1:
            yield _candidate(region, headed=True)
    if notes := note_rows([line.text for line in lines]):
        yield _weighed([Draft([Piece(note)]) for note in notes], (), headed=True)
    yield from (_candidate(run, headed=False) for run in runs(lines))
    if rows := classed(lines):
        yield msgspec.structs.replace(_judged(rows, [line for row in rows for line in row], headed=False), classed=True)
    out = asides(lines)
    if _have_pages(lines):
        groups = paged(lines, skip=out)
        if both := united(groups):
            yield _judged(rows_by_marks(lines, list(both)), [lines[i] for i in both], headed=False)
        for marked in groups:
            yield _judged(rows_by_marks(lines, list(marked)), [lines[i] for i in marked], headed=False)
    if issue:
        for marks in linked(lines, skip=out):
            yield _judged(rows_by_marks(lines, marks), [lines[i] for i in marks], headed=False)


def _have_pages(lines: Sequence[Line]) -> bool:
    """Tell whether more than two lines have something like pages."""
    found = 0
    for line in lines:
        found += _has_pages(line.text)
        if found > 2:
            return True
    return False


def _has_pages(text: str) -> bool:
    if not _DIGIT.search(text) and (len(text) > 20 or text[0] not in "ivx"):
        return False
    if _LABELLED.search(text) or (("." in text or "…" in text or "··" in text) and _DOTTED.search(text)):
        return True
    return ("-" in text or "–" in text or "—" in text) and _RANGED.search(text) is not None


def _candidate(region: list[Line], *, headed: bool) -> Candidate:
    """Rows of a region: by its marks where it has enough of them, else by its items."""
    items = rows_by_items(region)
    every = paged(region, least=1)
    groups = [group for group in every if ascends(group)]
    marked: dict[int, Mark] = (united(every) if groups else None) or max(groups, key=len, default={})
    rows = rows_by_marks(region, list(marked), whole=headed) if marked else items
    whole = len(marked) >= 0.4 * len(items) or sum(map(len, rows)) > 0.7 * len(region)
    defined = all(row[0].place.tag == "dt" for row in items)  # terms with their definitions are rows as they stand
    return _judged(rows if whole and not defined else items, region, headed=headed)


def _judged(rows: Rows, lines: Sequence[Line], *, headed: bool) -> Candidate:
    rows = [r for r in rows[:MOST] if sum([len(line.text) for line in r]) <= LONGEST]
    return _weighed([Draft(p, row[0].place.nest) for row in rows if (p := pieces_of(row))], lines, headed=headed)


def _weighed(drafts: list[Draft], lines: Sequence[Line], *, headed: bool) -> Candidate:
    kind = read_rows(drafts)
    drafts = kept_drafts(drafts)
    n = max(1, len(lines))
    return Candidate(
        drafts=drafts, kind=kind, headed=headed,
        marked_up=sum([line.place.flags & TOC for line in lines]) > 0.6 * n * TOC,
        furniture=sum([line.place.flags & NAV for line in lines]) > 0.5 * n * NAV,
        references=sum([line.place.flags & REFS for line in lines]) > 0.5 * n * REFS,
        listed=len([d for d in drafts if d.href or d.nest > 0 or d.label]) / max(1, len(drafts)) if lines else 1.0,
        anchors=len([d for d in drafts if d.href and d.href[0] == "#"]) / max(1, len(drafts)),
    )  # fmt: skip
