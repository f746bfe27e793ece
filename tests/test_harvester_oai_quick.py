"""A page of the usual shape read without a tree gives what the strict reading gives, or nothing at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.oai_origin import Work
from harvester.oai.answers import read_answer, read_list
from harvester.oai.quick import quick_page
from harvester.oai.shapes import OaiPage
from schemas.payloads import read_payload
from tests.oai_server import OAI, Rec, Repo

ROOT = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
)
NAMES = ["title", "creator", "subject", "description", "publisher", "date", "type", "identifier", "language", "relation", "Rights", "format", "odd"]  # fmt: skip


def told(page: OaiPage) -> Any:
    """Return all that a page says, its payloads read."""
    records = [
        (r.header, None if r.payload is None else read_payload(r.payload, prefix="oai_dc")) for r in page.records
    ]
    return (records, page.cut, page.damage, page.errors, page.headers, page.response_date, page.rooted, page.token, page.verb)  # fmt: skip


def agree(body: bytes) -> bool:
    """See that the quick way says what the strict way says, or nothing; says whether it said anything."""
    quick = quick_page(body)
    if quick is not None:
        assert told(quick) == told(read_answer(body))
    return quick is not None


def served(*payloads: str | None, **said: Any) -> bytes:
    repo = Repo()
    for number, payload in enumerate(payloads):
        repo.records[f"oai:x:{number}"] = Rec(payload=payload, deleted=payload is None, sets=("a", "b c"), **said)
    return repo.answer({"verb": "ListRecords", "metadataPrefix": "oai_dc"})


def test_the_usual_shape_is_read_quickly() -> None:
    records = "".join(Work(n).record("oai_dc") for n in range(200))
    body = Repo().page("ListRecords", records + '<resumptionToken cursor="0">a &amp; b</resumptionToken>')
    assert agree(body)
    assert read_list(body).token == read_answer(body).token
    assert agree(served(f'{ROOT}<dc:title xml:lang="fr">Le quai &amp; l\'eau &lt;i&gt;</dc:title><dc:date/></oai_dc:dc>'.replace("<dc:date/>", "<dc:date></dc:date>"), None))  # fmt: skip
    assert agree(served(f"{ROOT}</oai_dc:dc>"))


@pytest.mark.parametrize(
    "inner",
    [
        "<dc:title>a<b>c</b></dc:title>", "<dc:title>a &#233; b</dc:title>", "<dc:title>&eacute;</dc:title>", "<dc:title><![CDATA[a]]></dc:title>",
        "<dc:title>a<!-- b --></dc:title>", "<dc:title>a ]]> b</dc:title>", "<dc:title>a\rb</dc:title>", "<dc:title>a\x0bb</dc:title>",
        "<dc:title>a\ufffeb</dc:title>", "<dc:title>a</dc:creator>", "<dc:title/>", "<title>a</title>", '<dc:title x="y">a</dc:title>', "<xx:title>a</xx:title>",
        "<?php echo ?>", "<dc:title>a</dc:title>&", "<record/>", "</oai_dc:dc></metadata></record><record>", "<dc:date xml:lang='en'>2020</dc:date>",
    ],
)  # fmt: skip
def test_anything_else_is_left_to_the_strict_way(inner: str) -> None:
    assert not agree(served(f"{ROOT}{inner}</oai_dc:dc>"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<ListRecords>", '<ListRecords x="y">'), ("<ListRecords>", "<GetRecord>"), ("<ListRecords>", "<ListRecords>text"), ("<record>", "<record >"),
        ("</metadata>", "</metadata><about/>"), ("<header>", "<header><x/>"), ("oai:x:0", "a&amp;b"), ('encoding="UTF-8"', 'encoding="ISO-8859-1"'),
        ("<?xml", " <?xml"), ("</OAI-PMH>", ""), ("<OAI-PMH", "<!-- --><OAI-PMH"), (OAI[:-1] + '/"', OAI[:-1] + '/" bad'), ("</record>", "</record>x"),
        ("<metadata>", "<metadata><oai/>"), (ROOT, ROOT.replace("xmlns:dc=", "xmlns:d=")), (ROOT, ROOT.replace("oai_dc/", "other/")),
        ("<ListRecords>", "<x><ListRecords>"), ("<responseDate>", "<?x?><responseDate>"),
    ],
)  # fmt: skip
def test_another_envelope_is_left_to_the_strict_way(old: str, new: str) -> None:
    body = served(f"{ROOT}<dc:title>a</dc:title></oai_dc:dc>").decode()
    assert agree(body.encode())
    assert old in body
    assert not agree(body.replace(old, new, 1).encode())


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
FIELDS = st.lists(st.tuples(st.sampled_from(NAMES), TEXT, st.sampled_from(["", "en", "x-none", "de AT"])), max_size=12)


@settings(deadline=None)
@given(st.lists(FIELDS, min_size=1, max_size=3))
def test_both_ways_agree_on_any_fields(records: list[list[tuple[str, str, str]]]) -> None:
    def element(name: str, text: str, lang: str) -> str:
        said = f' xml:lang="{lang}"' if lang else ""
        return f"<dc:{name}{said}>{text.replace('&', '&amp;').replace('<', '&lt;')}</dc:{name}>"

    payloads = ["".join([ROOT, *(element(*one) for one in fields), "</oai_dc:dc>"]) for fields in records]
    agree(served(*payloads))


BODY = served(f"{ROOT}<dc:title>The gauge</dc:title>\n<dc:date>2020</dc:date></oai_dc:dc>", None, ROOT + "</oai_dc:dc>")


@settings(deadline=None, max_examples=300)
@given(
    st.integers(0, len(BODY)),
    st.integers(0, 30),
    st.one_of(
        st.binary(max_size=6),
        st.sampled_from([b"<", b">", b"&", b"&amp;", b"</record>", b"<record>", b"<dc:x>", b"]]>", b"\xc2\xa0", b"\xff", b"<metadata>", b"<header>"]),
    ),
)  # fmt: skip
def test_both_ways_agree_on_any_damage(at: int, length: int, put: bytes) -> None:
    agree(BODY[:at] + put + BODY[at + length :])
