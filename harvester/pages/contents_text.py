"""Contents lists in page text to entries: under a heading, or lines whose pages ascend; wrapped and doubled lines are joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from harvester.pages.contents_evidence import ENOUGH, Candidate, is_heading, kept_drafts, weigh
from harvester.pages.contents_note import note_rows
from harvester.pages.layout import Line, Place, Span
from harvester.pages.nesting import nested
from harvester.pages.page_marks import KINDS, Mark, marks_in, order
from harvester.pages.row_groups import join_blocks
from harvester.pages.row_labels import LABEL
from harvester.pages.row_pieces import Piece, is_button, pieces_of
from harvester.pages.rows import Draft, read_rows
from schemas.record import ContentsEntry

_BULLET = re.compile(r"^(?P<mark>[•◦▪‣·*●○■□–—-]\s+|(?:\(?\d{1,3}(?:\.\d+)*[.)]?|[IVX]{1,5}[.)]|[A-Z][.)])\s+(?=\S))")
_OPEN = re.compile(
    r"(?:[-–—,:;/(&]|\b(?:and|or|of|the|a|an|in|on|for|to|with|from|by|und|der|die|das|des|von|et|de|du|la|le|y|el|e))$",
    re.I,
)
LONGEST = 500
"""Characters of a line beyond which it is running text."""
GAP = 10
"""Lines without pages in a row that a paged list can have."""
MOST = 5000
"""Lines that are looked at."""


class TextLine(NamedTuple):
    """A line of text without its indentation and bullet, and how deep these say that it stands."""

    text: str
    indent: int
    bullet: bool


def read_contents_text(lines: Sequence[str]) -> tuple[ContentsEntry, ...]:
    """Return the entries of the contents list in the lines of a page text, () where there is none.

    Indentation counts where lines have kept it. Empty lines part entries of several lines.
    """
    cut = [_line(line) for line in lines[:MOST]]
    best: Candidate | None = None
    weight = ENOUGH
    for found in _candidates(cut):
        here = weigh(found, issue=False, article=False) + 0.02 * min(len(found.drafts), 50)
        if here > weight:
            best, weight = found, here
    return nested([(d, d.entry(None)) for d in best.drafts]) if best else ()


def _line(raw: str) -> TextLine:
    wide = raw.expandtabs(4).replace("\u00a0", " ")
    text = " ".join(wide.split())
    match = _BULLET.match(text)
    bullet = match is not None and not match["mark"].strip().rstrip(".)").replace(".", "").isalnum()
    return TextLine(
        text[match.end() :] if match and bullet else text, len(wide) - len(wide.lstrip()), match is not None
    )


def _candidates(lines: Sequence[TextLine]) -> list[Candidate]:
    """Lists under a heading, else one whose pages say so; else the note of contents of a catalogue."""
    heads = [i for i, line in enumerate(lines) if is_heading(line.text)][:6]
    found = [c for i in heads if (c := _headed(lines, i + 1)) is not None]
    if not found and (run := _run(lines)) is not None:
        found.append(_candidate(run, headed=False))
    if not found and (notes := note_rows([line.text for line in lines])):
        drafts = [Draft([Piece(note)]) for note in notes]
        kind = read_rows(drafts)
        found.append(Candidate(drafts=kept_drafts(drafts), kind=kind, headed=True, listed=1.0))
    return found


def _headed(lines: Sequence[TextLine], begin: int) -> Candidate | None:
    """The list under a heading: a paged one, else bullets, else the short lines of the next paragraph."""
    end = next(
        (
            i
            for i in range(begin, len(lines))
            if len(lines[i].text) > LONGEST or (i > begin and is_heading(lines[i].text))
        ),
        len(lines),
    )
    region = lines[begin:end]
    marked = _marked(region, 2)
    if marked:
        last = _last(marked, region)
        return _candidate(region[: last + 1], headed=True)
    rows = _bullets(region) or _paragraph(region)
    return _candidate(rows, headed=True) if len(rows) > 1 else None


def _marked(lines: Sequence[TextLine], least: int) -> dict[int, Mark]:
    """Lines that have pages of one kind in ascending order, by index; of all kinds the surest."""
    table: dict[str, dict[int, Mark]] = {kind: {} for kind in KINDS}
    for i, line in enumerate(lines):
        for kind, mark in marks_in(line.text).items():
            table[kind][i] = mark
    for kind, marks in table.items():
        run = _together(marks)
        ascending = order(list(run.values()))
        lone = kind in ("number", "leading", "alone")
        if (
            len(run) >= (max(3, least) if lone else least)
            and ascending >= (0.95 if lone else 0.8)
            and _varied(run, lone=lone)
        ):
            return run
    return {}


def _varied(marks: dict[int, Mark], *, lone: bool) -> bool:
    numbers = [m.at[1] for m in marks.values()]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1
    years = all(1500 <= n <= 2099 for n in numbers)
    return len(set(numbers)) >= len(numbers) / 2 and not (lone and (counted or years))


def _together(marks: dict[int, Mark]) -> dict[int, Mark]:
    """The first stretch of marks that has no long gap in it."""
    kept: dict[int, Mark] = {}
    last: int | None = None
    for i, mark in marks.items():
        if last is not None and i - last > 2 * GAP:
            if len(kept) > 2:
                break
            kept = {}
        kept[i] = mark
        last = i
    return kept


def _last(marked: dict[int, Mark], region: Sequence[TextLine]) -> int:
    """The last line of a paged list: the last pages, and lines right behind where these come first in their entry."""
    last = max(marked)
    first = min(marked)
    ahead = next((i for i, line in enumerate(region) if line.text), first)
    if ahead == first and any(i not in marked and region[i].text for i in range(first, last)):
        while last + 1 < len(region) and region[last + 1].text and not is_button(region[last + 1].text):
            last += 1
    return last


def _run(lines: Sequence[TextLine]) -> Sequence[TextLine] | None:
    """A list without a heading: at least four lines with pages that say so, in ascending order."""
    marked = _marked(lines, 3)
    ranges = all(mark.pages[0].last for mark in marked.values())
    if len(marked) < (3 if ranges else 4) or next(iter(marked.values())).kind in ("number", "leading", "alone"):
        return None
    begin = min(marked)
    while begin > 0 and lines[begin - 1].text and min(marked) - begin < 3:
        begin -= 1
    return lines[begin : _last(marked, lines) + 1]


def _bullets(region: Sequence[TextLine]) -> list[TextLine]:
    """The bulleted or numbered lines at the beginning, each with the lines that it was wrapped to."""
    rows: list[TextLine] = []
    for line in region:
        if not line.text:
            continue
        if line.bullet:
            rows.append(line)
        elif rows and (line.text[:1].islower() or _OPEN.search(rows[-1].text)) and len(rows[-1].text) < 300:
            rows[-1] = rows[-1]._replace(text=f"{rows[-1].text} {line.text}")
        else:
            break
    return rows


def _paragraph(region: Sequence[TextLine]) -> list[TextLine]:
    """The short lines of the next paragraph."""
    rows: list[TextLine] = []
    for line in region:
        if not line.text and not rows:
            continue
        if not line.text or len(line.text) > 160 or len(rows) > 100:
            break
        rows.append(line)
    return rows if len(rows) > 2 else []


def _candidate(region: Sequence[TextLine], *, headed: bool) -> Candidate:
    marked = _marked(region, 2)
    rows = _rows(region, set(marked)) if marked else [[line] for line in region if line.text]
    indents = {line.indent for line in region if line.text}
    drafts = [
        Draft(pieces, row[0].indent if len(indents) > 1 and not marked else 0)
        for row in rows
        if (pieces := pieces_of(_lines(row)))
    ]
    kind = read_rows(drafts)
    bullets = sum(row[0].bullet for row in rows) / max(1, len(rows))
    return Candidate(drafts=kept_drafts(drafts), kind=kind, headed=headed, listed=bullets)


def _lines(row: Sequence[TextLine]) -> list[Line]:
    """The lines of a row in the form that the rows of HTML have; the place in the row stands for the column."""
    made = []
    for i, line in enumerate(row):
        place = Place(f"line{min(i, 3)}", f"/line{min(i, 3)}", item=i)
        made.append(Line(line.text, [Span(line.text, None, 0, "")], place, 0))
    return made


def _rows(region: Sequence[TextLine], marked: set[int]) -> list[list[TextLine]]:
    """Lines to rows by their pages: paragraphs of one mark each, else line by line after wrapped lines are joined."""
    blocks = _paragraphs(region, marked)
    if len(blocks) > 1 and all(len(m) == 1 for _, m in blocks):
        return [lines for lines, _ in blocks]
    joined: list[tuple[TextLine, bool]] = []
    for i, line in enumerate(region):
        if not line.text:
            continue
        if joined and not joined[-1][1] and _continues(joined[-1][0], line):
            joined[-1] = (joined[-1][0]._replace(text=f"{joined[-1][0].text} {line.text}"), i in marked)
        else:
            joined.append((line, i in marked))
    pairs = [(_lines([line]), has) for line, has in joined]
    known = {id(made[0]): line for (made, _), (line, _) in zip(pairs, joined, strict=True)}
    return [[known[id(one)] for one in row] for row in join_blocks(pairs)]


def _paragraphs(region: Sequence[TextLine], marked: set[int]) -> list[tuple[list[TextLine], list[int]]]:
    """Paragraphs with the marks in them; one without a mark at either end is left out, one in the middle stays."""
    blocks: list[tuple[list[TextLine], list[int]]] = []
    fresh = True
    for i, line in enumerate(region):
        if not line.text:
            fresh = True
            continue
        if fresh:
            blocks.append(([], []))
        fresh = False
        blocks[-1][0].append(line)
        if i in marked:
            blocks[-1][1].append(i)
    kept = [b for b in blocks if b[1]]
    many = sum(len(b[0]) > 1 for b in kept) > len(kept) / 2
    return kept if many else []


def _continues(line: TextLine, after: TextLine) -> bool:
    """Tell whether a line goes on in the next one: by its end, by the small letter there, or by numbers that only it has."""
    if LABEL.match(after.text) or after.bullet:
        return False
    return after.text[:1].islower() or _OPEN.search(line.text) is not None
