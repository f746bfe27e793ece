"""What the page shows to a person: title, by-line, labelled values, imprint lines and DOI beside the title.

Only what is labelled, or stands beside the title in a form that nothing else has, is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from harvester.pages.bylines import read_bylines
from harvester.pages.document import Document
from harvester.pages.facts import doi_id, isbns, issns, people, subjects, title_of
from harvester.pages.headings import Heading, find_heading
from harvester.pages.imprint import Imprint, date_in, leading_date, only_date, read_imprint
from harvester.pages.labels import label_of, labelled
from harvester.pages.layout import NAV, REFS, Line
from schemas.identifiers import doi, kept
from schemas.record import Contributor, Date, Identifier, Pages, Publisher, Record, Rights, Series, Title
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.names import looks_like_name
from schemas.values.pages import page_count, parse_pages
from schemas.values.text import clean, fold

NAME = "visible"
BEFORE, AFTER = 6, 25
"""Lines beside the title in which imprint and by-line are looked for; a long line or another heading ends them."""
LONG, SHORT = 320, 200
_STOP = re.compile(
    r"^(?:abstract|summary|introduction|references|contents|table of contents|related|zusammenfassung|résumé|details|description)\b",
    re.I,
)
_DOI_HREF = re.compile(r"https?://(?:dx\.)?doi\.org/10\.|/doi/(?:abs/|full/|pdf/)?10\.", re.I)
_SUBTITLE = re.compile(r"\.[\w-]*(?:sub-?title|sub-?heading|untertitel|sous-titre)[\w-]*$", re.I)
_COUNT = re.compile(r"^(?:.{0,12}\b)?(\d{1,4})\s*(?:pages?|pp?\.|seiten|páginas)(?:\s*[,;].*)?$", re.I)
_SIZE = re.compile(r"\b\d[\d.,]*\s*[kmg]b\b", re.I)


class Beside(NamedTuple):
    """The lines beside the title: those before it, those after it up to the text, and the few after those."""

    before: Sequence[Line]
    after: Sequence[Line]
    below: Sequence[Line]


def read_visible(doc: Document, known: Title | None = None) -> Record | None:
    """Return what the visible page says about the work whose title another carrier `known` gives, or that it finds."""
    if doc.body is None:
        return None
    heading = find_heading(doc, known)
    beside = _beside(doc.lines, heading)
    values = labelled(doc.lines)
    imprints = [one for line in (*reversed(beside.before), *beside.after) if (one := read_imprint(line.text))]
    own = read_imprint(heading.printed) if heading else None
    if own and own.series and own.series.volume:
        imprints.insert(0, own)
    title = _title(values, heading, doc.lines)
    contributors = _contributors(values, beside)
    record = Record(
        title=title,
        contributors=contributors,
        dates=_dates(values, beside, imprints),
        publisher=_publisher(values),
        series=_series(values, imprints),
        identifiers=_identifiers(values, beside),
        pages=_pages(values, imprints),
        page_count=_count(values, beside),
        languages=tuple(tag for text in values.get("language", ())[:1] if (tag := parse_language(text))),
        subjects=subjects(values.get("subjects", ())[:1]),
        edition=clean(next(iter(values.get("edition", ())), None)),
        rights=_rights(doc.lines, values, contributors),
        type="issue" if own and own.series and own.series.volume else None,
        type_as_printed=_type_label(values, beside),
    )
    return record if record != Record() else None


def _beside(lines: Sequence[Line], heading: Heading | None) -> Beside:
    """The lines around the title; at the top of the page where it stands nowhere."""
    at = heading.at if heading and heading.at is not None else None
    if at is None:
        return Beside((), (), ())
    chrome = (
        NAV & ~lines[at].place.flags
    )  # class names are hints: where the title itself "is navigation" they say nothing
    before = [line for line in lines[max(0, at - BEFORE) : at] if len(line.text) < LONG]
    after: list[Line] = []
    for line in lines[at + 1 : at + 1 + AFTER]:
        if len(line.text) > LONG or _STOP.match(line.text) or line.place.flags & REFS:
            break
        if not line.place.flags & chrome:
            after.append(line)
    end = at + 1 + len(after)
    return Beside(before, after, [line for line in lines[end : end + BEFORE] if len(line.text) < 80])


def _title(values: dict[str, list[str]], heading: Heading | None, lines: Sequence[Line]) -> Title | None:
    """A labelled title where the headings are unsure; a line marked as subtitle after the heading belongs to it."""
    labelled_title = next((v for v in values.get("title", ()) if 3 < len(v) < 400), None)
    if heading is None or (not heading.sure and labelled_title):
        return title_of(labelled_title)
    title = title_of(heading.printed)
    after = lines[heading.at + 1] if heading.at is not None and heading.at + 1 < len(lines) else None
    if title and title.sub is None and after and len(after.text) < 250 and _SUBTITLE.search(after.place.sign[-80:]):
        return Title(main=title.main, sub=after.text, as_printed=title.as_printed)
    return title


def _contributors(values: dict[str, list[str]], beside: Beside) -> tuple[Contributor, ...]:
    authors = people(values.get("authors", ()), split=True)
    authors = tuple(a for a in authors if a.kind == "organisation" or looks_like_name(a.name))
    editors = tuple(e for e in people(values.get("editors", ()), "edt", split=True) if looks_like_name(e.name))
    return (*(read_bylines(beside.after) or authors), *editors)


def _dates(values: dict[str, list[str]], beside: Beside, imprints: Sequence[Imprint]) -> tuple[Date, ...]:
    """A labelled date before one that stands alone beside the title, before that of an imprint line."""
    found: dict[str, Date] = {}
    for kind in ("issued", "online", "modified", "submitted", "accepted"):
        for text in values.get(kind, ()):
            date = parse_date(text, kind) if len(text) < 60 else None
            if date is None or not date.edtf:
                inner = date_in(text) if len(text) < 120 else None
                date = Date(kind=kind, edtf=inner.edtf, as_printed=inner.as_printed) if inner else None
            if date and date.edtf:
                found.setdefault(kind, date)
                break
    if "issued" not in found:
        near = (*beside.after[:10], *reversed(beside.before))
        alone = [d for line in near if (d := only_date(line.text) or leading_date(line.text))]
        alone = alone or [d for line in beside.below if (d := leading_date(line.text))]
        other = [one.date for one in imprints if one.date]
        finest = sorted([*alone[:1], *other[:1]], key=lambda d: -len(d.edtf or ""))
        if finest:
            found["issued"] = finest[0]
    return tuple(found.values())


def _publisher(values: dict[str, list[str]]) -> Publisher | None:
    name = clean(next((v for v in values.get("publisher", ()) if 2 < len(v) < 120 and not v[0].isdigit()), None))
    place = clean(next((v for v in values.get("place", ()) if len(v) < 60), None))
    return Publisher(name=name, place=place) if name else None


def _series(values: dict[str, list[str]], imprints: Sequence[Imprint]) -> tuple[Series, ...]:
    for text in values.get("series", ()):
        if (one := read_imprint(text)) and one.series and one.series.title:
            return (one.series,)
    printed = next((v for v in values.get("series", ()) if 2 < len(v) < 120 and not v[0].isdigit()), None)
    number = next((v for v in values.get("number", ()) if len(v) < 30 and any(c.isdigit() for c in v)), None)
    if printed:
        return (Series(title=clean(printed), number=number),)
    best = next((one.series for one in imprints if one.series and one.series.title), None)
    best = best or next((one.series for one in imprints if one.series), None)
    return (best,) if best else ()


def _identifiers(values: dict[str, list[str]], beside: Beside) -> tuple[Identifier, ...]:
    found: list[Identifier] = [*isbns(values.get("isbn", ()))]
    numbers = [one for text in issns(values.get("issn", ())) if (one := kept("issn", text))]
    found += numbers if len(numbers) <= 2 else []  # more than print and online: those of several journals
    for line in (*beside.before, *beside.after):
        if line.text[:5].upper().startswith(("ISBN", "EISBN")):
            found += isbns([line.text])
    return tuple(dict.fromkeys([*_dois(values, beside), *found]))


def _dois(values: dict[str, list[str]], beside: Beside) -> tuple[Identifier, ...]:
    """The only DOI beside the title, in text or link, else that of a labelled value."""
    near: dict[str, None] = {}
    for line in (*beside.before, *beside.after):
        if "10." in line.text and len(line.text) < SHORT and (value := doi(line.text)):
            near[value] = None
        for span in line.spans:
            named = span.href and "doi" in span.text.casefold() and _DOI_HREF.search(span.href)
            if named and (value := doi(span.href or "")):
                near[value] = None
    if len(near) == 1:
        return (Identifier(scheme="doi", value=next(iter(near))),)
    for text in values.get("doi", ()):
        if one := doi_id(text):
            return one
    cited = {value for text in values.get("series", ()) if (value := doi(text))}
    return (Identifier(scheme="doi", value=cited.pop()),) if not near and len(cited) == 1 else ()


def _pages(values: dict[str, list[str]], imprints: Sequence[Imprint]) -> tuple[Pages, ...]:
    for text in values.get("extent", ()):
        ranges = parse_pages(text)
        if len(ranges) == 1 and ranges[0].last:
            return ranges
    return next((one.pages for one in imprints if one.pages), ())


def _count(values: dict[str, list[str]], beside: Beside) -> int | None:
    """Pages of the work itself: a labelled extent, or "56 pages" alone beside the title; not the size of an attachment."""
    extents = values.get("extent", ())[:2]
    for text in (*extents, *values.get("comments", ())):
        first = text.split(",")[0].strip()
        counted = re.match(r"\d{1,4}\s*(?:p\b|pages|pp|seiten|s\.)", text, re.I) or _COUNT.match(first)
        plain = text in extents and re.fullmatch(r"\d{1,4}", first)
        if (plain or (counted and not parse_pages(first))) and (count := page_count(first)):
            return count
    for line in beside.after:
        if (found := _COUNT.fullmatch(line.text)) and len(line.text) < 30 and not _SIZE.search(line.text):
            return int(found[1]) or None
    return None


def _rights(
    lines: Sequence[Line], values: dict[str, list[str]], contributors: Sequence[Contributor]
) -> tuple[Rights, ...]:
    """A labelled licence, or a copyright line that names an author of the work; the site's own copyright is not the work's."""
    printed = next((v for v in values.get("rights", ()) if 3 < len(v) < 400), None)
    if printed:
        return (Rights(statement=printed),)
    names = [fold(c.name) for c in contributors]
    for line in lines[-40:]:
        if (
            re.search(r"©|\(c\)|copyright", line.text, re.I)
            and len(line.text) < 300
            and any(n in fold(line.text) for n in names)
        ):
            return (Rights(statement=line.text),)
    return ()


def _type_label(values: dict[str, list[str]], beside: Beside) -> str | None:
    """A labelled type, or the kicker over the title ("Policy paper", "Länderberichte")."""
    if printed := next((v for v in values.get("type", ()) if len(v) < 60), None):
        return clean(printed)
    near = [*reversed(beside.before), *beside.after[:2]]
    return next(
        (
            line.text
            for line in near
            if TYPE_WORDS.search(line.text) and len(line.text) < 40 and not label_of(line.text)
        ),
        None,
    )


TYPE_WORDS = re.compile(
    r"^(?:(?:\w+ )?(?:policy|working|discussion|research|occasional|position|white|green|background|conference|issue|briefing|country|technical|"
    r"annual|final|project|special|evaluation|corporate|independent|progress|expert|in-depth|staff|joint|thematic) (?:papers?|reports?|briefs?|notes?)|"
    r"reports?|(?:länder|jahres|projekt|abschluss|forschungs)berichte?|studien?|policy briefs?|working papers?|arbeitspapiere?|gutachten|rapports?|"
    r"informes?|estudios?|études?|monographs?|factsheets?|(?:statutory )?guidance|impact assessment|(?:official|national) statistics|"
    r"research and (?:analysis|statistics)|(?:open |closed )?consultations?(?: outcome)?|transparency data|statistical data set|monitoring report|"
    r"publikation(?:en)?|publication)$",
    re.I,
)
"""Words by which a page calls its work a publication (of news sites' sections none)."""
