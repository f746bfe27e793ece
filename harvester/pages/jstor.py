"""JSTOR pages as text, in the layout of the seed and in that of 2023; the only reader that knows a site."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.capture import Capture
from schemas.identifiers import doi, jstor
from schemas.reading import Found, Reading
from schemas.record import ContentsEntry, Contributor, Date, Identifier, Link, Pages, Publisher, Record, Title
from schemas.values.dates import parse_date
from schemas.values.names import looks_like_name, parse_name
from schemas.values.pages import page_count, parse_pages
from schemas.values.text import clean, fold, split_title

READER = "jstor/1"
TYPES = {"research report": "report", "book": "book", "journal article": "article", "book chapter": "chapter"}
_ENTRY = re.compile(r"^\s*(?:\d+\.\s*)?(?P<title>.*?)\s*\((?:pp?\.)\s*(?P<pages>[^()]{1,40})\)\s*$")
_FURNITURE = re.compile(r"^(skip to main content|have library access.*|• cite this item|table of contents|select all|save|cite|download|xml|this is a preview page\.?|all content|images|jstor home|cover of .*|search|browse|tools|about|support|workspace.*|register|log in.*|more|overview|journal.*|view this volume.*|subjects?:.*)$", re.I)  # fmt: skip
_END = re.compile(r"^(title\s+download|explore jstor|about us|jstor is part of)", re.I)
_MARKS = re.compile(r"^(skip to main content|have library access|jstor home|• cite this item)", re.I | re.M)


def is_jstor(text: str) -> bool:
    """Tell whether a page text is one of JSTOR: its furniture, and what only a work's page has."""
    head = text[:4000]
    return bool(_MARKS.search(head)) and bool(re.search(r"^\s*(copyright date:|table of contents)", text, re.I | re.M))


def read_jstor(capture: Capture, text: str) -> Reading:
    """Read the page text of a report or book; entry titles that the text lost stay unknown."""
    lines = [line.strip() for line in text.splitlines()]
    start = next((i for i, line in enumerate(lines) if line.casefold() == "table of contents"), len(lines))
    head = [line for line in lines[:start] if line]
    stable = jstor(capture.url.rsplit("/stable/", 1)[-1] if "/stable/" in capture.url else capture.url.rsplit("/", 1)[-1])
    address = next((line for line in head if "jstor.org/stable/" in line), None)
    key = stable or (jstor(address) or doi(address) if address else None)
    record = _head(head, lines[start + 1 :], key, address)
    found = Found(record=record, found_in={f: "page text" for f in ("title", "contributors", "dates", "contents")}, key=key, source="jstor",
                  url=f"https://www.jstor.org/stable/{key}" if key else None)  # fmt: skip
    return Reading(kind="work", reader=READER, found=(found,))


def _head(head: Sequence[str], rest: Sequence[str], key: str | None, address: str | None) -> Record:
    labels = {name.casefold(): value.strip() for line in head if (m := re.match(r"(Copyright Date|Pages|Published by|Volume|Edition):\s*(.+)", line)) for name, value in [m.groups()]}  # fmt: skip
    kind = next((line for line in head if line.casefold() in TYPES), None)
    printed = labels.get("copyright date")
    title, names = _title_and_names(head, kind)
    ids = [Identifier(scheme="jstor", value=key)] if key and jstor(key) else []
    if address and (found := doi(address)):
        ids.append(Identifier(scheme="doi", value=found))
    return Record(
        type=TYPES.get((kind or "").casefold(), "book" if "published by" in labels else "report"), type_as_printed=kind,
        title=title, contributors=names, dates=(_date(printed),) if printed else (), identifiers=tuple(ids),
        publisher=Publisher(name=clean(labels["published by"])) if "published by" in labels else None,
        page_count=page_count(labels.get("pages", "")), contents=tuple(_contents(rest)),
        links=(Link(url=f"https://www.jstor.org/stable/{key}", rel="landing"),) if key else (),
    )  # fmt: skip


def _date(printed: str) -> Date:
    return parse_date(printed, "copyright")


def _title_and_names(head: Sequence[str], kind: str | None) -> tuple[Title | None, tuple[Contributor, ...]]:
    """The title follows the type line (old layout) or the cover line; the names follow the title, one a line."""
    covered = next((line[9:].strip() for line in head if line.startswith("Cover of ")), None)
    stop = next((i for i, line in enumerate(head) if line.startswith("Copyright Date")), len(head))
    begin = head.index(kind) + 1 if kind else 0
    body = [line for line in head[begin:stop] if not _FURNITURE.match(line)]
    if covered:
        at = next((i for i, line in enumerate(body) if fold(covered) and fold(line).startswith(fold(covered))), None)
        body = body[at:] if at is not None else [covered, *body[-1:]]
    if not body:
        return None, ()
    lost = kind is not None and not covered and looks_like_name(body[0]) and len(body) == 1
    title = None if lost else split_title(body[0])
    return title, tuple(parse_name(line) for line in body[0 if lost else 1 :] if not re.search(r"[:.]{2}|https?:", line))


def _contents(lines: Sequence[str]) -> list[ContentsEntry]:
    """Each entry begins with a line that ends in its pages; the 2023 layout prints that line twice."""
    found: list[ContentsEntry] = []
    block: list[str] = []
    current: re.Match[str] | None = None
    for line in lines:
        match = _ENTRY.match(line)
        if _END.match(line):
            break
        if match and parse_pages(match["pages"]):
            if current and match["title"] == current["title"] and match["pages"] == current["pages"] and not any(block):
                continue
            if current:
                found.append(_entry(current, block))
            current, block = match, []
        elif current:
            block.append(line)
    if current:
        found.append(_entry(current, block))
    return found


def _entry(match: re.Match[str], block: Sequence[str]) -> ContentsEntry:
    lines = [line for line in block if not _FURNITURE.match(line) or not line]
    url = next((line for line in lines if "jstor.org/stable/" in line), None)
    text = [line for line in lines if line != url]
    names: list[str] = []
    while text and (not text[0] or (len(text[0]) < 60 and looks_like_name(text[0]) and not text[0].endswith("..."))):
        line = text.pop(0)
        names += [line] if line else []
    paragraphs = re.split(r"\n{2,}", "\n".join(text).strip())
    extract = "\n\n".join(p for part in paragraphs if (p := clean(part)))
    label, title = _label(clean(match["title"]))
    pages: tuple[Pages, ...] = parse_pages(match["pages"])
    stable = jstor(url) or url.rsplit("/", 1)[-1] if url else None
    return ContentsEntry(
        label=label, title=title, pages=pages, contributors=tuple(parse_name(n) for n in names), extract=extract or None,
        url=url, identifiers=(Identifier(scheme="jstor", value=stable),) if stable else (),
    )  # fmt: skip


def _label(title: str | None) -> tuple[str | None, str | None]:
    """CHAPTER ONE What Is Left: the label is its own value."""
    found = re.match(r"((?:chapter|part|appendix)\s+(?:\w+)[.:]?)\s+(\S.*)", title or "", re.I)
    return (found[1].rstrip(".:"), found[2]) if found else (None, title)
