"""Records as rows in which corrections are typed: the fields asked for, or those that findings are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Protocol

import msgspec

from schemas.corrected import LISTS, value_of
from schemas.corrected_text import cell_of
from schemas.correction_sheet import COLUMNS
from schemas.crosswalk.wording import headed, paged
from schemas.envelope import Held
from schemas.errors import UsageError
from schemas.lists import cells, sheets
from schemas.page_ends import ENDS, end_of
from schemas.record import ContentsEntry, Record, walk

TOLD = ("code", "severity", "message", "advice")
"""Columns for the reader of a worklist; they are not read back."""
WIDTHS = {"id": 26, "entry key": 10, "field": 14, "current": 36, "new": 36, "op": 8, "reason": 24, "about": 40,
          "code": 8, "severity": 9, "message": 40, "advice": 40}  # fmt: skip
MOST_OF_A_BOOK = 1_048_576
"""Rows of a sheet of a workbook, its head among them."""


class Fault(Protocol):
    """What is wrong with a record: a finding of the rules, or one that the archive keeps."""

    @property
    def code(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def message(self) -> str: ...


def write(rows: Iterable[dict[str, str]], columns: Sequence[str], out: BinaryIO, *, book: bool) -> int:
    """Write rows under the columns named, as CSV or as a workbook of text cells; return how many. No cell runs."""
    count = 0

    def lines() -> Iterator[list[str]]:
        nonlocal count
        yield list(columns)
        for row in rows:
            count += 1
            if book and count == MOST_OF_A_BOOK:
                raise UsageError(f"more than {MOST_OF_A_BOOK - 1} rows: choose fewer records, or write CSV")
            yield [cells.guarded(row.get(name, "")) for name in columns]

    if book:
        sheets.write_xlsx(lines(), out, [WIDTHS[name] for name in columns], "Corrections")
    else:
        sheets.write_csv(lines(), out)
    return count


def sheet_columns() -> tuple[str, ...]:
    """Return the columns of a sheet of chosen fields."""
    return (*COLUMNS, "about")


def worklist_columns() -> tuple[str, ...]:
    """Return the columns of a sheet of findings."""
    return (*COLUMNS, "about", *TOLD)


def known_fields(fields: Iterable[str]) -> tuple[str, ...]:
    """Return fields as they are called; raises UsageError for one that neither records nor entries have."""
    found = tuple(dict.fromkeys(name.strip().lower() for name in fields if name.strip()))
    if not found:
        raise UsageError("no fields are named")
    for name in found:
        if not _has(name, entry=True):
            value_of(name, "", entry=False)
    return found


def rows_of_fields(
    held: Held, fields: Sequence[str], *, level: str | None, keys: frozenset[str] = frozenset()
) -> Iterator[dict[str, str]]:
    """Yield the rows of the fields of a record and its entries by `level` (None for neither), and of entries by key."""
    if level in ("report", "both"):
        for name in fields:
            if _has(name, entry=False):
                yield from _rows(held, None, name)
    for entry in walk(held.record.contents) if level != "report" or keys else ():
        if level in ("entry", "both") or entry.key in keys:
            for name in fields:
                if _has(name, entry=True):
                    yield from _rows(held, entry, name)


def rows_of_findings(held: Held, findings: Iterable[tuple[Fault, str]]) -> Iterator[dict[str, str]]:
    """Yield a row for each field of a record that findings (each with its advice) are about; several share one."""
    told: dict[tuple[str, str], dict[str, list[str]]] = {}
    entries = {entry.key or "": entry for entry in walk(held.record.contents)}
    for finding, advice in findings:
        place = place_of_path(finding.path, entries)
        said = told.setdefault(place, {name: [] for name in TOLD})
        for name, text in zip(TOLD, (finding.code, finding.severity, finding.message, advice), strict=True):
            if text not in said[name]:
                said[name].append(text)
    for (key, field), said in told.items():
        for row in _rows(held, entries[key] if key else None, field):
            yield row | {name: " | ".join(texts) for name, texts in said.items()}


def place_of_path(path: str, keys: Iterable[str]) -> tuple[str, str]:
    """Return the entry key ("" for the record) and the field that the path of a finding leads into.

    The members of a list have no name that lasts: the field is the list. An entry itself has no field.
    """
    key = max((one for one in keys if one and path.startswith(f"contents[{one}]")), key=len, default="")
    rest = path[len(f"contents[{key}]") :].lstrip(".") if key else path
    first = rest.partition(".")[0].partition("[")[0]
    return key, first if first in LISTS else rest.partition("[")[0]


def _has(name: str, *, entry: bool) -> bool:
    try:
        value_of(name, "", entry=entry)
    except UsageError:
        return False
    return True


def _rows(held: Held, entry: ContentsEntry | None, field: str) -> Iterator[dict[str, str]]:
    row = {"id": held.envelope.id, "entry key": (entry.key or "") if entry else "", "about": _about(held.record, entry)}
    value = _value(entry or held.record, field) if field else None
    if field == "pages" and len(value or ()) < 2:
        for end in ENDS:
            yield row | {"field": end, "current": cell_of(end, end_of(value, end), entry=entry is not None)}
    elif field in ENDS:
        value = end_of(_value(entry or held.record, "pages"), field)
        yield row | {"field": field, "current": cell_of(field, value, entry=entry is not None)}
    else:
        yield row | {"field": field, "current": cell_of(field, value, entry=entry is not None)}


def _value(holder: Any, field: str) -> Any:
    for name in field.split("."):
        holder = getattr(holder, name, None)
    return msgspec.json.decode(msgspec.json.encode(holder))


def _about(record: Record, entry: ContentsEntry | None) -> str:
    if entry is None:
        return headed(record.title) or ""
    pages = f"({paged(entry.pages).replace('-', '–')})" if entry.pages else ""
    return " ".join(part for part in (entry.label, entry.title, pages) if part) or f"in {headed(record.title) or ''}"
