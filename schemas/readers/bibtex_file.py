"""Entries of a BibTeX file: strings, concatenation, braces and quotes, inheritance by crossref; values stay LaTeX here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from schemas.errors import ReadError

MONTHS = {name: name for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
_START = re.compile(r"@\s*([A-Za-z]+)\s*([{(])")
_KEY = re.compile(r"\s*([^\s,{}()=]*)\s*,?")
_FIELD = re.compile(r"[\s,]*([A-Za-z][\w:.+/-]*)\s*=\s*")
_REST, _JOIN = re.compile(r"[\s,]*"), re.compile(r"\s*#\s*")
_BARE = re.compile(r"[^\s,#{}()\"]+")
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r'[{}"]')
_AGAIN = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.M)
LONGEST = 200_000
"""Characters of a value; a longer one is a brace that nobody closed."""
_PATIENCE = 500
"""Entries that cannot be read, after which the file is none: each may have been looked through to its end."""
_SILENT = frozenset({"comment", "preamble", "control"})
_TITLES = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_OWN = frozenset(
    {"crossref", "xdata", "xref", "ids", "options", "keywords", "label", "entryset", "execute", "shorttitle"}
)


class Entry(NamedTuple):
    """An entry: its type in small letters, its key, its fields by name in small letters, in LaTeX."""

    kind: str
    key: str
    fields: dict[str, str]


class Scanner(Iterator[Entry]):
    """The entries of a file; one that does not end raises ReadError, and the next call goes on at the next line with an @."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._broken = text, 0, 0
        self._strings = dict(MONTHS)

    def __next__(self) -> Entry:
        while found := _START.search(self._text, self._at):
            kind = found[1].lower()
            self._at = found.end()
            if kind in _SILENT:
                self._at = self._silent(found)
                continue
            try:
                entry = self._entry(kind, found[2])
            except _Broken as error:
                again = _AGAIN.search(self._text, found.end())
                self._broken += 1
                self._at = again.start() if again and self._broken < _PATIENCE else len(self._text)
                line = self._text.count("\n", 0, found.start()) + 1
                raise ReadError(f"line {line}: @{kind}: {error}") from error
            if entry is not None:
                return entry
        raise StopIteration

    def _silent(self, found: re.Match[str]) -> int:
        try:
            return self._braced(found.end() - 1)[1] if found[2] == "{" else found.end()
        except _Broken:
            return found.end()

    def _entry(self, kind: str, opening: str) -> Entry | None:
        closing = "}" if opening == "{" else ")"
        key = ""
        if kind != "string":
            named = _KEY.match(self._text, self._at)
            key, self._at = (named[1], named.end()) if named else ("", self._at)
        fields: dict[str, str] = {}
        while found := _FIELD.match(self._text, self._at):
            self._at = found.end()
            fields.setdefault(found[1].lower(), self._value())
        rest = _REST.match(self._text, self._at)
        self._at = rest.end() if rest else self._at
        if self._text[self._at : self._at + 1] != closing:
            raise _Broken("a field that cannot be read, or no end")
        self._at += 1
        if kind == "string":
            self._strings |= fields
            return None
        return Entry(kind, key, fields)

    def _value(self) -> str:
        """A value: parts in braces or quotes, numbers and names of strings, joined by #."""
        parts = []
        while True:
            char = self._text[self._at : self._at + 1]
            if char == "{":
                part, self._at = self._braced(self._at)
            elif char == '"':
                part, self._at = self._quoted(self._at)
            else:
                bare = _BARE.match(self._text, self._at)
                if not bare:
                    raise _Broken("a field without value")
                part, self._at = self._strings.get(bare[0].lower(), bare[0]), bare.end()
            parts.append(part)
            joined = _JOIN.match(self._text, self._at)
            if not joined:
                return "".join(parts)
            self._at = joined.end()

    def _braced(self, at: int) -> tuple[str, int]:
        depth = 0
        for found in _BRACE.finditer(self._text, at, at + LONGEST):
            depth += 1 if found[0] == "{" else -1
            if depth == 0:
                return self._text[at + 1 : found.start()], found.end()
        raise _Broken("a brace that is not closed")

    def _quoted(self, at: int) -> tuple[str, int]:
        depth = 0
        for found in _QUOTE.finditer(self._text, at + 1, at + LONGEST):
            if found[0] == '"' and depth == 0:
                return self._text[at + 1 : found.start()], found.end()
            depth += {"{": 1, "}": -1}.get(found[0], 0)
        raise _Broken("a quotation mark that is not closed")


class _Broken(Exception):
    """What is wrong with the entry that is being read."""


def inherited(entry: Entry, others: dict[str, Entry]) -> Entry:
    """Return an entry with what it has not itself from those it refers to, once: titles of the whole become its book's."""
    fields = dict(entry.fields)
    for name in ("crossref", "xdata"):
        for key in entry.fields.get(name, "").split(","):
            parent = others.get(key.strip().lower())
            if parent is None or parent is entry:
                continue
            for field, value in parent.fields.items():
                if field not in _OWN:
                    fields.setdefault(_TITLES.get(field, field) if name == "crossref" else field, value)
    return entry._replace(fields=fields)
