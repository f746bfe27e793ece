"""What registries and publishers give (DataCite, OpenAlex, Crossref's XML, JATS, BITS): odd content never raises, and what is told apart is."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from schemas.errors import ReadError
from schemas.formats import readers
from schemas.payloads import UNKNOWN, read_payload
from schemas.reading import Found
from schemas.record import Record, canonical, decode
from tests.reader_cases import every
from tests.test_schemas_readers import odd

NAMES = {
    "datacite": "resource identifier creators creator creatorName givenName familyName nameIdentifier affiliation titles title publisher publicationYear "
    "resourceType subjects subject contributors contributor contributorName dates date language alternateIdentifiers alternateIdentifier "
    "relatedIdentifiers relatedIdentifier sizes size formats format version rightsList rights descriptions description fundingReferences "
    "fundingReference funderName relatedItems relatedItem relatedItemIdentifier number volume issue firstPage lastPage edition payload",
    "unixref": "crossref doi_record query msg error report-paper report-paper_metadata book book_metadata book_series_metadata series_metadata journal "
    "journal_metadata journal_issue journal_volume journal_article conference proceedings_metadata proceedings_title conference_paper posted_content "
    "posted_date content_item contributors person_name organization given_name surname titles title subtitle publication_date year month day isbn issn "
    "pages first_page last_page publisher publisher_name doi_data doi resource collection item institution institution_name component_number program "
    "assertion license_ref related_item inter_work_relation volume issue full_title abstract p ORCID affiliation item_number publisher_item",
    "jats": "article front journal-meta article-meta journal-title-group journal-title issn article-id title-group article-title subtitle trans-title contrib-group "
    "contrib name surname given-names string-name collab name-alternatives xref aff institution institution-wrap pub-date year month day season string-date "
    "history date volume issue fpage lpage page-range elocation-id permissions copyright-statement license license-p abstract sec p title kwd-group kwd "
    "subj-group subject self-uri funding-group award-group funding-source counts page-count custom-meta-group custom-meta meta-name meta-value role contrib-id",
    "bits": "book book-meta collection-meta book-id book-title-group book-title subtitle isbn contrib-group contrib name surname given-names collab pub-date year month "
    "publisher publisher-name publisher-loc front-matter book-body body book-back book-part book-part-meta book-part-id title-group title label fpage lpage "
    "abstract p foreword preface index toc toc-entry toc-div nav-pointer book-part-wrapper book-page-count permissions copyright-year copyright-holder",
}  # fmt: skip
ATTRIBUTES = "identifierType nameType titleType dateType descriptionType relationType relatedIdentifierType relatedItemType resourceTypeGeneral contributorType media_type contributor_role book_type type status item_number_type name pub-type date-type publication-format contrib-type rid ref-type id abstract-type content-type book-id-type pub-id-type count language".split()  # fmt: skip
WORDS = st.sampled_from(["DOI", "ISSN", "URL", "ISBN", "Personal", "Organizational", "Subtitle", "Issued", "Abstract", "TableOfContents", "SeriesInformation",
                         "IsPartOf", "IsPublishedIn", "Journal", "Report", "Text", "print", "online", "author", "editor", "epub", "ppub", "doi", "isbn", "extract",
                         "heading", "unresolved", "funder_name", "a1", "pub", "electronic"]) | odd  # fmt: skip
YEARS = st.sampled_from(["2021", "5", "31", "0", "2021-05-03", "99999999999999999999", "٣", "二"])


@st.composite
def trees(draw: st.DrawFn, name: str) -> Any:
    names = NAMES[name].split()
    root = etree.Element(names[0])
    places = [root]
    for _ in range(draw(st.integers(0, 25))):
        child = etree.SubElement(draw(st.sampled_from(places)), draw(st.sampled_from(names)))
        child.text, child.tail = draw(odd | YEARS), draw(st.sampled_from([None, " ", "and"]))
        for key in draw(st.lists(st.sampled_from(ATTRIBUTES), max_size=2)):
            child.set(key, draw(WORDS))
        places.append(child)
    return root


def sound(record: Record) -> None:
    assert decode(canonical(record)) is not None


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(max_examples=40)
def test_any_tree_is_read_or_refused(name: str, data: st.DataObject) -> None:
    root = data.draw(trees(name))
    with contextlib.suppress(ReadError):
        sound(readers()[name].record_of(root))
    for one in each(name, etree.tostring(root)):
        sound(one.record)


def each(name: str, body: bytes) -> list[Found]:
    found, reading = [], readers()[name].read(io.BytesIO(body))
    while True:
        try:
            found.append(next(reading))
        except StopIteration:
            return found
        except ReadError:
            continue


FIELDS = {
    "datacite-json": "id doi creators contributors titles publisher publicationYear subjects dates language types identifiers alternateIdentifiers "
    "relatedIdentifiers relatedItems sizes formats version rightsList descriptions fundingReferences container url contentUrl attributes data name givenName familyName "
    "nameType nameIdentifiers affiliation title titleType date dateType resourceType resourceTypeGeneral identifier identifierType relationType relatedItemType "
    "description descriptionType firstPage lastPage",
    "openalex": "id doi title display_name publication_year publication_date ids language type primary_location locations source authorships author raw_author_name "
    "institutions raw_affiliation_strings biblio volume issue first_page last_page abstract_inverted_index keywords topics mesh funders results landing_page_url "
    "pdf_url license issn_l raw_source_name orcid",
}  # fmt: skip


def values(name: str) -> st.SearchStrategy[Any]:
    keys = st.sampled_from(FIELDS[name].split())
    plain = (
        st.none()
        | st.booleans()
        | st.integers(-5, 3000)
        | st.floats(allow_nan=False, allow_infinity=False)
        | odd
        | WORDS
    )
    return st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys | odd, inner, max_size=6), max_leaves=15)  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
@given(data=st.data())
@settings(max_examples=40)
def test_any_json_is_read_or_refused(name: str, data: st.DataObject) -> None:
    keys = st.sampled_from(FIELDS[name].split())
    value = data.draw(st.dictionaries(keys, values(name), max_size=8) | values(name))
    for one in each(name, json.dumps(value).encode()):
        sound(one.record)


def test_an_index_of_any_size_gives_an_abstract() -> None:
    work = {
        "id": "https://openalex.org/W1",
        "abstract_inverted_index": {"far": [10**12], "b": [2], "a": [0, -1, "x", True], "odd": 7},
    }
    (found,) = each("openalex", json.dumps(work).encode())
    assert found.record.abstract[0].text == "a b"


def test_nested_as_deep_as_the_parser_takes_it() -> None:
    deep = (
        b"<book><book-meta/><book-body>"
        + b"<book-part><body>" * 120
        + b"</body></book-part>" * 120
        + b"</book-body></book>"
    )
    assert each("bits", deep) == []
    title = b"<article><front><article-meta><title-group><article-title>" + b"<b>" * 200 + b"Deep" + b"</b>" * 200
    (found,) = each("jats", title + b"</article-title></title-group></article-meta></front></article>")
    assert found.record.title is not None
    assert found.record.title.main == "Deep"


def test_entities_of_a_document_type_that_is_not_loaded_are_no_text() -> None:
    body = b'<!DOCTYPE article SYSTEM "JATS.dtd"><article><front><article-meta><title-group><article-title>A &alpha; b</article-title></title-group></article-meta></front></article>'  # fmt: skip
    (found,) = each("jats", body)
    assert found.record.title is not None
    assert found.record.title.main in ("A b", "A α b")


@pytest.mark.parametrize(
    ("xml", "name"),
    [
        ("<crossref xmlns='http://www.openarchives.org/OAI/2.0/'><journal><journal_article><titles><title>T</title></titles></journal_article></journal></crossref>", "unixref"),
        ("<article xmlns='http://www.openarchives.org/OAI/2.0/'><front><article-meta><title-group><article-title>T</article-title></title-group></article-meta></front></article>", "jats"),
        ("<article><title>DocBook</title></article>", UNKNOWN),
        ("<book><info><title>DocBook</title></info></book>", UNKNOWN),
        ("<resource name='x'/>", UNKNOWN),
        ("<record xmlns='http://www.openarchives.org/OAI/2.0/'><other/></record>", UNKNOWN),
        ("<oai_datacite xmlns='http://schema.datacite.org/oai/oai-1.1/'><payload><resource xmlns='http://datacite.org/schema/kernel-4'><titles><title>T</title></titles></resource></payload></oai_datacite>", "datacite"),
        ("<resource xmlns='http://datacite.org/schema/kernel-2.2'><titles><title>T</title></titles></resource>", "datacite"),
        ("<metadata><book xmlns='http://x.example/'/></metadata>", UNKNOWN),
    ],
)  # fmt: skip
def test_payloads_are_told_apart(xml: str, name: str) -> None:
    payload = read_payload(etree.fromstring(xml))
    assert payload.format == name
    assert (payload.record == Record()) == (name == UNKNOWN)


def test_a_book_of_a_real_archive_is_read_with_all_its_parts(shared: Path) -> None:
    (one,) = every(readers()["bits"], shared / "corpus/pages/jstor__dfr-book-ctt24hdz7.xml.txt")
    assert isinstance(one, Found)
    assert one.key == "j.ctt24hdz7"
    assert len(one.record.contents) == 36
    assert all(entry.title and entry.pages and entry.identifiers for entry in one.record.contents)


def test_what_a_result_says_of_a_part_is_the_part(shared: Path) -> None:
    """Each record of Crossref's repository is of one work: a chapter is no book with one entry."""
    found = [
        one.record
        for one in every(readers()["unixref"], shared / "corpus/records/crossref-xml/report.xml")
        if isinstance(one, Found)
    ]
    kinds = [one.type for one in found]
    assert (kinds.count("report"), kinds.count("chapter"), kinds.count("book")) == (89, 51, 60)
    assert not any(one.contents for one in found)
    assert all(one.title and one.dates and one.publisher for one in found)
