"""The metadata inside an OAI-PMH record, or in any wrapper: which format it is in, and the record that it describes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import msgspec

from schemas.formats import readers
from schemas.readers.xml_files import local_name, namespace
from schemas.record import Record

UNKNOWN = "unknown"
PREFERRED = ("marcxml", "mods", "datacite", "qdc", "dc")
"""The formats to ask for, the richest first; those that come with the whole text (JATS, BITS) are asked for by name only."""
COLLECTIONS = frozenset(("collection", "modsCollection"))
"""Elements that hold the record of a payload once more, in its own namespace."""
_OAI2 = "http://www.openarchives.org/OAI/2.0/"


class Payload(msgspec.Struct, frozen=True, kw_only=True):
    """The record of a payload and the name of the format that it was read as; UNKNOWN leaves the record empty."""

    format: str
    record: Record


def read_payload(element: Any, *, prefix: str | None = None) -> Payload:
    """Return what a payload element says, by the format that its namespace and name tell, else by the prefix asked for.

    A payload in a format that is not read gives an empty record, to be kept with its bytes until a reader comes.
    Raises ReadError only where nothing can be read of one in a format that is.
    """
    if plain := _plainly(element.tag, prefix):
        return Payload(format=plain[0], record=plain[1](element))
    name = format_of(element.tag, prefix)
    if name == UNKNOWN and namespace(element.tag) == _OAI2:
        name = format_of(local_name(element.tag), None)  # whose own namespace was forgotten is in that of the protocol
    if local_name(element.tag) in COLLECTIONS and len(element):
        wanted = getattr(readers().get(name), "ELEMENTS", ())
        element = next((one for one in element if local_name(one.tag) in wanted), element)
    if not _fits(element, name, prefix):
        name = UNKNOWN
    if name == UNKNOWN and (inner := _inner(element)) is not None:
        element, name = inner, format_of(inner.tag, None)
    if name == UNKNOWN and _is_dublin_core(element):
        name = "qdc"
    if name == UNKNOWN:
        return Payload(format=UNKNOWN, record=Record())
    return Payload(format=name, record=readers()[name].record_of(element))


@lru_cache(maxsize=256)
def _plainly(tag: Any, prefix: str | None) -> tuple[str, Callable[[Any], Record]] | None:
    """Return the format and its reader where the name of an element settles what it is; None where its content is to be looked at."""
    name = format_of(tag, prefix)
    module = readers().get(name)
    if module is None or local_name(tag) in COLLECTIONS:
        return None
    if hasattr(module, "is_record") and (prefix or "").lower() not in module.PREFIXES:
        return None
    return name, module.record_of


@lru_cache(maxsize=256)
def format_of(tag: Any, prefix: str | None) -> str:
    """Return the name of the format whose element has this tag: by its namespace and name, else by its name, else by the prefix."""
    local, space = local_name(tag), namespace(tag)
    modules = [(name, module) for name, module in readers().items() if hasattr(module, "ELEMENTS")]
    for name, module in modules:
        if local in module.ELEMENTS and (space in module.NAMESPACES or not space):
            return name
    for name, module in modules:
        if space in module.NAMESPACES or (space and space.startswith(getattr(module, "SPACES", ()))):
            return name
    if space and "openarchives.org" not in space:
        return UNKNOWN
    return format_of_prefix(prefix)


def format_of_prefix(prefix: str | None) -> str:
    """Return the name of the format that repositories call by a metadata prefix, else `unknown`."""
    asked = (prefix or "").lower()
    return next((name for name, module in readers().items() if asked in getattr(module, "PREFIXES", ())), UNKNOWN)


def _fits(element: Any, name: str, prefix: str | None) -> bool:
    """Tell whether an element that only its name gives away (`record`, `article`, `book`) holds what the format has."""
    module = readers().get(name)
    if module is None or not hasattr(module, "is_record") or (prefix or "").lower() in module.PREFIXES:
        return True
    told = namespace(element.tag) not in ("", _OAI2) or local_name(element.tag) not in module.ELEMENTS
    return told or bool(module.is_record(element))


def _inner(element: Any) -> Any:
    """A payload may be wrapped once more (a collection of one record, a `metadata` in the `metadata`)."""
    if len(element) == 1 and isinstance(element[0].tag, str):
        return element[0] if format_of(element[0].tag, None) != UNKNOWN else None
    return None


def _is_dublin_core(element: Any) -> bool:
    """Tell whether most of what a container of an unknown name holds is Dublin Core, as in many local profiles."""
    spaces = [namespace(child.tag) for child in element]
    known = sum(space.startswith(("http://purl.org/dc/elements/", "http://purl.org/dc/terms/")) for space in spaces)
    return known > 0 and 2 * known > len(spaces)
