"""Looking after the archive: what does not fit, and how much there is of everything."""

from __future__ import annotations

from archive.database import Database


def check(db: Database, *, chain: bool) -> list[str]:
    """Return what does not fit."""
    return []


def stats(db: Database) -> dict[str, int]:
    """Return how much there is of everything."""
    return {}
