"""Parts of a node of schema.org: agents, identifiers, pages, series, chapters; whole records are in schema_org."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemas.crosswalk.uris import address, web
from schemas.crosswalk.wording import ranges
from schemas.record import ContentsEntry, Contributor, Identifier, Pages, Record, Series

_AGENTS = {"person": "Person", "organisation": "Organization"}
_NAMED = {"orcid": "https://orcid.org/", "ror": "https://ror.org/", "isni": "https://isni.org/isni/"}


def bare(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node without what is empty; of one value the list goes."""
    found = {}
    for name, value in node.items():
        if isinstance(value, list):
            kept = [one for one in value if one]
            value = kept[0] if len(kept) == 1 else kept
        if value:
            found[name] = value
    return found


def agent(one: Contributor) -> dict[str, Any] | str:
    """Return a person or organisation; where nobody says which of them it is, the name alone, as the vocabulary allows."""
    kind = _AGENTS.get(one.kind or "") or ("Person" if one.family else None)
    if kind is None:
        return one.name
    made: dict[str, Any] = {"@type": kind, "name": one.name}
    if kind == "Person":
        made |= {"familyName": one.family, "givenName": one.given, "honorificSuffix": one.suffix}
        made["affiliation"] = [{"@type": "Organization", "name": name} for name in one.affiliations]
    marks = [_NAMED[mark.scheme] + mark.value.replace(" ", "") for mark in one.identifiers if mark.scheme in _NAMED]
    if marks:
        made["@id"] = web(marks[0])
    return bare(made)


def numbered(identifiers: Iterable[Identifier]) -> list[dict[str, Any]]:
    """Return identifiers with the names of their schemes."""
    return [
        bare({"@type": "PropertyValue", "propertyID": one.scheme, "value": one.value, "url": _url(one)})
        for one in identifiers
    ]


def _url(one: Identifier) -> str | None:
    return web(address(one) or "") if one.scheme in ("doi", "handle", "jstor", "arxiv") else None


def pages(found: tuple[Pages, ...]) -> dict[str, Any]:
    """Return first and last page, or several ranges as they are printed."""
    if len(found) != 1:
        return {"pagination": ranges(found)} if found else {}
    return {"pageStart": found[0].first, "pageEnd": found[0].last}


def series_of(record: Record) -> list[dict[str, Any]]:
    """Return what the work appeared in: volume and issue of a journal, or a series; the number there is the work's `position`."""
    if record.type == "article":
        return [_journal(one) for one in record.series if one.title or one.issn]
    return [
        bare({"@type": "CreativeWorkSeries", "name": one.title, "issn": one.issn})
        for one in record.series
        if one.title or one.issn
    ]


def _journal(one: Series) -> dict[str, Any]:
    made = bare({"@type": "Periodical", "name": one.title, "issn": one.issn})
    if one.volume:
        made = {"@type": "PublicationVolume", "volumeNumber": one.volume, "isPartOf": made}
    if issue := one.issue or one.number:
        made = {"@type": "PublicationIssue", "issueNumber": issue, "isPartOf": made}
    return made


def chapters(entries: tuple[ContentsEntry, ...], kind: str = "Chapter") -> list[dict[str, Any]]:
    """Return entries as parts of a kind in their order; one without title keeps its place and its pages."""
    return [_part(entry, kind, position) for position, entry in enumerate(entries, 1)]


def _part(entry: ContentsEntry, kind: str, position: int) -> dict[str, Any]:
    made: dict[str, Any] = {"@type": kind, "position": position, "name": entry.title}
    made["author"] = [agent(one) for one in entry.contributors if one.role in (None, "aut", "cre")]
    made["contributor"] = [agent(one) for one in entry.contributors if one.role not in (None, "aut", "cre")]
    made |= pages(entry.pages)
    made["identifier"] = numbered(entry.identifiers)
    made["url"] = web(entry.url) if entry.url else None
    made["hasPart"] = chapters(entry.entries, kind)
    return bare(made)
