"""What articles, books and their parts have alike in JATS and BITS: dates, numbers, pages, texts, subjects, rights, links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemas.identifiers import kept
from schemas.readers.addresses import link
from schemas.readers.jats_text import HREF, block, lang, plain
from schemas.readers.mods_elements import children, down, first, texts
from schemas.readers.texts import is_placeholder
from schemas.readers.xml_files import local_name
from schemas.record import Date, Identifier, Link, Pages, Publisher, Rights, Subject, Text
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.pages import parse_pages

EXTRACT = "extract"
_NO_ABSTRACT = frozenset(
    {EXTRACT, "graphical", "toc", "teaser", "key-points", "video", "ASCII", "highlights", "precis"}
)
_HISTORY = {"received": "submitted", "accepted": "accepted"}
_ONLINE = ("epub", "electronic", "online")
_PRINT = ("ppub", "print")
_IDS = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid", "jstor": "jstor", "handle": "handle", "urn": "urn", "arxiv": "arxiv",
        "isbn": "isbn", "report-number": "report-number", "report": "report-number"}  # fmt: skip


def dates_of(meta: Any) -> tuple[Date, ...]:
    """Return the dates: issued is the earliest of all on which it was published, print and online are told where both are."""
    told = [(f"{one.get('pub-type') or ''} {one.get('publication-format') or ''}", date)
            for one in children(meta, "pub-date") if (date := _date(one, "issued"))]  # fmt: skip
    found: list[Date] = []
    if told:
        found.append(min((one for _, one in told), key=lambda one: (one.edtf is None, (one.edtf or "") + "-99")))
        if len(told) > 1:
            for kind, marks in (("published", _PRINT), ("online", _ONLINE)):
                same = [one for words, one in told if any(mark in words for mark in marks)]
                found += [Date(as_printed=one.as_printed, edtf=one.edtf, kind=kind) for one in same[:1]]
    for event in down(meta, "history", "date"):
        happened = _HISTORY.get(event.get("date-type") or "")
        if happened and (date := _date(event, happened)):
            found.append(date)
    for years in children(meta, "permissions"):
        found += [parse_date(year, "copyright") for year in texts(years, "copyright-year")[:1]]
    return tuple({one.kind: one for one in reversed(found)}.values())[::-1]


def _date(stated: Any, kind: str) -> Date | None:
    """By its parts, else by the form for machines, else as it is written."""
    year, month, day = (first(stated, name) for name in ("year", "month", "day"))
    season = first(stated, "season")
    if year and year.isdecimal() and (month or "1").isdecimal() and (day or "1").isdecimal() and not season:
        known = [month, day] if month and day else [month] if month else []
        return parse_date("-".join([year, *(f"{int(one):02}" for one in known if one)]), kind)
    words = " ".join(part for part in (day, month or season, year) if part)
    printed = words or stated.get("iso-8601-date") or first(stated, "string-date") or plain(stated)
    return parse_date(printed, kind) if printed else None


def identifiers_of(meta: Any, name: str) -> list[Identifier]:
    """Return the identifiers in elements of a name (`article-id`, `book-id`) and ISBNs, each in the form that is said."""
    found = []
    for one in children(meta, name):
        scheme = _IDS.get((one.get("pub-id-type") or one.get(f"{name}-type") or "").lower())
        if scheme and (value := plain(one)):
            value = f"PMC{value}" if scheme == "pmcid" and value.isdecimal() else value
            found.append(kept(scheme, value))
    for one in children(meta, "isbn"):
        words = (
            f"{one.get('content-type') or ''} {one.get('publication-format') or ''} {one.get('pub-type') or ''}".lower()
        )
        of = next((of for of, mark in (("epub", "epub3"), ("pdf", "pdf"), ("online", "epub"), ("online", "electronic"), ("online", "online"),
                                       ("print", "print"), ("print", "ppub"), ("print", "hardcover"), ("print", "paperback")) if mark in words), None)  # fmt: skip
        found.append(kept("isbn", plain(one) or "", of=of))
    return list(dict.fromkeys(one for one in found if one))


def issn_of(meta: Any) -> str | None:
    """Return the first right ISSN, the linking one before others."""
    stated = [plain(one) for one in (*children(meta, "issn-l"), *children(meta, "issn"))]
    stated += [plain(one) for one in children(meta, "journal-id") if one.get("journal-id-type") == "issn"]
    known = (kept("issn", one) for one in stated if one)
    return next((one.value for one in known if one and one.scheme == "issn"), None)


def pages_of(meta: Any) -> tuple[Pages, ...]:
    """Return the pages: the range that is written out, else first and last, else the number of an electronic article."""
    start, end = first(meta, "fpage"), first(meta, "lpage")
    stated = first(meta, "page-range") or (f"{start}-{end}" if start and end and start != end else start)
    return parse_pages(stated or first(meta, "elocation-id") or "") or (
        (Pages(first=start, last=end),) if start else ()
    )


def abstracts_of(meta: Any) -> tuple[Text, ...]:
    """Return the abstracts in every language, without teasers, pictures and extracts."""
    found = []
    for one in children(meta, "abstract", "trans-abstract"):
        if one.get("abstract-type") not in _NO_ABSTRACT and (said := block(one)) and not is_placeholder(said):
            found.append(Text(lang=lang(one), text=said))
    return tuple(dict.fromkeys(found))


def extract_of(meta: Any) -> str | None:
    """Return the opening words of a part."""
    return next(
        (said for one in children(meta, "abstract") if one.get("abstract-type") == EXTRACT and (said := block(one))),
        None,
    )


def subjects_of(meta: Any) -> tuple[Subject, ...]:
    """Return the subjects, nested ones as one heading, and the keywords; headings of a journal are no subjects."""
    found: dict[tuple[str, str | None], Subject] = {}
    for holder in (meta, *children(meta, "article-categories")):
        for group in children(holder, "subj-group"):
            if group.get("subj-group-type") != "heading":
                for term, scheme in _headings(group, ()):
                    found.setdefault((term, scheme), Subject(scheme=scheme, term=term))
    for group in children(meta, "kwd-group"):
        for one in children(group, "kwd", "compound-kwd"):
            if (word := plain(one)) and not is_placeholder(word):
                found.setdefault((word, None), Subject(term=word))
    return tuple(found.values())


def _headings(group: Any, above: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    said = [
        (term, one.get("content-type"))
        for one in children(group, "subject", "compound-subject")
        if (term := plain(one))
    ]
    inner = list(children(group, "subj-group"))
    for term, scheme in said if not inner else ():
        yield " -- ".join((*above, term)), scheme
    for one in inner:
        path = (*above, *(term for term, _ in said[:1]))
        for term, scheme in _headings(one, path):
            yield term, scheme or next((scheme for _, scheme in said), None)


def rights_of(meta: Any) -> tuple[Rights, ...]:
    """Return the statement of copyright and the licences with their addresses."""
    found = []
    for one in children(meta, "permissions"):
        said = first(one, "copyright-statement")
        year, holder = first(one, "copyright-year"), first(one, "copyright-holder")
        if said or holder:
            found.append(Rights(statement=said or " ".join(part for part in ("Copyright", year, holder) if part)))
        for licence in children(one, "license"):
            stated = [block(para) for para in children(licence, "license-p", "p")]
            uris = [licence.get(HREF), *texts(licence, "license_ref")]
            uris += [link.get(HREF) for link in licence.iter() if local_name(link.tag) == "ext-link"]
            uri = next((uri for uri in uris if uri and uri.startswith("http")), None)
            words = next((words for words in stated if words), None)
            if words or uri:
                found.append(Rights(statement=words, uri=uri))
        bare = [uri for uri in texts(one, "license_ref") if uri.startswith("http")]
        found += [Rights(uri=uri) for uri in bare if uri not in [known.uri for known in found]]
    return tuple(dict.fromkeys(found))


def links_of(meta: Any) -> tuple[Link, ...]:
    """Return the work's own addresses; a type of content that is a text's makes a full text."""
    found: dict[str, Link] = {}
    for one in children(meta, "self-uri"):
        url, kind = one.get(HREF) or plain(one) or "", (one.get("content-type") or "").lower()
        if url.startswith(("http://", "https://")):
            media = kind if "/" in kind and kind != "text/html" else "application/pdf" if kind == "pdf" else None
            found.setdefault(url, link(url, "fulltext" if media and not media.startswith("image/") else None, media))
    return tuple(found.values())


def publisher_of(meta: Any) -> Publisher | None:
    """Return the publisher and its place."""
    for one in children(meta, "publisher"):
        name, place = first(one, "publisher-name"), first(one, "publisher-loc")
        if name or place:
            return Publisher(name=name, place=place)
    return None


def languages_of(element: Any, meta: Any) -> tuple[str, ...]:
    """Return the language that the work is said to be in: of the element, else of its custom metadata."""
    own = lang(element)
    stated = [
        value
        for group in children(meta, "custom-meta-group", "custom-meta-wrap")
        for one in children(group, "custom-meta")
        if (first(one, "meta-name") or "").lower() in ("lang", "language") and (value := first(one, "meta-value"))
    ]
    known = [own] if own else [parse_language(one) for one in stated]
    return tuple(dict.fromkeys(one for one in known if one))
