"""Output for machines: no cell that a spreadsheet runs, no half file, configuration that is read strictly."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.config import load_config
from cli.output import FORMULA, print_rows, safe_cell, whole_file
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
