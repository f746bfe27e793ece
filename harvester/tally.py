"""What a run counted and what went wrong in it, and from these its outcome and exit code (DESIGN.md, section 3)."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

LOG = logging.getLogger("tocsin")
"""Told what happens while it happens: pages and troubles (info), requests (debug)."""

Outcome = Literal["complete", "incomplete", "failed", "interrupted"]

COUNTED = (
    "pages_asked", "pages_fetched", "pages_unchanged", "pages_resumed", "pages_read", "lists_read", "pages_refused",
    "pages_failed", "pages_gone", "not_a_record", "skipped_by_robots", "skipped_out_of_bounds", "unusable_entries",
    "records_new", "records_changed", "records_unchanged", "records_cosmetic", "records_refused", "records_missing",
    "records_deleted", "records_held", "records_suppressed", "findings_error", "findings_warning", "findings_info", "requests", "bytes",
)  # fmt: skip
"""The names of a tally, in the order in which they are shown."""


class Course:
    """The tally of a run as it goes on, and its troubles: what was promised and did not arrive, by kind."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.troubles: dict[str, list[str]] = {}
        self.notes: list[str] = []
        self.nothing: str | None = None
        self.not_before: datetime | None = None
        self.seconds = 0.0

    def count(self, name: str, by: int = 1) -> None:
        """Add to one of COUNTED."""
        self.counts[name] += by

    def trouble(self, kind: str, detail: str) -> None:
        """Note something that makes the run incomplete; the first details of each kind are kept, all are counted."""
        LOG.info("%s: %s", kind, detail)
        self.troubles.setdefault(kind, []).append(detail)

    def note(self, line: str) -> None:
        """Note something that a person should be told and that changes no outcome."""
        if line not in self.notes:
            LOG.info("%s", line)
            self.notes.append(line)

    def reason(self) -> str | None:
        """Return in one line why the run is not complete, None where it is."""
        if self.nothing:
            return self.nothing
        said = (f"{kind}: {details[0]}" + (f" and {len(details) - 1} more" if details[1:] else "")
                for kind, details in self.troubles.items())  # fmt: skip
        return "; ".join(said) or None

    def tally(self) -> dict[str, Any]:
        """Return the tally as it is stored: every count by its name, the seconds, and the notes where there are any."""
        counts: dict[str, Any] = {name: self.counts[name] for name in COUNTED}
        counts["seconds"] = round(self.seconds, 3)
        if self.not_before is not None:
            counts["not_before"] = self.not_before.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return counts | ({"notes": self.notes} if self.notes else {})


class RunResult(msgspec.Struct, frozen=True, kw_only=True):
    """How a run ended; `found` says what the target turned out to be; `run_id` is None for a dry run."""

    exit_code: int
    found: str
    outcome: Outcome
    reason: str | None = None
    run_id: int | None = None
    tally: Mapping[str, Any]
    target: str

    def summary(self) -> Iterator[str]:
        """Yield the lines that a person reads."""
        tally = self.tally
        dry = "" if self.run_id is not None else " (dry run: nothing was written)"
        yield f"{self.target}: {self.found}{dry}"
        shown = {
            "pages": {n.removeprefix("pages_"): tally[n] for n in COUNTED if n.startswith("pages_")}
            | {"lists": tally["lists_read"], "not a record": tally["not_a_record"]}
            | {"kept off by robots.txt": tally["skipped_by_robots"], "out of bounds": tally["skipped_out_of_bounds"]}
            | {"unusable entries": tally["unusable_entries"]},
            "records": {n.removeprefix("records_"): tally[n] for n in COUNTED if n.startswith("records_")},
        }
        if tally["pages_read"] or tally["lists_read"]:  # what was not read anew was not checked anew
            shown["findings"] = {n.removeprefix("findings_"): tally[n] for n in COUNTED if n.startswith("findings_")}
        for name, counts in shown.items():
            told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
            yield f"  {name:9}{told or 'none'}"
        yield f"  {'network':9}{tally['requests']} requests, {tally['bytes']} bytes, {tally['seconds']:.1f} s"
        yield from (f"  note     {line}" for line in tally.get("notes", ()))
        run = "" if self.run_id is None else f"run {self.run_id} "
        yield f"  {run}{self.outcome}" + (f": {self.reason}" if self.reason else "")


EXIT = {"complete": 0, "incomplete": 3, "failed": 4, "interrupted": 130}
