"""ris and ris-talis: every line is a tag, whatever the text; rispy and bibutils read every record; Talis' rules hold."""

import io
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from stdnum import isbn

from schemas.crosswalk.wording import headed
from schemas.errors import ReadError
from schemas.formats import ris, ris_talis
from schemas.left_out import NO_TITLE, Tally
from schemas.record import Contributor, Date, Identifier, Record, Title, canonical
from schemas.values.text import fold
from tests import citing_judges
from tests.corpus_records import corpus
from tests.format_cases import CASES, held, written
from tests.test_schemas_formats_cases import any_text, one, records

LINE = re.compile(r"[A-Z][A-Z0-9]  - [^\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]*")
MODULES = pytest.mark.parametrize("module", [ris, ris_talis], ids=lambda m: m.NAME)
TALIS = frozenset("TY ID TI BT JF AU ED N2 DO EP SP SN IS VL ET PB PY UR ER".split())


def references(data: bytes) -> list[list[tuple[str, str]]]:
    """Tags and values of each reference, by the letter of the specification."""
    found: list[list[tuple[str, str]]] = []
    assert data.endswith(b"\r\n") or not data
    for line in data.decode().split("\r\n")[:-1]:
        assert LINE.fullmatch(line), repr(line)
        tag, value = line[:2], line[6:]
        if tag == "TY":
            assert not found or found[-1][-1][0] == "ER"
            found.append([])
        assert found[-1][-1:] != [("ER", "")]
        found[-1].append((tag, value))
    return found


@MODULES
@given(record=records)
def test_any_text_stays_on_its_line(module: ModuleType, record: Record) -> None:
    found = references(written(module, one(record)))
    assert len(found) <= 1
    for tags in found:
        assert tags[0][0] == "TY"
        assert tags[-1] == ("ER", "")
        assert not any("*" in value for tag, value in tags if tag in ("AU", "ED", "A2", "A4", "KW"))
        assert all(value.strip() for tag, value in tags[:-1])


def read_again(module: ModuleType, items: list) -> None:  # type: ignore[type-arg]
    data = written(module, items)
    read = rispy.loads(data.decode())
    assert len(read) == len(references(data))
    for got, tags in zip(read, references(data), strict=True):
        assert got["type_of_reference"] == tags[0][1]
        assert got.get("title") == dict(tags).get("TI")
        assert got.get("authors", []) == [value for tag, value in tags if tag == "AU"]


@MODULES
@pytest.mark.parametrize("case", CASES)
def test_rispy_reads_the_cases(module: ModuleType, case: str) -> None:
    read_again(module, held(case))


@MODULES
@pytest.mark.slow
def test_rispy_reads_every_record_of_the_corpora(module: ModuleType, shared: Path) -> None:
    read_again(module, list(corpus(shared)))


KNOWN = {"namePart": "writes the type `suffix`, which MODS does not have"}
"""Faults of bibutils itself: its MODS, not our RIS."""


@MODULES
@pytest.mark.slow
def test_bibutils_reads_every_record_of_the_corpora(module: ModuleType, shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.ris"
    path.write_bytes(written(module, list(corpus(shared))))
    root = citing_judges.ris_by_bibutils(path)
    assert len(root) == len(references(path.read_bytes()))
    schema = etree.XMLSchema(etree.parse(str(shared / "schemas" / "mods-3-8.xsd")))
    schema.validate(root)
    faults = Counter(KNOWN.get(m[1], e.message) for e in schema.error_log if (m := re.search(r"}(\w+)'", e.message)))
    assert set(faults) <= set(KNOWN.values())


@pytest.mark.slow
def test_talis_gets_what_it_loads_and_nothing_else(shared: Path) -> None:
    for tags in references(written(ris_talis, list(corpus(shared)))):
        names = [tag for tag, _ in tags]
        assert set(names) <= TALIS
        assert "TI" in names
        assert max(Counter(name for name in names if name not in ("AU", "ED", "SN")).values()) == 1
        for tag, value in tags:
            if tag in ("AU", "ED"):
                assert len(value) <= 255
            elif tag == "DO":
                assert value.startswith("10.")
            elif tag == "SN":
                assert re.fullmatch(r"[0-9]{13}|[0-9]{9}[0-9X]|[0-9]{4}-[0-9]{3}[0-9X]", value)


def test_talis_gets_both_forms_of_an_isbn_and_no_long_names() -> None:
    record = Record(
        title=Title(main="Rivers"),
        contributors=(Contributor(name="x" * 256, role="aut"), Contributor(name="Ann Poe", role="aut")),
        identifiers=(
            Identifier(scheme="isbn", value="9783161484100"),
            Identifier(scheme="isbn", value="9791090636071"),
        ),
    )
    (tags,) = references(written(ris_talis, one(record)))
    assert [value for tag, value in tags if tag == "SN"] == ["9783161484100", "316148410X", "9791090636071"]
    assert isbn.to_isbn13("316148410X") == "9783161484100"
    assert [value for tag, value in tags if tag == "AU"] == ["Ann Poe"]


def test_talis_leaves_out_what_has_no_title() -> None:
    out, tally = io.BytesIO(), Tally()
    assert ris_talis.write(one(Record(title=Title(main="\x00"))), out, tally) == 0
    assert tally.lines() == [f"1 record left out ({NO_TITLE}): a:b"]


@pytest.mark.parametrize(
    ("date", "tags"),
    [
        (Date(kind="issued", edtf="2021-05"), [("PY", "2021"), ("DA", "2021/05//")]),
        (Date(kind="issued", edtf="1984~", as_printed="ca. 1984"), [("DA", "1984///ca. 1984")]),
        (Date(kind="issued", edtf="1990/1995"), [("PY", "1990"), ("DA", "1990///1990-1995")]),
        (Date(kind="issued", as_printed="n.d."), [("DA", "///n.d.")]),
        (Date(kind="issued", edtf="2021-21", as_printed="Spring 2021"), [("PY", "2021"), ("DA", "2021///Spring 2021")]),
    ],
)
def test_dates_say_no_more_than_the_record(date: Date, tags: list[tuple[str, str]]) -> None:
    (found,) = references(written(ris, one(Record(dates=(date,)))))
    assert [pair for pair in found if pair[0] in ("PY", "DA")] == tags


def test_a_report_of_editors_alone_and_people_in_other_roles() -> None:
    people = (
        Contributor(name="Rick Roe", family="Roe", given="Rick", role="edt"),
        Contributor(name="Ann Poe", role="trl"),
        Contributor(name="River Foundation", role="fnd"),
        Contributor(name="Jo"),
    )
    (tags,) = references(written(ris, one(Record(type="report", contributors=people))))
    assert ("ED", "Roe, Rick") in tags
    assert ("A4", "Ann Poe") in tags
    assert ("N1", "Contributors: River Foundation (funder); Jo") in tags


def test_what_goes_out_comes_back() -> None:
    (report,) = held("full-report")
    (back,) = ris.read(io.BytesIO(written(ris, [report])))
    said, read = report.record, back.record
    assert back.key == "10.1234/abc"
    for name in ("type", "type_as_printed", "publisher", "edition", "page_count", "languages"):
        assert getattr(read, name) == getattr(said, name), name
    assert read.title == Title(main=said.title.main, sub=said.title.sub)
    assert {c.name for c in read.contributors} == {c.name for c in said.contributors if c.role != "isb"}
    assert [(s.title, s.number) for s in read.series] == [(s.title, s.number) for s in said.series]
    assert [d.edtf for d in read.dates] == ["2021-05"]
    assert {i.value for i in read.identifiers} == {"10.1234/abc", "9783161484100", "WI-2021-12"}
    assert [e.title for e in read.contents if e.title] == ["Foreword", "Waters", "Rivers: a history", "Annex"]


@pytest.mark.parametrize("name", ["jabref-Scopus.ris", "rispy-full.ris", "ris_bug.ris"])
def test_real_files_give_as_many_records_as_an_independent_reader_finds(shared: Path, name: str) -> None:
    text = (shared / "corpus/records/ris" / name).read_text("utf-8-sig")
    found = list(ris.read(io.BytesIO(text.encode())))
    read = rispy.loads(text.replace("TY -  ", "TY  - "))
    assert len(found) == len(read) > 0
    for got, other in zip(found, read, strict=True):
        assert got.record.title is not None
        assert fold(headed(got.record.title) or "") == fold(other.get("title") or other["primary_title"])
        people = other.get("authors", other.get("first_authors", []))
        assert len([c for c in got.record.contributors if c.role == "aut"]) == len(people)
        assert not other.get("doi") or got.record.identifiers


@given(
    st.lists(
        st.tuples(
            st.sampled_from("TY TI T1 T2 AU A2 ED PY DA SN SP EP DO UR KW N1 M3 LA AB VL ER L1".split()), any_text
        ),
        max_size=12,
    )
)
def test_any_reference_is_a_record_or_unreadable(tags: list[tuple[str, str]]) -> None:
    text = "TY  - RPRT\n" + "".join(f"{tag}  - {value}\n" for tag, value in tags)
    found = ris.read(io.BytesIO(text.encode("utf-8", "ignore")))
    for _ in range(30):
        try:
            assert canonical(next(found).record)
        except ReadError:
            continue
        except StopIteration:
            break
