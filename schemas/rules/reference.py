"""docs/rules.md, made from the rules: `python -m schemas.rules.reference > docs/rules.md`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from schemas.rules import RULES, Rule

HEAD = """# Rules

Made from the rules themselves by `python -m schemas.rules.reference > docs/rules.md`; a test fails when it is stale.

`tocsin validate` checks records by these rules. A finding never drops a record and never stops a harvest. Every finding has
the rule's stable code, a severity (`error`: wrong; `warning`: probably wrong or missing; `info`: worth a look), the path of
the field in the record's JSON (positions count from 0; contents entries go by their key: `contents[p5].title`), the value
and a sentence. `--fail-on` says which severity makes the command exit with 1; `--finding CODE` shows one rule only.

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
        yield f"| [{one.code}](#{_anchor(one)}) | {one.severity} | {one.title} |"
    yield ""


def _anchor(one: Rule) -> str:
    words = f"{one.code} {one.title}".lower()
    return "".join(c for c in words if c.isalnum() or c in " -").replace(" ", "-")


def _sections() -> Iterator[str]:
    for theme, rules in groupby(RULES, key=lambda one: one.code[0]):
        yield f"## {THEMES[theme]}\n"
        for one in rules:
            yield f"### {one.code} {one.title}\n\n*{one.severity}.* {one.explanation}\n\n**What to do:** {one.advice}\n"


if __name__ == "__main__":
    print(rules_markdown(), end="")
