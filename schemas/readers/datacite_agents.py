"""Names in DataCite metadata to contributors: creators, contributors by their type, funders."""

from __future__ import annotations

from typing import Any

import msgspec

from schemas.identifiers import normalise, scheme_of
from schemas.readers.cited import person
from schemas.readers.crossref_fields import Work, parts, text, texts
from schemas.readers.texts import agents, is_placeholder, line
from schemas.record import Contributor, Identifier
from schemas.values.names import looks_corporate

ROLES = {
    "Editor": "edt", "Translator": "trl", "Sponsor": "spn", "Researcher": "res", "Producer": "pro", "Distributor": "dst",
    "HostingInstitution": "his", "RightsHolder": "cph", "Supervisor": "ths", "DataManager": "dtm", "ProjectLeader": "pdr", "Funder": "fnd",
}  # fmt: skip
"""Types of contributors -> MARC relators; all others are contributors."""
_OTHERS = frozenset({"RegistrationAgency", "RegistrationAuthority"})
"""They had to do with the DOI, not with the work."""
UNKNOWN = frozenset("unac unal unap unas unav unkn none null tba etal at".split())
"""Standard values for what is not known (DataCite 4.6, appendix 3), with a colon before them, perhaps in brackets."""


def is_unknown(said: str) -> bool:
    """Tell whether a value is a word for "not known", or only fills its field."""
    bare = said.strip().lower().strip("()")
    return (bare[:1] == ":" and bare[1:].strip() in UNKNOWN) or is_placeholder(said)


def contributors_of(work: Work) -> tuple[Contributor, ...]:
    """Return who made the work, each name once in a role, funders last."""
    found: dict[tuple[str, str | None], Contributor] = {}
    for one in parts(work, "creators"):
        for made in _named(one, "aut"):
            found.setdefault((made.name, made.role), made)
    for one in parts(work, "contributors"):
        kind = text(one, "contributorType") or ""
        for made in _named(one, ROLES.get(kind, "ctb")) if kind not in _OTHERS else ():
            if made.role != "ctb" or (made.name, "aut") not in found:  # who made it is often the contact too
                found.setdefault((made.name, made.role), made)
    for one in parts(work, "fundingReferences"):
        name = text(one, "funderName")
        if name and not is_unknown(name):
            marks = _identifier(text(one, "funderIdentifierType") or "", text(one, "funderIdentifier") or "")
            made = Contributor(identifiers=marks, kind="organisation", name=name, role="fnd")
            found.setdefault((made.name, made.role), made)
    return tuple(found.values())


def _named(one: Work, role: str) -> list[Contributor]:
    """By its parts where they are given; a name in one piece is "Family, Given", or need not be a person."""
    name, family, given = text(one, "name"), text(one, "familyName"), text(one, "givenName")
    kind = (text(one, "nameType") or text(one, "type") or "").lower()
    places = tuple(dict.fromkeys(place for stated in _list(one, "affiliation") if (place := _place(stated))))
    marks = [mark for stated in parts(one, "nameIdentifiers")
             for mark in _identifier(text(stated, "nameIdentifierScheme") or "", text(stated, "nameIdentifier") or "")]  # fmt: skip
    marks += _identifier("", text(one, "id") or "")
    if kind.startswith("org") and name and not is_unknown(name):
        made = [Contributor(kind="organisation", name=name, role=role)]
    elif family and not is_unknown(family) and not (not given and looks_corporate(family)):
        made = [_person(family, given, name, role)]
    elif name and not is_unknown(name):
        made = list(agents(name, role, True))
    else:
        return []
    known = {"identifiers": tuple(dict.fromkeys(marks))} if len(made) == 1 else {}
    return [msgspec.structs.replace(one, affiliations=places or one.affiliations, **known) for one in made]


def _person(family: str, given: str | None, name: str | None, role: str) -> Contributor:
    """What stands in the whole name behind the parts is a suffix."""
    if given is None:
        return Contributor(family=family, kind="person", name=family, role=role)
    start = f"{family}, {given}, "
    suffix = name[len(start) :] if name and name.startswith(start) else None
    return person(family, given, suffix, role)


def _list(one: Work, name: str) -> list[Any]:
    value = one.get(name)
    return value if isinstance(value, list) else [value]


def _place(stated: Any) -> str | None:
    found = text(stated, "name") if isinstance(stated, dict) else line(stated) if isinstance(stated, str) else None
    return found if found and not is_unknown(found) else None


def _identifier(scheme: str, value: str) -> tuple[Identifier, ...]:
    """By the scheme that is said, else by the address; other schemes as they are called."""
    told = scheme_of(scheme)
    for known in ("orcid", "isni", "ror"):
        if (known in told or f"{known}.org" in value.lower()) and (normal := normalise(known, value)):
            return (Identifier(scheme=known, value=normal),)
    if told and told.isascii() and told.isalnum() and value:
        return (Identifier(scheme=told, value=value),)
    return ()


def names(work: Work, field: str) -> list[str]:
    """Return texts of a field without words for "not known"."""
    return [one for one in texts(work, field) if not is_unknown(one)]
