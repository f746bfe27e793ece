"""The columns of a list as a table: their names, and what else people call them; what stands in them is read in table.py."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from schemas.errors import UsageError
from schemas.values.text import fold

COLUMNS = (
    "section", "start", "end", "id", "doi", "isbn", "title", "reference", "pages", "importance", "note", "library_note",
    "version", "reference_data", "list_title", "course_code", "list_code", "owner", "language",
)  # fmt: skip
"""What is written, in this order; `title` is there for people, `reference_data` the parts of a reference as JSON."""

NAMING = ("id", "doi", "isbn", "reference", "title")
"""Columns of which a table needs one: they say what is to be read."""

_SYNONYMS = """
section: week, topic, unit, session, module, part, theme, heading, section name, section title, section_name, abschnitt, woche, sitzung, thema, kapitel des kurses, semaine, semana
start: start date, starts, from, begin, begins, date from, week beginning, week commencing, section start, section start date, beginn, ab, von, anfang, startdatum, debut
end: end date, ends, until, to, date to, week ending, section end, section end date, ende, bis, enddatum, fin
id: identifier, record, record id, tocsin id, item, item id, key, kennung, datensatz, ckey
doi: doi link, digital object identifier, doi url
isbn: isbn13, isbn 13, isbn10, isbn 10, isbn issn, isbn issn number
title: chapter title, article title, work, titel, titre, titulo, book title
reference: citation, reading, source text, full reference, bibliographic reference, literatur, literaturangabe, quelle, referenz, zitat, reading item, text
pages: page, pp, page range, page numbers, pages to read, read pages, seiten, seite, seitenzahlen, pagina, paginas
importance: priority, status, level, reading level, required, essential, type of reading, wichtigkeit, prioritat, pflicht, bedeutung
note: notes, student note, note for students, notes for students, study note, public note, comment, comments, remarks, annotation, bemerkung, bemerkungen, anmerkung, notiz, hinweis, kommentar
library_note: library note, note for library, notes for library, note to library, librarian note, staff note, internal note, private note, bibliotheksnotiz, hinweis fur die bibliothek, interne notiz
version: record version, version added
reference_data: reference data
list_title: list title, list name, list, reading list, reading list name, reading_list_name, course title, course, kurs, kurstitel, listentitel
course_code: course code, module code, coursecode, kurscode, kursnummer, veranstaltungsnummer
list_code: list code, reading list code, reading_list_code, listencode
owner: list owner, lecturer, teacher, instructor, dozent, dozentin, lehrende
language: list language, lang, sprache
authors: author, author s, authors, creator, creators, autor, autoren, verfasser, auteur, auteurs
editors: editor, editor s, herausgeber, hrsg, eds
date: year, date of publication, publication date, publication year, published, jahr, erscheinungsjahr, datum
publisher: verlag, editeur, publishing house
place: place of publication, ort, erscheinungsort
in_title: in, book, container, container title, journal, host, source, host title, zeitschrift, sammelband
url: web address, link, web link, website, webseite, adresse, uri
edition: auflage, ed
"""


def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _SYNONYMS.strip().splitlines():
        name, _, others = line.partition(":")
        found |= {fold(other): name for other in (name, name.replace("_", " "), *others.split(","))}
    return found


KNOWN = MappingProxyType(_names())
"""What a column may be called, folded, to its name."""

ONLY_WRITTEN_BY_PEOPLE = ("authors", "editors", "date", "publisher", "place", "in_title", "url", "edition")
"""Columns of a work's parts that are read and not written: what we write says them in `reference_data`."""


def understood(header: Sequence[str]) -> tuple[list[str | None], list[str]]:
    """Return the name of each column (None for one that is not known or comes again), and what to tell.

    Raises UsageError where no column says what is to be read.
    """
    names: list[str | None] = []
    told = []
    for label in header:
        name = KNOWN.get(fold(label.replace("_", " "))) or KNOWN.get(fold(label))
        if name is not None and name in names and name != "isbn":
            told.append(f"column {label!r}: another column is read as {name} already: not read")
            name = None
        elif name is None and label.strip():
            told.append(f"column {label!r}: not known, not read")
        names.append(name)
    if not any(name in NAMING for name in names):
        seen = ", ".join([repr(label[:30]) for label in header if label.strip()][:8]) or "nothing"
        raise UsageError(
            f"the first line names no column that says what is to be read: expected one of {', '.join(NAMING)}"
            f" (and {', '.join(name for name in COLUMNS[:12] if name not in NAMING)}), found {seen}"
        )
    return names, told
