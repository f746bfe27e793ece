"""The formats in which a reading list goes out, and what of it may: never the library's notes, of records what may leave."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache, partial
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

import msgspec

from archive.citations import Runs
from archive.lists import Shown
from archive.service import negotiation
from archive.service.service import Service
from schemas.left_out import Tally
from schemas.lists import exchange
from schemas.lists.handout import Handout
from schemas.lists.writers import DATA, READ, write_talis_zip

HANDOUT = "handout"
"""The page that stands alone; what is called html here is the page of the service."""
KINDS = MappingProxyType(
    {
        "csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "leganto": "text/tab-separated-values",
        "ris-talis": "application/zip", HANDOUT: "text/html", "fragment": "text/html", "markdown": "text/markdown", "text": "text/plain",
    }
)  # fmt: skip
SUFFIXES = MappingProxyType(
    {"csv": ".csv", "xlsx": ".xlsx", "leganto": ".txt", "ris-talis": ".zip", HANDOUT: ".html", "fragment": ".html", "markdown": ".md", "text": ".txt"}
)  # fmt: skip
LABELS = MappingProxyType(
    {
        **negotiation.LABELS, "csv": "CSV", "xlsx": "Excel", "leganto": "Leganto", "ris-talis": "Talis Aspire (RIS, a file for each section)",
        HANDOUT: "Page (HTML)", "fragment": "Fragment (HTML)", "markdown": "Markdown", "text": "Plain text",
    }
)  # fmt: skip
GROUPS = (
    ("To hand out", (HANDOUT, "fragment", "markdown", "text")),
    ("For list systems", ("leganto", "ris-talis", "xlsx", "csv")),
    ("For citing", ("ris", "bibtex", "biblatex", "csl")),
    ("For catalogues", ("marc", "marcxml", "mods", "dc", "qdc")),
    ("For programs", ("json", "jsonld", "jsonl")),
)


class Public(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it may go out, with the absolute addresses of the pages of its items."""

    shown: Shown
    urls: dict[int, str] = {}


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, str]:
    """Return the media types of all formats of lists: their own, and those of records, in which the items go out."""
    known = {**negotiation.kinds_of_records(), **KINDS}
    return {name: kind for name, kind in known.items() if name != "xlsx" or find_spec("openpyxl")}


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the formats as the page of a list offers them."""
    return negotiation.labelled(GROUPS, kinds(), LABELS)


def public(service: Service, shown: Shown) -> Shown:
    """Return a list without the notes for the library, its records as they may go out."""
    sections = tuple(
        msgspec.structs.replace(
            section, items=tuple(msgspec.structs.replace(item, library_note=None) for item in section.items)
        )
        for section in shown.list.sections
    )
    held = {number: service.out(one) for number, one in shown.held.items()}
    return Shown(msgspec.structs.replace(shown.list, sections=sections), held, shown.parts)


def written(made: Public, form: str, cited: Mapping[int, Runs], style: str | None) -> tuple[bytes, str, str]:
    """Return a list in a format with its media type and suffix; `cited` are its citations, for the formats that have them."""
    shown, held = made.shown.list, made.shown.held
    if form in READ or form == HANDOUT:
        handout = Handout(list=shown, held=held, citations=cited, style=style)
        return (
            READ["html" if form == HANDOUT else form](handout).encode("utf-8", "replace"),
            KINDS[form],
            SUFFIXES[form],
        )
    writers: dict[str, Any] = {**DATA, "ris-talis": write_talis_zip, "json": partial(_json, made.urls)}
    if form not in writers:
        return negotiation.written([one for one in held.values() if not one.record.deleted], form)
    out = io.BytesIO()
    writers[form](shown, held, out, Tally())
    module: Any = negotiation.written_formats().get(form)
    return out.getvalue(), kinds()[form], SUFFIXES.get(form) or module.SUFFIX


def _json(urls: Mapping[int, str], shown: Any, held: Any, out: Any, _: Any) -> None:
    exchange.write_json(shown, held, out, urls)
