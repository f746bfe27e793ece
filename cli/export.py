"""`tocsin export`: records in a metadata format, to a file that is whole or absent."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from cli.deliver import deliver, refuse, terms_of
from cli.format_options import options_of
from cli.levels import level_option, levels
from cli.output import plain, whole_file
from cli.selection import combined_options, preference, select, selection_options
from cli.session import Session, pass_session
from schemas.errors import UsageError

if TYPE_CHECKING:
    from archive.store import Store


@click.command()
@click.argument("form", metavar="FORMAT")
@selection_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write [default: standard output].")
@level_option
@click.option("--deleted", is_flag=True, help="Also tombstones of records that the source has deleted.")
@click.option(
    "--delta", metavar="NAME", help="Only what is new, changed and gone since the last delivery of this name."
)
@click.option("--again", is_flag=True, help="With --delta: repeat the last delivery that held something.")
@click.option("--columns", metavar="NAMES", help="Columns of csv and tsv, parted by commas [default: all].")
@combined_options
@pass_session
def export(
    session: Session, /, form: str, output: Path | None, level: str, deleted: bool, delta: str | None, again: bool,
    columns: str | None, combined: bool, prefer: str | None, **selected: Any,
) -> None:  # fmt: skip
    """Export records in a metadata format: one consistent snapshot, streamed.

    The formats are described in docs/add-a-format.md; those that have no room for a record leave it out, count it
    and name it at the end.
    """
    from schemas.formats import formats, writer

    module = writer(form)
    if module is None:
        raise click.BadParameter(
            f"{form!r} is not a format: choose from {', '.join(sorted(formats()))}", param_hint="FORMAT"
        )
    options = options_of(module, level, session) | _columns(module, columns)
    refuse(output, delta, again=again, combined=combined, deleted=deleted, columns=options.get("columns"))
    _calm_collector()
    if delta is None or output is None:
        _export(session, module, output, level, deleted, (combined, prefer), options, selected)
        return
    with session.open() as store:
        chosen = select(store, **selected)
        deliver(
            session, store, module, output, name=delta, again=again, terms=terms_of(level, columns, selected),
            selection=chosen.selection, options=options,
            parts=lambda held, left_out: levels([held], level, chosen, left_out),
        )  # fmt: skip


def _export(
    session: Session, module: ModuleType, output: Path | None, level: str, deleted: bool,
    combining: tuple[bool, str | None], options: dict[str, Any], selected: dict[str, Any],
) -> None:  # fmt: skip
    """Write all that is selected, and say what was written and what was left out."""
    from schemas.left_out import Tally

    left_out = Tally()
    with session.open() as store, whole_file(output) as out:
        chosen = select(store, **selected)
        sources = preference(store, *combining)
        if sources is not None and chosen.entries:
            raise UsageError("an entry is of one record: name it without --combined")
        named: list[tuple[int, int]] = []
        heads = store.heads if sources is None else partial(store.same.heads, prefer=sources, named=named)
        records = levels(heads(chosen.selection, deleted=deleted), level, chosen, left_out)
        count = module.write(records, out, left_out, **options)
        if named:
            _give_names(session, store, named)
    if output:
        session.say(f"wrote {count} record{'s' if count != 1 else ''} to {output}")
    for line in left_out.lines():
        session.say(plain(line))
    if not count and not left_out.counts:
        session.say("no records fit")


def _give_names(session: Session, store: Store, named: list[tuple[int, int]]) -> None:
    """Note under which ids combined records go out, so that they bear them for ever; no file appears where that fails."""
    from harvester.command import user

    run = store.begin_run(kind="export", command=session.command, who=user())
    count = store.same.give(named, run=run)
    store.end_run(run, outcome="complete", tally={"names": count})


def _columns(module: ModuleType, columns: str | None) -> dict[str, tuple[str, ...]]:
    """The columns asked for, as `write` of a table takes them; nothing where none were."""
    if columns is None:
        return {}
    choices = getattr(module, "CHOICES", ())
    if not choices:
        raise click.UsageError(f"{module.NAME} has no columns to choose: --columns is for csv and tsv")
    chosen = tuple(dict.fromkeys([name.strip() for name in columns.split(",") if name.strip()]))
    for name in chosen or ("",):
        if name not in choices:
            raise click.BadParameter(f"{name!r} is no column: choose from {', '.join(choices)}", param_hint="--columns")
    return {"columns": chosen}


def _calm_collector() -> None:
    """Let the garbage collector rest while records stream by: they hold no cycles, and looking for some costs a tenth."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
