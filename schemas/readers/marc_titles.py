"""Titles in a MARC record (245, 24X, 130, 210, 222, 242, 246, 247, 740, 880) and its edition; ISBD marks are not part of them."""

from __future__ import annotations

import re

from schemas.readers.marc_fields import Field, Marc
from schemas.readers.punctuation import joined, tidy
from schemas.record import Title
from schemas.values.text import fold

_BY = re.compile(r"\[?by\]?\s", re.I)
_OTHERS = ("130", "210", "222", "240", "242", "246", "247", "740")


def title_of(marc: Marc) -> Title | None:
    """Return the title statement; what stands behind an equals sign is the title in another language."""
    field = marc.first("245")
    title = _title(field) if field else None
    if title is None or title.main is None:
        main = marc.first("130", "240", "222", "246")
        title = _title(main) if main else None
    return title if title and title.main else None


def alternative_titles(marc: Marc, title: Title | None) -> tuple[Title, ...]:
    """Return the titles that the record has beside its title, in their order, each once."""
    found: dict[str, Title] = {}
    field = marc.first("245")
    if field and (parallel := _parallel(field)):
        found[_key(parallel)] = parallel
    for other in marc.fields(*_OTHERS):
        if other.ind2 == "2" and marc.data.get("740") and other in marc.data["740"]:
            continue  # the title of a work inside
        if (one := _title(other)) and one.main:
            found.setdefault(_key(one), one)
    for other in marc.fields("880"):
        if (other.get("6") or "").startswith("245") and (one := _title(other)) and one.main:
            found.setdefault(_key(one), one)
    own = {_key(title), fold(title.main or "")} if title else set()
    return tuple(one for key, one in found.items() if key and key not in own)


def edition_of(marc: Marc) -> str | None:
    """Return the edition statement with those responsible for it."""
    field = marc.first("250")
    return joined(field.all("ab"), " / ") if field else None


def _key(title: Title) -> str:
    return fold(f"{title.main} {title.sub or ''}")


def _title(field: Field) -> Title:
    """Main title with its numbers and names of parts, and the subtitle; a medium in brackets ($h) is none of either."""
    main = joined([text for code, text in field.subfields if code in "anp" or (code == "k" and not field.has("a"))])
    said = field.all("b")
    sub = said[0] if said else None
    if sub and (_BY.match(sub) or _ends(field, "=")):
        sub = None
    elif sub:
        sub = tidy(sub.partition(" = ")[0])
        if main and sub and _ends(field, ";"):
            main, sub = f"{main} ; {sub}", None  # another work of the same volume, which has no title of its own
    if main and " = " in main:
        main = tidy(main.partition(" = ")[0])
    return Title(main=main, sub=sub) if main else Title()


def _ends(field: Field, mark: str) -> bool:
    """Tell whether the text right before $b ends with a mark."""
    before = ""
    for code, text in field.subfields:
        if code == "b":
            return before.rstrip().endswith(mark)
        before = text
    return False


def _parallel(field: Field) -> Title | None:
    """The title in another language, with the subtitle that stands behind it."""
    said = field.get("b")
    told = said if said and _ends(field, "=") else None
    for text in filter(None, (said, field.get("a"))):
        if told is None and " = " in text:
            told = text.partition(" = ")[2]
    main, _, sub = (told or "").partition(" = ")[0].partition(" : ")
    return Title(main=name, sub=tidy(sub)) if (name := tidy(main)) else None
