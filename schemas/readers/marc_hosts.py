"""Other works that a MARC record names: series (490, 440, 8XX), the host of a part (773), other forms (776), neighbours (76X-78X)."""

from __future__ import annotations

import re
from typing import Any

from schemas.identifiers import doi, isbn, issn
from schemas.readers.host_statement import host_of
from schemas.readers.marc_fields import Field, Marc
from schemas.readers.punctuation import joined, supplied, tidy
from schemas.record import Date, Pages, Publisher, Relation, Series
from schemas.values.dates import parse_date
from schemas.values.pages import parse_pages
from schemas.values.text import fold

_NUMBER = re.compile(r"^(?:no|nr|n°|nº|vol|number|volume|bd|band|issue|heft|v|t|tome|tom)(?:\.\s*|\s+)(?=\S*\d)", re.I)
_SECOND = re.compile(r"[,;]\s*[^\W\d_]+\.?\s*\d")
_QUALIFIER = re.compile(r"\s*\([^()]*\)$")
_PAGED = re.compile(r"(?:\bpp?\.?|\bpages?|\bs\.|\bseiten?|\bстр\.|\bs)\s*([\divxlc][\w ,–-]*)", re.I)
_FIRST = re.compile(r"(?P<volume>[^:<]*)(?::(?P<issue>[^<]*))?<(?P<first>\w+)")
_KINDS = {
    "765": "isVersionOf", "767": "hasVersion", "770": "hasPart", "772": "isPartOf", "775": "hasVersion", "776": "hasFormat", "777": "relation",
    "780": "replaces", "785": "isReplacedBy", "786": "source", "787": "relation",
}  # fmt: skip

_CODED = re.compile(r"(volume|number|pages|year|month|day):\s*(\S.*)")
_IMPRINT = re.compile(r"(?P<place>[^:]+?) : (?P<name>[^:]+?)(?:, [\[©c]?\d{4}.*)?")
_DATED = re.compile(r"\(([^()]*\d{4}[^()]*)\)")

_SAID = {"version of": "isVersionOf", "other form of": "isFormatOf"}
"""The relationship in words ($i), where it says more than the tag."""


def add_hosts(marc: Marc, made: dict[str, Any]) -> None:
    """Put series, hosts and relations into the record that is being made."""
    series = _series(marc)
    relations: list[Relation] = []
    coded = _coded(marc)
    for field in marc.fields("773"):
        host, relation, pages = _host(field, made.get("type"))
        if host and coded:
            host = Series(
                issn=host.issn,
                issue=coded.get("number") or host.issue,
                title=host.title,
                volume=coded.get("volume") or host.volume,
            )
        if host:
            series.append(host)
        if relation:
            relations.append(relation)
        if pages:
            made.setdefault("pages", pages)
        series += [one for text in field.all("k") if (one := _series_of_host(text))]
        _add_imprint(field, coded, made)
    if "pages" in coded and "pages" not in made and (pages := parse_pages(coded["pages"])):
        made["pages"] = pages
    for tag, kind in _KINDS.items():
        for field in marc.fields(tag):
            relations += _related(field, kind)
    for field in marc.fields("700", "710", "711", "730", "740"):
        if field.ind2 == "2" and (title := tidy(field.get("t" if field.has("t") else "a"))):
            relations.append(Relation(kind="hasPart", title=title))
    if series:
        made["series"] = tuple(dict.fromkeys(series))
    titles = {entry.title for entry in made.get("contents", ())}
    kept = [one for one in dict.fromkeys(relations) if one.kind != "hasPart" or one.title not in titles]
    if kept:
        made["relations"] = tuple(kept)


def _coded(marc: Marc) -> dict[str, str]:
    """Where in its host a part stands as K10plus repeats it for programs: `volume:12`, `number:3`, `pages:11-35`."""
    told = (_CODED.fullmatch(text) for field in marc.fields("773") for text in field.all("g"))
    return {found[1]: found[2].strip() for found in told if found}


def _add_imprint(field: Field, coded: dict[str, str], made: dict[str, Any]) -> None:
    """What the part leaves to its host: publisher and place of a book ($d), the month of an issue ($g)."""
    if (
        made.get("type") == "chapter"
        and "publisher" not in made
        and (found := _IMPRINT.fullmatch(tidy(field.get("d")) or ""))
    ):
        place, name = supplied(found["place"]), supplied(found["name"])
        if place or name:
            made["publisher"] = Publisher(name=name, place=place)
    dates: tuple[Date, ...] = made.get("dates", ())
    issued = next((one for one in dates if one.kind == "issued" and len(one.edtf or "") == 4), None)
    stated = [found[1] for text in field.all("g") for found in _DATED.finditer(text)]
    stated += (
        ["-".join(coded[name].zfill(2) for name in ("year", "month", "day") if name in coded)]
        if "month" in coded and "year" in coded
        else []
    )
    for said in stated:
        date = parse_date(said)
        if issued and date.edtf and date.edtf.startswith(f"{issued.edtf}-"):
            made["dates"] = tuple(date if one is issued else one for one in dates)
            return


def _series(marc: Marc) -> list[Series]:
    """The series as transcribed (490), completed by its established form (8XX), which stands alone where there is no other."""
    transcribed = [one for field in marc.fields("490", "440") for one in _transcribed(field)]
    traced = [one for field in marc.fields("800", "810", "811", "830") if (one := _traced(field))]
    found: list[Series] = []
    for number, one in enumerate(transcribed):
        same = _match(one, traced, number if len(traced) == len(transcribed) else None)
        if same:
            traced.remove(same)
        found.append(
            Series(
                issn=one.issn or (same.issn if same else None),
                number=one.number or (same.number if same else None),
                title=one.title,
            )
        )
    return found + traced


def _match(one: Series, traced: list[Series], number: int | None) -> Series | None:
    name = fold(one.title or "")
    for other in traced:
        known = fold(_QUALIFIER.sub("", other.title or ""))
        if known == name or (one.number and other.number == one.number) or (known and (known in name or name in known)):
            return other
    return traced[0] if number is not None and len(traced) == 1 else None


def _transcribed(field: Field) -> list[Series]:
    """Several series may share a field, each $a with the $v and $x behind it."""
    found: list[dict[str, str | None]] = []
    for code, printed in field.subfields:
        text = tidy(printed.partition(" = ")[0] if code == "a" else printed)
        if code == "a" and text:
            found.append({"title": text.partition(" / ")[0]})
        elif code in "np" and found and text:
            found[-1]["title"] = f"{found[-1]['title']}. {text}"
        elif code == "v" and found and text:
            found[-1]["number"] = _bare(text)
        elif code == "x" and found and text:
            found[-1].setdefault("issn", issn(text.strip(" ;,")))
    return [Series(**one) for one in found]


def _traced(field: Field) -> Series | None:
    title = joined(field.all("tnp" if field.has("t") else "anp"))
    value = field.get("x")
    number = tidy(field.get("v"))
    return (
        Series(issn=issn(value) if value else None, number=_bare(number) if number else None, title=title)
        if title
        else None
    )


def _bare(number: str) -> str:
    """The number without the word before it, which stays where a second one follows ("t. 3, no 2")."""
    bare = _NUMBER.sub("", number, count=1)
    return number if _SECOND.search(bare) else bare


def _host(field: Field, kind: str | None) -> tuple[Series | None, Relation | None, tuple[Pages, ...]]:
    """A part's host: a journal is told as series with its numbers, every host as relation."""
    title = tidy(field.get("t")) or field.get("p")  # an abbreviated title ends in the full stop of its last word
    number = next((value for text in field.all("x") if (value := issn(text))), None)
    names = [value for text in field.all("o") if (value := doi(text))]
    books = [value for text in field.all("z") if (value := isbn(text.partition("(")[0].strip()))]
    to = names[0] if names else f"urn:isbn:{books[0]}" if books else f"urn:issn:{number}" if number else None
    relation = Relation(kind="isPartOf", title=title, to=to) if title or to else None
    place, pages = _place(field)
    if field.get("v"):  # INSPIRE: volume, issue and pages in subfields of their own
        place = Series(issue=field.get("n"), volume=tidy(field.get("v")))
    if not pages and (text := field.get("c")) and field.get("v"):
        pages = parse_pages(text)
    serial = number or kind == "article" or (place.volume and not books)
    host = (
        Series(issn=number, issue=place.issue, number=place.number, title=title, volume=place.volume)
        if serial and title
        else None
    )
    return host, relation, pages


def _series_of_host(text: str) -> Series | None:
    """The series that the host is in (773 $k): its title, behind a semicolon its number."""
    title, _, number = text.partition(" ; ")
    return Series(number=tidy(number), title=name) if (name := tidy(title)) else None


def _place(field: Field) -> tuple[Series, tuple[Pages, ...]]:
    """Where in the host: $g in words ("Vol. 96, no. 4 (May 2000), p. 23-24"), else $q coded ("96:4<23")."""
    for text in field.all("g"):
        said = _PAGED.search(text)
        pages = parse_pages(said[1].strip(" .,")) if said else ()
        head = text[: said.start()] if said else text
        found = host_of(f"x; {head.strip(' ,.')}").series
        place = Series(issue=found.issue, number=found.number, volume=found.volume) if found else Series()
        if pages or place != Series():
            return place, pages
    coded = _FIRST.fullmatch(field.get("q") or "")
    if coded:
        place = Series(
            volume=coded["volume"].strip() or None, issue=(coded["issue"] or "").replace(":", " ").strip() or None
        )
        return place, parse_pages(coded["first"])
    return Series(), ()


def _related(field: Field, kind: str) -> list[Relation]:
    kind = _SAID.get(fold(field.get("i") or ""), kind)
    title = tidy(field.get("t")) or tidy(field.get("s"))
    names = [value for text in field.all("o") if (value := doi(text))]
    names += [f"urn:isbn:{value}" for text in field.all("z") if (value := isbn(text.partition("(")[0].strip()))]
    names += [f"urn:issn:{value}" for text in field.all("x") if (value := issn(text))]
    if not names:
        return [Relation(kind=kind, title=title)] if title else []
    return [Relation(kind=kind, title=title, to=to) for to in dict.fromkeys(names)]
