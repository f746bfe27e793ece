"""Dates that stand in a line of other words, or are all of it; how a printed date is read is in schemas.values.dates."""

from __future__ import annotations

import re

from harvester.pages.label_words import label_of
from schemas.record import Date
from schemas.values.date_words import kind_of
from schemas.values.dates import parse_date

YEAR = re.compile(r"(?<![\w.-])(?:1[5-9]|20)\d\d(?![\d-]|\.\d)")
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d")
_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(?:1[5-9]|20)\d\d-\d\d-\d\d|(?:1[5-9]|20)\d\d\s?[年년](?:\s?\d{1,2}\s?[月월](?:\s?\d{1,2}\s?[日일])?)?|\d{1,2}\.\s?\d{1,2}\.\s?(?:1[5-9]|20)\d\d|\d{1,2}/\d{1,2}/(?:1[5-9]|20)\d\d)(?![\d/-]|\.\d)"
)
_WORD = r"[^\W\d_]{3,12}\.?"
_WORDS = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|re|º|ª|\.)?\s*(?:(?:de|of)\s+|(?=[A-Z])))?(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+)?"
    rf"(?P<month>{_WORD})(?:\s*[/–-]\s*(?P<to>{_WORD}))?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?,\s*)?,?\s*(?:(?:de|del|of)\s+)?"
    r"(?P<year>(?:1[5-9]|20)\d\d(?:[/–]\d\d(?:\d\d)?(?!\d))?)(?!\d)"
)
"""Day, month or season in words, year; whether the word is one of a date is asked of the table of words."""
_OF_DAYS = re.compile(r"(?<!\d)\d{1,2}\s*[-–]\s*$")
"""Days before the one found: an event's ("14-17 September 1987"), which is no date of publication."""
_PUBLISHED = re.compile(
    r"(?:^|[\s|•·,;(\[–—-])(?:published|posted|submitted|publié|paru|publicado|pubblicato|veröffentlicht|erschienen)(?: online)?(?: on| am| le| el| em| il)?:?\s+(?=\w)",
    re.I,
)
_KIND = re.compile(
    r"(?:[^\W\d_]+[ -]){0,3}(?:articles?|research|reports?|papers?|briefs?|briefings?|comment(?:ary)?|analys[ei]s|stud(?:y|ie)|reviews?|editorial|publications?|notes?|"
    r"insights?|publikation|bericht|artikel|beitrag|rapport|étude|analyse|informe|artículo|análisis)\s*[|•·,:–—-]?\s+(?=\d|[A-ZÀ-Þ])",
    re.I,
)
"""The kind of a work before its date ("Research Article Apr 18, 2019")."""
_NUMBERED = re.compile(r"\b(?:number|no|nr|vol|volume|issue|heft|band|numéro|n[°º])\.?\s*$|[#№]\s*$", re.I)
_COUNTED = re.compile(
    r"(?:reports?|papers?|briefs?|briefings?|notes?|insights?|stud(?:y|ie)|publi\w+|bericht|rapport|informe)\s+$", re.I
)
"""Kinds that have numbers: one right behind them is theirs."""
_PLACE = re.compile(r"^[A-ZÀ-Þ][^\W\d_]+(?:[ -][A-ZÀ-Þ][^\W\d_]+)?:\s+")
_LETTERS = re.compile(r"[^\W\d_]{3,}")


def is_date_word(word: str) -> bool:
    """Tell whether a word is the name of a month or season in one of the languages."""
    return kind_of(word.rstrip("."))[0] in ("M", "S")


def dates_in(text: str) -> list[Date]:
    """Return the days, months and seasons that stand in a line, in order."""
    if not _YEARS.search(text):
        return []
    found = [(m.start(), m[0]) for m in _NUMERIC.finditer(text)]
    for match in _WORDS.finditer(text):
        known = is_date_word(match["month"]) and (match["to"] is None or is_date_word(match["to"]))
        if known and not _OF_DAYS.search(text, 0, match.start()):
            day = match["day"] or match["day2"]
            counted = day and _NUMBERED.search(text[: match.start()])  # "Number 17, May 1968"
            found.append((match.start(), match[0].lstrip()[len(day) :] if counted and day else match[0]))
    read = [parse_date(printed.strip()) for _, printed in sorted(found)]
    return [date for date in read if date.edtf]


def date_in(text: str) -> Date | None:
    """Return the date that stands in a line: with a month where it has one, else its only year."""
    if found := dates_in(text):
        return found[0]
    years = set(YEAR.findall(text))
    return parse_date(years.pop()) if len(years) == 1 else None


def only_date(text: str) -> Date | None:
    """Return the date that a line consists of ("May/June 2017", "28. Januar 2015"), None for any other line."""
    if len(text) > 40 or not YEAR.search(text) or len(_LETTERS.findall(text)) > 3:
        return None
    place = _PLACE.match(text)
    bare = text[place.end() :] if place and label_of(place[0].strip()) is None else text
    date = parse_date(bare)
    if not date.edtf or len(date.edtf) < 6 or len(date.edtf) > 15:  # an interval of days is that of an event
        return None
    return date if all(is_date_word(word) for word in _LETTERS.findall(bare)) else None


def leading_date(text: str) -> Date | None:
    """Return the day that a short line begins with ("5. November 2021, order information")."""
    found = _WORDS.match(text)
    date = parse_date(found[0]) if found and is_date_word(found["month"]) else None
    return date if date and date.edtf and len(date.edtf) == 10 else None


def published_date(text: str) -> Date | None:
    """Return the day of a short line that says it is that of publication, or that is a kind of work and a day."""
    if len(text) > 120 or not YEAR.search(text):
        return None
    if said := _PUBLISHED.search(text):
        return leading_date(text[said.end() :])
    kind = _KIND.match(text)
    if kind is None or (text[kind.end()].isdigit() and _COUNTED.search(kind[0])):  # "Working Paper 12, May 2011"
        return None
    return only_date(text[kind.end() :])
