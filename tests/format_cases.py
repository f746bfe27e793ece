"""Cases of the format tests: records in tests/formats/records, the expected output of each format beside them."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import ModuleType

from schemas.entries import entries_of
from schemas.envelope import Held
from schemas.formats import formats, jsonl

FOLDER = Path(__file__).parent / "formats"
CASES = sorted(path.stem for path in (FOLDER / "records").glob("*.jsonl"))

WITH_ENTRIES = ("full-report",)
"""Cases whose entries are written as records of their own too."""


def held(case: str) -> list[Held]:
    with (FOLDER / "records" / f"{case}.jsonl").open("rb") as stream:
        return list(jsonl.read(stream))


def written(module: ModuleType, items: list[Held]) -> bytes:
    out = io.BytesIO()
    module.write(iter(items), out)
    return out.getvalue()


def produced() -> dict[Path, bytes]:
    """The output of each format for each case, of some also for their entries, and the entries of each case as jsonl, by the path of what is expected."""
    known = formats()
    found = {}
    for case in CASES:
        items = held(case)
        for name, module in known.items():
            found[FOLDER / name / f"{case}{module.SUFFIX}"] = written(module, items)
        entries = [entry for one in items if not one.record.deleted for entry in entries_of(one)]
        if case in WITH_ENTRIES:
            for name, module in known.items():
                found[FOLDER / name / f"{case}.entries{module.SUFFIX}"] = written(module, entries)
        found[FOLDER / "entries" / f"{case}.jsonl"] = written(jsonl, entries)
    return found


def main() -> None:
    """Write what is expected anew, to be read line by line before it is committed: python -m tests.format_cases [NAME...]."""
    for path, data in produced().items():
        if not sys.argv[1:] or path.parent.name in sys.argv[1:]:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)


if __name__ == "__main__":
    main()
