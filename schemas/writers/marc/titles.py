"""Titles: 245 with its indicators and statement of responsibility, 246 for every other title, 250 for the edition."""

from __future__ import annotations

import re

from schemas.crosswalk.wording import CREATORS
from schemas.record import Record, Title
from schemas.writers.marc.articles import nonfiling
from schemas.writers.marc.profile import Field, Style

_INITIALS = re.compile(r"(?<=\b\w\.) (?=\w\.)")
_BY = {
    "en": {"edt": "edited by", "trl": "translated by", "ill": "illustrated by"},
    "de": {"edt": "herausgegeben von", "trl": "übersetzt von", "ill": "illustriert von"},
    "fr": {"edt": "sous la direction de", "trl": "traduit par", "ill": "illustré par"},
    "es": {"edt": "editado por", "trl": "traducido por", "ill": "ilustrado por"},
    "it": {"edt": "a cura di", "trl": "tradotto da", "ill": "illustrato da"},
    "pt": {"edt": "organizado por", "trl": "traduzido por", "ill": "ilustrado por"},
    "nl": {"edt": "onder redactie van", "trl": "vertaald door", "ill": "geïllustreerd door"},
}
"""Language of the work -> role -> the words before names. In another language only authors are stated; all are in 7XX."""


def has_title(title: Title | None) -> bool:
    """Tell whether there is anything that 245 could say."""
    return title is not None and bool(title.main or title.sub or title.as_printed)


def title_fields(record: Record, style: Style, out: list[Field], *, entered: bool) -> None:
    """Add 245 (which the record must have), 246 and 250; `entered` tells that there is a 1XX."""
    main, sub = _parts(record.title or Title())
    stated = _responsibility(record)
    body = f"\x1fa{main}"
    if sub:
        body += f"{style.colon}\x1fb{sub}"
    if stated:
        body += f"{style.slash}\x1fc{stated}"
    out.append(("245", f"{'1' if entered else '0'}{nonfiling(main, record.languages)}{style.stop(body)}"))
    for title in record.alternative_titles:
        main, sub = _parts(title)
        if main:
            out.append(("246", f"3 \x1fa{main}" + (f"{style.colon}\x1fb{sub}" if sub else "")))
    if record.edition:
        out.append(("250", f"  \x1fa{style.close(record.edition)}"))


def _parts(title: Title) -> tuple[str, str | None]:
    if title.main:
        return title.main, title.sub
    return title.as_printed or title.sub or "", None


def _responsibility(record: Record) -> str | None:
    """Name who wrote the work, and with words of its language who edited, translated or illustrated it."""
    people = record.contributors
    if not people:
        return None
    groups = [[one.name for one in people if one.role in CREATORS]]
    said = [", ".join(dict.fromkeys(groups[0]))] if groups[0] else []
    words = _BY.get(record.languages[0].partition("-")[0]) if record.languages else None
    for role, before in words.items() if words else ():
        if names := [one.name for one in people if one.role == role]:
            said.append(f"{before} {', '.join(dict.fromkeys(names))}")
    return _INITIALS.sub("", " ; ".join(said)) if said else None
