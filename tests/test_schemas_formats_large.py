"""A report with 200 entries (titles in five scripts, roman pages, without authors, without titles, with 40 authors) in every format at every level."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import bibtexparser
import pytest
import rispy

from schemas.entries import NO_ENTRY_TITLE, entries_of
from schemas.envelope import Captured, Envelope, Held
from schemas.formats import formats
from schemas.left_out import Tally
from schemas.record import ContentsEntry, Contributor, Date, Identifier, Link, Pages, Publisher, Record, Series, Title
from tests import citing_judges, marc_judges
from tests.test_schemas_formats_jsonld import nodes, vocabulary

Judge = Callable[[bytes, Path, Path], int]
"""Takes what was written, the shared folder and one for its own files; tells how many records it found."""
SCRIPTS = ("Rivers of the north", "Реки севера", "北方的河流", "أنهار الشمال", "Ποτάμια του βορρά")
NAMES = ("Ann Poe", "Ян Дуб", "李 明", "Sitting Bull")
ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()


def people(count: int) -> tuple[Contributor, ...]:
    known = [
        Contributor(name=f"Ada Penn{n}", given="Ada", family=f"Penn{n}", kind="person", role="aut")
        for n in range(max(0, count - len(NAMES)))
    ]
    return (*known, *(Contributor(name=name, role="aut") for name in NAMES[: count - len(known)]))


def entry(number: int) -> ContentsEntry:
    """One of 200: every seventh without title, every third without authors, the tenth with 40; the first twenty in roman pages."""
    first, last = (ROMAN[number], None) if number < 20 else (str(number * 3), str(number * 3 + 2))
    authors = 0 if number % 3 == 0 else 40 if number == 10 else 1 + number % 3
    return ContentsEntry(
        key=f"e{number}",
        label=f"{number}." if number % 2 else None,
        title=f"{SCRIPTS[number % 5]} {number}: & {'{%}'}" if number % 7 else None,
        contributors=people(authors),
        pages=(Pages(first=first, last=last),) if number % 11 else (),
        identifiers=(Identifier(scheme="doi", value=f"10.5555/large.{number}"),) if number % 4 == 0 else (),
    )


REPORT = Record(
    type="report",
    title=Title(main="A large report", sub="200 parts"),
    contributors=people(40),
    dates=(Date(kind="issued", edtf="2021-05"),),
    publisher=Publisher(name="Harbour Institute", place="Geneva"),
    series=(Series(title="Harbour papers", number="12", issn="1017-7566"),),
    identifiers=(Identifier(scheme="doi", value="10.5555/large"), Identifier(scheme="isbn", value="9783161484100")),
    languages=("en",),
    links=(Link(url="https://harbour.example/large", rel="landing"),),
    page_count=612,
    contents=tuple(entry(number) for number in range(200)),
)
HELD = Held(
    envelope=Envelope(
        id="press:large", source="press", key="large", version=1, datestamp="2026-11-23T18:00:00Z",
        captured=Captured(url="https://harbour.example/large", at="2026-11-20T09:30:00Z", reader="page/1"),
    ),
    record=REPORT,
)  # fmt: skip
ENTRIES = list(entries_of(HELD))
LEVELS = {"report": [HELD], "entry": ENTRIES, "both": [HELD, *ENTRIES]}
WITHOUT_PARTS = frozenset({"kbart"})
"""Formats in which a part makes no row (KBART lists titles of packages)."""
WITH_DOI = frozenset({"datacite", "datacite-json"})
"""Formats whose records need a DOI."""

by_level = pytest.mark.parametrize("level", LEVELS)
by_format = pytest.mark.parametrize("name", sorted(formats()))


def written(name: str, level: str) -> tuple[bytes, int]:
    out = io.BytesIO()
    count = formats()[name].write(iter(LEVELS[level]), out, Tally())
    return out.getvalue(), count


def expected(name: str, level: str) -> int:
    items = LEVELS[level]
    if name in WITHOUT_PARTS:
        return sum(item is HELD for item in items)
    if name in WITH_DOI:
        return sum(any(one.scheme == "doi" for one in item.record.identifiers) for item in items)
    return len(items)


def test_the_report_has_what_it_should() -> None:
    tally = Tally()
    assert len(list(entries_of(HELD, tally))) == len(ENTRIES) == 171
    assert tally.counts == {NO_ENTRY_TITLE: 29}
    assert max(len(one.contributors) for one in REPORT.contents) == len(REPORT.contributors) == 40
    assert sum(not one.contributors for one in REPORT.contents) > 50


@by_level
@by_format
def test_every_format_writes_it_whole(name: str, level: str, shared: Path, tmp_path: Path) -> None:
    data, count = written(name, level)
    assert count == expected(name, level)
    if name in QUICK:
        assert QUICK[name](data, shared, tmp_path) == count


def _lines(data: bytes, shared: Path, folder: Path) -> int:
    return len([json.loads(line) for line in data.splitlines()])


def _array(data: bytes, shared: Path, folder: Path) -> int:
    return len(json.loads(data))


def _csl(data: bytes, shared: Path, folder: Path) -> int:
    assert citing_judges.csl_faults(data, shared) == []
    return len(json.loads(data))


def _bibtex(data: bytes, shared: Path, folder: Path) -> int:
    parsed = bibtexparser.parse_string(data.decode())
    assert not parsed.failed_blocks
    return len(parsed.entries)


def _ris(data: bytes, shared: Path, folder: Path) -> int:
    return len(rispy.loads(data.decode()))


def _marc(data: bytes, shared: Path, folder: Path) -> int:
    path = folder / "large.mrc"
    path.write_bytes(data)
    assert marc_judges.structure(path) == ""
    assert marc_judges.schema_faults(path) == []
    assert marc_judges.lint(path)[0] == []
    return len(marc_judges.by_pymarc(data))


def _jsonld(data: bytes, shared: Path, folder: Path) -> int:
    graph = json.loads(
        citing_judges.file_of(shared, "schemaorg-30.0/schemaorg-current-https.jsonld").read_text("utf-8")
    )
    assert not vocabulary(graph["@graph"])(nodes(data))
    return len(nodes(data))


def _cells(delimiter: str) -> Judge:
    def judge(data: bytes, shared: Path, folder: Path) -> int:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))
        assert len({len(row) for row in rows}) == 1
        return len(rows) - 1

    return judge


def _xml(schema: str) -> Judge:
    return lambda data, shared, folder: citing_judges.valid_xml(data, citing_judges.file_of(shared, schema))


QUICK: dict[str, Judge] = {
    "dc": _xml("offline/oai-all.xsd"), "qdc": _xml("qualifieddc.xsd"), "mods": _xml("mods-3-8.xsd"), "marcxml": _xml("MARC21slim.xsd"),
    "datacite": _xml("datacite-4.6/metadata.xsd"), "json": _array, "jsonl": _lines, "csl": _csl, "jsonld": _jsonld, "marc": _marc,
    "bibtex": _bibtex, "biblatex": _bibtex, "ris": _ris, "ris-talis": _ris, "csv": _cells(","), "tsv": _cells("\t"), "kbart": _cells("\t"),
}  # fmt: skip
"""Judges by format, each telling how many records it found; a format without one is only written."""


@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_pandoc_reads_every_entry(name: str) -> None:
    data, count = written(name, "both")
    assert citing_judges.read_by_pandoc(data, name) == count


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bibtex", "biblatex"])
def test_biber_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "large.bib"
    path.write_bytes(written(name, "both")[0])
    assert not citing_judges.biber_faults(path)


def test_pandoc_cites_every_item(tmp_path: Path) -> None:
    data, count = written("csl", "both")
    path = tmp_path / "large.json"
    path.write_bytes(data)
    assert citing_judges.cited_by_pandoc(path) == count


@pytest.mark.parametrize("name", ["ris", "ris-talis", "mods"])
def test_bibutils_read_every_reference(name: str, tmp_path: Path) -> None:
    data, count = written(name, "both")
    path = tmp_path / f"large.{name}"
    path.write_bytes(data)
    found = citing_judges.mods_by_bibutils(path) if name == "mods" else len(citing_judges.ris_by_bibutils(path))
    assert found == count
