"""Notes and subjects: 520, 524, 540, 588 for where the description comes from, 6XX and 653, 655 for the source's word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from schemas.crosswalk.uris import is_uri
from schemas.envelope import Envelope
from schemas.record import Record, Subject
from schemas.writers.marc.control import number_of
from schemas.writers.marc.profile import LONGEST, Field, Style

_THESAURI = {"lcsh": "0", "lcshac": "1", "mesh": "2", "nal": "3", "csh": "5", "rvm": "6"}
"""Scheme -> second indicator of 6XX."""
_SOURCES = frozenset(
    "aat agrovoc eurovoc fast gnd gnd-content iconclass jelc lcgft lctgm local nasat ndlsh nli ram rameau rero rswk sao sears swd"
    " thema unbist unescot ysa yso stw thesoz kaba lemb embne bisacsh cilla ericd".split()
)
"""Source codes of subject heading lists (6XX $2)."""
PAPERS = "Conference papers and proceedings"
"""The term of LCGFT for a paper of a conference, and for the papers together."""
_DATED = re.compile(r"(?:To |B\.C\.)?\d{2,4}|.*\d(?:st|nd|rd|th) century", re.I)


def note_fields(record: Record, envelope: Envelope, style: Style, out: list[Field]) -> None:
    """Add 520, 524, 540 and 588."""
    for one in record.abstract:
        first = "3"
        for part in _pieces(one.text):
            out.append(("520", f"{first} \x1fa{part}"))
            first = "8"
    for cited in record.identifiers:
        if cited.scheme == "citation":
            out.append(("524", f"  \x1fa{cited.value}"))
    for each in record.rights:
        statement, uri = each.statement, each.uri
        if uri and not is_uri(uri):
            statement, uri = statement or uri, None
        if statement or uri:
            body = f"  \x1fa{statement}" if statement else "  "
            out.append(("540", body + (f"\x1fu{uri}" if uri else "")))
    out.append(("588", f"0 \x1fa{_source(envelope)}"))


def _pieces(text: str) -> Iterator[str]:
    """Part a text that is too long for one field, at blanks."""
    while len(text) * 4 > LONGEST and len(text.encode()) > LONGEST:
        head = text.encode()[:LONGEST].decode("utf-8", "ignore")
        cut = head.rfind(" ") if " " in head else len(head)
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    yield text


def _source(envelope: Envelope) -> str:
    """Source of description: the source, the address that was read, the day."""
    seen = envelope.captured
    said = [number_of(envelope.source)]
    if seen and seen.url and seen.url.startswith(("http://", "https://")) and is_uri(seen.url):
        said.append(seen.url)
    if seen and seen.at:
        said.append(seen.at[:10])
    return ", ".join(said)


def subject_fields(record: Record, style: Style, out: list[Field], *, paper: bool) -> None:
    """Add 650 for terms of a known list, 653 for free ones, 655 for the source's word for the type and for a `paper` in proceedings."""
    free: list[Field] = []
    for one in record.subjects:
        heading = _heading(one) if one.scheme else None
        if heading:
            out.append(("650", heading))
        else:
            free.append(("653", f"  \x1fa{one.term}"))
    out += free
    if word := record.type_as_printed or {"dataset": "Dataset", "post": "Blog post"}.get(record.type or ""):
        out.append(("655", f" 4\x1fa{style.stop(word)}"))
    if paper and word != PAPERS:
        out.append(("655", f" 7\x1fa{style.stop(PAPERS)}\x1f2lcgft"))


def is_period(part: str) -> bool:
    """Tell whether a subdivision of a heading is a time ($y), else it is a topic ($x)."""
    return _DATED.match(part) is not None


def _heading(one: Subject) -> str | None:
    ind, source = _list_of(one.scheme or "")
    if ind is None:
        return None
    head, *rest = one.term.split(" -- ") if " -- " in one.term else (one.term,)
    body = f" {ind}\x1fa{head}" + "".join([f"\x1f{'y' if is_period(part) else 'x'}{part}" for part in rest])
    if source:
        body += f"\x1f2{source}"
    return body + (f"\x1f0{one.uri}" if one.uri and is_uri(one.uri) else "")


@lru_cache(maxsize=512)
def _list_of(scheme: str) -> tuple[str | None, str | None]:
    """Return second indicator and $2 of a list of headings; (None, None) for what MARC has no code for."""
    name = scheme.lower().strip()
    if name in _THESAURI:
        return _THESAURI[name], None
    return ("7", name) if name in _SOURCES else (None, None)
