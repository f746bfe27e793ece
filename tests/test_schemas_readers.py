"""The reading side of the formats: our own cases, real files where they are, and odd content that never raises."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from schemas.errors import ReadError
from schemas.formats import crossref, formats, readers
from schemas.payloads import UNKNOWN, format_of, read_payload
from schemas.record import Identifier, Record, canonical, decode
from schemas.rules import check
from tests.reader_cases import EXPECTED, FOLDER, INPUTS, every, expected_of, told

XML_FORMATS = ("dc", "qdc", "marcxml", "mods", "datacite", "unixref", "jats", "bits")


@pytest.mark.parametrize("path", INPUTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_file_gives_what_is_expected(path: Path) -> None:
    assert expected_of(path).exists(), "python -m tests.reader_cases writes it; read it before you commit it"
    assert told(path) == json.loads(expected_of(path).read_text("utf-8"))


def test_every_expected_file_and_every_reader_has_a_case() -> None:
    assert set(FOLDER.glob(f"*/*{EXPECTED}")) == {expected_of(path) for path in INPUTS}
    assert {path.parent.name for path in INPUTS} == set(readers())


def test_readers_are_found_by_themselves() -> None:
    assert {"dc", "qdc", "marcxml", "kbart"} <= set(readers())
    for name, module in readers().items():
        assert module.READER.startswith(f"{name}/")
    assert "crossref" not in formats(), "what is only read is not offered for export"


def counted(shared: Path, name: str, place: str) -> tuple[int, list[str]]:
    path = shared / "corpus" / "records" / place
    found = list(every(readers()[name], path))
    records = [one for one in found if not isinstance(one, ReadError)]
    for one in records:
        assert decode(canonical(one.record)) == one.record
    return len(records), [str(one) for one in found if isinstance(one, ReadError)]


REAL = {
    ("kbart", "kbart/brill-DAC.tsv"): 91,
    ("kbart", "kbart/zbw-8-cup.tsv"): 31,
    ("kbart", "kbart/zdb-1-eem.tsv"): 334,
    ("marcxml", "marcxml/analytical.xml"): 1,
    ("marcxml", "marcxml/bd20x24x.xml"): 358,
    ("marcxml", "marcxml/bd76x78x.xml"): 105,
    ("marcxml", "marcxml/british_library.xml"): 99,
    ("marcxml", "marcxml/jabref-BookSeries.xml"): 1,
    ("marcxml", "marcxml/lc-5XX.xml"): 1,
    ("marcxml", "marcxml/lc-series.xml"): 4,
    ("marcxml", "marcxml/nlm.xml"): 99,
    ("marcxml", "marcxml/oral_literature.xml"): 1,
    ("marcxml", "marcxml/princeton.xml"): 99,
    ("marcxml", "oai/inspire-ListRecords.xml"): 2,
    ("marcxml", "oai/vufind-marc.xml"): 100,
    ("qdc", "oai/qdc1.xml"): 1,
    ("dc", "oai/sickle-ListRecords.xml"): 1,
    ("marc", "marc21/marc.dat"): 20,
    ("marc", "marc21/utf8_with_leader_flag.dat"): 1,
    ("mods", "mods/catmandu-1.xml"): 1,
    ("mods", "mods/catmandu-3.xml"): 2,
    ("mods", "mods/jabref-allfields.xml"): 1,
    ("mods", "mods/loc-2010045158.xml"): 1,
    ("crossref", "crossref/10.1007_978-1-137-40325-4_12.json"): 1,
    ("crossref", "crossref/10.1007_978-3-658-17671-6_18-1.json"): 1,
    ("crossref", "crossref/10.17875_gup2015-797.json"): 1,
    ("crossref", "crossref/10.17875_gup2015-813.json"): 1,
    ("crossref", "crossref/10.2172_1083995.json"): 1,
    ("crossref", "crossref/10.26616_nioshpub2019112revised032023.json"): 1,
    ("crossref", "crossref/10.35497_349330.json"): 1,
    ("crossref", "crossref/10.4095_110861.json"): 1,
    ("crossref", "crossref/10.54377_157f-be71.json"): 1,
    ("crossref", "crossref/978-3-030-64953-1_4.json"): 1,
    ("crossref", "crossref/978-3-319-45856-4_22.json"): 1,
    ("crossref", "crossref/crossref-list.json"): 20,
    ("crossref", "crossref/crossref-works.badsample.ndjson"): 13,
    ("crossref", "crossref/crossref-works.single.json"): 1,
    ("crossref", "crossref/multiple_isbn.json"): 1,
    ("unixref", "crossref-xml/report.xml"): 200,
    ("unixref", "crossref-xml/previously-failed-15.xml"): 200,
    ("datacite", "datacite/full-v4.6.xml"): 1,
    ("datacite", "datacite/relateditem1-v4.6.xml"): 1,
    ("datacite", "datacite/relateditem3-v4.6.xml"): 1,
    ("datacite-json", "datacite/container-series-relateditem.json"): 1,
    ("datacite-json", "datacite/fatcat-doc-05.json"): 1,
    ("datacite-json", "datacite/fatcat-doc-14.json"): 1,
    ("openalex", "openalex/another_book_chapter.json"): 1,
    ("openalex", "openalex/book_chapter.json"): 1,
    ("openalex", "openalex/dissertation.json"): 1,
}


@pytest.mark.parametrize(("name", "place"), REAL)
def test_every_record_of_real_files_is_read(shared: Path, name: str, place: str) -> None:
    assert counted(shared, name, place) == (REAL[name, place], [])


def test_contents_of_real_catalogue_records(shared: Path) -> None:
    found = list(every(readers()["marcxml"], shared / "corpus/records/marcxml/princeton.xml"))
    entries = [entry for one in found if not isinstance(one, ReadError) for entry in one.record.contents]
    assert len(entries) > 200
    assert all(entry.title or entry.label or entry.pages for entry in entries)


def payloads(folder: Path) -> list[tuple[str, Any]]:
    """What stands in `metadata` elements of the OAI-PMH answers, in whatever namespace."""
    parser = etree.XMLParser(recover=True, resolve_entities=False)
    found = []
    for path in sorted(folder.glob("*.xml")):
        root = etree.fromstring(path.read_bytes(), parser)
        for element in root.iter() if root is not None else ():
            if isinstance(element.tag, str) and element.tag.rpartition("}")[2] == "metadata" and len(element):
                found += [(path.name, child) for child in element if isinstance(child.tag, str)][:1]
    return found


def test_every_payload_of_real_answers_is_read_or_said_to_be_unknown(shared: Path) -> None:
    kinds: Counter[str] = Counter()
    for name, element in payloads(shared / "corpus" / "oai"):
        payload = read_payload(element)
        assert decode(canonical(payload.record)) == payload.record, name
        assert payload.format != UNKNOWN or canonical(payload.record) == b"{}", name
        kinds[payload.format] += 1
    assert kinds["dc"] >= 816
    assert kinds["marcxml"] >= 405
    assert kinds["qdc"] >= 1
    assert kinds["mods"] >= 3
    assert kinds["datacite"] >= 3
    assert kinds["unixref"] >= 200
    assert kinds["jats"] >= 2


@pytest.mark.parametrize(
    ("xml", "prefix", "name"),
    [
        ("<oai_dc:dc xmlns:oai_dc='http://www.openarchives.org/OAI/2.0/oai_dc/'/>", None, "dc"),
        ("<dc/>", None, "dc"),
        ("<x xmlns='http://www.openarchives.org/OAI/2.0/'/>", "oai_dc", "dc"),
        ("<x/>", "MARC21", "marcxml"),
        ("<x/>", None, UNKNOWN),
        ("<x xmlns='urn:other'/>", "oai_dc", UNKNOWN),
        ("<mods xmlns='http://www.loc.gov/mods/v3'/>", None, "mods"),
        ("<record xmlns='info:lc/xmlns/marcxchange-v1'/>", None, "marcxml"),
        ("<qualifieddc/>", "oai_dc", "qdc"),
    ],
)
def test_the_element_says_what_it_is_before_the_prefix_does(xml: str, prefix: str | None, name: str) -> None:
    assert format_of(etree.fromstring(xml).tag, prefix) == name


def test_a_payload_that_is_wrapped_once_more_is_read() -> None:
    payload = read_payload(etree.fromstring("<metadata><dc><title>Inside</title></dc></metadata>"))
    assert payload.format == "dc"
    assert payload.record.title is not None
    assert payload.record.title.main == "Inside"


def test_a_local_profile_of_dublin_core_is_read() -> None:
    xml = "<thing xmlns='urn:x' xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>Local</dc:title><own>x</own><dc:date>2001</dc:date></thing>"
    payload = read_payload(etree.fromstring(xml))
    assert payload.format == "qdc"
    assert payload.record.dates[0].edtf == "2001"


# --- odd content ------------------------------------------------------------------------------------------------------

words = st.sampled_from(
    ["", " ", ";", ",", ":", " / ", " -- ", "1.", "(pages 1-2)", "http://", "https://doi.org/10.1/x", "doi:", "urn:isbn:", "info:eu-repo/",
     "info:eu-repo/semantics/altIdentifier/", "info:eu-repo/date/embargoEnd/", "9783161484100", "1234-5679", "n.d.", "[2021?]", "2021-13-45",
     "Vol. 4 No. 2 (2010)", "S.l. :", "&lt;p&gt;", "&amp;", "|", "uuuu", "12--", "http://[::1", "%zz", "\u202e", "é", "汉字", "10.", "Doe, Jane"]
)  # fmt: skip
odd = st.lists(
    words | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8), max_size=5
).map(" ".join)
DC = "title creator contributor date type identifier source relation description format language rights subject coverage publisher issued tableOfContents isPartOf issn doi volume extent bibliographicCitation field".split()
MARC = "010 020 022 024 027 035 037 041 046 086 088 100 110 111 130 242 245 246 250 260 264 300 440 490 502 505 506 520 533 540 542 600 650 653 655 700 710 720 740 773 774 776 780 785 800 810 830 856 880".split()


@st.composite
def dc_elements(draw: st.DrawFn) -> Any:
    root = etree.Element("dc")
    for _ in range(draw(st.integers(0, 8))):
        child = etree.SubElement(root, draw(st.sampled_from(DC)))
        child.text = draw(odd)
        for name in draw(st.lists(st.sampled_from(["type", "scheme", "lang", "qualifier", "element"]), max_size=2)):
            child.set(name, draw(odd))
    return root


@st.composite
def marc_elements(draw: st.DrawFn) -> Any:
    root = etree.Element("record")
    etree.SubElement(root, "leader").text = draw(st.text("abcdnims 01uz|", max_size=24))
    etree.SubElement(root, "controlfield", tag=draw(st.sampled_from(["001", "008"]))).text = draw(
        st.text("0123456789usrtemabc| -", max_size=40)
    )
    for _ in range(draw(st.integers(0, 6))):
        field = etree.SubElement(
            root, "datafield", tag=draw(st.sampled_from(MARC)), ind1=draw(st.sampled_from(" 012437")), ind2=draw(st.sampled_from(" 0127"))
        )  # fmt: skip
        for _ in range(draw(st.integers(0, 5))):
            etree.SubElement(field, "subfield", code=draw(st.sampled_from("abcdegknpqrtuvxyz0124579"))).text = draw(odd)
    return root


@given(dc_elements())
def test_odd_dublin_core_gives_a_record(element: Any) -> None:
    for name in ("dc", "qdc"):
        record = readers()[name].record_of(element)
        assert decode(canonical(record)) is not None


@given(marc_elements())
def test_odd_marc_gives_a_record(element: Any) -> None:
    assert decode(canonical(readers()["marcxml"].record_of(element))) is not None


@given(st.lists(st.lists(odd, max_size=26), max_size=4), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_odd_rows_give_records_or_say_so(rows: list[list[str]], encoding: str) -> None:
    head = "publication_title\ttitle_id\ttitle_url\tfirst_author\tpublisher_name\tprint_identifier\tdate_monograph_published_print\tmonograph_volume\tparent_publication_title_id"
    text = "\n".join([head, *("\t".join(cell.replace("\n", " ") for cell in row) for row in rows)])
    read_all("kbart", text.encode(encoding))


MODS = "mods titleInfo title nonSort subTitle name namePart role roleTerm originInfo dateIssued publisher place placeTerm genre typeOfResource relatedItem part extent start end detail number identifier subject topic abstract tableOfContents accessCondition location url language languageTerm physicalDescription recordInfo recordIdentifier".split()


@st.composite
def mods_elements(draw: st.DrawFn) -> Any:
    root = etree.Element("mods")
    places = [root]
    for _ in range(draw(st.integers(0, 12))):
        child = etree.SubElement(draw(st.sampled_from(places)), draw(st.sampled_from(MODS)))
        child.text = draw(odd)
        for name in draw(
            st.lists(
                st.sampled_from(["type", "point", "encoding", "authority", "unit", "lang", "keyDate", "access"]),
                max_size=2,
            )
        ):
            child.set(name, draw(st.sampled_from(["host", "series", "constituent", "start", "end", "marc", "doi", "isbn", "code", "family", "given", "corporate", "yes", "pages", "preview"]) | odd))  # fmt: skip
        places.append(child)
    return root


@given(mods_elements())
def test_odd_mods_gives_a_record(element: Any) -> None:
    assert decode(canonical(readers()["mods"].record_of(element))) is not None


FIELDS = "title subtitle original-title author editor translator institution funder publisher publisher-location issued published-print published-online posted container-title short-container-title ISBN isbn-type ISSN page volume issue edition-number language license link resource relation subject abstract alternative-id component-number deposited type group-title".split()  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | st.floats(allow_nan=False, allow_infinity=False) | odd | st.sampled_from(["report", "book", "book-chapter", "9783161484100"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["given", "family", "name", "ORCID", "affiliation", "date-parts", "URL", "value", "type", "id", "primary", "is-part-of", "date-time", "content-version"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
works = st.builds(
    lambda work, doi: work | {"DOI": doi},
    st.dictionaries(st.sampled_from(FIELDS), values, max_size=10),
    st.sampled_from(["10.5555/a", "10.5555/a_1", "10.5555/a.2", "10.5555/b/c", "not one"]),
)


@given(st.lists(works | values, max_size=5))
def test_odd_works_give_records_or_say_so(found: list[Any]) -> None:
    data = json.dumps({"message": {"items": found}}).encode()
    deposits, unreadable = crossref.deposits_of(data)
    assert len(deposits) + len(unreadable) == len(found)
    for one in crossref.together(deposits):
        assert decode(canonical(one.record)) == decode(canonical(one.record))
    read_all("crossref", data)


@given(st.lists(works, max_size=6), st.randoms())
def test_no_work_is_lost_and_none_comes_twice_when_they_are_brought_together(found: list[Any], random: Any) -> None:
    deposits, _ = crossref.deposits_of(json.dumps(found).encode())
    whole = crossref.together(deposits)
    told = [one.doi for one in whole] + [
        i.value for one in whole for entry in one.record.contents for i in entry.identifiers if i.scheme == "doi"
    ]
    assert sorted(told) == sorted({one.doi for one in deposits})


def read_all(name: str, data: bytes) -> int:
    """Read to the end, whatever cannot be read; anything but ReadError is a defect."""
    try:
        found = readers()[name].read(io.BytesIO(data))
    except ReadError:
        return 0
    for turn in range(10_000):
        try:
            assert canonical(next(found).record)
        except ReadError:
            continue
        except StopIteration:
            return turn
    raise AssertionError("reading does not end")


@pytest.mark.parametrize("path", INPUTS, ids=lambda p: f"{p.parent.name}/{p.name}")
@given(data=st.data())
def test_damaged_files_never_raise_anything_else(path: Path, data: st.DataObject) -> None:
    body = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body)))
        body[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    read_all(path.parent.name, bytes(body))


@pytest.mark.parametrize("name", sorted(readers()))
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    read_all(name, data)


@pytest.mark.parametrize("name", XML_FORMATS)
def test_entities_are_not_read(name: str) -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><dc><title>&b;</title></dc>'
    with pytest.raises(ReadError, match="entities"):
        list(readers()[name].read(io.BytesIO(bomb)))


def test_a_payload_in_a_format_that_is_not_read_gives_a_finding() -> None:
    payload = read_payload(etree.fromstring("<MD_Metadata xmlns='urn:other'><title>Not read</title></MD_Metadata>"))
    assert (payload.format, payload.record) == (UNKNOWN, Record())
    named = Record(identifiers=(Identifier(scheme="doi", value="10.5555/x"),))  # as the caller names it
    assert "M107" in {finding.code for finding in check(named, today=date(2026, 11, 24))}
    assert "M107" not in {finding.code for finding in check(Record(deleted=True), today=date(2026, 11, 24))}
