"""What [export.NAME] in tocsin.toml says for a format, as its `write` takes it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import msgspec

from cli.session import Session
from schemas.errors import UsageError


def options_of(module: ModuleType, level: str, session: Session) -> dict[str, Any]:
    """What [export.NAME] in tocsin.toml says for a format that has options; raises UsageError for what it has not."""
    from schemas.formats import formats

    said = session.config.export
    tables = {one.TABLE for one in formats().values() if hasattr(one, "TABLE")} if said else set()
    if unknown := sorted(set(said) - tables):
        has = ", ".join(f"[export.{name}]" for name in sorted(tables))
        raise UsageError(f"[export.{unknown[0]}] in tocsin.toml: no format has options by this name (there is {has})")
    if not hasattr(module, "OPTIONS"):
        return {}
    try:
        options = msgspec.convert(said.get(module.TABLE, {}), module.OPTIONS)
    except msgspec.ValidationError as error:
        raise UsageError(f"[export.{module.TABLE}] in tocsin.toml: {error}") from error
    return {"options": msgspec.structs.replace(options, linked=True) if level == "both" else options}
