"""Records that were exported as JSON lines come back with their envelopes; the archive does the restoring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from archive.store import Store
from harvester.inputs import HEAD, format_in
from harvester.stop import Stop
from harvester.tally import Course
from schemas.envelope import Held
from schemas.errors import ReadError
from schemas.formats import jsonl


def looks_exported(path: Path) -> bool:
    """Say whether a file that the user named is an export of JSON lines: by its first line, else by its name."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        head = b""
    if head.startswith(b'{"id":') and b'"datestamp":' in head and b'"version":' in head:
        return True
    return path.suffix.lower() == jsonl.SUFFIX and format_in(head) is None


class ExportWalk:
    """Reads an export line by line; a bad line costs one record."""

    def __init__(self, store: Store, run: int | None, course: Course, stop: Stop, progress: Callable[[], None]) -> None:
        """`run` is None for a dry run, which reads and counts, and writes nothing."""
        self._store, self._run = store, run
        self._course, self._stop, self._progress = course, stop, progress

    def one(self, path: Path) -> str:
        """Take the records of one file; returns what it turned out to be."""
        course = self._course
        course.count("pages_asked")
        batch: list[Held] = []
        try:
            with path.open("rb") as stream:
                for held in self._read(stream, path):
                    batch.append(held)
                    if len(batch) == jsonl.BATCH:
                        self._write(batch)
                        if self._stop.requested:
                            break
        except OSError as error:
            course.nothing = f"{path}: {error.strerror or error}"
            return "file"
        self._write(batch)
        course.count("pages_fetched")
        if not sum(course.counts[f"records_{name}"] for name in ("new", "changed", "unchanged", "cosmetic")):
            course.nothing = course.reason() or f"{path.name}: no records"
        return "file, an export of JSON lines"

    def _read(self, stream: BinaryIO, path: Path) -> Iterator[Held]:
        lines = jsonl.read(stream)
        while True:
            try:
                yield next(lines)
            except StopIteration:
                return
            except ReadError as error:
                self._course.count("records_refused")
                self._course.trouble("a line could not be read", f"{path.name}, {error}")

    def _write(self, batch: list[Held]) -> None:
        if batch and self._run is None:
            self._course.count("records_new", len(batch))
        elif batch and self._run is not None:
            tally = self._store.restore(batch, run=self._run)
            for name in ("new", "changed", "unchanged", "cosmetic", "refused"):
                self._course.count(f"records_{name}", getattr(tally, name))
            self._course.count("records_unchanged", tally.duplicate + tally.outranked + tally.older)
            for message in tally.messages:
                self._course.trouble("a record was refused", message)
        batch.clear()
        self._progress()
