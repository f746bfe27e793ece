"""The crosswalk: reports and chapters of every kind, each with the MARC, MODS, RIS, BibTeX and CSL that a cataloguer expects of it."""

import io
from pathlib import Path

import pytest

from schemas.entries import entries_of
from schemas.formats import formats, jsonl
from tests.format_cases import CHECKED, CROSSWALK, crosswalk, written

EXPECTED = crosswalk()


@pytest.mark.parametrize("path", EXPECTED, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_case_is_written_as_expected(path: Path) -> None:
    assert path.exists(), "python -m tests.format_cases writes it; read it before you commit it"
    assert EXPECTED[path].decode() == path.read_bytes().decode()


def test_every_folder_is_a_case_with_all_its_files() -> None:
    folders = [path for path in CROSSWALK.iterdir() if path.is_dir()]
    assert len(folders) >= 20
    for folder in folders:
        assert {path.name for path in folder.iterdir()} == {"record.json", *CHECKED.values()}


@pytest.mark.parametrize("name", ["csl", "ris", "bibtex", "datacite"])
def test_a_paper_in_proceedings_comes_back_as_a_part_of_them(name: str) -> None:
    one = jsonl.parse_line((CROSSWALK / "chapter-of-proceedings" / "record.json").read_bytes())
    module = formats()[name]
    (found,) = module.read(io.BytesIO(written(module, list(entries_of(one)))))
    assert found.record.type == "chapter"
    assert {each.title for each in found.record.relations} == {"Proceedings of the Ninth Dock Conference"}
    assert [each.scheme for each in found.record.identifiers] == ["doi"]
