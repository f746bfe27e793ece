"""tocsin.toml: where it is searched and what it says; nothing is opened here but that file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from schemas.errors import UsageError


class Source(msgspec.Struct, frozen=True, kw_only=True, rename={"as_": "as"}):
    """One named source: its address and how it is harvested; `every` and `extracts` serve refresh and service."""

    as_: str | None = None
    delay: float | None = None
    every: str | None = None
    extracts: bool = False
    limit: int | None = None
    prefix: str | None = None
    related: bool = False
    sets: tuple[str, ...] = ()
    url: str


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What tocsin.toml says; every name has a default."""

    contact: str | None = None
    db: str | None = None
    deadline: float | None = None
    delay: float | None = None
    guard: float | None = None
    max_body: int | None = None
    max_wait: float | None = None
    retries: int | None = None
    source: Mapping[str, Source] = {}
    timeout: float | None = None


def load_config(path: Path | None, environ: Mapping[str, str] = os.environ) -> Config:
    """Read the configuration at `path`, or the first that exists of those searched, or the defaults.

    Raises UsageError that names the file, where it is absent, not TOML, or says what tocsin does not know.
    """
    found = path or next((p for p in _searched(environ) if p.is_file()), None)
    if found is None:
        return Config()
    try:
        text = found.read_bytes()
    except OSError as error:
        raise UsageError(f"{found}: {error.strerror}: name another file with --config") from error
    try:
        config: Config = msgspec.toml.decode(text, type=Config)
        _refuse_unknown(msgspec.toml.decode(text))
    except (msgspec.MsgspecError, ValueError) as error:
        raise UsageError(f"{found}: {error}") from error
    return config


def _searched(environ: Mapping[str, str]) -> tuple[Path, ...]:
    home = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return Path("tocsin.toml"), home / "tocsin" / "tocsin.toml"


def _refuse_unknown(raw: Mapping[str, Any]) -> None:
    """A misspelt name would be ignored in silence, so it is an error; tables of later commands are let through."""
    known = {f.encode_name for f in msgspec.structs.fields(Config)} | {"export"}
    fields = {f.encode_name for f in msgspec.structs.fields(Source)}
    unknown = [name for name in raw if name not in known]
    unknown += [
        f"source.{s}.{name}" for s, table in raw.get("source", {}).items() for name in table if name not in fields
    ]
    if unknown:
        raise ValueError(f"{unknown[0]} is not a name that tocsin.toml has (it has {', '.join(sorted(known))})")
