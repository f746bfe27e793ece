"""Names in a work that was deposited with Crossref: authors and editors in parts, bodies by name; roles as MARC relators."""

from __future__ import annotations

import msgspec

from schemas.identifiers import orcid, ror
from schemas.readers.cited import person
from schemas.readers.crossref_fields import Work, parts, text
from schemas.readers.texts import is_placeholder
from schemas.record import Contributor, Identifier
from schemas.values.names import looks_corporate, parse_name
from schemas.values.text import fold

_FIELDS = (("author", "aut"), ("editor", "edt"), ("translator", "trl"), ("chair", "edt"))


def contributors_of(work: Work) -> tuple[Contributor, ...]:
    """Return who made the work, in the order of the deposit, each name once in a role."""
    found: dict[tuple[str, str | None], Contributor] = {}
    for field, role in _FIELDS:
        for stated in parts(work, field):
            if one := _agent(stated, role):
                found.setdefault((one.name, role), one)
    degree = "dgg" if work.get("type") == "dissertation" else "isb"
    publisher = fold(text(work, "publisher") or "")
    for field, role in (("institution", degree), ("standards-body", "isb"), ("funder", "fnd")):
        for stated in parts(work, field):
            name = text(stated, "name")
            if name and not (role == "isb" and fold(name) == publisher):
                body = Contributor(identifiers=_identifiers(stated), kind="organisation", name=name, role=role)
                found.setdefault((name, role), body)
    return tuple(found.values())


def _agent(stated: Work, role: str) -> Contributor | None:
    """A body has a `name`; a family name alone may be one too."""
    family, given = text(stated, "family"), text(stated, "given")
    affiliations = tuple(dict.fromkeys(name for one in parts(stated, "affiliation") if (name := text(one, "name"))))
    name = text(stated, "name") if not family else None
    if name is None and family and not given and looks_corporate(family):
        name = family
    if name is not None:
        return Contributor(affiliations=affiliations, kind="organisation", name=name, role=role)
    if not (family or given) or is_placeholder(f"{given or ''} {family or ''}".strip()):
        return None
    if family and not given and " " in family:  # a whole name where the family name belongs
        return parse_name(family, role)
    if family and given:
        one = person(family, given, text(stated, "suffix"), role)
    else:
        one = Contributor(family=family, name=family or given or "", role=role)
    return msgspec.structs.replace(one, affiliations=affiliations, identifiers=_identifiers(stated))


def _identifiers(stated: Work) -> tuple[Identifier, ...]:
    value = orcid(text(stated, "ORCID") or "")
    found = [Identifier(scheme="orcid", value=value)] if value else []
    for one in parts(stated, "id"):
        if (text(one, "id-type") or "").upper() == "ROR" and (value := ror(text(one, "id") or "")):
            found.append(Identifier(scheme="ror", value=value))
    return tuple(found)
