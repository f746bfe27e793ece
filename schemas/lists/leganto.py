"""The tab file of Leganto's reading list loader: a line a citation, every column there, lists and sections grouped.

Columns and their order are those of the loader, which skips the header and reads by place ("Reading List Loader",
Ex Libris). What it has no column for goes into the public note, or that for the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited
from schemas.crosswalk.plain_text import line
from schemas.crosswalk.ris_lines import year
from schemas.crosswalk.wording import headed, inverted, ranges
from schemas.envelope import Held
from schemas.left_out import NO_DELETED, LeftOut, unnoticed
from schemas.lists.pages import span
from schemas.lists.shapes import Item, ReadingList, Section
from schemas.record import Contributor, Record

COLUMNS = (
    "coursecode", "section_id", "searchable_id1", "searchable_id2", "searchable_id3", "reading_list_code", "reading_list_name",
    "reading_list_description", "reading_list_subject", "reading_list_status", "RLStatus", "visibility", "reading_list_assigned_to",
    "reading_list_library_note", "reading_list_instructor_note", "owner_user_name", "creativecommon", "section_name", "section_description",
    "section_start_date", "section_end_date", "section_tags", "citation_secondary_type", "citation_status", "citation_tags", "citation_mms_id",
    "citation_original_system_id", "citation_title", "citation_journal_title", "citation_author", "citation_publication_date",
    "citation_edition", "citation_isbn", "citation_issn", "citation_place_of_publication", "citation_publisher", "citation_volume",
    "citation_issue", "citation_pages", "citation_start_page", "citation_end_page", "citation_doi", "citation_oclc", "citation_lccn",
    "citation_chapter", "rlterms_chapter_title", "citation_chapter_author", "editor", "citation_source", "citation_source1",
    "citation_source2", "citation_source3", "citation_source4", "citation_source5", "citation_source6", "citation_source7",
    "citation_source8", "citation_source9", "citation_source10", "citation_note", "additional_person_name", "file_name",
    "citation_public_note", "license_type", "citation_instructor_note", "citation_library_note", "external_system_id",
)  # fmt: skip
STATUS = "BeingPrepared"
"""Of lists and citations that are new: the library goes on from there."""
TYPES = {"chapter": "BK_C", "article": "CR", "journal": "JR", "issue": "JR", "post": "WS"}
"""Leganto's codes; everything else is a book, BK."""
UNSECTIONED = "Readings"
"""The section of items without section: the loader needs a name."""


def write(shown: ReadingList, held: Mapping[int, Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write the file, UTF-8, and return how many citations; the loader makes one list of it."""
    out.write(("\t".join(COLUMNS) + "\r\n").encode())
    count = 0
    for section in shown.sections:
        about = _about(shown, section)
        for item in section.items:
            if held[item.number].record.deleted:
                left_out(held[item.number], NO_DELETED)
                continue
            said = about | dict(_citation(item, held[item.number]))
            cells = [line(said.get(name) or "").replace("\t", " ") for name in COLUMNS]
            out.write(("\t".join(cells) + "\r\n").encode())
            count += 1
    return count


def _about(shown: ReadingList, section: Section) -> dict[str, str | None]:
    return {
        "coursecode": shown.about.course_code, "reading_list_code": shown.about.list_code or shown.name,
        "reading_list_name": shown.title, "reading_list_status": STATUS, "owner_user_name": shown.about.owner,
        "section_name": section.title or UNSECTIONED, "section_start_date": section.start, "section_end_date": section.end,
    }  # fmt: skip


def _citation(item: Item, held: Held) -> Iterator[tuple[str, str | None]]:
    record = held.record
    kind = TYPES.get(record.type or "", "BK")
    host = citing.host_of(held) if kind == "BK_C" else None
    if kind == "BK_C" and host is None:  # a chapter of nobody knows what is loaded as what it is called
        kind = "BK"
    whole = host or record
    yield "citation_secondary_type", kind
    yield "citation_status", STATUS
    yield "citation_tags", item.importance
    yield "citation_original_system_id", item.id
    yield from _names(record, whole, kind, held.label)
    yield from _imprint(record, whole)
    first, last = span(item.pages) or span(ranges(record.pages)) or (None, None)
    yield "citation_start_page", first
    yield "citation_end_page", last
    yield "citation_pages", item.pages or ranges(record.pages)
    yield "citation_doi", citing.first(record, "doi")
    yield "citation_source", citing.url(record)
    yield "citation_public_note", item.note
    yield "citation_library_note", item.library_note


def _names(record: Record, whole: Record, kind: str, label: str | None) -> Iterator[tuple[str, str | None]]:
    if kind == "BK_C":
        yield "citation_title", headed(whole.title)
        yield "citation_author", _people(citing.authors(whole))
        yield "rlterms_chapter_title", headed(record.title)
        yield "citation_chapter", citing.chapter_number(label)
        yield "citation_chapter_author", _people(citing.authors(record))
    else:
        yield "citation_title", headed(record.title)
        yield "citation_author", _people(citing.authors(record))
    yield "editor", _people(citing.editors(whole))
    if kind in ("CR", "JR") and record.series:
        one = record.series[0]
        yield "citation_journal_title", one.title
        yield "citation_volume", one.volume
        yield "citation_issue", one.issue or one.number


def _imprint(record: Record, whole: Record) -> Iterator[tuple[str, str | None]]:
    yield "citation_publication_date", year(cited(record.dates) or cited(whole.dates))
    yield "citation_edition", whole.edition
    yield "citation_isbn", next(iter(citing.values(record, "isbn") or citing.values(whole, "isbn")), None)
    yield "citation_issn", citing.issn(record)
    yield "citation_publisher", citing.publisher(record) or citing.publisher(whole)
    yield "citation_place_of_publication", record.publisher.place if record.publisher else None


def _people(people: list[Contributor]) -> str | None:
    return "; ".join([inverted(one) for one in people]) or None
