"""A DataCite `resource` in XML, of any kernel, as the fields that DataCite's JSON has; what they mean is in datacite_work."""

from __future__ import annotations

from typing import Any

from schemas.readers.jats_text import LANG
from schemas.readers.mods_elements import children
from schemas.readers.xml_files import local_name

_GROUPS = frozenset({"creators", "contributors", "titles", "subjects", "dates", "alternateIdentifiers", "relatedIdentifiers", "sizes", "formats",
                     "rightsList", "descriptions", "fundingReferences", "relatedItems"})  # fmt: skip
_LEAVES = frozenset({"language", "publicationYear", "version", "volume", "issue", "firstPage", "lastPage", "edition"})


def attributes_of(resource: Any) -> dict[str, Any]:
    """Return the fields of a `resource`, texts as they stand."""
    made = _members(resource)
    for one in children(resource, "identifier"):
        kind = one.get("identifierType") or "DOI"
        if kind.upper() == "DOI":
            made["doi"] = _text(one)
        else:
            made.setdefault("identifiers", []).append({"identifier": _text(one), "identifierType": kind})
    for one in children(resource, "publisher"):
        made["publisher"] = {"name": _text(one)} | _attributes(one)
    for one in children(resource, "resourceType"):
        made["types"] = {"resourceType": _text(one)} | _attributes(one)
    return made


def _members(element: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for child in element:
        name = local_name(child.tag)
        if name in _GROUPS:
            made.setdefault(name, []).extend(_item(one) for one in child if isinstance(one.tag, str))
        elif name == "rights":  # of kernel 2, where one stands by itself
            made.setdefault("rightsList", []).append(_item(child))
        elif name in _LEAVES:
            made[name] = _text(child)
        elif name == "number":
            made |= {"number": _text(child)} | _attributes(child)
        elif name == "relatedItemIdentifier":
            made[name] = {name: _text(child)} | _attributes(child)
    return made


def _item(one: Any) -> Any:
    name = local_name(one.tag)
    if name in ("creator", "contributor"):
        return _agent(one, name)
    if name == "relatedItem":
        publisher = next((_text(said) for said in children(one, "publisher")), None)
        return _attributes(one) | _members(one) | ({"publisher": publisher} if publisher else {})
    if name == "fundingReference":
        return {key: value for said in one if isinstance(said.tag, str)
                for key, value in ({local_name(said.tag): _text(said)} | _attributes(said)).items()}  # fmt: skip
    if name in ("size", "format"):
        return _text(one)
    return {name: _text(one)} | _attributes(one)


def _agent(one: Any, name: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for said in children(one, f"{name}Name"):
        made |= {"name": _text(said)} | _attributes(said)
    made |= {local_name(said.tag): _text(said) for said in children(one, "givenName", "familyName")}
    marks = [{"nameIdentifier": _text(said)} | _attributes(said) for said in children(one, "nameIdentifier")]
    places = [{"name": _text(said)} | _attributes(said) for said in children(one, "affiliation")]
    for key, found in (("nameIdentifiers", marks), ("affiliation", places)):
        if found:
            made[key] = found
    return made | _attributes(one)


def _text(element: Any) -> str:
    """The text, with a new line where a `br` stands in it."""
    if len(element) == 0:
        return (element.text or "").strip()
    parts = [element.text, *(part for one in element for part in (_inside(one), one.tail))]
    return "".join(part for part in parts if part).strip()


def _inside(element: Any) -> str:
    if not isinstance(element.tag, str):
        return ""
    return "\n" if local_name(element.tag) == "br" else _text(element)


def _attributes(element: Any) -> dict[str, str]:
    """Attributes by their names in JSON: `rightsURI` is `rightsUri` there, and `xml:lang` is `lang`."""
    return {
        "lang" if name == LANG else name.replace("URI", "Uri"): str(value)
        for name, value in element.attrib.items()
        if name == LANG or not name.startswith("{")
    }
