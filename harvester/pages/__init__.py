"""Page readers: bytes in, a Reading out; `read_page` picks the reader. Nothing here opens a file or asks a network."""

from __future__ import annotations

import re

from harvester.pages.challenge import challenge_reason
from harvester.pages.document import Document
from harvester.pages.encoding import decoded
from harvester.pages.html import READER, read_html
from harvester.pages.jstor import is_jstor, read_jstor
from harvester.pages.page_text import read_page_text
from schemas.capture import Capture
from schemas.reading import Reading

_MARKUP = re.compile(rb"<(?:!doctype html|html|head|body|meta|title|div|p|table|script|h1|span|a)\b", re.I)


def read_page(capture: Capture) -> Reading:
    """Return what a page gives: a challenge is refused, then the readers of sites, then the general ones."""
    data = decoded(capture.body, capture.headers.get("content-type") or capture.media_type or "")
    text = data.decode("utf-8", "replace")
    if reason := challenge_reason(capture, text):
        return Reading(kind="refused", reader=READER, reason=reason)
    marked = _MARKUP.search(data[:5000]) is not None
    if is_jstor(text) and not marked:
        return read_jstor(capture, text)
    plain = (capture.media_type or "").startswith("text/plain")
    if marked and not plain:
        return read_html(Document(capture, data))
    return read_page_text(text)
