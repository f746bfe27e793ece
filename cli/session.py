"""What the global options hand to each command: the configuration, the archive's address, how much is said."""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from cli.config import Config, load_config

if TYPE_CHECKING:
    from archive.store import Store


class Session(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One command's surroundings; the archive is opened when asked for, never before."""

    db: str | None = None
    config_path: Path | None = None
    verbosity: int = 0
    log_format: str = "text"

    @cached_property
    def config(self) -> Config:
        """What tocsin.toml says."""
        return load_config(self.config_path)

    @property
    def target(self) -> str:
        """The archive's path or URL: --db (or TOCSIN_DB), else db in tocsin.toml, else tocsin.db here."""
        return self.db or self.config.db or "tocsin.db"

    def open(self, *, create: bool = False, upgrade: bool = False) -> Store:
        """Open the archive; with `create` make it where it is absent, and say so."""
        from archive.store import open_store

        _ = self.config
        absent = "://" not in self.target and not Path(self.target).exists()
        store = open_store(self.target, create=create, upgrade=upgrade)
        if absent and create:
            self.say(f"created {self.target}")
        return store

    def say(self, line: str) -> None:
        """Print one line of progress on standard error, unless --quiet."""
        if self.verbosity >= 0:
            click.echo(line, err=True)

    @property
    def on_terminal(self) -> bool:
        """Whether progress may be drawn."""
        return self.verbosity >= 0 and sys.stderr.isatty()


pass_session = click.make_pass_decorator(Session)
