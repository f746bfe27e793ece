"""Cases of the format tests: records in tests/formats/records, the expected output of each format beside them.

Beside them the cases of the crosswalk: a folder each in tests/crosswalk, with record.json (a line of jsonl, broken into
several) and what a cataloguer expects of it; of a folder whose name begins with `chapter` the entries are written.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import ModuleType

import pymarc

from schemas.entries import entries_of
from schemas.envelope import Held
from schemas.formats import formats, jsonl

FOLDER = Path(__file__).parent / "formats"
CASES = sorted(path.stem for path in (FOLDER / "records").glob("*.jsonl"))

WITH_ENTRIES = ("full-report",)
"""Cases whose entries are written as records of their own too."""

CROSSWALK = Path(__file__).parent / "crosswalk"
CHECKED = {"marc": "marc.mrk", "mods": "mods.xml", "ris": "ris.ris", "bibtex": "bibtex.bib", "csl": "csl.json"}
"""Formats of the cases of the crosswalk, and the files that they are expected in; MARC as pymarc prints it."""


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


def crosswalk() -> dict[Path, bytes]:
    """The output of the checked formats for each case of the crosswalk, by the path of what is expected."""
    known = formats()
    found = {}
    for path in sorted(CROSSWALK.glob("*/record.json")):
        one = jsonl.parse_line(path.read_bytes())
        items = list(entries_of(one)) if path.parent.name.startswith("chapter") else [one]
        for name, file in CHECKED.items():
            data = written(known[name], items)
            found[path.parent / file] = as_text(data) if name == "marc" else data
    return found


def as_text(data: bytes) -> bytes:
    """MARC records as pymarc prints them, a field a line."""
    reader = pymarc.MARCReader(data, permissive=False, to_unicode=True, force_utf8=True)
    return "".join([f"{record}\n" for record in reader]).encode()


def main() -> None:
    """Write what is expected anew, to be read line by line before it is committed: python -m tests.format_cases [NAME...].

    A name is that of a format or of a case of the crosswalk.
    """
    for path, data in (produced() | crosswalk()).items():
        if not sys.argv[1:] or path.parent.name in sys.argv[1:]:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)


if __name__ == "__main__":
    main()
