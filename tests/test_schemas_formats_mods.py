"""mods: every record valid against MODS 3.8, read by bibutils and by our own reading side; what comes back is what went out."""

import io
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from lxml import etree

from schemas.formats import mods
from schemas.record import Record, Title
from tests import citing_judges
from tests.corpus_records import corpus
from tests.format_cases import CASES, held, written
from tests.test_schemas_formats_cases import one, records

SPACE = "{http://www.loc.gov/mods/v3}"


class Judge:
    """The official schema; in a class of its own, so that a failing example is shown without it."""

    def __init__(self, folder: Path) -> None:
        self._schema = etree.XMLSchema(etree.parse(str(folder / "mods-3-8.xsd")))

    def __call__(self, data: bytes) -> int:
        root = etree.fromstring(data)
        assert root.tag == f"{SPACE}modsCollection"
        for child in root:  # each by itself, as an OAI-PMH provider gives it
            self._schema.assertValid(etree.fromstring(etree.tostring(child)))
        return len(root)


@pytest.fixture(scope="session")
def valid(shared: Path) -> Judge:
    if not (shared / "schemas" / "mods-3-8.xsd").is_file():
        pytest.skip("mods-3-8.xsd is not here (../shared/schemas)")
    return Judge(shared / "schemas")


@pytest.mark.parametrize("case", CASES)
def test_the_cases_are_valid(case: str, valid: Judge) -> None:
    assert valid(written(mods, held(case))) == sum(not one.record.deleted for one in held(case))


@given(records)
def test_any_text_gives_valid_mods(valid: Judge, record: Record) -> None:
    assert valid(written(mods, one(record))) == 1


@pytest.mark.slow
def test_every_record_of_the_corpora_is_valid_and_read_by_bibutils(shared: Path, valid: Judge, tmp_path: Path) -> None:
    items = list(corpus(shared))
    data = written(mods, items)
    assert valid(data) == len(items)
    path = tmp_path / "all.mods"
    path.write_bytes(data)
    assert citing_judges.mods_by_bibutils(path) == len(items)


def test_what_goes_out_comes_back() -> None:
    (report,) = held("full-report")
    (back,) = mods.read(io.BytesIO(written(mods, [report])))
    said, read = report.record, back.record
    assert back.key == "press:water-12"
    assert read.type == said.type
    assert read.type_as_printed == said.type_as_printed
    assert read.title == msgspec.structs.replace(said.title, as_printed=None)
    assert [(c.name, c.role, c.identifiers, c.affiliations) for c in read.contributors] == [
        (c.name, c.role, c.identifiers, c.affiliations) for c in said.contributors
    ]
    for name in ("publisher", "edition", "page_count", "extent", "abstract", "rights", "series"):
        assert getattr(read, name) == getattr(said, name), name
    assert [i for i in said.identifiers if not i.scheme.endswith("-invalid")] == list(read.identifiers)
    assert [(e.title, e.label, [(p.first, p.last) for p in e.pages]) for e in read.contents] == [
        (e.title, e.label, [(p.first, p.last) for p in e.pages]) for e in said.contents
    ]
    assert [e.title for e in read.contents[1].entries] == ["Rivers: a history", None]


def test_an_entry_names_its_host_with_people_and_numbers() -> None:
    from schemas.entries import entries_of

    (report,) = held("full-report")
    root = etree.fromstring(written(mods, list(entries_of(report))))
    rivers = root[2]
    host = rivers.find(f"{SPACE}relatedItem[@type='host']")
    assert host is not None
    assert host.findtext(f"{SPACE}titleInfo/{SPACE}title") == "water report"
    assert host.findtext(f"{SPACE}titleInfo/{SPACE}nonSort") == "The "
    assert host.findtext(f"{SPACE}identifier[@type='isbn']") == "9783161484100"
    assert host.findtext(f"{SPACE}part/{SPACE}detail/{SPACE}number") == "1."
    assert host.findtext(f"{SPACE}part/{SPACE}extent/{SPACE}list") == "3-25, 30"


@pytest.mark.parametrize(
    ("title", "languages", "article", "rest"),
    [
        ("The water report", ("en",), "The ", "water report"),
        ("L'eau", ("fr",), "L'", "eau"),
        ("Die Flüsse", ("de",), "Die ", "Flüsse"),
        ("Die hard", ("en",), None, "Die hard"),
        ("The", ("en",), None, "The"),
    ],
)
def test_the_article_stands_apart(title: str, languages: tuple[str, ...], article: str | None, rest: str) -> None:
    record = Record(title=Title(main=title), languages=languages)
    root = etree.fromstring(written(mods, one(record)))
    info = root[0].find(f"{SPACE}titleInfo")
    assert info is not None
    assert info.findtext(f"{SPACE}nonSort") == article
    assert info.findtext(f"{SPACE}title") == rest
    (back,) = mods.read(io.BytesIO(written(mods, one(record))))
    assert back.record.title == record.title
