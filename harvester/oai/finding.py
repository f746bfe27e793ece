"""Finding out whether an address is that of an OAI-PMH endpoint, by its spelling and by asking Identify."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from harvester.fetch import ComeBackLater, Fetcher
from harvester.oai.asking import Failure, Origin
from harvester.oai.protocol import asked_for, base_url
from harvester.oai.reading import VERBS

_SPELLED = re.compile(r"(?:^|[^a-z])oai(?:2|-?pmh|_?pmh|handler|provider|request|server)?(?:[^a-z]|$)", re.I)


def looks_like_endpoint(address: str) -> bool:
    """Say whether an address is spelled like an endpoint's: it asks for a verb, or `oai` stands in its path or query."""
    parts = urlsplit(address)
    return asked_for(address).get("verb") in VERBS or _SPELLED.search(f"{parts.path}?{parts.query}") is not None


class Finding:
    """Asks an address whether it is an endpoint."""

    def __init__(self, address: str, fetcher: Fetcher) -> None:
        self._origin = Origin(base_url(address), fetcher)
        self.answers = False
        self.found = "nothing yet"

    async def run(self) -> None:
        """Ask Identify once; whatever else comes means no."""
        try:
            self.answers = (await self._origin.tell("Identify")).page.verb == "Identify"
        except (Failure, ComeBackLater):
            self.answers = False
