"""A record as a `resource` of DataCite 4.6; what the schema demands and nobody knows is `:unav`, as its appendix 3 has it."""

from __future__ import annotations

from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited, parts, w3cdtf
from schemas.crosswalk.plain_text import block
from schemas.crosswalk.uris import REFUSED, is_uri, target, web
from schemas.crosswalk.wording import CREATORS, PUBLISHERS, contents, extent, headed, inverted, series
from schemas.crosswalk.xml import language
from schemas.envelope import Held
from schemas.record import Contributor, Record, Series, walk
from schemas.writers.mods_elements import attribute, element, wrapped

UNKNOWN = ":unav"
NO_DOI = "no DOI, which the format demands"
NO_YEAR = "no year of publication, which the format demands"
_OPEN = (
    '<resource xmlns="http://datacite.org/schema/kernel-4" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://datacite.org/schema/kernel-4 https://schema.datacite.org/meta/kernel-4/metadata.xsd">'
)
TYPES = {
    "report": "Report", "book": "Book", "chapter": "BookChapter", "article": "JournalArticle", "journal": "Journal", "series": "Collection",
    "issue": "Collection", "proceedings": "ConferenceProceeding", "thesis": "Dissertation", "dataset": "Dataset", "post": "Text",
    "paper": "ConferencePaper",
}  # fmt: skip
_ROLES = {"edt": "Editor", "edc": "Editor", "trl": "Translator", "spn": "Sponsor", "res": "Researcher", "pro": "Producer", "dst": "Distributor",
          "his": "HostingInstitution", "cph": "RightsHolder", "dgs": "Supervisor", "ths": "Supervisor", "dtm": "DataManager"}  # fmt: skip
_DATES = {"issued": "Issued", "published": "Issued", "online": "Available", "copyright": "Copyrighted", "created": "Created", "modified": "Updated",
          "accepted": "Accepted", "submitted": "Submitted"}  # fmt: skip
_NAMES = {"person": "Personal", "organisation": "Organizational"}
_RELATIONS = {"isPartOf": "IsPartOf", "hasPart": "HasPart", "isVersionOf": "IsVersionOf", "hasVersion": "HasVersion", "references": "References",
              "isReferencedBy": "IsReferencedBy", "replaces": "Obsoletes", "isReplacedBy": "IsObsoletedBy", "cites": "Cites",
              "isFormatOf": "IsVariantFormOf", "requires": "Requires"}  # fmt: skip


def refused(record: Record) -> str | None:
    """Return why a record makes no resource, None where it makes one."""
    if not citing.first(record, "doi"):
        return NO_DOI
    return None if _year(record) else NO_YEAR


def resource(record: Record, held: Held) -> str:
    """Return the record as one `resource` element with its namespaces."""
    people = [*citing.authors(record)] or [Contributor(name=UNKNOWN)]
    others = [one for one in record.contributors if one.role not in CREATORS | PUBLISHERS | {"fnd"}]
    written = [
        element("identifier", citing.first(record, "doi"), ' identifierType="DOI"'),
        wrapped("creators", "".join([_agent("creator", one) for one in people])),
        wrapped("titles", _titles(record)),
        element("publisher", citing.publisher(record)) or element("publisher", UNKNOWN),
        element("publicationYear", _year(record)),
        _type(held),
        wrapped("subjects", "".join([_subject(one.term, one.scheme, one.uri) for one in record.subjects])),
        wrapped("contributors", "".join([_agent("contributor", one, attribute("contributorType", _ROLES.get(one.role or "", "Other"))) for one in others])),
        wrapped("dates", _dates(record)),
        element("language", record.languages[0]) if record.languages and language(record.languages[0]) else "",
        wrapped("alternateIdentifiers", _alternates(record)),
        wrapped("relatedIdentifiers", _related(record)),
        wrapped("sizes", element("size", extent(record)) + (element("size", record.extent) if record.page_count else "")),
        wrapped("formats", "".join([element("format", one) for one in dict.fromkeys([link.media_type for link in record.links if link.rel != "cover"])])),
        element("version", record.edition),
        wrapped("rightsList", "".join([element("rights", one.statement or one.uri, attribute("rightsURI", one.uri) if one.uri and is_uri(one.uri) else "") for one in record.rights])),
        wrapped("descriptions", _descriptions(record)),
        wrapped("fundingReferences", "".join([wrapped("fundingReference", element("funderName", one.name)) for one in record.contributors if one.role == "fnd"])),
        wrapped("relatedItems", _items(held)),
    ]  # fmt: skip
    return _OPEN + "\n".join(["", *[one for one in written if one], ""]) + "</resource>\n"


def _year(record: Record) -> str | None:
    one = cited(record.dates)
    told = parts(one.edtf) if one else None
    return f"{told.start[0]:04}" if told and not told.about else None


def _type(held: Held) -> str:
    kind = citing.type_of(held)
    general = TYPES.get(kind, "Other")
    printed = block(held.record.type_as_printed or "") or held.record.type
    return element("resourceType", printed, attribute("resourceTypeGeneral", general)) or element(
        "resourceType", UNKNOWN, attribute("resourceTypeGeneral", general)
    )


def _agent(name: str, one: Contributor, attributes: str = "") -> str:
    kind = attribute("nameType", _NAMES.get(one.kind or ("person" if one.family else "")))
    inner = element(f"{name}Name", inverted(one), kind) or element(f"{name}Name", UNKNOWN)
    if one.family and one.kind != "organisation":
        inner += element("givenName", one.given) + element("familyName", one.family)
    for mark in one.identifiers:
        inner += element("nameIdentifier", mark.value, attribute("nameIdentifierScheme", mark.scheme.upper()))
    return wrapped(name, inner + "".join([element("affiliation", place) for place in one.affiliations]), attributes)


def _titles(record: Record) -> str:
    title = record.title
    made = element("title", (title.main or title.as_printed) if title else None)
    made += (
        element("title", title.sub, ' titleType="Subtitle"')
        if title and made
        else element("title", title.sub)
        if title
        else ""
    )
    made = made or element("title", UNKNOWN)
    return made + "".join(
        [element("title", headed(one), ' titleType="AlternativeTitle"') for one in record.alternative_titles]
    )


def _subject(term: str, scheme: str | None, uri: str | None) -> str:
    return element(
        "subject",
        term,
        attribute("subjectScheme", scheme) + (attribute("valueURI", uri) if uri and is_uri(uri) else ""),
    )


def _dates(record: Record) -> str:
    found = []
    for one in record.dates:
        ends = (one.edtf or "").split("/")
        if all(w3cdtf(end) for end in ends) and len(ends) < 3:
            found.append(element("date", one.edtf, attribute("dateType", _DATES.get(one.kind, "Other"))))
    return "".join(found)


def _alternates(record: Record) -> str:
    own = citing.first(record, "doi")
    found = [
        one
        for one in record.identifiers
        if one.scheme not in REFUSED and not (one.scheme == "doi" and one.value == own)
    ]
    made = [
        element("alternateIdentifier", one.value, attribute("alternateIdentifierType", one.scheme)) for one in found
    ]
    return "".join([*made, element("alternateIdentifier", citing.url(record), ' alternateIdentifierType="URL"')])


def _related(record: Record) -> str:
    made = [_link(issn, "ISSN", "IsPartOf") for issn in dict.fromkeys([one.issn for one in record.series])]
    for entry in walk(record.contents):
        made += [_link(one.value, "DOI", "HasPart") for one in entry.identifiers if one.scheme == "doi"]
    for relation in record.relations:
        kind, where = _RELATIONS.get(relation.kind), target(relation)
        if kind and where and (found := web(where)):
            doi = found.partition("doi.org/")[2]
            made.append(_link(doi or found, "DOI" if doi else "URL", kind))
    return "".join(made)


def _link(value: str | None, kind: str, relation: str) -> str:
    return element(
        "relatedIdentifier", value, attribute("relatedIdentifierType", kind) + attribute("relationType", relation)
    )


def _descriptions(record: Record) -> str:
    made = [
        element("description", one.text, ' descriptionType="Abstract"' + language(one.lang)) for one in record.abstract
    ]
    made.append(
        element("description", contents(record), ' descriptionType="TableOfContents"') if record.contents else ""
    )
    made += [element("description", series(one), ' descriptionType="SeriesInformation"') for one in record.series]
    return "".join(made)


def _items(held: Held) -> str:
    """What the work appeared in: its host, its journal or its series, with its place there."""
    record, host = held.record, citing.host_of(held)
    if host is not None and (title := headed(host.title)):
        general = TYPES.get(host.type or "", "Book")
        doi = citing.first(host, "doi")
        name = element("relatedItemIdentifier", doi, ' relatedItemIdentifierType="DOI"')
        inner = name + wrapped("titles", element("title", title)) + _place(record, None)
        return wrapped("relatedItem", inner, f'{attribute("relatedItemType", general)} relationType="IsPublishedIn"')
    return "".join([_series(record, one) for one in record.series[:1] if one.title])


def _series(record: Record, one: Series) -> str:
    general = "Journal" if record.type == "article" else "Collection"
    inner = wrapped("titles", element("title", one.title)) + _place(record, one)
    return (
        wrapped("relatedItem", inner, f' relatedItemType="{general}" relationType="IsPublishedIn"')
        if "<titles>" in inner
        else ""
    )


def _place(record: Record, one: Series | None) -> str:
    made = (element("volume", one.volume) + element("issue", one.issue)) if one else ""
    made += (
        element("number", one.number, ' numberType="Report"' if record.type == "report" else ' numberType="Other"')
        if one
        else ""
    )
    if record.pages:
        made += element("firstPage", record.pages[0].first) + element("lastPage", record.pages[-1].last)
    return made
