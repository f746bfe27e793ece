"""The command line's entry: global options, the list of commands, errors as one line; commands live beside it."""

from __future__ import annotations

import contextlib
import gc
import os
import shlex
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import click

from cli.changes import changes
from cli.cite import cite
from cli.correct import correct
from cli.database import db
from cli.default import Told
from cli.deliveries import deliveries
from cli.demo import demo
from cli.export import export
from cli.harvest import harvest
from cli.listing import list_command
from cli.lists import lists
from cli.log import LOG, listen
from cli.probe import probe
from cli.quarantine import quarantine
from cli.refresh import refresh
from cli.replay import replay
from cli.roundtrip import roundtrip
from cli.runs import runs
from cli.same import same
from cli.schema import schema
from cli.search import search
from cli.serve import serve
from cli.session import Session
from cli.sheet import sheet
from cli.show import show
from cli.sources import sources
from cli.suppress import suppress
from cli.validate import validate
from cli.variables import named
from cli.waive import waive
from schemas.errors import TocsinError

COMMANDS = (
    demo, probe, harvest, refresh, sources, list_command, search, show, validate, waive, correct, sheet, suppress, same, lists, cite, export, deliveries,
    roundtrip, changes, replay, quarantine, runs, serve, schema, db,
)  # fmt: skip
"""The commands in the order in which a newcomer meets them."""


@click.group(cls=Told, commands={str(c.name): c for c in COMMANDS}, context_settings={"max_content_width": 100})
@click.option(
    "--db",
    metavar="PATH|URL",
    show_envvar=True,
    help="SQLite file or SQLAlchemy URL of the archive [default: tocsin.db here].",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    show_envvar=True,
    help="Configuration [default: tocsin.toml here, then in the user's configuration folder].",
)
@click.option("-v", "--verbose", count=True, help="Say more; twice: everything.")
@click.option("-q", "--quiet", is_flag=True, help="Only errors.")
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the log on standard error.",
)
@click.version_option(package_name="tocsin", prog_name="tocsin")
@click.pass_context
def cli(ctx: click.Context, db: str | None, config: Path | None, verbose: int, quiet: bool, log_format: str) -> None:
    """Harvest, keep, validate and export bibliographic metadata of reports, down to the table of contents."""
    typed = ctx.obj or []
    words = typed[typed.index(ctx.invoked_subcommand) :] if ctx.invoked_subcommand in typed else []
    command = shlex.join(["tocsin", *words])
    ctx.obj = Session(command=command, db=db, config_path=config, verbosity=-1 if quiet else verbose)
    listen(ctx.obj.verbosity, log_format)


named(cli, "TOCSIN")


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code; every error is one line on standard error."""
    listen()
    try:
        result = cli.main(list(argv), prog_name="tocsin", standalone_mode=False, obj=list(argv))
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.UsageError as error:
        return _complain(error.format_message().replace("\n", " ") + _hint(error), error.exit_code)
    except click.ClickException as error:
        return _complain(error.format_message(), error.exit_code)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _complain("interrupted", 130)
    except TocsinError as error:
        return _complain(str(error), error.exit_code)
    except SystemExit as stop:  # by SIGTERM (main); or click's way to end where a pipe was closed
        _drop_output()
        return 143 if stop.code == 143 else 141
    except BrokenPipeError:
        _drop_output()
        return 141
    except OSError as error:  # of files and the archive the commands speak themselves
        _drop_output()
        return _complain(f"{error.filename or 'standard output'}: {error.strerror}: not everything was written", 4)
    return result if isinstance(result, int) else 0


def _hint(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption) and error.option_name in {name for one in cli.params for name in one.opts}:
        return f" (it goes before the command: tocsin {error.option_name} ...)"
    return f" (see '{error.ctx.command_path} --help')" if error.ctx else ""


def _complain(message: str, code: int) -> int:
    LOG.error(message)
    return code


def _drop_output() -> None:
    """Let what is still to be written go nowhere, so that the end of the process does not complain once more."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminated(_number: int, _frame: FrameType | None) -> None:
    sys.exit(143)


def main() -> None:
    """The console script: run the command line of this process and exit with its code."""
    signal.signal(signal.SIGTERM, _terminated)  # so that no half file is left; a harvest has its own way
    gc.set_threshold(
        20_000, *gc.get_threshold()[1:]
    )  # what modules make stays: looking through it is a tenth of a start
    try:
        code = run(sys.argv[1:])
    finally:
        gc.freeze()  # nor need the end of the process look through it: another tenth
    sys.exit(code)


if __name__ == "__main__":
    main()
