"""When a write is stamped: inside its transaction, never before what was stamped earlier, so that stamps follow commits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from archive.database import Rows
from archive.types import instant, moment, to_second

When = datetime | Callable[[], datetime]
"""A time, taken as it is, or the clock to be read once the transaction has its turn."""

BACK = timedelta(hours=1)
"""How far a clock may be set back before it is believed again: one that was years ahead must not rule for ever."""


def stamped(rows: Rows, at: When) -> datetime:
    """Return the time of a write transaction; a clock is read now, and is not followed back behind the last datestamp.

    One writer writes at a time: whoever waited for it must not bear a time from before it.
    """
    if isinstance(at, datetime):
        return at
    now = at()
    (last,) = rows.first("SELECT max(datestamp) FROM record") or (None,)
    if last is None or last <= to_second(instant(now)):
        return now
    before = moment(last)
    return before if before - now <= BACK else now
