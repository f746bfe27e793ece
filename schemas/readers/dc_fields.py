"""The elements of a Dublin Core payload by what they say (DC, DC terms, DSpace's qualifiers); what values mean is in dc_record."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

Fields = dict[str, list[tuple[str, Any]]]
"""What is said -> its texts in their order, each with its element."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_SAME = (
    "title creator subject description publisher contributor date type format identifier source language relation "
    "rights issn isbn doi volume issue extent"
)
_KEYS = {name: name for name in _SAME.split()} | {
    "coverage": "coverage", "spatial": "coverage", "temporal": "coverage", "alternative": "alternative", "abstract": "abstract",
    "tableofcontents": "contents", "created": "date:created", "issued": "date:issued", "available": "date:online",
    "dateavailable": "date:online", "datecopyrighted": "date:copyright", "copyrightdate": "date:copyright", "modified": "date:modified",
    "dateaccepted": "date:accepted", "datesubmitted": "date:submitted", "medium": "format", "license": "rights",
    "accessrights": "rights", "rightsholder": "holder", "bibliographiccitation": "citation", "ispartof": "host",
    "ispartofseries": "host", "isversionof": "relation:isVersionOf", "hasversion": "relation:hasVersion",
    "isreplacedby": "relation:isReplacedBy", "replaces": "relation:replaces", "isrequiredby": "relation:isRequiredBy",
    "requires": "relation:requires", "haspart": "relation:hasPart", "isreferencedby": "relation:isReferencedBy",
    "references": "relation:references", "isformatof": "relation:isFormatOf", "hasformat": "relation:hasFormat",
    "conformsto": "relation:conformsTo", "eissn": "issn", "pages": "pages", "uri": "identifier", "author": "creator", "editor": "editor",
}  # fmt: skip
"""Element, lower case -> what it says. What is not here (audience, provenance, accrual ...) has no place in a record."""
_TAGS = {f"{{http://purl.org/dc/elements/1.1/}}{name}": key for name, key in _KEYS.items()}
RELATIONS = tuple(dict.fromkeys(key for key in _KEYS.values() if key.startswith("relation")))
"""The keys of relations to other works; behind the colon the kind by DC terms."""
_QUALIFIED = {
    "title.alternative": "alternative", "contributor.author": "creator", "contributor.editor": "editor",
    "contributor.advisor": "advisor", "contributor.translator": "translator", "date.issued": "date:issued",
    "date.created": "date:created", "date.available": "date:online", "date.copyright": "date:copyright", "date.submitted": "date:submitted",
    "date.updated": "date:modified", "date.accessioned": "", "description.abstract": "abstract", "description.tableofcontents": "contents",
    "description.provenance": "", "description.sponsorship": "sponsor", "format.extent": "extent", "format.mimetype": "format",
    "identifier.citation": "citation", "identifier.doi": "doi", "identifier.isbn": "isbn", "identifier.issn": "issn",
    "identifier.citedreference": "", "relation.ispartof": "host", "relation.ispartofseries": "host", "relation.ispartofjournal": "host",
    "relation.haspart": "relation:hasPart", "relation.isversionof": "relation:isVersionOf", "relation.issn": "issn", "relation.isbn": "",
    "relation.uri": "relation", "language.iso": "language", "rights.uri": "rights", "rights.holder": "holder",
}  # fmt: skip
"""Element and qualifier of DSpace (`dc.contributor.editor`), where the qualifier changes what is said."""


@lru_cache(maxsize=512)
def key_of(tag: Any) -> str:
    """Return what an element says, by its name in any or no namespace; "" for comments and for what has no place."""
    if not isinstance(tag, str):
        return ""
    return _KEYS.get(tag.rpartition("}")[2].rpartition(":")[2].lower(), "")


def simple_fields(element: Any) -> Fields:
    """Return the fields of a payload whose elements say by their names alone what they are; empty elements are left out."""
    fields: Fields = {}
    for child in element:
        tag = child.tag
        key = _TAGS.get(tag)
        if key is None:
            key = key_of(tag)
        text = _whole(child) if len(child) else child.text
        if not text or not key:
            continue
        if key in fields:
            fields[key].append((text, child))
        else:
            fields[key] = [(text, child)]
    return fields


def qualified_fields(element: Any) -> Fields:
    """Return the fields of a payload in which attributes may refine elements, as DSpace and RecordManager write them."""
    fields: Fields = {}
    for child in element:
        text = _whole(child) if len(child) else child.text
        if text and isinstance(child.tag, str) and (key := _refined(child)):
            fields.setdefault(key, []).append((text, child))
    return fields


def _refined(child: Any) -> str:
    name = child.tag.rpartition("}")[2].rpartition(":")[2].lower()
    said = child.attrib
    if name == "field" and "element" in said:  # DSpace's intermediate metadata
        name = said["element"].lower()
    for attribute in ("qualifier", "type", "scheme"):
        if (value := said.get(attribute)) and (key := _QUALIFIED.get(f"{name}.{value.strip().lower()}")) is not None:
            return key
    return key_of(name)


def _whole(child: Any) -> str:
    """The text of an element with markup or comments in it: of the elements, not of the comments."""
    return str(child.xpath("string()"))


def scheme_of(child: Any) -> str | None:
    """Return the encoding scheme that an element names (`xsi:type="dcterms:LCSH"`, `scheme="keywords"`), lower case."""
    for name, value in child.attrib.items():
        if name.rpartition("}")[2] in ("type", "scheme"):
            return value.rpartition(":")[2].strip().lower() or None
    return None


def language_of(child: Any) -> str | None:
    """Return the language that an element names, as printed."""
    value: str | None = child.get(XML_LANG)
    if value is None:
        value = child.get("lang")
    return value
