"""Where a value came from: what is in force and as printed, from which capture, reader and run, what lost, what was corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from archive.corrections import CorrectionRow
from schemas.envelope import Captured, Held
from schemas.errors import NotFound
from schemas.record import Record
from schemas.tracing import Place

if TYPE_CHECKING:
    from archive.store import Store

Values = Mapping[str, Mapping[str, Any]]
"""Field -> carrier -> the value that it had there and that did not win."""


class Reread(msgspec.Struct, frozen=True, kw_only=True):
    """What the kept bytes tell when they are read again: values that lost, and by field the elements that it came from."""

    lost: Values = {}
    read_from: Mapping[str, tuple[Place, ...]] = {}


Lost = Callable[["Store", Held], Reread | None]
"""Reads the kept bytes of a version again; None where these are not kept."""


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Where the value of one field of a record came from; `lost` is None where the bytes are not kept.

    `found_in` names the carrier on a page, or the elements of a payload, which `read_from` has with their texts.
    """

    field: str
    value: Any
    as_printed: list[str]
    found_in: str | None
    captured: Captured | None
    run: int
    cause: str
    lost: Mapping[str, Any] | None
    read_from: tuple[Place, ...]
    corrections: list[CorrectionRow]


def why(store: Store, held: Held, fields: tuple[str, ...], again: Reread | None) -> list[Why]:
    """Say where the values of fields of a record came from; raises NotFound for what is no field."""
    for field in fields:
        known_field(held.record, field)
    version = next(v for v in store.history(held.envelope.id) if v.number == held.envelope.version)
    corrections = store.corrections.listed(name=held.envelope.id)
    return [
        Why(
            field=field,
            value=(value := getattr(held.record, field)),
            as_printed=printed(msgspec.to_builtins(value)),
            found_in=held.envelope.found_in.get(field) or _elements(again, field),
            captured=held.envelope.captured,
            run=version.run,
            cause=version.cause,
            lost=None if again is None else again.lost.get(field, {}),
            read_from=again.read_from.get(field, ()) if again else (),
            corrections=[one for one in corrections if _is_of(one, field)],
        )
        for field in fields
    ]


def _elements(again: Reread | None, field: str) -> str | None:
    """Name the elements that a value came from, each once."""
    return ", ".join(dict.fromkeys(one.element for one in again.read_from.get(field, ()))) or None if again else None


def known_field(record: Record, field: str) -> None:
    """Raise NotFound, with the fields that there are, for what is no field of a record."""
    if field not in record.__struct_fields__:
        raise NotFound(f"{field}: a record has no such field: it has {', '.join(record.__struct_fields__)}")


def printed(value: Any) -> list[str]:
    """Return what is kept as printed anywhere within a value, in its order."""
    if isinstance(value, dict):
        own = [value["as_printed"]] if value.get("as_printed") else []
        return own + [text for one in value.values() for text in printed(one)]
    return [text for one in value for text in printed(one)] if isinstance(value, list | tuple) else []


def spare(value: Any) -> Any:
    """Return a value as plain JSON values without what is empty; None where nothing is left."""
    if isinstance(value, msgspec.Struct):
        value = msgspec.to_builtins(value)
    if isinstance(value, dict):
        return {name: kept for name, one in value.items() if (kept := spare(one)) is not None} or None
    if isinstance(value, (list, tuple)):
        return [kept for one in value if (kept := spare(one)) is not None] or None
    return value


def _is_of(one: CorrectionRow, field: str) -> bool:
    return field == ("contents" if one.entry_key else one.field.partition(".")[0])
