"""`tocsin probe`: what an origin offers, sample records with their findings, and the entry for tocsin.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.harvest import options_for
from cli.listing import citation_date, title_of
from cli.output import plain, print_rows, told_option
from cli.session import Session, pass_session
from cli.sources import entry_text

if TYPE_CHECKING:
    from harvester.probing import Probe

FINDINGS_SHOWN = 6


@click.command()
@click.argument("url")
@click.option("--name", help="Short name of the source that is drafted [default: from the host].")
@click.option("--delay", type=click.FloatRange(0), help="Seconds between requests to one host.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), help="Seconds of silence before a request is given up."
)
@told_option
@pass_session
def probe(session: Session, /, url: str, name: str | None, form: str, **options: Any) -> int:
    """Say what an origin offers: OAI-PMH, sitemap, metadata on pages, feeds; with five sample records.

    A few requests by all manners; nothing is kept. Exit 4 where nothing was found that can be harvested.
    """
    from datetime import UTC, datetime

    from harvester.probing import probe as run_probe

    target, made = options_for(session, url, options)
    found = run_probe(target, msgspec.structs.replace(made, source=None), clock=lambda: datetime.now(UTC))
    found = msgspec.structs.replace(found, name=name or (url if url in session.config.source else found.name))
    if form == "json":
        click.echo(msgspec.json.encode(found).decode())
    else:
        _print(found)
    return 0 if found.draft else 4


def _print(found: Probe) -> None:
    click.echo(plain(f"{found.url}: {found.found}"))
    for offer in found.offers:
        click.echo(plain(f"  {offer.what:<22}{offer.value}"))
    for note in found.notes:
        click.echo(plain(f"  note: {note}"))
    if found.samples:
        click.echo("\nsample records")
    for sample in found.samples:
        record = sample.record
        by = "; ".join(one.name for one in record.contributors[:4])
        click.echo(plain(f"  {sample.name}"))
        click.echo(plain(f"    {title_of(record)}" + (f" / {by}" if by else "")))
        entries = f"{len(record.contents)} contents entries" if record.contents else None
        said = (citation_date(record), record.type, entries, ", ".join(i.value for i in record.identifiers[:4]) or None)
        click.echo(plain(f"    {'; '.join(part for part in said if part)}"))
        rows = [(f"    {one.severity}", one.code, one.path, one.message) for one in sample.findings[:FINDINGS_SHOWN]]
        print_rows(("    findings", "code", "path", "message"), rows, "table")
    if found.draft:
        click.echo(f"\nfor tocsin.toml:\n\n{entry_text(found.name, dict(found.draft))}", nl=False)
    else:
        click.echo("\nnothing that can be harvested was found")
