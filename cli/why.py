"""Where a value came from: what won, from where and when, and the values of other carriers that lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.output import print_rows
from schemas.errors import NotFound

if TYPE_CHECKING:
    from archive.store import Store
    from schemas.envelope import Held


def print_why(store: Store, held: Held, field: str, form: str) -> None:
    """Print where the value of a field of a record came from; raises NotFound for what is no field."""
    if field not in held.record.__struct_fields__:
        raise NotFound(f"{field}: a record has no such field: it has {', '.join(held.record.__struct_fields__)}")
    captured = held.envelope.captured
    said = {
        "field": field,
        "value": getattr(held.record, field),
        "found_in": held.envelope.found_in.get(field),
        "captured": captured,
        "lost": _lost(store, held, field),
    }
    if form == "json":
        click.echo(msgspec.json.encode(said).decode())
        return
    rows = [("value", _words(said["value"])), ("found in", said["found_in"])]
    if captured:
        rows += [("capture", captured.url), ("captured at", captured.at), ("sha256", captured.sha256)]
        rows.append(("reader", captured.reader))
    if said["lost"] is None:
        rows.append(("lost", "not known: the bytes of this version are not kept here"))
    rows += [(f"lost: {carrier}", _words(value)) for carrier, value in (said["lost"] or {}).items()]
    print_rows(("what", "is"), rows, "table")


def _lost(store: Store, held: Held, field: str) -> dict[str, Any] | None:
    """Return the values that did not win, by carrier, from reading the kept bytes again; None where there are none."""
    from harvester.pages import read_page

    try:
        capture = store.capture_of(held.envelope.id, version=held.envelope.version)
    except NotFound:
        return None
    lost: dict[str, Any] = {}
    for found in read_page(capture, with_lost=True).found:
        lost |= found.lost.get(field, {})
    return lost


def _words(value: Any) -> str | None:
    """Return a value as a person reads it: text as it is, what has parts as in the exports, nothing as nothing."""
    plain = _spare(msgspec.to_builtins(value))
    if plain is None or isinstance(plain, str):
        return plain
    return msgspec.json.encode(plain).decode()


def _spare(value: Any) -> Any:
    """Leave out what is empty."""
    if isinstance(value, dict):
        return {name: kept for name, one in value.items() if (kept := _spare(one)) is not None} or None
    if isinstance(value, (list, tuple)):
        return [kept for one in value if (kept := _spare(one)) is not None] or None
    return value
