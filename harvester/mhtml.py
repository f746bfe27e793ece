"""Pages that a browser saved in one file (MHTML, RFC 2557): the page in it, with the address that it was saved from."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

import msgspec

from schemas.addresses import canonical_url
from schemas.capture import Capture
from schemas.errors import ReadError

NAME = "mhtml"
SUFFIXES = (".mhtml", ".mht")
_PAGES = ("text/html", "application/xhtml+xml")
_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z-]*:[^\n]*(?:\n[ \t][^\n]*)*\r?\n)*?content-type:\s*multipart/related", re.I)


def looks_like_mhtml(head: bytes) -> bool:
    """Tell whether a file begins with the headers of a saved page."""
    return _HEADERS.match(head.lstrip(b"\xef\xbb\xbf\r\n ")) is not None


def page_in(capture: Capture) -> Capture:
    """Return the page that a saved file holds, as if it had been fetched; raises ReadError where it holds none.

    Its address is the one that the file says it was saved from, unless the user named one.
    """
    try:
        message = message_from_bytes(capture.body.lstrip(b"\xef\xbb\xbf\r\n "))
        part = next((one for one in message.walk() if one.get_content_type() in _PAGES), None)
        body = part.get_payload(decode=True) if part is not None else None
    except (ValueError, LookupError, RecursionError) as error:
        raise ReadError(f"the saved page cannot be taken apart: {error}") from error
    if part is None or not isinstance(body, bytes):
        raise ReadError("a saved file without a page in it")
    address = _address(message, part) if capture.asked.startswith("file:") else None
    return msgspec.structs.replace(
        capture, asked=address or capture.asked, url=address or capture.url, body=body, media_type=part.get_content_type(),
        headers={"content-type": _content_type(part)},
    )  # fmt: skip


def _address(message: Message, part: Message) -> str | None:
    for one in (
        message.get("Snapshot-Content-Location"),
        part.get("Content-Location"),
        message.get("Content-Location"),
    ):
        said = "".join(str(one or "").split())
        if re.match(r"https?://[^/]", said, re.I):
            return canonical_url(said)
    return None


def _content_type(part: Message) -> str:
    charset = part.get_content_charset()
    return f"{part.get_content_type()}; charset={charset}" if charset else part.get_content_type()
