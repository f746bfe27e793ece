"""What the page shows to a person: title, by-line, labelled values, imprint lines and DOI beside the title.

Only what is labelled, or stands beside the title in a form that nothing else has, is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.pages.beside import Beside, begin_of, lines_beside, without_contents
from harvester.pages.citation import Cited, cited
from harvester.pages.contents_evidence import is_heading
from harvester.pages.credits import INTRO
from harvester.pages.date_lines import date_in, only_date
from harvester.pages.document import Document
from harvester.pages.facts import subjects, title_of
from harvester.pages.headings import Heading, find_heading
from harvester.pages.imprint import Imprint, read_imprint
from harvester.pages.labels import PEOPLE, labelled
from harvester.pages.layout import Line
from harvester.pages.name_lines import names_in
from harvester.pages.offers import downloads, rights_of, type_label
from harvester.pages.series_names import named_by_kind, with_name
from harvester.pages.statement import Statement, read_statement, without_responsibility
from harvester.pages.visible_agents import DATED, contributors_of, publisher_of, without_entries
from harvester.pages.visible_extent import count_of
from harvester.pages.visible_identifiers import identifiers_of
from harvester.pages.visible_numbers import dates_of, pages_of, series_of
from schemas.readers.work_types import work_type
from schemas.record import ContentsEntry, Contributor, Date, Identifier, Record, Series, Title
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.text import clean, fold

NAME = "visible"
_SUBTITLE = re.compile(
    r"\.[\w-]*(?:sub-?_?title|sub-?heading|sub-?line|untertitel|unterzeile|subheadline|ondertitel|undertitel|underrubrik|sous-titre|subt[ií]tulo)[\w-]*$",
    re.I,
)
_SUB_CLASS = re.compile(
    r"(?:^|[\s_-])(?:sub-?_?title|sub-?heading|sub-?line|untertitel|unterzeile|subheadline|ondertitel|undertitel|underrubrik|sous-titre|subt[ií]tulo)(?=$|[\s_-])",
    re.I,
)
_SECTION = re.compile(
    r"(?:\W*\d*\W*)(?:abstract|summary|executive summary|introduction|background|overview|key \w+|highlights|fast facts|about.*|contents?|details?|documents?|downloads?|"
    r"authors?|editors?|description|keywords|citation|cite.*|metadata|related.*|share.*|topics?|resources|files?|author\(s\)|.*\bauthors?|published.*|date|inhalt|"
    r"zusammenfassung|einleitung|autor.*|résumé|auteur.*|resumen|autor.*|pdf|full text|references|volume.*|issue.*|table.*|search.*|menu|navigation)\W*",
    re.I,
)


def read_visible(doc: Document, known: Title | None = None, contents: tuple[ContentsEntry, ...] = ()) -> Record | None:
    """Return what the visible page says about the work whose title another carrier `known` gives, or that it finds.

    `contents` is the contents list of the page: its lines say nothing about the work itself.
    """
    if doc.body is None:
        return None
    heading = find_heading(doc, known)
    begin = begin_of(doc.lines, contents)
    beside = lines_beside(doc.lines, heading, begin)
    lines = without_contents(doc.lines, contents, begin)
    values = labelled(lines)
    title = _title(values, heading, doc)
    over = doc.lines[max(0, begin - 3) : begin] if contents else []
    citation = cited(lines, known or title)
    imprints = _imprints([*reversed(beside.before), *beside.after, *over], heading, citation)
    stated = _stated(values, beside.after)
    stated_dates = [one.date for one in stated if one.date]
    years = [parse_date(year[1]) for text in values.get("publisher", ()) if (year := DATED.search(text))]
    issue = bool(heading and imprints) and imprints[0] == _of_volume(heading)
    kind = type_label(values, beside)
    contributors = _people(doc.lines[:begin], values, beside, imprints, contents) or (
        citation.contributors if citation else ()
    )
    identifiers = identifiers_of(values, beside, lines)
    record = Record(
        title=title,
        contents=contents,
        contributors=contributors,
        dates=_dates(dates_of(values, beside, imprints, [*stated_dates, *years]), citation),
        publisher=publisher_of(values, stated),
        series=_series(values, imprints, doc, heading, book=not contents or _is_book(values, identifiers))
        or named_by_kind(kind, values),
        identifiers=identifiers,
        pages=pages_of(values, imprints),
        page_count=count_of(values, beside, doc.lines[:begin]),
        languages=tuple(tag for text in values.get("language", ())[:1] if (tag := parse_language(text))),
        subjects=subjects(values.get("subjects", ())[:1]),
        edition=clean(next(iter(values.get("edition", ())), None)),
        rights=rights_of(doc.lines, values, contributors),
        links=downloads(doc),
        type="issue" if issue else work_type(kind) if kind else None,
        type_as_printed=kind,
    )
    return record if record != Record() else None


def _people(
    before: Sequence[Line], values: dict[str, list[str]], beside: Beside, imprints: list[Imprint],
    contents: tuple[ContentsEntry, ...],
) -> tuple[Contributor, ...]:  # fmt: skip
    """The contributors; those labelled before a contents list first, because names in it are those of entries."""
    early = labelled(before) if contents and not PEOPLE.isdisjoint(values) else values
    found = contributors_of(early, beside, imprints)
    return found or without_entries(contributors_of(values, beside, imprints), contents)


def _is_book(values: dict[str, list[str]], identifiers: tuple[Identifier, ...]) -> bool:
    return "isbn" in values or any(i.scheme == "isbn" for i in identifiers)


def _series(
    values: dict[str, list[str]], imprints: list[Imprint], doc: Document, heading: Heading | None, *, book: bool
) -> tuple[Series, ...]:
    """The series with its name; the heading of a book is never that of a journal."""
    return with_name(series_of(values, imprints), doc, heading, issue=not book)


def _stated(values: dict[str, list[str]], after: Sequence[Line]) -> list[Statement]:
    said = [text for field in ("statement", "issued", "publisher") for text in values.get(field, ())]
    said += [line.text for line in after]
    return [found for text in said if (found := read_statement(text))]


def _dates(found: tuple[Date, ...], citation: Cited | None) -> tuple[Date, ...]:
    """The dates, with the year of the citation where none is that of issue."""
    year = citation.date if citation else None
    return (year, *found) if year and not any(d.kind in ("issued", "online") for d in found) else found


def _imprints(near: Sequence[Line], heading: Heading | None, citation: Cited | None) -> list[Imprint]:
    """What imprint lines beside the title say: first the heading of an issue, last the page's own citation of the work."""
    found = [one for line in near if (one := read_imprint(line.text))]
    if own := _of_volume(heading):
        found.insert(0, own)
    if citation and citation.imprint and not any(one.series and one.series.title for one in found):
        found.append(citation.imprint)
    return found


def _of_volume(heading: Heading | None) -> Imprint | None:
    """What a heading says that is the imprint of a volume or an issue."""
    own = read_imprint(heading.printed) if heading else None
    return own if own and own.series and own.series.volume is not None else None


def _said_of(heading: Heading, other: str, doc: Document) -> bool:
    """Tell whether the head of the page says the heading and not the other title: OpenGraph, or the title element where
    names stand under the heading."""
    named = heading.at is not None and heading.at + 1 < len(doc.lines) and names_in(doc.lines[heading.at + 1].text)
    whole = fold((doc.meta("og:title") or "") + (f" {doc.title}" if named and doc.title else ""))
    return fold(heading.printed) in whole and fold(other) not in whole


def _title(values: dict[str, list[str]], heading: Heading | None, doc: Document) -> Title | None:
    """A labelled title where the headings are unsure; a line marked as subtitle after the heading belongs to it."""
    labelled_title = next((without_responsibility(v) for v in values.get("title", ()) if 3 < len(v) < 400), None)
    if heading is None or (not heading.sure and labelled_title and not _said_of(heading, labelled_title, doc)):
        return title_of(labelled_title)
    title = title_of(without_responsibility(heading.printed))
    if title and not title.sub and (under := next((v for v in values.get("subtitle", ()) if 3 < len(v) < 300), None)):
        return Title(main=title.main, sub=under, as_printed=title.as_printed)
    lines = doc.lines
    after = lines[heading.at + 1] if heading.at is not None and heading.at + 1 < len(lines) else None
    if heading.at is None or title is None or title.sub or after is None or len(after.text) > 250:
        return title
    if (
        _SUBTITLE.search(after.place.sign[-80:])
        or _SUB_CLASS.search(after.spans[0].hint)
        or _is_second_heading(lines, heading.at)
    ):
        return Title(main=title.main, sub=after.text, as_printed=title.as_printed)
    return title


def _is_second_heading(lines: Sequence[Line], at: int) -> bool:
    """Tell whether the heading right under the title is its subtitle: it begins no section, and names or a date follow."""
    under, after = lines[at + 1], lines[at + 2] if at + 2 < len(lines) else None
    if not lines[at].place.head or under.place.head <= lines[at].place.head or after is None or after.place.head:
        return False
    text = under.text
    if len(text) < 12 or " " not in text or _SECTION.fullmatch(text) or is_heading(text) or read_imprint(text):
        return False
    if names_in(text) or date_in(text) or len(after.text) > 150:
        return False
    return bool(names_in(after.text) or INTRO.match(after.text) or only_date(after.text) or read_imprint(after.text))
