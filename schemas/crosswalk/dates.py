"""EDTF to W3CDTF: only what says the same; nothing uncertain becomes certain."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from schemas.record import DATE_KINDS, Date

_OFFSET = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"  # as far as xs:dateTime goes
_PLAIN = re.compile(rf"(\d{{4}})(?:-(\d\d)(?:-(\d\d)(T\d\d:\d\d:\d\d{_OFFSET})?)?)?", re.A)
_RANK = {kind: rank for rank, kind in enumerate(DATE_KINDS)}


@lru_cache(4096)
def w3cdtf(edtf: str | None) -> str | None:
    """Return a date in W3CDTF (year, month, day or time), None where that form cannot say it or the day is none."""
    found = _PLAIN.fullmatch(edtf or "")
    if not edtf or not found:
        return None
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        if found[4]:
            datetime.fromisoformat(edtf)
    except ValueError:
        return None
    return edtf


def chosen(dates: tuple[Date, ...]) -> str | None:
    """Return the one date that a citation would choose (DATE_KINDS), in W3CDTF."""
    if len(dates) == 1:
        return w3cdtf(dates[0].edtf)
    for one in sorted(dates, key=lambda d: _RANK.get(d.kind, 99)):
        if found := w3cdtf(one.edtf):
            return found
    return None
