"""A group of commands one of which is meant where none is named."""

from __future__ import annotations

import click


class WithDefault(click.Group):
    """A group that takes what is no command of its own as arguments of its command `list`."""

    default = "list"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default before arguments that name no command."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [self.default, *args]
        return super().parse_args(ctx, args)
