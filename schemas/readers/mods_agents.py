"""Names in a MODS record to contributors with their relators."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from schemas.identifiers import isni, orcid, ror
from schemas.readers.cited import person
from schemas.readers.marc_agents import code_of
from schemas.readers.mods_elements import children, first, text, texts
from schemas.readers.punctuation import tidy
from schemas.readers.texts import is_placeholder
from schemas.record import Contributor, Identifier
from schemas.values.names import parse_name

_SCHEMES: dict[str, Callable[[str], str | None]] = {"orcid": orcid, "isni": isni, "ror": ror}

_SUFFIX = re.compile(r"(?:jr|sr|jun|sen|[ivx]{1,4}|\d(?:st|nd|rd|th))\.?", re.I)
"""Terms of address that are part of a name; titles (Sir, Professor) are none."""
_NAMED = frozenset((*_SCHEMES, "gnd", "viaf", "lcnaf", "bnf", "wikidata", "ulan", "idref"))
"""What a name identifier may be of; others are numbers within one system."""


def contributors_of(element: Any, *, default: str | None = None) -> tuple[Contributor, ...]:
    """Return the contributors of a record or related item, each name once in a role."""
    found: dict[tuple[str, str | None], Contributor] = {}
    for name in children(element, "name"):
        for role in _roles(name) or ("aut" if name.get("usage") == "primary" else default,):
            if one := _agent(name, role):
                found.setdefault((one.name, role), one)
    return tuple(found.values())


def _roles(name: Any) -> tuple[str, ...]:
    said = [
        (term.get("type"), value)
        for role in children(name, "role")
        for term in children(role, "roleTerm")
        if (value := text(term))
    ]
    said += [(None, value) for role in children(name, "role") if not len(role) and (value := text(role))]
    codes = [code for kind, value in said if (code := code_of(value, coded=kind == "code"))]
    return tuple(dict.fromkeys(codes))


def _agent(name: Any, role: str | None) -> Contributor | None:
    parts: dict[str | None, list[str]] = {}
    for part in children(name, "namePart"):
        if value := text(part):
            parts.setdefault(part.get("type"), []).append(value.rstrip(" ,"))
    known = {"affiliations": tuple(dict.fromkeys(texts(name, "affiliation"))), "identifiers": _identifiers(name)}
    family, given = " ".join(parts.get("family", ())), " ".join(parts.get("given", ()))
    plain = ". ".join(parts.get(None, ())) or first(name, "displayForm")
    if family and given:
        suffix = next((said for said in parts.get("termsOfAddress", ()) if _SUFFIX.fullmatch(said)), None)
        one = person(family, given, suffix, role)
    elif family and not plain and not given and " " not in family and name.get("type") == "personal":
        one = Contributor(family=family, kind="person", name=family, role=role)
    elif (whole := family or plain or given) and not is_placeholder(whole):
        one = _whole(whole, name.get("type"), role)
    else:
        return None
    return msgspec.structs.replace(one, **known)


def _whole(name: str, kind: str | None, role: str | None) -> Contributor:
    if kind in ("corporate", "conference", "family"):
        return Contributor(kind="organisation" if kind != "family" else None, name=tidy(name) or name, role=role)
    return parse_name(name, role, inverted=True if kind == "personal" and "," in name else None)


def _identifiers(name: Any) -> tuple[Identifier, ...]:
    found = []
    for one in children(name, "nameIdentifier"):
        scheme, value = (one.get("type") or "").lower(), text(one)
        normal = _SCHEMES[scheme](value) if value and scheme in _SCHEMES else value
        if normal and scheme in _NAMED:
            found.append(Identifier(scheme=scheme, value=normal))
    for said in texts(name, "description"):  # DiVA: orcid.org=0000-0002-1825-0097
        if "orcid" in said.lower() and (normal := orcid(said.rpartition("=")[2])):
            found.append(Identifier(scheme="orcid", value=normal))
    return tuple(dict.fromkeys(found))
