"""Whether a date is well-formed EDTF (Library of Congress, levels 0 and 1) and a day that there is."""

from __future__ import annotations

import re
from datetime import date

_PLAIN = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d(?::\d\d)?)?)?[?~%]?", re.A)
_COARSE = re.compile(
    r"-?\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4]))?[?~%]?|\d{3}X|\d\dXX|\d{4}-XX(?:-XX)?|\d{4}-\d\d-XX|Y-?\d{5,}", re.A
)


def is_edtf(text: str) -> bool:
    """Tell whether text is a date, a time, or an interval in order, of EDTF levels 0 and 1."""
    start, slash, end = text.partition("/")
    if not slash:
        return _is_date(text)
    if not all(part in ("", "..") or _is_date(part) for part in (start, end)):
        return False
    return not (start[:1].isdigit() and end[:1].isdigit()) or start[:4] <= end[:4]


def _is_date(text: str) -> bool:
    if _COARSE.fullmatch(text):
        return True
    found = _PLAIN.fullmatch(text)
    if not found:
        return False
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return False
    return True
