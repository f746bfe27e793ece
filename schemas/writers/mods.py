"""A record as an element of MODS 3.8, as the crosswalks of the Library of Congress put it; related items are in mods_related."""

from __future__ import annotations

from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited, w3cdtf
from schemas.crosswalk.uris import is_uri, web
from schemas.crosswalk.wording import contents
from schemas.envelope import Held
from schemas.record import Record
from schemas.values.languages import marc_language
from schemas.values.pages import page_count
from schemas.writers.marc.notes import is_period
from schemas.writers.mods_elements import agent, attribute, element, identifier, text, title_info, wrapped
from schemas.writers.mods_related import place, related

_OPEN = (
    '<mods xmlns="http://www.loc.gov/mods/v3" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' version="3.8" xsi:schemaLocation="http://www.loc.gov/mods/v3 http://www.loc.gov/standards/mods/v3/mods-3-8.xsd">'
)
_GENRES = {
    "report": ("technical report", "marcgt"), "book": ("book", "marcgt"), "thesis": ("thesis", "marcgt"), "journal": ("periodical", "marcgt"),
    "paper": ("conference paper", "local"), "series": ("series", "marcgt"), "issue": ("issue", "marcgt"), "article": ("article", "marcgt"), "chapter": ("book chapter", "local"),
    "proceedings": ("conference publication", "marcgt"), "dataset": ("dataset", "local"), "post": ("blog post", "local"),
}  # fmt: skip
"""Terms of the MARC genre list where it has one."""
_DATES = {
    "issued": "dateIssued",
    "published": "dateIssued",
    "copyright": "copyrightDate",
    "created": "dateCreated",
    "modified": "dateModified",
}
_WITHOUT_ISSUANCE = frozenset({"chapter", "article", "other", "dataset", "post"})
_SERIAL = frozenset({"journal", "series"})
_ACCESS = {"landing": "object in context", "fulltext": "raw object", "cover": "preview"}


def mods(held: Held) -> str:
    """Return the record as one `mods` element with its namespaces."""
    record = held.record
    parts = [title_info(record.title, record.languages)]
    parts += [title_info(one, record.languages, ' type="alternative"') for one in record.alternative_titles]
    parts += [agent(one) for one in record.contributors]
    parts += [_type(held), _origin(record), *map(_language, record.languages), _description(record)]
    parts += [text("abstract", one.text, one.lang) for one in record.abstract]
    parts += [element("tableOfContents", contents(record)) if record.contents else ""]
    parts += [_subject(one.term, one.scheme, one.uri) for one in record.subjects]
    parts += [
        place(record),
        related(held),
        *map(identifier, record.identifiers),
        *_rights(record),
        *_locations(record),
        _about(held),
    ]
    return _OPEN + "\n".join(["", *[part for part in parts if part], ""]) + "</mods>\n"


def _type(held: Held) -> str:
    record = held.record
    genre, authority = _GENRES.get(citing.type_of(held), (None, None))
    printed = record.type_as_printed if record.type_as_printed != genre else None
    resource = element("typeOfResource", "dataset" if record.type == "dataset" else "text") if record.type else ""
    return resource + element("genre", genre, attribute("authority", authority)) + element("genre", printed)


def _origin(record: Record) -> str:
    place, name = (record.publisher.place, record.publisher.name) if record.publisher else (None, None)
    inner = wrapped("place", element("placeTerm", place, ' type="text"')) + element("publisher", name)
    key = cited(record.dates)
    for one in record.dates:
        kind = _DATES.get(one.kind, "dateOther")
        made = attribute("type", one.kind) if kind == "dateOther" else ""
        made += (' encoding="edtf"' if one.edtf else "") + (' keyDate="yes"' if one is key and one.edtf else "")
        inner += element(kind, one.edtf or one.as_printed, made)
    inner += element("edition", record.edition)
    if record.type and record.type not in _WITHOUT_ISSUANCE:
        inner += element("issuance", "serial" if record.type in _SERIAL else "monographic")
    return wrapped("originInfo", inner, ' eventType="publication"')


def _language(tag: str) -> str:
    """The code of libraries; the tag of the web too where it says more (a region), or where there is no code."""
    code = marc_language(tag)
    inner = element("languageTerm", code, ' type="code" authority="iso639-2b"')
    if not code or "-" in tag:
        inner += element("languageTerm", tag, ' type="code" authority="rfc5646"')
    return wrapped("language", inner)


def _description(record: Record) -> str:
    """The extent as printed where it says the number of pages too; the media types of its forms."""
    extent = element("extent", record.extent)
    if record.page_count and (not record.extent or page_count(record.extent) != record.page_count):
        extent = element("extent", str(record.page_count), ' unit="pages"')
    types = dict.fromkeys([one.media_type for one in record.links if one.media_type and one.rel != "cover"])
    return wrapped("physicalDescription", "".join([element("internetMediaType", one) for one in types]) + extent)


def _subject(term: str, scheme: str | None, uri: str | None) -> str:
    known = attribute("authority", scheme.lower()) if scheme else ""
    # A heading of a list has its subdivisions apart, as $x and $y of MARC become them; a free term is one.
    head, *rest = term.split(" -- ") if scheme else (term,)
    inner = element("topic", head) + "".join([element("temporal" if is_period(one) else "topic", one) for one in rest])
    return wrapped("subject", inner, known + (attribute("valueURI", uri) if uri and is_uri(uri) else ""))


def _rights(record: Record) -> list[str]:
    found = []
    for one in record.rights:
        link = attribute("xlink:href", one.uri) if one.uri and is_uri(one.uri) else ""
        found.append(element("accessCondition", one.statement or one.uri, f' type="use and reproduction"{link}'))
    return found


def _locations(record: Record) -> list[str]:
    found, first = [], True
    for one in record.links:
        access = attribute("access", _ACCESS.get(one.rel or ""))
        usage = ' usage="primary"' if first and one.rel == "landing" else ""
        if made := element("url", web(one.url), access + usage):
            found.append(wrapped("location", made))
            first = first and not usage
    return found


def _about(held: Held) -> str:
    envelope = held.envelope
    inner = element("recordContentSource", envelope.source)
    inner += element("recordChangeDate", w3cdtf(envelope.datestamp), ' encoding="w3cdtf"')
    return wrapped("recordInfo", inner + element("recordIdentifier", envelope.id, attribute("source", envelope.source)))
