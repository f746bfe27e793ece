"""Texts of a MARC record: abstracts (520), subjects (6XX, 653), rights (506, 540, 542), links (856)."""

from __future__ import annotations

import re

from schemas.readers.addresses import link, named
from schemas.readers.marc_fields import Field, Marc
from schemas.readers.punctuation import joined, tidy
from schemas.readers.texts import prose
from schemas.record import Identifier, Link, Rights, Subject, Text
from schemas.values.languages import parse_language

_SCHEMES = {"0": "lcsh", "1": "lcshac", "2": "mesh", "3": "nal", "5": "csh", "6": "rvm"}
"""Second indicator of 6XX -> thesaurus; 7 names it in $2, 4 and blank name none."""
_SUBJECTS = ("600", "610", "611", "630", "647", "648", "650", "651", "654", "656", "657", "690", "691")
_ABOUT = re.compile(
    r"table of contents|inhalt|contents|cover|umschlag|review|rezension|description|sample|blurb|klappentext|biograph|abstract|finding aid|related",
    re.I,
)
_QUOTED = re.compile(r'"([^"]*)"\s*-{2}\s*$')
"""A summary as it is quoted before its source ($c): "A survey"--"""
_COVER = re.compile(r"cover|umschlag", re.I)


def abstracts_of(marc: Marc) -> tuple[Text, ...]:
    """Return summaries and abstracts; reviews and warnings (ind1 1, 4) are not the work's own.

    Where there is one, its language is the one that 041 $b names.
    """
    found = []
    for field in marc.fields("520"):
        text = prose(_QUOTED.sub(r"\1", " ".join(field.all("ab")))) if field.ind1 not in "14" else None
        if text:
            found.append(Text(text=text))
    languages = [tag for field in marc.fields("041") for text in field.all("b") if (tag := parse_language(text))]
    if len(found) == len(languages) == 1:
        found = [Text(lang=languages[0], text=found[0].text)]
    return tuple(dict.fromkeys(found))


def subjects_of(marc: Marc) -> tuple[Subject, ...]:
    """Return the subject headings, subdivisions behind dashes, with their thesaurus where it is named; then free terms."""
    found: dict[tuple[str, str | None], Subject] = {}
    for tag, field in ((name, field) for name in _SUBJECTS for field in marc.fields(name)):
        if field.ind1 == "C":  # Invenio keeps the name of its collection here
            continue
        heading = joined([text for code, text in field.subfields if code in "abcdtnpq"], " ")
        if tag == "610" and field.has("b"):  # the units of a body stand apart, as where it is a contributor
            units = joined(field.all("ab"))
            rest = joined([text for code, text in field.subfields if code in "cdtnpq"], " ")
            heading = " ".join(filter(None, [units, rest])) or None
        parts = [part for code, text in field.subfields if code in "xyzv" and (part := tidy(text))]
        term = " -- ".join(filter(None, [heading, *parts]))
        if term:
            scheme = (
                (field.get("2") or "").strip("[]").lower() or None if field.ind2 == "7" else _SCHEMES.get(field.ind2)
            )
            uri = next((value for value in field.all("01") if value.startswith("http")), None)
            found.setdefault((term, scheme), Subject(scheme=scheme, term=term, uri=uri))
    for field in marc.fields("653"):
        for text in field.all("a"):
            if free := tidy(text):
                found.setdefault((free, None), Subject(term=free))
    return tuple(found.values())


def rights_of(marc: Marc) -> tuple[Rights, ...]:
    """Return terms of use, restrictions of access and statements of copyright, each with its address."""
    found = []
    for tag, codes in (("540", "af"), ("506", "af"), ("542", "fn")):
        for field in marc.fields(tag):
            said = list(dict.fromkeys(text for value in field.all(codes) if (text := prose(value))))
            uri = next((value for value in field.all("u") if value.startswith("http")), None)
            if said or uri:
                found.append(Rights(statement="; ".join(said) or None, uri=uri))
    return tuple(dict.fromkeys(found))


def links_of(marc: Marc) -> tuple[tuple[Link, ...], tuple[Identifier, ...]]:
    """Return the addresses of 856, and the identifiers that those of the resource itself are."""
    links: dict[str, Link] = {}
    identifiers: list[Identifier] = []
    for field in marc.fields("856"):
        about = " ".join(field.all("3yz"))
        for url in field.all("u"):
            found = named(url)
            related = field.ind2 == "2" or bool(_ABOUT.search(about))
            if found.identifier and not related:
                identifiers.append(found.identifier)
            if found.link:
                links.setdefault(
                    found.link.url, link(found.link.url, _rel(field, about, related, found.link), field.get("q"))
                )
    return tuple(links.values()), tuple(identifiers)


def _rel(field: Field, about: str, related: bool, one: Link) -> str:
    if related:
        return "cover" if _COVER.search(about) and one.rel == "cover" else "related"
    if (
        one.rel == "fulltext"
        or (field.get("q") or "").endswith("pdf")
        or re.search("full ?text|volltext|texte intégral", about, re.I)
    ):
        return "fulltext"
    return "landing"
