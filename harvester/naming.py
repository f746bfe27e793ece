"""The name under which a page's record is kept: source, key and further names, from options, page, address or file."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import msgspec

from archive.shapes import Put
from harvester.options import HarvestOptions
from schemas.addresses import canonical_url, source_of
from schemas.capture import Capture
from schemas.identifiers import identify
from schemas.reading import Found
from schemas.record import Record, Relation
from schemas.values.text import fold

_IN_FILE_NAMES = ("jstor", "doi", "isbn", "arxiv", "handle")
"""Schemes whose identifiers are looked for in the name of a file."""


def put_of(found: Found, capture: Capture, number: int, reader: str, options: HarvestOptions) -> Put:
    """Return what is to be written for a record found on a page.

    Source: what the user said, else what the site's reader knows, else the host, else `file`. Key: what the user
    said, else the page's own (its site's id, DOI, canonical URL), else its address; for a file without an address,
    the id in its name, else its stem. An item of a listing that has no address of its own is named below its page.
    """
    local = capture.asked.startswith("file:")
    address = found.url or (None if local else canonical_url(capture.url))
    name = _file_name(capture.asked) if local else None
    own = found.key or address
    page = (name and name[1]) or "page"
    key = (own or f"{page}/{_slug(found.record)}") if found.stub else options.key or own or page
    source = options.source or found.source or (source_of(address) if address else None) or (name and name[0]) or "file"
    dois = [i.value for i in found.record.identifiers if i.scheme == "doi"]
    aliases = [canonical_url(a) for a in (address, None if local else capture.asked) if a]
    return Put(
        aliases=tuple(a for a in dict.fromkeys([*aliases, *dois]) if a != key), capture_id=number,
        found_in=found.found_in, key=key, reader=reader, record=found.record, source=source, stub=found.stub,
    )  # fmt: skip


def put_of_record(
    found: Found, capture: Capture, number: int, reader: str, options: HarvestOptions, input_: str, *, alone: bool
) -> Put:
    """Return what is to be written for one of the records of a file or list; `alone` says that it holds only this one.

    Source: what the user said, else what the format knows, else its name. Key: what the record bears, else what it
    describes, below the name of its file.
    """
    local = capture.asked.startswith("file:")
    page = _file_name(capture.asked)[1] if local else canonical_url(capture.url)
    key = (options.key if alone else None) or found.key or f"{page}/{_slug(found.record)}"
    dois = [i.value for i in found.record.identifiers if i.scheme == "doi"]
    return Put(
        aliases=tuple(one for one in dict.fromkeys(dois) if one != key), capture_id=number, found_in=found.found_in,
        input=input_, key=key, origin_datestamp=found.origin_datestamp, reader=reader, record=found.record,
        source=options.source or found.source or input_,
    )  # fmt: skip


def _slug(record: Record) -> str:
    """Return what tells the items of a listing without addresses apart: number in the series, else title, else date."""
    number = next((s.number for s in record.series if s.number), None)
    title = record.title.main if record.title else None
    date = next((d.edtf or d.as_printed for d in record.dates), None)
    by = record.contributors[0].name if record.contributors else ""
    return "-".join(fold(number or title or f"{date or ''} {by}").split())[:80] or "item"


def _file_name(address: str) -> tuple[str | None, str]:
    """Return source and key that the name of a file gives: the id in it (and `jstor` for JSTOR's), else its stem."""
    stem = PurePosixPath(unquote(urlsplit(address).path)).name
    stem = re.sub(
        r"\.(x?html?|txt|xml|md|gz|mht|mhtml|tsv|csv|json|ndjson|mrc)$",
        "",
        re.sub(r"\.gz$", "", stem, flags=re.I),
        flags=re.I,
    )
    starts = [0, *(m.end() for m in re.finditer(r"[-_ ]+", stem))]
    for start in starts:
        found = identify(stem[start:])
        if found and found.scheme in _IN_FILE_NAMES:
            return ("jstor" if found.scheme == "jstor" else None), found.value
    return None, stem or "page"


WALKED = "the list it was reached from"
"""Where relations were found that a walk adds to what a page says; a replay keeps them."""


def walked(put: Put, record: Record) -> Put:
    """Return what is to be written with what a walk adds to the record, saying so where it adds anything."""
    if record == put.record:
        return put
    found = ", ".join(part for part in (put.found_in.get("relations"), WALKED) if part)
    return msgspec.structs.replace(put, record=record, found_in={**put.found_in, "relations": found})


def with_relations(record: Record, relations: tuple[Relation, ...]) -> Record:
    """Return the record with those of the relations to a whole that it does not have."""
    known = {(one.kind, one.to) for one in record.relations}
    more = tuple(one for one in relations if one.kind == "isPartOf" and (one.kind, one.to) not in known)
    return msgspec.structs.replace(record, relations=(*record.relations, *more)) if more else record


def part_of(record: Record, listing: tuple[str | None, str]) -> Record:
    """Return the record with the relation that a listing shows: the work is part of that series or publisher's list.

    `listing` is its title and address. Only a walk with `--related` says so, about the works that it reached from the listing; readers of pages do not.
    """
    title, to = listing
    relation = Relation(kind="isPartOf", title=title, to=to)
    if any(known.kind == "isPartOf" and known.to == to for known in record.relations):
        return record
    return msgspec.structs.replace(record, relations=(*record.relations, relation))
