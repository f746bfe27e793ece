"""Numbers and codes: 020, 022, 024, 027, 035, 088 for identifiers, 040 for the agency, 041 for languages, 046 for exact dates."""

from __future__ import annotations

import re

from schemas.crosswalk.uris import is_uri
from schemas.record import Identifier, Record
from schemas.values.languages import marc_language
from schemas.writers.marc.dates import coded_dates
from schemas.writers.marc.imprint import series_issns
from schemas.writers.marc.profile import Field, Style

_SOURCES = {
    "doi": "doi",
    "handle": "hdl",
    "urn": "urn",
    "arxiv": "arxiv",
    "isrc": "isrc",
    "pmcid": "pmcid",
    "pmid": "pmid",
}
"""Scheme -> source of 024 $2, of those that have one."""
_SYSTEMS = {"jstor": "JSTOR", "oclc": "OCoLC", "oai": "OAI"}
"""Scheme -> the system whose number it is (035)."""
_TYPES = {"upc": "1", "ismn": "2", "ean": "3", "sici": "4"}
"""Scheme -> first indicator of 024."""
_STRN = re.compile(r"[A-Z0-9]{2,11}(?:[-/.][A-Z0-9]+)*--\d[\w/.-]*")
"""A standard technical report number (ANSI/NISO Z39.23): the issuer's code, two hyphens, the number."""
_CODE = re.compile(r"[a-z][a-z0-9-]*")
_PARTS = frozenset({"chapter", "article"})


def number_fields(record: Record, style: Style, names: tuple[tuple[str, str], ...], out: list[Field]) -> None:
    """Add 010 to 088; `names` are the systems that know the record, each with its number there."""
    found: list[Field] = []
    for one in record.identifiers:
        found += _number(one, record)
    found += [("035", f"  \x1fa({system}){number}") for system, number in names]
    found.append(("040", f"  \x1fa{style.agency}\x1fb{style.language}\x1ferda\x1fc{style.agency}"))
    if languages := _languages(record):
        found.append(("041", languages))
    if tags := [tag for tag in record.languages if "-" in tag]:
        found.append(("041", " 7" + "".join([f"\x1fa{tag}" for tag in tags]) + "\x1f2rfc5646"))
    if dates := coded_dates(record):
        found.append(("046", f"  {dates}\x1f2edtf"))
    found.sort(key=_tag)
    known: dict[tuple[str, str], Field] = {}
    for field in found:
        known.setdefault((field[0], field[1].lower()), field)  # (JSTOR) and (jstor) are one system
    out += known.values()


def _languages(record: Record) -> str | None:
    """Field 041 where 008 does not say all: several languages, a translation, abstracts in another language ($b)."""
    codes = dict.fromkeys([code for tag in record.languages if (code := marc_language(tag))])
    said = dict.fromkeys([code for one in record.abstract if one.lang and (code := marc_language(one.lang))])
    translated = any(one.role == "trl" for one in record.contributors)
    if len(codes) < 2 and not (codes and translated) and codes.keys() >= said.keys():
        return None
    abstracts = "".join([f"\x1fb{code}" for code in said]) if codes.keys() != said.keys() else ""
    return f"{'1' if translated else ' '} " + "".join([f"\x1fa{code}" for code in codes]) + abstracts


def _tag(field: Field) -> str:
    return field[0]


def _number(one: Identifier, record: Record) -> list[Field]:
    scheme, value = one.scheme, one.value
    if scheme in _SOURCES:
        note = f"\x1fq({one.of})" if one.of else ""
        return [("024", f"7 \x1fa{value}{note}\x1f2{_SOURCES[scheme]}")]
    if scheme in ("isbn", "isbn-invalid"):
        note = f"\x1fq({one.of})" if one.of else ""
        return [("020", f"  \x1f{'a' if scheme == 'isbn' else 'z'}{value}{note}")]
    if scheme in ("issn", "issn-invalid"):
        return _issn(scheme, value, record)
    if scheme == "report-number":
        if any(value == each.number for each in record.series):
            return []  # it stands in 490
        return [("027" if _STRN.fullmatch(value) else "088", f"  \x1fa{value}")]
    if scheme in _TYPES:
        return [("024", f"{_TYPES[scheme]} \x1fa{value}")]
    if scheme in _SYSTEMS:
        return [("035", f"  \x1fa({_SYSTEMS[scheme]}){value}")]
    return _other(scheme, value)


def _issn(scheme: str, value: str, record: Record) -> list[Field]:
    """A series' ISSN stands with the series (490, 773), and a part has none of its own."""
    if record.type in _PARTS or any(value == each.issn for each in record.series):
        return []
    if scheme == "issn" and value in series_issns(record):
        return []
    return [("022", f"  \x1f{'a' if scheme == 'issn' else 'y'}{value}")]


def _other(scheme: str, value: str) -> list[Field]:
    if scheme == "citation":
        return []  # a sentence: notes.py has it as 524
    if scheme == "lccn":
        return [("010", f"  \x1fa{value}")]
    if scheme == "sudoc":
        return [("086", f"0 \x1fa{value}")]
    if scheme == "url" or (scheme == "uri" and is_uri(value)):
        return [("024", f"7 \x1fa{value}\x1f2uri")]
    return [("024", f"8 \x1fa{value}\x1fq({scheme})")] if _CODE.fullmatch(scheme) else [("024", f"8 \x1fa{value}")]
