"""What `tocsin export --delta NAME` does: give what is new, changed and gone since the last time, then move the cursor."""

from __future__ import annotations

import io
import shlex
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cli.output import plain, whole_file
from cli.session import Session
from schemas.envelope import Held
from schemas.errors import UsageError
from schemas.left_out import Tally

if TYPE_CHECKING:
    from archive.deliveries import DeliveryRow
    from archive.delivering import Begun, Parts
    from archive.selection import Selection
    from archive.store import Store


def terms_of(level: str, columns: str | None, selected: dict[str, Any]) -> str:
    """Return what of a command line a delivery is bound to, in one spelling: level, columns and selection as typed."""
    words = [] if level == "report" else ["--level", level]
    words += ["--columns", columns] if columns else []
    spelled = {"ids_file": "--ids", "sources": "--source", "types": "--type"}
    for name, value in sorted(selected.items()):
        if name != "names":
            for one in sorted(value) if isinstance(value, tuple) else [value] if value else []:
                words += [spelled.get(name, f"--{name}"), str(one)]
    return shlex.join([*words, *sorted(selected.get("names", ()))])


def refuse(
    output: Path | None, name: str | None, *, again: bool, combined: bool, deleted: bool, columns: Sequence[str] | None
) -> None:
    """Raise UsageError for what does not go together."""
    if name is None:
        if again:
            raise UsageError("--again repeats a delivery: name it with --delta NAME")
    elif output is None:
        raise UsageError("--delta: give the file with -o: a delivery is done when its file is in place")
    elif combined:
        raise UsageError("--delta goes by the records as they are kept, not by groups of them: leave --combined out")
    elif deleted:
        raise UsageError("--delta says itself what is gone: leave --deleted out")
    elif columns is not None and "deleted" not in columns:
        raise UsageError("--delta says what is gone in the column deleted: add it to --columns")
    elif not name.strip() or not name.isprintable():
        raise UsageError(f"--delta {plain(name)!r}: give a name of printable characters")


def deliver(
    session: Session, store: Store, module: ModuleType, output: Path, *, name: str, again: bool, terms: str,
    selection: Selection, parts: Parts, options: dict[str, Any],
) -> None:  # fmt: skip
    """Write a delivery and, once its file is in place, move its cursor; say what was given."""
    from archive.delivering import Begun

    with store.deliveries.alone(name):
        row = store.deliveries.find(name, module.NAME, terms)
        left_out = Tally()
        if again:
            store.deliveries.again(row)
        with Begun(store.db, row.id, parts, partial(_fits, module, options), left_out) as begun:
            items = begun.last(row.number) if again else begun.items(selection)
            with whole_file(output) as out:
                count = module.write(items, out, begun.left_out, **options)
            if begun.records:
                _settle(session, store, row, begun, output)
    session.say(_told(row, begun, count, output, again=again))
    for line in left_out.lines():
        session.say(plain(line))


def _fits(module: ModuleType, options: dict[str, Any], item: Held) -> bool:
    """Say whether a format takes an item, by trying."""
    write: Callable[..., int] = module.write
    return bool(write([item], io.BytesIO(), **options))


def _settle(session: Session, store: Store, row: DeliveryRow, begun: Begun, output: Path) -> None:
    from harvester.command import user

    run = store.begin_run(kind="export", command=session.command, who=user())
    store.deliveries.settle(row, begun, run=run, file=str(output))
    store.end_run(run, outcome="complete", tally={**begun.tally, "notes": [f"delivery {row.number + 1} of {row.name}"]})


def _told(row: DeliveryRow, begun: Begun, count: int, output: Path, *, again: bool) -> str:
    given = f"wrote {count} record{'s' if count != 1 else ''} to {output}"
    kinds = ", ".join(f"{number} {kind}" for kind, number in begun.tally.items())
    if again:
        return f"{given}: {kinds}; delivery {row.number} of {row.name} again"
    if begun.records:
        return f"{given}: {kinds}; delivery {row.number + 1} of {row.name}"
    since = f" since delivery {row.number} of {row.at}" if row.number else ""
    return f"{given}: nothing is new, changed or gone for {row.name}{since}"
