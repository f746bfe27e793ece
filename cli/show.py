"""`tocsin show`: one record as a person reads it, its history, its bytes, and where a value came from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from textwrap import shorten
from typing import TYPE_CHECKING

import click
import msgspec

from cli.listing import entry_of, title_of
from cli.output import COUNT, plain, print_rows, told_option
from cli.selection import combined_options, part_of, preference
from cli.session import Session, pass_session
from cli.suppress import refuse_suppressed, told
from cli.why import print_combined_why, print_differences, print_why
from schemas.crosswalk.wording import headed, paged, ranges
from schemas.errors import UsageError

if TYPE_CHECKING:
    from archive.store import Store
    from schemas.envelope import Held
    from schemas.record import ContentsEntry, Contributor

ABSTRACT = 300
"""Characters of an abstract that are shown; json gives it whole."""


@click.command()
@click.argument("name", metavar="ID")
@click.option("--version", "number", type=COUNT, help="This version [default: the one in force].")
@click.option("--history", is_flag=True, help="Every version: when, and what caused it.")
@click.option("--diff", nargs=2, type=COUNT, metavar="A B", help="What differs between two versions, field by field.")
@click.option("--why", metavar="FIELD", help="Where the value of a field came from, and the values that lost.")
@click.option("--raw", is_flag=True, help="The bytes that it was read from; of a list of records its own.")
@told_option
@combined_options
@pass_session
def show(
    session: Session, name: str, number: int | None, history: bool, diff: tuple[int, int] | None, why: str | None,
    raw: bool, form: str, combined: bool, prefer: str | None,
) -> None:  # fmt: skip
    """Show a record; ID may be source:key, ID#entry, a DOI, an ISBN or a stable URL."""
    with session.open() as store:
        sources = preference(store, combined, prefer)
        if sources is not None and (history or diff or raw or number):
            raise UsageError("a combined record has no versions and no bytes of its own: ask for those of its members")
        record_id, entry = part_of(store, store.one(name))
        if sources is not None:
            _show_combined(store, record_id, sources, why, form)
            return
        if history or diff or raw or number or why:
            refuse_suppressed(store, record_id)
        if history:
            _print_history(store, record_id, form)
            return
        if diff:
            print_differences(store, record_id, diff, form)
            return
        held = store.get(record_id, version=number)
        if raw:
            sys.stdout.buffer.write(_bytes_of(store, held))
        elif why:
            print_why(store, held, why, form)
        elif form == "json":
            _print_json(held, entry)
        else:
            for line in _lines(held, entry, store.debts.missing_since(record_id)):
                click.echo(plain(line))
            for one in store.suppressions.of(record_id):
                click.echo(plain(f"  {'suppressed':<13} {told(one)}"))


def _show_combined(store: Store, record_id: str, sources: tuple[str, ...], why: str | None, form: str) -> None:
    """Show the one record that the group of a record makes, or where a field of it is from and what lost."""
    from schemas.combining import preferred

    members = store.same.members(record_id)
    if why:
        print_combined_why(preferred(members, sources), why, form)
        return
    held = store.same.combined(record_id, sources)
    if form == "json":
        _print_json(held, None)
        return
    for line in _lines(held, None, None):
        click.echo(plain(line))
    click.echo(f"  {'combined of':<13} {plain(', '.join(one.envelope.id for one in members))}")


def _bytes_of(store: Store, held: Held) -> bytes:
    """Return the bytes that a version was read from: of an answer with many records those of this one."""
    body = store.capture_of(held.envelope.id, version=held.envelope.version).body
    if b"OAI-PMH" not in body[:5000]:
        return body
    from harvester.oai.cutting import record_in

    return record_in(body, held.envelope.key) or body


def _print_json(held: Held, entry: str | None) -> None:
    """Print the line of `export jsonl`, or of an entry what stands in it, with the entry's id."""
    if entry is None:
        from schemas.formats import jsonl

        jsonl.write([held], sys.stdout.buffer)
        return
    said = msgspec.to_builtins(entry_of(held.record, entry))
    click.echo(msgspec.json.encode({"id": f"{held.envelope.id}#{entry}", **said}).decode())


def _print_history(store: Store, record_id: str, form: str) -> None:
    rows = [
        (v.number, v.datestamp, "deleted" if v.deleted else "cosmetic" if v.cosmetic else None, v.cause, v.run, v.reader,
         v.sha256, v.title)
        for v in store.history(record_id)
    ]  # fmt: skip
    print_rows(("version", "datestamp", "kind", "cause", "run", "reader", "sha256", "title"), rows, form)


def _lines(held: Held, entry: str | None, missing: str | None) -> Iterator[str]:
    record = held.record
    if entry is not None:
        yield from _entry_lines(entry_of(record, entry), 0)
        return
    yield title_of(record)
    if missing:
        from archive.types import to_second

        yield f"  {'missing':<13} since {to_second(missing)}: its source has it no longer, and has not said that it is deleted"
    yield from (f"  {name:<13} {value}" for name, value in _facts(held) if value)
    if record.contents:
        yield "  contents"
        for one in record.contents:
            yield from _entry_lines(one, 2)


def _facts(held: Held) -> Iterator[tuple[str, str | None]]:
    record, envelope = held.record, held.envelope
    yield "id", f"{envelope.id}  (version {envelope.version}, {envelope.datestamp})"
    yield "type", " / ".join(dict.fromkeys(t for t in (record.type, record.type_as_printed) if t))
    for title in record.alternative_titles:
        yield "also", headed(title)
    yield "by", _names(record.contributors)
    for date in record.dates:
        printed = f"  (printed: {date.as_printed})" if date.as_printed and date.as_printed != date.edtf else ""
        yield date.kind, f"{date.edtf or 'not readable'}{printed}"
    if record.publisher:
        yield "publisher", ", ".join(p for p in (record.publisher.place, record.publisher.name) if p)
    yield "edition", record.edition
    for series in record.series:
        parts = (
            series.title, series.number, f"volume {series.volume}" if series.volume else None,
            f"issue {series.issue}" if series.issue else None, f"ISSN {series.issn}" if series.issn else None,
        )  # fmt: skip
        yield "series", ", ".join(p for p in parts if p)
    for identifier in record.identifiers:
        yield identifier.scheme, identifier.value + (f" ({identifier.of})" if identifier.of else "")
    yield "pages", ranges(record.pages) or (str(record.page_count) if record.page_count else record.extent)
    yield "languages", ", ".join(record.languages)
    yield "subjects", "; ".join(subject.term for subject in record.subjects)
    for rights in record.rights:
        yield "rights", "  ".join(p for p in (rights.statement, rights.uri) if p)
    for link in record.links:
        yield "link", link.url
    for relation in record.relations:
        yield relation.kind, "  ".join(p for p in (relation.title, relation.to) if p)
    for abstract in record.abstract:
        yield "abstract", shorten(abstract.text, ABSTRACT, placeholder=" ...")


def _names(contributors: tuple[Contributor, ...]) -> str:
    return "; ".join(c.name + (f" ({c.role})" if c.role and c.role != "aut" else "") for c in contributors)


def _entry_lines(entry: ContentsEntry, depth: int) -> Iterator[str]:
    pages, label = paged(entry.pages) if entry.pages else "", f"{entry.label} " if entry.label else ""
    pages = pages.replace("pages ", "pp. ", 1).replace("page ", "p. ", 1)
    by = _names(entry.contributors)
    yield (
        f"{'  ' * depth}#{entry.key:<8} {label}{entry.title or '[title unknown]'}"
        + (f" / {by}" if by else "")
        + (f"  {pages}" if pages else "")
    )
    for inner in entry.entries:
        yield from _entry_lines(inner, depth + 1)
