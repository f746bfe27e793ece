"""A note of contents in one text ("1. Rivers / Rick Roe (pages 11-25) -- Lakes", MARC 505) to entries; nothing is made up."""

from __future__ import annotations

import re

from schemas.readers.punctuation import tidy
from schemas.record import ContentsEntry, Contributor, Pages
from schemas.values.names import looks_corporate, looks_like_name, parse_name, split_names
from schemas.values.pages import parse_pages
from schemas.values.text import clean, strip_markup

_LEAD = re.compile(
    r"\W*(?:(?:(?:incomplete|partial|formatted|table of) )?(?:machine generated )?contents?(?: note)?|inhalt(?:sverzeichnis)?|sommaire|contenido|indice|table des matières)"
    r"\s*(?::|\.\s|\s-{1,2}\s)\s*(?=\S)",
    re.I,
)
_PARTED = re.compile(r"\s*\.?\s+(?:-{2,}|—|–{2})\s+|(?<=\S)-{2}(?=\S)|\s+-{2}(?=\S)|(?<=\S)-{2}\s+")
_LINES = re.compile(r"\s*[\r\n]+\s*")
_NUMBERED = r"(?:pages?|pp?\.|p|s\.|ss?\.|seiten?|str\.|págs?\.)"
_PAGES = re.compile(
    rf"[\s,]*(?:[(\[]\s*(?:{_NUMBERED}\s*(?P<inside>[ivxlcdm\d][\w\s,–-]*)|(?P<bare>\d{{1,3}}\s*[–-]\s*\d{{1,4}}|[ivxlc]+\s*[–-]\s*[ivxlc]+))[)\]]"
    rf"|[,.:]\s*{_NUMBERED}\s*(?P<outside>[ivxlcdm\d][\w\s,–-]*)|\s*\.{{3,}}\s*(?P<dotted>\d{{1,4}}|[ivxlc]{{1,6}}))\.?$",
    re.I,
)
"""Pages behind a title: marked as such, in brackets a range, or behind leaders. "(1933)" and "(1822-1911)" are years."""
_LABEL = re.compile(
    r"(?P<label>(?:\d{1,3}(?:\.\d{1,2})*|(?-i:[IVXLC]{1,6}|[A-H]))(?=[.)]\s)|(?:\d{1,3}(?:\.\d{1,2})*|(?-i:[IVX]{2,5}))(?=\.[^\W\d_])"
    r"|(?:chapter|part|section|volume|appendix|annex|kapitel|the?il|band|chapitre|partie|tome|capítulo|parte|hoofdstuk|deel|disc|(?:ch|pt|vol|v|bd|t|no|kap|chap)\.?)"
    r"\s?(?:\[?\d{1,3}\]?|(?-i:[IVXLC]{1,6}|[A-H])|one|two|three|four|five|six|seven|eight|nine|ten)(?!\w))[.):]*\s*(?=\S)",
    re.I,
)
_BARE_NUMBER = re.compile(r"(\d{1,2})\s+(?=[^\W\d_])")
_YEAR_ONLY = re.compile(r"\[?\d{4}(?:[-/]\d{2,4})?\]?")
_AREAS = re.compile(r"\s*\.\s+[-–]\s+(?=[\dXVILC\[])")
"""The mark between areas of a description (ISBD): behind it stand the year and the extent of a volume."""
_EXTENT_ONLY = re.compile(r"[\dXVILC, +\[\]]*(?:p|pp|s|seiten|pages|bl|f)\b.{0,12}", re.I)
_BY = re.compile(r"(?:by|with|von|mit|par|avec|de|di|con|por|door|met)\s+(?=[^\W\d_])", re.I)
LONGEST_TITLE = 120
"""Characters of a part without pages and names, where nothing else says that it is a title."""
LONGEST = 600
"""Characters of one part; a longer one is prose."""


def note_entries(text: str) -> tuple[ContentsEntry, ...]:
    """Return the entries of a field that is for contents, () where it cannot be taken apart."""
    lead = _LEAD.match(text)
    parts = _parts(text[lead.end() :] if lead else text)
    if any(len(part) > LONGEST for part in parts):
        return ()
    return tuple(entry for part in _with_marks(parts) if (entry := entry_of(part)))


def _with_marks(parts: list[str]) -> list[str]:
    """Bare numbers before titles ("1 Rivers -- 2 Lakes -- 3 Seas") are labels where they count up."""
    counted = [int(found[1]) for part in parts if (found := _BARE_NUMBER.match(part))]
    if len(counted) < 3 or counted != list(range(counted[0], counted[0] + len(counted))) or counted[0] > 1:
        return parts
    return [_BARE_NUMBER.sub(r"\1. ", part, count=1) for part in parts]


def looks_like_note(text: str) -> bool:
    """Tell whether a description without a name is a note of contents: it says so, most parts have pages or names, or all are titles."""
    if " -- " not in text and " — " not in text:
        return False
    parts = _PARTED.split(text)
    if _LEAD.match(text):
        return len(parts) > 1
    told = sum(
        bool(_PAGES.search(part) or (" / " in part and looks_like_name(part.rpartition(" / ")[2]))) for part in parts
    )
    return len(parts) > 1 and (2 * told > len(parts) or _are_titles(parts))


def _are_titles(parts: list[str]) -> bool:
    """Three or more short parts that all begin as titles do, none of them a sentence: what a list has and prose has not."""
    return len(parts) > 2 and all(
        len(part) < LONGEST_TITLE and not part[:1].islower() and not part.rstrip().endswith((",", ";", ".", "!"))
        for part in parts[:-1]
    )


def _parts(text: str) -> list[str]:
    """Part a note where catalogues do (ISBD dashes), else at its lines, else at semicolons."""
    found = _PARTED.split(text)
    if len(found) < 2 and ("\n" in text or "\r" in text):
        found = _LINES.split(text)
    if len(found) < 2 and " ; " in text:
        works = text.split(" ; ")
        if len(works) > 2 or (works[1][:1].isupper() and " / " not in text):
            found = works
    return [part for part in found if part.strip(" .;-")]


def entry_of(part: str) -> ContentsEntry | None:
    """Return the entry that one part of a note names: label, title, names behind a slash, pages; None when empty."""
    text = tidy(strip_markup(part))
    if not text:
        return None
    text, pages = pages_at_end(text)
    label, text = label_before(text)
    bare, *areas = _AREAS.split(text, maxsplit=1)
    printed, names = _names_behind(bare)
    nothing = _EXTENT_ONLY.fullmatch(printed) or (areas and _YEAR_ONLY.fullmatch(printed))
    title = None if nothing else tidy(printed)
    if not (title or pages or label):
        return None
    return ContentsEntry(contributors=names, label=label, pages=pages, title=title)


def pages_at_end(text: str) -> tuple[str, tuple[Pages, ...]]:
    """Return a text without the pages at its end, and these."""
    found = _PAGES.search(text)
    if found is None:
        return text, ()
    said = next(group for group in found.groups() if group)
    pages = parse_pages(said.strip())
    return (text[: found.start()].rstrip(" ,"), pages) if pages else (text, ())


def label_before(text: str) -> tuple[str | None, str]:
    """Return the label that stands before a title ("1.", "Chapter 2"), without its last mark, and the rest."""
    found = _LABEL.match(text)
    return (found["label"].rstrip("."), text[found.end() :]) if found else (None, text)


def _names_behind(text: str) -> tuple[str, tuple[Contributor, ...]]:
    """ " / " parts a title from who is responsible for it (ISBD 1.4), where names stand there, perhaps with more slashes."""
    parts = text.split(" / ")
    names: tuple[Contributor, ...] = ()
    while len(parts) > 1 and (found := named(parts[-1])):
        names = (*found, *names)
        parts.pop()
    return " / ".join(parts).strip(), names


def named(said: str) -> tuple[Contributor, ...]:
    """Return the contributors of a statement of responsibility, () where it does not name any for certain."""
    said = _BY.sub("", clean(said) or "", count=1).strip(" .") if said else ""
    if said[-2:-1].isupper() or said.count(".") > 1:
        said = said.rstrip(".")
    names = split_names(said)
    if not names or not all(looks_like_name(name) or looks_corporate(name) for name in names):
        return ()
    return tuple(parse_name(name, "aut") for name in names)
