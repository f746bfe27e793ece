"""Printed names to contributors; parts only where they are certain; total functions."""

from __future__ import annotations

import re

from schemas.identifiers import orcid
from schemas.record import Contributor, Identifier
from schemas.values.text import strip_markup

_CORPORATE = re.compile(
    r"\b(organi[sz]ation|institut\w*|universit\w*|ministry|ministère|ministerium|department|office|commission|committee|council|agency|"
    r"association|foundation|stiftung|society|centre|center|bank|group|network|workshop|forum|bureau|union|nations|team|consortium|"
    r"programme|program|press|verlag|gmbh|inc|ltd|llc|academy|authority|service|services|research|library|museum|government|fund|of)\b",
    re.I,
)
_MARKS = re.compile(r"[\d*†‡§¶¹²³⁰⁴-⁹]+(?:\s*,\s*[\d*†‡§¹²³]+)*\s*$")
_TITLE = re.compile(r"^(?:by|von|par|dr|prof|professor|mr|mrs|ms|sir)\b\.?:?\s+", re.I)
_TAIL = re.compile(r"\s*(?:\((?:author|ed|eds|editor|editors|hg|hrsg)\.?\)|<?\S+@\S+>?|,?\s*(?:ph\.?d|m\.?d|m\.?a)\.?)\s*$", re.I)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.I)
_JOIN = re.compile(r"\s*;\s*|\s+(?:and|und|et|y|en|e)\s+|\s*&\s*", re.I)
_INITIALS = re.compile(r"^(?:[A-Z]\.?[\s-]*){1,5}$")


def parse_name(printed: str, role: str = "aut", *, inverted: bool | None = None) -> Contributor:
    """Return the contributor that a printed name means; `name` is in natural order, `as_printed` kept where it differs."""
    raw = strip_markup(printed) or ""
    found = orcid(raw) if "orcid.org" in raw else None
    text = re.sub(r"\S*orcid\.org\S*", "", raw).strip()
    for pattern in (_TITLE, _TAIL, _MARKS):
        text = pattern.sub("", text).strip(" ,;") or text
    parts = _parts(text, inverted)
    name = " ".join(p for p in (parts["given"], parts["family"], parts["suffix"]) if p) or text or raw or "?"
    return Contributor(
        name=name, role=role, kind=_kind(text, parts["family"]), as_printed=raw if raw and raw != name else None,
        identifiers=(Identifier(scheme="orcid", value=found),) if found else (), **parts,
    )  # fmt: skip


def _parts(text: str, inverted: bool | None) -> dict[str, str | None]:
    none: dict[str, str | None] = {"family": None, "given": None, "suffix": None}
    pieces = [p.strip() for p in text.split(",")]
    if inverted is False or looks_corporate(text) or not all(pieces):
        return none
    if len(pieces) == 2 and len(pieces[1].split()) <= 4 and not _SUFFIX.match(pieces[1]):
        return none | {"family": pieces[0], "given": pieces[1]}
    if len(pieces) == 3 and _SUFFIX.match(pieces[2]):
        return {"family": pieces[0], "given": pieces[1], "suffix": pieces[2]}
    words = text.split()
    if len(pieces) == 1 and len(words) == 2 and all(w[:1].isupper() and w.isascii() or w[:1].isupper() for w in words):
        return none | {"given": words[0], "family": words[1]}
    return none


def _kind(text: str, family: str | None) -> str | None:
    return "organisation" if looks_corporate(text) else "person" if family or looks_like_name(text) else None


def looks_corporate(text: str) -> bool:
    """Tell whether a name is one of an organisation, by its words."""
    return bool(_CORPORATE.search(text))


def looks_like_name(text: str) -> bool:
    """Tell whether a line could be the name of one person."""
    words = re.findall(r"[^\s,]+", text)
    if not 2 <= len(words) <= 6 or len(text) > 60 or re.search(r"[\d:?!/()]|\.{2}", text) or looks_corporate(text):
        return False
    return all(w[0].isupper() or w.casefold() in _PARTICLES for w in words) and any(len(w.strip(".")) > 1 for w in words)


_PARTICLES = {"de", "da", "di", "do", "dos", "du", "del", "della", "la", "le", "van", "von", "der", "den", "ter", "ten", "zu", "el", "al", "bin", "y", "af"}


def split_names(text: str) -> tuple[str, ...]:
    """Split a string that holds several names; "Family, Given" pairs stay together."""
    found: list[str] = []
    for part in _JOIN.split(text):
        pieces = [p.strip() for p in part.split(",") if p.strip()]
        if len(pieces) == 2 and (len(pieces[0].split()) == 1 or _INITIALS.match(pieces[1])):
            found.append(", ".join(pieces))
        elif len(pieces) > 2 and len(pieces) % 2 == 0 and all(_INITIALS.match(p) for p in pieces[1::2]):
            found += [f"{a}, {b}" for a, b in zip(pieces[::2], pieces[1::2], strict=True)]
        elif len(pieces) == 3 and _SUFFIX.match(pieces[2]):
            found.append(", ".join(pieces))
        else:
            found += pieces
    return tuple(found)
