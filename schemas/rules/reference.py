"""docs/rules.md, made from the rules: `python -m schemas.rules.reference > docs/rules.md`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import groupby

from schemas.rules import RULES, Rule

HEAD = """# Rules

Made from the rules themselves by `python -m schemas.rules.reference > docs/rules.md`; a test fails when it is stale.

`tocsin validate` checks records by these rules. A finding never drops a record and never stops a harvest. Every finding has
the rule's stable code, a severity (`error`: wrong; `warning`: probably wrong or missing; `info`: worth a look), the path of
the field in the record's JSON (positions count from 0; contents entries go by their key: `contents[p5].title`), the value
and a sentence. `--fail-on` says which severity makes the command exit with 1; `--finding CODE` shows one rule only.

A rule may say of some of its findings, with certainty, how to set them right: `tocsin validate --fix` shows those. What is
found right as it stands is waived with `tocsin waive`; [worklist.md](worklist.md) has the day of a cataloguer.

A code is never reused. Each rule has a fixture `tests/rules/CODE_slug.json` with records that it finds and records that it
leaves alone. A new rule is one function in a theme file of `schemas/rules/`, its fixture, and this page made again.
"""
THEMES = {
    "C": "Contents",
    "D": "Dates",
    "I": "Identifiers and links",
    "L": "Languages",
    "M": "Core fields",
    "N": "Names",
    "P": "Pages of the work",
    "T": "Titles",
    "X": "Characters",
}


def rules_markdown() -> str:
    """Return the list of rules as Markdown."""
    return "\n".join([HEAD, *_index(), *_sections()])


def _index() -> Iterator[str]:
    yield "| code | severity | finds |\n| --- | --- | --- |"
    for one in RULES:
        yield f"| [{one.code}](#{anchor(one)}) | {one.severity} | {one.title} |"
    yield ""


def anchor(one: Rule) -> str:
    """Return the name of a rule's section on the page."""
    words = f"{one.code} {one.title}".lower()
    return "".join(c for c in words if c.isalnum() or c in " -").replace(" ", "-")


def _sections() -> Iterator[str]:
    for theme, rules in groupby(RULES, key=lambda one: one.code[0]):
        yield f"## {THEMES[theme]}\n"
        for one in rules:
            fix = f"\n\n**`validate --fix`:** {inspect.cleandoc(one.fix.__doc__ or '')}" if one.fix else ""
            yield f"### {one.code} {one.title}\n\n*{one.severity}.* {one.explanation}\n\n**What to do:** {one.advice}{fix}\n"


if __name__ == "__main__":
    print(rules_markdown(), end="")
