"""Rules of dates (D)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from schemas.record import Record
from schemas.rules.edtf import is_edtf
from schemas.rules.facts import Facts
from schemas.rules.rule import Finding, Fix, Spot, rule
from schemas.values.dates import parse_date, year

FIRST_YEAR = 1450
"""Before printing nothing was published."""
_COARSE_KINDS = frozenset({"issued", "published", "copyright"})
"""Kinds of dates that imprints give by year or month."""


def _read_now(_: Record, finding: Finding) -> Fix | None:
    """The printed form is read again: later versions read more of them."""
    edtf = parse_date(finding.value or "").edtf
    return Fix(edtf, "date that can be read now") if edtf else None


@rule(
    "D101",
    "warning",
    "Date cannot be read",
    needs="odd_dates",
    advice="Give the date as YYYY, YYYY-MM or YYYY-MM-DD; the printed form stays.",
    fix=_read_now,
)
def unreadable(facts: Facts) -> Iterable[Spot]:
    """The source prints a date that could not be read. `n.d.` and the like say that there is none."""
    return [
        (f"{path}.edtf", one.as_printed, "the printed date cannot be read")
        for path, one in facts.odd_dates
        if not one.edtf
    ]


@rule("D102", "error", "Impossible date", needs="odd_dates", advice="Compare with the imprint.")
def impossible(facts: Facts) -> Iterable[Spot]:
    """A date is no day of the calendar (30 February), not EDTF, or a span that ends before it begins."""
    return [
        (f"{path}.edtf", one.edtf, "there is no such date")
        for path, one in facts.odd_dates
        if one.edtf and not (len(one.edtf) == 4 and one.edtf.isdecimal()) and not is_edtf(one.edtf)
    ]


@rule(
    "D103",
    "warning",
    "Date in the future",
    needs="odd_dates",
    advice="Compare with the imprint; forthcoming works can be waived.",
)
def in_future(facts: Facts) -> Iterable[Spot]:
    """A date lies after the day of the check (a day more is allowed, for time zones)."""
    limit = (facts.today + timedelta(days=1)).isoformat()
    return [
        (f"{path}.edtf", one.edtf, "the date lies in the future")
        for path, one in facts.odd_dates
        if one.edtf and one.edtf[:1] in "23456789" and one.edtf[:10].rstrip("?~%") > limit[: len(one.edtf)]
    ]


@rule(
    "D104",
    "info",
    "Day may be filler",
    needs="odd_dates",
    advice="Compare with the imprint; where it gives only month or year, shorten the date.",
)
def filler(facts: Facts) -> Iterable[Spot]:
    """A date is the first of January, or the first of a month for a date that imprints give by month.

    Systems that must store a day print the first where the work says only year or month. JSTOR prints `Dec. 1, 2016`
    for a report whose imprint says December 2016.
    """
    found = []
    for path, one in facts.odd_dates:
        edtf = one.edtf
        if not edtf or len(edtf) != 10 or edtf[7:] != "-01":
            continue
        if edtf[4:] == "-01-01":
            found.append((f"{path}.edtf", edtf, "month and day may be filler: the first of January"))
        elif one.kind in _COARSE_KINDS:
            found.append((f"{path}.edtf", edtf, "the day may be filler: the first of a month"))
    return found


@rule(
    "D105",
    "warning",
    "Year implausible",
    needs="odd_dates",
    advice="Compare with the imprint; misread numbers often become years.",
)
def implausible(facts: Facts) -> Iterable[Spot]:
    """A date lies before printing (1450), so it is probably another number that was taken for a year."""
    return [
        (f"{path}.edtf", one.edtf, f"the year lies before {FIRST_YEAR}")
        for path, one in facts.odd_dates
        if one.edtf and "0" <= one.edtf[0] <= "1" and one.edtf[:4].isdecimal() and (year(one.edtf) or 0) < FIRST_YEAR
    ]


@rule("D106", "warning", "Two dates of one kind", needs="record", advice="Keep the one that the work itself gives.")
def contradictory(facts: Facts) -> Iterable[Spot]:
    """The work has two dates of the same kind that contradict each other, such as a filler beside the true one."""
    dates = facts.record.dates
    if len(dates) < 2:
        return ()
    seen: dict[str, str] = {}
    found = []
    for number, one in enumerate(dates):
        if one.edtf:
            first = seen.setdefault(one.kind, one.edtf)
            if not first.startswith(one.edtf) and not one.edtf.startswith(first):
                found.append((f"dates[{number}].edtf", one.edtf, f"another date of kind {one.kind} says {first}"))
    return found
