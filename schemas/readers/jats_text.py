"""Text in JATS and BITS: titles without their footnotes, abstracts by paragraphs; no element of a record is known here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemas.readers.mods_elements import children
from schemas.readers.texts import line, prose
from schemas.readers.xml_files import local_name
from schemas.record import Title
from schemas.values.languages import parse_language
from schemas.values.text import split_title

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HREF = "{http://www.w3.org/1999/xlink}href"
_APART = frozenset({"xref", "fn", "index-term", "object-id", "alternatives", "graphic", "inline-graphic", "named-content-id"})  # fmt: skip
"""What stands in a title without being part of it: marks of footnotes and their texts."""
_BLOCKS = frozenset({"p", "title", "sec", "list-item", "disp-quote", "label", "break"})


def plain(element: Any) -> str | None:
    """Return the text of an element in one line, without footnotes; None when empty."""
    printed = "".join(_pieces(element))
    return line(" ".join(printed.split())) if printed else None


def block(element: Any) -> str | None:
    """Return the text of an element by its paragraphs, without a heading that only says what it is; None when empty."""
    return prose("".join(_pieces(element, parted=True)))


def title_of(group: Any, main: str) -> Title | None:
    """Return the title in a group of titles: `main` is the name of its element, a `subtitle` stands beside it."""
    head = next((said for one in children(group, main) if (said := plain(one))), None)
    subs = [said for one in children(group, "subtitle") if (said := plain(one))]
    if head is None:
        return split_title(subs[0]) if subs else None
    if not subs:
        return split_title(head)
    sub, bare = ": ".join(subs), head.rstrip(" :") or head
    printed = head if bare == head else f"{head} {sub}"
    return Title(as_printed=None if printed in (head, f"{bare}: {sub}") else printed, main=bare, sub=sub)


def lang(element: Any) -> str | None:
    """Return the language that an element names for itself."""
    value = element.get(LANG)
    return parse_language(value) if value else None


def _pieces(element: Any, parted: bool = False) -> Iterator[str]:
    """The text inside an element, in its order."""
    if element.text:
        yield element.text
    for child in element:
        name = local_name(child.tag)
        if name and name not in _APART:
            mark = "\n\n" if parted and name in _BLOCKS else " " if name in _BLOCKS else ""
            yield mark
            yield from _pieces(child, parted)
            yield mark
        if child.tail:
            yield child.tail
