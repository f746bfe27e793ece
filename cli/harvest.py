"""`tocsin harvest`: from an origin to the archive, a summary at the end, and the exit code of the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.kinds import Kind, kinds
from cli.lists_said import say_waiting
from cli.log import LOG
from cli.output import COUNT, plain, summary_option
from cli.progress import progress_for
from cli.session import Session, pass_session
from schemas.errors import UsageError

if TYPE_CHECKING:
    from harvester.tally import RunResult

IN_PART = ("key", "limit", "prefix", "sets", "since", "until")
"""Options with which a named source is not harvested as its refresh does."""


@click.command()
@click.argument("targets", metavar="TARGET...", nargs=-1, required=True)
@click.option(
    "--as",
    "as_",
    type=Kind(),
    help="What TARGET is: page, listing, sitemap, oai, mhtml, jsonl or a format of records (crossref, kbart, marcxml ...) [default: found out by itself].",
)
@click.option("--source", help="Short name of the source that the records belong to.")
@click.option("--key", help="Key of the record, for one saved page.")
@click.option("--url", help="Address that a saved page was saved from.")
@click.option(
    "--related", is_flag=True, help="Also the other reports of its series or publisher's list, within the site."
)
@click.option("--prefix", help="Metadata prefix of an OAI-PMH repository [default: the richest that is read].")
@click.option("--set", "sets", multiple=True, metavar="SPEC", help="Only this set of the repository; may be repeated.")
@click.option("--since", metavar="DATE", help="Only records that their origin changed on this day or later.")
@click.option("--until", metavar="DATE", help="Only records that their origin changed on this day or earlier.")
@click.option("--limit", type=COUNT, help="At most so many pages; of a list of records so many of these.")
@click.option("--full", is_flag=True, help="Ask for everything again: every page, every record.")
@click.option("--delay", type=click.FloatRange(0), help="Seconds between requests to one host.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), help="Seconds of silence before a request is given up."
)
@click.option("--retries", type=click.IntRange(0, 100), help="Times that a failed request is tried again.")
@click.option("--dry-run", is_flag=True, help="Ask and read, but write no record.")
@summary_option
@pass_session
def harvest(session: Session, /, targets: tuple[str, ...], form: str, **options: Any) -> int:
    """Harvest pages, listings, repositories, files or folders into the archive.

    TARGET is a URL, a file, a folder, or a source named in tocsin.toml. Files of records (MARCXML,
    MODS, Dublin Core, works from Crossref, KBART title lists) and pages that a browser saved are told by
    what is in them. With --as crossref it may also be doi:10.5555/x, issn:2049-3630, prefix:10.5555,
    member:123 or query:WORDS. JSTOR pages come as saved files (README says how).
    """
    from harvester.run import check_target
    from harvester.run import harvest as run_harvest

    if len(targets) > 1 and (options["key"] or options["url"]):
        raise UsageError("--key and --url say what one saved page is: give one TARGET with them")
    jobs = [options_for(session, target, options) for target in targets]
    for place, made in jobs:
        check_target(place, made)  # before an archive is made for what cannot be asked for
    codes: list[int] = []
    with session.open(create=True) as store:
        for place, made in jobs:
            with progress_for(session) as progress:
                result = run_harvest(place, made, store, progress=progress)
            _say(session, result, form)
            codes.append(result.exit_code)
            if result.outcome == "interrupted":
                break
        if not options["dry_run"]:
            say_waiting(session, store)
    return max(codes)


def options_for(session: Session, target: str, options: dict[str, Any]) -> tuple[str, Any]:
    """Join what was typed, what the named source says and what tocsin.toml says, in this order."""
    from harvester.options import HarvestOptions

    config, named = session.config, session.config.source.get(target)
    if named and named.as_ not in (None, *kinds()):
        raise UsageError(f"source {target}: as = {named.as_!r} is not what this version harvests: {', '.join(kinds())}")
    known = {f.name for f in msgspec.structs.fields(HarvestOptions)}
    layers = [
        options,
        msgspec.structs.asdict(named) if named else {},
        {n: v for n, v in msgspec.structs.asdict(config).items() if n != "source"},
    ]
    merged: dict[str, Any] = {}
    for layer in reversed(layers):
        merged |= {name: value for name, value in layer.items() if name in known and _is_said(value)}
    if named:
        merged.setdefault("source", target)
        merged["named"] = not any(_is_said(options.get(name)) for name in IN_PART)
    return (named.url if named else target), HarvestOptions(
        **{k: v for k, v in merged.items() if k != "url"}, url=options.get("url")
    )


def _is_said(value: Any) -> bool:
    """Say whether an option was given: 0 is a number like any other, no flag and no value are nothing."""
    return value is not None and value is not False and value != ()


def _say(session: Session, result: RunResult, form: str) -> None:
    """Print the summary; what is not complete is told on standard error too, where a timer looks for it."""
    if form == "json":
        click.echo(msgspec.json.encode(result).decode())
    elif session.verbosity >= 0:
        for line in result.summary():
            click.echo(plain(line))
    if result.outcome != "complete":
        reason = result.reason or ""
        named = "" if result.target in reason else f"{result.target}: "
        LOG.error("%s%s: %s", named, result.outcome, reason)
