"""Names: the chief author in 1XX, all others in 7XX, with relator terms and codes; what kind of name is not known stands in 720."""

from __future__ import annotations

from schemas.crosswalk.wording import CREATORS
from schemas.record import Contributor, Identifier, Record
from schemas.writers.marc.profile import Field, Style

_ADDRESS = {
    "orcid": "https://orcid.org/", "ror": "https://ror.org/", "viaf": "http://viaf.org/viaf/", "gnd": "(DE-588)", "isni": "(isni)",
    "lcnaf": "http://id.loc.gov/authorities/names/",
}  # fmt: skip
"""Schemes of names -> what stands before the value in $0."""


def name_fields(record: Record, style: Style) -> tuple[Field | None, list[Field]]:
    """Return the main entry, None where nobody is the chief author, and the added entries.

    A body or person is the chief author who comes first of those that are authors; editors and the like never are.
    Whoever has several roles has one field with a relator for each.
    """
    people = record.contributors
    if people and any(one.role == "pbl" for one in people):
        people = tuple(one for one in people if not in_imprint(one))
    if not people:
        return None, []
    chief = next((one for one in people if one.role in CREATORS), None)
    if chief is not None and not _is_known(chief):
        chief = None
    main: Field | None = None
    added: list[Field] = []
    for one, roles in _grouped(people):
        field = _field(one, roles, style, "1" if one is chief else "7")
        if one is chief:
            main = field
        else:
            added.append(field)
    added.sort(key=_tag)
    return main, added


def in_imprint(one: Contributor) -> bool:
    """Tell whether a contributor is a publisher of whom nothing but the name is known: 264 says that."""
    return one.role == "pbl" and one.kind != "person" and not (one.identifiers or one.affiliations)


def heading(record: Record) -> tuple[str, str] | None:
    """Return the main entry of a record as it is named in a linking field, and its coding there ($7/0-1); None without one."""
    one = next((one for one in record.contributors if one.role in CREATORS), None)
    if one is None or not _is_known(one):
        return None
    if one.kind == "organisation":
        return one.name, "c2"
    return _person(one), "p1" if one.family else "p0"


def _grouped(people: tuple[Contributor, ...]) -> list[tuple[Contributor, list[str]]]:
    if len(people) == 1:
        return [(people[0], [people[0].role] if people[0].role else [])]
    found: dict[tuple[object, ...], tuple[Contributor, list[str]]] = {}
    for one in people:
        named: tuple[object, ...] = one.name, one.kind
        known = found.get(named)
        if known and one.identifiers and known[0].identifiers and one.identifiers != known[0].identifiers:
            named = *named, one.identifiers  # another of this name
        _, roles = found.setdefault(named, (one, []))
        if one.role and one.role not in roles:
            roles.append(one.role)
    return list(found.values())


def _is_known(one: Contributor) -> bool:
    return one.kind is not None or one.family is not None


def _tag(field: Field) -> str:
    return field[0]


def _person(one: Contributor) -> str:
    return (f"{one.family}, {one.given}" if one.given else one.family) if one.family else one.name


def _field(one: Contributor, roles: list[str], style: Style, hundred: str) -> Field:
    if one.kind == "organisation":
        tag, body = hundred + "10", f"2 \x1fa{one.name}"
    elif _is_known(one):
        tag, body = hundred + "00", f"{'1' if one.family else '0'} \x1fa{_person(one)}"
        if one.suffix:
            body += f"{style.comma}\x1fc{one.suffix}"
    else:
        tag, body = "720", f"  \x1fa{one.name}"
    terms = style.terms.roles
    for role in roles:
        if term := terms.get(role):
            body += f"{style.comma}\x1fe{term}"
    body = style.close(body)
    if tag != "720":
        for place in one.affiliations:
            body += f"\x1fu{place}"
            break  # $u is not repeatable
        for name in one.identifiers:
            if value := authority(name):
                body += f"\x1f0{value}"
    return tag, body + "".join([f"\x1f4{role}" for role in roles if len(role) == 3])


def authority(identifier: Identifier) -> str | None:
    """Return an identifier of a name as $0 has it; None for schemes without a code or address."""
    before = _ADDRESS.get(identifier.scheme)
    return before + identifier.value if before else None
