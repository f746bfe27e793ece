"""Files of records and pages saved in one file: recognised by themselves or by --as, harvested, replayed; odd bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.store import Store, open_store
from harvester import mhtml
from harvester.inputs import format_in, read_input
from harvester.options import HarvestOptions
from harvester.pages import read_page
from harvester.replay import replay
from harvester.run import harvest
from harvester.tally import RunResult
from schemas.capture import Capture
from schemas.crosswalk.wording import headed
from schemas.errors import ReadError
from schemas.formats import formats, jsonl
from tests.reader_cases import INPUTS
from tests.site import report

AT = datetime(2026, 11, 24, tzinfo=UTC)
BASE = "http://lindwater.example"
HEADER = "publication_title\tprint_identifier\ttitle_url\tfirst_author\ttitle_id\tpublisher_name\tpublication_type\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "inputs.db", create=True) as opened:
        yield opened


def run(target: Path, store: Store, **options: Any) -> RunResult:
    result = harvest(str(target), HarvestOptions(**options), store)
    assert store.check(chain=True) == []
    assert list(store.unread()) == []
    return result


def ids(store: Store) -> list[str]:
    return [held.envelope.id for held in store.heads()]


def capture(body: bytes, asked: str = "file:///x") -> Capture:
    return Capture(asked=asked, url=asked, at=AT, body=body)


def saved(page: str, address: str | None = f"{BASE}/reports/7", encoding: str = "quoted-printable") -> bytes:
    """A page as a browser saves it in one file, with a picture and a style beside it."""
    whole = EmailMessage()
    whole["From"] = "<Saved by a browser>"
    if address:
        whole["Snapshot-Content-Location"] = address
    whole["Subject"] = "A page"
    whole.set_content(page, subtype="html", cte=encoding)
    whole.make_related()
    whole.add_related(b"\x89PNG", "image", "png", cid="<pic@x>")
    whole.replace_header("Content-Type", 'multipart/related; type="text/html"; boundary="' + "-" * 8 + 'x"')
    whole.set_boundary("--------x")
    return whole.as_bytes()


# --- what bytes are -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", INPUTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_files_of_records_are_told_by_their_beginning(path: Path) -> None:
    found = format_in(path.read_bytes()[:16_384])
    assert found is not None
    assert path.parent.name == found.NAME


@pytest.mark.parametrize(
    "body",
    [
        b"<article class='post'><h1>A post</h1></article>", b"<book><info><title>DocBook</title></info></book>", b"<resource name='x'/>",
        b"", b"Annual report\n\nby Jane Doe\n", b"<!DOCTYPE html><html><head><title>dc</title></head></html>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><dc xmlns='http://www.openarchives.org/OAI/2.0/oai_dc/'/></head></html>",
        b"<?xml version='1.0'?><urlset><dc/></urlset>", b"<records><record><name>not MARC</name></record></records>",
        b'{"name": "a package", "version": "1.0"}', b"[1, 2]", b"title\tyear\nA\t2001\n", b"<", b"\xff\xfe<", b"{",
        report(BASE, 1).encode(),
    ],
)  # fmt: skip
def test_pages_and_other_files_are_no_records(body: bytes) -> None:
    assert format_in(body) is None


def test_real_files_are_told_by_their_beginning(shared: Path) -> None:
    for name, folder in {"marcxml": "marcxml", "mods": "mods", "crossref": "crossref", "kbart": "kbart"}.items():
        for path in sorted((shared / "corpus" / "records" / folder).glob("*.[xjtn][msd]*[lnv]")):
            found = format_in(path.read_bytes()[:16_384])
            assert found is not None, path.name
            assert name == found.NAME, path.name


def test_no_real_page_is_taken_for_records(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "pages").rglob("*")):
        if path.suffix in (".html", ".htm", ".txt", ".xml"):
            found = format_in(path.read_bytes()[:16_384])
            assert found is None or found.NAME in ("kbart", "bits"), path.name


@given(
    st.binary(max_size=400),
    st.sampled_from(
        [None, "dc", "qdc", "marcxml", "mods", "crossref", "kbart", "mhtml", "unixref", "bits", "openalex"]
    ),
)
def test_any_bytes_are_read_or_refused(body: bytes, as_: str | None) -> None:
    try:
        seen = read_input(capture(body), as_, read_page)
    except ReadError:
        return
    assert seen.reading.reader


def test_every_format_that_is_read_can_be_named() -> None:
    from cli.kinds import Kind, kinds
    from schemas.formats import readers

    assert {*readers(), "mhtml", "page", "oai"} <= set(kinds())
    assert Kind().convert("KBART", None, None) == "kbart"
    with pytest.raises(click.BadParameter, match=r"telex.*marcxml"):
        Kind().convert("telex", None, None)


# --- pages saved in one file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_a_saved_page_is_the_page_that_it_was_saved_from(tmp_path: Path, archive: Store, encoding: str) -> None:
    path = tmp_path / "page.mhtml"
    path.write_bytes(saved(report(BASE, 7), encoding=encoding))
    result = run(path, archive)
    assert (result.outcome, result.found) == ("complete", "file, a page")
    (held,) = archive.heads()
    live = read_page(capture(report(BASE, 7).encode(), f"{BASE}/reports/7"))
    assert held.record.title == live.found[0].record.title
    assert held.record.contributors == live.found[0].record.contributors
    assert held.envelope.source == "lindwater.example"
    assert archive.resolve(f"{BASE}/reports/7") == [held.envelope.id]
    (row,) = archive.captures()
    assert archive.body(row.id) == path.read_bytes()
    assert replay(archive).changes == {} or not any(replay(archive).changes.values())


def test_a_saved_page_without_address_is_named_by_its_file(tmp_path: Path, archive: Store) -> None:
    path = tmp_path / "deep rivers.mht"
    path.write_bytes(
        saved(
            "<html><head><title>x</title><meta name='citation_title' content='Deep rivers'><meta name='citation_author' content='Doe, Jane'></head></html>",
            None,
        )
    )
    assert run(path, archive, source="own").outcome == "complete"
    assert ids(archive) == ["own:deep rivers"]


def test_what_was_saved_without_a_page_in_it_is_set_apart(tmp_path: Path, archive: Store) -> None:
    path = tmp_path / "picture.bin"
    path.write_bytes(
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nno\n--x--\n"
    )
    result = run(path, archive, as_="mhtml")
    assert result.exit_code == 4
    assert "without a page" in (result.reason or "")
    assert len(archive.quarantined()) == 1


def test_an_address_that_is_none_is_not_taken() -> None:
    page = mhtml.page_in(capture(saved("<html><p>x</p></html>", "cid:frame-1")))
    assert page.url == "file:///x"
    assert page.media_type == "text/html"


@given(st.binary(max_size=300), st.integers(0, 600), st.integers(0, 60))
def test_damaged_saved_pages_are_read_or_refused(noise: bytes, at: int, length: int) -> None:
    body = saved("<html><title>A page</title><p>" + "words " * 20 + "</p></html>")
    try:
        page = mhtml.page_in(capture(body[:at] + noise + body[at + length :]))
    except ReadError:
        return
    read_page(page)


# --- files of records -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", INPUTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_case_is_harvested_and_replayed(path: Path, archive: Store) -> None:
    result = run(path, archive)
    expected = json.loads(path.with_name(path.name + ".expected.json").read_text("utf-8"))
    bad = [one for one in expected if "unreadable" in one]
    assert result.tally["records_refused"] == len(bad)
    assert result.outcome == ("incomplete" if bad else "complete")
    assert result.found == f"file, records ({path.parent.name})"
    assert result.tally["records_new"] == len(expected) - len(bad)
    again = run(path, archive)
    assert again.tally["records_new"] == again.tally["records_changed"] == 0
    done = replay(archive)
    assert done.outcome == "complete"
    assert not done.tally["records_changed"]


def test_one_bad_record_costs_one_and_can_be_waived(tmp_path: Path, archive: Store) -> None:
    path = tmp_path / "list.tsv"
    path.write_text(
        HEADER
        + "Ports\t9783161484100\thttps://p.example/1\tDoe\t1\tPress\tMonograph\n\t\thttps://p.example/2\t\t2\t\t\n"
    )
    first = run(path, archive)
    assert first.outcome == "incomplete"
    assert "line 3" in (first.reason or "")
    assert ids(archive) == ["p.example-kbart:1"]
    (row,) = archive.quarantined()
    archive.waive(row.number, reason="known", run=first.run_id or 0)
    second = run(path, archive, source="p.example-kbart")  # said again: read again
    assert second.outcome == "complete"
    assert any("waived" in note for note in second.tally["notes"])


def test_sources_and_keys(tmp_path: Path, archive: Store) -> None:
    (tmp_path / "one.xml").write_text("<dc><title>Only one</title><date>2001</date></dc>")
    (tmp_path / "two.xml").write_text("<l><dc><title>First</title></dc><dc><title>Second</title></dc></l>")
    run(tmp_path / "one.xml", archive, source="mine", key="k1")
    run(tmp_path / "two.xml", archive)
    assert ids(archive) == ["dc:two/first", "dc:two/second", "mine:k1"]


def test_parts_that_bear_the_number_of_their_whole_are_kept_apart(tmp_path: Path, archive: Store) -> None:
    one = "<dc><title>Chapter {}</title><identifier>ISBN 9783161484100</identifier></dc>"
    (tmp_path / "chapters.xml").write_text(f"<l>{''.join(one.format(n) for n in 'ABA')}</l>")
    result = run(tmp_path / "chapters.xml", archive)
    assert (result.tally["records_new"], result.tally["records_unchanged"]) == (2, 1)
    assert ids(archive) == ["dc:9783161484100", "dc:9783161484100/chapter-b"]


def test_another_kind_of_input_does_not_replace_a_record(tmp_path: Path, archive: Store) -> None:
    (tmp_path / "a.xml").write_text("<dc><title>By Dublin Core</title><identifier>10.5555/x</identifier></dc>")
    (tmp_path / "b.xml").write_text(
        "<mods><titleInfo><title>By MODS</title></titleInfo><identifier type='doi'>10.5555/x</identifier></mods>"
    )
    run(tmp_path / "a.xml", archive, source="own")
    result = run(tmp_path / "b.xml", archive, source="own")
    assert result.outcome == "incomplete"
    assert "own-mods" in (result.reason or "")


def test_what_is_said_to_be_records_and_holds_none_is_no_success(tmp_path: Path, archive: Store) -> None:
    (tmp_path / "page.html").write_text("<html><p>no records</p></html>")
    for as_ in ("dc", "kbart", "crossref"):
        assert run(tmp_path / "page.html", archive, as_=as_).exit_code == 4


def test_a_folder_of_all_kinds(tmp_path: Path, archive: Store) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    for number, path in enumerate(INPUTS):
        (folder / f"{number}-{path.name}").write_bytes(path.read_bytes())
    (folder / "page.html").write_text(report(BASE, 1))
    (folder / "page.mht").write_bytes(saved(report(BASE, 2), f"{BASE}/reports/2"))
    (folder / "package.json").write_text('{"name": "x"}')
    result = run(folder, archive)
    assert result.tally["lists_read"] == len(INPUTS)
    assert result.tally["pages_read"] == 2
    assert result.tally["not_a_record"] == 1


def test_our_own_exports_are_read_as_what_they_are(tmp_path: Path, archive: Store) -> None:
    for path in INPUTS:
        run(path, archive)
    once = {headed(held.record.title): held for held in archive.heads()}
    held = list(once.values())
    for name, module in formats().items():
        if name in ("dc", "qdc"):
            out = io.BytesIO()
            module.write(iter(held), out)
            (tmp_path / f"out-{name}.xml").write_bytes(out.getvalue())
            result = run(tmp_path / f"out-{name}.xml", archive, source=f"again-{name}")
            assert result.outcome == "complete"
            assert result.tally["records_new"] == len(held)


ANSWER = """<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-11-20T00:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="oai_dc">https://repository.example.org/oai</request><ListRecords>
<record><header><identifier>oai:r:1</identifier><datestamp>2026-11-01</datestamp></header><metadata><oai_dc:dc
 xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>First</dc:title></oai_dc:dc></metadata></record>
<record><header status="deleted"><identifier>oai:r:2</identifier><datestamp>2026-11-02</datestamp></header></record>
<record><header><identifier>oai:r:3</identifier><datestamp>2026-11-03</datestamp></header><metadata><thing xmlns="urn:other"/></metadata></record>
{}</ListRecords></OAI-PMH>"""


def test_a_saved_answer_of_a_repository_is_its_records(tmp_path: Path, archive: Store) -> None:
    path = tmp_path / "answer.xml"
    path.write_text(ANSWER.format(""))
    result = run(path, archive)
    assert (result.outcome, result.tally["records_new"]) == ("complete", 3)
    held = {one.envelope.id: one for one in archive.heads(deleted=True)}
    assert sorted(held) == [f"repository.example.org:oai:r:{n}" for n in (1, 2, 3)]
    assert held["repository.example.org:oai:r:1"].envelope.origin_datestamp == "2026-11-01"
    assert held["repository.example.org:oai:r:2"].record.deleted
    done = replay(archive)
    assert (done.outcome, done.tally["records_changed"], done.tally["records_new"]) == ("complete", 0, 0)
    path.write_text(
        ANSWER.format("<record><header/><metadata><dc><title>Without a name</title></dc></metadata></record>")
    )
    again = run(path, archive)
    assert (again.outcome, again.tally["records_unchanged"], again.tally["records_refused"]) == ("incomplete", 3, 1)
    path.write_text(ANSWER.partition("<record>")[0] + "</ListRecords></OAI-PMH>")
    assert run(path, archive).exit_code == 4


def test_real_answers_are_read_as_files(shared: Path) -> None:
    folder = shared / "corpus" / "oai"
    with (folder / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    short = []
    for row in rows:
        try:
            reading = read_input(capture((folder / row["file"]).read_bytes()), None, read_page).reading
            got = len(reading.found) + len(reading.unreadable)
        except ReadError:
            got = 1
        if row["wellformed"] == "yes" and row["verb"] in ("ListRecords", "GetRecord") and got < int(row["n_records"]):
            short.append(row["file"])
    assert short == []


def test_lines_of_ours_are_told_from_lines_of_others(tmp_path: Path, archive: Store) -> None:
    run(next(path for path in INPUTS if path.parent.name == "mods"), archive)
    out = io.BytesIO()
    jsonl.write(archive.heads(), out)
    (tmp_path / "named as nothing.ndjson").write_bytes(out.getvalue())
    (tmp_path / "works.jsonl").write_bytes(next(path for path in INPUTS if path.suffix == ".ndjson").read_bytes())
    assert run(tmp_path / "named as nothing.ndjson", archive).found == "file, an export of JSON lines"
    assert run(tmp_path / "works.jsonl", archive).found == "file, records (crossref)"
