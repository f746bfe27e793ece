"""The words of a handout, by language, and dates as people there write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType

from schemas.envelope import Held
from schemas.lists.pages import to_read
from schemas.lists.shapes import Item, ReadingList, Section

WORDS = MappingProxyType(
    {
        "en": {
            "list": "Reading list", "essential": "essential", "recommended": "recommended", "further": "further", "read": "Read",
            "page": "p.", "pages": "pp.", "total": "{} pages", "one": "1 page", "at least": "at least {} pages", "items": "{} readings",
            "item": "1 reading", "accessed": "Addresses as of {}.", "plan": "Overview", "cited": "Citation style: {}.",
        },
        "de": {
            "list": "Literaturliste", "essential": "Pflicht", "recommended": "empfohlen", "further": "weiterführend", "read": "Zu lesen",
            "page": "S.", "pages": "S.", "total": "{} Seiten", "one": "1 Seite", "at least": "mindestens {} Seiten", "items": "{} Texte",
            "item": "1 Text", "accessed": "Adressen vom Stand {}.", "plan": "Überblick", "cited": "Zitierstil: {}.",
        },
    }
)  # fmt: skip
_MONTHS = MappingProxyType(
    {
        "en": "January February March April May June July August September October November December".split(),
        "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    }
)


def language_of(shown: ReadingList, locale: str | None = None) -> str:
    """Return the language in which a handout speaks: that of the locale or of the list where it is known here, else English."""
    asked = (locale or shown.about.language or "en").partition("-")[0].lower()
    return asked if asked in WORDS else "en"


def day(iso: str, language: str, *, year: bool = True) -> str:
    """Return a day as it is written: 12 October 2026, 12. Oktober 2026."""
    at = date.fromisoformat(iso)
    said = f"{at.day}{'.' if language == 'de' else ''} {_MONTHS[language][at.month - 1]}"
    return f"{said} {at.year}" if year else said


def days(section: Section, language: str) -> str:
    """Return the days of a section: from to, the year once where it is one."""
    if not section.start or not section.end or section.start == section.end:
        one = section.start or section.end
        return day(one, language) if one else ""
    first = day(section.start, language, year=section.start[:4] != section.end[:4])
    if section.start[:7] == section.end[:7]:
        first = first.partition(" ")[0]
        return f"{first}–{day(section.end, language)}"
    return f"{first} – {day(section.end, language)}"


def total(items: Iterable[Item], held: dict[int, Held], language: str) -> str:
    """Return how many pages items ask for; where some do not say, at least so many."""
    counts = [to_read(item.pages, held[item.number].record if item.number in held else None) for item in items]
    known = sum(count for count in counts if count)
    words = WORDS[language]
    if not known:
        return ""
    if any(count is None for count in counts):
        return words["at least"].format(known)
    return words["one"] if known == 1 else words["total"].format(known)


def counted(number: int, language: str) -> str:
    """Return how many readings there are."""
    return WORDS[language]["item"] if number == 1 else WORDS[language]["items"].format(number)


def to_be_read(item: Item, language: str) -> str:
    """Return the pages to read of an item as a reader sees them, "" where all of it is to be read."""
    if not item.pages:
        return ""
    single = not any(mark in item.pages for mark in "-,")
    return f"{WORDS[language]['page' if single else 'pages']}\u00a0{item.pages.replace('-', '–')}"
