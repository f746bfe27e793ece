"""What a reader finds in one capture: records with where each value was found, links to walk, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from schemas.record import Record

Kind = Literal["work", "listing", "refused", "nothing"]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A record found on a page.

    `key` is the origin's own stable identifier where the page says it (by the site's reader, else DOI, else canonical
    URL); `source` the source's short name where a site reader knows it. `found_in` names for each top-level field the
    carrier it was taken from; `lost` keeps, by field, the values of the carriers that did not win, by carrier, where the
    reader was asked for them.
    `origin_datestamp` is when the origin says that it changed the record last, where it says so.
    `stub` marks an item of a listing: it never replaces a record that was read from the work's own page.
    """

    found_in: Mapping[str, str] = {}
    key: str | None = None
    lost: Mapping[str, Mapping[str, Any]] = {}
    origin_datestamp: str | None = None
    record: Record
    source: str | None = None
    stub: bool = False
    url: str | None = None


class Onward(msgspec.Struct, frozen=True, kw_only=True):
    """An address that a walk may go on to: an `item` of a listing, the `next` page of it, or a `related` listing."""

    rel: Literal["item", "next", "related"]
    title: str | None = None
    url: str


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that one capture gives; `reason` says why a page was refused or gives nothing; `reader` is name/version.

    `unreadable` has a line for each record in it that could not be read, while the others could.
    """

    found: tuple[Found, ...] = ()
    kind: Kind
    onward: tuple[Onward, ...] = ()
    reader: str
    reason: str | None = None
    unreadable: tuple[str, ...] = ()
