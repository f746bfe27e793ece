"""Names in JATS and BITS to contributors with roles, affiliations and identifiers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from schemas.identifiers import isni, orcid, ror
from schemas.readers.cited import person, whole
from schemas.readers.jats_text import HREF, plain
from schemas.readers.marc_agents import code_of
from schemas.readers.mods_elements import children, down, first
from schemas.readers.texts import is_placeholder
from schemas.readers.xml_files import local_name
from schemas.record import Contributor, Identifier
from schemas.values.text import clean

_APART = frozenset({"label", "sup", "email", "institution-id", "contrib-group", "xref", "fn", "phone", "fax", "uri", "ext-link"})  # fmt: skip
_SCHEMES: dict[str, Callable[[str], str | None]] = {"orcid": orcid, "isni": isni, "ror": ror}


def contributors_of(meta: Any, default: str = "aut") -> tuple[Contributor, ...]:
    """Return who made a work or part, each name once in a role; `default` is the role where nothing is said."""
    places = {one.get("id"): name for one in meta.iter() if local_name(one.tag) == "aff" and (name := _place(one))}
    found: dict[tuple[str, str | None], Contributor] = {}
    for group in children(meta, "contrib-group", "collab-group"):
        usual = _role(group, None) or default
        common = tuple(name for one in children(group, "aff", "aff-alternatives") if not _marked(group) and (name := _place(one)))  # fmt: skip
        for contrib in children(group, "contrib"):
            role = _role(contrib, contrib.get("contrib-type")) or usual
            for one in _agents(contrib, role):
                inline = tuple(name for aff in children(contrib, "aff") if (name := _place(aff)))
                affiliations = (*inline, *_pointed(contrib, places)) or common
                one = msgspec.structs.replace(one, affiliations=tuple(dict.fromkeys(affiliations)))
                found.setdefault((one.name, role), one)
    for source in down(meta, "funding-group", "award-group", "funding-source"):
        name = first(source, "institution-wrap", "institution") or first(source, "institution") or plain(source)
        if name and not is_placeholder(name):
            found.setdefault((name, "fnd"), Contributor(kind="organisation", name=name, role="fnd"))
    return tuple(found.values())


def _role(element: Any, said: str | None) -> str | None:
    """The role by its type, else by the word in `role`."""
    words = [said, *(one.get("content-type") for one in children(element, "role"))]
    words += [plain(one) for one in children(element, "role")]
    if local_name(element.tag) == "contrib-group":
        words.append((element.get("content-type") or "").rstrip("s"))
    return next((code for word in words if word and (code := code_of(word.strip("()").replace("-", " ")))), None)


def _marked(group: Any) -> bool:
    return any(one.get("ref-type") == "aff" for one in group.iter() if local_name(one.tag) == "xref")


def _agents(contrib: Any, role: str) -> Iterator[Contributor]:
    marks = _identifiers(contrib)
    for holder in (contrib, *children(contrib, "name-alternatives", "collab-alternatives")):
        for one in children(holder, "name", "string-name", "collab"):
            made = _body(one, role) if local_name(one.tag) == "collab" else _person(one, role)
            if made:
                yield msgspec.structs.replace(made, identifiers=marks) if marks else made
                if holder is not contrib:
                    break  # the same name in another script
                marks = ()


def _person(name: Any, role: str) -> Contributor | None:
    family, given = first(name, "surname"), first(name, "given-names")
    if family and given:
        return person(family, given, first(name, "suffix"), role)
    one = family or given or plain(name)
    return whole(one, role, inverted=None) if one and not is_placeholder(one) else None


def _body(collab: Any, role: str) -> Contributor | None:
    name = first(collab, "institution-wrap", "institution") or first(collab, "institution") or _bare(collab)
    return Contributor(kind="organisation", name=name, role=role) if name and not is_placeholder(name) else None


def _bare(element: Any) -> str | None:
    """The text without labels, addresses and the members of a group."""
    pieces = [element.text or ""]
    for child in element:
        if local_name(child.tag) not in _APART:
            pieces.append(_bare(child) or "")
        pieces.append(child.tail or "")
    return (clean("".join(pieces)) or "").strip(" ,;") or None


def _place(aff: Any) -> str | None:
    return _bare(aff)


def _pointed(contrib: Any, places: dict[str | None, str]) -> Iterator[str]:
    for one in children(contrib, "xref"):
        for name in (one.get("rid") or "").split() if one.get("ref-type") in ("aff", None) else ():
            if name in places:
                yield places[name]


def _identifiers(contrib: Any) -> tuple[Identifier, ...]:
    found = []
    for one in (*children(contrib, "contrib-id"), *children(contrib, "uri", "ext-link")):
        value = plain(one) or one.get(HREF) or ""
        told = (one.get("contrib-id-type") or "").lower()
        for scheme, normal in _SCHEMES.items():
            if (scheme in told or f"{scheme}.org" in value) and (known := normal(value)):
                found.append(Identifier(scheme=scheme, value=known))
    return tuple(dict.fromkeys(found))
