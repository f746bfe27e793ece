"""A work as OpenAlex gives it, to a record: names as the work prints them, the abstract put together from its index."""

from __future__ import annotations

from typing import Any

from schemas.identifiers import doi, issn, normalise, orcid, ror
from schemas.readers.addresses import link
from schemas.readers.crossref_fields import Work, parts, text, texts
from schemas.readers.crossref_work import TYPES as CROSSREF
from schemas.readers.texts import is_placeholder, prose
from schemas.record import (
    Contributor,
    Date,
    Identifier,
    Link,
    Pages,
    Publisher,
    Record,
    Relation,
    Rights,
    Series,
    Subject,
    Text,
)
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.names import parse_name
from schemas.values.pages import parse_pages
from schemas.values.text import fold, split_title

TYPES = CROSSREF | {
    "preprint": "article", "review": "article", "letter": "article", "editorial": "article", "erratum": "article", "retraction": "article",
    "software": "other", "paratext": "other", "libguides": "other", "supplementary-materials": "other", "conference-paper": "article",
    "conference-abstract": "article", "book-review": "article",
}  # fmt: skip
"""OpenAlex's types, those that it had from Crossref before, and the words of `raw_type` -> types of a record."""
_HOSTS = frozenset({"journal", "book series", "conference"})
"""Kinds of sources that a work appeared in; platforms and repositories only hold it."""
_LONGEST_INDEX = 200_000


def build(work: Work) -> Record:
    """Return the record of a work; what is odd is left as it is, what is empty is left out."""
    places = [
        *parts(work, "primary_location"),
        *parts(work, "host_venue"),
        *parts(work, "locations"),
        *parts(work, "best_oa_location"),
    ]
    kind = TYPES.get(text(work, "type") or "") or TYPES.get(text(work, "type_crossref") or "")
    said = text(work, "title") or text(work, "display_name")
    series, host = _hosts(work, places, kind)
    language = parse_language(text(work, "language") or "")
    abstract = _abstract(work)
    return Record(
        abstract=(Text(text=abstract),) if abstract else (), contributors=_contributors(work), dates=_dates(work), identifiers=_identifiers(work),
        languages=(language,) if language else (), links=_links(work, places), pages=_pages(work), publisher=_publisher(places), relations=host,
        rights=_rights(places), series=series, subjects=_subjects(work), title=split_title(said) if said else None, type=kind,
        type_as_printed=text(work, "type"),
    )  # fmt: skip


def own_id(work: Work) -> str | None:
    """Return the work's number in OpenAlex ("W930857754")."""
    said = (text(work, "id") or "").rstrip("/").rpartition("/")[2].upper()
    return said if said[:1] == "W" and said[1:].isdecimal() and said.isascii() else None


def _abstract(work: Work) -> str | None:
    """Each word stands at the places that the index names; an index with gaps or of another shape gives what it has."""
    index = work.get("abstract_inverted_index")
    found: dict[int, str] = {}
    for word, places in index.items() if isinstance(index, dict) else ():
        for place in places if isinstance(places, list) else ():
            if isinstance(place, int) and not isinstance(place, bool) and 0 <= place < _LONGEST_INDEX:
                found[place] = word
    said = prose(" ".join(found[place] for place in sorted(found)))
    return said if said and not is_placeholder(said) else None


def _contributors(work: Work) -> tuple[Contributor, ...]:
    found: dict[tuple[str, str], Contributor] = {}
    for one in parts(work, "authorships"):
        author = next(parts(one, "author"), {})
        name = text(one, "raw_author_name") or text(author, "display_name")
        if not name or is_placeholder(name):
            continue
        mark = orcid(text(author, "orcid") or text(one, "raw_orcid") or "")
        stated = texts(one, "raw_affiliation_strings") or texts(one, "raw_affiliation_string")
        places = stated or [said for body in parts(one, "institutions") if (said := text(body, "display_name"))]
        known = parse_name(name, "aut")
        made = Contributor(
            affiliations=tuple(dict.fromkeys(places)), as_printed=known.as_printed, family=known.family, given=known.given, kind=known.kind,
            identifiers=(Identifier(scheme="orcid", value=mark),) if mark else known.identifiers, name=known.name, role="aut", suffix=known.suffix,
        )  # fmt: skip
        found.setdefault((made.name, "aut"), made)
    for field, key in (
        ("funders", "display_name"),
        ("awards", "funder_display_name"),
        ("grants", "funder_display_name"),
    ):
        for one in parts(work, field):
            if name := text(one, key):
                mark = ror(text(one, "ror") or "")
                marks = (Identifier(scheme="ror", value=mark),) if mark else ()
                found.setdefault(
                    (name, "fnd"), Contributor(identifiers=marks, kind="organisation", name=name, role="fnd")
                )
    return tuple(found.values())


def _dates(work: Work) -> tuple[Date, ...]:
    """OpenAlex writes the first of January where it knows only the year: that is no day, so the year is taken."""
    said, year = text(work, "publication_date"), text(work, "publication_year")
    if said and said.endswith("-01-01"):
        return (Date(as_printed=said, edtf=parse_date(said[:-6]).edtf, kind="issued"),)
    return (parse_date(said or year or ""),) if said or year else ()


def _identifiers(work: Work) -> tuple[Identifier, ...]:
    ids = next(parts(work, "ids"), {})
    own, known = own_id(work), doi(text(work, "doi") or text(ids, "doi") or "")
    found = [Identifier(scheme="doi", value=known)] if known else []
    found += [Identifier(scheme="openalex", value=own)] if own else []
    for scheme in ("pmid", "pmcid"):
        said = (text(ids, scheme) or "").rstrip("/").rpartition("/")[2]
        said = f"PMC{said}" if scheme == "pmcid" and said.isdecimal() else said
        if said and (value := normalise(scheme, said)):
            found.append(Identifier(scheme=scheme, value=value))
    return tuple(found)


def _hosts(work: Work, places: list[Work], kind: str | None) -> tuple[tuple[Series, ...], tuple[Relation, ...]]:
    """The journal or series that it appeared in; for a chapter the book by the name that was deposited."""
    biblio, place = next(parts(work, "biblio"), {}), next(iter(places), {})
    source = next(parts(place, "source"), place if "display_name" in place else {})
    listed = text(source, "type") in _HOSTS
    name, number = (text(source, "display_name") if listed else None), issn(text(source, "issn_l") or "")
    series = Series(
        issn=number if listed else None, issue=text(biblio, "issue"), title=name, volume=text(biblio, "volume")
    )
    raw = text(place, "raw_source_name")
    host = (
        (Relation(kind="isPartOf", title=raw),) if kind == "chapter" and raw and fold(raw) != fold(name or "") else ()
    )
    return ((series,) if series != Series() else ()), host


def _publisher(places: list[Work]) -> Publisher | None:
    for place in places[:1]:
        source = next(parts(place, "source"), {})
        name = text(source, "host_organization_name") if text(source, "type") != "repository" else None
        if name := name or text(place, "publisher"):
            return Publisher(name=name)
    return None


def _pages(work: Work) -> tuple[Pages, ...]:
    biblio = next(parts(work, "biblio"), {})
    first, last = text(biblio, "first_page"), text(biblio, "last_page")
    if not first:
        return ()
    return parse_pages(f"{first}-{last}" if last and last != first else first)


def _links(work: Work, places: list[Work]) -> tuple[Link, ...]:
    """Pages and texts wherever it is held; the address of a DOI is no page of its own."""
    found: dict[str, Link] = {}
    for place in places:
        page, file = text(place, "landing_page_url"), text(place, "pdf_url")
        if page and page.startswith("http") and "doi.org/" not in page:
            found.setdefault(page, link(page, "landing"))
        if file and file.startswith("http"):
            found.setdefault(file, link(file, "fulltext", "application/pdf"))
    file = text(next(parts(work, "open_access"), {}), "oa_url") or ""
    if not found and file.startswith("http") and "doi.org/" not in file:
        found[file] = link(file)
    return tuple(found.values())


def _rights(places: list[Work]) -> tuple[Rights, ...]:
    """OpenAlex names licences without their versions, so that they have no address."""
    return tuple(dict.fromkeys(Rights(statement=said) for place in places[:1] if (said := text(place, "license"))))


def _subjects(work: Work) -> tuple[Subject, ...]:
    """Topics, keywords and concepts are OpenAlex's own, found by its programs: each with the scheme and its address."""
    found: dict[str, Subject] = {}
    for field, scheme in (("topics", "openalex-topics"), ("keywords", "openalex-keywords")):
        for one in parts(work, field):
            if term := text(one, "display_name") or text(one, "keyword"):
                found.setdefault(fold(term), Subject(scheme=scheme, term=term, uri=text(one, "id")))
    for one in parts(work, "mesh"):
        if term := text(one, "descriptor_name"):
            found.setdefault(fold(term), Subject(scheme="mesh", term=term))
    return tuple(found.values())


def works_in(value: Any) -> Any:
    """Yield the works in an answer (`results`), a list or a line."""
    if isinstance(value, list):
        for one in value:
            yield from works_in(one)
    elif isinstance(value, dict) and isinstance(value.get("results"), list):
        yield from value["results"]
    else:
        yield value
