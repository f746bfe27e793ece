"""What bytes are: a page, a page saved in one file, or records in a format that is read; and their reading. No file is opened."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple

import msgspec
from lxml import etree

from harvester import mhtml
from harvester.oai.reading import looks_like_oai
from harvester.oai.saved import read_saved
from schemas.capture import Capture
from schemas.crosswalk.wording import headed
from schemas.errors import ReadError
from schemas.formats import readers
from schemas.payloads import UNKNOWN, format_of
from schemas.readers.xml_files import local_name
from schemas.reading import Found, Reading
from schemas.values.text import fold

PAGE = "page"
"""The kind of input of everything that is read as a page."""
SPACE = 1_024
"""Bytes that tell a web page."""
_SPACE = b"\xef\xbb\xbf \t\r\n"
_PAGE = re.compile(rb"<(?:!doctype html|html|head|meta|script|link)[\s>/]", re.I)
_ROOT = re.compile(rb"(?:<\?[^>]{0,200}>|<!--[^>]{0,500}-->|\s)*<([\w:.-]{1,80})([^<>]{0,800})>")
"""The first element with its attributes: one that declares a namespace and is none of a page's is XML."""
HEAD = 16_384
"""Bytes that tell what a file is."""
_DEEPEST = 4
_ELEMENTS = 40
_OTHERS = frozenset({"html", "OAI-PMH", "urlset", "sitemapindex", "rss", "feed", "svg", "RDF"})
"""Roots of XML that is something else, whatever stands in it."""


class Seen(NamedTuple):
    """A reading, the capture of the page that it is of (the inner one of a saved file), and the kind of input."""

    reading: Reading
    capture: Capture
    input: str


def read_input(capture: Capture, as_: str | None, page: Callable[[Capture], Reading]) -> Seen:
    """Return what bytes give, read as what they are or were said to be, a page by `page`.

    Raises ReadError where nothing of it can be read.
    """
    if module := format_in(capture.body[:HEAD], as_):
        return Seen(_records(capture, module), capture, module.NAME)
    if (as_ == "oai" or (as_ is None and _is_xml(capture.body))) and looks_like_oai(capture.body[:HEAD]):
        reading, kind = read_saved(capture.body)
        return Seen(reading, capture, kind)
    if as_ == mhtml.NAME or mhtml.looks_like_mhtml(capture.body[:HEAD]):
        capture = mhtml.page_in(capture)
    return Seen(page(capture), capture, PAGE)


def format_in(head: bytes, as_: str | None = None) -> ModuleType | None:
    """Return the format of records that bytes begin with, or that they were said to have; None for a page."""
    if as_ is not None:
        return readers().get(as_)
    if _is_xml(head):
        return readers().get(_xml_format(head))
    if head[:SPACE].lstrip(_SPACE)[:1] == b"<":
        return None
    sniffing = [module for module in readers().values() if hasattr(module, "looks_like")]
    sniffing.sort(key=lambda module: getattr(module, "GENERAL", False))
    return next((module for module in sniffing if module.looks_like(head)), None)


def _is_xml(body: bytes) -> bool:
    """Tell whether bytes are markup and not that of a web page: most bytes are, so this must cost nothing."""
    start = body[:SPACE].lstrip(_SPACE)
    if start[:1] != b"<":
        return start[:2] in (b"\xff\xfe", b"\xfe\xff") and b"<" in start[:4]
    if _PAGE.search(start) is None:
        return True
    root = _ROOT.match(start)  # deposits with Crossref have a `head` too
    return root is not None and root[1].rpartition(b":")[2].lower() not in (b"html", b"head") and b"xmlns" in root[2]


def is_format(as_: str | None) -> bool:
    """Say whether what the user said that a target is names a format of records."""
    return as_ is not None and as_ in readers()


def _xml_format(head: bytes) -> str:
    """The format of the first element near the root that is the record of one."""
    parser = etree.XMLPullParser(("start",), recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        parser.feed(head)
        for number, (_, element) in enumerate(parser.read_events()):
            depth = sum(1 for _ in element.iterancestors())
            if number >= _ELEMENTS or depth > _DEEPEST or (depth == 0 and local_name(element.tag) in _OTHERS):
                break
            name = format_of(element.tag, None)
            signs = getattr(readers().get(name), "SIGNS", ())
            if name != UNKNOWN and (not signs or any(sign in head for sign in signs)):
                return name
    except etree.XMLSyntaxError:
        pass
    return UNKNOWN


def _records(capture: Capture, module: Any) -> Reading:
    found: list[Found] = []
    unreadable: list[str] = []
    for one in _each(module.read(io.BytesIO(capture.body))):
        if isinstance(one, Found):
            found.append(one)
        else:
            unreadable.append(one)
    if not found and unreadable:
        raise ReadError("; ".join(unreadable[:3]) + (f" and {len(unreadable) - 3} more" if unreadable[3:] else ""))
    reason = None if found else f"no records in it ({module.NAME})"
    kind: Any = "listing" if found else "nothing"
    return Reading(
        found=tuple(_apart(found)), kind=kind, reader=module.READER, reason=reason, unreadable=tuple(unreadable)
    )


def _apart(found: list[Found]) -> Iterator[Found]:
    """Records of one file that bear one key but other titles are not one work (chapters with the ISBN of their book)."""
    titles: dict[str, str | None] = {}
    for one in found:
        title = fold(headed(one.record.title) or "")
        if one.key is not None and title and titles.setdefault(one.key, title) != title:
            one = msgspec.structs.replace(one, key=f"{one.key}/{'-'.join(title.split())[:80]}")
        yield one


def _each(reading: Iterator[Found]) -> Iterator[Found | str]:
    """The records of a file, and why those in between could not be read."""
    while True:
        try:
            yield next(reading)
        except StopIteration:
            return
        except ReadError as error:
            yield str(error)


def is_format_of_today(reader: str | None) -> bool:
    """Say whether a reader is that of a format of records as it is read today."""
    return reader is not None and any(reader == module.READER for module in readers().values())
