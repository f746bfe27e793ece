"""Several processes at one archive: one makes it, one harvests a target at a time, and a killed one leaves no lock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest

from archive.store import open_store
from harvester.options import HarvestOptions
from harvester.run import harvest
from schemas.errors import Busy


def at_once(act: Callable[[], None], times: int = 4) -> list[BaseException]:
    """Do the same in several threads at the same moment; returns what went wrong."""
    barrier, wrong = Barrier(times), []

    def one() -> None:
        barrier.wait()
        try:
            act()
        except BaseException as error:  # noqa: BLE001 (whatever it is, the test shows it)
            wrong.append(error)

    threads = [Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_an_archive_is_made_once(target: str) -> None:
    assert at_once(lambda: open_store(target, create=True).close()) == []
    with open_store(target) as store:
        assert store.check(chain=True) == []


def test_files_are_made_once_however_their_makers_meet(tmp_path: Path) -> None:
    """Of sixty files that four make at the same moment, ten were refused while switching to WAL was not waited for."""
    files = [tmp_path / f"{number}.db" for number in range(15)]
    assert [at_once(lambda: open_store(file, create=True).close()) for file in files] == [[]] * 15  # noqa: B023


def test_a_name_is_held_by_one(target: str, tmp_path: Path) -> None:
    with open_store(target, create=True) as one, open_store(target) as other:
        with one.alone("site.example:443"):
            with pytest.raises(Busy, match=r"site\.example:443: another run"), other.alone("site.example:443"):
                pass
            with other.alone("other.example:443"):
                pass
        with other.alone("site.example:443"):
            pass
    assert [path.name for path in tmp_path.iterdir() if "lock" in path.name] == []


def test_a_harvest_waits_for_nobody_and_writes_nothing(target: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<meta name="citation_title" content="Locks of the canal">', "utf-8")
    with open_store(target, create=True) as one, open_store(target) as other, one.alone(str(page)):
        with pytest.raises(Busy):
            harvest(str(page), HarvestOptions(), other)
        assert other.runs() == []
    with open_store(target) as store:
        assert harvest(str(page), HarvestOptions(), store).outcome == "complete"


def test_two_runs_of_one_source_are_refused(target: str, tmp_path: Path) -> None:
    pages = [tmp_path / name for name in ("one.html", "two.html")]
    for page in pages:
        page.write_text(f'<meta name="citation_title" content="Locks of the canal, {page.stem}">', "utf-8")
    with open_store(target, create=True) as one, open_store(target) as other:
        with one.lock("canal"):
            with pytest.raises(Busy, match="source canal: another run"):
                harvest(str(pages[0]), HarvestOptions(source="canal"), other)
            assert harvest(str(pages[1]), HarvestOptions(source="lake"), other).outcome == "complete"
        assert harvest(str(pages[0]), HarvestOptions(source="canal"), other).outcome == "complete"


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    database = tmp_path / "archive.db"
    open_store(database, create=True).close()
    said = f"""
import os
from archive.store import open_store
store = open_store({str(database)!r})
with store.alone("site"):
    print("held", flush=True)
    os.read(0, 1)
"""
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(
        [sys.executable, "-c", said], cwd=root, env=os.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with open_store(database) as store:
            with pytest.raises(Busy), store.alone("site"):
                pass
            process.send_signal(signal.SIGKILL)
            process.wait()
            with store.alone("site"):
                pass
