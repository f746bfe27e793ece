"""The provider over HTTP before harvesters that are not ours, before our own, and under queries made at random."""

import collections
import os
import random
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import msgspec
import pytest
from lxml import etree

from archive.selection import Selection
from archive.service.oai.arguments import VERBS
from archive.service.oai.shapes import SavedQuery
from archive.store import Put, Store, open_store
from benchmarks.records import records
from schemas.capture import Capture
from schemas.record import Record
from tests.oai_provider import HOME, provider_of, serving

ROOT = Path(__file__).resolve().parents[1]
COUNT = int(os.environ.get("TOCSIN_TEST_RECORDS", "250"))
FORMATS = {"oai_dc": "dc", "qdc": "qdc", "marcxml": "marcxml", "mods": "mods"}
QUERY = SavedQuery(name="water", title="Water", selection=Selection(query="water"))


class Served(NamedTuple):
    """An archive that is served: its path, its store, the base URL, the identifiers of its live records and tombstones."""

    path: Path
    store: Store
    base: str
    live: set[str]
    gone: set[str]


def once(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a record says twice in the same words is read once."""
    return tuple(dict.fromkeys(values))


def fill(store: Store, count: int) -> None:
    """Put records as a harvest leaves them: nothing twice, a tenth deleted since, as many never known but deleted."""
    run = store.begin_run(kind="harvest", command="test", who="test")
    origin = "https://origin.example/oai?verb=ListRecords&metadataPrefix=oai_dc"
    capture = store.keep(Capture(asked=origin, url=origin, at=datetime.now(UTC), body=b"page"), run=run)
    made = records(count)
    while batch := list(islice(made, 1000)):
        puts = [
            Put(
                source="bench", key=key, capture_id=capture, reader="dc/1", input="oai:oai_dc",
                record=msgspec.structs.replace(
                    one, contributors=once(one.contributors), subjects=once(one.subjects)
                ),
                origin_datestamp="2024-05-01T00:00:00Z",
            )
            for key, one in batch
        ]  # fmt: skip
        store.put(puts, run=run)
        gone = [msgspec.structs.replace(one, record=Record(deleted=True)) for one in puts[::10]]
        store.put([*gone, *(msgspec.structs.replace(one, key=f"{one.key}-never") for one in gone[::10])], run=run)
    store.end_run(run, outcome="complete")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("served") / "first.db"
    if request.param == "sqlite":
        yield from serve(str(path), path)
    else:
        from tests.conftest import database

        with database(request.getfixturevalue("postgres_server")) as url:
            yield from serve(url, path)


def serve(target: str, path: Path) -> Iterator[Served]:
    with open_store(target, create=True) as store:
        fill(store, COUNT)
        heads = list(store.heads(deleted=True))
        names = {deleted: {f"oai:library.example:{held.envelope.id}" for held in heads if held.record.deleted is deleted} for deleted in (False, True)}  # fmt: skip
        provider = provider_of(store, msgspec.structs.replace(HOME, queries=(QUERY,)))
        with serving(provider) as base:
            yield Served(path, store, base, names[False], names[True])


# --- harvesters of others -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["oai_dc", "marcxml"])
def test_sickle(served: Served, prefix: str) -> None:
    from sickle import Sickle

    for method in (Sickle(served.base), Sickle(served.base, http_method="POST")):
        found = list(method.ListRecords(metadataPrefix=prefix))
        assert len(found) == len(served.live | served.gone)
        assert {one.header.identifier for one in found if one.header.deleted} == served.gone
        assert {one.header.identifier for one in found if not one.header.deleted} == served.live
    assert Sickle(served.base).Identify().deletedRecord == "persistent"
    assert "source:bench" in [one.setSpec for one in Sickle(served.base).ListSets()]


def test_oaipmh_scythe(served: Served) -> None:
    from oaipmh_scythe import Scythe

    with Scythe(served.base) as client:
        found = list(client.list_records(metadata_prefix="oai_dc"))
        heads = list(client.list_identifiers(metadata_prefix="oai_dc"))
    assert {one.header.identifier for one in found if one.deleted} == served.gone
    assert [one.header.identifier for one in found] == [one.identifier for one in heads]
    assert {one.identifier for one in heads} == served.live | served.gone


PERL = (
    "binmode STDOUT, ':utf8'; my $h = HTTP::OAI::Harvester->new(baseURL => shift); my $r = $h->ListRecords(metadataPrefix => 'oai_dc',"
    " onRecord => sub { print $_[0]->is_deleted ? 'gone ' : 'live ', $_[0]->identifier, qq(\\n) });"
    " die $r->message if $r->is_error"
)


def test_http_oai_of_perl(served: Served) -> None:
    if (
        not shutil.which("perl")
        or subprocess.run(["perl", "-MHTTP::OAI", "-e1"], capture_output=True, check=False).returncode
    ):
        pytest.skip("HTTP::OAI is not installed (libhttp-oai-perl)")
    done = subprocess.run(["perl", "-MHTTP::OAI", "-e", PERL, served.base], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = collections.defaultdict(set)
    for line in done.stdout.splitlines():
        state, _, name = line.partition(" ")
        found[state].add(name)
    assert found == {"live": served.live, "gone": served.gone}


# --- the schemas --------------------------------------------------------------------------------------------------------


def test_every_page_is_valid(served: Served, shared: Path) -> None:
    folder = shared / "schemas" / "offline"
    if not folder.is_dir():
        pytest.skip("the official schemas are not here (../shared/schemas)")
    for prefix in FORMATS:
        schema = etree.XMLSchema(etree.parse(str(folder / ("oai-qdc.xsd" if prefix == "qdc" else "oai-all.xsd"))))
        query: dict[str, str] | None = {"verb": "ListRecords", "metadataPrefix": prefix}
        while query:
            root = etree.fromstring(get(served.base, urlencode(query)).body)
            schema.assertValid(root)
            token = root.findtext(".//{*}resumptionToken")
            query = {"verb": "ListRecords", "resumptionToken": token} if token else None


# --- our own ------------------------------------------------------------------------------------------------------------


def tocsin(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


ENVELOPE = {
    "dc": (),
    "marcxml": (
        r'<controlfield tag="00[135]">.*\n',
        r'<datafield tag="(035|588)".*\n',
        r'(?<=<controlfield tag="008">)\d{6}',
    ),
}
"""What a record says of the archive that it is in: its number there, when it was entered and changed, whence it was taken."""


def exported(path: Path, form: str) -> list[str]:
    text = path.read_text("utf-8")
    for sign in ENVELOPE[form]:
        text = re.sub(sign, "", text)
    return sorted(re.split(r"(?m)^(?=<(?:oai_dc:dc|record)[ >])", text)[1:])


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["oai_dc", "marcxml"])
def test_a_second_tocsin_exports_the_same(served: Served, prefix: str, tmp_path: Path) -> None:
    if served.store.db.dialect != "sqlite":
        pytest.skip("the answers are those of the other")
    second, form = str(tmp_path / "second.db"), FORMATS[prefix]
    tocsin("--db", second, "harvest", served.base, "--prefix", prefix, "--source", "first")
    with open_store(second) as store:
        for deleted, names in ((False, served.live), (True, served.gone)):
            assert {h.envelope.key for h in store.heads(deleted=True) if h.record.deleted is deleted} == names
    for db, name in ((str(served.path), "one"), (second, "two")):
        tocsin("--db", db, "export", form, "-o", str(tmp_path / name))
    one, two = exported(tmp_path / "one", form), exported(tmp_path / "two", form)
    assert len(one) == len(served.live)
    assert one == two


# --- at random ----------------------------------------------------------------------------------------------------------


class Got(NamedTuple):
    status: int
    body: bytes
    headers: Any


def get(base: str, query: str, form: str | None = None) -> Got:
    data = form.encode() if form is not None else None
    try:
        with urllib.request.urlopen(f"{base}?{query}", data, timeout=20) as answer:
            return Got(answer.status, answer.read(), answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return Got(error.code, error.read(), error.headers)


VALUES = {
    "verb": ["Identify", "ListRecords", "ListIdentifiers", "ListSets", "ListMetadataFormats", "GetRecord", "", "x"],
    "metadataPrefix": [*FORMATS, "", "marc21", "'; --"],
    "set": ["source:bench", "type", "query:water", "series:bench_papers", "series:~ff", "a:b:c", "~", "%00"],
    "from": ["2026-01-01", "2026-11-24T00:00:00Z", "0000-00-00", "9999-99-99", "2030-01-01T00:00:00Z", "\u0662"],
    "until": ["2026-11-25", "2040-11-24T00:00:00Z", "1999-01-01", "T", "2026-11-24T24:00:00Z"],
    "identifier": ["oai:library.example:bench:oai:bench.example:3", "oai:library.example:bench:1", "\x00", "\ud83d", "urn:x"],
    "resumptionToken": ["", "AAAA", "A" * 3000, "\u2028", "Zm9v"],
}  # fmt: skip


def random_query(chance: random.Random, tokens: list[str]) -> str:
    names = chance.choices([*VALUES, "x"], k=chance.choice([0, 1, 2, 3, 4]))
    pairs = [("verb", chance.choice(VALUES["verb"]))] if chance.random() < 0.9 else []
    if chance.random() < 0.8:
        verb = chance.choice(list(VERBS))
        may = [*VERBS[verb].optional, *(("resumptionToken",) if VERBS[verb].listed and chance.random() < 0.3 else ())]
        pairs, names = [("verb", verb)], [*VERBS[verb].required, *chance.sample(may, chance.randint(0, len(may)))]
        names = ["resumptionToken"] if "resumptionToken" in names else names
    for name in names:
        value = chance.choice(VALUES.get(name, ["y"]))
        if name == "resumptionToken" and tokens and chance.random() < 0.5:
            value = chance.choice(tokens)
        if chance.random() < 0.1:
            value = "".join(
                chr(chance.choice([*range(32, 127), 0, 10, 0xE9, 0x202E, 0x4E00])) for _ in range(chance.randint(0, 30))
            )
        pairs.append((name, value))
    if chance.random() < 0.05:
        return "".join(chance.choice("&=%+;?verb0fF\x7f") for _ in range(chance.randint(0, 60)))
    return "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in pairs)


def ask_at_random(served: Served, times: int) -> None:
    chance, tokens, seen = random.Random(11), [], collections.Counter[str]()
    for number in range(times):
        query = random_query(chance, tokens)
        began = time.perf_counter()
        got = get(served.base, "", query) if number % 3 == 0 else get(served.base, quote(query, safe="&=%+;?"))
        took = time.perf_counter() - began
        assert got.status == 200, (query, got)
        assert took < 2, (query, took)
        root = etree.fromstring(got.body)
        error = root.find("{*}error")
        seen[error.get("code") if error is not None else "ok"] += 1
        token = root.findtext(".//{*}resumptionToken")
        if token:
            tokens[:] = [*tokens[-20:], token]
    assert {
        "ok",
        "badVerb",
        "badArgument",
        "badResumptionToken",
        "cannotDisseminateFormat",
        "noRecordsMatch",
        "idDoesNotExist",
    } <= set(seen)


def test_queries_at_random(served: Served) -> None:
    ask_at_random(served, 250)


@pytest.mark.slow
def test_ten_thousand_queries_at_random(served: Served) -> None:
    ask_at_random(served, 10_000)


def test_what_goes_over_the_wire(served: Served) -> None:
    got = get(served.base, "verb=ListRecords&metadataPrefix=oai_dc")
    assert got.headers["Content-Type"] == "text/xml; charset=UTF-8"
    request = urllib.request.Request(f"{served.base}?verb=ListIdentifiers&metadataPrefix=oai_dc", headers={"Accept-Encoding": "gzip"})  # fmt: skip
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
    wrong = urllib.request.Request(served.base, b'{"verb": "Identify"}', {"Content-Type": "application/json"})
    with urllib.request.urlopen(wrong) as answer:
        assert b"badVerb" in answer.read()
    head = urllib.request.Request(f"{served.base}?verb=Identify", method="HEAD")
    with urllib.request.urlopen(head) as answer:
        assert answer.read() == b""
    assert b"badArgument" in get(served.base, "", "verb=Identify&" + "x" * 100_000).body
    assert f"<baseURL>{served.base}</baseURL>".encode() in get(served.base, "verb=Identify").body
