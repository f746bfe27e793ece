"""The type of the work that a MARC record describes: leader, 008, notes and genre terms together."""

from __future__ import annotations

from schemas.crosswalk.citing import names_paper
from schemas.readers.marc_fields import Marc
from schemas.readers.punctuation import tidy
from schemas.readers.work_types import work_type

_SOUND = "cdeifgjkor"
"""Leader/06 of what is neither text nor data: music, maps, sound, pictures, objects."""


def type_of(marc: Marc) -> tuple[str | None, str | None]:
    """Return the type of the work and the genre term that names it, where one does."""
    said = [text for field in marc.fields("655", "980") for value in field.all("a") if (text := tidy(value))]
    told = next(((kind, text) for text in said if (kind := work_type(text)) and kind != "other"), (None, None))
    level, material = marc.kind(7), marc.kind(6)
    if level in "ab":
        return _part(marc, *told), told[1]
    if "502" in marc.data:
        return "thesis", None
    if level in "si":
        return ("series" if marc.fixed(21) == "m" else "journal") if level == "s" else "other", told[1]
    if material == "m" and marc.fixed(26) in "ab":
        return "dataset", told[1]
    if _is_report(marc) or told[0] == "report":
        return "report", told[1]
    if told[0] in ("thesis", "proceedings", "dataset", "article", "chapter"):
        return told
    if material in _SOUND and marc.leader:
        return "other", told[1]
    if not marc.leader.strip() and "773" in marc.data:
        return _part(marc, *told), told[1]
    if marc.fixed(29) == "1" and material == "a":
        return "proceedings", told[1]
    return "book", told[1]


def _part(marc: Marc, told: str | None, word: str | None) -> str:
    """A part of a serial is an article, of anything else a chapter, as papers of a conference are in a book."""
    serial = marc.kind(7) == "b" or any(field.has("x") and not field.has("z") for field in marc.fields("773"))
    in_serial = any((field.get("7") or "    ")[3:4] == "s" for field in marc.fields("773"))
    return "article" if serial or in_serial or (told == "article" and not names_paper(word)) else "chapter"


def _is_report(marc: Marc) -> bool:
    """A technical report by code (008/24-27 t, books only), or numbered as one (027, 088)."""
    return (marc.kind(6) in "at" and "t" in marc.fixed(24, 28)) or "027" in marc.data or "088" in marc.data
