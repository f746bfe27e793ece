"""Formatted text as runs, and how it is written: HTML, Markdown, plain text; what a harvested text holds never becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from schemas.crosswalk.plain_text import line

Run = tuple[str, str]
"""A piece of text and its form: "" or letters of FORMS, in the order in which they are laid around it."""

FORMS = {"i": "i", "b": "b", "u": "u", "s": "sup", "t": "sub", "c": "span"}
_OPEN = {"c": '<span style="font-variant:small-caps">'}
_CLASSED = {"c": '<span class="caps">'}
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
_MARKED = re.compile(r"([\\`*_{}\[\]<>#|~&^$])")
_START = re.compile(r"^(\s*)([-+=:@!]|\d+[.)])", re.ASCII)
_DOLLAR = {"i": "*", "b": "**", "s": "^", "t": "~"}


def as_text(runs: Iterable[Run]) -> str:
    """Return the text alone, on one line."""
    return line("".join([text for text, _ in runs]))


def as_html(runs: Iterable[Run], *, links: bool = True, classed: bool = False) -> str:
    """Return HTML; web addresses become links. `classed` names a class where a page may have no style of its own."""
    opened = _CLASSED if classed else _OPEN
    made = []
    for text, forms in runs:
        said = _linked(line_kept(text)) if links else escape(line_kept(text))
        for form in reversed(forms):
            said = f"{opened.get(form, f'<{FORMS[form]}>')}{said}</{FORMS[form]}>"
        made.append(said)
    return "".join(made)


def line_kept(text: str) -> str:
    """Return a run without control characters and line breaks, its outer spaces kept."""
    if text.isprintable():
        return text
    return f"{' ' if text[:1].isspace() else ''}{line(text)}{' ' if text[-1:].isspace() else ''}"


def _linked(text: str) -> str:
    made, at = [], 0
    for found in _ADDRESS.finditer(text):
        made += [escape(text[at : found.start()]), f'<a href="{escape(found[0])}">{escape(found[0])}</a>']
        at = found.end()
    return "".join([*made, escape(text[at:])])


def as_markdown(runs: Iterable[Run]) -> str:
    """Return Markdown that says the text and nothing else: whatever would be markup is escaped."""
    made = []
    for text, forms in runs:
        said = _addressed(line_kept(text))
        marks = [_DOLLAR[form] for form in forms if form in _DOLLAR]
        inner = said.strip()
        if marks and inner:
            before, after = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
            said = before + "".join(marks) + inner + "".join(reversed(marks)) + after
        made.append(said)
    return _START.sub(r"\1\\\2", "".join(made))


def _addressed(text: str) -> str:
    made, at = [], 0
    for found in _ADDRESS.finditer(text):
        made += [marked(text[at : found.start()]), f"<{found[0]}>"]
        at = found.end()
    return "".join([*made, marked(text[at:])])


def marked(text: str) -> str:
    """Return text in which no character is Markdown."""
    return _MARKED.sub(r"\\\1", text)


def joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return runs with neighbours of one form made one, and without empty ones."""
    made: list[Run] = []
    for text, form in runs:
        if text and made and made[-1][1] == form:
            made[-1] = (made[-1][0] + text, form)
        elif text:
            made.append((text, form))
    return tuple(made)
