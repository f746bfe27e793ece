"""Reading a page of the usual shape without building a tree of it: simple Dublin Core, as most repositories write it.

What is taken here is well-formed by its shape: known elements in their order around text without markup, and what is
left of the page when its records are cut out is parsed strictly. Anything else, even one record, means None: the page
is read as a whole then (reading.py), which gives the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec
from lxml import etree

from harvester.oai.datestamps import normal
from harvester.oai.reading import LARGE, page_of, parse
from harvester.oai.shapes import Header, OaiPage, OaiRecord
from schemas.errors import ReadError
from schemas.payloads import Simple, format_of
from schemas.readers.dc_fields import plain_fields

_BEGINNING = re.compile(rb"<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'][Uu][Tt][Ff]-8[\"'])? ?\?>|<OAI-PMH[\s>]")
_BAD = bytes(range(9)) + bytes(range(11, 32))
"""Controls, which XML forbids, and the carriage return, which it changes."""
_S = r"[ \t\n]*"
_RECORD = re.compile(
    rf'{_S}<header( status="deleted")?>{_S}<identifier>([^<&]*)</identifier>{_S}<datestamp>([^<&]*)</datestamp>{_S}'
    rf"((?:<setSpec>[^<&]*</setSpec>{_S})*)</header>{_S}"
    rf"(?:<metadata>{_S}(<[^<>]*>)(.*)</([\w.-]+(?::[\w.-]+)?)>{_S}</metadata>{_S})?",
    re.S | re.A,
)
_SET = re.compile(r"<setSpec>([^<]*)</setSpec>")
_OPEN, _CLOSE = "<record>", "</record>"


def quick_page(body: bytes) -> OaiPage | None:
    """Return the page of an answer that is a list of records in the usual shape, None where it is anything else."""
    if len(body) > LARGE or not _BEGINNING.match(body) or not _is_clean(body):
        return None
    try:
        head, *parts = body.decode("utf-8").split(_OPEN)
    except UnicodeDecodeError:
        return None
    if not parts or not head.rstrip(" \t\n").endswith("<ListRecords>") or head.rfind("<?") > head.find("<OAI-PMH"):
        return None
    records, rest = [], ""
    for part in parts:
        end = part.rfind(_CLOSE)
        if rest.strip(" \t\n") or end < 0 or (record := _record(part[:end])) is None:
            return None
        rest = part[end + len(_CLOSE) :]
        records.append(record)
    return (
        _whole(head + rest, tuple(records)) if rest.lstrip(" \t\n").startswith(("<resumptionToken", "</List")) else None
    )


def _is_clean(body: bytes) -> bool:
    """Say whether a page has nothing but text, elements and processing instructions, and no character that XML forbids."""
    return (
        b"<!" not in body
        and b"]]>" not in body
        and b"\xef\xbf\xbe" not in body
        and b"\xef\xbf\xbf" not in body
        and len(body.translate(None, _BAD)) == len(body)
    )


def _whole(skeleton: str, records: tuple[OaiRecord, ...]) -> OaiPage | None:
    """Read strictly what is left of a page without its records; None where that is no list."""
    try:
        page = page_of(parse(skeleton.encode()))
    except ReadError:
        return None
    if (
        not page.rooted
        or page.verb != "ListRecords"
        or page.records
        or page.headers
        or skeleton.count("<ListRecords") > 1
    ):
        return None
    return msgspec.structs.replace(page, records=records)


def _record(part: str) -> OaiRecord | None:
    found = _RECORD.fullmatch(part)
    if found is None:
        return None
    deleted, identifier, sent, sets, start, inner, name = found.groups()
    payload: Simple | None = None
    if start is not None:
        tag = _tag_of(start, name)
        fields = plain_fields(inner) if tag else None
        if tag is None or fields is None:
            return None
        payload = Simple(fields=fields, tag=tag)
    stamp = normal(sent) if sent else None
    header = Header(
        identifier=identifier.strip() or None, datestamp=stamp, deleted=deleted is not None,
        as_sent=None if stamp == (sent or None) else sent,
        sets=tuple([spec for one in _SET.findall(sets) if (spec := " ".join(one.split()))]) if sets else (),
    )  # fmt: skip
    return OaiRecord(header=header, payload=payload)


@lru_cache(maxsize=64)
def _tag_of(start: str, name: str) -> str | None:
    """Return the tag of a payload that begins so, where it can hold elements of `dc:` and is simple Dublin Core."""
    try:
        root = etree.fromstring(f"{start}<dc:title/></{name}>")
    except (etree.XMLSyntaxError, ValueError):
        return None
    tag = str(root.tag)
    return tag if len(root) == 1 and not root.text and format_of(tag, None) == "dc" else None
