"""Names in a MARC record (1XX, 7XX, 720, 542, and 245 $c where there is no other) to contributors with their relators."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from schemas.identifiers import isni, orcid, ror
from schemas.readers.contents_note import named
from schemas.readers.marc_fields import Field, Marc
from schemas.readers.punctuation import joined, tidy
from schemas.readers.texts import body
from schemas.record import Contributor, Identifier
from schemas.values.name_words import ROLE_OF
from schemas.values.names import parse_name
from schemas.values.text import fold

_TERMS = {
    "aut": "author writer verfasser verfasserin forfatter författare tekijä kirjoittaja autorka auth",
    "edt": "editor editors issued edited toimittaja redaktör redaktor redaktorka editor.of.compilation herausgegeben éditeur.scientifique",
    "trl": "translator kääntäjä översättare traduction übersetzerin", "ill": "illustrator kuvittaja illustrateur",
    "ctb": "contributor mitwirkender", "com": "compiler zusammenstellender", "isb": "issuing.body herausgebendes.organ issuing.organisation",
    "pbl": "publisher verlag kustantaja", "spn": "sponsor sponsoring.body", "fnd": "funder funding.body", "ths": "thesis.advisor degree.supervisor vedoucí supervisor",
    "dgg": "degree.granting.institution", "his": "host.institution", "aui": "author.of.introduction,.etc author.of.introduction writer.of.introduction",
    "wpr": "writer.of.preface writer.of.foreword", "art": "artist", "pht": "photographer", "ctg": "cartographer", "nrt": "narrator", "cre": "creator",
    "orm": "organizer", "res": "researcher", "rev": "reviewer oponent opponent", "cph": "copyright.holder", "win": "writer.of.introduction",
}  # fmt: skip
_CODES = {term.replace(".", " "): code for code, terms in _TERMS.items() for term in terms.split()}
"""Relator terms, folded -> MARC relator codes."""
_COPY_ONLY = frozenset({"fmo", "bsl", "own", "ins", "dnr"})
"""Relators of one library's copy: former owner, bookseller ..."""
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.I)
_STATEMENTS = (
    (re.compile(r"(?:edited|ed\.|compiled and edited|hrsg\.?|herausgegeben|sous la direction|a cura)\s*(?:by|von|de|di)?\s+", re.I), "edt"),
    (re.compile(r"(?:translated|transl\.|übers\.|aus dem \w+ (?:übers\. )?|trad\.|suom\.)\s*(?:by|von|par|de|di)?\s+", re.I), "trl"),
    (re.compile(r"(?:illustrated|ill\.)\s*(?:by|von|par|de|di)?\s+", re.I), "ill"),
)  # fmt: skip


def contributors_of(marc: Marc) -> tuple[Contributor, ...]:
    """Return the contributors in the record's order, each name once in a role; names of one copy's history are left out."""
    found: dict[tuple[str, str | None], Contributor] = {}
    names: dict[str, str | None] = {}
    for one in _all(marc):
        if one.name in names and (one.role is None or names[one.name] == one.role):
            continue
        names.setdefault(one.name, one.role)
        found[one.name, one.role] = one
    return tuple(found.values()) or _from_statement(marc)


def _all(marc: Marc) -> Iterator[Contributor]:
    for tag in ("100", "110", "111", "700", "710", "711", "720"):
        for field in marc.data.get(tag, ()):
            if field.has("t") or (field.has("5") and tag[0] == "7"):
                continue
            if one := agent(field, tag, default="aut" if tag in ("100", "110") else None):
                yield one
                yield from (msgspec.structs.replace(one, role=role) for role in _codes(field) if role != one.role)
    for field in marc.fields("542"):
        for name in field.all("d"):
            yield body(tidy(name) or name, "cph")


def agent(field: Field, tag: str, *, default: str | None) -> Contributor | None:
    """Return the contributor of a name field; None where it has no name or is about one copy."""
    role = _role(field, default, tag)
    if role in _COPY_ONLY:
        return None
    known = {
        "affiliations": tuple(text for value in field.all("u") if "://" not in value and (text := tidy(value))),
        "identifiers": _identifiers(field),
    }
    one = _person(field, role) if tag[1:] in ("00", "20") else _body(field, role, tag)
    return msgspec.structs.replace(one, **known) if one else None


def _person(field: Field, role: str | None) -> Contributor | None:
    name = tidy(field.get("a"))
    if name is None:
        return None
    if field.ind1 in ("0", "3"):  # a forename, a family
        full = joined(field.all("ab"), " ") or name
        return Contributor(kind="person" if field.ind1 == "0" else None, name=full, role=role)
    if field.ind1 == "1" and " " not in name and "," not in name:  # a single name that is known to be a surname
        return Contributor(family=name, kind="person", name=name, role=role)
    one = parse_name(name, role, inverted=True if "," in name and field.ind1 in ("1", "2") else None)
    suffix = next((text for text in map(tidy, field.all("c")) if text and _SUFFIX.fullmatch(text)), None)
    if suffix and not one.suffix:
        one = msgspec.structs.replace(one, name=f"{one.name} {suffix}", suffix=suffix)
    return one


def _body(field: Field, role: str | None, tag: str) -> Contributor | None:
    if tag.endswith("11"):
        name, details = joined(field.all("ae")), joined(field.all("ndc"), " : ")
        name = f"{name} {details}" if name and details and "(" in details else name
    else:
        name = joined(field.all("ab"))
    return Contributor(kind="organisation", name=name, role=role) if name else None


def _codes(field: Field) -> list[str]:
    """The relators that the field has by their codes, those of one copy's history left out."""
    codes = [value.rstrip("/").rpartition("/")[2].lower().strip(" .()") for value in field.all("4")]
    return [code for code in codes if len(code) == 3 and code.isalpha() and code != "oth" and code not in _COPY_ONLY]


def _role(field: Field, default: str | None, tag: str) -> str | None:
    """A code says more than a term; the first that is known counts."""
    for value in field.all("4"):
        if code := code_of(value, coded=True):
            return code
    terms = field.all("j" if tag.endswith("11") else "e")
    for value in terms:
        if known := code_of(value):
            return known
        if fold(value) in ("former owner", "bookseller", "inscriber", "donor"):
            return "fmo"
    return None if terms else default


def code_of(said: str, *, coded: bool = False) -> str | None:
    """Return the MARC relator code of a term, or of a code or its address (`coded`); None where it is none of ours."""
    if coded:
        code = said.rstrip("/").rpartition("/")[2].lower().strip(" .()")
        return code if len(code) == 3 and code.isalpha() and code != "oth" else None
    return _CODES.get(fold(said)) or ROLE_OF.get((tidy(said) or "").lower().rstrip("."))


def _identifiers(field: Field) -> tuple[Identifier, ...]:
    found = []
    for value in (*field.all("01"), *(text for text in field.all("j") if "orcid" in text.lower())):
        if "orcid" in value.lower():
            one = ("orcid", orcid(value.replace("(orcid)", "").replace("(ORCID)", "")))
        elif "isni" in value.lower():
            one = ("isni", isni(value.rpartition(")")[2]))
        elif "ror.org" in value:
            one = ("ror", ror(value))
        elif "viaf.org/viaf/" in value:
            one = ("viaf", value.rstrip("/").rpartition("/")[2])
        elif value.startswith("(DE-588)") or "d-nb.info/gnd/" in value:
            one = ("gnd", value.removeprefix("(DE-588)").rpartition("/")[2])
        elif "id.loc.gov/authorities/names/" in value:
            one = ("lcnaf", value.rpartition("/")[2])
        else:
            continue
        if one[1]:
            found.append(Identifier(scheme=one[0], value=one[1]))
    return tuple(dict.fromkeys(found))


def _from_statement(marc: Marc) -> tuple[Contributor, ...]:
    """The statement of responsibility, where no field names anybody: part by part, and only what is surely a name."""
    field = marc.first("245")
    said = field.get("c") if field else None
    found: list[Contributor] = []
    for part in (said or "").strip("[] ").split(" ; "):
        text, role = part.strip(" []"), "aut"
        for shape, code in _STATEMENTS:
            if match := shape.match(text):
                text, role = text[match.end() :], code
                break
        if role == "aut" and found:
            continue
        found += [msgspec.structs.replace(one, role=role) for one in named(text)]
    return tuple(found)
