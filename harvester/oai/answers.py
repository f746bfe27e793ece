"""From the bytes of an answer to its page: strictly first, then what can be saved; pure."""

from __future__ import annotations

from harvester.oai.reading import page_of, parse
from harvester.oai.salvage import salvage
from harvester.oai.shapes import OaiPage
from schemas.errors import ReadError


def read_answer(body: bytes) -> OaiPage:
    """Return the page that an answer holds; never raises for what an origin may send.

    `rooted` is false where there is no OAI-PMH element: that is no answer, though loose records may lie in it.
    """
    try:
        return page_of(parse(body))
    except ReadError as error:
        return salvage(body, str(error))
