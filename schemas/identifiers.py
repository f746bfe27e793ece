"""The table of identifier schemes and what is asked of it: guess, check, keep, find in running text."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import NamedTuple

from schemas.identifier_forms import (
    SHAPES,
    arxiv,
    doi,
    handle,
    isbn,
    isni,
    issn,
    jstor,
    oai,
    orcid,
    pmcid,
    pmid,
    ror,
    urn,
)
from schemas.record import Identifier
from schemas.values.text import clean

__all__ = [
    "SCHEMES", "Scheme", "arxiv", "doi", "find_identifiers", "handle", "identify", "is_valid", "isbn", "isni", "issn", "jstor",
    "kept", "normalise", "orcid", "ror", "scheme_of", "urn",
]  # fmt: skip


class Scheme(NamedTuple):
    """A scheme: `normal` gives the normal form or None; `hint` must be in the text (lower case) before it is guessed."""

    name: str
    normal: Callable[[str], str | None]
    hint: re.Pattern[str]


def _scheme(name: str, normal: Callable[[str], str | None], hint: str) -> tuple[str, Scheme]:
    return name, Scheme(name, normal, re.compile(hint, re.I))


SCHEMES: MappingProxyType[str, Scheme] = MappingProxyType(
    dict(
        (
            _scheme("arxiv", arxiv, r"arxiv"),
            _scheme("jstor", jstor, r"jstor\.org/|^resrep\d|^jj?\.ct"),
            _scheme("doi", doi, r"10\.\d{4}"),
            _scheme("isbn", isbn, r"isbn|^97[89][\d -]{10,14}$|^[\d -]{9,12}[\dx]$"),
            _scheme("issn", issn, r"issn|^\d{4}-\d{3}[\dx]$"),
            _scheme("orcid", orcid, r"orcid|^0000-000[1-9]-\d{4}-\d{3}[\dx]$|^0009-00\d\d-\d{4}-\d{3}[\dx]$"),
            _scheme("isni", isni, r"isni|^0000 000\d \d{4} \d{3}[\dx]$|^0000000\d{8}[\dx]$"),
            _scheme("ror", ror, r"ror(?:\.org/|:)"),
            _scheme("oai", oai, r"^oai:"),
            _scheme("urn", urn, r"urn:"),
            _scheme("handle", handle, r"hdl|handle"),
            _scheme("pmcid", pmcid, r"pmc\d"),
            _scheme("pmid", pmid, r"pmid|pubmed"),
        )
    )
)  # fmt: skip
"""Every scheme by name, in the order in which `identify` guesses."""

_ALIASES = {
    "hdl": "handle",
    "e-isbn": "isbn",
    "eisbn": "isbn",
    "eissn": "issn",
    "e-issn": "issn",
    "isbn13": "isbn",
    "isbn10": "isbn",
    "pmc": "pmcid",
    "issn-l": "issn",
    "report number": "report-number",
}


def scheme_of(name: str) -> str:
    """Return the table's name of a scheme as others write it ("DOI", "hdl", "eISSN")."""
    name = name.strip().lower().rstrip(":")
    return _ALIASES.get(name, name)


def normalise(scheme: str, value: str) -> str | None:
    """Return the normal form of a value in a scheme, None when it is not valid there; unknown schemes: clean text."""
    known = SCHEMES.get(scheme) or SCHEMES.get(scheme_of(scheme))
    return known.normal(value) if known else clean(value)


def is_valid(scheme: str, value: str) -> bool:
    """Tell whether a value is right in form and check digits."""
    return normalise(scheme, value) is not None


def identify(text: str) -> Identifier | None:
    """Return the identifier that the whole text is, in the scheme it looks like; None when it is none for certain."""
    text = clean(text) or ""
    for scheme in SCHEMES.values() if text else ():
        if scheme.hint.search(text):
            value = scheme.normal(text)
            if value:
                return Identifier(scheme=scheme.name, value=value)
    return None


def kept(scheme: str, value: str, of: str | None = None) -> Identifier | None:
    """Return the identifier to keep: valid, or of the right shape under "isbn-invalid" and so on for a rule to report."""
    name = scheme_of(scheme)
    normal = normalise(name, value)
    if normal:
        return Identifier(of=of, scheme=name, value=normal)
    shape = SHAPES.get(name)
    digits = shape(value) if shape else None
    return Identifier(of=of, scheme=f"{name}-invalid", value=digits) if digits else None


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Return the identifiers that running text names, in its order; the work is in identifiers_in_text."""
    from schemas.identifiers_in_text import find

    return find(text)
