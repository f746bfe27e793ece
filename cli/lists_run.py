"""What the commands of `tocsin lists` share: the run that they write in, and what is said of a whole list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cli.session import Session
from schemas.errors import TocsinError, UsageError

if TYPE_CHECKING:
    from archive.store import Store

ABOUT = (
    click.option("--title", help="Title of the list."),
    click.option("--course", "course_code", metavar="CODE", help="Code of the course."),
    click.option("--code", "list_code", metavar="CODE", help="Code of the list in the system that loads it."),
    click.option("--owner", help="Whose list it is."),
    click.option("--language", metavar="TAG", help="Language of the list (en, de ...)."),
)


def about_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say something of a whole list."""
    for option in reversed(ABOUT):
        command = option(command)
    return command


@contextmanager
def written(session: Session, store: Store) -> Iterator[int]:
    """Give the run that a command writes in; it is ended in any case."""
    from harvester.command import user

    run = store.begin_run(kind="lists", command=session.command, who=user())
    try:
        yield run
    except TocsinError as error:
        store.end_run(run, outcome="failed", reason=str(error))
        raise
    store.end_run(run, outcome="complete")


def named(name: str) -> str:
    """Return the name of a new list; raises UsageError for one that could not be typed or be a file's."""
    if not re.fullmatch(r"[\w][\w.-]{0,79}", name):
        raise UsageError(f"{name!r}: is no name of a list: use letters, digits, points and hyphens")
    return name


def about_of(said: dict[str, str | None]) -> dict[str, str | None]:
    """Return what was typed of a list; raises UsageError for a language that is none."""
    from schemas.values.languages import parse_language
    from schemas.values.text import clean

    told = {name: clean(value) for name, value in said.items()}
    if told.get("language"):
        found = parse_language(told["language"] or "")
        if found is None:
            raise UsageError(f"--language {told['language']}: is no language: give en, de, fr ...")
        told["language"] = found
    return told
