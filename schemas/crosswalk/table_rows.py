"""A record as one row of a table, for CSV and TSV: the columns and what stands in them; no cell that a spreadsheet runs.

Cells of several values are parted by " | ", which no value of a bibliography holds by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType

from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited
from schemas.crosswalk.plain_text import line
from schemas.crosswalk.wording import headed, inverted, paged, ranges
from schemas.envelope import Held
from schemas.record import Record, walk

SEPARATOR = " | "
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What begins a formula in some spreadsheet, in either width (OWASP, "CSV injection")."""
_INSIDE = re.compile(r"(;[\s\"']*)(?=[=+@＝＋－＠-])")
"""Where a spreadsheet that parts cells at semicolons, as in half of Europe, would find such a beginning."""
_ROLES = frozenset({"aut", "cre", "edt", "edc", "trl"})


def safe(text: str) -> str:
    """Return a cell on one line that no spreadsheet runs: behind an apostrophe where it looks like a formula."""
    text = line(text)
    if ";" in text:
        text = _INSIDE.sub(r"\1'", text)
    return f"'{text}" if text.lstrip("\"' ").startswith(_FORMULA) else text


def unguarded(cell: str) -> str:
    """Return what a cell says that comes back: without the apostrophe that `safe` put before what looks like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip("\"' ").startswith(_FORMULA) else cell


def _joined(values: list[str]) -> str:
    return SEPARATOR.join([value for value in values if value])


def _names(record: Record, *roles: str) -> str:
    return _joined([inverted(one) for one in record.contributors if one.role in roles])


def _others(record: Record) -> str:
    others = [one for one in record.contributors if one.role not in _ROLES]
    return _joined([f"{inverted(one)} ({one.role})" if one.role else inverted(one) for one in others])


def _date(record: Record) -> str:
    one = cited(record.dates)
    return (one.edtf or one.as_printed or "") if one else ""


def _host(held: Held) -> str:
    host = citing.host_of(held)
    return (headed(host.title) or "") if host else ""


def _pages(record: Record) -> str:
    """Ranges with the dash of print: `5-6` would come back from a spreadsheet as a date."""
    return ranges(record.pages).replace("-", "–") if record.pages else ""


def _contents(record: Record) -> str:
    """Titles with their pages; an entry without title keeps its place by its pages."""
    return _joined(
        [
            f"{one.title or ''} ({paged(one.pages)})".strip() if one.pages else one.title or ""
            for one in walk(record.contents)
        ]
    )


COLUMNS: MappingProxyType[str, Callable[[Held], str | None]] = MappingProxyType(
    {
        "id": lambda h: h.envelope.id,
        "type": lambda h: h.record.type,
        "title": lambda h: headed(h.record.title),
        "authors": lambda h: _names(h.record, "aut", "cre"),
        "editors": lambda h: _names(h.record, "edt", "edc"),
        "translators": lambda h: _names(h.record, "trl"),
        "other_contributors": lambda h: _others(h.record),
        "date": lambda h: _date(h.record),
        "publisher": lambda h: citing.publisher(h.record),
        "place": lambda h: h.record.publisher.place if h.record.publisher else None,
        "in_title": _host,
        "series": lambda h: _joined([one.title or "" for one in h.record.series]),
        "series_number": lambda h: _joined([citing.number_of(one) or "" for one in h.record.series]),
        "volume": lambda h: h.record.series[0].volume if h.record.series else None,
        "issue": lambda h: h.record.series[0].issue if h.record.series else None,
        "pages": lambda h: _pages(h.record),
        "first_page": lambda h: h.record.pages[0].first if h.record.pages else None,
        "last_page": lambda h: h.record.pages[-1].last or h.record.pages[-1].first if h.record.pages else None,
        "page_count": lambda h: str(h.record.page_count) if h.record.page_count else None,
        "edition": lambda h: h.record.edition,
        "doi": lambda h: _joined(citing.values(h.record, "doi")),
        "isbn": lambda h: _joined(citing.values(h.record, "isbn")),
        "issn": lambda h: citing.issn(h.record),
        "report_number": lambda h: _joined(citing.values(h.record, "report-number")),
        "languages": lambda h: _joined(list(h.record.languages)),
        "subjects": lambda h: _joined([one.term for one in h.record.subjects]),
        "url": lambda h: citing.url(h.record),
        "rights": lambda h: _joined([one.uri or one.statement or "" for one in h.record.rights]),
        "contents": lambda h: _contents(h.record),
        "abstract": lambda h: h.record.abstract[0].text if h.record.abstract else None,
        "type_as_printed": lambda h: h.record.type_as_printed,
        "version": lambda h: str(h.envelope.version),
        "datestamp": lambda h: h.envelope.datestamp,
        "deleted": lambda h: "yes" if h.record.deleted else None,
    }
)
"""Every column by its name, in order: what is chosen from, and all of them where nothing is."""


def row(held: Held, columns: tuple[str, ...]) -> list[str]:
    """Return the safe cells of a record in the columns asked for; what it does not have is an empty cell."""
    return [safe(COLUMNS[name](held) or "") for name in columns]
