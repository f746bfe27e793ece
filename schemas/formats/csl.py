"""csl: CSL-JSON, the input of citation processors (csl-data.json 1.0.2), which Zotero, pandoc and citeproc read.

An array of items, streamed, one a line. A record of a type that CSL does not know is a `document`, its own word for
that. Contents have no variable there: entries go out as items of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited, parts, worded
from schemas.crosswalk.json_text import encoded
from schemas.crosswalk.unsaid import CITED
from schemas.crosswalk.wording import headed, ranges
from schemas.envelope import Held
from schemas.errors import ReadError
from schemas.left_out import LeftOut, living, unnoticed
from schemas.readers.csl_items import build
from schemas.readers.keys import cited_key
from schemas.reading import Found
from schemas.record import Contributor, Date, Record

NAME = "csl"
SUFFIX = ".json"
MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
READER = "csl/4"
LOSSES: dict[str, str] = CITED | {
    "abstract": "one abstract, without its language",
    "contents": "no place",
    "dates": "one date, without doubt beyond `circa`",
    "dates.edtf": "no decades or centuries; doubt holds for both ends of an interval",
    "languages": "the first language",
    "record": "a record without title and identifiers is no item",
    "series": "the first series, if it has a title",
    "subjects": "terms parted by commas or semicolons, without the list that they are from",
    "subjects.*": "terms without the list that they are from; marks at their ends",
}
"""What does not come back when this is read again, and why (schemas/losses.py)."""
GENERAL = True
"""What its files begin with, other JSON of works may have too: it is asked last what a file is."""

TYPES = {
    "report": "report", "book": "book", "chapter": "chapter", "article": "article-journal", "journal": "periodical",
    "issue": "periodical", "proceedings": "book", "thesis": "thesis", "dataset": "dataset", "post": "post-weblog",
    "paper": "paper-conference",
}  # fmt: skip
ROLES = {
    "aut": "author", "cre": "author", "edt": "editor", "edc": "editor", "trl": "translator", "ill": "illustrator", "com": "compiler",
    "cur": "curator", "drt": "director", "nrt": "narrator", "ive": "interviewer", "ivr": "interviewer", "ctb": "contributor",
    "cmp": "composer", "pro": "producer", "orm": "organizer", "pbd": "editorial-director",
}  # fmt: skip
"""Relators to name variables; funders and sponsors have none, publishers are the publisher."""


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one array of items and return how many."""
    count = 0
    for held in living(items, left_out):
        out.write((b",\n" if count else b"[\n") + encoded(item(held)))
        count += 1
    out.write(b"\n]\n" if count else b"[]\n")
    return count


def item(held: Held) -> dict[str, Any]:
    """Return the record as one CSL item; what it does not have has no variable."""
    record = held.record
    kind = TYPES.get(citing.type_of(held), "document")
    found: dict[str, Any] = {"type": kind, "id": held.envelope.id}
    if title := headed(record.title):
        found["title"] = title
    _people(record, found)
    if (date := cited(record.dates)) and (issued := date_variable(date)):
        found["issued"] = issued
    if record.type_as_printed:
        found["genre"] = record.type_as_printed
    if number := citing.first(record, "report-number"):
        found["number"] = number
    _series(record, found)
    if record.type == "chapter":
        _host(held, found)
    _work(record, found)
    if address := citing.url(record):
        found["URL"] = address
        # What was fetched is the page of the whole, never that of an entry.
        if held.host is None and held.envelope.captured and (seen := parts(held.envelope.captured.at)):
            found["accessed"] = {"date-parts": [list(seen.start)]}
    return found


def _people(record: Record, found: dict[str, Any]) -> None:
    for one in record.contributors:
        # Whose role is not known is a contributor, as in Dublin Core.
        if variable := ROLES.get(one.role or "ctb"):
            if variable in found:
                found[variable].append(name_variable(one))
            else:
                found[variable] = [name_variable(one)]
    if publisher := citing.publisher(record):
        found["publisher"] = publisher
    if record.publisher and record.publisher.place:
        found["publisher-place"] = record.publisher.place


def name_variable(one: Contributor) -> dict[str, str]:
    """Return a name by its parts where they are certain and it is a person's, else as it stands."""
    if not one.family or one.kind == "organisation":
        return {"literal": one.name}
    made = {"family": one.family}
    if one.given:
        made["given"] = one.given
    if one.suffix:
        made["suffix"] = one.suffix
    return made


def date_variable(date: Date) -> dict[str, Any] | None:
    """Return a date by its parts, `circa` where it is about or doubtful, else as printed."""
    told = parts(date.edtf)
    if told is None:
        printed = worded(date)
        return {"literal": printed} if printed else None
    made: dict[str, Any] = {"date-parts": [list(told.start)] + ([list(told.end)] if told.end else [])}
    if told.season:
        made["season"] = told.season
    if told.about:
        made["circa"] = True
    return made


def _series(record: Record, found: dict[str, Any]) -> None:
    if issn := citing.issn(record):
        found["ISSN"] = issn
    if not record.series:
        return
    one = record.series[0]
    said: tuple[tuple[str, str | None], ...] = (
        ("collection-title", one.title),
        ("collection-number", citing.number_of(one)),
    )
    if record.type == "article":
        said = (("container-title", one.title), ("volume", one.volume), ("issue", one.issue or one.number))
    for variable, value in said:
        if value:
            found[variable] = value


def _host(held: Held, found: dict[str, Any]) -> None:
    """The whole: its title, people and ISBN; a DOI of the whole would name the part."""
    if number := citing.chapter_number(held.label):
        found["chapter-number"] = number
    host = citing.host_of(held)
    if host is None:
        return
    if title := headed(host.title):
        found["container-title"] = title
    if isbns := citing.values(host, "isbn"):
        found["ISBN"] = " ".join(isbns)
    if authors := citing.authors(host):
        found["container-author"] = [name_variable(one) for one in authors]
    if "editor" not in found and (editors := citing.editors(host)):
        found["editor"] = [name_variable(one) for one in editors]


def _work(record: Record, found: dict[str, Any]) -> None:
    if record.pages:
        found["page"] = ranges(record.pages)
    if record.page_count:
        found["number-of-pages"] = record.page_count
    if record.edition:
        found["edition"] = record.edition
    if doi := citing.first(record, "doi"):
        found["DOI"] = doi
    if isbns := citing.values(record, "isbn"):
        found["ISBN"] = " ".join(isbns)
    if record.languages:
        found["language"] = record.languages[0]
    if record.abstract:
        found["abstract"] = record.abstract[0].text
    if record.subjects:
        terms = [one.term for one in record.subjects]
        keyword = ", ".join(terms)
        plain = keyword.count(",") == len(terms) - 1 and " -- " not in keyword
        found["keyword"] = keyword if plain else "; ".join(terms)


_ITEM = re.compile(rb'"type"\s*:\s*"(?:article|article-journal|article-magazine|article-newspaper|book|chapter|classic|dataset|document|entry-encyclopedia'
                   rb'|manuscript|paper-conference|periodical|post|post-weblog|report|software|speech|thesis|webpage)"')  # fmt: skip
_VARIABLES = re.compile(
    rb'"(?:issued|author|container-title|publisher-place|collection-title|title-short|accessed|citation-key|DOI|URL)"\s*:'
)


def looks_like(head: bytes) -> bool:
    """Tell whether a file begins with a CSL item, or a list of them."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start[:1] in (b"[", b"{") and b'"id"' in start and bool(_ITEM.search(start) and _VARIABLES.search(start))


def record_of(item: Mapping[str, Any]) -> Record:
    """Return the record of one item; raises ReadError where it has neither title nor DOI."""
    record = build(item)
    if record.title is None and not record.identifiers:
        raise ReadError("an item without title and identifiers")
    return record


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the items of a file; one that cannot be read raises ReadError when its turn comes, and the next call goes on."""
    try:
        said = msgspec.json.decode(stream.read().removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(f"no JSON: {error}") from error
    if isinstance(said, dict):
        said = said.get("items", [said])  # Better CSL JSON and answers of APIs wrap the list
    if not isinstance(said, list):
        raise ReadError("no list of items")
    return map(_found, enumerate(said, 1))


def _found(numbered: tuple[int, Any]) -> Found:
    number, item = numbered
    try:
        if not isinstance(item, dict):
            raise ReadError("not an object")
        record = record_of(item)
    except ReadError as error:
        raise ReadError(f"item {number}: {error}") from error
    return Found(key=cited_key(record, str(item.get("id") or "")), record=record)
