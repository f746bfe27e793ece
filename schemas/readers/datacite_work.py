"""DataCite's fields (kernel 3 and 4, as its JSON names them) to a record; where the work appeared is in datacite_hosts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from schemas.identifiers import SCHEMES, doi, kept, scheme_of
from schemas.readers.addresses import link, named
from schemas.readers.contents_note import note_entries
from schemas.readers.crossref_fields import Work, parts, text, texts
from schemas.readers.datacite_agents import contributors_of, is_unknown, names
from schemas.readers.datacite_hosts import hosts_of
from schemas.readers.texts import prose
from schemas.readers.work_types import work_type
from schemas.record import Date, Identifier, Link, Publisher, Record, Rights, Subject, Text, Title
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.pages import page_count
from schemas.values.text import split_title

TYPES = {
    "Report": "report", "Book": "book", "BookChapter": "chapter", "JournalArticle": "article", "ConferencePaper": "article", "DataPaper": "article",
    "Preprint": "article", "PeerReview": "article", "Journal": "journal", "ConferenceProceeding": "proceedings", "Dissertation": "thesis",
    "Dataset": "dataset", "OutputManagementPlan": "report", "Standard": "other", "Audiovisual": "other", "Image": "other", "Sound": "other",
    "Software": "other", "ComputationalNotebook": "other", "InteractiveResource": "other", "Model": "other", "PhysicalObject": "other",
    "Service": "other", "Workflow": "other", "Event": "other", "Instrument": "other", "StudyRegistration": "other", "Award": "other", "Project": "other",
}  # fmt: skip
"""resourceTypeGeneral -> types of a record; Text, Collection and Other say nothing, there the free word does."""
_OWN = frozenset(TYPES.values()) | {"series", "issue", "post"}
_PLACE = re.compile(r"pages?\s", re.I)
"""How the size of a part begins that is its place in the whole ("pages 3-25")."""
_DATES = {"Issued": "issued", "Available": "online", "Copyrighted": "copyright", "Created": "created", "Updated": "modified", "Accepted": "accepted",
          "Submitted": "submitted"}  # fmt: skip


def build(work: Work) -> Record:
    """Return the record that the fields make; what is odd is left as printed, what is empty is left out."""
    kind, printed = _type(work)
    title, others = _titles(work)
    series, relations, pages = hosts_of(work, kind)
    described = [(text(one, "descriptionType"), one) for one in parts(work, "descriptions")]
    publisher = next((text(one, "name") for one in parts(work, "publisher")), None) or text(work, "publisher")
    extent, count = _size(work)
    return Record(
        abstract=tuple(dict.fromkeys(found for said, one in described if said in ("Abstract", None) and (found := _abstract(one)))),
        alternative_titles=others, contributors=contributors_of(work), dates=_dates(work), edition=text(work, "version"), extent=extent, page_count=count,
        contents=tuple(entry for said, one in described if said == "TableOfContents" for entry in note_entries(_raw(one, "description"))),
        identifiers=tuple(_identifiers(work)), languages=tuple(dict.fromkeys(tag for one in texts(work, "language") if (tag := parse_language(one)))),
        links=_links(work), pages=pages, publisher=Publisher(name=publisher) if publisher and not is_unknown(publisher) else None,
        relations=relations, rights=_rights(work), series=series, subjects=_subjects(work), title=title, type=kind, type_as_printed=printed,
    )  # fmt: skip


def _type(work: Work) -> tuple[str | None, str | None]:
    """By the general type, else by the free word; a word that is our own name of the type was not printed."""
    stated = next(parts(work, "types"), {})
    general, printed = text(stated, "resourceTypeGeneral") or "", text(stated, "resourceType")
    printed = None if printed and is_unknown(printed) else printed
    kind = TYPES.get(general)
    if kind in (None, "other"):
        kind = (printed if printed in _OWN else work_type(printed) if printed else None) or kind
    if general == "ConferencePaper" and printed == "chapter":  # our own name of a paper in a book
        kind = printed
    kind = kind or ("series" if general == "Collection" and printed == "series" else None)
    return kind, None if printed == kind else printed


def _titles(work: Work) -> tuple[Title | None, tuple[Title, ...]]:
    told = [
        (text(one, "titleType"), said)
        for one in parts(work, "titles")
        if (said := text(one, "title")) and not is_unknown(said)
    ]
    mains = [said for kind, said in told if kind is None] or [said for kind, said in told if kind != "Subtitle"]
    subs = [said for kind, said in told if kind == "Subtitle"]
    others = [said for kind, said in told if kind != "Subtitle" and said not in mains[:1]]
    if not mains:
        return (Title(sub=": ".join(subs)) if subs else None), ()
    main = Title(main=mains[0], sub=": ".join(subs)) if subs else split_title(mains[0])
    return main, tuple(split_title(one) for one in dict.fromkeys(others))


def _dates(work: Work) -> tuple[Date, ...]:
    """What is dated; without a date of issue the year of publication is it."""
    found: dict[str, Date] = {}
    for one in parts(work, "dates"):
        kind, said = _DATES.get(text(one, "dateType") or ""), text(one, "date")
        if kind == "issued" and "issued" in found:
            kind = "published" if said and parse_date(said).edtf != found["issued"].edtf else None
        if kind and said and not is_unknown(said):
            found.setdefault(kind, parse_date(said, kind))
    year = text(work, "publicationYear")
    if "issued" not in found and year and not is_unknown(year):
        found = {"issued": parse_date(year)} | found
    return tuple(found.values())


def _identifiers(work: Work) -> list[Identifier]:
    own = doi(text(work, "doi") or "") or doi(text(work, "id") or "")
    found = [Identifier(scheme="doi", value=own)] if own else []
    told = [(text(one, f"{name}Type") or text(one, "type") or "", text(one, name))
            for group, name in (("identifiers", "identifier"), ("alternateIdentifiers", "alternateIdentifier")) for one in parts(work, group)]  # fmt: skip
    for kind, value in told:
        scheme = scheme_of(kind)
        if not value or is_unknown(value) or scheme == "url":
            continue
        if scheme in SCHEMES or scheme in ("report-number", "local"):
            one = kept(scheme, value)
        else:
            known = named(value).identifier
            other = Identifier(scheme=scheme if scheme.isascii() and scheme.isalnum() else "local", value=value)
            one = known if known and known.scheme in SCHEMES else other
        if one:
            found.append(one)
    resolvers = (named(url) for url, rel in _addresses(work) if rel != "fulltext")
    found += [one.identifier for one in resolvers if one.identifier and one.link is None]
    return list(dict.fromkeys(found))


def _links(work: Work) -> tuple[Link, ...]:
    """The landing page, addresses among the other identifiers, and the texts; a resolver's address is an identifier."""
    media = [one for one in texts(work, "formats") if "/" in one and " " not in one]
    found: dict[str, Link] = {}
    for url, rel in _addresses(work):
        if url.startswith(("http://", "https://")) and named(url).link is not None:
            one = link(url, rel)
            only = media[0] if len(media) == 1 and one.rel == "fulltext" and one.media_type is None else one.media_type
            found.setdefault(url, Link(media_type=only, rel=one.rel, url=url))
    return tuple(found.values())


def _addresses(work: Work) -> Iterator[tuple[str, str | None]]:
    """Yield the addresses and what each leads to, where that is said."""
    yield from ((url, "landing") for url in texts(work, "url"))
    for one in parts(work, "alternateIdentifiers"):
        if scheme_of(text(one, "alternateIdentifierType") or "") == "url" and (url := text(one, "alternateIdentifier")):
            yield url, None
    yield from ((url, "fulltext") for url in texts(work, "contentUrl"))


def _size(work: Work) -> tuple[str | None, int | None]:
    """The number of pages that a size states, and the size as it is printed: the first that says more, in pages if any is."""
    said = [one for one in texts(work, "sizes") if not _PLACE.match(one)]
    counted = [(one, count) for one in said if (count := page_count(one))]
    if not counted:
        return (said[0] if said else None), None
    count = counted[0][1]
    return next((one for one, _ in counted if one not in (f"{count} pages", "1 page")), None), count


def _rights(work: Work) -> tuple[Rights, ...]:
    found = []
    for one in parts(work, "rightsList"):
        said, uri = text(one, "rights"), text(one, "rightsUri") or text(one, "rightsURI")
        if said and "://" in said[:10] and " " not in said:
            said, uri = None, uri or said
        said = said or (text(one, "rightsIdentifier") if not uri else None)
        if said or uri:
            found.append(Rights(statement=said, uri=uri))
    return tuple(dict.fromkeys(found))


def _subjects(work: Work) -> tuple[Subject, ...]:
    found: dict[tuple[str, str | None], Subject] = {}
    for one in parts(work, "subjects"):
        term, scheme = text(one, "subject"), text(one, "subjectScheme")
        if term and not is_unknown(term):
            found.setdefault(
                (term, scheme), Subject(scheme=scheme, term=term, uri=text(one, "valueUri") or text(one, "valueURI"))
            )
    for term in names(work, "subjects"):
        found.setdefault((term, None), Subject(term=term))
    return tuple(found.values())


def _abstract(one: Work) -> Text | None:
    said = prose(_raw(one, "description"))
    lang = text(one, "lang")
    return Text(lang=parse_language(lang) if lang else None, text=said) if said and not is_unknown(said) else None


def _raw(one: Work, name: str) -> str:
    """Text with its paragraphs, as it stands."""
    value: Any = one.get(name)
    return value if isinstance(value, str) else ""
