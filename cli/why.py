"""Where a value came from: what won, from where and when, the values that lost; and what differs between two versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.output import print_rows
from schemas.record import ContentsEntry, canonical

if TYPE_CHECKING:
    from archive.corrections import CorrectionRow
    from archive.store import Store
    from schemas.envelope import Held


def print_why(store: Store, held: Held, field: str, form: str) -> None:
    """Print where the value of a field of a record came from; raises NotFound for what is no field."""
    from archive.why import known_field, why
    from harvester.lost import lost_values

    known_field(held.record, field)
    (said,) = why(store, held, (field,), lost_values(store, held))
    if form == "json":
        click.echo(msgspec.json.encode(said).decode())
        return
    rows = [("value", _words(said.value) if said.value else "the source does not say")]
    rows += [("as printed", printed) for printed in said.as_printed]
    if said.value:
        rows.append(("found in", said.found_in or "its metadata, where the reader always looks: --raw shows it"))
    rows += [(f"in {one.element}", one.text) for one in said.read_from]
    if captured := said.captured:
        rows += [("capture", captured.url), ("captured at", captured.at), ("sha256", captured.sha256)]
        rows.append(("reader", captured.reader))
    rows.append(("run", f"{said.run}, because of: {said.cause}"))
    if said.lost is None:
        rows.append(("lost", "not known: the bytes of this version are not kept here"))
    rows += [(f"lost: {carrier}", _words(value)) for carrier, value in (said.lost or {}).items()]
    rows += [(f"corrected: {one.state}", _correction(one)) for one in said.corrections]
    print_rows(("what", "is"), rows, "table")


def _correction(one: CorrectionRow) -> str:
    """Return in words what a correction does, by whom and why, and what the source says in its place."""
    at = f"{one.entry_key} " if one.entry_key else ""
    op = "" if one.op == "set" else f"{one.op} "
    told = f"{at}{one.field}: {op}{_words(one.value) or 'nothing'} ({one.who}, {one.at}: {one.reason})"
    if one.op != "set":
        return told
    says = _words(one.theirs if one.state == "conflict" else one.base)
    return f"{told}; the source {'says' if one.state in ('active', 'conflict') else 'said'}: {says or 'nothing'}"


def print_combined_why(members: Sequence[Held], field: str, form: str) -> None:
    """Print from which record of a group (the best first) a combined field is, and what the others say there.

    Raises NotFound for what is no field.
    """
    from archive.why import known_field
    from schemas.combining import combine

    combined = combine(members)
    known_field(combined.record, field)
    value, lost = getattr(combined.record, field), combined.lost.get(field, {})
    said = {"field": field, "value": value, "from": combined.found_in.get(field), "lost": lost}
    if form == "json":
        click.echo(msgspec.json.encode(said).decode())
        return
    rows = [("value", _words(value) if value else "no source says"), ("from", said["from"])]
    rows += [(f"lost: {name}", _words(other)) for name, other in lost.items()]
    print_rows(("what", "is"), rows, "table")


def print_differences(store: Store, name: str, numbers: tuple[int, int], form: str) -> None:
    """Print what differs between two versions of a record; raises NotFound for a version that there is not."""
    from archive.differences import differences

    old, new = (store.get(name, version=number) for number in numbers)
    keys = [list(_keys(held.record.contents)) for held in (old, new)]
    found = differences(canonical(old.record), canonical(new.record), *keys)
    if form == "json":
        for one in found:
            click.echo(msgspec.json.encode(one).decode())
        return
    rows = [(one.path, "cosmetic" if one.cosmetic else "real", _words(one.old), _words(one.new)) for one in found]
    if not print_rows(("field", "kind", f"version {numbers[0]}", f"version {numbers[1]}"), rows, "table"):
        click.echo("the two versions say the same")


def _keys(entries: Sequence[ContentsEntry]) -> Iterator[str]:
    for entry in entries:
        yield entry.key or ""
        yield from _keys(entry.entries)


def _words(value: Any) -> str | None:
    """Return a value as a person reads it: text as it is, what has parts as in the exports, nothing as nothing."""
    from archive.why import spare

    plain = spare(msgspec.to_builtins(value))
    if plain is None or isinstance(plain, str):
        return plain
    return msgspec.json.encode(plain).decode()
