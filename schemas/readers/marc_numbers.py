"""Numbers in a MARC record (010, 020, 022, 024, 027, 035, 037, 086, 088) to identifiers; cancelled ones are not the work's."""

from __future__ import annotations

import re

from schemas.identifiers import arxiv, kept, scheme_of
from schemas.identifiers_in_text import kind_of
from schemas.readers.addresses import REPORT_NUMBER, named
from schemas.readers.marc_fields import Marc
from schemas.readers.punctuation import tidy
from schemas.record import Identifier

_ISBN = re.compile(r"\s*(?:ISBN\s*)?([\dXx][\dXx -]{8,16})")
_KINDS = {"0": "isrc", "1": "upc", "2": "ismn", "4": "sici"}
"""First indicator of 024 -> scheme."""


def identifiers_of(marc: Marc) -> tuple[Identifier, ...]:
    """Return the identifiers of the work in the order of the fields, each once."""
    found = [*_isbns(marc), *_issns(marc), *_standard(marc)]
    for tag, codes in (("027", "a"), ("088", "a")):
        for field in marc.fields(tag):
            found += [
                Identifier(scheme="report-number", value=value) for text in field.all(codes) if (value := tidy(text))
            ]
    for field in marc.fields("037"):
        text = field.get("a")
        if text and (field.get("9") or (not field.has("b") and not field.has("c") and REPORT_NUMBER.fullmatch(text))):
            value = arxiv(text) if (field.get("9") or "").lower() == "arxiv" else None
            found.append(
                Identifier(scheme="arxiv", value=value) if value else Identifier(scheme="report-number", value=text)
            )
    for field in marc.fields("086"):
        if text := field.get("a"):
            found.append(Identifier(scheme="sudoc" if field.ind1 == "0" else "government-number", value=text))
    for field in marc.fields("010"):
        if text := field.get("a"):
            found.append(Identifier(scheme="lccn", value="".join(text.split()).strip("#")))
    for field in marc.fields("035"):
        text = field.get("a") or ""
        if text.startswith("(OCoLC)") and (digits := text[7:].lstrip("ocmn ")).isdigit():
            found.append(Identifier(scheme="oclc", value=digits))
    return tuple(dict.fromkeys(found))


def _isbns(marc: Marc) -> list[Identifier]:
    found = []
    for field in marc.fields("020"):
        text = field.get("a") or ""
        if number := _ISBN.match(text):
            of = kind_of(" ".join([text[number.end() :], *field.all("q")]))
            if one := kept("isbn", number[1].strip(), of=of):
                found.append(one)
    return found


def _issns(marc: Marc) -> list[Identifier]:
    found = []
    for field in marc.fields("022"):
        for text in field.all("a"):
            if one := kept("issn", text.strip(" ,;."), of=kind_of(" ".join(field.all("q0")))):
                found.append(one)
    return found


def _standard(marc: Marc) -> list[Identifier]:
    found = []
    for field in marc.fields("024"):
        text = tidy(field.get("a"))
        if not text:
            continue
        one = None
        if field.ind1 == "7" or field.get("2"):
            scheme = scheme_of(field.get("2") or "")
            one = named(text).identifier if scheme in ("uri", "url", "") else kept(scheme, text)
        elif field.ind1 == "3":  # an EAN: books have their ISBN as one
            one = kept("isbn", text) if text.startswith(("978", "979")) else Identifier(scheme="ean", value=text)
            one = one if one and not one.scheme.endswith("-invalid") else None
        elif kind := _KINDS.get(field.ind1):
            one = Identifier(scheme=kind, value=text)
        if one:
            found.append(one)
    return found
