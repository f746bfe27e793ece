"""Groups of commands: told in whole sentences, and with one that is meant where none is named."""

from __future__ import annotations

import click


class Told(click.Group):
    """A group that lists its commands in the order given, each with the whole first paragraph of its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in their order."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list, wrapped and not cut."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first(one.help or "")) for name, one in self.commands.items()])


def _first(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split())


class WithDefault(Told):
    """A group that takes what is no command of its own as arguments of its command `list`."""

    default = "list"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default before arguments that name no command."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = [self.default, *args]
        return super().parse_args(ctx, args)
