"""A record as a row of a title list by NISO RP-9-2014 (KBART): its 25 columns; files are the format's."""

from __future__ import annotations

from schemas.crosswalk import citing
from schemas.crosswalk.dates import chosen
from schemas.crosswalk.table_rows import safe
from schemas.crosswalk.uris import address, web
from schemas.crosswalk.wording import HOSTED, headed
from schemas.envelope import Held
from schemas.left_out import NO_TITLE
from schemas.readers.kbart_rows import COLUMNS
from schemas.record import Contributor, Identifier, Record

_MONOGRAPHS = frozenset({"report", "book", "proceedings", "thesis"})
_SERIALS = frozenset({"journal", "series"})
_ONLINE = frozenset({"online", "pdf", "epub", "ebook", "html"})
NO_PARTS = "title lists have no rows for parts of a work"
NO_KIND = "no type of work that a title list knows (Monograph or Serial)"


def refused(held: Held) -> str | None:
    """Return why a record makes no row, None where it makes one."""
    if held.record.type in HOSTED or held.record.type == "issue":
        return NO_PARTS
    if held.record.type not in _MONOGRAPHS | _SERIALS:
        return NO_KIND
    return None if safe(headed(held.record.title) or "") else NO_TITLE


def row(held: Held) -> list[str]:
    """Return the 25 cells of a record; what is not said to be online stands in the columns for print."""
    record = held.record
    serial = record.type in _SERIALS
    cells = {
        "publication_title": headed(record.title),
        "title_url": _url(record),
        "title_id": held.envelope.key,
        "coverage_depth": "fulltext" if any(link.rel == "fulltext" for link in record.links) else None,
        "publisher_name": citing.publisher(record),
        "publication_type": "Serial" if serial else "Monograph",
        "parent_publication_title_id": _parent(held),
        "access_type": "F" if any("creativecommons.org" in (one.uri or "") for one in record.rights) else None,
        **_identifiers(record, "issn" if serial else "isbn"),
        **({} if serial else _monograph(record)),
    }
    return [safe(cells.get(name) or "") for name in COLUMNS]


def _identifiers(record: Record, scheme: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for one in record.identifiers:
        if one.scheme == scheme:
            found.setdefault("online_identifier" if one.of in _ONLINE else "print_identifier", one.value)
    return found


def _monograph(record: Record) -> dict[str, str | None]:
    online = tuple([one for one in record.dates if one.kind == "online"])
    others = tuple([one for one in record.dates if one.kind in ("issued", "published", "copyright")])
    return {
        "date_monograph_published_print": (chosen(others) or "")[:10],
        "date_monograph_published_online": (chosen(online) or "")[:10],
        "first_author": _last_name(citing.authors(record)),
        "first_editor": _last_name(citing.editors(record)),
        "monograph_volume": citing.number_of(record.series[0]) if record.series else None,
        "monograph_edition": record.edition,
    }


def _last_name(people: list[Contributor]) -> str | None:
    """RP-9 asks for the last name; a name whose parts are not known stands whole."""
    return (people[0].family if people[0].kind != "organisation" else None) or people[0].name if people else None


def _url(record: Record) -> str | None:
    doi = citing.first(record, "doi")
    return citing.url(record) or (web(address(Identifier(scheme="doi", value=doi)) or "") if doi else None)


def _parent(held: Held) -> str | None:
    """The key of the parent, where it is a title of the same source."""
    for one in held.record.relations:
        if one.kind == "isPartOf" and one.to and one.to.startswith(f"{held.envelope.source}:"):
            return one.to.removeprefix(f"{held.envelope.source}:")
    return None
