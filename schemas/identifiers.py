"""One table of identifiers: scheme, pattern in running text, normal form; no look-up over a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from schemas.record import Identifier

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>{}|\\^`]+")
_ISBN = re.compile(r"(?<![\d-])(?:97[89][-\s]?)?(?:\d[-\s]?){9}[\dXx](?![\d-])")
_ISSN = re.compile(r"(?<![\d-])\d{4}-?\d{3}[\dXx](?![\d-])")
_JSTOR = re.compile(r"(?<![a-z])(resrep\d{4,6}(?:\.\d+)?|j\.ct[tv]\w+(?:\.\d+)?|jj\.\d+(?:\.\d+)?)", re.I)


def doi(text: str) -> str | None:
    """Return a DOI in lower case without prefix or trailing punctuation (DOI Handbook 2.4: case does not count)."""
    found = _DOI.search(unquote(text) if "%2" in text else text)
    if not found:
        return None
    value = found[0].split("?")[0].split("#")[0].rstrip(".,;:'”’")
    while value.endswith(")") and value.count("(") < value.count(")"):
        value = value[:-1]
    return value.casefold()


def isbn(text: str) -> str | None:
    """Return a valid ISBN as 13 digits, None where its check digit is wrong."""
    from stdnum import isbn as standard

    found = _ISBN.search(text)
    if not found or not standard.is_valid(found[0]):
        return None
    return str(standard.compact(found[0], convert=True))


def issn(text: str) -> str | None:
    """Return a valid ISSN as NNNN-NNNC, None where its check digit is wrong."""
    from stdnum import issn as standard

    found = _ISSN.search(text)
    return str(standard.format(standard.compact(found[0]))) if found and standard.is_valid(found[0]) else None


def orcid(text: str) -> str | None:
    """Return an ORCID as four groups of four, None where its check digit is wrong (ISO 7064 mod 11-2)."""
    from stdnum.iso7064 import mod_11_2

    found = re.search(r"(\d{4})-(\d{4})-(\d{4})-(\d{3}[\dX])", text)
    return "-".join(found.groups()) if found and mod_11_2.is_valid("".join(found.groups())) else None


def jstor(text: str) -> str | None:
    """Return the JSTOR stable id in a URL, a 10.2307 form or a file name."""
    found = _JSTOR.search(text)
    return found[1].casefold() if found else None


def handle(text: str) -> str | None:
    """Return the handle of an hdl.handle.net address or an hdl: form."""
    found = re.search(r"(?:hdl\.handle\.net/|hdl:)(\d[\w.]*/\S+)", text, re.I)
    return found[1].rstrip(".,;") if found else None


SCHEMES: dict[str, Callable[[str], str | None]] = {
    "jstor": jstor, "doi": doi, "orcid": orcid, "isbn": isbn, "issn": issn, "handle": handle,
}  # fmt: skip
"""Scheme -> normal form, in the order in which an unknown identifier is tried."""


def normalise(scheme: str, value: str) -> str | None:
    """Return the normal form of a value of a scheme; other schemes keep their text."""
    test = SCHEMES.get(scheme)
    return test(value) if test else value.strip() or None


def is_valid(scheme: str, value: str) -> bool:
    """Tell whether a value is in the form of its scheme, check digit included."""
    return normalise(scheme, value) is not None


def kept(scheme: str, value: str) -> Identifier | None:
    """Return the identifier, under `<scheme>-invalid` where its check digit is wrong, so that a rule can report it."""
    normal = normalise(scheme, value)
    if normal:
        return Identifier(scheme=scheme, value=normal)
    text = value.strip()
    return Identifier(scheme=f"{scheme}-invalid", value=text) if scheme in ("isbn", "issn") and re.search(r"\d{4}", text) else None


def identify(text: str) -> Identifier | None:
    """Return the identifier that a string is, by the first scheme that fits."""
    for scheme, test in SCHEMES.items():
        if value := test(text):
            return Identifier(scheme=scheme, value=value)
    return None


_LABELLED = re.compile(r"\b(e-?isbn|isbn|e-?issn|issn|doi)\b(?:-1[03])?\s*(\([^)]{1,20}\))?\s*[:=]?\s*", re.I)


def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Return the labelled identifiers of running text, with what each names (print, pdf, online) where it says so."""
    found: dict[tuple[str, str], Identifier] = {}
    context = (re.search(r"^\W*(print|pdf|online|epub|hardback|paperback)\b", text, re.I) or [None, None])[1]
    for label in _LABELLED.finditer(text):
        scheme = label[1].casefold().replace("-", "")[-4:].lstrip("e") if "doi" not in label[1].casefold() else "doi"
        rest = text[label.end() : label.end() + 80]
        one = kept(scheme, rest) if SCHEMES[scheme](rest) else None
        if one:
            said = re.search(r"print|pdf|online|epub", (label[2] or "") + rest[len(one.value) : len(one.value) + 18], re.I)
            of = (said[0] if said else context or "").casefold() or None
            found.setdefault((one.scheme, one.value), Identifier(scheme=one.scheme, value=one.value, of=of))
    return tuple(found.values())
