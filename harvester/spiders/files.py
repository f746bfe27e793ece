"""Saved pages and files of records: one file, or those of a folder by name, through the same `ingest` as live ones."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from harvester.ingest import Ingest, Kept
from harvester.inputs import HEAD, format_in
from harvester.options import MAX_LIST_BODY, HarvestOptions
from harvester.stop import Stop
from harvester.suppressed import Suppressed
from harvester.tally import LOG, Course
from schemas.addresses import canonical_url
from schemas.capture import Capture
from schemas.formats import readers
from schemas.reading import Reading

MEDIA_TYPES = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain",
    ".text": "text/plain", ".md": "text/plain", ".xml": "application/xml", ".mhtml": "multipart/related",
    ".mht": "multipart/related", ".csv": "text/csv", ".ndjson": "application/x-ndjson",
}  # fmt: skip
"""What is taken from a folder, by the end of its name, beside files that end as a format that is read; a file that the user names
is taken whatever its name."""


NAMED = 5
"""How many pages that are no records the summary names."""


class FileWalk:
    """Reads files one after another and counts what each gives."""

    def __init__(
        self, ingest: Ingest, options: HarvestOptions, course: Course, stop: Stop, *, resumed: dict[str, Kept],
        progress: Callable[[], None], clock: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._ingest, self._options, self._course, self._stop = ingest, options, course, stop
        self._resumed, self._progress, self._clock = resumed, progress, clock
        self._suppressed = Suppressed(ingest.store, course)

    def one(self, path: Path) -> str:
        """Read one file; returns what it turned out to be."""
        reading = self._read(path)
        if reading is None:
            self._course.nothing = self._course.reason()
            return "file"
        if reading.kind in ("refused", "nothing"):
            self._course.nothing = f"{path.name}: {reading.reason or 'not a record'}"
        return f"file, {told(reading)}"

    def folder(self, path: Path) -> str:
        """Read the pages of a folder and of those in it; returns what it turned out to be."""
        taken = 0
        for file in pages_in(path, self._closed):
            if self._stop.requested:
                break
            if self._options.limit is not None and taken >= self._options.limit:
                self._course.note(f"the limit of {self._options.limit} pages was reached")
                break
            taken += 1
            self._read(file, name=str(file.relative_to(path)))
            self._progress()
        counts = self._course.counts
        if not taken and self._course.troubles:
            self._course.nothing = self._course.reason()
        elif not taken and not self._stop.requested:
            self._course.nothing = f"{path}: no pages in this folder (files that end in {', '.join(media_types())})"
        elif counts["not_a_record"] == taken:
            self._course.nothing = f"{path}: none of its {taken} files is a record"
        return f"folder, {taken} files"

    def _closed(self, error: OSError) -> None:
        """What stands in a folder that cannot be read was promised as much as what stands beside it."""
        self._course.trouble("a folder cannot be read", f"{error.filename}: {error.strerror}")

    def _read(self, path: Path, name: str | None = None) -> Reading | None:
        """Read one file of a folder, which knows it by this name, or the only one."""
        course = self._course
        LOG.info("%s", path)
        course.count("pages_asked")
        try:
            capture = self._capture(path)
        except OSError as error:
            course.count("pages_failed")
            course.trouble("a file cannot be read", f"{path}: {error.strerror or error}")
            return None
        if self._suppressed.all_of(capture.asked):
            return Reading(kind="work", found=(), reader="")
        course.count("pages_fetched")
        course.count("bytes", len(capture.body))
        latest = self._ingest.latest(capture.asked)
        named = self._options.key or self._options.source  # may be another name than the last time
        if latest and latest.sha256 == capture.sha256 and latest.gave and not latest.deleted and not named:
            self._ingest.same(capture, latest)
            return Reading(kind="listing" if len(latest.gave) > 1 else "work", found=(), reader=latest.reader or "")
        kept = self._resumed.pop(capture.asked, None)
        fresh = kept is None or kept.read or self._ingest.store.capture(kept.number).sha256 != capture.sha256
        number = self._ingest.keep(capture) if fresh or kept is None else kept.number
        reading = self._ingest.read(capture, number, stubs=True)
        if reading is not None:
            count_reading(course, reading, name)
            if reading.kind == "refused":
                self._ingest.trouble(capture, "a page is a challenge", f"{path.name}: {reading.reason}")
        return reading

    def _capture(self, path: Path) -> Capture:
        most = self._options.max_body
        with path.open("rb") as file:
            body = file.read(HEAD)
            if format_in(body, self._options.as_) is not None:  # a file of records may be as large as a list of them
                most = max(most, MAX_LIST_BODY)
            body += file.read(most + 1 - len(body))
        if len(body) > most:
            raise OSError(0, f"larger than {most} bytes")
        address = canonical_url(self._options.url) if self._options.url else path.resolve().as_uri()
        suffix = path.suffix.lower()
        return Capture(asked=address, url=address, at=self._clock(), body=body, media_type=media_types().get(suffix))


def media_types() -> dict[str, str]:
    """Return the media types of what is taken from a folder, by the ends of names."""
    return {module.SUFFIX: module.MEDIA_TYPE for module in readers().values()} | MEDIA_TYPES


def pages_in(folder: Path, closed: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield the pages in a folder and its folders, by name; `closed` is told of a folder that cannot be read.

    Hidden ones are left alone, linked folders, and what is no file (a pipe would be waited for without end).
    """
    taken = media_types()
    for place, folders, files in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith("_files"))
        for name in sorted(files):
            path = Path(place, name)
            if not name.startswith(".") and path.suffix.lower() in taken and (path.is_file() or not path.exists()):
                yield path


def told(reading: Reading) -> str:
    """Say what a capture turned out to be."""
    module = next((one for one in readers().values() if reading.reader == one.READER), None)
    if module is not None:
        return f"records ({module.NAME})"
    return "a listing" if reading.kind == "listing" else "a page"


def count_reading(course: Course, reading: Reading, name: str | None = None) -> None:
    """Count a page by what it turned out to be; the first of many that are no records are named, the log names all."""
    names = {"work": "pages_read", "listing": "lists_read", "refused": "pages_refused", "nothing": "not_a_record"}
    course.count(names[reading.kind])
    if reading.kind != "nothing" or name is None:
        return
    line = f"not a record: {name}: {reading.reason or 'it says nothing of a work'}"
    if course.counts["not_a_record"] <= NAMED:
        course.note(line)
    else:
        course.note("not a record: and more: tocsin -v names all")
        LOG.info("%s", line)
