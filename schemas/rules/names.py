"""Rules of contributors' names (N)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.record import Contributor, Record
from schemas.rules.facts import Facts
from schemas.rules.places import value_at
from schemas.rules.rule import Finding, Fix, Spot, rule
from schemas.rules.suspects import CORPORATE, JOINING, NOBODY, TITLES

_GLUED = re.compile(r"[^\W\d_.][\d¹²³⁰⁴-⁹*†‡§¶]+(?:,[\d*]+)*$|[¹²³⁰⁴-⁹*†‡§¶]")
_SIGNS = re.compile(r"[¹²³⁰⁴-⁹*†‡§¶]+")
_ADDRESS = re.compile(r"\S@\S|https?:|www\.|orcid\.org", re.I)
_SUFFIX = re.compile(r",\s*(?:jr|sr|ph\.?\s*d|m\.?\s*d|ii|iii|iv)\.?$", re.I)


def _unmarked(record: Record, finding: Finding) -> Fix | None:
    """Raised digits and signs are taken off a person's name; a plain digit is left: it may belong to the name."""
    path = finding.path.removesuffix(".name")
    one = value_at(record, path) or {}
    parts = {part: _SIGNS.sub("", one[part]).strip() for part in ("name", "family", "given") if one.get(part)}
    if one.get("kind") != "person" or not all(parts.values()) or any(map(str.isdigit, parts.get("name", ""))):
        return None
    return Fix({**_plain(one), **parts}, "footnote sign in a name", path)


def _single(record: Record, finding: Finding) -> Fix | None:
    """One that says the same to the letter as another of the list is taken away."""
    path = finding.path.removesuffix(".name")
    at, _, number = path.removesuffix("]").rpartition("[")
    others = (value_at(record, at) or ())[: int(number)]
    return Fix(None, "contributor given twice", path) if value_at(record, path) in others else None


def _plain(one: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in one.items() if value}


def _words(one: Contributor) -> set[str]:
    return set(one.name.casefold().replace(",", " ").split())


def _persons(facts: Facts) -> Iterable[tuple[str, Contributor, set[str]]]:
    """The odd names that are, or may be, those of persons."""
    for path, one in facts.odd_names:
        words = _words(one)
        if one.kind == "person" or (one.kind is None and CORPORATE.isdisjoint(words)):
            yield path, one, words


@rule(
    "N101",
    "warning",
    "Organisation as person",
    needs="odd_names",
    advice="Make it an organisation and remove the name parts.",
)
def corporate(facts: Facts) -> Iterable[Spot]:
    """A contributor is marked as a person although the name has a word of organisations (Institute, Group)."""
    return [
        (f"{path}.name", one.name, "this seems to be an organisation, but it is marked as a person")
        for path, one in facts.odd_names
        if one.kind == "person" and not CORPORATE.isdisjoint(_words(one))
    ]


@rule(
    "N102",
    "warning",
    "Several names in one",
    needs="odd_names",
    advice="Make one contributor of each name, in the printed order.",
)
def several(facts: Facts) -> Iterable[Spot]:
    """One contributor holds several names, joined by a semicolon, a slash, `and` or commas."""
    return [
        (f"{path}.name", one.name, "this seems to hold several names")
        for path, one, words in _persons(facts)
        if ";" in one.name or " / " in one.name or _joined(one.name, words) or _SUFFIX.sub("", one.name).count(",") > 1
    ]


def _joined(name: str, words: set[str]) -> bool:
    """A joining word with a whole name on each side: "Ortega y Gasset" is one name, "Ann Poe y Rick Roe" are two."""
    if JOINING.isdisjoint(words):
        return False
    parts = re.split(r"\s(?:and|und|et|y|e|en|with|mit|avec|og|och|i|&)\s", name)
    return len(parts) > 1 and all(len(part.split()) > 1 for part in parts)


@rule(
    "N103",
    "warning",
    "Footnote mark in a name",
    needs="odd_names",
    advice="Remove the digit or sign.",
    fix=_unmarked,
)
def glued(facts: Facts) -> Iterable[Spot]:
    """A digit, a raised number or a sign (*, †) of a footnote or affiliation is glued to a name."""
    return [
        (f"{path}.name", one.name, "a footnote mark is glued to the name")
        for path, one, _ in _persons(facts)
        if _GLUED.search(one.name)
    ]


@rule("N104", "warning", "Address in a name", needs="odd_names", advice="Remove it; an ORCID goes to the identifiers.")
def address(facts: Facts) -> Iterable[Spot]:
    """A name holds an e-mail or web address."""
    return [
        (f"{path}.name", one.name, "the name holds an e-mail or web address")
        for path, one in facts.odd_names
        if _ADDRESS.search(one.name)
    ]


@rule(
    "N105",
    "info",
    "Name in capitals",
    needs="odd_names",
    advice="Write it with small letters where the spelling is certain.",
)
def shouting(facts: Facts) -> Iterable[Spot]:
    """A person's name is printed in capitals throughout; how else it is spelt (McDonald, van Dijk) is not certain."""
    return [
        (f"{path}.name", one.name, "the name is in capitals throughout")
        for path, one, _ in _persons(facts)
        if one.name.isupper() and max(map(len, re.findall(r"\w+", one.name)), default=0) > 3
    ]


@rule(
    "N106",
    "warning",
    "More than a name",
    needs="odd_names",
    advice="Remove title, degree or role; the role goes to `role`.",
)
def more_than_name(facts: Facts) -> Iterable[Spot]:
    """A name begins or ends with a title, a degree or the words of a role (`Dr.`, `PhD`, `by`, `(Author)`)."""
    return [
        (f"{path}.name", one.name, "the name holds a title, degree or role")
        for path, one, words in _persons(facts)
        if not TITLES.isdisjoint(words)
    ]


@rule(
    "N107", "warning", "Contributor given twice", needs="odd_people", advice="Keep it once for each role.", fix=_single
)
def twice(facts: Facts) -> Iterable[Spot]:
    """The same name stands twice in the same role among the contributors of the work or of one entry."""
    found: list[Spot] = []
    for at, contributors in facts.contributor_lists:
        if len(contributors) < 2 or len({one.name for one in contributors}) == len(contributors):
            continue
        seen: set[tuple[str, str | None]] = set()
        for number, one in enumerate(contributors):
            name = (one.name, one.role)
            if name in seen:
                found.append((f"{at}[{number}].name", one.name, "already given in the same role"))
            seen.add(name)
    return found


@rule(
    "N108",
    "info",
    "Publisher as author",
    needs="odd_people",
    advice="Check whether the body wrote the work or only published it.",
)
def publisher_as_author(facts: Facts) -> Iterable[Spot]:
    """The publisher is also an author. That can be right for reports; title lists also fill empty author fields so."""
    record = facts.record
    if not record.publisher or not record.publisher.name:
        return ()
    publisher = record.publisher.name.casefold()
    return [
        (f"contributors[{number}].name", one.name, "the author has the name of the publisher")
        for number, one in enumerate(record.contributors)
        if one.kind != "person" and one.role == "aut" and one.name.casefold() == publisher
    ]


@rule("N109", "warning", "Nobody's name", needs="odd_names", advice="Remove the contributor.")
def nobody(facts: Facts) -> Iterable[Spot]:
    """The name is a word that stands for no name (`Unknown`, `Anonymous`, `admin`), or holds no letter at all."""
    return [
        (f"{path}.name", one.name, "this is not anybody's name")
        for path, one in facts.odd_names
        if _words(one) <= NOBODY or not any(map(str.isalpha, one.name))
    ]
