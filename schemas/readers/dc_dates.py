"""Dates that carry no kind: which of several in one Dublin Core record is the date of issue, and what is no date at all."""

from __future__ import annotations

from collections import Counter

from schemas.record import Date
from schemas.values.dates import parse_date

_INFO = "info:eu-repo/date/"
_INFO_KINDS = {
    "submitted": "submitted", "accepted": "accepted", "issued": "issued", "created": "created", "modified": "modified", "updated": "modified",
    "available": "online", "publicationdate": "issued", "copyrighted": "copyright",
}  # fmt: skip
"""info:eu-repo date types; an embargo is no date of the work but a right, and is kept there."""


def dates_of(printed: list[str]) -> tuple[Date, ...]:
    """Return the dates of `dc:date` elements: the one of issue, and those that say what they are.

    Repositories put the days of accession and availability beside it (DSpace: two stamps with a time of day, often
    equal, then the date of issue). So a date without time is preferred to stamps, one that stands once to one that
    stands twice, and the earliest of the rest; what loses has no kind and is left out.
    """
    if len(printed) == 1 and not printed[0].startswith(_INFO):
        date = parse_date(printed[0])
        return (date,) if date.edtf or date.as_printed else ()
    told = [one for text in printed if text.startswith(_INFO) and (one := _told(text))]
    plain = [text.strip() for text in printed if not text.startswith(_INFO)]
    issued = _issued(plain) if plain else None
    if issued is None or any(one.kind == "issued" for one in told):
        return tuple(told)
    return (issued, *told)


def is_embargo(printed: str) -> bool:
    """Tell whether a date is the end of an embargo or says that there is none."""
    text = printed.strip()
    return text.startswith(_INFO + "embargo") or text.upper().startswith("NO_RESTRICTION")


def _told(text: str) -> Date | None:
    kind, _, value = text.removeprefix(_INFO).partition("/")
    known = _INFO_KINDS.get(kind.lower())
    date = parse_date(value, known) if known and value else None
    return date if date and date.edtf else None


def _issued(texts: list[str]) -> Date | None:
    counted = Counter(texts)
    read = [(text, parse_date(text)) for text in counted]
    known = [(text, date) for text, date in read if date.edtf]
    if not known:
        return next((date for _, date in read if date.as_printed), None)
    untimed = [one for one in known if not has_time(one[0])] or known
    single = [one for one in untimed if counted[one[0]] == 1] or untimed
    first = min(single, key=lambda one: one[1].edtf or "")[1]
    finer = [d for _, d in single if d.edtf and first.edtf and d.edtf.startswith(first.edtf + "-")]
    return finer[0] if len(finer) == 1 else first


def has_time(text: str) -> bool:
    """Tell whether a date has a time of day."""
    return len(text) > 12 and text[4:5] == "-" and ":" in text
