"""Identifiers by the visible page: labelled numbers, the DOI and the report number beside the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from harvester.pages.beside import Beside
from harvester.pages.contents_regions import asides
from harvester.pages.date_lines import YEAR
from harvester.pages.facts import doi_id, is_doi, isbns, issns
from harvester.pages.labels import OF_ANOTHER
from harvester.pages.layout import REFS, Line
from schemas.identifiers import doi, find_identifiers, handle, kept
from schemas.record import Identifier

SHORT = 200
"""Characters of a line beside the title in which a DOI can be that of the work."""
_DOI_HREF = re.compile(r"https?://(?:dx\.)?doi\.org/10\.|/doi/(?:abs/|full/|pdf/)?10\.", re.I)
_NUMBERED = re.compile(r"\bIS[BS]N", re.I)
_WORDS = ("ISBN", "isbn", "Isbn", "ISSN", "issn", "Issn")
_SENTENCE = re.compile(r"[a-zà-ÿ]{3}\)?\.\s+[A-ZÀ-Þ][a-zà-ÿ]|[a-zà-ÿ]{3,}\.$")
_ENDS = re.compile(r"(?<=[\w)])[.!?]\s+(?=[A-ZÀ-Þ])")
_SOLD = re.compile(
    r"\b(?:order(?:ed)?|available|published|purchased?|bought|bookshops?|bookstores?|bestell\w*|erhältlich|erschien\w*|disponible|commander|paru)\b",
    re.I,
)
_OTHER = re.compile(
    r"\b(?:earlier|previous\w*|companion|first edition|other|also|see|second|part of|replaces|update\w*|former|frühere?\w*|auch|précédent\w*|anterior\w*)\b",
    re.I,
)
"""What a sentence about another work, or another edition, says."""
_BARE = re.compile(r"97[89][- ]?(?:\d[- ]?){9}\d")
"""An ISBN without a label, a line by itself."""
_CODE = re.compile(
    r"[A-Z]{1,8}(?:[-/][A-Z0-9.]{1,10}){1,4}[-/ ]\d{1,6}[A-Z]?(?:/(?:REV|ADD|COR|CORR)\.\s?\d+)?|[A-Z]{2,8}[- ]\d{3,6}[A-Z]?|[A-Z](?:/[A-Z0-9.]{1,8}){2,4}"
)
"""A report number: groups of capitals and figures; "COVID-19" and "EUR 250" are none."""
_MONEY = re.compile(r"(?:USD|EUR|GBP|CHF|AUD|CAD|NOK|SEK|DKK|ISO|DIN)\b")
MOST = 6
"""ISBNs of one page; on a page with more they are those of other works, too."""


def identifiers_of(
    values: Mapping[str, Sequence[str]], beside: Beside, lines: Sequence[Line]
) -> tuple[Identifier, ...]:
    """Return DOI, ISBNs, ISSNs, handle and report number."""
    found: list[Identifier] = [*isbns(values.get("isbn", ()))]
    numbers = [one for text in issns(values.get("issn", ())) if (one := kept("issn", text))]
    printed = list(_numbers(lines))
    books = {one.value: one for one in printed if one.scheme.startswith("isbn")}
    found += [one for one in books.values() if len(books) <= MOST and one.value not in {i.value for i in found}]
    serials = {one.value: one for one in (*numbers, *(i for i in printed if i.scheme.startswith("issn")))}
    found += serials.values() if len(serials) <= 2 else []  # more than print and online: those of several journals
    if not books and not found:
        found += [
            one
            for line in beside.after
            if _BARE.fullmatch(line.text) and (one := kept("isbn", line.text)) and one.scheme == "isbn"
        ]
    codes = [v for v in values.get("number", ()) if re.fullmatch(r"(?=.*[A-Z])(?=.*\d)[\w./ -]{4,30}", v)]
    codes += _codes((*beside.after[:6], *reversed(beside.before)))
    found += [one for v in codes[:1] if (one := kept("report-number", v))]
    handles = [value for text in values.get("doi", ()) if "handle" in text and (value := handle(text))]
    found += [Identifier(scheme="handle", value=value) for value in handles[:1]]
    return tuple(dict.fromkeys([*(_dois(values, beside) or _lone_doi(lines)), *found]))


def _lone_doi(lines: Sequence[Line]) -> tuple[Identifier, ...]:
    """The only DOI that is a line by itself: not in references, and not that of a work the page speaks about."""
    told = {
        i: line for i, line in enumerate(lines) if "10." in line.text and len(line.text) < 120 and is_doi(line.text)
    }
    values = {one[0] for line in told.values() if (one := doi_id(line.text))}
    if len(values) != 1 or any(
        line.place.flags & REFS or OF_ANOTHER.match(lines[i - 1].text) for i, line in told.items()
    ):
        return ()
    return tuple(values) if asides(lines).isdisjoint(told) else ()


def _numbers(lines: Sequence[Line]) -> Iterator[Identifier]:
    """ISBNs and ISSNs that are labelled anywhere on the page: not in references, among other works, or in running text."""
    together = "\n".join([line.text for line in lines])
    if not any(word in together for word in _WORDS):
        return
    told = [i for i, line in enumerate(lines) if len(line.text) < 2 * SHORT and _NUMBERED.search(line.text)]
    out = asides(lines) if told else set()
    for i in told:
        line = lines[i]
        if i in out or line.place.flags & REFS:
            continue
        if len(line.text) < SHORT and not _SENTENCE.search(line.text):
            yield from find_identifiers(line.text)
        else:
            yield from (one for text in _sold(line.text) for one in find_identifiers(text))


def _sold(text: str) -> Iterator[str]:
    """The sentences of running text that say under which number this work is sold or was published."""
    for sentence in _ENDS.split(text):
        if _NUMBERED.search(sentence) and _SOLD.search(sentence) and not _OTHER.search(sentence):
            yield sentence


def _codes(lines: Sequence[Line]) -> Iterator[str]:
    """Report numbers that are a line, or an element of one, by themselves."""
    for line in lines:
        for text in (line.text, *(" ".join(span.text.split()) for span in line.spans)):
            if (
                4 < len(text) < 30
                and _CODE.fullmatch(text)
                and any(c.isdigit() for c in text)
                and not _MONEY.match(text)
                and not YEAR.search(text.partition(" ")[2])
            ):
                yield text


def _dois(values: Mapping[str, Sequence[str]], beside: Beside) -> tuple[Identifier, ...]:
    """The DOI beside the title, in text or link, else that of a labelled value."""
    near: dict[str, None] = {}
    for line in (*beside.before, *beside.after):
        if OF_ANOTHER.match(line.text):
            continue
        if "10." in line.text and len(line.text) < SHORT and (one := doi_id(line.text)):
            near[one[0].value] = None
        for span in line.spans:
            named = span.href and "doi" in span.text.casefold() and _DOI_HREF.search(span.href)
            if named and (value := doi(span.href or "")):
                near[value] = None
    if len(near) == 1 or (len(near) == 2 and len({value.partition("/")[0] for value in near}) == 1):
        return tuple(Identifier(scheme="doi", value=value) for value in near)  # two of one publisher: print and online
    for text in values.get("doi", ()):
        if one := doi_id(text):
            return one
    cited = {value for text in values.get("series", ()) if (value := doi(text))}
    return (Identifier(scheme="doi", value=cited.pop()),) if not near and len(cited) == 1 else ()
