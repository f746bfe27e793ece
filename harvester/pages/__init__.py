"""Page readers: bytes in, a Reading out; `read_page` picks the reader. Nothing here opens a file or asks a network."""

from __future__ import annotations

import re

from schemas.capture import Capture
from schemas.reading import Reading

_MARKUP = re.compile(rb"<(?:!doctype html|html|head|body|meta|title|div|p|table|script|h1|span|a)\b", re.I)
_WHOLE = re.compile(rb"\s*<(?:!doctype html|html)\b", re.I)


def read_page(capture: Capture, *, with_lost: bool = False) -> Reading:
    """Return what a page gives: a challenge is refused, then the readers of sites, then the general ones.

    `with_lost` adds to what is found the values that did not win (`Found.lost`): for a person who asks why.
    """
    # Here: the readers are a tenth of the start of a command, and one that walks a repository reads no page.
    from harvester.pages.challenge import carries_work, challenge_reason
    from harvester.pages.document import Document
    from harvester.pages.encoding import decoded
    from harvester.pages.html import READER, read_html
    from harvester.pages.jstor import as_jstor, is_jstor, is_jstor_page, read_jstor
    from harvester.pages.page_text import read_page_text

    data = decoded(capture.body, capture.headers.get("content-type") or capture.media_type or "")
    marked = _MARKUP.search(data[:5000]) is not None
    page = marked and (_WHOLE.match(data) is not None or not (capture.media_type or "").startswith("text/plain"))
    known = page and carries_work(data)
    text = "" if known else data.decode("utf-8", "replace")
    if not known and (reason := challenge_reason(capture, text)):
        return Reading(kind="refused", reader=READER, reason=reason)
    if not marked and is_jstor(text):
        return read_jstor(capture, text)
    if page:
        doc = Document(capture, data)
        reading = read_html(doc, with_lost=with_lost)
        return as_jstor(capture, reading) if is_jstor_page(doc) else reading
    return read_page_text(text)
