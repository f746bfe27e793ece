"""Rules of identifiers and links (I)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.identifiers import normalise
from schemas.record import Identifier, Record
from schemas.rules.check_digits import DOI_FORM, ISBN_FORM, ISSN_FORM, isbn_right, issn_right, person_id_right
from schemas.rules.facts import Facts
from schemas.rules.places import value_at
from schemas.rules.rule import Finding, Fix, Spot, rule

_WEB = re.compile(r"https?://[^\s/.]+\.?[^\s/]*(?:/\S*)?", re.I)
_PERSONS = frozenset({"orcid", "isni", "ror"})


def _other_scheme(one: Identifier) -> str | None:
    """The scheme whose form, check digit included, a value has although it stands under another one."""
    scheme, value = one.scheme.removesuffix("-invalid"), one.value
    if scheme in ("url", "jstor"):  # a JSTOR stable id may be the publisher's DOI
        return None
    if value.startswith("10.") and DOI_FORM.fullmatch(value):
        return None if scheme in ("doi", "handle") else "doi"
    if ISBN_FORM.fullmatch(value) and value.lstrip("0123456789")[:1] != "." and isbn_right(value):
        return "isbn" if scheme in ("doi", "issn") else None
    if ISSN_FORM.fullmatch(value) and issn_right(value):
        return "issn" if scheme in ("doi", "isbn") else None
    return None


def _normal(record: Record, finding: Finding) -> Fix | None:
    """The normal form of the number, where its check digit is right and only its form is not."""
    there = value_at(record, finding.path)
    if isinstance(there, str):
        value = normalise("issn", there)
        return Fix(value, _unusual("issn", there)) if value and value != there else None
    scheme = there["scheme"].removesuffix("-invalid")
    value = normalise(scheme, there["value"])
    if not value or (scheme, value) == (there["scheme"], there["value"]):
        return None
    return _given_once(record, finding, {**there, "scheme": scheme, "value": value}, _unusual(scheme, there["value"]))


def _unusual(scheme: str, value: str) -> str:
    return "ISSN without hyphen" if scheme == "issn" and len(value) == 8 else f"{scheme.upper()} not in its normal form"


def _moved(record: Record, finding: Finding) -> Fix | None:
    """The number goes to the scheme that it is valid in, where the work's or the entry's identifiers have it."""
    there = value_at(record, finding.path)
    if not isinstance(there, dict):
        return None
    scheme = _other_scheme(Identifier(scheme=there["scheme"], value=there["value"]))
    value = normalise(scheme, there["value"]) if scheme else None
    if not scheme or not value:
        return None
    was = there["scheme"].removesuffix("-invalid").upper()
    return _given_once(record, finding, {**there, "scheme": scheme, "value": value}, f"{scheme.upper()} given as {was}")


def _given_once(record: Record, finding: Finding, one: dict[str, str | None], what: str) -> Fix:
    """The identifier in its new form, or none where the list has that already."""
    one = {name: value for name, value in one.items() if value is not None}
    at, _, number = finding.path.removesuffix("]").rpartition("[")
    others = [other for n, other in enumerate(value_at(record, at)) if n != int(number)]
    has = any(all(other.get(name) == value for name, value in one.items()) for other in others)
    return Fix(None if has else one, what)


def _single(record: Record, finding: Finding) -> Fix | None:
    """One that is given before under the same scheme and for the same form of the work is taken away."""
    at, _, number = finding.path.removesuffix("]").rpartition("[")
    there, before = value_at(record, finding.path), value_at(record, at)[: int(number)]
    return Fix(None, "identifier given twice") if there in before else None


@rule(
    "I101",
    "error",
    "ISBN is wrong",
    needs="odd_identifiers",
    advice="Compare with the imprint; a misprinted ISBN is kept as such.",
    fix=_normal,
)
def isbn_wrong(facts: Facts) -> Iterable[Spot]:
    """The check digit or the form of an ISBN is wrong. Readers keep such a number under `isbn-invalid`."""
    return [
        (path, one.value, "the check digit or form of the ISBN is wrong")
        for path, one in facts.odd_identifiers
        if one.scheme in ("isbn", "isbn-invalid") and not isbn_right(one.value) and not _other_scheme(one)
    ]


@rule(
    "I102",
    "error",
    "ISSN is wrong",
    needs="odd_identifiers",
    advice="Compare with the imprint or the ISSN Portal.",
    fix=_normal,
)
def issn_wrong(facts: Facts) -> Iterable[Spot]:
    """The check digit or the form of an ISSN is wrong, be it the work's or its series'."""
    return [
        (path, one.value, "the check digit or form of the ISSN is wrong")
        for path, one in facts.odd_identifiers
        if one.scheme in ("issn", "issn-invalid") and not issn_right(one.value) and not _other_scheme(one)
    ]


@rule(
    "I103",
    "error",
    "DOI is malformed",
    needs="odd_identifiers",
    advice="A DOI is 10.NNNN/something, without doi.org and without a full stop at its end.",
    fix=_normal,
)
def doi_malformed(facts: Facts) -> Iterable[Spot]:
    """A DOI has not the form of the DOI Handbook (2.2), ends in punctuation, or is an address rather than a DOI."""
    return [
        (path, one.value, "this is not a well-formed DOI")
        for path, one in facts.odd_identifiers
        if one.scheme == "doi"
        and (not DOI_FORM.fullmatch(one.value) or one.value[-1] in ".,;:\"'")
        and not _other_scheme(one)
    ]


@rule(
    "I104",
    "error",
    "Identifier in the wrong place",
    needs="odd_identifiers",
    advice="Move the number to the scheme that it belongs to.",
    fix=_moved,
)
def wrong_place(facts: Facts) -> Iterable[Spot]:
    """A number stands under a scheme although it is one of another: an ISBN given as ISSN or DOI, an ISSN as ISBN."""
    return [
        (path, one.value, f"given as {one.scheme.removesuffix('-invalid').upper()}, but it is a valid {scheme.upper()}")
        for path, one in facts.odd_identifiers
        if (scheme := _other_scheme(one))
    ]


@rule(
    "I105",
    "warning",
    "Identifier given twice",
    needs="record",
    advice="Keep it once, under the scheme that it belongs to.",
    fix=_single,
)
def given_twice(facts: Facts) -> Iterable[Spot]:
    """The work has one identifier twice, under another scheme or with another form of the work (print, PDF)."""
    own = facts.record.identifiers
    if len(own) < 2 or len({one.value for one in own}) == len(own):
        return ()
    seen: dict[str, Identifier] = {}
    found = []
    for number, one in enumerate(own):
        first = seen.setdefault(one.value, one)
        if first is not one and {first.scheme, one.scheme} != {"doi", "jstor"}:
            found.append((f"identifiers[{number}]", one.value, f"already given as {first.scheme}"))
    return found


@rule(
    "I106",
    "error",
    "Identifier of a person or body is wrong",
    needs="odd_people",
    advice="Compare with orcid.org, isni.org or ror.org.",
)
def person_id_wrong(facts: Facts) -> Iterable[Spot]:
    """The ORCID, ISNI or ROR id of a contributor has the wrong form or check digit, so it names another or nobody."""
    return [
        (f"{at}[{number}].identifiers[{n}]", one.value, f"the {one.scheme.upper()} has the wrong form or check digit")
        for at, contributors in facts.contributor_lists
        for number, contributor in enumerate(contributors)
        if contributor.identifiers
        for n, one in enumerate(contributor.identifiers)
        if one.scheme in _PERSONS and not person_id_right(one.scheme, one.value)
    ]


@rule(
    "I107",
    "warning",
    "Entry has the identifier of the whole",
    needs="contents",
    advice="Remove it from the entry: it names the whole work.",
)
def identifier_of_the_whole(facts: Facts) -> Iterable[Spot]:
    """A contents entry bears the DOI or ISBN of the work that it is part of.

    Software that joins records by DOI would take the two for one.
    """
    whole = {(one.scheme, one.value) for one in facts.record.identifiers}
    if not whole:
        return ()
    return [
        (f"{placed.path}.identifiers[{number}]", one.value, f"the {one.scheme.upper()} is that of the whole work")
        for placed in facts.contents
        for number, one in enumerate(placed.entry.identifiers)
        if (one.scheme, one.value) in whole
    ]


@rule("I108", "warning", "Link is no web address", advice="Give the whole address, with https://, or remove the link.")
def no_address(facts: Facts) -> Iterable[Spot]:
    """A link is not an absolute http or https address, or holds white space, so that nobody can follow it."""
    found = [
        (f"links[{number}].url", one.url, "this is not an http or https address")
        for number, one in enumerate(facts.record.links)
        if not _WEB.fullmatch(one.url)
    ]
    found += [
        (f"{placed.path}.url", placed.entry.url, "this is not an http or https address")
        for placed in facts.contents
        if placed.entry.url and not _WEB.fullmatch(placed.entry.url)
    ]
    return found


@rule(
    "I109", "warning", "Two entries share an identifier", needs="contents", advice="Find out to which entry it belongs."
)
def shared_by_entries(facts: Facts) -> Iterable[Spot]:
    """Two contents entries bear the same identifier, though each should have its own."""
    seen: dict[tuple[str, str], str] = {}
    found = []
    for placed in facts.contents:
        for number, one in enumerate(placed.entry.identifiers):
            first = seen.setdefault((one.scheme, one.value), placed.path)
            if first != placed.path:
                found.append((f"{placed.path}.identifiers[{number}]", one.value, f"also the identifier of {first}"))
    return found
