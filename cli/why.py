"""Where a value came from: what won, from where and when, the values that lost; and what differs between two versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.output import print_rows
from schemas.errors import NotFound
from schemas.record import ContentsEntry, Record, canonical

if TYPE_CHECKING:
    from archive.corrections import CorrectionRow
    from archive.store import Store
    from schemas.envelope import Held


def print_why(store: Store, held: Held, field: str, form: str) -> None:
    """Print where the value of a field of a record came from; raises NotFound for what is no field."""
    _known(held.record, field)
    captured, value = held.envelope.captured, getattr(held.record, field)
    version = next(v for v in store.history(held.envelope.id) if v.number == held.envelope.version)
    said = {
        "field": field,
        "value": value,
        "as_printed": _printed(msgspec.to_builtins(value)),
        "found_in": held.envelope.found_in.get(field),
        "captured": captured,
        "run": version.run,
        "cause": version.cause,
        "lost": _lost(store, held, field),
        "corrections": [one for one in store.corrections.listed(name=held.envelope.id) if _is_of(one, field)],
    }
    if form == "json":
        click.echo(msgspec.json.encode(said).decode())
        return
    rows = [("value", _words(value) if value else "the source does not say")]
    rows += [("as printed", printed) for printed in said["as_printed"]]
    if value:
        rows.append(("found in", said["found_in"] or "its metadata, where the reader always looks: --raw shows it"))
    if captured:
        rows += [("capture", captured.url), ("captured at", captured.at), ("sha256", captured.sha256)]
        rows.append(("reader", captured.reader))
    rows.append(("run", f"{version.run}, because of: {version.cause}"))
    if said["lost"] is None:
        rows.append(("lost", "not known: the bytes of this version are not kept here"))
    rows += [(f"lost: {carrier}", _words(value)) for carrier, value in (said["lost"] or {}).items()]
    rows += [(f"corrected: {one.state}", _correction(one)) for one in said["corrections"]]
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


def _is_of(one: CorrectionRow, field: str) -> bool:
    return field == ("contents" if one.entry_key else one.field.partition(".")[0])


def print_combined_why(members: Sequence[Held], field: str, form: str) -> None:
    """Print from which record of a group (the best first) a combined field is, and what the others say there.

    Raises NotFound for what is no field.
    """
    from schemas.combining import combine

    combined = combine(members)
    _known(combined.record, field)
    value, lost = getattr(combined.record, field), combined.lost.get(field, {})
    said = {"field": field, "value": value, "from": combined.found_in.get(field), "lost": lost}
    if form == "json":
        click.echo(msgspec.json.encode(said).decode())
        return
    rows = [("value", _words(value) if value else "no source says"), ("from", said["from"])]
    rows += [(f"lost: {name}", _words(other)) for name, other in lost.items()]
    print_rows(("what", "is"), rows, "table")


def _known(record: Record, field: str) -> None:
    if field not in record.__struct_fields__:
        raise NotFound(f"{field}: a record has no such field: it has {', '.join(record.__struct_fields__)}")


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


def _printed(value: Any) -> list[str]:
    """Return what is kept as printed anywhere within a value, in its order."""
    if isinstance(value, dict):
        own = [value["as_printed"]] if value.get("as_printed") else []
        return own + [text for one in value.values() for text in _printed(one)]
    return [text for one in value for text in _printed(one)] if isinstance(value, list | tuple) else []


def _lost(store: Store, held: Held, field: str) -> dict[str, Any] | None:
    """Return the values that did not win, by carrier, from reading the kept bytes again; None where there are none."""
    from harvester.ingest import readers_of_pages
    from harvester.pages import read_page

    try:
        capture = store.capture_of(held.envelope.id, version=held.envelope.version)
    except NotFound:
        return None
    if held.envelope.captured is None or held.envelope.captured.reader not in readers_of_pages():
        return {}
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
