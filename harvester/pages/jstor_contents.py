"""The contents list of a JSTOR page text to entries (layouts of about 2017, and 2023); the head of the page is read in jstor_text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from harvester.pages.credits import EDITING
from harvester.pages.name_lines import names_in, people
from harvester.pages.row_labels import LABEL
from schemas.identifiers import jstor
from schemas.record import ContentsEntry, Contributor, Identifier
from schemas.values.names import looks_corporate, looks_like_name
from schemas.values.pages import parse_pages
from schemas.values.text import clean

_ENTRY = re.compile(
    r"^\W{0,4}?(?:(?P<n>\d{1,3})\.(?=\s|\()\s*)?(?P<title>.*?)\s*\(\s*pp?\s*\.\s*(?P<pages>[^()]{1,40})\)\s*(?P<rest>.*)$"
)
_NUMBER = re.compile(r"^\W{0,4}\d{1,3}\.\s*$")
_ITEM = re.compile(r"^\W{0,3}(?:\d{1,3}\.|[•◦▪·])\s+(?P<title>[^\s(].*)$")
"""A title in a line of its own, behind the number or the bullet of its list."""
_HALF = re.compile(r"\W{0,4}\d{1,3}\.?\s+[^\W\d_].*[^\W_]$")
"""The first half of a numbered title that was wrapped."""
FURNITURE = re.compile(
    r"^\W*(?:skip to main content.*|have library access.*|cite this item|table of contents|select all|save|cite|download|xml|pdf|view|read online|"
    r"this is a preview page.*|log ?in.*|register|search.*|browse|tools|about|support|workspace|all content|images|jstor home|book info|read for free|"
    r"export (?:selected )?citations?|add to my lists|\d+ items?|more about this .*|.{2,80} logo|preview|buy this.*|get access.*|alternate access options.*|"
    r"for independent researchers|subscribe to jpass|share|https?://\S+)\W*$",
    re.I,
)
_END = re.compile(
    r"^\W*(?:explore jstor|about jstor|jstor is part of ithaka.*|©\s?\d{4}.{0,12}ithaka.*|terms (?:and|&) conditions.*|download)\W*$",
    re.I,
)
STABLE = re.compile(r"(?P<url>https?://[\w.-]*jstor\.org/stable/\S+)", re.I)
TEXT = 60
"""Characters from which a line under a line of names is text."""
WRAPPED = 160
"""Characters: a text with a longer line was not wrapped, so that each of its lines is a paragraph."""


def people_in(lines: Sequence[str]) -> tuple[Contributor, ...]:
    """Return the names of lines that hold nothing else; who stands under "Edited by" edited, in the next lines as well."""
    found: list[Contributor] = []
    role = "aut"
    for line in lines:
        role = "edt" if EDITING.search(line) else role
        names = names_in(line)
        if names or looks_like_name(line) or len(line) < 80:
            found += [c if c.role != "aut" else _as(c, role) for c in people(line, names or (line,))]
    return tuple(found)


def _as(one: Contributor, role: str) -> Contributor:
    return one if one.role == role else msgspec.structs.replace(one, role=role)


def read_entries(lines: Sequence[str]) -> tuple[ContentsEntry, ...]:
    """Return the entries under "Table of Contents": each has a line that ends in its pages, which the 2023 layout prints twice."""
    found: list[tuple[re.Match[str], str, list[str]]] = []
    parts: dict[int, list[str]] = {}
    block: list[str] = []
    for line in lines:
        if _END.match(line):
            break
        match = _ENTRY.match(line)
        if match is None or not parse_pages(match["pages"]):
            block.append(line)
            continue
        title = match["title"].strip()
        twice = found and (title, match["pages"]) == (found[-1][1], found[-1][0]["pages"])
        if twice and title and not any(block):
            continue
        if title and block and _HALF.match(block[-1]) and not _HALF.match(title) and len(block[-1]) < WRAPPED:
            title = f"{block.pop()} {title}"
        if not title:
            title, above = _above(block, not found)
            parts[len(found)] = above
        block = [match["rest"]] if match["rest"] else []
        found.append((match, title, block))
    entries: list[ContentsEntry] = []
    for n, one in enumerate(found):
        entries += [ContentsEntry(label=label, title=rest) for label, rest in map(_label, parts.get(n, ()))]
        entries.append(_entry(*one))
    return tuple(entries)


def _above(block: list[str], first: bool) -> tuple[str, list[str]]:
    """A title in a line of its own above its pages, and the part over it, taken off the text of the entry before."""
    if not (title := _taken(block, first)):
        return "", []
    rest = [line for line in block if line]
    part = _ITEM.match(rest[-1]) if rest and title[0] in "•◦▪·" else None
    if part and len(rest[-1]) < WRAPPED:
        del block[len(block) - 1 - block[::-1].index(rest[-1]) :]
    item = _ITEM.match(title)
    return (item["title"] if item else title), [part["title"]] if part else []


def _taken(block: list[str], first: bool) -> str:
    """The last line of a block where that is a title: behind a number or bullet, or after a button or an extract."""
    rest = [line for line in block if line]
    if first and len(rest) == 1 and len(rest[0]) < 90 and not FURNITURE.match(rest[0]) and not _NUMBER.match(rest[0]):
        block.clear()
        return rest[0]
    if rest and _NUMBER.match(rest[-1]):
        del block[len(block) - 1 - block[::-1].index(rest.pop()) :]
    if not rest or len(rest[-1]) > WRAPPED or rest[-1].endswith(("...", "…", ",", ";")) or FURNITURE.match(rest[-1]):
        return ""
    before = rest[-2] if len(rest) > 1 else ""
    told = not before or FURNITURE.match(before) or before.endswith(("...", "…")) or _NUMBER.match(before)
    if not _ITEM.match(rest[-1]) and (rest[-1].endswith(".") or not told or len(rest) < 2):
        return ""
    at = len(block) - 1 - block[::-1].index(rest[-1])
    title = block[at]
    del block[at:]
    return title


def _entry(match: re.Match[str], title: str, block: Sequence[str]) -> ContentsEntry:
    address = next((m["url"] for line in block if (m := STABLE.search(line))), None)
    lines = list(block)
    while lines and (not lines[0] or STABLE.fullmatch(lines[0])):
        lines.pop(0)
    names = _signed(lines)
    label, rest = _label(clean(title))
    value = jstor(address) if address else None
    return ContentsEntry(
        label=label,
        title=rest,
        pages=parse_pages(match["pages"]),
        contributors=people_in(names),
        extract=_extract(lines[len(names) :]),
        identifiers=(Identifier(scheme="jstor", value=value),) if value else (),
        url=address,
    )


def _signed(lines: Sequence[str]) -> Sequence[str]:
    """The lines of names at the beginning: a paragraph of their own, or followed by a line that was not wrapped."""
    block = lines[: next((i for i, line in enumerate(lines) if not line), len(lines))]
    lead = 0
    while lead < len(block) and _is_signature(block[lead]):
        lead += 1
    whole = lead == len(block) or len(block[lead]) > WRAPPED or FURNITURE.match(block[lead]) is not None
    if not whole and lead and len(block[lead]) > TEXT and all(names_in(line) for line in block[:lead]):
        whole = True
    return lines[:lead] if whole else ()


def _is_signature(line: str) -> bool:
    if len(line) > 120 or line.endswith(("..", "…", ":", ",")) or FURNITURE.match(line):
        return False
    if names_in(line):
        return True
    return not line.endswith(".") and len(line) < 90 and (looks_like_name(line) or looks_corporate(line))


def _label(title: str | None) -> tuple[str | None, str | None]:
    found = LABEL.match(title or "")
    return (found["label"].strip("().: "), found["rest"]) if found else (None, title or None)


def _extract(lines: Sequence[str]) -> str | None:
    """The text up to the next button; paragraphs by empty lines, or by lines where the text was not wrapped."""
    text: list[str] = []
    for line in lines:
        if line and (FURNITURE.match(line) or _NUMBER.match(line)):
            if text and any(text):
                break
            continue
        text.append(line)
    long = any(len(line) > WRAPPED for line in text)
    parts = text if long else re.split(r"\n{2,}", "\n".join(text))
    kept = [p for part in parts if (p := clean(part))]
    if not kept or (len(" ".join(kept)) < 60 and not kept[-1].endswith(("...", "…"))):
        return None
    return "\n\n".join(kept)
