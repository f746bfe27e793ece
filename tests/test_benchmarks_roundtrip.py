"""Real files read, written and read again; the subfields of MARC that are read or left out on purpose."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.dropped import marc_parts, marc_records, taken
from benchmarks.roundtrip import marc_share, sources, verdict
from schemas.errors import ReadError
from schemas.formats import marcxml
from schemas.readers.marc_left_out import LEFT_OUT, left_out, markdown

FORMATS = ("bibtex", "biblatex", "csl", "dc", "kbart", "marcxml", "mods", "qdc", "ris")
DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.mark.parametrize("name", FORMATS)
def test_real_files_come_back_but_for_documented_losses(name: str, shared: Path) -> None:
    inputs, build, _ = sources(shared / "corpus/records")[name]
    seen: Counter[str] = Counter()
    for one in inputs:
        try:
            seen[verdict(name, build(one))] += 1
        except ReadError:
            seen["no record"] += 1
    assert seen["equal"] + seen["documented"]
    assert set(seen) <= {"equal", "documented", "left out", "no record"}, seen


def test_nearly_all_of_marc_is_read_or_left_out_on_purpose(shared: Path) -> None:
    found = taken(marc_records(shared / "corpus/records"), marcxml.build, marc_parts)
    assert found.counts.total() > 16_000
    assert marc_share(found) > 0.95, {name: n for name, n in found.dropped.items() if left_out(name) is None}
    for name in ("245 $a", "245 $b", "264 $b", "505 $t", "520 $a", "700 $a", "773 $t", "856 $u"):
        assert name not in found.counts or name in found.used, name


def test_what_is_left_out_is_in_the_docs() -> None:
    assert markdown() in (DOCS / "marc.md").read_text("utf-8"), "stale: python -m schemas.readers.marc_left_out"
    assert len({why for _, _, why in LEFT_OUT}) == len(LEFT_OUT)
    assert left_out("245 $a") is None
    assert left_out("245 $h") is not None
