"""MARC 21 of every record of the corpora and of every entry of them, before judges that are not ours; their own faults are counted."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest

from schemas.envelope import Held
from schemas.formats import marc, marcxml
from schemas.left_out import NO_TITLE, Tally, unnoticed
from schemas.writers.marc.contents import INCOMPLETE, NO_NOTE
from schemas.writers.marc.harmless import plain
from schemas.writers.marc.profile import Profile
from tests import marc_judges
from tests.corpus_records import corpus


def untitled(items: tuple[Held, ...]) -> int:
    """How many have no title, or one of markup alone."""
    titles = [item.record.title for item in items]
    return sum(not (title and any(map(plain, (title.main, title.sub, title.as_printed)))) for title in titles)


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.slow), 9])
def test_every_record_is_written_and_read_by_others(every: int, shared: Path, tmp_path: Path) -> None:
    items = corpus(shared)[::every]
    out, xml, tally = io.BytesIO(), io.BytesIO(), Tally()
    count = marc.write(items, out, tally)
    assert count == marcxml.write(items, xml, unnoticed) == len(items) - untitled(items) > 7000 // every
    assert set(tally.counts) <= {NO_TITLE, INCOMPLETE, NO_NOTE}
    assert tally.counts[NO_TITLE] == untitled(items)
    assert len(marc_judges.by_pymarc(out.getvalue())) == count
    marc_judges.valid(xml.getvalue(), shared)
    path = tmp_path / "corpus.mrc"
    path.write_bytes(out.getvalue())
    assert marc_judges.structure(path) == ""


@pytest.mark.slow
@pytest.mark.parametrize("isbd", [True, False])
def test_no_judge_finds_a_fault_of_ours(isbd: bool, shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "corpus.mrc"
    items = corpus(shared) if isbd else corpus(shared)[::10]
    with path.open("wb") as out:
        marc.write(items, out, unnoticed, Profile(isbd=isbd))
    assert marc_judges.schema_faults(path) == []
    faults, known = marc_judges.lint(path, isbd=isbd)
    assert faults == []
    assert known["article"] < 60, (
        "titles whose language nobody says, and articles of languages that MARC::Lint does not know"
    )
    assert known <= Counter({"article": 60, "last mark": 200, "marks of ISBD": 4_000})
