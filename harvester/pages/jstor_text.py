"""The page text of JSTOR's layouts (about 2017, and 2023) to a record; nothing about ids in addresses and file names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.pages.name_lines import names_in, people
from harvester.pages.rows import LABEL
from schemas.identifiers import doi, issn, jstor
from schemas.record import ContentsEntry, Contributor, Date, Identifier, Publisher, Record, Title
from schemas.values.dates import parse_date
from schemas.values.names import looks_corporate, looks_like_name
from schemas.values.pages import page_count, parse_pages
from schemas.values.text import clean, fold, split_title

TYPES = {
    "research report": "report", "report": "report", "book": "book", "e-book": "book", "book chapter": "chapter", "chapter": "chapter",
    "journal article": "article", "journal": "journal", "pamphlet": "report", "conference proceedings": "proceedings", "thesis": "thesis",
}  # fmt: skip
"""The word that JSTOR prints above a title -> type of the record."""
_ENTRY = re.compile(
    r"^\W{0,4}?(?:(?P<n>\d{1,3})\.(?=\s|\()\s*)?(?P<title>.*?)\s*\(\s*pp?\s*\.\s*(?P<pages>[^()]{1,40})\)\s*(?P<rest>.*)$"
)
_NUMBER = re.compile(r"^\W{0,4}\d{1,3}\.\s*$")
_LABELLED = re.compile(r"^\W{0,4}(?P<label>copyright date|pages?|published by|publisher|edition|volume|series|isbn|e-?isbn|doi)\s*:\s*(?P<value>.*)$", re.I)  # fmt: skip
_FURNITURE = re.compile(
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
_COVER = re.compile(r"^\W*cover of\s+(?P<title>.+)$", re.I)
_STABLE = re.compile(r"(?P<url>https?://[\w.-]*jstor\.org/stable/\S+)", re.I)
WHERE = "page text"
WRAPPED = 160
"""Characters: a text with a longer line was not wrapped, so that each of its lines is a paragraph."""


def read_text(text: str) -> tuple[Record, dict[str, str]]:
    """Return the record of a JSTOR page text and where its values were found."""
    lines = [" ".join(line.split()) for line in text.replace("\u200d", "").splitlines()]
    record = _journal(lines) or _work(lines)
    return record, {f: WHERE for f in record.__struct_fields__ if getattr(record, f) and f != "deleted"}


def _work(lines: Sequence[str]) -> Record:
    start = next((i for i, line in enumerate(lines) if fold(line) == "table of contents"), len(lines))
    head = lines[:start]
    values = {m["label"].casefold(): m["value"] for line in head if (m := _LABELLED.match(line)) and m["value"]}
    at = next((i for i, line in enumerate(head) if line.casefold() in TYPES), None)
    printed = head[at] if at is not None else None
    title, names = _head(head, at)
    published = clean(values.get("published by") or values.get("publisher"))
    return Record(
        type=TYPES.get((printed or "").casefold())
        or ("book" if published and "book info" in map(str.casefold, head) else None),
        type_as_printed=printed,
        title=title,
        contributors=names,
        dates=_dates(values.get("copyright date")),
        publisher=Publisher(name=published) if published else None,
        page_count=_count(values.get("pages")),
        edition=clean(values.get("edition")),
        identifiers=_identifiers(head),
        contents=_contents(lines[start + 1 :]),
    )


def _dates(printed: str | None) -> tuple[Date, ...]:
    return (parse_date(printed, "copyright"),) if printed else ()


def _count(printed: str | None) -> int | None:
    return page_count(printed) if printed and "-" not in printed and "–" not in printed else None


def _identifiers(head: Sequence[str]) -> tuple[Identifier, ...]:
    """The DOI in the stable address of a work whose publisher has its own."""
    address = next((m["url"] for line in head if (m := _STABLE.search(line))), None)
    value = doi(address) if address else None
    return (Identifier(scheme="doi", value=value),) if value else ()


def _head(head: Sequence[str], at: int | None) -> tuple[Title | None, tuple[Contributor, ...]]:
    """The title stands under the type (old layout) or the cover (2023); the names under the title, one or more a line.

    In the old layout the title can be lost: then the names are all there is before the date, in one paragraph.
    """
    cover = next((i for i, line in enumerate(head) if _COVER.match(line)), None)
    begin = at + 1 if at is not None else cover + 1 if cover is not None else 0
    stop = next((i for i, line in enumerate(head) if i >= begin and _LABELLED.match(line)), len(head))
    body = [line for line in head[begin:stop] if not line or not _FURNITURE.match(line)]
    blocks = [b.split("\n") for b in re.split(r"\n{2,}", "\n".join(body).strip("\n")) if b.strip()]
    flat = [line for block in blocks for line in block]
    if not flat:
        covered = _COVER.match(head[cover]) if cover is not None else None
        return (split_title(covered["title"]), ()) if covered else (None, ())
    spaced = at is not None and at + 1 < len(head) and not head[at + 1]
    if spaced and len(blocks) == 1 and all(names_in(line) for line in flat):
        return None, _people(flat)
    covered = _COVER.match(head[cover]) if cover is not None else None
    if covered and fold(flat[0]) != fold(covered["title"]) and names_in(flat[0]):
        return split_title(covered["title"]), _people(flat)
    return split_title(flat[0]), _people(flat[1:])


def _people(lines: Sequence[str]) -> tuple[Contributor, ...]:
    found: list[Contributor] = []
    for line in lines:
        if names := names_in(line):
            found += people(line, names)
        elif looks_like_name(line) or len(line) < 80:
            found += people(line, (line,))
    return tuple(found)


def _contents(lines: Sequence[str]) -> tuple[ContentsEntry, ...]:
    """Each entry begins with a line that ends in its pages; the 2023 layout prints that line twice."""
    found: list[tuple[re.Match[str], str, list[str]]] = []
    for line in lines:
        if _END.match(line):
            break
        match = _ENTRY.match(line)
        if match is None or not parse_pages(match["pages"]):
            if found:
                found[-1][2].append(line)
            continue
        title = match["title"].strip()
        if (
            found
            and title
            and (title, match["pages"]) == (found[-1][1], found[-1][0]["pages"])
            and not any(found[-1][2])
        ):
            continue
        if not title and found:
            title = _above(found[-1][2])
        found.append((match, title, [match["rest"]] if match["rest"] else []))
    return tuple(_entry(*one) for one in found)


def _above(block: list[str]) -> str:
    """A title that stands in a line of its own above its pages, taken off the text of the entry before."""
    rest = [line for line in block if line]
    if rest and _NUMBER.match(rest[-1]):
        rest.pop()
        del block[len(block) - 1 - block[::-1].index(next(line for line in reversed(block) if line)) :]
    if len(rest) < 2 or len(rest[-1]) > WRAPPED or rest[-1].endswith(("...", "…", ".", ",", ";")):
        return ""
    if not (_FURNITURE.match(rest[-2]) or rest[-2].endswith(("...", "…")) or _NUMBER.match(rest[-2])):
        return ""
    at = len(block) - 1 - block[::-1].index(rest[-1])
    title = block[at]
    del block[at:]
    return title


def _entry(match: re.Match[str], title: str, block: Sequence[str]) -> ContentsEntry:
    address = next((m["url"] for line in block if (m := _STABLE.search(line))), None)
    lines = list(block)
    while lines and (not lines[0] or _STABLE.fullmatch(lines[0])):
        lines.pop(0)
    names = _signed(lines)
    label, rest = _label(clean(title))
    value = jstor(address) if address else None
    return ContentsEntry(
        label=label,
        title=rest,
        pages=parse_pages(match["pages"]),
        contributors=_people(names),
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
    whole = lead == len(block) or len(block[lead]) > WRAPPED or _FURNITURE.match(block[lead]) is not None
    return lines[:lead] if whole else ()


def _is_signature(line: str) -> bool:
    if len(line) > 120 or line.endswith(("..", "…", ":", ",")) or _FURNITURE.match(line):
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
        if line and (_FURNITURE.match(line) or _NUMBER.match(line)):
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


def _journal(lines: Sequence[str]) -> Record | None:
    """A journal's page: its title stands above SEARCH THE JOURNAL, publisher and ISSN under words in capitals."""
    at = next((i for i, line in enumerate(lines) if line.casefold() == "search the journal"), None)
    if at is None:
        return None
    after = {
        line.casefold(): lines[i + 1] for i, line in enumerate(lines[:-1]) if line in ("PUBLISHED BY", "ISSN", "EISSN")
    }
    title = next((line for line in reversed(lines[:at]) if line), None)
    ids = [
        Identifier(scheme="issn", value=v, of=of)
        for k, of in (("issn", "print"), ("eissn", "online"))
        if (v := issn(after.get(k, "")))
    ]
    name = clean(after.get("published by"))
    return Record(
        type="journal", title=split_title(title) if title else None, identifiers=tuple(ids),
        publisher=Publisher(name=name) if name else None,
    )  # fmt: skip
