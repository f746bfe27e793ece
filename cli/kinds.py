"""What `--as` takes: kinds of targets, and the formats of records that are read, which are found by themselves."""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import CompletionItem

TARGETS = ("page", "listing", "sitemap", "oai", "mhtml", "jsonl")
"""Kinds of targets that are no format of records."""


def kinds() -> tuple[str, ...]:
    """Return all that a target can be said to be."""
    from schemas.formats import readers

    return (*TARGETS, *sorted(readers()))


class Kind(click.ParamType[str]):
    """A choice whose words are looked up when one is given: help loads no formats."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word; fails with all that there are."""
        known = {one.lower(): one for one in kinds()}
        if (found := known.get(str(value).lower())) is None:
            self.fail(f"{value!r} is not one of {', '.join(kinds())}", param, ctx)
        return found

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the words that begin so."""
        return [CompletionItem(one) for one in kinds() if one.startswith(incomplete)]
