"""Values of a work as Crossref's REST interface gives it, whatever their shape; what they mean is in crossref_work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.readers.texts import line
from schemas.record import Date
from schemas.values.dates import parse_date

Work = Mapping[str, Any]


def texts(work: Work, name: str) -> list[str]:
    """Return the texts of a field, without markup and without those that are empty; one text may stand without a list."""
    value = work.get(name)
    found = value if isinstance(value, list) else [value]
    return [text for one in found if isinstance(one, str) and (text := line(one))]


def text(work: Work, name: str) -> str | None:
    """Return the first text of a field, a number as its digits."""
    value = work.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return next(iter(texts(work, name)), None)


def parts(work: Work, name: str) -> Iterator[Work]:
    """Yield the objects of a field, passing over what is none."""
    value = work.get(name)
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one


def date(work: Work, name: str, kind: str) -> Date | None:
    """Return a date that stands as parts (`{"date-parts": [[2021, 5, 3]]}`), as coarse as it is given; None without a year."""
    for one in parts(work, name):
        stated = one.get("date-parts")
        first = stated[0] if isinstance(stated, list) and stated else None
        numbers = []
        for number in first if isinstance(first, list) else ():
            number = int(number) if isinstance(number, str) and number.isdecimal() else number
            if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 10_000:
                break
            numbers.append(number)
        if numbers:
            printed = "-".join(f"{number:0{width}}" for number, width in zip(numbers, (4, 2, 2), strict=False))
            return parse_date(printed, kind)
    return None


def works_of(value: Any) -> Iterator[Any]:
    """Yield the works in an answer or file: one work, a message with one or with many, a list of any of these."""
    if isinstance(value, list):
        for one in value:
            yield from works_of(one)
    elif isinstance(value, dict) and isinstance(value.get("message"), dict) and "DOI" not in value:
        yield from works_of(value["message"])
    elif isinstance(value, dict) and isinstance(value.get("items"), list) and "DOI" not in value:
        yield from value["items"]
    else:
        yield value
