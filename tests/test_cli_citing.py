"""Bibliographies on the command line: files of citation managers come in by themselves, and go out in every format."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from schemas.entries import entries_of
from schemas.envelope import Envelope, Held
from schemas.formats import formats
from schemas.left_out import Tally
from schemas.record import ContentsEntry, Contributor, Date, Identifier, Pages, Record, Title
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


def test_every_format_is_exported_and_says_what_it_left_out(place: Path, ask: Ask) -> None:
    (place / "a.bib").write_text(
        "@report{a, title = {Rivers}, doi = {10.1234/a}}\n@misc{b, doi = {10.1234/b}}\n", "utf-8"
    )
    assert ask("harvest", "a.bib", "--source", "list").returncode == 0
    for form in sorted(formats()):
        done = ask("export", form, "--level", "both", "-o", form)
        assert done.returncode == 0, form
        count = 2 - sum(int(line.split()[0]) for line in done.stderr.splitlines() if "left out" in line)
        assert f"wrote {count} record" in done.stderr, form
        assert (place / form).stat().st_size > 0
        assert count == 2 or "list:10.1234/b" in done.stderr, form


def large() -> Record:
    """A report with 200 entries in five scripts, roman pages, entries without authors and titles, and 40 authors."""
    titles = ("Rivers: a history", "水の報告", "Реки и озёра", "المياه", "Ποτάμια", None)
    entries = tuple(
        ContentsEntry(
            key=f"p{number}",
            label=f"Chapter {number}" if number % 3 else None,
            title=titles[number % 6],
            contributors=(Contributor(name=f"A. Author {number}", role="aut"),) if number % 2 else (),
            pages=(
                Pages(first="iv", last="xii")
                if number == 1
                else Pages(first=str(number * 3), last=str(number * 3 + 2)),
            ),
        )
        for number in range(1, 201)
    )
    people = tuple(
        Contributor(name=f"Given{n} Family{n}", family=f"Family{n}", given=f"Given{n}", kind="person", role="aut")
        for n in range(40)
    )
    return Record(
        type="report", title=Title(main="=1+1", sub="<script>alert(1)</script>\\input{x}"), contributors=people, contents=entries,
        dates=(Date(kind="issued", edtf="2021-05"),), identifiers=(Identifier(scheme="doi", value="10.1234/abc"),), languages=("en",),
    )  # fmt: skip


@pytest.mark.parametrize("form", sorted(formats()))
def test_a_large_report_and_its_entries_go_out_whole(form: str) -> None:
    host = Held(
        envelope=Envelope(id="a:b", source="a", key="b", version=1, datestamp="2026-11-23T18:00:00Z"), record=large()
    )
    items = [host, *entries_of(host)]
    assert len(items) == 1 + 200 - 200 // 6
    out, tally = io.BytesIO(), Tally()
    count = formats()[form].write(iter(items), out, tally)
    records = sum(number for reason, number in tally.counts.items() if "a contents entry" not in reason)
    assert count + records == len(items)
    assert count >= 1
    data = out.getvalue()
    if form not in ("marc", "json", "jsonl"):
        assert b"<script" not in data or form in ("ris", "ris-talis", "bibtex", "biblatex", "csv", "tsv", "kbart"), (
            "text formats hold text"
        )
    if form in ("bibtex", "biblatex"):
        assert b"\\input" not in data
    if form in ("csv", "tsv", "kbart"):
        assert b"'=1+1" in data
