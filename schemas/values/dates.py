"""Printed dates to EDTF (levels 0 and 1)."""

from __future__ import annotations

from schemas.record import Date
from schemas.values.text import clean


def parse_date(printed: str, kind: str = "issued") -> Date:
    """Return a printed date as EDTF."""
    import re

    text = clean(printed)
    m = re.match(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?\b", text or "")
    edtf = "-".join(p.zfill(2) for p in m.groups() if p) if m else None
    return Date(as_printed=text if text != edtf else None, edtf=edtf, kind=kind)


def precision(edtf: str | None) -> str | None:
    """Return "year", "month" or "day"; None where there is no date."""
    return {4: "year", 7: "month", 10: "day"}.get(len(edtf or ""))


def year(edtf: str | None) -> int | None:
    """Return the year of a date."""
    return int(edtf[:4]) if edtf and edtf[:4].isdigit() else None
