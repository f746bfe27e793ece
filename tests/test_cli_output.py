"""Output for machines: no cell that a spreadsheet runs, no half file, configuration that is read strictly."""

import csv
import io
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.config import load_config
from cli.output import FORMULA, plain, print_rows, safe_cell, whole_file
from cli.progress import progress_for, told
from cli.session import Session
from schemas.errors import StorageError, UsageError


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(FORMULA) or cell == text
    if cell == text and text.startswith(FORMULA):
        float(text)


def test_csv_reads_back(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("a:1", 'says "no", twice\nand again'), ("a:2", None)]
    assert print_rows(("id", "title"), rows, "csv") == 2
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["id", "title"],
        ["a:1", 'says "no", twice\nand again'],
        ["a:2", ""],
    ]


def test_a_file_is_whole_or_absent(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"before")
    with pytest.raises(StorageError, match="nothing was written"):
        _fill_the_disk(target)
    assert target.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    with whole_file(target) as out:
        out.write(b"after")
    assert target.read_bytes() == b"after"


def _fill_the_disk(target: Path) -> None:
    with whole_file(target) as out:
        out.write(b"half")
        raise OSError(28, "No space left on device")


def test_a_folder_is_refused_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"), whole_file(tmp_path):
        pass


def test_configuration_is_read_strictly(tmp_path: Path) -> None:
    file = tmp_path / "tocsin.toml"
    file.write_text('contact = "a@b.example"\n[source.euiss]\nurl = "https://x.example/"\nas = "listing"\n')
    config = load_config(file)
    assert (config.contact, config.source["euiss"].as_) == ("a@b.example", "listing")
    file.write_text("kontakt = 1\n")
    with pytest.raises(UsageError, match="kontakt is not a name"):
        load_config(file)
    file.write_text("contact = [")
    with pytest.raises(UsageError, match=r"tocsin\.toml"):
        load_config(file)


def test_a_table_that_is_piped_is_one_line_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    long = "https://publisher.example/" + "a" * 300
    assert print_rows(("id", "title"), [(long, "Wide 漢字"), ("b", "two\nlines\x1b[31m"), ("c", None)], "table") == 3
    assert capsys.readouterr().out.splitlines() == [
        "id".ljust(len(long)) + "  title",
        f"{long}  Wide 漢字",
        "b".ljust(len(long)) + "  two lines\N{REPLACEMENT CHARACTER}[31m",
        "c",
    ]


@given(st.text())
def test_what_a_terminal_would_obey_is_not_shown(text: str) -> None:
    shown = plain(text)
    assert len(shown.splitlines()) <= 1
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in shown)
    assert not text.isprintable() or shown == text


def test_a_link_stays_a_link_and_modes_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.xml", tmp_path / "link.xml"
    real.write_bytes(b"before")
    real.chmod(0o640)
    link.symlink_to("real.xml")
    with whole_file(link) as out:
        out.write(b"after")
    assert link.is_symlink()
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"after", 0o640)
    with whole_file(Path(os.devnull)) as out:
        out.write(b"nothing")
    assert Path(os.devnull).is_char_device()


def test_progress_is_drawn_on_a_terminal_and_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert told({"pages_asked": 41, "pages_failed": 0, "bytes": 9, "pages_read": 40}) == "41 asked, 40 read"
    assert told({}) == "harvesting"
    with progress_for(Session()) as report:  # no terminal here
        assert report is None
    assert capsys.readouterr() == ("", "")
