"""References of a RIS file: their tags as real files have them (other spaces, lines that go on, a missing end); no records here."""

from __future__ import annotations

import re
from collections.abc import Iterator

Tags = list[tuple[str, str]]

_LINE = re.compile(r"([A-Z][A-Z0-9]) {0,3}- ?(.*)")
_NUMBER = re.compile(r"\d+\.\s*")
LONGEST = 2_000
"""Tags; a reference with more is a file without ends."""


def references(text: str) -> Iterator[Tags]:
    """Yield the tags of each reference, from its TY to its ER or to the next TY."""
    tags: Tags = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = raw.strip("\ufeff \t")
        found = _LINE.fullmatch(line)
        if not found:
            _go_on(tags, line)
            continue
        tag, value = found[1], found[2].strip()
        # A second TY without ER between is a new reference where the first has said anything.
        if tag == "TY" and any(name != "TY" for name, _ in tags):
            yield tags
            tags = []
        if tag == "ER":
            if tags:
                yield tags
            tags = []
        elif tags or tag == "TY":
            tags.append((tag, value))
    if tags:
        yield tags


def _go_on(tags: Tags, line: str) -> None:
    """A line without tag goes on with the one before it; a number before a reference counts it."""
    if tags and line and not (len(tags) == 1 and _NUMBER.fullmatch(line)):
        name, value = tags[-1]
        tags[-1] = (name, f"{value} {line}".strip())


def decoded(data: bytes) -> str:
    """Return a file as text: UTF-8, UTF-16 with its mark, else Windows-1252, in which older programs write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
