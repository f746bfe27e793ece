"""Statements in library punctuation: of publication ("Leiden : Brill, 2004", ISBD 4), of responsibility behind a title."""

from __future__ import annotations

import re
from typing import NamedTuple

from harvester.pages.credits import EDITING, INTRO
from harvester.pages.date_lines import date_in
from harvester.pages.label_words import label_of
from harvester.pages.name_lines import names_in
from schemas.record import Date, Publisher

_STATED = re.compile(
    r"(?:^|[.;–—]\s+)(?P<place>\[?[A-ZÀ-ÞА-Я][^\d:;.()]{1,40}?\]?)\s*:\s+(?P<publisher>[A-ZÀ-ÞА-Я\[][^\d:;]{1,80}?)\s*,\s*"
    r"(?P<date>(?:[^,;:]{0,24}?)(?:c|cop\.\s*|©\s*)?\[?(?:1[5-9]|20)\d\d\]?)(?=$|[\s.,;)\]])"
)
MAX = 260
"""Characters of a line that can be such a statement."""


class Statement(NamedTuple):
    """Publisher with place, and date."""

    publisher: Publisher
    date: Date | None


def read_statement(text: str) -> Statement | None:
    """Return what a statement of publication says, None for a text that is none ("Series: Town papers, 2004")."""
    if len(text) > MAX or ":" not in text or (found := _STATED.search(text)) is None:
        return None
    place, name = found["place"].strip("[] "), found["publisher"].strip("[] ,")
    if label_of(place) or place.count(" ") > 4:
        return None
    return Statement(Publisher(name=name, place=place), date_in(found["date"]))


def without_responsibility(title: str) -> str:
    """Return a title without the statement of responsibility behind it ("Title : subtitle / by A. Marsh ; edited by ...", ISBD 1.7)."""
    main, slash, said = title.partition(" / ")
    first = said.partition(" ; ")[0].strip(" .")
    responsible = bool(slash) and (INTRO.match(said) or EDITING.search(said) or names_in(first) or " ; " in said)
    return main.strip() if responsible and len(main) > 3 else title
