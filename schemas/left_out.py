"""What an export leaves out: records that a format cannot hold or that lack what it demands; counted, the first ones named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from schemas.envelope import Held

NAMED = 20
"""How many are named for each reason; all are counted."""

LeftOut = Callable[[Held, str], None]
"""What `write` of a format tells of each record that it leaves out: the record, and what the matter is."""

NO_DELETED = "the format cannot say that a record is deleted"
NO_TITLE = "no title, which the format demands"


def unnoticed(held: Held, reason: str) -> None:
    """Take no notice: for callers that know what they hand over."""


def living(items: Iterable[Held], left_out: LeftOut) -> Iterator[Held]:
    """Yield the records that are not deleted; the others are left out."""
    for held in items:
        if held.record.deleted:
            left_out(held, NO_DELETED)
        else:
            yield held


class Tally:
    """Counts what is left out, by reason, and keeps the first ids of each: memory does not grow with the archive."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._named: dict[str, list[str]] = {}

    def __call__(self, held: Held, reason: str) -> None:
        self.counts[reason] += 1
        names = self._named.setdefault(reason, [])
        if len(names) < NAMED:
            names.append(held.envelope.id)

    def lines(self) -> list[str]:
        """Return a line for each reason: `3 records left out (why): a:1, a:2, a:3`."""
        return [
            f"{count} record{'s' if count != 1 else ''} left out ({reason}): {', '.join(self._named[reason])}"
            + (f" and {more} more" if (more := count - len(self._named[reason])) else "")
            for reason, count in self.counts.items()
        ]
