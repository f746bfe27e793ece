"""The crosswalk: reports and chapters of every kind, each with the MARC, MODS, RIS, BibTeX and CSL that a cataloguer expects of it."""

import io
from pathlib import Path

import pytest

from schemas.crosswalk.citing import type_of
from schemas.entries import entries_of
from schemas.envelope import Held
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


@pytest.mark.parametrize("name", ["csl", "ris", "bibtex", "datacite", "marc", "marcxml", "mods"])
def test_a_paper_in_proceedings_comes_back_as_a_part_of_them(name: str) -> None:
    one = jsonl.parse_line((CROSSWALK / "chapter-of-proceedings" / "record.json").read_bytes())
    module = formats()[name]
    (found,) = module.read(io.BytesIO(written(module, list(entries_of(one)))))
    assert found.record.type == "chapter"
    assert {each.title for each in found.record.relations} == {"Proceedings of the Ninth Dock Conference"}
    assert [each.scheme for each in found.record.identifiers] == ["doi"]


@pytest.mark.parametrize("case", ["chapter-of-proceedings", "paper-in-proceedings"])
@pytest.mark.parametrize("name", ["marc", "marcxml", "mods"])
def test_what_was_a_paper_is_one_again(name: str, case: str) -> None:
    """By the entry's host, or by the source's word where the paper is a record itself."""
    one = jsonl.parse_line((CROSSWALK / case / "record.json").read_bytes())
    module = formats()[name]
    (found,) = module.read(io.BytesIO(written(module, list(entries_of(one)) or [one])))
    back = Held(envelope=one.envelope, record=found.record)
    assert (found.record.type, type_of(back)) == ("chapter", "paper")
    assert b"@inproceedings{" in written(formats()["bibtex"], [back])


def test_entries_of_proceedings_are_papers_in_the_record_of_these() -> None:
    one = jsonl.parse_line((CROSSWALK / "chapter-of-proceedings" / "record.json").read_bytes())
    assert b'<subfield code="i">Conference paper:</subfield>' in written(formats()["marcxml"], [one])
    data = written(formats()["mods"], [one])
    assert b'<detail type="paper"><number>7</number></detail>' in data
    (found,) = formats()["mods"].read(io.BytesIO(data))
    assert [entry.label for entry in found.record.contents] == ["7"]


@pytest.mark.parametrize(("level", "kind"), [("m", "proceedings"), ("a", "chapter")])
def test_the_term_for_papers_and_proceedings_means_what_the_leader_says(level: str, kind: str) -> None:
    term = [
        ("245", "00", [("a", "Docks")]),
        ("655", " 7", [("a", "Conference papers and proceedings."), ("2", "lcgft")]),
    ]
    fields = "".join(
        f'<datafield tag="{tag}" ind1="{ind[0]}" ind2="{ind[1]}">'
        + "".join(f'<subfield code="{code}">{text}</subfield>' for code, text in subfields)
        + "</datafield>"
        for tag, ind, subfields in term
    )
    text = f'<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000na{level} a2200000 i 4500</leader>{fields}</record>'
    (found,) = formats()["marcxml"].read(io.BytesIO(text.encode()))
    assert found.record.type == kind
