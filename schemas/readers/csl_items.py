"""A CSL item to a record: variables of csl-data.json and what real files have beside them; files are the format's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.readers import cited
from schemas.readers.texts import body, line, prose
from schemas.record import Contributor, Date, Identifier, Publisher, Record, Rights, Text
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.pages import page_count, parse_pages
from schemas.values.text import split_title

TYPES = {
    "report": "report", "book": "book", "chapter": "chapter", "entry-encyclopedia": "chapter", "entry-dictionary": "chapter", "entry": "chapter",
    "article-journal": "article", "article": "article", "article-magazine": "article", "article-newspaper": "article", "paper-conference": "article",
    "review": "article", "review-book": "article", "periodical": "journal", "thesis": "thesis", "dataset": "dataset", "post-weblog": "post",
    "post": "post", "classic": "book", "collection": "other", "figure": "other", "graphic": "other", "interview": "other", "map": "other",
    "manuscript": "other", "motion_picture": "other", "patent": "other", "software": "other", "song": "other", "speech": "other",
    "standard": "other", "treaty": "other", "legislation": "other", "legal_case": "other", "webpage": "other", "broadcast": "other",
    "journal-article": "article", "book-chapter": "chapter", "proceedings-article": "article", "monograph": "book",
}  # fmt: skip
"""Types of CSL, and those of Crossref that its CSL answers bear."""
ROLES = {
    "author": "aut", "editor": "edt", "translator": "trl", "illustrator": "ill", "compiler": "com", "curator": "cur", "director": "drt",
    "narrator": "nrt", "interviewer": "ivr", "contributor": None, "composer": "cmp", "producer": "pro", "organizer": "orm",
    "editorial-director": "pbd", "reviewed-author": "", "container-author": "", "collection-editor": "", "original-author": "", "recipient": "",
}  # fmt: skip
"""Name variables by relator; people of other works ("") are none of this one's."""
_VARIABLES = {name.lower().replace("-", mark): name for mark in "- " for name in ("DOI", "PMID", "PMCID", "ISBN", "ISSN", "genre", "number", "number-of-pages",
              "collection-title", "collection-number", "publisher-place")}  # fmt: skip
"""Variables that are read from a note."""
_DATES = (("issued", "issued"), ("available-date", "online"), ("submitted", "submitted"))


def build(item: Mapping[str, Any]) -> Record:
    """Return the record that an item makes; values of another kind than the schema has them are left out."""
    item = _told_beside(item)
    kind = _kind(item)
    made: dict[str, Any] = {"type": kind, "identifiers": [], "links": []}
    title = _text(item, "title")
    made["title"] = split_title(title) if title else None
    made["contributors"] = tuple(_people(item))
    made["dates"] = tuple([date for name, sort in _DATES if (date := _date(item.get(name), sort))])
    publisher, place = _text(item, "publisher"), _text(item, "publisher-place")
    made["publisher"] = Publisher(name=publisher, place=place) if publisher or place else None
    made["type_as_printed"], made["edition"] = _text(item, "genre"), _text(item, "edition")
    _add_numbers(item, kind, made)
    _add_extent(item, kind, made)
    language = _text(item, "language")
    made["languages"] = (tag,) if language and (tag := parse_language(language)) else ()
    abstract = prose(item["abstract"]) if isinstance(item.get("abstract"), str) else None
    made["abstract"] = (Text(text=abstract),) if abstract else ()
    made["subjects"] = cited.subjects(_several(item.get("keyword")))
    licence = _text(item, "license")
    made["rights"] = (
        (Rights(uri=licence) if licence.startswith("http") else Rights(statement=licence),) if licence else ()
    )
    if url := _text(item, "URL"):
        cited.address_of(url, made)
    made["identifiers"], made["links"] = tuple(dict.fromkeys(made["identifiers"])), tuple(dict.fromkeys(made["links"]))
    return Record(**made)


def _told_beside(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """An item with the variables that stand in its note, a line each ("PMID: 123"), where Zotero keeps what it has no field for."""
    note = item.get("note")
    told = {_VARIABLES[name]: value.strip() for line_ in note.splitlines() if (name := line_.partition(":")[0].strip().lower()) in _VARIABLES
            and (value := line_.partition(":")[2])} if isinstance(note, str) else {}  # fmt: skip
    return {**told, **item} if told else item


def _unbraced(value: str) -> str:
    """A text without the braces by which BibTeX keeps capitals, which Mendeley and Better BibTeX leave in it."""
    return (
        value.replace("{", "").replace("}", "") if value.count("{") == value.count("}") and "\\" not in value else value
    )


def _text(item: Mapping[str, Any], name: str) -> str | None:
    value = item.get(name)
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), None)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return line(_unbraced(str(value)))


def _several(value: Any) -> list[str]:
    return (
        [value]
        if isinstance(value, str)
        else [one for one in value if isinstance(one, str)]
        if isinstance(value, list)
        else []
    )


def _people(item: Mapping[str, Any]) -> list[Contributor]:
    found: dict[tuple[str, str | None], Contributor] = {}
    publisher = _text(item, "publisher")
    for variable, role in ROLES.items():
        people = item.get(variable) if role != "" else None
        for name in people if isinstance(people, list) else ():
            if isinstance(name, dict) and (one := _name(name, role, publisher)):
                found.setdefault((one.name, role), one)
    return list(found.values())


def _name(name: Mapping[str, Any], role: str | None, publisher: str | None) -> Contributor | None:
    said = {part: value for part, value in name.items() if isinstance(value, str) and value.strip()}
    word = said.get("family") or said.get("literal") or ""
    if word[:1] == "{" and word.endswith("}") and not said.get("given"):  # one word of BibTeX, as bodies are written
        return body(_unbraced(word), role)
    said = {part: _unbraced(value) for part, value in said.items()}
    family = " ".join([said[part] for part in ("non-dropping-particle", "family") if part in said])
    if "family" in said and "given" in said:
        given = " ".join([said[part] for part in ("given", "dropping-particle") if part in said])
        return cited.person(family, given, said.get("suffix"), role)
    if said.keys() == {"family"} and " " not in family:
        return cited.person(family, None, None, role)
    whole = said.get("literal") or family or said.get("given") or said.get("name")
    return (
        cited.whole(whole, role, inverted=False if "," not in whole else None, publisher=publisher) if whole else None
    )


def _date(value: Any, kind: str) -> Date | None:
    if isinstance(value, str):
        value = {"raw": value}
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    told = [edtf for part in parts if (edtf := _numbers(part))] if isinstance(parts, list) else []
    if told:
        season = str(value.get("season") or "")
        first = f"{told[0]}-2{season}" if season in ("1", "2", "3", "4") and len(told[0]) == 4 else told[0]
        about = "~" if value.get("circa") not in (None, False, "", 0, "false") else ""
        date = parse_date("/".join([first + about, *[one + about for one in told[1:2]]]), kind)
        return date if date.edtf else None
    words = (
        [" ".join([str(one) for one in part if one is not None]) for part in parts if isinstance(part, list)]
        if isinstance(parts, list)
        else []
    )
    if words and (date := parse_date(words[0], kind)).edtf:  # words where numbers belong: [["ca. 1990"]]
        return date
    printed = next(
        (value[name] for name in ("literal", "raw") if isinstance(value.get(name), str) and value[name].strip()), None
    )
    return parse_date(printed, kind) if printed else None


def _numbers(part: Any) -> str | None:
    """A date of one to three numbers; a year that is none (null, as Crossref writes it) is no date."""
    said = [str(one).strip() for one in part if one is not None and one != ""] if isinstance(part, list) else []
    if not said or not all(one.isdecimal() and one.isascii() for one in said) or len(said[0]) > 4:
        return None
    return "-".join([f"{int(said[0]):04}", *[f"{int(one):02}" for one in said[1:3] if int(one)]])


def _kind(item: Mapping[str, Any]) -> str | None:
    """The type; a paper whose container has an ISBN stands in a book, and the number is that of the book."""
    said = str(item.get("type") or "").lower()
    book = said == "paper-conference" and _text(item, "container-title") and _several(item.get("ISBN"))
    return "chapter" if book else TYPES.get(said)


def _add_numbers(item: Mapping[str, Any], kind: str | None, made: dict[str, Any]) -> None:
    marks: list[Identifier] = made["identifiers"]
    for name, scheme in (("DOI", "doi"), ("PMID", "pmid"), ("PMCID", "pmcid")):
        if value := _text(item, name):
            one = cited.doi_of(value) if scheme == "doi" else next(iter(cited.numbers(scheme, [value])), None)
            marks += [one] if one else []
    isbns = cited.numbers("isbn", _several(item.get("ISBN")))
    issn = next((one.value for one in cited.numbers("issn", _several(item.get("ISSN"))) if one.scheme == "issn"), None)
    container, number = _text(item, "container-title"), _text(item, "number")
    if kind == "report" and number:
        marks.append(Identifier(scheme="report-number", value=number))
    volume, issue = _text(item, "volume"), _text(item, "issue")
    if kind in ("chapter", "other", None) and container:
        made["relations"] = cited.hosted(container, isbns if kind == "chapter" else ())
    if kind != "chapter" or not container:
        marks += isbns
    if kind in ("article", "post") and (container or volume or issue):
        made["series"] = cited.series(title=container, volume=volume, issue=issue, issn=issn)
    elif kind in ("journal", "dataset") and issn:
        marks.append(Identifier(scheme="issn", value=issn))
    else:
        made["series"] = cited.series(
            title=_text(item, "collection-title"), number=_text(item, "collection-number"), volume=volume, issn=issn
        )


def _add_extent(item: Mapping[str, Any], kind: str | None, made: dict[str, Any]) -> None:
    pages, count = _text(item, "page"), _text(item, "number-of-pages")
    if pages and pages.isdecimal() and kind in ("report", "book", "thesis"):
        pages, count = None, count or pages  # how many it has
    made["pages"] = parse_pages(pages) if pages else ()
    if count:
        number = int(count) if count.isdecimal() and count.isascii() and len(count) < 7 else page_count(count)
        made["page_count"] = number or None
        made["extent"] = None if count.isdecimal() else count
