"""What a library sets for its MARC records ([export.marc] in tocsin.toml), and what follows from it for every field."""

from __future__ import annotations

import re

import msgspec

from schemas.errors import UsageError
from schemas.writers.marc.terms import TERMS, Terms

Field = tuple[str, str]
"""Tag and content as ISO 2709 has it: of a data field both indicators, then subfields that each begin with a delimiter."""

LONGEST = 9000
"""Bytes that one field of a text or note may have before it is split; ISO 2709 holds 9,999."""

_AGENCY = re.compile(r"[!-'*-~]+")
"""Printable ASCII without blanks and brackets: the code stands in brackets in 035 and $w."""
_ADD = re.compile(r"(?P<tag>(?!00)[0-9]{3}) (?P<ind>[#_0-9a-z]{2}) ?(?P<rest>\$[a-z0-9].*)")
_SUB = re.compile(r"\$(?=[a-z0-9])")


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`agency`: MARC organisation code for 003 and 040; `catalogued_in`: language of 040 $b and of all terms; `isbd`: marks
    of ISBD or none at all; `add`: fields that every record gets, such as `912 ## $a batch`; `linked`: entries go out as
    records too, so that 774 of their report names each (export --level both says it by itself)."""

    add: tuple[str, ...] = ()
    agency: str = "tocsin"
    catalogued_in: str = "eng"
    isbd: bool = True
    linked: bool = False


PLAIN = Profile()
"""What holds where a library sets nothing."""


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """A profile made ready: the marks before subfields, the terms, the fields to add."""

    added: tuple[Field, ...]
    agency: str
    colon: str
    comma: str
    language: str
    linked: bool
    point: str
    semicolon: str
    slash: str
    terms: Terms

    def stop(self, text: str) -> str:
        """Return text with the mark that ends a field, unless it ends in one."""
        return text if text[-1:] in (".", "!", "?") else text + self.point

    def close(self, text: str) -> str:
        """Return an access point with the mark that ends it; a closing bracket or an open date is one too."""
        return text if text[-1:] in (")", "-", "]") else self.stop(text)


def style_of(profile: Profile) -> Style:
    """Return the profile made ready; raises UsageError that says what in [export.marc] cannot be."""
    terms = TERMS.get(profile.catalogued_in)
    if terms is None:
        raise UsageError(
            f"[export.marc] catalogued_in = {profile.catalogued_in!r}: there are terms for {', '.join(sorted(TERMS))} only"
        )
    if not _AGENCY.fullmatch(profile.agency):
        raise UsageError(
            f"[export.marc] agency = {profile.agency!r}: a code is printable ASCII without blanks and brackets"
        )
    marks = {"colon": " :", "comma": ",", "point": ".", "semicolon": " ;", "slash": " /"}
    if not profile.isbd:
        marks = dict.fromkeys(marks, "")
    added = tuple(sorted(map(_added, profile.add)))
    return Style(
        added=added, agency=profile.agency, language=profile.catalogued_in, linked=profile.linked, terms=terms, **marks
    )  # fmt: skip


def _added(line: str) -> Field:
    """Take a field as people write it: tag, indicators with # for a blank, subfields with a dollar and their code."""
    found = _ADD.fullmatch(line) if line.isprintable() else None
    if found is None:
        raise UsageError(f"[export.marc] add = {line!r}: write it as '912 ## $a batch': tag, two indicators, subfields")
    parts = [(part[0], part[1:].strip()) for part in _SUB.split(found["rest"])[1:]]
    if not parts or not all(text for _, text in parts):
        raise UsageError(f"[export.marc] add = {line!r}: every subfield is written as '$a text'")
    return found["tag"], found["ind"].replace("#", " ").replace("_", " ") + "".join(
        f"\x1f{code}{text}" for code, text in parts
    )
