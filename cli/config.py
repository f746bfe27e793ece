"""tocsin.toml: where it is searched and what it says; nothing is opened here but that file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from schemas.errors import UsageError

Pause = Annotated[float, Meta(ge=0)]
Some = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Time = Annotated[float, Meta(gt=0)]


class Source(msgspec.Struct, frozen=True, kw_only=True, rename={"as_": "as"}):
    """One named source: its address and how it is harvested, how often (`every`), how often all of it (`sweep`).

    `extracts` says that the service may show opening words; what is not said here is as for all sources.
    """

    as_: str | None = None
    contact: str | None = None
    deadline: Time | None = None
    delay: Pause | None = None
    every: str | None = None
    extracts: bool = False
    guard: Pause | None = None
    limit: Some | None = None
    max_body: Some | None = None
    max_wait: Pause | None = None
    prefix: str | None = None
    related: bool = False
    retries: Annotated[int, Meta(ge=0, le=100)] | None = None
    sets: tuple[str, ...] = ()
    sweep: str | None = None
    timeout: Time | None = None
    url: str


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What tocsin.toml says; every name has a default."""

    contact: str | None = None
    db: str | None = None
    deadline: Time | None = None
    delay: Pause | None = None
    export: Mapping[str, Mapping[str, Any]] = {}
    guard: Pause | None = None
    max_body: Some | None = None
    max_wait: Pause | None = None
    retries: Annotated[int, Meta(ge=0, le=100)] | None = None
    source: Mapping[str, Source] = {}
    timeout: Time | None = None


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
    return parse_config(text, found)


def parse_config(text: bytes, found: Path) -> Config:
    """Return what the text of a configuration says; raises UsageError that names the file."""
    try:
        raw = msgspec.toml.decode(text)
        if "sources" in raw:  # as people write it too
            raw["source"] = {**raw.get("source", {}), **raw.pop("sources")}
        _refuse_unknown(raw)
        config: Config = msgspec.convert(raw, Config)
    except (msgspec.MsgspecError, ValueError) as error:
        raise UsageError(f"{found}: {error}") from error
    return config


def config_file(path: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the configuration that is in use, or where one would be made."""
    return path or next((p for p in _searched(environ) if p.is_file()), Path("tocsin.toml"))


def _searched(environ: Mapping[str, str]) -> tuple[Path, ...]:
    home = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return Path("tocsin.toml"), home / "tocsin" / "tocsin.toml"


def _refuse_unknown(raw: Mapping[str, Any]) -> None:
    """A misspelt name would be ignored in silence, so it is an error; tables of later commands are let through."""
    known = {f.encode_name for f in msgspec.structs.fields(Config)}
    fields = {f.encode_name for f in msgspec.structs.fields(Source)}
    unknown = [name for name in raw if name not in known]
    sources = raw.get("source", {})
    for source, table in sources.items() if isinstance(sources, Mapping) else ():
        names = table if isinstance(table, Mapping) else ()
        unknown += [f"source.{source}.{name}" for name in names if name not in fields]
    if unknown:
        has = fields if unknown[0].startswith("source.") else known
        raise ValueError(f"{unknown[0]} is not a name that tocsin.toml has (it has {', '.join(sorted(has))})")
