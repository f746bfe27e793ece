"""`tocsin validate --completeness`: which fields the records of each source have, and which their contents entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cli.output import print_rows

if TYPE_CHECKING:
    from archive.selection import Selection
    from archive.store import Store

COLUMNS = ("source", "level", "field", "filled", "of", "percent")
SKIPPED = frozenset({"deleted", "key", "entries", "type_as_printed"})
"""Fields that say nothing about the work, or that a record need not have where it has its better form."""


def print_completeness(store: Store, selection: Selection, form: str) -> None:
    """Print a row for each source, level and field: how many have it, of how many."""
    from schemas.record import walk

    filled: Counter[tuple[str, str, str]] = Counter()
    whole: Counter[tuple[str, str]] = Counter()
    for held in store.heads(selection):
        source, record = held.envelope.source, held.record
        _count(record, source, "report", filled, whole)
        for entry in walk(record.contents):
            _count(entry, source, "entry", filled, whole)
    print_rows(COLUMNS, _rows(filled, whole), form)


def _count(
    part: Any, source: str, level: str, filled: Counter[tuple[str, str, str]], whole: Counter[tuple[str, str]]
) -> None:
    whole[source, level] += 1
    for name in part.__struct_fields__:
        if getattr(part, name):
            filled[source, level, name] += 1


def _rows(filled: Counter[tuple[str, str, str]], whole: Counter[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
    from schemas.record import ContentsEntry, Record

    fields = {"report": Record.__struct_fields__, "entry": ContentsEntry.__struct_fields__}
    for source in sorted({source for source, _ in whole}):
        for level, names in fields.items():
            of = whole[source, level]
            for name in names if of else ():
                if name not in SKIPPED:
                    count = filled[source, level, name]
                    yield source, level, name, count, of, round(100 * count / of, 1)
