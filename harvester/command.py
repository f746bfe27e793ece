"""What a run keeps of its command: the line in one spelling, and back to target and options, and who ran it."""

from __future__ import annotations

import getpass
import os
import shlex
from typing import Any

import msgspec

from harvester.options import HarvestOptions

UNSAID = ("who", "contact", "command", "named")
"""Options that are no part of a command line: who ran it has a column of its own."""


def command_of(target: str, options: HarvestOptions) -> str:
    """Return the command line: the target, then the options that are not the default."""
    told = []
    for field in msgspec.structs.fields(HarvestOptions):
        value: Any = getattr(options, field.name)
        if value == field.default or field.name in UNSAID:
            continue
        name = "--" + field.name.strip("_").replace("_", "-")
        for one in value if isinstance(value, tuple) else (value,):
            told += [name] if one is True else [name, str(one)]
    return shlex.join(["tocsin", "harvest", target, *told])


def target_of(command: str) -> str | None:
    """Return the target of a harvest's command line, None for any other."""
    words = _words(command)
    return words[2] if words[:2] == ["tocsin", "harvest"] and len(words) > 2 else None


def options_of(command: str) -> HarvestOptions:
    """Return the options in a harvest's command line; what an older version knew and this one does not is passed over."""
    fields = {"--" + f.name.strip("_").replace("_", "-"): f for f in msgspec.structs.fields(HarvestOptions)}
    said: dict[str, Any] = {}
    words = _words(command)[3:]
    while words:
        field = fields.get(words.pop(0))
        if field is None:
            continue
        if field.type is bool:
            said[field.name] = True
        elif words and isinstance(field.default, tuple):
            said[field.name] = (*said.get(field.name, ()), words.pop(0))
        elif words:
            said[field.name] = words.pop(0)
    return msgspec.convert(said, HarvestOptions, strict=False)


def user() -> str:
    """Return the name of the user, or the number where the system knows no name for it (in a container)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []
