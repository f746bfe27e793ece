"""One printed name to a contributor; several in one string are taken apart in name_lists, the words are in name_words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import msgspec

from schemas.identifiers import orcid
from schemas.record import Contributor, Identifier
from schemas.values.name_lines import looks_like_name
from schemas.values.name_lists import split_names
from schemas.values.name_marks import ADDRESS, without_marks
from schemas.values.name_words import (
    DEGREES,
    FAMILY_FIRST,
    INITIALS,
    PARTICLES,
    PROUD,
    ROLE_OF,
    SUFFIX,
    TITLES,
    looks_corporate,
)
from schemas.values.text import clean, strip_markup

__all__ = ["looks_corporate", "looks_like_name", "parse_name", "split_names"]

_ORCID = re.compile(
    r"[\s,;(\[]*(?:ORCID(?:\s?iD)?:?\s*)?(?:https?://)?(?:www\.)?(?:orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])[)\]]?",
    re.I,
)
_BY = re.compile(
    r"(?:[Bb]y|BY|Authors?|AUTHORS?|Autor(?:in|es)?|Auteurs?|Written by|Edited by)(?::\s*|\s+)(?=[^\W\d_])"
)
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*\.?$")
_QUALIFIED = re.compile(
    r"[^,()]+ \((?:[^(),]+, (?:[A-Z][a-z]{1,5}\.|D\.C\.|N\.Y\.|[A-Z]\.[A-Z]\.)|Firm|Organization|Agency|U\.S\.)\)"
)
"""A body as libraries tell it from others of its name, by a place with its state abbreviated: "Harbor Board (Seattle, Wash.)"."""
_ROLE_TAIL = re.compile(r",?\s+\(?(eds?|editors?|hrsg|hg|dir|coord|trans|translator|author)\b\.?\)?$", re.I)
_LIFE = re.compile(r"[,\s]*\(?(?:(?:b\.|born|ca?\.)\s*)?\d{4}\s*[-–]?\s*(?:\d{4})?\)?\.?$")
# The shapes that most names have, letters of Latin alphabets only.
_UP, _LOW = "[A-ZÀ-ÖØ-Þ\u0100-\u017f]", "[a-zß-öø-ÿ\u0100-\u017f]"
_WORD = f"{_UP}{_LOW}+(?:-{_UP}{_LOW}+)?"
_SURNAME = f"{_UP}(?:[’']{_UP})?{_LOW}+(?:{_UP}{_LOW}+)?(?:-{_UP}{_LOW}+)?"
_PLAIN = re.compile(rf"({_WORD}|{_UP}\.?)((?: {_UP}\.?){{0,3}}) ({_SURNAME})")
_INVERTED = re.compile(
    rf"((?:[a-z]{{2,4}} ){{0,2}}(?:{_SURNAME}|{_UP}{{3,20}}(?:-{_UP}{{3,20}})?)), "
    rf"({_WORD}(?: {_UP}\.?){{0,3}}|{_UP}\.?(?:[ -]?{_UP}\.?){{0,3}})"
)
_NO_GIVEN = frozenset(
    "MD MA BA JD RN II III IV CBE OBE MBE FRS SJ OP By BY Ed Jr Sr Hg Inc Ltd Author Editor Junior".split()
)
_HAN = re.compile(r"[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}")


class _Parts(NamedTuple):
    """The name in natural order and what of it is certain."""

    name: str
    family: str | None = None
    given: str | None = None


def parse_name(printed: str, role: str | None = "aut", *, inverted: bool | None = None) -> Contributor:
    """Return the contributor that a printed name stands for; a role printed with it ("(ed.)") wins over `role`.

    `name` is in natural order and as printed otherwise; family and given name are there only where the form settles
    them. `inverted` says what the carrier knows: True for family name first, False where a comma is no inversion.
    """
    return _parse(printed, role, inverted)


@lru_cache(maxsize=4096)
def _parse(printed: str, role: str | None, inverted: bool | None) -> Contributor:
    if inverted is None:
        plain = _plain(printed, role)
        if plain:
            return plain
    text = (strip_markup(printed) if "<" in printed else clean(printed)) or ""
    found = _peel(text, role, inverted)
    again = None if inverted else inverted
    if (inverted or found.name != text) and _peel(found.name, role, again).name != found.name:
        if inverted:
            return _parse(text, role, None)
        found = Contributor(name=text, role=role)  # no name that one knows: taking it apart does not come to an end
    return msgspec.structs.replace(found, as_printed=text) if text != found.name else found


def _plain(printed: str, role: str | None) -> Contributor | None:
    """Read the two shapes that most names have without looking further."""
    match = _INVERTED.fullmatch(printed)
    if match and match[2].rstrip(".") not in _NO_GIVEN and not looks_corporate(printed):
        family, given = match[1], match[2]
        name = f"{given} {family}"
        if TITLES.match(name):
            return None
        return Contributor(as_printed=printed, family=family, given=given, kind="person", name=name, role=role)
    match = _PLAIN.fullmatch(printed)
    if (
        match
        and match[1].lower() not in FAMILY_FIRST
        and match[1] not in PROUD
        and not TITLES.match(printed)
        and not looks_corporate(printed)
    ):
        return Contributor(family=match[3], given=match[1] + match[2], kind="person", name=printed, role=role)
    return None


def _peel(text: str, role: str | None, inverted: bool | None) -> Contributor:
    """Take from a name what is none: identifiers, addresses, marks, roles, affiliations, titles, degrees, years of life."""
    identifiers = tuple(
        Identifier(scheme="orcid", value=value) for match in _ORCID.finditer(text) if (value := orcid(match[1]))
    )
    name = ADDRESS.sub("", _ORCID.sub("", text)).strip(" ,;|") if "@" in text or "-" in text or "/" in text else text
    name = _BY.sub("", name, count=1) if _BY.match(name) else name
    if "(" in name and _QUALIFIED.fullmatch(name):
        return Contributor(identifiers=identifiers, kind="organisation", name=name, role=role)
    name, role, affiliations = _tail(without_marks(name), role)
    if not name:
        return Contributor(identifiers=identifiers, name=text, role=role)
    if looks_corporate(name):
        return Contributor(identifiers=identifiers, kind="organisation", name=name, role=role)
    name = _untitled(name)
    suffix = None
    if match := SUFFIX.search(name):
        bare = (name[: match.start()] + name[match.end() :]).strip(" ,")
        if " " in bare:
            name, suffix = bare, match[1]
    parts = _take_apart(name, inverted)
    shown = f"{parts.name} {suffix}" if suffix else parts.name
    return Contributor(
        affiliations=affiliations,
        family=parts.family,
        given=parts.given,
        identifiers=identifiers,
        kind="person" if parts.family or _is_person(parts.name) else None,
        name=shown,
        role=role,
        suffix=suffix,
    )


def _tail(name: str, role: str | None) -> tuple[str, str | None, tuple[str, ...]]:
    """Cut brackets and role words off the end: a role, an affiliation, or something that only the printed form keeps."""
    affiliations: tuple[str, ...] = ()
    while (match := _BRACKETED.search(name)) and match.start():
        word = match[1].strip(" .").lower().replace(". ", ".")
        rest = name[: match.start()]
        if code := ROLE_OF.get(word):
            role = code
        elif looks_corporate(rest):
            break
        elif looks_corporate(match[1]):
            affiliations = (match[1].strip(), *affiliations)
        name = rest.rstrip(" ,")
    match = _ROLE_TAIL.search(name)
    if match and (" " in name[: match.start()].strip() or "," in name):
        role = ROLE_OF.get(match[1].lower(), role)
        name = name[: match.start()]
    return name, role, affiliations


def _untitled(name: str) -> str:
    """Cut titles before and degrees and years of life behind a name."""
    while (match := TITLES.match(name)) and " " in name[match.end() :] + " ":
        name = name[match.end() :]
    if match := DEGREES.search(name):
        bare = name[: match.start()]
        if " " in bare and not ("," not in match[0] and "." not in match[0] and bare.count(" ") == 0):
            name = bare
    if name[-1:].isdigit() or name[-2:-1].isdigit() or name.endswith("-"):
        name = _LIFE.sub("", name) or name
    return name.strip(" ,;") or name


def _take_apart(name: str, inverted: bool | None) -> _Parts:
    if "," in name and inverted is not False:
        family, _, given = name.partition(",")
        family, given = family.strip(), given.strip(" ,")
        if "," not in given and any(c.isalpha() for c in family) and any(c.isalpha() for c in given):
            return _Parts(f"{given} {family}", family, given)
        return _Parts(name)
    words = name.split()
    if inverted and len(words) > 1:
        cut = next((i for i, word in enumerate(words) if word.lower() not in PARTICLES), 0) + 1
        family, given = " ".join(words[:cut]), " ".join(words[cut:])
        return _Parts(f"{given} {family}", family, given) if given else _Parts(name)
    return _natural(name, words)


def _natural(name: str, words: list[str]) -> _Parts:
    """Tell family from given name in natural order, only where capitals, initials or particles settle it."""
    if not 1 < len(words) < 8 or name[0] > "\u052f":  # beyond Latin, Greek and Cyrillic the order is not known
        return _Parts(name)
    if len(words) == 2 and (found := _after_family(name, words)):
        return found
    shouting = [_shouts(word) for word in words]
    if any(shouting) and not all(shouting):
        return _by_capitals(name, words, shouting)
    if words[0].lower() in FAMILY_FIRST:
        return _Parts(name)
    cut = next((i for i, word in enumerate(words[1:-1], 1) if word in PARTICLES or word in PROUD), len(words) - 1)
    given, family = words[:cut], words[cut:]
    # "Gabriel García Márquez" has two family names, "Mary Jane Watson" one: the form does not say.
    certain = len(given) == 1 or all(_initial(word) for word in given[1:]) or (len(given) == 2 and _initial(given[0]))
    if not certain or _initial(family[-1]) or words[0].lower() in PARTICLES:
        return _Parts(name)
    return _Parts(name, " ".join(family), " ".join(given))


def _by_capitals(name: str, words: list[str], shouting: list[bool]) -> _Parts:
    """ "MAKOCKI Michal" and "Michal MAKOCKI" set the family name in capitals."""
    family = [w for w, loud in zip(words, shouting, strict=True) if loud or w in PARTICLES]
    given = [w for w, loud in zip(words, shouting, strict=True) if not (loud or w in PARTICLES)]
    if words not in ([*family, *given], [*given, *family]) or (len(words) == 2 and _vowelless(words[1])):
        return _Parts(name)
    return _Parts(" ".join([*given, *family]), " ".join(family), " ".join(given))


def _after_family(name: str, words: list[str]) -> _Parts | None:
    """ "Smith JA" ends with initials; "Xiao LI" need not."""
    family, last = words
    if not last.isupper() or not last.isalpha() or not (len(last) < 3 or _vowelless(last)) or _initial(family):
        return None
    if last.lower() in FAMILY_FIRST or len(last) == 1:
        return _Parts(name)
    return _Parts(f"{last} {family}", family, last)


def _vowelless(word: str) -> bool:
    return word.isupper() and len(word) < 4 and not re.search("[AEIOUY]", word)


def _shouts(word: str) -> bool:
    """A word in capitals that is not initials."""
    return len(word) > 2 and word.isupper() and "." not in word and sum(c.isalpha() for c in word) > 2


def _initial(word: str) -> bool:
    return (
        len(word) < 8
        and bool(INITIALS.fullmatch(word))
        and (len(word) == 1 or "." in word or (len(word) < 4 and word.isupper()))
    )


def _is_person(name: str) -> bool:
    return bool(_HAN.fullmatch(name)) or (" " in name and looks_like_name(name))
