"""Bytes with the sections blanked that hold no markup (comments, CDATA), so that places stay as they are; pure."""

from __future__ import annotations


def without(body: bytes, begin: bytes, end: bytes) -> bytes:
    """Return bytes of the same length in which what stands from `begin` to the next `end` is blank.

    Where another one begins before the end, the first was never closed, and only the last is blanked.
    """
    kept, at = [], 0
    while (stop := body.find(end, at)) >= 0:
        start = body.rfind(begin, at, stop)
        stop += len(end)
        kept.append(body[at:stop] if start < 0 else body[at:start] + b" " * (stop - start))
        at = stop
    return b"".join([*kept, body[at:]]) if kept else body
