"""Parts of a deposit with Crossref in XML in the shape that Crossref's REST interface gives them: names, dates, numbers, links, licences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from schemas.readers.jats_text import plain
from schemas.readers.mods_elements import children, down, first, texts
from schemas.readers.xml_files import local_name

_ROLES = {"author": "author", "editor": "editor", "translator": "translator", "chair": "chair"}
_DATES = {"print": "published-print", "online": "published-online", "electronic": "published-online"}
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def names(meta: Any) -> dict[str, Any]:
    """Return who made a work, by role, bodies among them."""
    made: dict[str, Any] = {}
    for one in down(meta, "contributors"):
        for child in children(one, "person_name", "organization", "anonymous"):
            field = _ROLES.get(child.get("contributor_role") or "author")
            name = local_name(child.tag)
            if field and name == "person_name":
                made.setdefault(field, []).append(_person(child))
            elif field and name == "organization" and (said := child.get("name") or plain(child)):
                made.setdefault(field, []).append({"name": said})
    return made


def _person(child: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"given": first(child, "given_name"), "family": first(child, "surname"), "suffix": first(child, "suffix"),
                            "ORCID": first(child, "ORCID")}  # fmt: skip
    places = [*texts(child, "affiliation"), *texts(child, "affiliations", "institution", "institution_name")]
    return made | {"affiliation": [{"name": place} for place in places]}


def dates(meta: Any) -> dict[str, Any]:
    """Return the dates by the medium; issued is the earliest, as Crossref has it."""
    found: dict[str, list[int]] = {}
    for one in children(meta, "publication_date", "approval_date", "posted_date", "acceptance_date", "creation_date"):
        name = local_name(one.tag)
        parts = _date_parts(one)
        if parts:
            kind = {
                "posted_date": "posted",
                "acceptance_date": "accepted",
                "approval_date": "accepted",
                "creation_date": "content-created",
            }.get(name)
            found.setdefault(kind or _DATES.get(one.get("media_type") or "print", "published-other"), parts)
    published = [parts for kind, parts in found.items() if kind.startswith(("published", "posted", "content"))]
    made = {kind: {"date-parts": [parts]} for kind, parts in found.items()}
    # A year alone is earlier than a month of it only by the letter: of one year the fuller date is told.
    earliest = min(published, key=lambda parts: (parts[0], len(parts) == 1, parts), default=None)
    return made | ({"issued": {"date-parts": [earliest]}} if earliest else {})


def _date_parts(one: Any) -> list[int]:
    numbers = []
    for name in ("year", "month", "day"):
        said = first(one, name)
        if said is None or not said.isdecimal() or not 0 < int(said) < 10_000:
            break
        numbers.append(int(said))
    return numbers


def titles(meta: Any) -> dict[str, Any]:
    """Return title, subtitle and title in the original language."""
    made: dict[str, Any] = {}
    for group in children(meta, "titles"):
        for field, name in (
            ("title", "title"),
            ("subtitle", "subtitle"),
            ("original-title", "original_language_title"),
        ):
            if said := [text for one in children(group, name) if (text := plain(one))]:
                made.setdefault(field, []).extend(said)
    return made


def numbers(meta: Any) -> dict[str, Any]:
    """Return ISBNs and ISSNs, the ISBNs with their media."""
    isbns = [(plain(one), one.get("media_type") or "print") for one in children(meta, "isbn")]
    issns = texts(meta, "issn")
    told = [
        {"type": "electronic" if media in ("electronic", "online") else media, "value": said}
        for said, media in isbns
        if said
    ]
    return ({"ISBN": [one["value"] for one in told], "isbn-type": told} if told else {}) | (
        {"ISSN": issns} if issns else {}
    )


def pages(meta: Any) -> dict[str, Any]:
    """Return the range of pages, with others behind it."""
    for one in children(meta, "pages"):
        start, end = first(one, "first_page"), first(one, "last_page")
        said = ", ".join(
            part
            for part in (f"{start}-{end}" if start and end and start != end else start, first(one, "other_pages"))
            if part
        )
        if said:
            return {"page": said}
    return {}


def resolved(meta: Any) -> dict[str, Any]:
    """Return the DOI, the address that it leads to, and texts for mining."""
    for one in children(meta, "doi_data"):
        made: dict[str, Any] = {"DOI": first(one, "doi"), "resource": {"primary": {"URL": first(one, "resource")}}}
        texts_of = [
            said
            for group in children(one, "collection")
            if group.get("property") == "text-mining"
            for said in down(group, "item", "resource")
        ]
        return made | {"link": [{"URL": plain(said), "content-type": said.get("mime_type")} for said in texts_of]}
    return {}


def programs(meta: Any) -> dict[str, Any]:
    """Return licences, funders and relations, which deposits have in programs of their own or in the box of Crossmark."""
    licences, funders = [], []
    relations: dict[str, list[dict[str, Any]]] = {}
    for one in _inside(meta):
        name = local_name(one.tag)
        if name == "license_ref" and (url := plain(one)):
            licences.append({"URL": url, "content-version": one.get("applies_to") or "vor"})
        elif (
            name == "assertion" and one.get("name") == "funder_name" and (funder := " ".join((one.text or "").split()))
        ):
            funders.append({"name": funder})
        elif name in ("inter_work_relation", "intra_work_relation") and (said := plain(one)):
            kind = _CAPITAL.sub("-", one.get("relationship-type") or "").lower()
            relations.setdefault(kind, []).append({"id": said, "id-type": one.get("identifier-type")})
    return {"license": licences, "funder": funders, "relation": relations}


def _inside(meta: Any) -> Iterator[Any]:
    """What stands in the metadata of a work, not in that of its parts, its series or what it cites."""
    for child in children(meta, "program", "crossmark"):
        yield from child.iter()


def report_numbers(meta: Any) -> list[str]:
    """Return the numbers that the institution gave a report."""
    said = [
        plain(one)
        for one in down(meta, "publisher_item", "item_number")
        if one.get("item_number_type") in ("report-number", "institution")
    ]
    said += [plain(one) for one in down(meta, "publisher_item", "identifier") if one.get("id_type") == "report-number"]
    return [one for one in said if one]
