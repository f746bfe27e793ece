"""What goes wrong for a user: one clear line that starts with the program's name, the right exit code, no half files."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cli.main import run
from tests.site import Page, Site, hung_up, list_path, report, report_path, serving

ROOT = Path(__file__).resolve().parents[1]
PAGE = '<html><head><meta name="citation_title" content="The price of a gauge"></head><body></body></html>'
NO_RECORD = "<html><head><title>About us</title></head><body><h1>About us</h1><p>We are here.</p></body></html>"
CHALLENGE = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24


def as_anybody() -> None:
    """Let root, whom no permission stops, be stopped by them in the program that follows (prctl(2), Linux)."""
    if os.geteuid() == 0:
        prctl = ctypes.CDLL(None).prctl
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            if prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
                os._exit(99)


class Done(NamedTuple):
    """How a command line ended."""

    returncode: int
    stdout: str
    stderr: str


Ask = Callable[..., Done]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a page, a page that is no record, a challenge, a folder without pages, no configuration."""
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "about.html").write_text(NO_RECORD, "utf-8")
    (tmp_path / "wall.html").write_text(CHALLENGE, "utf-8")
    (tmp_path / "empty").mkdir()
    for name in [name for name in os.environ if name.startswith("TOCSIN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ask(place: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command line in this process."""

    def asked(*arguments: str) -> Done:
        capsys.readouterr()
        code = run(arguments)
        return Done(code, *capsys.readouterr())

    return asked


def process(*arguments: str, **options: Any) -> Done:
    """Run a command line as a process of its own."""
    command = [sys.executable, "-m", "cli.main", *arguments]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    done = subprocess.run(command, text=True, timeout=120, check=False, **options)
    return Done(done.returncode, done.stdout, done.stderr)


def complained(done: Done, code: int, *words: str) -> None:
    """Assert the exit code and exactly one line of complaint, which holds the words."""
    lines = done.stderr.splitlines()
    assert done.returncode == code, done
    assert [line for line in lines if not line.startswith("created ")] == [lines[-1]], done.stderr
    assert lines[-1].startswith("tocsin: ")
    for word in words:
        assert word in lines[-1]


@pytest.fixture
def filled(place: Path, ask: Ask) -> Path:
    """The same with an archive."""
    assert ask("harvest", "page.html").returncode == 0
    return place


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
    for arguments, code, words in (
        (("--db", "closed/new.db", "harvest", "page.html"), 4, ("closed/new.db",)),
        (("export", "dc", "-o", "closed/out.xml"), 4, ("closed/out.xml", "Permission denied", "nothing was written")),
        (("demo", "closed/demo"), 2, ("closed/demo", "Permission denied")),
    ):
        complained(process(*arguments, preexec_fn=as_anybody), code, *words)
    assert [path.name for path in closed.iterdir()] == ["kept.db"]
    closed.chmod(0o755)


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """Mount a small file system in memory; skips where that is not allowed."""
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, check=False
    ) if shutil.which("mount") else None  # fmt: skip
    if mounted is None or mounted.returncode:
        pytest.skip("a small disk cannot be mounted here (that takes root)")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk(filled: Path, ask: Ask) -> None:
    pages = filled / "pages"
    pages.mkdir()
    for number in range(40):
        filler = os.urandom(8000).hex()
        page = report("http://lindwater.example", number).replace("</body>", f"<p>{filler}</p></body>")
        (pages / f"{number}.html").write_text(page, "utf-8")
    assert ask("--db", "large.db", "harvest", "pages").returncode == 0
    with small_disk(filled / "small", "300k") as small:
        (small / "ballast").write_bytes(b"x" * 270_000)
        complained(ask("--db", "small/new.db", "harvest", "pages"), 4, "small/new.db", "full")
        done = ask("--db", "large.db", "export", "json", "-o", "small/out.json")
        complained(done, 4, "small/out.json", "No space left", "nothing was written")
        assert sorted(path.name for path in small.iterdir() if "out" in path.name) == []
    with small_disk(filled / "larger", "700k") as larger:
        done = ask("--db", "larger/new.db", "harvest", "pages")
        complained(done, 4, "larger/new.db", "full")
        assert ask("--db", "larger/new.db", "db", "check", "--chain").returncode == 0
        assert [path.name for path in larger.iterdir() if "lock" in path.name] == []


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "command",
    ["list", "list --format json", "export dc", "export jsonl", "show page", "show page --raw", "schema", "--help"],
)
def test_standard_output_that_takes_nothing(filled: Path, ask: Ask, command: str) -> None:
    with open("/dev/full", "w") as full:
        done = process(*command.split(), stdout=full)
    complained(done, 4, "standard output", "No space left on device")


def test_a_device_is_written_to_and_never_replaced(filled: Path, ask: Ask) -> None:
    assert ask("export", "dc", "-o", os.devnull).returncode == 0
    assert Path(os.devnull).is_char_device()


def test_a_pipe_that_is_closed_is_no_error(filled: Path, ask: Ask) -> None:
    for command in ("schema", "export jsonl"):
        reader, writer = os.pipe()
        os.close(reader)
        done = process(*command.split(), stdout=writer)
        os.close(writer)
        assert (done.returncode, done.stderr) == (141, "")


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
        ("export", "marc"),
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


def test_a_name_that_is_too_long_for_a_file(filled: Path, ask: Ask) -> None:
    complained(ask("export", "dc", "-o", "a" * 300), 4, "File name too long")
    assert ask("export", "dc", "-o", "a" * 250).returncode == 0  # the file aside has a shorter one


def test_terminated_while_it_writes_leaves_no_half_file(filled: Path, ask: Ask) -> None:
    waiting = "import sys, time; sys.stdout.write('file:page\\n'); sys.stdout.flush(); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", waiting], stdout=subprocess.PIPE) as feeder:
        with subprocess.Popen(
            [sys.executable, "-m", "cli.main", "export", "dc", "--ids", "-", "-o", "out.xml"],
            cwd=filled, stdin=feeder.stdout, stderr=subprocess.PIPE,
        ) as export:  # fmt: skip
            until = time.monotonic() + 30
            while not list(filled.glob(".out.xml.*")) and time.monotonic() < until:
                time.sleep(0.05)
            assert list(filled.glob(".out.xml.*")), "it does not wait for its names"
            export.send_signal(signal.SIGTERM)
            assert export.wait(30) == 143
        feeder.kill()
    assert list(filled.glob("*out.xml*")) + list(filled.glob(".out.xml*")) == []
