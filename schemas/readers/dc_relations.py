"""What a Dublin Core payload names: the work itself (identifiers, links, citations), its hosts and series, other works."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from schemas.identifiers import kept
from schemas.readers.addresses import LONGEST, link, named
from schemas.readers.dc_fields import RELATIONS, Fields
from schemas.readers.host_statement import Host, host_of, numbered, report_of
from schemas.readers.series_once import joined
from schemas.readers.texts import is_placeholder, line
from schemas.record import Identifier, Link, Relation, Series
from schemas.values.text import clean, fold

_MEDIA = re.compile(r"[a-z]+/[\w.+-]+", re.I)
_PART_OF = re.compile(r"is ?part ?of\s*:\s+", re.I)
_SERIES = re.compile(r"Series:\s*(?P<title>.+?)(?:[;,]?\s+(?:No|Nr|Vol)\.?\s*(?P<number>[\w/.-]*\d[\w/.-]*))?")
_RUNNING = frozenset({"journal", "series"})
_HOSTED = frozenset({"article", "chapter"})
LONGEST_PLACE = 60
"""Characters of volume, year and pages behind a title."""
LONGEST_CITATION = 600
"""Characters; databases do not look up longer strings."""


def add_relations(fields: Fields, made: dict[str, Any]) -> None:
    """Sort what names works into the fields of the record that is being made."""
    names = _Names(made)
    for text, child in fields.get("identifier", ()):
        names.own(text, child)
    for scheme in ("doi", "isbn", "issn"):
        if scheme in fields:
            for text, _ in fields[scheme]:
                names.numbered(scheme, text)
    if "citation" in fields:
        names.citations += [value for text, _ in fields["citation"] if (value := clean(text))]
    if "source" in fields:
        for text, _ in fields["source"]:
            names.source(text.strip())
    if "host" in fields:
        for text, _ in fields["host"]:
            names.host(text.strip())
    for key in RELATIONS:
        if key in fields:
            for text, _ in fields[key]:
                names.related(text.strip(), key[9:] or "relation")
    for text, _ in fields.get("format", ()):
        names.format(text.strip())
    if "volume" in fields or "issue" in fields:
        names.numbers({key: fields[key][0][0] for key in ("volume", "issue") if key in fields})
    names.finish()


class _Names:
    """The names of works that one payload gives, sorted as they come."""

    def __init__(self, made: dict[str, Any]) -> None:
        self.made = made
        self.identifiers: list[Identifier] = []
        self.links: dict[str, Link] = {}
        self.series: list[Series] = []
        self.relations: list[Relation] = []
        self.citations: list[str] = []
        self.media: list[str] = []

    def own(self, printed: str, child: Any) -> None:
        """A `dc:identifier`: of the work itself, by the guidelines."""
        text = printed.strip()
        found = named(text)
        if found.identifier:
            self.identifiers.append(found.identifier)
        if found.link:
            said = child.get("linktype")
            rel = {"fulltext": "fulltext", "thumbnail": "cover"}.get(said) if said else None
            self.links.setdefault(found.link.url, link(found.link.url, rel) if rel else found.link)
        if found.identifier or found.link or not (value := line(text)) or is_placeholder(value):
            return
        if len(value) <= LONGEST and value.count(" ") < 4:
            self.identifiers.append(Identifier(scheme="local", value=value))
        else:
            self.citations.append(value)

    def numbered(self, scheme: str, printed: str) -> None:
        """A number under the name of its scheme; the ISSN of a part is that of its host."""
        one = kept(scheme, printed.strip()) or named(printed).identifier
        if one and scheme == "issn" and self.made.get("type") in _HOSTED:
            self.issn(one.value)
        elif one:
            self.identifiers.append(one)

    def source(self, text: str) -> None:
        """A `dc:source`: the journal or book that an article stands in, its ISSN, or what the work was made from."""
        found = named(text)
        if found.identifier and found.identifier.scheme == "issn":
            self.issn(found.identifier.value)
        elif found.link:
            url = found.link.url
            self.links.setdefault(url, link(url, None if found.link.rel == "fulltext" else "related"))
        elif found.identifier and found.identifier.scheme in ("doi", "isbn", "handle"):
            self.relations.append(Relation(kind="source", to=address(found.identifier)))
        elif (value := line(text)) and value.count(";") == 1 and value.rpartition(";")[2].strip().isdigit():
            self.host(value)  # one number behind a title counts the series; pages stand behind volume or issue
        elif text.startswith("[") and (report := report_of(text)):
            if report.number and self.made.get("type") in ("report", None):
                self.identifiers.append(Identifier(scheme="report-number", value=report.number))
            if report.pages:
                self.made.setdefault("page_count", report.pages)
        elif value := line(text):
            host = host_of(value.partition(" ⟨")[0].rstrip(" ."))  # HAL's citations end in the DOI
            if host.series and self._is_parallel(host):
                return
            if host.series and self.made.get("type") == "chapter":
                self.relations.append(Relation(kind="isPartOf", title=host.series.title))
            elif host.series:
                self.series.append(host.series)
            elif not is_placeholder(value):
                self.relations.append(Relation(kind="source", title=value))
            if host.pages:
                self.made.setdefault("pages", host.pages)

    def _is_parallel(self, host: Host) -> bool:
        """The same place under the title that the journal has in another language (OJS)."""
        new = host.series
        if new is None or not (new.volume or new.issue) or host.pages != self.made.get("pages", 0):
            return False
        return any((one.volume, one.issue) == (new.volume, new.issue) for one in self.series)

    def host(self, text: str) -> None:
        """An `isPartOf`: a series with its number, an ISSN, or the address of a host."""
        found = named(text)
        if found.identifier and found.identifier.scheme == "issn":
            self.issn(found.identifier.value)
        elif found.identifier and found.identifier.scheme == "issn-invalid":
            self.identifiers.append(found.identifier)
        elif found.identifier or found.link or text.startswith(("urn:", "info:", "http")):
            self.related(text, "isPartOf")
        elif value := line(text):
            self.series.append(numbered(value) or Series(title=value))

    def related(self, text: str, kind: str) -> None:
        """A relation to another work; OpenAIRE puts further identifiers of the work itself here too."""
        if kind == "relation" and (told := _PART_OF.match(text)):
            self.host(text[told.end() :])
            return
        if kind == "relation" and (told := _SERIES.fullmatch(text)):  # EconStor: "Series: Working Paper No. 12"
            self.series.append(Series(number=told["number"], title=line(told["title"])))
            return
        if ";" in text and kind == "relation" and "://" not in text and (series := _series(text)):
            self.series.append(series)
            return
        if text.startswith("info:eu-repo/semantics/altIdentifier/"):
            one = named(text).identifier
            if one and one.scheme == "issn" and self.made.get("type") not in _RUNNING:
                self.issn(one.value)
            elif one:
                self.identifiers.append(one)
            return
        found = named(text)
        one = found.identifier
        if one and one.scheme == "issn" and kind == "relation":
            self.issn(one.value)
        elif one and one.scheme not in ("report-number", "local"):
            self.relations.append(Relation(kind=kind, to=found.link.url if found.link else address(one)))
        elif found.link or text.startswith(("http", "info:", "urn:")):
            self.relations.append(Relation(kind=kind, to=found.link.url if found.link else text))
        elif (value := line(text)) and not is_placeholder(value):
            self.relations.append(Relation(kind=kind, title=value))

    def format(self, text: str) -> None:
        """A media type, alone or with the address of the file."""
        if "/" not in text:
            return
        if " " not in text:
            self.media += _media_type(text)
            return
        media, _, rest = text.partition(" ")
        url = rest.strip().replace(" ", "%20")
        if url.startswith("http"):
            rel = "cover" if media.startswith("image/") else "fulltext"
            self.links.setdefault(url, link(url, rel, media.lower()))

    def issn(self, value: str) -> None:
        """An ISSN of the series or journal; a second one is of another form of it."""
        for at, one in enumerate(self.series):
            if one.issn is None:
                self.series[at] = Series(
                    issn=value, issue=one.issue, number=one.number, title=one.title, volume=one.volume
                )
                return
            if one.issn == value:
                return
        if self.series and self.series[0].issn:
            self.identifiers.append(Identifier(of="series", scheme="issn", value=value))
        else:
            self.series.append(Series(issn=value))

    def numbers(self, said: dict[str, str]) -> None:
        """Volume and issue in elements of their own."""
        volume, issue = (clean(said.get(key)) for key in ("volume", "issue"))
        first = self.series[0] if self.series else Series()
        if not (first.volume or first.issue or first.number):
            self.series[:1] = [Series(issn=first.issn, issue=issue, title=first.title, volume=volume)]

    def finish(self) -> None:
        """Put what was found into the record."""
        made, identifiers = self.made, self.identifiers
        if self.series and (self.series[0].volume or self.series[0].issue) and made.get("type") not in _RUNNING:
            self._number_of_journal()
        if self.citations:
            self._cite()
        if identifiers:
            once = {(one.scheme, one.value): one for one in reversed(identifiers)} if len(identifiers) > 1 else {}
            made["identifiers"] = tuple(reversed(once.values())) if once else tuple(identifiers)
        if self.links:
            links = self.links.values()
            made["links"] = tuple([_typed(one, self.media) for one in links] if len(self.media) == 1 else links)
        if self.series:
            made["series"] = joined(self.series) if len(self.series) > 1 else tuple(self.series)
        if self.relations:
            titles = {entry.title for entry in made.get("contents", ())}
            said = (one for one in self.relations if one.to or one.kind != "hasPart" or one.title not in titles)
            made["relations"] = tuple(dict.fromkeys(said))

    def _number_of_journal(self) -> None:
        """The ISSN of what has a volume or an issue is that of the journal which counts them."""
        own = [one for one in self.identifiers if one.scheme == "issn"]
        if len(own) == 1 and self.series[0].issn in (None, own[0].value):
            self.identifiers.remove(own[0])
            self.issn(own[0].value)

    def _cite(self) -> None:
        """A citation of the work holds its title; of several the others are works that it cites."""
        title = self.made.get("title")
        own = fold(title.main)[:40] if title and title.main else ""
        for value in dict.fromkeys(self.citations):
            if not any(map(str.isalpha, value)):  # numbers alone, told in elements of their own
                continue
            if value and not (own and own in fold(value)) and self._is_place(value):
                continue
            if value and len(value) <= LONGEST_CITATION and (len(self.citations) == 1 or (own and own in fold(value))):
                self.identifiers.append(Identifier(scheme="citation", value=value))
            elif value and len(value) <= LONGEST_CITATION:
                self.relations.append(Relation(kind="relation", title=value))

    def _is_place(self, value: str) -> bool:
        """A statement that begins with a series or host that is known says where in it the work stands, and is not its citation."""
        known = [
            title for title in (*(one.title for one in self.series), *(one.title for one in self.relations)) if title
        ]
        host = next((title for title in known if value.startswith(title)), None)
        if host is None or len(value) > len(host) + LONGEST_PLACE:
            return False
        found = host_of(value)
        if found.pages:
            self.made.setdefault("pages", found.pages)
        place = found.series
        if (
            place
            and self.series
            and self.series[0].title == host
            and not any((self.series[0].number, self.series[0].volume))
        ):
            first = self.series[0]
            self.series[0] = Series(
                issn=first.issn, issue=place.issue, number=place.number, title=host, volume=place.volume
            )
        return True


@lru_cache(maxsize=1024)  # a repository has few series, and fewer types of files
def _series(text: str) -> Series | None:
    return numbered(line(text) or "")


@lru_cache(maxsize=256)
def _media_type(text: str) -> tuple[str, ...]:
    return (text.lower(),) if _MEDIA.fullmatch(text) else ()


def address(one: Identifier) -> str:
    """Return an identifier as a relation names a work: a DOI bare, others with their scheme."""
    if one.scheme in ("isbn", "issn"):
        return f"urn:{one.scheme}:{one.value}"
    if one.scheme in ("doi", "urn", "oai"):
        return one.value
    return f"{'hdl' if one.scheme == 'handle' else one.scheme}:{one.value}"


def _typed(one: Link, media: list[str]) -> Link:
    """A full text has the media type that the record names, where it names one and the address does not say."""
    if one.rel != "fulltext" or one.media_type:
        return one
    return Link(media_type=media[0], rel=one.rel, url=one.url)
