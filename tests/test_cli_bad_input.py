"""What goes wrong for a user: one clear line that starts with the program's name, the right exit code, no half files."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.asking import CHALLENGE, NO_RECORD, PAGE, Ask, as_anybody, complained, process
from tests.site import Page, Site, hung_up, list_path, report_path, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        ("missing.html", 2, ("missing.html", "no such file")),
        ("missing/", 2, ("missing/", "no such file or folder")),
        ("publisher.example/reports", 2, ("write https://publisher.example/reports",)),
        ("10.5555/lindwater.41", 2, ("if it is a DOI",)),
        ("http://[::1", 2, ("not an address",)),
        ("ftp://publisher.example/", 2, ("only http and https",)),
        ("https://publisher.example/", 2, ("contact", "tocsin.toml")),
        ("https://www.jstor.org/stable/resrep06942", 2, ("JSTOR is not crawled",)),
    ],
)
def test_a_target_that_cannot_be(place: Path, ask: Ask, target: str, code: int, words: tuple[str, ...]) -> None:
    complained(ask("harvest", target), code, *words)
    assert not (place / "tocsin.db").exists()


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("empty", ("no pages in this folder",)),
        ("about.html", ("about.html", "no title and no identifier of a work")),
        ("wall.html", ("wall.html", "challenge")),
    ],
)
def test_a_target_from_which_nothing_comes(place: Path, ask: Ask, target: str, words: tuple[str, ...]) -> None:
    complained(ask("harvest", target), 4, "failed", *words)


def test_a_host_that_does_not_answer(place: Path, ask: Ask) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/x"
        complained(ask("harvest", url, "--retries", "0"), 4, "failed", url, "the connection was refused")


def test_a_host_that_is_silent(place: Path, ask: Ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:  # takes the connection and says nothing
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/x"
        complained(ask("harvest", url, "--retries", "0", "--timeout", "0.3"), 4, "failed", url, "silent for 0.3 s")


def test_a_host_whose_name_nobody_knows(place: Path, ask: Ask) -> None:
    (place / "tocsin.toml").write_text('contact = "metadata@library.example"\n', "utf-8")
    done = ask("harvest", "http://no-such-host.invalid/", "--retries", "0")
    complained(done, 4, "failed", "http://no-such-host.invalid/")


def test_pages_over_http_that_are_none(place: Path, ask: Ask, site: Site) -> None:
    site.pages |= {"/about": Page(NO_RECORD), "/wall": Page(CHALLENGE), "/none": Page("", 404), "/up": hung_up}
    for path, words in (("/about", "no title"), ("/wall", "challenge"), ("/none", "gone (404)"), ("/up", "closed")):
        complained(ask("harvest", site.base + path, "--retries", "0"), 4, "failed", site.base + path, words)


def test_a_walk_that_did_not_get_everything(place: Path, ask: Ask, site: Site) -> None:
    site.publish(3)
    site.pages[report_path(2)] = hung_up
    done = ask("harvest", site.base + list_path(1), "--retries", "0")
    complained(done, 3, "incomplete", site.base + report_path(2))
    assert "2 new" in done.stdout


def test_a_robots_txt_that_does_not_answer(place: Path, ask: Ask, site: Site) -> None:
    site.publish(1)
    site.pages["/robots.txt"] = Page("", 500)
    complained(ask("harvest", site.base + report_path(1), "--retries", "0"), 3, "robots.txt did not answer")


def test_a_database_of_a_newer_version(filled: Path, ask: Ask) -> None:
    with sqlite3.connect(filled / "tocsin.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for arguments in (("list",), ("harvest", "page.html"), ("db", "upgrade"), ("db", "check"), ("export", "dc")):
        complained(ask(*arguments), 2, "tocsin.db", "newer tocsin")


def test_what_is_no_archive(filled: Path, ask: Ask) -> None:
    with sqlite3.connect(filled / "other.db") as connection:
        connection.execute("CREATE TABLE loans (book)")
    for name, code, words in (
        ("absent.db", 2, "no such archive"), ("other.db", 2, "another program"), ("page.html", 4, "some other file"),
    ):  # fmt: skip
        complained(ask("--db", name, "list"), code, name, words)
    for name, code in (("other.db", 2), ("page.html", 4), ("page.html/x.db", 4)):
        complained(ask("--db", name, "harvest", "page.html"), code, name)
    assert (filled / "page.html").read_text("utf-8") == PAGE


@pytest.mark.skipif(sys.platform != "linux", reason="how root is stopped is Linux's")
def test_a_read_only_folder(filled: Path, ask: Ask) -> None:
    closed = filled / "closed"
    closed.mkdir()
    shutil.copy(filled / "tocsin.db", closed / "kept.db")
    closed.chmod(0o555)
    (closed / "kept.db").chmod(0o444)
    for arguments, code, words in (
        (("--db", "closed/new.db", "harvest", "page.html"), 4, ("closed/new.db",)),
        (("--db", "closed/kept.db", "harvest", "page.html"), 4, ("closed/kept.db", "read-only")),
        (("--db", "closed/kept.db", "list"), 4, ("closed/kept.db", "read-only", "copy it")),
        (("export", "dc", "-o", "closed/out.xml"), 4, ("closed/out.xml", "Permission denied", "nothing was written")),
        (("demo", "closed/demo"), 2, ("closed/demo", "Permission denied")),
    ):
        complained(process(*arguments, preexec_fn=as_anybody), code, *words)
    assert [path.name for path in closed.iterdir()] == ["kept.db"]
    closed.chmod(0o755)


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "gauge", "--limit", "99999999999999999999"),
        ("list", "--limit", "0"),
        ("runs", "show", "99999999999999999999"),
        ("show", "page", "--version", "99999999999999999999"),
        ("show", "page", "--version", "7"),
        ("show", "file:page#p9"),
        ("show", "page", "--why", "colour"),
        ("list", "--since", "yesterday"),
        ("list", "--since", ""),
        ("list", "--query", ""),
        ("list", "--ids", "missing.txt"),
        ("validate", "--finding", "Z999"),
        ("list", "--type", "Report"),
        ("runs", "show", "latest"),
        ("export", "papyrus"),
        ("export", "dc", "-o", "empty"),
        ("export", "dc", "-o", "missing/out.xml"),
        ("harvest", "page.html", "about.html", "--key", "one"),
        ("harvest", "page.html", "--source", "Not a name"),
        ("harvest", "page.html", "--retries", "-1"),
        ("list", "--format", "html"),
        ("--config", "missing.toml", "list"),
        ("--log-format", "xml", "list"),
    ],
)
def test_words_that_cannot_be(filled: Path, ask: Ask, arguments: tuple[str, ...]) -> None:
    complained(ask(*arguments), 2)


def test_a_global_option_behind_the_command_is_told_its_place(place: Path, ask: Ask) -> None:
    complained(ask("list", "--db", "other.db"), 2, "it goes before the command: tocsin --db ...")
    complained(ask("harvest", "page.html", "-q"), 2, "it goes before the command: tocsin -q ...")
    complained(ask("list", "--nope"), 2, "see 'tocsin list --help'")
