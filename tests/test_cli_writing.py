"""Where output cannot be written or nobody reads it: a full disk, a closed pipe, a device, an end in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.asking import Ask, complained, process
from tests.site import report


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


def fill(disk: Path, left: int) -> None:
    """Fill a disk but for so many bytes."""
    size = os.statvfs(disk)
    (disk / f"ballast-{left}").write_bytes(b"x" * max(size.f_bavail * size.f_bsize - left, 0))


def test_a_full_disk(filled: Path, ask: Ask) -> None:
    pages = filled / "pages"
    pages.mkdir()
    for number in range(40):
        filler = os.urandom(16_000).hex()
        page = report("http://lindwater.example", number).replace("</body>", f"<p>{filler}</p></body>")
        (pages / f"{number}.html").write_text(page, "utf-8")
    assert ask("--db", "large.db", "harvest", "pages").returncode == 0
    with small_disk(filled / "small", "8m") as small:
        assert ask("--db", "small/made.db", "db", "upgrade").returncode == 0
        fill(small, 200_000)
        complained(ask("--db", "small/made.db", "harvest", "pages"), 4, "small/made.db", "full")
        complained(ask("--db", "small/new.db", "harvest", "pages"), 4, "small/new.db", "full")
        fill(small, 16_000)  # what is left is less than 40 records need, whatever the harvests took
        done = ask("--db", "large.db", "export", "json", "-o", "small/out.json")
        complained(done, 4, "small/out.json", "No space left", "nothing was written")
        assert [path.name for path in small.iterdir() if "out" in path.name or "lock" in path.name] == []
        for ballast in small.glob("ballast*"):
            ballast.unlink()
        assert ask("--db", "small/made.db", "db", "check", "--chain").returncode == 0
        assert ask("--db", "small/made.db", "harvest", "pages").returncode == 0


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
