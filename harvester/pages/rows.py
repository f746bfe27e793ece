"""Rows of a list to entries: which piece is the title, which the names, where the pages are, judged by the whole list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from harvester.pages.name_lines import names_in, people
from harvester.pages.page_marks import KINDS, Mark, mark_in, order
from harvester.pages.row_labels import LABEL, ONLY_LABEL, take_number, take_numerals
from harvester.pages.row_pieces import NEVER, Piece
from harvester.pages.row_splits import ANONYMOUS, split_rows
from schemas.identifiers import doi
from schemas.record import ContentsEntry, Contributor, Identifier, Pages
from schemas.values.text import clean

_DATED = re.compile(r"(?:(?:first |online )?(?:published|posted|updated|available)(?: online)?|online|received|accepted)\b.{0,60}|(?:\d{1,2}\s+)?[A-Z][a-zé]{2,8}\.?\s+(?:\d{1,2},\s*)?\d{4}|\d{4}(?:-\d\d){0,2}", re.I)  # fmt: skip
_ABSTRACT = re.compile(r"abstract|descri|summary|snippet|teaser|excerpt|blurb", re.I)
_AUTHOR = re.compile(r"\bby\b|auth|contrib(?!_t)|creator|byline|autor|auteur", re.I)
_TITLED = re.compile(r"title|titre|titel|titulo|heading", re.I)
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\betc|\bal)\.$")
_DOI = re.compile(r"^\s*(?:doi\b|https?://(?:dx\.)?doi\.org|10\.\d{4})", re.I)
_SENTENCE = re.compile(r"(?<=[\w)?!»”])\.\s+(?=[A-ZÀ-Þ])")
LONG = 420
"""Characters beyond which a piece is running text, no title."""


Found = tuple[int, Mark]
"""The number of a piece and the mark in it."""


class Draft:
    """An entry in the making."""

    __slots__ = ("contributors", "href", "identifiers", "label", "nest", "pages", "pieces", "title")

    def __init__(self, pieces: list[Piece], nest: int = 0) -> None:
        self.pieces, self.nest = pieces, nest
        self.pages: tuple[Pages, ...] = ()
        self.title: str | None = None
        self.label: str | None = None
        self.href: str | None = None
        self.contributors: tuple[Contributor, ...] = ()
        self.identifiers: tuple[Identifier, ...] = ()

    def entry(self, url: str | None) -> ContentsEntry:
        """Return the entry, with its address."""
        return ContentsEntry(
            label=self.label, title=self.title, pages=self.pages, contributors=self.contributors,
            identifiers=self.identifiers, url=url,
        )  # fmt: skip


def read_rows(drafts: list[Draft]) -> str | None:
    """Fill in the drafts of one list; return the kind of marks its pages stand in (None for an unpaged list)."""
    kind = _cut_pages(drafts)
    _drop_repeated(drafts)
    _take_identifiers(drafts)
    names = _name_columns(drafts)
    for draft in drafts:
        _assign(draft, names)
    for draft in drafts:
        take_number(draft)
    split_rows([d for d in drafts if not d.contributors and d.title and d.pieces])
    _cut_tails(drafts)
    for draft in drafts:
        _finish(draft)
    take_numerals(drafts)
    return kind


def _cut_tails(drafts: Sequence[Draft]) -> None:
    """What ends most titles alike, behind a full stop, is the citation of the journal: "Terraces. Bull. Coast Soc. 22"."""
    titles = [d.title for d in drafts if d.title]
    tails = Counter(title[m.start() :] for title in titles for m in _SENTENCE.finditer(title))
    tail = max((t for t, n in tails.items() if n > 2 and n >= 0.6 * len(titles)), key=len, default=None)
    for draft in drafts:
        if tail and draft.title and draft.title.endswith(tail) and len(draft.title) > len(tail) + 3:
            draft.title = draft.title[: -len(tail)]


def _cut_pages(drafts: list[Draft]) -> str | None:
    """Choose the kind of mark that most rows have in ascending order, and cut it out of their pieces."""
    said: list[Found | None] = [None] * len(drafts)
    for kind in KINDS:
        row_marks = [_row_mark(d.pieces, kind) for d in drafts]
        if kind in ("label", "alone"):
            said = [
                old or (new if new and _is_said(d, new) else None)
                for d, old, new in zip(drafts, said, row_marks, strict=True)
            ]
        if _serves(kind, [m[1] for m in row_marks if m], len(drafts)):
            _cut_all(drafts, row_marks)
            return kind
    for draft, found in zip(drafts, said, strict=True):
        if found:
            _cut(draft, *found)
    return None


def _is_said(draft: Draft, found: Found) -> bool:
    """A mark that needs no list to be one: it is labelled, or a range in an element named for pages."""
    index, mark = found
    return mark.kind == "label" or (mark.pages[0].last is not None and "page" in draft.pieces[index].hint.casefold())


def _cut_all(drafts: Sequence[Draft], found: Sequence[Found | None]) -> None:
    """Cut the marks of the list's kind; a row without one has one of another kind if it fits between its neighbours."""
    later: list[tuple[int, int] | None] = [None]
    for one in reversed(found):
        later.append(one[1].at if one else later[-1])
    at: tuple[int, int] | None = None
    for draft, one, after in zip(drafts, found, reversed(later[:-1]), strict=True):
        if one is None:
            others = (_row_mark(draft.pieces, kind) for kind in ("label", "alone", "dots", "span", "number"))
            one = next((m for m in others if m and _between(at, m[1].at, after)), None)
        if one:
            at = one[1].at
            _cut(draft, *one)


def _row_mark(pieces: Sequence[Piece], kind: str) -> Found | None:
    """The last mark of a kind in a row, with the number of its piece."""
    if kind == "leading":
        mark = mark_in(pieces[0].text, (kind,)) if pieces else None
        return (0, mark) if mark else None
    if kind == "alone" and len(pieces) == 1:
        return None
    for i in range(len(pieces) - 1, -1, -1):
        if mark := mark_in(pieces[i].text, (kind,)):
            return i, mark
    return None


def _serves(kind: str, marks: list[Mark], rows: int) -> bool:
    if len(marks) < 2 or len(marks) < 0.4 * rows or order(marks) < 0.75:
        return False
    numbers = [m.at[1] for m in marks]
    if len(set(numbers)) < 0.5 * len(marks):
        return False
    if kind in ("number", "leading", "alone") and not any(m.pages[0].last for m in marks):
        counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 1
        years = all(1500 <= n <= 2099 for n in numbers)
        return (
            len(set(numbers)) > len(numbers) / 2
            and order(marks) > 0.9
            and not counted
            and not years
            and (len(marks) > 2 or rows == 2)
        )
    return True


def _between(before: tuple[int, int] | None, here: tuple[int, int], after: tuple[int, int] | None) -> bool:
    return (before is None or before <= here) and (after is None or here <= after)


def _cut(draft: Draft, index: int, mark: Mark) -> None:
    """Take a mark out of its piece; what stands behind it becomes a piece of its own."""
    piece = draft.pieces[index]
    draft.pages = mark.pages
    before, after = piece.text[: mark.start].rstrip(" ,;:("), piece.text[mark.end :].strip(" .,;:)")
    rest = []
    if before.strip(" .,;:|·"):
        kept = piece.cut(before)
        kept.runs = piece.runs
        rest.append(kept)
    if len(after) > 2 and not NEVER.fullmatch(after):
        rest.append(piece.cut(after))
    draft.pieces[index : index + 1] = rest


def _drop_repeated(drafts: list[Draft]) -> None:
    """Words that stand in many rows alike (kind of article, licence) belong to no row."""
    if len(drafts) < 3:
        return
    texts = [p.text for d in drafts for p in d.pieces]
    if len(texts) - len(set(texts)) < 2:
        return
    seen = Counter(text for d in drafts for text in {p.text for p in d.pieces})
    often = {t for t, n in seen.items() if n >= 3 and n >= 0.25 * len(drafts) and not names_in(t)}
    for draft in drafts:
        kept = [p for p in draft.pieces if p.text not in often]
        draft.pieces = kept or draft.pieces


def _take_identifiers(drafts: list[Draft]) -> None:
    for draft in drafts:
        for piece in list(draft.pieces):
            if _DOI.match(piece.text) and (value := doi(piece.text)):
                draft.identifiers = (Identifier(scheme="doi", value=value),)
                if len(draft.pieces) > 1:
                    draft.pieces.remove(piece)


def _name_columns(drafts: list[Draft]) -> set[tuple[str, str, bool, int]]:
    """The columns in which most rows have names; rows of a single piece say nothing."""
    columns: dict[tuple[str, str, bool, int], list[Piece]] = defaultdict(list)
    for draft in drafts:
        if len(draft.pieces) > 1:
            for piece in draft.pieces:
                piece.names = names_in(piece.text, weak=True) or (
                    (piece.text,) if ANONYMOUS.fullmatch(piece.text) else ()
                )
                columns[piece.column].append(piece)
    found: dict[tuple[str, str, bool, int], float] = {}
    for column, pieces in columns.items():
        share = sum(bool(p.names) for p in pieces) / len(pieces)
        if share >= (0.3 if _hinted(column[1])[1] else 0.6):
            found[column] = share
    if len(found) > 1 and sum(_untitled(draft, found) for draft in drafts) > 0.6 * len(drafts):
        found.pop(min(found, key=lambda column: (found[column], _hinted(column[1])[1])))
    return set(found)


def _untitled(draft: Draft, columns: Mapping[tuple[str, str, bool, int], float]) -> bool:
    """Tell whether nothing that could be a title is left of a row beside its columns of names."""
    rest = [p.text for p in draft.pieces if p.column not in columns]
    return not any(" " in text and not any(c.isdigit() for c in text) for text in rest)


def _assign(draft: Draft, columns: set[tuple[str, str, bool, int]]) -> None:
    """Name the pieces of one row: title, names, label; the rest is passed over."""
    pieces = draft.pieces
    if len(pieces) > 1 and ONLY_LABEL.fullmatch(pieces[0].text):
        draft.label = pieces[0].text.strip("().: ") or None
        pieces = pieces[1:]
    column = [p for p in pieces if p.column in columns] if len(pieces) > 1 else []
    named = [p for p in column if p.names] or [p for p in column if not any(c.isdigit() for c in p.text)]
    others = (
        [p for p in pieces if p not in named and not _DATED.fullmatch(p.text) and len(p.text) <= LONG]
        or named
        or pieces
    )
    if len(others) > 1:
        likeness = [_likeness(piece, i) for i, piece in enumerate(others)]
        title: Piece | None = others[likeness.index(max(likeness))]
    else:
        title = others[0] if others else None
    named = [p for p in named if p is not title]
    if not named and title is not None and len(pieces) > 1:
        named = [p for p in pieces if p is not title and names_in(p.text, weak=not p.text[:1].isascii())][:1]
    if title is not None and len(title.text) <= LONG:
        draft.title, draft.href = title.text, title.href
        draft.pieces = [] if named else [title]
    draft.contributors = tuple(
        c for p in named if not ANONYMOUS.fullmatch(p.text) for c in people(p.text, p.names or ())
    )
    if draft.href is None:
        draft.href = next((p.href for p in pieces if p.href), None)


def _likeness(piece: Piece, place: int) -> float:
    """How much a piece is like a title, `place` being its number among the pieces of its row that can be one."""
    titled, author, abstract = _hinted(piece.hint)
    score = 3.0 if piece.head else 0.0
    score += 2.0 if piece.href else 0.0
    score += 2.0 if titled else 0.0
    score += 1.0 if piece.face & 1 else 0.0
    score -= 3.0 if abstract or len(piece.text) > 300 else 0.0
    score -= 1.5 if author and not titled else 0.0
    text = piece.text
    score -= 2.0 if len(text) < 4 or not (text[:1].isalpha() or any(c.isalpha() for c in text)) else 0.0
    return score - 0.4 * place


@lru_cache(maxsize=1024)
def _hinted(hint: str) -> tuple[bool, bool, bool]:
    """Tell whether a class name speaks of a title, of authors, of an abstract."""
    return bool(_TITLED.search(hint)), bool(_AUTHOR.search(hint)), bool(_ABSTRACT.search(hint))


def _finish(draft: Draft) -> None:
    """Clean the title and take the label off it."""
    title = clean(draft.title)
    if title:
        if draft.label is None and (match := LABEL.match(title)):
            draft.label, title = match["label"].strip("().: "), match["rest"]
        stop = "." if title[-1] == "." and _ABBREVIATED.search(title) else ""
        title = title.strip(" .…·|丨–—_-:,;/") + stop
    draft.title = title if title and (title[0].isalnum() or any(c.isalnum() for c in title)) else None
