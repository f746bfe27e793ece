"""The history of a record: its versions, what differs between two of them, and where each value came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive import tombstones
from archive.differences import Difference, differences
from archive.service.links import record_path
from archive.service.marks import Pieces
from archive.service.parameters import Key, Source
from archive.service.queries import whole
from archive.service.service import Service, of_one_moment, service_of
from archive.service.web import page
from archive.why import Why, spare, why
from schemas.crosswalk.wording import headed
from schemas.envelope import Held
from schemas.record import Record, canonical, walk

FIELDS = tuple(name for name in Record.__struct_fields__ if name != "deleted")
UNSAID = frozenset({"kind", "key", "family", "given", "as_printed"})
"""Parts of a value that say again what stands beside them."""
SHOWN = 200
"""Versions that the page lists, the latest first."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One field that differs, as a page shows it: the text before and after, with what went and came marked."""

    cosmetic: bool
    new: Pieces
    old: Pieces
    path: str


def router() -> APIRouter:
    """Return the routes of these pages."""
    made = APIRouter(include_in_schema=False)
    made.add_api_route("/records/{source}/{key}/versions", versions)
    made.add_api_route("/records/{source}/{key}/provenance", provenance)
    return made


@of_one_moment
def versions(request: Request, source: Source, key: Key) -> Response:
    """Show the versions of a record, and what differs between two of them (`?from=` and `?to=`)."""
    service = service_of(request)
    held = service.held(source, key)
    name = held.envelope.id
    rows = service.store.history(name)
    latest = held.envelope.version
    said = request.query_params
    to = whole(said.get("to"), "to", latest, 1_000_000)
    before = whole(said.get("from"), "from", max(1, to - 1), 1_000_000)
    found = differing(service, name, before, to) if before != to else []
    return page(
        request, "versions.html", title=headed(held.record.title) or "[no title]", path=record_path(name), name=name,
        rows=list(reversed(rows))[:SHOWN], many=len(rows), changes=[change_of(one) for one in found], before=before, to=to,
    )  # fmt: skip


def differing(service: Service, name: str, before: int, to: int) -> list[Difference]:
    """Return what differs between two versions as they may go out; raises NotHere for one that there is not."""
    source, _, key = name.partition(":")
    old, new = (service.held(source, key, version=number) for number in (before, to))
    return differences(canonical(old.record), canonical(new.record), *(_keys(one.record) for one in (old, new)))


@of_one_moment
def provenance(request: Request, source: Source, key: Key) -> Response:
    """Show where the value of each field came from, and what lost."""
    service = service_of(request)
    held = service.held(source, key)
    return page(
        request, "provenance.html", title=headed(held.record.title) or "[no title]", path=record_path(held.envelope.id),
        held=held, fields=[(one, _value(one), _lost(one)) for one in whys(service, held, FIELDS) if one.value or one.lost],
    )  # fmt: skip


def whys(service: Service, held: Held, fields: tuple[str, ...]) -> list[Why]:
    """Say where values came from, as far as that may go out: no path of a saved file, no extract, no name of a person."""
    store = service.store
    hidden = tombstones.hidden(store.db, held.envelope.id)
    lost = service.lost(store, store.get(held.envelope.id))
    return [
        msgspec.structs.replace(
            one,
            lost=None
            if one.field == "contents"
            else one.lost,  # what lost there may hold extracts and what is held back
            read_from=() if one.field == "contents" else one.read_from,
            corrections=[msgspec.structs.replace(c, who="") for c in one.corrections if c.entry_key not in hidden],
        )
        for one in why(store, held, fields, lost)
    ]


def change_of(one: Difference) -> Change:
    """Return a difference as a page shows it."""
    old, new = readable(one.old), readable(one.new)
    return Change(cosmetic=one.cosmetic, path=one.path, **dict(zip(("old", "new"), compared(old, new), strict=True)))


def compared(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Return two texts in pieces, the words that went and those that came marked."""
    before, after = _words(old), _words(new)
    if not before or not after or len(before) + len(after) > 4000:
        return [(old, bool(old))], [(new, bool(new))]
    went: Pieces = []
    came: Pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        went += [("".join(before[a:b]), kind != "equal")] if b > a else []
        came += [("".join(after[c:d]), kind != "equal")] if d > c else []
    return went, came


def readable(value: Any) -> str:
    """Return a value of a record as a person reads it: its parts named where they would not be understood alone."""
    return "; ".join(_said(spare(value)))


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _said(one)
    elif isinstance(value, dict):
        main = next((value[name] for name in ("name", "term", "text", "edtf", "value", "url", "statement", "first", "title", "main") if isinstance(value.get(name), str)), None)  # fmt: skip
        rest = [
            f"{name.replace('_', ' ')}: {'; '.join(_said(one))}"
            for name, one in value.items()
            if one != main and name not in UNSAID and (name, one) != ("role", "aut")
        ]
        yield (f"{main} ({', '.join(rest)})" if rest else main) if main else ", ".join(rest)
    elif value is not None:
        yield str(value)


def _words(text: str) -> list[str]:
    import re

    return re.findall(r"\w+|\s+|[^\w\s]", text)


def _value(one: Why) -> str:
    """Return the value of a field; of contents only how much there is, because the record's page has them."""
    if one.field == "contents":
        number = sum(1 for _ in walk(one.value))
        return f"{number} {'entry' if number == 1 else 'entries'}"
    return readable(one.value)


def _lost(one: Why) -> list[tuple[str, str]]:
    return [(carrier, readable(value)) for carrier, value in (one.lost or {}).items()]


def _keys(record: Record) -> Sequence[str]:
    return [entry.key or "" for entry in walk(record.contents)]
