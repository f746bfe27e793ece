"""The name of a journal or series where its numbers stand without it, or with a word for any series; numbers are read in imprint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from harvester.pages.document import Document
from harvester.pages.headings import Heading
from harvester.pages.imprint import Imprint, read_imprint
from harvester.pages.layout import Line
from harvester.pages.name_lines import names_in
from schemas.record import Series
from schemas.values.names import looks_corporate
from schemas.values.text import clean, fold

_CUT = re.compile(r"\s+[|·•»«–—-]\s+|\s*\|\s*")
_NUMBERS = re.compile(
    r"\d|\b(?:vol(?:ume|umen)?|issue|number|núm|numéro|heft|band|tome|contents|inhalt|sommaire|sumario|sumário|home|current)\b",
    re.I,
)
_ACRONYM = re.compile(r"[A-ZÀ-Þ]{2,6}")
_SERIAL = re.compile(
    r"journal|zeitschrift|revue|revista|rivista|review|bulletin|bolet[ií]n|magazine|records|notes|annals|annales|annalen|proceedings|transactions|acta|cahiers|cuadernos|"
    r"cadernos|quaderni|quarterly|mitteilungen|beiträge|archiv|studies|studien|studia|papers|memoirs|reports|berichte|jahrbuch|yearbook|newsletter|вестник|журнал|известия|学报|杂志",
    re.I,
)
"""Words of which names of serials are made; a body without one is the publisher or the site."""
_GENERIC = re.compile(
    r"(?:technical|working|discussion|policy|research|occasional|background|staff|conference|issue|project|briefing|position)? ?"
    r"(?:reports?|papers?|briefs?|memorand(?:um|a)|notes?)(?: series)?",
    re.I,
)
_PLURAL = re.compile(
    r"[\w-]+ (?:papers|reports|briefs|briefings|notes|studies)|briefs|\w+(?:berichte|studien|papiere|analysen)|(?:\w+ de )?(?:cuadernos|cahiers|quaderni|rapports|études|informes)",
    re.I,
)
LONGEST, NEAR = 90, 4
"""Characters of a name, and lines before its numbers in which it stands."""


def with_name(series: tuple[Series, ...], doc: Document, heading: Heading | None, *, issue: bool) -> tuple[Series, ...]:
    """Return the series of a page, named where the page names it: by the title element, a heading over the numbers, or the
    heading of an issue (`issue`: the page has a contents list, so its title may be that of the journal)."""
    if not series or not (series[0].volume or series[0].number):
        return series
    one = series[0]
    if one.title and not _ACRONYM.fullmatch(one.title):
        return series
    found = next((name for name in _names(doc, heading, one, issue) if _fits(name, one)), None)
    if found is None and one.title and one.volume and len(one.title) < 3:  # "ZS 33-1": what stands for a name is none
        return (replace(one, title=None), *series[1:])
    return (replace(one, title=found), *series[1:]) if found else series


def named_by_kind(kind: str | None, values: Mapping[str, Sequence[str]]) -> tuple[Series, ...]:
    """Return the series that the word over a title names: in the plural ("Länderberichte") it is that of a series."""
    plural = kind is not None and "type" not in values and _PLURAL.fullmatch(kind)
    return (Series(title=kind),) if plural else ()


def is_generic(series: Series) -> bool:
    """Tell whether the name of a series is a word for any."""
    return series.title is not None and _GENERIC.fullmatch(series.title) is not None


def fuller(series: Series, lines: Sequence[Line], bodies: Sequence[str], cited: Imprint | None) -> Series:
    """Return a series whose name is a word for any ("Technical Report") with the name that a line or the citation gives it:
    the words before it are those of the body that issues it, or its initials."""
    root = fold(series.title or "").removesuffix(" series").rstrip("s")
    said = [cited.series.title] if cited and cited.series and cited.series.title else []
    said += [
        text for line in lines for text in _texts(line) if len(root) < len(text) < LONGEST and root[-5:] in text.lower()
    ]
    for text in said:
        before, word, after = fold(text).partition(root)
        if word and after.removesuffix(" series") in ("", "s") and before.strip() and _of_body(before.strip(), bodies):
            return replace(series, title=clean(text))
    return series


def _texts(line: Line) -> list[str]:
    """A line and, where it has several, its links."""
    return [line.text, *(s.text.strip() for s in line.spans if s.href)] if len(line.spans) > 1 else [line.text]


def _of_body(words: str, bodies: Sequence[str]) -> bool:
    """Tell whether words are the name of a body, or its initials ("NBER")."""
    for body in bodies:
        initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", body) if word[0].isupper())
        if words == fold(body) or (len(words) > 1 and words == initials.casefold()):
            return True
    return False


def _names(doc: Document, heading: Heading | None, one: Series, issue: bool) -> Iterator[str]:
    element = doc.title or ""
    pieces = [element, *_CUT.split(element)]
    told = False
    for piece in pieces:
        if (read := read_imprint(piece)) and read.series and _same(read.series, one):
            told = True
            if read.series.title:
                yield read.series.title
    if one.number and element.endswith(f" {one.number}"):
        yield element[: -len(one.number)].strip(" ,.:")
    if told:  # what stands beside the numbers in the title element
        beside = [piece for piece in pieces[1:] if not _NUMBERS.search(piece)]
        beside = [piece for piece in beside if _SERIAL.search(piece) or not looks_corporate(piece)]
        heads = {fold(line.text) for line in doc.lines[:60] if line.place.head}
        yield from sorted(beside, key=lambda piece: fold(piece) not in heads)
    yield from _over(doc.lines, heading, one)
    if issue and heading:
        yield heading.printed


def _over(lines: Sequence[Line], heading: Heading | None, one: Series) -> Iterator[str]:
    """Headings right over the line with the numbers, but not the title of the work."""
    digits = one.volume or one.number or ""
    for at, line in enumerate(lines[:60]):
        if digits in line.text and (read := read_imprint(line.text)) and read.series and _same(read.series, one):
            for before in lines[max(0, at - NEAR) : at][::-1]:
                text = before.text
                if (
                    before.place.head
                    and " " in text
                    and not names_in(text)
                    and (not heading or text != heading.printed)
                ):
                    yield text
            return


def _same(read: Series, one: Series) -> bool:
    return (read.volume, read.issue, read.number) == (one.volume, one.issue, one.number) or (
        read.volume is not None and read.volume == one.volume
    )


def _fits(name: str, one: Series) -> bool:
    """Tell whether a text can be the name: short, no numbers; an acronym stands for its initials."""
    if not 3 < len(name) < LONGEST or _NUMBERS.search(name):
        return False
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper())
    return one.title is None or one.title in initials
