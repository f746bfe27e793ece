"""Elements of MODS by their local names, in any or no namespace: children, texts, dates; what they mean is in mods_record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemas.readers.texts import line
from schemas.readers.xml_files import local_name
from schemas.record import DATE_KINDS, Date
from schemas.values.dates import parse_date


def children(element: Any, *names: str) -> Iterator[Any]:
    """Yield the children of these names, in their order."""
    for child in element:
        if local_name(child.tag) in names:
            yield child


def down(element: Any, *path: str) -> Iterator[Any]:
    """Yield the elements at the end of a path of names."""
    if not path:
        yield element
        return
    for child in children(element, path[0]):
        yield from down(child, *path[1:])


def text(element: Any) -> str | None:
    """Return the text of an element in one line, None when empty."""
    printed = element.text if len(element) == 0 else "".join(element.itertext())
    return line(printed) if printed else None


def texts(element: Any, *path: str) -> list[str]:
    """Return the texts at the end of a path, without those that are empty."""
    return [found for one in down(element, *path) if (found := text(one))]


def first(element: Any, *path: str) -> str | None:
    """Return the first text at the end of a path."""
    return next(iter(texts(element, *path)), None)


_KINDS = {
    "dateIssued": "issued",
    "copyrightDate": "copyright",
    "dateCreated": "created",
    "dateModified": "modified",
    "dateValid": "",
}


_OTHERS = {
    "available": "online",
    "availability": "online",
    "publication": "issued",
    "submission": "submitted",
    "acceptance": "accepted",
}
"""Types of `dateOther` that are kinds of dates by other words."""


def dates_of(element: Any) -> tuple[Date, ...]:
    """Return the dates of `originInfo`: of several of one kind the key date or the coded one, a start and an end as one."""
    found: dict[str, Date] = {}
    for origin in children(element, "originInfo"):
        for name, kind in _KINDS.items():
            stated = [(one, said) for one in children(origin, name) if (said := text(one))]
            if kind and stated and kind not in found and (one := _date(stated, kind)):
                found[kind] = one
        for other in children(origin, "dateOther"):
            kind = (other.get("type") or "").lower()
            kind = _OTHERS.get(kind, kind)
            if kind in DATE_KINDS and kind not in found and (said := text(other)):
                found[kind] = parse_date(_iso(said) if other.get("encoding") else said, kind)
    if "issued" not in found and (host := _host_date(element)):
        found["issued"] = host
    return tuple(found.values())


def _host_date(element: Any) -> Date | None:
    """When the host's issue or book came out, for a part that says nothing itself: by the fuller of its two statements."""
    for item in children(element, "relatedItem"):
        if item.get("type") == "host":
            stated = [(one, said) for path in (("part", "date"), ("originInfo", "dateIssued")) for one in down(item, *path)
                      if (said := text(one))]  # fmt: skip
            read = [date for pair in stated if (date := _date([pair], "issued")) and date.edtf]
            return max(read, key=lambda date: len(date.edtf or ""), default=None)
    return None


def _date(stated: list[tuple[Any, str]], kind: str) -> Date | None:
    ends = {one.get("point"): said for one, said in stated if one.get("point") in ("start", "end")}
    if len(ends) == 2:
        date = parse_date(f"{_iso(ends['start'])}/{_iso(ends['end'])}", kind)
        if date.edtf:
            return date
    order = sorted(stated, key=lambda pair: (pair[0].get("keyDate") != "yes", pair[0].get("encoding") is None))
    read = [parse_date(_iso(said) if one.get("encoding") else said, kind) for one, said in order]
    return next((one for one in read if one.edtf), next((one for one in read if one.as_printed), None))


def _iso(said: str) -> str:
    """Dates in basic form (ISO 8601, MARC) with their hyphens and without MARC's signs for blanks."""
    said = said.rstrip("^#|")
    if said.isdecimal() and len(said) == 8:
        return f"{said[:4]}-{said[4:6]}-{said[6:]}"
    return f"{said[:4]}-{said[4:]}" if said.isdecimal() and len(said) == 6 else said
