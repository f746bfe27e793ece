"""What asking for the links of reading lists gave: remembered by address, with its time and what it was before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from archive import statements
from archive.database import Database
from archive.types import bound_list, instant

OUTCOMES = ("alive", "moved", "gone", "refused", "unreachable")
"""How asking for a link ends; only `gone` is a dead link."""


class LinkState(msgspec.Struct, frozen=True, kw_only=True):
    """What a link was when it was asked for last.

    `reached` is the address that it has moved to; `was` and `was_at` are the outcome before, where that was another,
    and when it was seen last; `changed` says that the last answer was the first with this outcome.
    """

    at: str
    changed: bool = False
    outcome: str
    reached: str | None = None
    reason: str | None = None
    status: int | None = None
    url: str
    was: str | None = None
    was_at: str | None = None


class Links:
    """The links that were asked for."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def known(self, urls: Iterable[str]) -> dict[str, LinkState]:
        """Return what is remembered of addresses, by the address."""
        names = ", ".join(LinkState.__struct_fields__)
        with self.db.reading() as rows:
            found = rows.all(f"SELECT {names} FROM link WHERE url IN ?", bound_list(rows.dialect, [*urls]))
        made = (dict(zip(LinkState.__struct_fields__, row, strict=True)) for row in found)
        return {one["url"]: LinkState(**one | {"changed": bool(one["changed"])}) for one in made}

    def keep(
        self, url: str, *, at: datetime, outcome: str, status: int | None, reason: str | None, reached: str | None
    ) -> LinkState:
        """Remember an answer in the place of the one before, and return it with what that was."""
        before = self.known([url]).get(url)
        differs = before is not None and (before.outcome, before.reached) != (outcome, reached)
        state = LinkState(
            url=url, at=instant(at), outcome=outcome, status=status, reason=reason, reached=reached, changed=differs,
            was=before.outcome if before and differs else before.was if before else None,
            was_at=before.at if before and differs else before.was_at if before else None,
        )  # fmt: skip
        with self.db.writing() as rows:
            rows.do(statements.KEEP_LINK, *(getattr(state, name) for name in LINK_COLUMNS))
        return state


LINK_COLUMNS = ("url", "outcome", "status", "reached", "reason", "at", "changed", "was", "was_at")
"""The columns of the table in their order."""
