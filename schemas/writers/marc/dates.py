"""Dates: the date of issue among those that a record has, 008/06-14 coded, 046 exact, as printed for 264."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.record import Date, Record

ISSUED = ("issued", "published", "online")
"""Kinds that make a date of publication, in the order in which one is chosen."""
_YEAR = re.compile(r"(\d{4})(?:-\d\d)?(?:-\d\d)?(?:T.*)?[~?%]?", re.A)
_PLAIN = re.compile(r"\d{4}", re.A)
_UNSURE = re.compile(r"(\d{2})(?:(\d)X|XX)[~?%]?", re.A)
_EDTF = re.compile(r"[0-9XYSE.~?%:TZ+-]+")
UNKNOWN = "nuuuuuuuu"
_OWN_SIGN = re.compile(r"\[?(?:©|\(c\)|℗|copyright|cop\.|c(?=\d{4}))", re.I)


def issued(record: Record) -> Date | None:
    """Return the date of publication, one that could be read before one that could not."""
    dates = record.dates
    if len(dates) == 1:
        return dates[0] if dates[0].kind in ISSUED else None
    found = [one for kind in ISSUED for one in dates if one.kind == kind]
    return next((one for one in found if one.edtf), found[0] if found else None)


def copyrighted(record: Record) -> Date | None:
    """Return the date of copyright."""
    return next((one for one in record.dates if one.kind == "copyright"), None)


def coded(record: Record, *, serial: bool) -> str:
    """Return 008/06-14; unknown where no date is known, `u` for each figure that is not."""
    own, held = issued(record), copyrighted(record)
    first = own.edtf if own else None
    second = held.edtf if held else None
    if first is None:
        first, second = second, None
    return _coded(first, second, serial)


@lru_cache(maxsize=2048)
def _coded(first: str | None, second: str | None, serial: bool) -> str:
    if not first:
        return "uuuuuuuuu" if serial else UNKNOWN
    start, slash, end = first.partition("/")
    if serial:
        return _status(start, slash, end)
    if slash:
        begin, finish = _year(start), _year(end)
        if begin is None and finish is None:
            return UNKNOWN
        return f"m{begin or 'uuuu'}{finish or ('9999' if end == '..' else 'uuuu')}"
    if span := _UNSURE.fullmatch(start):
        known = span[1] + (span[2] or "")
        return f"q{known.ljust(4, '0')}{known.ljust(4, '9')}"
    year = _year(start)
    if year is None:
        return UNKNOWN
    rights = _year(second) if second else None
    return f"t{year}{rights}" if rights else f"s{year}    "


def _status(start: str, slash: str, end: str) -> str:
    """A serial: still coming out (c), ended (d) or not known (u), from its first year on."""
    begin, finish = _year(start) or "uuuu", _year(end)
    if slash and finish:
        return f"d{begin}{finish}"
    return f"{'c' if slash and end == '..' else 'u'}{begin}{'9999' if slash and end == '..' else 'uuuu'}"


def _year(edtf: str) -> str | None:
    found = _YEAR.fullmatch(edtf)
    if found:
        return found[1]
    span = _UNSURE.fullmatch(edtf)
    return (span[1] + (span[2] or "")).ljust(4, "u") if span else None


def coded_dates(record: Record) -> str | None:
    """Return subfields of 046 (EDTF) where 008 cannot say a date exactly: month, day, doubt, interval; date of change."""
    one = issued(record)
    said = _begun(one.edtf) if one and one.edtf else ""
    changed = next((date.edtf for date in record.dates if date.kind == "modified" and date.edtf), None)
    if changed and _EDTF.fullmatch(changed):
        said = f"\x1fj{changed}{said}"
    return said or None


@lru_cache(maxsize=2048)
def _begun(edtf: str) -> str:
    start, _, end = edtf.partition("/")
    if _PLAIN.fullmatch(start) and (not end or end == ".." or _PLAIN.fullmatch(end)):
        return ""  # 008 says it
    if not _EDTF.fullmatch(start) or (end and not _EDTF.fullmatch(end)):
        return ""
    return (f"\x1fk{start}" if start != ".." else "") + (f"\x1fl{end}" if end and end != ".." else "")


def printed(date: Date) -> str | None:
    """Return the date as a source prints it, else as EDTF where that is plain; a doubtful year in brackets."""
    if date.as_printed:
        return date.as_printed
    edtf = date.edtf
    if not edtf:
        return None
    if edtf[-1] in "~?%" and edtf[:4].isdigit() and len(edtf) == 5:
        return f"[{edtf[:4]}?]"
    if edtf.endswith("/..") and _PLAIN.fullmatch(edtf[:-3]):
        return f"{edtf[:4]}-"
    if "X" in edtf or ".." in edtf:
        return None
    return edtf.partition("T")[0].replace("/", "-" if len(edtf) == 9 else "/")


def signed(date: Date) -> str | None:
    """Return a date of copyright behind its sign, the one that the source prints or ©."""
    text = printed(date)
    if not text or not any(c.isdigit() for c in text):
        return None
    return text if _OWN_SIGN.match(text) else f"©{text}"
