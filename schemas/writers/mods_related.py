"""Related items of a MODS record: the host of a part, series, constituents, other relations; and the part's place in its host."""

from __future__ import annotations

from schemas.crosswalk import citing
from schemas.crosswalk.uris import web
from schemas.crosswalk.wording import HOSTED, ranges
from schemas.envelope import Held
from schemas.record import ContentsEntry, Pages, Record, Relation, Series, Title
from schemas.values.text import split_title
from schemas.writers.mods_elements import agent, attribute, element, identifier, title_info, wrapped

_TYPES = {
    "isPartOf": "host", "hasPart": "constituent", "hasVersion": "otherVersion", "isVersionOf": "original", "hasFormat": "otherFormat",
    "isFormatOf": "otherFormat", "isReferencedBy": "isReferencedBy", "references": "references", "replaces": "preceding",
    "isReplacedBy": "succeeding",
}  # fmt: skip


def related(held: Held) -> str:
    """Return all related items of a record."""
    record = held.record
    hosted = record.type in HOSTED
    found = _host(held) if hosted else ""
    journal = citing.journal(record)
    found += "".join([_series(one) for one in record.series if one is not journal])
    word = "paper" if record.type == "proceedings" else "chapter"
    found += "".join([_constituent(one, record.languages, word) for one in record.contents])
    return found + "".join([_relation(one) for one in record.relations if not (hosted and one.kind == "isPartOf")])


def place(record: Record) -> str:
    """Return the pages of a record that is no part of a known kind of host."""
    return wrapped("part", _extent(record.pages)) if record.type not in HOSTED else ""


def _host(held: Held) -> str:
    """The whole of a chapter, with its people and numbers; the journal of an article."""
    record, journal = held.record, citing.journal(held.record)
    host = citing.host_of(held)
    paper = citing.type_of(held) == "paper"
    inner = ""
    if journal is not None:
        inner += title_info(Title(main=journal.title), record.languages) + _issn(journal.issn)
    elif host is not None:
        inner += title_info(host.title, host.languages)
        inner += "".join([agent(one) for one in host.contributors if one.role in _OF_HOST])
        inner += _PROCEEDINGS if paper else ""
        inner += "".join([identifier(one) for one in citing.identified(host)])
    where = ""
    if journal is not None:
        where = _details(("volume", journal.volume), ("issue", journal.issue), ("number", journal.number))
    where += _details(("paper" if paper else "chapter", held.label)) + _extent(record.pages)
    return wrapped("relatedItem", inner + wrapped("part", where), ' type="host"')


_PROCEEDINGS = element("genre", "conference publication", attribute("authority", "marcgt"))
_OF_HOST = frozenset({"aut", "cre", "edt", "edc"})


def _details(*pairs: tuple[str, str | None]) -> str:
    return "".join([wrapped("detail", element("number", value), f' type="{kind}"') for kind, value in pairs])


def _extent(pages: tuple[Pages, ...]) -> str:
    if len(pages) > 1:
        return wrapped("extent", element("list", ranges(pages)), ' unit="pages"')
    return "".join(
        [wrapped("extent", element("start", one.first) + element("end", one.last), ' unit="pages"') for one in pages]
    )


def _issn(value: str | None) -> str:
    return element("identifier", value, ' type="issn"')


def _series(one: Series) -> str:
    """A number alone stands with the title, as catalogues have it; volume and issue are told apart in the part."""
    apart = one.volume or one.issue or not one.title
    inner = title_info(Title(main=one.title), (), number=None if apart else one.number) if one.title else ""
    if apart:
        inner += wrapped("part", _details(("volume", one.volume), ("issue", one.issue), ("number", one.number)))
    return wrapped("relatedItem", inner + _issn(one.issn), ' type="series"')


def _constituent(entry: ContentsEntry, languages: tuple[str, ...], word: str) -> str:
    """An entry and those below it; one without title has its place and its pages."""
    inner = title_info(split_title(entry.title), languages) if entry.title else ""
    inner += "".join([agent(one) for one in entry.contributors])
    inner += "".join([identifier(one) for one in entry.identifiers])
    inner += wrapped("part", _details((word, entry.label)) + _extent(entry.pages))
    inner += wrapped("location", element("url", web(entry.url)) if entry.url else "")
    inner += "".join([_constituent(one, languages, word) for one in entry.entries])
    return wrapped("relatedItem", inner, ' type="constituent"')


def _relation(one: Relation) -> str:
    kind = f' type="{_TYPES[one.kind]}"' if one.kind in _TYPES else attribute("otherType", one.kind)
    inner = wrapped("titleInfo", element("title", one.title))
    if one.to:
        address = web(one.to)
        inner += wrapped("location", element("url", address)) if address else element("identifier", one.to)
    return wrapped("relatedItem", inner, kind)
