"""How values of one field from several records complete each other: the first one stands, the others fill its gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from schemas.record import Contributor, Date, Identifier, Link, Publisher, Series, Title
from schemas.values.text import fold, same_title

CUT = 90
"""Characters from which on a title that another one continues is taken for cut off (schema.org headline: 110)."""


def join_title(titles: Sequence[Title]) -> Title:
    """Return the first title; the longer form of it where another record has its subtitle, or where it was cut off."""
    best = titles[0]
    whole = whole_title(best)
    for other in titles[1:]:
        text = whole_title(other)
        if best.sub is None and other.sub and same_title(best.main, other.main):
            return other
        if whole.endswith(("…", "...")) and text.startswith(whole.rstrip("….")) and len(text) > len(whole):
            return other
        if len(whole) >= CUT and len(text) > len(whole) and fold(text).startswith(fold(whole)):
            return other
    return best


def whole_title(title: Title) -> str:
    """Return main title and subtitle in one string."""
    return f"{title.main}: {title.sub}" if title.sub else title.main or title.as_printed or ""


def join_identifiers(lists: Sequence[tuple[Identifier, ...]]) -> tuple[Identifier, ...]:
    """Return all identifiers, each once; of DOIs only those of the first record that has one: others name other works."""
    found: dict[tuple[str, str], Identifier] = {}
    dois = next((values for values in ([i for i in one if i.scheme == "doi"] for one in lists) if values), [])
    for values in lists:
        for one in values:
            key = (one.scheme, one.value)
            if (one.scheme != "doi" or one in dois) and (key not in found or (one.of and not found[key].of)):
                found[key] = one
    return tuple(found.values())


def join_links(lists: Sequence[tuple[Link, ...]]) -> tuple[Link, ...]:
    """Return all links, each address once."""
    found: dict[str, Link] = {}
    for values in lists:
        for one in values:
            found.setdefault(one.url, one)
    return tuple(found.values())


def join_contributors(lists: Sequence[tuple[Contributor, ...]]) -> tuple[Contributor, ...]:
    """Return the first list; ORCIDs, affiliations and name parts are filled in from the same names in the others."""
    known: dict[str, list[Contributor]] = {}
    for values in lists[1:]:
        for one in values:
            known.setdefault(name_key(one.name), []).append(one)
    return tuple(_completed(one, known.get(name_key(one.name), ())) for one in lists[0])


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return a name for comparing: its words folded, in alphabetical order (Family, Given is Given Family)."""
    return " ".join(sorted(fold(name).split()))


def _completed(one: Contributor, others: Sequence[Contributor]) -> Contributor:
    changes: dict[str, object] = {}
    for other in others:
        for field in ("identifiers", "affiliations", "family", "given", "kind"):
            if not getattr(one, field) and field not in changes and (value := getattr(other, field)):
                changes[field] = value
    if ("family" in changes) != ("given" in changes):  # name parts come together or not at all
        changes.pop("family", None)
        changes.pop("given", None)
    return msgspec.structs.replace(one, **changes) if changes else one


def join_dates(lists: Sequence[tuple[Date, ...]]) -> tuple[Date, ...]:
    """Return one date of each kind: the first record's, made finer or coarser by what others say of the same kind."""
    found: dict[str, list[Date]] = {}
    for values in lists:
        for one in values:
            found.setdefault(one.kind, []).append(one)
    if "issued" in found and (issue := _of_issue(found["issued"][0], lists)):
        found["issued"] = [issue]
    every = [one for values in found.values() for one in values]
    return tuple(_settled(values, every) for values in found.values())


def _of_issue(best: Date, lists: Sequence[tuple[Date, ...]]) -> Date | None:
    """The date of an old issue, where a record says that the first date is only the day on which the work went online."""
    for values in lists:
        kinds = {one.kind: one for one in values}
        online, issued = kinds.get("online"), kinds.get("issued")
        if online and issued and online.edtf == best.edtf and (issued.edtf or "9") < (best.edtf or ""):
            return issued
    return None


def _settled(values: Sequence[Date], every: Sequence[Date]) -> Date:
    """One date out of several of a kind.

    1 January is what systems fill in: it gives way to any other day of that year. The first of a month gives way to
    that month printed without a day. A coarser date gives way to a finer one within it.
    """
    best = next((d for d in values if d.edtf), values[0])
    edtf = best.edtf or ""
    if edtf.endswith("-01-01"):
        other = [
            d for d in (*values, *every) if d.edtf and d.edtf[:4] == edtf[:4] and len(d.edtf) > 4 and d.edtf != edtf
        ]
        other = [d for d in other if d.kind == best.kind] or [
            d for d in other if d.kind in ("issued", "published", "online")
        ]
        if other:
            return (
                max(other, key=lambda d: len(d.edtf or "")) if other[0].kind == best.kind else _as(other[0], best.kind)
            )
    if re.fullmatch(r"\d{4}-\d\d-01", edtf) and (month := next((d for d in values if d.edtf == edtf[:7]), None)):
        return month
    if len(edtf) in (4, 7):
        finer = [
            d
            for d in values
            if d.edtf and len(d.edtf) > len(edtf) and d.edtf.startswith(edtf + "-") and "/" not in d.edtf
        ]
        return finer[0] if finer else best
    return best


def _as(date: Date, kind: str) -> Date:
    return msgspec.structs.replace(date, kind=kind)


def join_publisher(publishers: Sequence[Publisher]) -> Publisher:
    """Return the first publisher that has a name, with the place that another record gives to the same one or to none."""
    best = next((p for p in publishers if p.name), publishers[0])
    place = next((p.place for p in publishers if p.place and (p.name is None or same_title(p.name, best.name))), None)
    return best if best.place or not place else msgspec.structs.replace(best, place=place)


def join_series(lists: Sequence[tuple[Series, ...]]) -> tuple[Series, ...]:
    """Return the first list; its gaps are filled from series of the same title, or of the same number where it has none."""
    others = [one for values in lists[1:] for one in values]
    return tuple(_filled(one, others) for one in lists[0])


def _filled(one: Series, others: Sequence[Series]) -> Series:
    for other in others:
        if one.title is None and other.title and _number(one) and _number(one) == _number(other):
            one = msgspec.structs.replace(one, number=other.number)  # as printed beside the name
        if same_title(one.title, other.title) or _same_number(one, other):
            gaps = {
                f: v
                for f in ("title", "volume", "issue", "number", "issn")
                if not getattr(one, f) and (v := getattr(other, f))
            }
            one = msgspec.structs.replace(one, **gaps) if gaps else one
    return one


def _same_number(one: Series, other: Series) -> bool:
    """Only one of the two is named, and nothing in their numbers speaks against each other."""
    if (one.title is None) == (other.title is None):
        return False
    if one.title is None:
        return bool(_number(one)) and (_number(one) == _number(other) or not (other.number or other.volume))
    return all(getattr(one, f) in (None, getattr(other, f)) for f in ("volume", "issue", "number")) and not one.number


def _number(series: Series) -> str:
    """The digits of a number: "w29971" and "29971" are one."""
    return re.sub(r"\D+", " ", series.number or "").strip()
