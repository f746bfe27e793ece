"""Statements in library punctuation: of publication ("Leiden : Brill, 2004", ISBD 4), of responsibility behind a title."""

from __future__ import annotations

import re
from typing import NamedTuple

from harvester.pages.credits import EDITING, INTRO
from harvester.pages.date_lines import date_in
from harvester.pages.label_words import label_of
from harvester.pages.name_lines import names_in
from schemas.record import Date, Publisher
from schemas.values.name_words import PLACES

_STATED = re.compile(
    r"(?:^|[.;–—]\s+)(?P<place>\[?[A-ZÀ-ÞА-Я][^\d:;.()]{1,40}?\]?)\s*:\s+(?P<publisher>[A-ZÀ-ÞА-Я\[][^\d:;]{1,80}?)\s*,\s*"
    r"(?P<date>(?:[^,;:]{0,24}?)(?:c|cop\.\s*|©\s*)?\[?(?:1[5-9]|20)\d\d\]?)(?=$|[\s.,;)\]])"
)
_LISTED = re.compile(
    r"(?P<place>[A-ZÀ-Þ][^\W\d_]+(?:[ -][A-ZÀ-Þ][^\W\d_]+)?),\s+(?P<publisher>[A-ZÀ-Þ][^\d:;,()]{3,60}?),\s+(?P<date>(?:[^\W\d_]{3,10}\.?\s+)?(?:1[5-9]|20)\d\d)(?=$|[\s.,;)])"
)
"""Place, publisher and date between commas, as in France, Italy and Spain: told from a name with its office by the words of a publisher."""
PRESS = re.compile(
    r"\b(?:e?di(?:zion[ei]|t(?:ions?|or[ei]?|orial|ora|rice))|éditions?|éditeur|verlag|press(?:es)?|books|publish\w+|libr\w+|puf|издат\w+|wydawnictwo)\b",
    re.I,
)
MAX = 260
"""Characters of a line that can be such a statement."""


class Statement(NamedTuple):
    """Publisher with place, and date."""

    publisher: Publisher
    date: Date | None


def read_statement(text: str) -> Statement | None:
    """Return what a statement of publication says, None for a text that is none ("Series: Town papers, 2004")."""
    if len(text) > MAX:
        return None
    found = _STATED.search(text) if ":" in text else _LISTED.match(text)
    if found is None:
        return None
    if found.re is _LISTED and not (
        PRESS.search(found["publisher"]) and (" " not in found["place"] or found["place"].casefold() in PLACES)
    ):
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
