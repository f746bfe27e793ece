"""What the global options hand to each command: the configuration, the archive's address, how much is said."""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from cli.config import Config, load_config
from cli.log import LOG, NOTICE
from schemas.errors import NoArchive, StorageError

if TYPE_CHECKING:
    from archive.store import Store


class Session(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One command's surroundings; the archive is opened when asked for, never before.

    `command` is what was typed from the command's name on: the options before it may name a password.
    """

    command: str = "tocsin"
    db: str | None = None
    config_path: Path | None = None
    verbosity: int = 0

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
        try:
            store = open_store(self.target, upgrade=upgrade)
        except NoArchive:
            if not create:
                raise
        else:
            return store if upgrade else self._let_out(store)
        store = open_store(self.target, create=True, upgrade=upgrade)
        self.say(f"created {store.db.name}")
        return store

    def _let_out(self, store: Store) -> Store:
        """End the suppressions whose day has come, before anything is read; an archive that cannot be written keeps them."""
        from archive.due import let_out

        try:
            let_out(store)
        except StorageError as error:
            self.say(f"what was to be let out today stays held back: {error}")
        return store

    def say(self, line: str) -> None:
        """Say one line on standard error, unless --quiet."""
        LOG.log(NOTICE, line)

    @property
    def on_terminal(self) -> bool:
        """Whether progress may be drawn: on a terminal, where no lines of the log would break it."""
        return self.verbosity == 0 and sys.stderr.isatty()


pass_session = click.make_pass_decorator(Session)
