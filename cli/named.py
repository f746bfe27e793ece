"""Sources by the names that tocsin.toml gives them, as the harvester takes them; nothing is asked or opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.harvest import options_for
from cli.session import Session
from schemas.errors import NotFound

if TYPE_CHECKING:
    from harvester.sources import NamedSource


def named_source(session: Session, name: str) -> NamedSource:
    """Return a source of tocsin.toml; raises NotFound for a name that it does not have, UsageError for what it says wrong."""
    from harvester.schedule import length, schedule
    from harvester.sources import NamedSource

    said = session.config.source.get(name)
    if said is None:
        has = ", ".join(sorted(session.config.source)) or "none"
        raise NotFound(f"{name}: tocsin.toml names no such source (it has {has}): tocsin sources add makes one")
    target, options = options_for(session, name, {})
    return NamedSource(
        every=schedule(said.every) if said.every else None, name=name, options=options, said_every=said.every,
        sweep=length(said.sweep, "sweep") if said.sweep else None, target=target,
    )  # fmt: skip


def named_sources(session: Session, names: tuple[str, ...]) -> list[NamedSource]:
    """Return the sources of these names, or all."""
    return [named_source(session, name) for name in names or sorted(session.config.source)]
