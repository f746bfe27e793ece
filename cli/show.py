"""`tocsin show`: one record as a person reads it, its history, its bytes, and where a value came from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from cli.listing import title_of
from cli.output import print_rows
from cli.session import Session, pass_session
from schemas.errors import NotFound

if TYPE_CHECKING:
    from archive.store import Store
    from schemas.envelope import Held
    from schemas.record import ContentsEntry, Contributor, Pages, Record


@click.command()
@click.argument("name", metavar="ID")
@click.option("--version", "number", type=int, help="This version [default: the one in force].")
@click.option("--history", is_flag=True, help="Every version: when, and what caused it.")
@click.option("--why", metavar="FIELD", help="Where the value of a field came from, and the values that lost.")
@click.option("--raw", is_flag=True, help="The bytes that the record was read from.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Form of the output.",
)
@pass_session
def show(session: Session, name: str, number: int | None, history: bool, why: str | None, raw: bool, form: str) -> None:
    """Show a record; ID may be source:key, ID#entry, a DOI, an ISBN or a stable URL."""
    with session.open() as store:
        record_id, _, entry = store.one(name).partition("#")
        if history:
            _print_history(store, record_id, form)
            return
        held = store.get(record_id, version=number)
        if raw:
            sys.stdout.buffer.write(store.capture_of(record_id, version=number).body)
        elif why:
            _print_why(store, held, why)
        elif form == "json":
            from schemas.formats import formats

            formats()["jsonl"].write([held], sys.stdout.buffer)
        else:
            for line in _lines(held, entry or None):
                click.echo(line)


def _print_history(store: Store, record_id: str, form: str) -> None:
    rows = [(v.number, v.datestamp, v.cause, v.run, v.sha256, v.title) for v in store.history(record_id)]
    print_rows(("version", "datestamp", "cause", "run", "sha256", "title"), rows, form)


def _print_why(store: Store, held: Held, field: str) -> None:
    """Read the kept bytes again, so that the values that lost are shown too."""
    from harvester.pages import read_page

    envelope, captured = held.envelope, held.envelope.captured
    if field not in held.record.__struct_fields__:
        raise NotFound(f"{field}: a record has no such field: it has {', '.join(held.record.__struct_fields__)}")
    rows: list[tuple[str, object]] = [
        ("value", getattr(held.record, field)),
        ("found in", envelope.found_in.get(field)),
    ]
    if captured:
        rows += [
            ("capture", captured.url),
            ("captured at", captured.at),
            ("sha256", captured.sha256),
            ("reader", captured.reader),
        ]
        reading = read_page(store.capture_of(envelope.id, version=envelope.version), with_lost=True)
        for found in reading.found:
            rows += [(f"lost: {carrier}", value) for carrier, value in found.lost.get(field, {}).items()]
    print_rows(("what", "is"), rows, "table")


def _lines(held: Held, entry: str | None) -> Iterator[str]:
    record = held.record
    if entry is not None:
        yield from _entry_lines(_entry(record, entry), 0)
        return
    yield title_of(record)
    yield from (f"  {name:<13} {value}" for name, value in _facts(held) if value)
    if record.contents:
        yield "  contents"
        for one in record.contents:
            yield from _entry_lines(one, 2)


def _facts(held: Held) -> Iterator[tuple[str, str | None]]:
    record, envelope = held.record, held.envelope
    yield "id", f"{envelope.id}  (version {envelope.version}, {envelope.datestamp})"
    yield "type", " / ".join(dict.fromkeys(t for t in (record.type, record.type_as_printed) if t))
    yield "by", _names(record.contributors)
    for date in record.dates:
        printed = f"  (printed: {date.as_printed})" if date.as_printed and date.as_printed != date.edtf else ""
        yield date.kind, f"{date.edtf or 'not readable'}{printed}"
    if record.publisher:
        yield "publisher", ", ".join(p for p in (record.publisher.place, record.publisher.name) if p)
    for series in record.series:
        yield (
            "series",
            " ".join(p for p in (series.title, series.number, f"ISSN {series.issn}" if series.issn else None) if p),
        )
    for identifier in record.identifiers:
        yield identifier.scheme, identifier.value + (f" ({identifier.of})" if identifier.of else "")
    yield "pages", _ranges(record.pages) or (str(record.page_count) if record.page_count else record.extent)
    yield "languages", ", ".join(record.languages)
    yield "subjects", "; ".join(subject.term for subject in record.subjects)
    for rights in record.rights:
        yield "rights", rights.statement or rights.uri
    for link in record.links:
        yield "link", link.url


def _names(contributors: tuple[Contributor, ...]) -> str:
    return "; ".join(c.name + (f" ({c.role})" if c.role and c.role != "aut" else "") for c in contributors)


def _ranges(pages: tuple[Pages, ...]) -> str:
    return ", ".join(p.first if p.last in (None, p.first) else f"{p.first}-{p.last}" for p in pages)


def _entry_lines(entry: ContentsEntry, depth: int) -> Iterator[str]:
    pages, label = _ranges(entry.pages), f"{entry.label} " if entry.label else ""
    by = _names(entry.contributors)
    yield (
        f"{'  ' * depth}#{entry.key:<8} {label}{entry.title or '[title unknown]'}"
        + (f" / {by}" if by else "")
        + (f"  pp. {pages}" if pages else "")
    )
    for inner in entry.entries:
        yield from _entry_lines(inner, depth + 1)


def _entry(record: Record, key: str) -> ContentsEntry:
    waiting = list(record.contents)
    while waiting:
        entry = waiting.pop()
        if entry.key == key:
            return entry
        waiting.extend(entry.entries)
    raise NotFound(f"#{key}: the record has no such entry now: tocsin show --history says when it changed")
