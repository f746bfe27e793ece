"""Series that a source tells twice, with and without title, number or ISSN, as one."""

from __future__ import annotations

from schemas.record import Series
from schemas.values.text import fold


def joined(series: list[Series]) -> tuple[Series, ...]:
    """Return series of which one that is told twice, with and without its title, number or ISSN, is one."""
    bare = [one for one in series if one.issn and not (one.title or one.number or one.volume)]
    titled = [one for one in series if one not in bare]
    if len(bare) == 1 and len(titled) == 1 and not titled[0].issn:
        return (_merged(titled[0], bare[0]),)
    found: dict[str, Series] = {}
    for number, one in enumerate(series):
        key = fold(one.title) if one.title else f"#{number}"
        known = found.get(key)
        if known is None:
            found[key] = one
        elif not any((known.number, known.volume, known.issue)) or one.number == known.number:
            found[key] = _merged(known, one)
        elif any((one.number, one.volume, one.issue)):
            found[f"{key}#{number}"] = one
    return tuple(found.values())


def _merged(one: Series, other: Series) -> Series:
    return Series(
        issn=one.issn or other.issn, issue=one.issue or other.issue, number=one.number or other.number,
        title=one.title, volume=one.volume or other.volume,
    )  # fmt: skip
