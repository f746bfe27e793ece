"""Citations in the styles of the Citation Style Language for the pages, as `tocsin cite` makes them; made once, kept in memory.

A citation takes some milliseconds, and a style is not to be used by two threads at once: each has a lock, and one request
makes citations only for so long. What is not made then is made when the same is asked again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from time import monotonic
from typing import TYPE_CHECKING

from archive.citations import Runs, known_of
from archive.lists import Lists
from schemas.envelope import Held
from schemas.errors import NotFound, StorageError

if TYPE_CHECKING:  # the processor is an extra
    from schemas.citations.styles import Style

PLAIN = "plain"
COMMON = (
    ("apa", "APA"),
    ("chicago-author-date", "Chicago"),
    ("harvard-cite-them-right", "Harvard"),
    ("ieee", "IEEE"),
    ("modern-language-association", "MLA"),
)
"""Styles that every page offers, with what people call them; the others are asked for by name."""
LOCALES = (
    ("en-US", "English (US)"), ("en-GB", "English (UK)"), ("de-DE", "Deutsch"), ("es-ES", "Español"), ("fr-FR", "Français"), ("it-IT", "Italiano"),
    ("nl-NL", "Nederlands"), ("pl-PL", "Polski"), ("pt-PT", "Português"),
)  # fmt: skip
"""Languages that the form of styles offers; any other that the processor knows may be asked for."""
MOST_SECONDS = 1.0
KEPT = 20_000
"""Citations that are kept: of some five hundred bytes each."""


class Styles:
    """The styles of one service."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._made: OrderedDict[str, Runs] = OrderedDict()
        self._lock = threading.Lock()
        self._styles = lru_cache(maxsize=24)(_style)
        self.offered: tuple[tuple[str, str], ...] = COMMON if find_spec("citeproc") else ()
        """The common styles; none where the processor is not installed."""

    def style(self, name: str, locale: str | None) -> Style:
        """Return a style by its name and language; raises NotFound and UsageError."""
        return self._known(name, locale)[0]

    def _known(self, name: str, locale: str | None) -> tuple[Style, threading.Lock]:
        if not self.offered:
            raise NotFound("citation styles need the extra `cite`, which is not installed here")
        typed = "-".join(name.lower().split())
        called = {label.lower(): known for known, label in COMMON}
        return self._styles(called.get(typed, typed), locale or None)

    def cite(self, name: str, locale: str | None, records: Mapping[int, Held]) -> dict[int, Runs]:
        """Return the citations of records by their numbers, those for which there was time; raises what `style` does."""
        style, lock = self._known(name, locale)
        keys = {number: style.key(held) for number, held in records.items()}
        wanted = [key for key in dict.fromkeys(keys.values()) if key not in self._made]
        self._keep(known_of(self._lists, wanted))
        until = monotonic() + MOST_SECONDS
        for number, held in records.items():
            if keys[number] in self._made:
                continue
            if monotonic() > until:
                break
            if not lock.acquire(timeout=MOST_SECONDS * 2):
                raise StorageError("others are being cited: statement timeout")
            try:
                self._keep({keys[number]: style.cite([held])[0]})
            finally:
                lock.release()
        made = {number: self._made.get(key) for number, key in keys.items()}
        return {number: runs for number, runs in made.items() if runs is not None}

    def _keep(self, made: Mapping[str, Runs]) -> None:
        with self._lock:
            self._made.update(made)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)


def _style(name: str, locale: str | None) -> tuple[Style, threading.Lock]:
    from schemas.citations.styles import Style, bundled

    return Style(bundled(name), locale), threading.Lock()
