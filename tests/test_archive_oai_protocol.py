"""The provider's protocol: verbs, arguments, errors, tokens, sets and formats, each answer held against the official schemas."""

import base64
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.selection import Selection
from archive.service.oai import tokens
from archive.service.oai.naming import identifier, name_of, spelled, unspelled
from archive.service.oai.provider import Provider, packed
from archive.service.oai.shapes import Answer, Place, Refused, Repository, SavedQuery, Walk
from archive.store import Store
from schemas.errors import UsageError
from schemas.record import Record, Series, Title
from tests.archive_samples import RICH, Harvest, report
from tests.oai_provider import BASE, HOME, Read, asking, names, provider_of, read, walk

FORMATS = ("oai_dc", "qdc", "marcxml", "mods")
ONE = "oai:library.example:site:one"
QUERIES = (SavedQuery(name="bridges", title="Bridges & <rivers>", selection=Selection(query="bridge")),)


@pytest.fixture
def schemas(shared: Path) -> Any:
    """Judges an answer by the schema that knows its payload."""
    folder = shared / "schemas" / "offline"
    if not folder.is_dir():
        pytest.skip("the official schemas are not here (../shared/schemas)")
    both = {name: etree.XMLSchema(etree.parse(str(folder / f"oai-{name}.xsd"))) for name in ("all", "qdc")}

    def judge(answer: Answer) -> None:
        both["qdc" if b'dspace.org/qualifieddc/"' in answer.body else "all"].assertValid(etree.fromstring(answer.body))

    return judge


@pytest.fixture
def filled(store: Store, clock: Any) -> Provider:
    """Three records in two sources, one deleted, and a saved query."""
    site = Harvest(store, clock)
    site.put(msgspec.structs.replace(RICH, series=(Series(title="Chaillot Paper", number="140"),)), "one")
    site.put(report("Fens & <floods>"), "two")
    site.put(Record(deleted=True), "two")
    site.end()
    other = Harvest(store, clock, source="repo-2.example")
    other.put(report("Bridge tolls", series=(Series(title="Études à l’eau"),)), "oai:repo:7 ü?", input="oai:marcxml",
              origin_datestamp="2024-05-01T00:00:00Z", capture=other.keep(asked="https://repo.example/oai?verb=ListRecords&x=1"))  # fmt: skip
    other.end()
    return provider_of(store, msgspec.structs.replace(HOME, queries=QUERIES))


def test_every_right_request_is_answered_validly(filled: Provider, schemas: Any) -> None:
    requests: list[dict[str, str | None]] = [
        {"verb": "Identify"},
        {"verb": "ListMetadataFormats"},
        {"verb": "ListSets"},
    ]
    requests.append({"verb": "ListMetadataFormats", "identifier": ONE})
    for prefix in FORMATS:
        requests.append({"verb": "GetRecord", "identifier": ONE, "metadataPrefix": prefix})
        requests += [{"verb": verb, "metadataPrefix": prefix} for verb in ("ListRecords", "ListIdentifiers")]
    for request in requests:
        answer = asking(filled, **request)
        found = Read(answer)
        assert not found.errors, request
        assert found.root.find("o:request", {"o": found.root.nsmap[None]}).attrib == request
        schemas(answer)


def test_identify_says_what_the_repository_is(filled: Provider) -> None:
    found = read(filled, verb="Identify")
    assert found.text("repositoryName") == "The library"
    assert found.text("baseURL") == BASE
    assert found.text("adminEmail") == "oai@library.example"
    assert found.text("deletedRecord") == "persistent"
    assert found.text("granularity") == "YYYY-MM-DDThh:mm:ssZ"
    assert found.text("earliestDatestamp") == min(walk(filled)[0].stamps)
    assert b"<sampleIdentifier>oai:library.example:site:one</sampleIdentifier>" in asking(filled, verb="Identify").body


LISTS = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
WRONG: list[tuple[str, str]] = [
    ("badVerb", ""),
    ("badVerb", "verb="),
    ("badVerb", "verb=listrecords"),
    ("badVerb", "verb=Identify&verb=Identify"),
    ("badVerb", "metadataPrefix=oai_dc"),
    ("badVerb", "verb=%00%FF"),
    ("badArgument", "verb=Identify&metadataPrefix=oai_dc"),
    ("badArgument", "verb=Identify&x"),
    ("badArgument", "verb=ListRecords"),
    ("badArgument", "verb=ListRecords&metadataPrefix="),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc"),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x"),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&from="),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30"),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-24T12:00Z"),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-24T12:00:00.5Z"),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&until=2026"),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&until=0000-01-01"),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-24&until=2026-11-24T13:00:00Z"),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&from=2026-11-25&until=2026-11-24"),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&set="),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&set=a%20b"),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&identifier=x"),
    ("badArgument", "verb=ListSets&set=source"),
    ("badArgument", "verb=GetRecord&metadataPrefix=oai_dc"),
    ("badArgument", f"verb=GetRecord&identifier={ONE}"),
    ("badArgument", "verb=GetRecord&metadataPrefix=oai_dc&identifier=%3Cscript%3E"),
    ("badArgument", "verb=Identify&" + "&".join(f"a{n}" for n in range(40))),
    ("badArgument", "verb=Identify&" + "a" * 9000),
    ("badResumptionToken", "verb=ListRecords&resumptionToken="),
    ("badResumptionToken", "verb=ListRecords&resumptionToken=abc"),
    ("badResumptionToken", "verb=ListSets&resumptionToken=%F0%9F%92%A9%01"),
    ("cannotDisseminateFormat", "verb=ListRecords&metadataPrefix=marc21"),
    ("cannotDisseminateFormat", f"verb=GetRecord&metadataPrefix=oai_DC&identifier={ONE}"),
    ("idDoesNotExist", "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:other.example:site:one"),
    ("idDoesNotExist", "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:library.example:site:%2500one"),
    ("idDoesNotExist", "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:library.example:site:%256Fne"),
    ("idDoesNotExist", f"verb=GetRecord&metadataPrefix=oai_dc&identifier={ONE}%23p5"),
    ("idDoesNotExist", "verb=ListMetadataFormats&identifier=one"),
    ("noRecordsMatch", "verb=ListRecords&metadataPrefix=oai_dc&from=2030-01-01"),
    ("noRecordsMatch", "verb=ListIdentifiers&metadataPrefix=oai_dc&until=1999-01-01"),
    ("noRecordsMatch", "verb=ListRecords&metadataPrefix=oai_dc&set=source:nobody"),
    ("noRecordsMatch", "verb=ListRecords&metadataPrefix=oai_dc&set=source:site:more"),
    ("noRecordsMatch", "verb=ListRecords&metadataPrefix=oai_dc&set=nothing"),
    ("noRecordsMatch", "verb=ListRecords&metadataPrefix=oai_dc&set=source"),
    ("badArgument", 'verb=GetRecord&identifier=invalid"id&metadataPrefix=oai_dc'),
    ("badVerb", "junk"),
    ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&from=2002-02-05&until=2002-02-06T05:35:00Z"),
    ("noRecordsMatch", "verb=ListRecords&metadataPrefix=oai_dc&set=query:nothing"),
    ("noRecordsMatch", "verb=ListRecords&metadataPrefix=oai_dc&set=series:~00"),
]


@pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
def test_every_error_of_the_specification(filled: Provider, schemas: Any) -> None:
    for code, query in WRONG:
        answer = filled.answer([query], BASE)
        assert (Read(answer).errors, answer.code, answer.status) == ([code], code, 200), query
        schemas(answer)


def test_a_request_is_repeated_unless_its_verb_or_arguments_are_wrong(filled: Provider) -> None:
    assert (
        b'<request verb="GetRecord" identifier="oai:x:y" metadataPrefix="oai_dc">'
        in asking(filled, verb="GetRecord", identifier="oai:x:y", metadataPrefix="oai_dc").body
    )
    assert f"<request>{BASE}</request>".encode() in asking(filled, verb="GetRecord").body


def test_arguments_may_be_sent_in_two_parts_but_not_twice(filled: Provider) -> None:
    assert Read(filled.answer(["verb=ListRecords", "metadataPrefix=oai_dc"], BASE)).names
    assert Read(filled.answer(["verb=Identify", "verb=Identify"], BASE)).errors == ["badVerb"]


def test_days_and_seconds_are_understood(filled: Provider) -> None:
    stamps = walk(filled)[0].stamps
    day = stamps[0][:10]
    assert len(read(filled, **LISTS, from_=day, until=day).names) == len(stamps)
    assert read(filled, **LISTS, from_=stamps[-1], until=stamps[-1]).names == ["repo-2.example:oai:repo:7%20%C3%BC%3F"]
    assert read(filled, **LISTS, until="9999-12-31").stamps == stamps
    assert read(filled, **LISTS, from_="0001-01-01").stamps == stamps


def test_sets_are_listed_and_say_who_is_in_them(filled: Provider) -> None:
    listed = re.findall(rb"<setSpec>(.*?)</setSpec><setName>(.*?)</setName>", asking(filled, verb="ListSets").body)
    found = {spec.decode(): name.decode() for spec, name in listed}
    assert found["source:repo-2.example"] == "Source repo-2.example"
    assert found["series:chaillot_paper"] == "Chaillot Paper"
    assert found["series:etudes_a_l_eau"] == "Études à l’eau"
    assert found["query:bridges"] == "Bridges &amp; &lt;rivers&gt;"
    all_of = walk(filled)[0]
    for spec in found:
        in_set = read(filled, **LISTS, set_=spec)
        for name in in_set.names:
            assert spec in in_set.specs[name], (spec, name)
        for name in set(all_of.names) - set(in_set.names):
            assert spec not in all_of.specs[name]
    assert read(filled, **LISTS, set_="type:report").names[0] == "site:one"
    assert set(read(filled, **LISTS, set_="series:chaillot_paper").names) == {
        "site:one",
        "site:two",
    }  # a tombstone is told


def test_a_repository_without_sets(store: Store) -> None:
    bare = provider_of(store, msgspec.structs.replace(HOME, sets=False))
    assert read(bare, verb="ListSets").errors == ["noSetHierarchy"]
    assert read(bare, **LISTS, set_="source:site").errors == ["noSetHierarchy"]
    assert read(provider_of(store), verb="ListSets").errors == ["noSetHierarchy"]  # nothing is there
    assert read(provider_of(store), **LISTS).errors == ["noRecordsMatch"]
    assert not read(provider_of(store), verb="Identify").errors


def test_many_series_are_listed_in_pages(store: Store, clock: Any) -> None:
    site = Harvest(store, clock)
    capture = site.keep()
    store.put([site.make(report(f"R {n}", series=(Series(title=f"Papers {n:03d}"),)), f"r{n}", capture=capture) for n in range(250)], run=site.run)  # fmt: skip
    provider, found, token = provider_of(store), [], None
    while True:
        asked = {"resumptionToken": token} if token else {}
        answer = asking(provider, verb="ListSets", **asked)
        found += re.findall(rb"<setName>(Papers \d+)<", answer.body)
        token = Read(answer).token
        if not token:
            break
    assert len(found) == len(set(found)) == 250


def test_provenance_says_where_a_harvested_record_is_from(filled: Provider) -> None:
    body = asking(filled, **LISTS).body.decode()
    assert body.count("<about>") == 1  # the pages of a site are of no repository
    for said in (
        "<baseURL>https://repo.example/oai</baseURL>", "<identifier>oai:repo:7%20%C3%BC?</identifier>", 'altered="true"',
        "<datestamp>2024-05-01T00:00:00Z</datestamp>", "<metadataNamespace>http://www.loc.gov/MARC21/slim</metadataNamespace>",
    ):  # fmt: skip
        assert said in body


def test_formats_that_cannot_hold_a_record(store: Store, clock: Any, schemas: Any) -> None:
    site = Harvest(store, clock)
    site.put(Record(type="report"), "untitled")
    site.put(report("Once titled"), "once")
    site.put(report("Always titled"), "always")
    site.put(Record(type="report", title=Title(main="\u0001")), "odd")
    site.put(Record(type="report"), "once")
    provider = provider_of(store)
    for verb in ("ListRecords", "ListIdentifiers"):
        assert read(provider, verb=verb, metadataPrefix="oai_dc").deleted == []
        page = read(provider, verb=verb, metadataPrefix="marcxml")
        assert page.names == ["site:always", "site:odd", "site:once"]
        assert page.deleted == ["site:odd", "site:once"]
        schemas(asking(provider, verb=verb, metadataPrefix="marcxml"))
    name = "oai:library.example:site:"
    assert read(provider, verb="GetRecord", identifier=f"{name}untitled", metadataPrefix="marcxml").errors == ["cannotDisseminateFormat"]  # fmt: skip
    assert read(provider, verb="GetRecord", identifier=f"{name}once", metadataPrefix="marcxml").deleted == ["site:once"]
    assert b"marcxml" not in asking(provider, verb="ListMetadataFormats", identifier=f"{name}untitled").body.partition(b"</request>")[2]  # fmt: skip
    only = provider_of(store, msgspec.structs.replace(HOME, formats=("marcxml",)))
    assert read(only, verb="ListMetadataFormats", identifier=f"{name}untitled").errors == ["noMetadataFormats"]


def test_what_a_repository_cannot_be(store: Store) -> None:
    for wrong in ({"formats": ("oai_dc", "ris")}, {"queries": (*QUERIES, *QUERIES)},
                  {"queries": (SavedQuery(name="x", title="x", selection=Selection(query="?")),)},
                  {"queries": (SavedQuery(name="x", title="x", selection=Selection(limit=3)),)}):  # fmt: skip
        with pytest.raises(UsageError):
            provider_of(store, msgspec.structs.replace(HOME, **wrong))
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"page_size": 99}, Repository)


def test_tokens_are_signed_and_expire(store: Store, clock: Any) -> None:
    site = Harvest(store, clock)
    capture = site.keep()
    store.put([site.make(report(f"R {n}"), f"r{n}", capture=capture) for n in range(150)], run=site.run)
    provider = provider_of(store)
    token = read(provider, **LISTS).token
    assert token
    go_on = {"verb": "ListRecords", "resumptionToken": token}
    assert len(read(provider_of(store), **go_on).names) == 50  # another process has the same key
    assert read(provider_of(store, key=b"another"), **go_on).errors == ["badResumptionToken"]
    assert read(provider, verb="ListIdentifiers", resumptionToken=token).errors == ["badResumptionToken"]
    assert read(provider_of(store, msgspec.structs.replace(HOME, formats=("mods",))), **go_on).errors == ["badResumptionToken"]  # fmt: skip
    raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    for place in range(len(raw)):
        raw[place] ^= 1
        forged = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
        assert read(provider, verb="ListRecords", resumptionToken=forged).errors == ["badResumptionToken"]
        raw[place] ^= 1
    clock.move(days=6)
    assert len(read(provider, **go_on).names) == 50
    clock.move(days=2)
    assert read(provider, **go_on).errors == ["badResumptionToken"]


def test_answers_are_packed_for_those_who_take_it(filled: Provider) -> None:
    answer = asking(filled, **LISTS)
    assert packed(answer, "gzip, deflate, br").headers["Content-Encoding"] == "gzip"
    assert packed(answer, "*").headers["Content-Encoding"] == "gzip"
    for accepted in ("", "identity", "gzip;q=0", "br, gzip; q=0.0", "gzipped"):
        assert packed(answer, accepted) is answer
    assert names([Read(answer)])


few = st.none() | st.text(max_size=8)
states = st.builds(
    Walk,
    cursor=st.integers(0, 2**31), first=few, last=few, open=few,
    place=st.none() | st.builds(Place, kind=st.integers(0, 1), number=st.integers(0, 2**40), stamp=st.text()),
    prefix=st.text(), size=st.none() | st.integers(0, 2**31), spec=st.none() | st.text(), verb=st.just("ListRecords"),
)  # fmt: skip


@settings(max_examples=30)
@given(states, st.binary(min_size=1, max_size=40))
def test_a_token_says_what_it_was_made_of(state: Walk, key: bytes) -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 11, 24, tzinfo=UTC)
    token = tokens.written(state, key, now)
    assert re.fullmatch(r"[A-Za-z0-9_\-]+", token)
    assert tokens.read(token, "ListRecords", key, now, timedelta(days=1)) == state
    with pytest.raises(Refused):
        tokens.read(token, "ListRecords", key + b"x", now, timedelta(days=1))


any_name = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(any_name.filter(lambda text: ":" not in text), any_name)
def test_names_of_records_come_back(source: str, key: str) -> None:
    name = identifier("library.example", source, key)
    assert re.fullmatch(r"oai:[a-z.]+:[a-zA-Z0-9\-_.!~*'();/?:@&=+$,%]+", name)
    assert name_of("library.example", name) == (source, key)


@given(any_name, st.text())
def test_names_of_sets_come_back(value: str, any_text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9\-_.!~*'()]+", spelled(value))
    assert unspelled(spelled(value)) == value
    assert any_text == "" or unspelled(any_text) is None or spelled(unspelled(any_text) or "") == any_text
