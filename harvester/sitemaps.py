"""Reading a sitemap or sitemap index (sitemaps.org 0.9), plain or gzipped, XML or one address a line: pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec
from lxml import etree

from harvester.bounds import OutOfBounds, endpoint_of
from harvester.decoding import Undecodable, gunzip
from harvester.options import MB
from schemas.errors import ReadError

_ADDRESS_LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s*https?://\S+\s*(?:\n\s*https?://\S+\s*)*")
_MAX_ADDRESS = 2048


class Entry(msgspec.Struct, frozen=True):
    """One address and the time of its last change, where that is said and can be read."""

    url: str
    lastmod: datetime | None = None


class Sitemap(msgspec.Struct, frozen=True, kw_only=True):
    """The usable entries in their order; `index` where they are sitemaps themselves; `cut` where the XML breaks off."""

    cut: bool = False
    entries: tuple[Entry, ...] = ()
    index: bool = False
    unusable: int = 0


def looks_like_sitemap(body: bytes, media_type: str | None, url: str) -> bool:
    """Say whether these bytes are to be read as a sitemap rather than as a page."""
    path = url.partition("?")[0].lower()
    if body[:2] == b"\x1f\x8b":
        return "sitemap" in path or path.endswith((".xml.gz", ".xml"))
    head = body[:2000].lower()
    if b"<urlset" in head or b"<sitemapindex" in head:
        return b"<html" not in head.partition(b"<urlset")[0].partition(b"<sitemapindex")[0]
    return media_type == "text/plain" and path.endswith((".txt", ".txt.gz")) and bool(_ADDRESS_LINES.fullmatch(body))


def read_sitemap(body: bytes, *, limit: int = 64 * MB) -> Sitemap:
    """Return the entries of a sitemap; one that cannot be used is skipped and counted, it never ends the rest.

    Raises ReadError where the whole is none, is compressed twice, is too large unpacked, or brings a DTD.
    """
    if body[:2] == b"\x1f\x8b":
        try:
            body = gunzip(body, limit)
        except Undecodable as error:
            raise ReadError(f"the sitemap cannot be unpacked: {error}") from error
    if _ADDRESS_LINES.fullmatch(body):
        lines = body.decode("utf-8-sig", "replace").splitlines()
        return _collected([(line.strip(), None) for line in lines], index=False)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"the sitemap is not XML: {error}") from error
    if root is None or _local(root) not in ("urlset", "sitemapindex"):
        raise ReadError("this is not a sitemap")
    if root.getroottree().docinfo.doctype:
        raise ReadError("the sitemap brings a document type, which is not read")
    cut = any(error.level_name == "FATAL" for error in parser.error_log)
    entries = [_entry(child) for child in root if isinstance(child.tag, str)]
    found = _collected(entries, index=_local(root) == "sitemapindex")
    return msgspec.structs.replace(found, cut=cut)


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _entry(element: etree._Element) -> tuple[str, str | None]:
    said = {_local(child): (child.text or "").strip() for child in element if isinstance(child.tag, str)}
    return said.get("loc", ""), said.get("lastmod")


def _collected(found: list[tuple[str, str | None]], *, index: bool) -> Sitemap:
    entries, unusable = [], 0
    for address, lastmod in found:
        if _usable(address):
            entries.append(Entry(address, _moment(lastmod)))
        elif address or lastmod is not None or index:
            unusable += 1
    return Sitemap(entries=tuple(entries), index=index, unusable=unusable)


def _usable(address: str) -> bool:
    try:
        endpoint_of(address)
    except OutOfBounds:
        return False
    return len(address) <= _MAX_ADDRESS and not re.search(r"[\s<>\x00-\x1f]", address)


def _moment(printed: str | None) -> datetime | None:
    """Read a W3C date and time; a date alone means its last second, so that nothing changed that day is missed."""
    text = (printed or "").strip()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= 10:
        at = at.replace(hour=23, minute=59, second=59)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
