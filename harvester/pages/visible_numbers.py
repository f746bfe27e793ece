"""Dates, pages and series by the visible page: labelled values, and lines beside the title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from harvester.pages.beside import Beside
from harvester.pages.date_lines import date_in, leading_date, only_date, published_date
from harvester.pages.facts import series_statement
from harvester.pages.imprint import Imprint, read_imprint
from harvester.pages.visible_extent import in_imprint
from schemas.record import Date, Pages, Series
from schemas.values.dates import parse_date, year
from schemas.values.pages import parse_pages
from schemas.values.text import clean, same_title


def dates_of(
    values: Mapping[str, Sequence[str]], beside: Beside, imprints: Sequence[Imprint], stated: Sequence[Date] = ()
) -> tuple[Date, ...]:
    """Return the dates: a labelled one before one that stands alone beside the title, before that of an imprint
    line (`stated` are those of statements of publication).

    Where a volume is of another year than the labelled date, that date is the day on which an old article went online.
    """
    found: dict[str, Date] = {}
    for kind in ("issued", "online", "modified", "submitted", "accepted"):
        for text in values.get(kind, ()):
            date = parse_date(text, kind) if len(text) < 60 else None
            if date is None or not date.edtf:
                inner = date_in(text) if len(text) < 120 else None
                date = Date(kind=kind, edtf=inner.edtf, as_printed=inner.as_printed) if inner else None
            if date and date.edtf:
                found.setdefault(kind, date)
                break
    issue = next((one.date for one in imprints if one.series and one.series.volume and one.date), None)
    if issue and issue.edtf and "issued" in found and year(found["issued"].edtf) != year(issue.edtf):
        found.setdefault("online", replace(found["issued"], kind="online"))
        found["issued"] = issue
    if "issued" not in found or len(found["issued"].edtf or "") == 4:
        near = (*beside.after[:10], *reversed(beside.before))
        alone = [d for line in near if (d := only_date(line.text) or leading_date(line.text))]
        alone = alone or [d for line in (*near, *beside.after[10:]) if (d := published_date(line.text))]
        alone = alone or [d for line in beside.below if (d := leading_date(line.text))]
        other = [one.date for one in imprints if one.date]
        other = [d for d in other if year(d.edtf) == year(other[0].edtf)]
        counted = [d for line in beside.after if in_imprint(line.text) and (d := date_in(line.text))]
        finest = sorted([*stated[:1], *alone[:1], *other, *counted[:1]], key=lambda d: -len(d.edtf or ""))
        finest = [d for d in finest if year(d.edtf) == year(stated[0].edtf)] if stated else finest
        if "issued" in found:  # a year: the day beside the title, if it is of that year
            said = found["issued"].edtf or ""
            finest = [d for d in alone[:1] if (d.edtf or "").startswith(f"{said}-")]
        if finest:
            found["issued"] = finest[0]
    return tuple(found.values())


def series_of(values: Mapping[str, Sequence[str]], imprints: Sequence[Imprint]) -> tuple[Series, ...]:
    """Return the labelled series, else the named one of the imprint lines, else any of them."""
    for text in values.get("series", ()):
        if (one := read_imprint(text)) and one.series and one.series.title:
            return (one.series,)
    printed = next((v for v in values.get("series", ()) if 2 < len(v) < 120 and not v[0].isdigit()), None)
    number = next((v for v in values.get("number", ()) if len(v) < 30 and any(c.isdigit() for c in v)), None)
    if printed:
        title, stated = series_statement(clean(printed))
        said = (one.series.number for one in imprints if one.series and same_title(one.series.title, title))
        return (Series(title=title, number=stated or number or next(said, None)),)
    best = next((one.series for one in imprints if one.series and one.series.title), None)
    best = best or next((one.series for one in imprints if one.series), None)
    return (best,) if best else ()


def pages_of(values: Mapping[str, Sequence[str]], imprints: Sequence[Imprint]) -> tuple[Pages, ...]:
    """Return the pages of an article: labelled, or of an imprint line."""
    for text in values.get("extent", ()):
        ranges = parse_pages(text)
        if len(ranges) == 1 and ranges[0].last:
            return ranges
    return next((one.pages for one in imprints if one.pages), ())
