"""The crosswalk: reports and chapters of every kind, each with the MARC, MODS, RIS, BibTeX and CSL that a cataloguer expects of it."""

from pathlib import Path

import pytest

from tests.format_cases import CHECKED, CROSSWALK, crosswalk

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
