"""The command reference, made from the commands themselves; docs/commands.md is this text."""

from __future__ import annotations

from collections.abc import Iterator

import click

HEAD = """# Commands

Made from the commands themselves by `python -m cli.reference > docs/commands.md`; a test fails when it is stale.
Every option can also be given by an environment variable: `TOCSIN_DB` for `--db`, `TOCSIN_HARVEST_LIMIT` for
`harvest --limit`.
Exit codes: 0 complete, 1 findings or problems at or above the threshold, 2 usage, 3 incomplete, 4 failed,
130 or 143 interrupted (by Ctrl-C or a signal), 141 where nobody reads the output any more.
"""


def reference_markdown() -> str:
    """Return the command reference as Markdown."""
    from cli.main import cli

    context = click.Context(cli, info_name="tocsin", max_content_width=100, terminal_width=100)
    return "\n".join([HEAD, *_sections(cli, context)])


def _sections(command: click.Command, context: click.Context) -> Iterator[str]:
    mark = "##" if context.parent is None else "###"
    yield f"{mark} {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _sections(
                    inner,
                    click.Context(inner, info_name=name, parent=context, max_content_width=100, terminal_width=100),
                )


if __name__ == "__main__":
    print(reference_markdown(), end="")
