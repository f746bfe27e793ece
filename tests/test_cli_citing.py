"""Bibliographies on the command line: files of citation managers come in by themselves, and go out in every format."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schemas.formats import formats
from tests.asking import Ask

FILES = Path(__file__).parent / "readers"


@pytest.mark.parametrize(
    ("file", "code", "count"),
    [
        ("csl/report-chapter-article.json", 3, 6),
        ("ris/report-and-chapter.ris", 0, 2),
        ("bibtex/classic-and-biblatex.bib", 3, 6),
    ],
)
def test_a_file_is_harvested_by_what_is_in_it(place: Path, ask: Ask, file: str, code: int, count: int) -> None:
    name = f"list{Path(file).suffix}"
    shutil.copy(FILES / file, place / name)
    done = ask("harvest", name)
    assert done.returncode == code
    assert f"records ({Path(file).parent.name})" in done.stdout
    assert f"{count} new" in done.stdout
    assert ask("harvest", name).stdout.count(" new") == 0, "the same file again is no news"


def test_a_folder_of_bibliographies_is_taken(place: Path, ask: Ask) -> None:
    (place / "lists").mkdir()
    shutil.copy(FILES / "ris/report-and-chapter.ris", place / "lists")
    (place / "lists" / "a.bib").write_text("@book{a, title = {Rivers}, year = 2021}\n", "utf-8")
    assert ask("harvest", "lists").returncode == 0
    assert len(ask("list").stdout.splitlines()) == 3 + 1


@pytest.mark.parametrize("form", sorted(formats()))
def test_every_format_is_exported_and_says_what_it_left_out(place: Path, ask: Ask, form: str) -> None:
    (place / "a.bib").write_text(
        "@report{a, title = {Rivers}, doi = {10.1234/a}}\n@misc{b, doi = {10.1234/b}}\n", "utf-8"
    )
    assert ask("harvest", "a.bib", "--source", "list").returncode == 0
    done = ask("export", form, "--level", "both", "-o", "out")
    assert done.returncode == 0
    count = 2 - sum(int(line.split()[0]) for line in done.stderr.splitlines() if "left out" in line)
    assert f"wrote {count} record" in done.stderr
    assert (place / "out").stat().st_size > 0
    if count < 2:
        assert "list:10.1234/b" in done.stderr
