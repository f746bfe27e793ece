"""A MARC 21 record (bibliographic) as leader, control fields and data fields; what they mean is in marc_titles and its like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from schemas.errors import ReadError
from schemas.readers.xml_files import local_name
from schemas.values.text import clean, without_sorting_marks


class Field(msgspec.Struct, frozen=True, gc=False):
    """A data field: its indicators (a blank is a space) and its subfields in their order, cleaned."""

    ind1: str
    ind2: str
    subfields: tuple[tuple[str, str], ...]

    def get(self, code: str) -> str | None:
        """Return the first subfield with this code that says something; None where there is none."""
        return next((text for known, text in self.subfields if known == code and text), None)

    def all(self, codes: str) -> list[str]:
        """Return every subfield with one of these codes that says something, in their order."""
        return [text for known, text in self.subfields if text and known in codes]

    def has(self, code: str) -> bool:
        """Tell whether there is such a subfield."""
        return any(known == code for known, _ in self.subfields)


class Marc(msgspec.Struct, frozen=True):
    """A record: leader and control fields as text, data fields by tag."""

    control: dict[str, str]
    data: dict[str, list[Field]]
    leader: str

    def fields(self, *tags: str) -> Iterator[Field]:
        """Yield the fields of these tags, by the order of the tags."""
        for tag in tags:
            yield from self.data.get(tag, ())

    def first(self, *tags: str) -> Field | None:
        """Return the first field of these tags."""
        return next(self.fields(*tags), None)

    def fixed(self, start: int, end: int | None = None) -> str:
        """Return positions of field 008, as far as it goes; "" where there are none."""
        return self.control.get("008", "")[start : end or start + 1]

    def kind(self, position: int) -> str:
        """Return a position of the leader; a blank where it is too short."""
        return self.leader[position : position + 1] or " "


def said(text: str | None) -> str:
    """Return the text of a subfield, cleaned, an article in it without the marks that keep it from being sorted."""
    return without_sorting_marks(clean(text) or "")


def fields_of(element: Any) -> Marc:
    """Return the fields of a `record` element in any or no namespace; raises ReadError for one without any."""
    control: dict[str, str] = {}
    data: dict[str, list[Field]] = {}
    leader = ""
    for child in element:
        name = local_name(child.tag)
        tag = child.get("tag")
        if name == "datafield" and tag:
            data.setdefault(tag, []).append(_field(child))
        elif name == "controlfield" and tag:
            control.setdefault(tag, child.text or "")
        elif name == "leader":
            leader = child.text or ""
    if not control and not data:
        raise ReadError("a MARC record without fields")
    return Marc(control=control, data=data, leader=leader)


def _field(element: Any) -> Field:
    found = [(sub.get("code") or "", said(sub.text)) for sub in element if local_name(sub.tag) == "subfield"]
    return Field((element.get("ind1") or " ")[:1], (element.get("ind2") or " ")[:1], tuple(found))
