"""Environment variables: every option has one, named after its command and itself."""

from __future__ import annotations

import click


def named(command: click.Command, prefix: str) -> None:
    """Give every option of a command and of those below it its variable: `TOCSIN_LIST_FORMAT` for `list --format`.

    The options that only show something and end (`--version` of the program, `--help`) have none.
    """
    for option in command.params:
        if isinstance(option, click.Option) and not option.is_eager:
            longest = max(option.opts, key=len)
            option.envvar = f"{prefix}_{longest.lstrip('-').replace('-', '_').upper()}"
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            named(inner, f"{prefix}_{name.upper()}")
