"""A BibTeX or biblatex entry to a record: its fields by their names in both; files are read in bibtex_file."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from schemas.crosswalk.languages import BABEL
from schemas.identifiers import arxiv, handle, jstor
from schemas.readers import cited
from schemas.readers.bibtex_file import MONTHS, Entry
from schemas.readers.bibtex_people import people, split
from schemas.readers.contents_note import note_entries
from schemas.readers.latex_text import plain
from schemas.readers.texts import line, prose
from schemas.record import Date, Identifier, Publisher, Record, Text, Title
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.pages import page_count, parse_pages
from schemas.values.text import split_title

TYPES = {
    "report": "report", "techreport": "report", "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book", "booklet": "book",
    "reference": "book", "incollection": "chapter", "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter", "inreference": "chapter",
    "suppcollection": "chapter", "inproceedings": "article", "conference": "article", "article": "article", "suppperiodical": "article",
    "review": "article", "periodical": "journal", "proceedings": "proceedings", "mvproceedings": "proceedings", "thesis": "thesis",
    "phdthesis": "thesis", "mastersthesis": "thesis", "dataset": "dataset", "online": "other", "electronic": "other", "www": "other",
    "manual": "other", "patent": "other", "software": "other", "artwork": "other", "video": "other", "image": "other", "audio": "other",
}  # fmt: skip
_LANGUAGES = {name: tag for tag, name in BABEL.items()} | {"ngerman": "de", "naustrian": "de-AT", "uk": "en-GB", "usenglish": "en-US", "ukenglish": "en-GB", "portuges": "pt", "brazil": "pt-BR", "norsk": "no", "slovenian": "sl", "francais": "fr", "french": "fr"}  # fmt: skip
_WORDS = frozenset("phdthesis mathesis bathesis candthesis techreport resreport software datacd audiocd".split())
"""Keys of biblatex that its style words in the language of the document."""
_ABOUT = re.compile(r"\(?(?:about|around|ca?\.?|circa)\s*(\d{4})\)?", re.I)
_EPRINTS = {"jstor": ("jstor", jstor), "arxiv": ("arxiv", arxiv), "hdl": ("handle", handle)}
_SAID = re.compile(
    r"(?:^|\. )(ISBN|ISSN|Contributors:|Contents:) (.+?)(?=\. (?:ISBN|ISSN|Type:|Contributors:|Contents:) |$)", re.S
)


def build(entry: Entry) -> Record:
    """Return the record that an entry makes; raises nothing, whatever stands in it."""
    kind = TYPES.get(entry.kind)
    said = _Fields(entry.fields)
    if entry.kind in ("inproceedings", "conference") and said.text("booktitle") and said.text("isbn", "series"):
        kind = "chapter"  # it stands in a book, whose the number and the series are
    made: dict[str, Any] = {"type": kind, "identifiers": [], "links": []}
    made["title"] = _title(said, "title", "subtitle")
    made["contributors"] = people(entry.fields, str(kind))
    made["dates"] = _dates(said)
    name = said.text("publisher", "institution", "school", "organization") or _published(said)
    place = said.text("address") or next(iter(said.listed("location")), None)
    made["publisher"] = Publisher(name=name, place=place) if name or place else None
    printed = said.text("type")
    made["type_as_printed"] = None if printed in _WORDS else printed
    made["edition"] = said.text("edition", "version")
    _add_numbers(said, kind, made)
    _add_where(said, kind, made)
    _add_texts(said, made)
    _add_extent(said, kind, made)
    for url in (said.raw("url") or "").translate(_NO_LATEX).split():
        cited.address_of(url.strip(","), made)
    _add_notes(said, made)
    made["identifiers"], made["links"] = tuple(dict.fromkeys(made["identifiers"])), tuple(dict.fromkeys(made["links"]))
    return Record(**made)


_NO_LATEX = dict.fromkeys(map(ord, "\\{}"))
_APART = re.compile(r"\\sep\b|\||\u00b7|\u2022|\r?\n")
"""What parts keywords where neither commas nor semicolons do: Elsevier's mark, signs, one a line as EndNote writes them."""


class _Fields:
    """Fields as text."""

    def __init__(self, fields: dict[str, str]) -> None:
        self._fields = fields

    def raw(self, name: str) -> str | None:
        """The field as it stands, for what is read verbatim."""
        return " ".join(self._fields.get(name, "").split()) or None

    def text(self, *names: str) -> str | None:
        """The first of these fields that says anything."""
        return next((said for name in names if (said := line(plain(self._fields.get(name, "")) or ""))), None)

    def listed(self, name: str) -> list[str]:
        """The values of a list, parted by `and` outside braces."""
        return [found for part in split(self.raw(name) or "", "and") if (found := line(plain(part)))]

    def terms(self) -> list[str]:
        """The keywords, parted by commas outside braces where these part them, else as they are."""
        raw = (self._fields.get("keywords") or self._fields.get("keyword") or "").strip()
        if "bibsonomy" in self._fields.get("biburl", ""):  # tags, parted by blanks
            return [f"{plain(tag)};" for tag in raw.split()]
        if ";" not in raw and len(parts := split(raw, ",")) > 1:
            return [f"{plain(part)};" for part in parts]
        if ";" in raw or "," in raw:
            return [plain(raw)]
        return [f"{plain(part)};" for part in _APART.split(raw) if part.strip()]


def _title(said: _Fields, main: str, sub: str) -> Title | None:
    title, under = said.text(main), said.text(sub)
    if not title:
        return None
    return Title(main=title, sub=under) if under else split_title(title)


def _published(said: _Fields) -> str | None:
    """How something was published is often an address, which is no publisher."""
    how = said.text("howpublished")
    return None if how is None or "://" in how or "www." in how else how


def _dates(said: _Fields) -> tuple[Date, ...]:
    printed = said.raw("date")
    if not printed:
        year, month, day = said.text("year"), (said.text("month") or "").lower(), said.text("day") or ""
        if year is None:
            return ()
        about = _ABOUT.fullmatch(year)
        printed = f"{about[1]}~" if about else re.sub(r"\s*[–—]\s*(?=\d{4}$)", "/", year)
        number = (
            list(MONTHS).index(month[:3]) + 1
            if month[:3] in MONTHS
            else int(month)
            if month.isdecimal() and month.isascii()
            else 0
        )
        if printed.isdecimal() and not month.isalnum() and (exact := parse_date(f"{month} {year}")).edtf:
            return (Date(edtf=exact.edtf, kind="issued"),)  # `jun # "~3--5"`: days beside the month
        if number in range(1, 13) and printed.isdecimal():
            printed += f"-{number:02}"
            printed += f"-{int(day):02}" if day.isdecimal() and day.isascii() and 0 < int(day) < 32 else ""
    return (parse_date(printed, "issued"),)


def _add_numbers(said: _Fields, kind: str | None, made: dict[str, Any]) -> None:
    marks: list[Identifier] = made["identifiers"]
    if (doi := said.raw("doi")) and (one := cited.doi_of(doi.replace("\\", ""))):
        marks.append(one)
    made["isbn"] = cited.numbers("isbn", [said.text("isbn") or ""])
    number = said.text("number")
    if kind == "report" and number:
        marks.append(Identifier(scheme="report-number", value=number))
    if isrn := line(plain((said.raw("isrn") or "").replace("--", "-{}-"))):
        marks.append(Identifier(scheme="report-number", value=isrn))
    for scheme in ("pmid", "pmcid"):
        marks += cited.numbers(scheme, [said.text(scheme) or ""])
    source = (said.text("eprinttype", "archiveprefix") or "").lower()
    if source in _EPRINTS and (value := said.raw("eprint")):
        scheme, normal = _EPRINTS[source]
        marks += [Identifier(scheme=scheme, value=found)] if (found := normal(value)) else []


def _add_where(said: _Fields, kind: str | None, made: dict[str, Any]) -> None:
    isbns, book = made.pop("isbn"), _title(said, "booktitle", "booksubtitle")
    host = ": ".join([part for part in (book.main, book.sub) if part]) if book else None
    code = next((one.value for one in cited.numbers("issn", [said.text("issn") or ""]) if one.scheme == "issn"), None)
    volume, number = said.text("volume"), said.text("number")
    if kind == "article":
        title = said.text("journaltitle", "journal") or host
        made["series"] = cited.series(title=title, volume=volume, issue=said.text("issue") or number, issn=code)
        made["identifiers"] += isbns
        return
    if kind == "chapter" and host:
        made["relations"] = cited.hosted(host, isbns)
    else:
        made["identifiers"] += isbns
    if kind == "journal" and code:
        made["identifiers"].append(Identifier(scheme="issn", value=code))
        return
    title, whole = said.text("series"), _title(said, "maintitle", "mainsubtitle")
    set_ = (
        cited.series(title=": ".join(part for part in (whole.main, whole.sub) if part), volume=volume)
        if whole and whole.main
        else ()
    )
    made["series"] = set_ + cited.series(
        title=title,
        number=number if kind != "report" and title else None,
        volume=volume if title and not set_ else None,
        issn=code,
    )


def _add_extent(said: _Fields, kind: str | None, made: dict[str, Any]) -> None:
    """Where a part stands; of a whole, pages that are no range are how many it has ("xiii, 345")."""
    pages = said.text("pages", "eid", "articleno", "article-number")
    # Two hyphens are how LaTeX writes the dash between pages, not how they are printed.
    pages = pages.replace("–", "-") if pages else None
    whole = kind in ("book", "report", "proceedings", "thesis") and pages is not None and "-" not in pages
    made["pages"] = parse_pages(pages) if pages and not whole else ()
    if whole and pages:
        made["page_count"], made["extent"] = page_count(pages), pages if not pages.isdecimal() else None
    total = said.text("pagetotal", "numpages") or ""
    if total.isdecimal() and total.isascii() and 0 < len(total) < 6:
        made["page_count"] = int(total) or None


def _add_texts(said: _Fields, made: dict[str, Any]) -> None:
    named = (
        said.listed("language")
        if len(said.listed("language")) > 1
        else [said.text("langid", "hyphenation", "language") or ""]
    )
    tags = [_LANGUAGES.get(one.lower()) or parse_language(one) for one in named if one]
    made["languages"] = tuple(dict.fromkeys([tag for tag in tags if tag]))
    abstract = prose(said.text("abstract") or "")
    made["abstract"] = (Text(text=abstract),) if abstract else ()
    made["subjects"] = cited.subjects(said.terms())


def _add_notes(said: _Fields, made: dict[str, Any]) -> None:
    """What our own writing side keeps in the annotation, because the type has no field for it."""
    kept = (said.raw("annotation") or said.raw("annote") or "").replace("--", "-{}-")
    for found in _SAID.finditer(line(plain(kept)) or ""):
        if found[1] in ("ISBN", "ISSN"):
            marks = cited.numbers(found[1].lower(), [found[2]])
            if found[1] == "ISSN" and marks and made.get("series"):
                made["series"] = (msgspec.structs.replace(made["series"][0], issn=marks[0].value),)
            else:
                made["identifiers"] += marks
        elif found[1] == "Contents:":
            made["contents"] = tuple(note_entries(found[2]))
        else:
            others = [one for name in found[2].split("; ") if (one := cited.whole(name, None))]
            made["contributors"] = (*made["contributors"], *others)
