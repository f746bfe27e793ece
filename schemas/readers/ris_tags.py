"""References of a RIS file: their tags as real files have them (other spaces, lines that go on, a missing end); no records here."""

from __future__ import annotations

import re
from collections.abc import Iterator

Tags = list[tuple[str, str]]

_LINE = re.compile(r"([A-Z][A-Z0-9]) {0,3}- ?(.*)")
_NUMBER = re.compile(r"\d+\.\s*")
_MARKS = {"KW": "; ", "AB": "\n", "N2": "\n"}
"""What stands between the lines of a value, where it is not a blank."""
_Parts = list[tuple[str, list[str]]]


def references(text: str) -> Iterator[Tags]:
    """Yield the tags of each reference, from its TY to its ER or to the next TY."""
    open_: _Parts = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = raw.strip("\ufeff \t")
        found = _LINE.fullmatch(line)
        if not found:
            _go_on(open_, line)
            continue
        tag, value = found[1], found[2].strip()
        if tag in ("TY", "ER"):
            # A second TY without ER between is a new reference where the first has said anything.
            if len(open_) > 1 or (open_ and tag == "ER"):
                yield _joined(open_)
            open_ = [(tag, [value])] if tag == "TY" else []
        elif open_:
            open_.append((tag, [value]))
    if open_:
        yield _joined(open_)


def _go_on(open_: _Parts, line: str) -> None:
    """A line without tag goes on with the one before it; a number before a reference counts it."""
    if len(open_) > 1 and (not line or not _NUMBER.fullmatch(line)):
        open_[-1][1].append(line)


def _joined(parts: _Parts) -> Tags:
    """Texts go on in the next line, abstracts in paragraphs; keywords stand one a line, as EndNote writes them."""
    return [
        (name, _MARKS.get(name, " ").join(lines if name in ("AB", "N2") else [line for line in lines if line]).strip())
        for name, lines in parts
    ]


def decoded(data: bytes) -> str:
    """Return a file as text: UTF-8, UTF-16 with its mark, else Windows-1252, in which older programs write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
