"""One row of a title list to a record: names as lists print them, identifiers, dates; files are the format's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from schemas.addresses import source_of
from schemas.identifiers import doi, jstor, kept
from schemas.readers.texts import is_placeholder, line
from schemas.record import Contributor, Date, Identifier, Link, Publisher, Record, Relation, Series
from schemas.values.dates import parse_date
from schemas.values.names import looks_corporate, parse_name
from schemas.values.text import fold, same_title, split_title

COLUMNS = (
    "publication_title", "print_identifier", "online_identifier", "date_first_issue_online", "num_first_vol_online",
    "num_first_issue_online", "date_last_issue_online", "num_last_vol_online", "num_last_issue_online", "title_url",
    "first_author", "title_id", "embargo_info", "coverage_depth", "notes", "publisher_name", "publication_type",
    "date_monograph_published_print", "date_monograph_published_online", "monograph_volume", "monograph_edition",
    "first_editor", "parent_publication_title_id", "preceding_publication_title_id", "access_type",
)  # fmt: skip
"""The 25 columns of NISO RP-9-2014, in their order."""
_SPELT = {"preceding_publiation_title_id": "preceding_publication_title_id", "publisher": "publisher_name", "title": "publication_title",
          "url": "title_url", "author": "first_author", "coverage_notes": "notes", "print_isbn": "print_identifier", "eisbn": "online_identifier",
          "online_isbn": "online_identifier", "publication_year": "date_monograph_published_print", "doi": "title_id",
          "online_identifier.issn": "online_identifier", "oclc": "oclc_number", "oclcnumber": "oclc_number", "publication_date": "date_monograph_published_print"}  # fmt: skip
"""Names of columns as files misspell them or lists before KBART had them."""
_FURTHER = frozenset({"oclc_number", "monograph_parent_collection_title"})
"""Columns behind the 25 that say something of the work."""
_SUFFIX = re.compile(r"\s*<suffix>\s*(.*?)\s*</suffix>", re.I)
_TAGS = re.compile(r"</?(?:given|family|surname|prefix|suffix|name|string-name)[^<>]*>", re.I)
_PARTICLES = frozenset("af al da das de del della den der di dos du el la le van von y zu zur ter ten".split())
_WORD = re.compile(r"[^\W\d_]+")


def columns_of(header: list[str]) -> dict[str, int]:
    """Return where each known column stands; the first of two of one name counts."""
    found: dict[str, int] = {}
    for at, cell in enumerate(header):
        name = cell.strip().strip('"').lower().replace(" ", "_")
        known = name if name in COLUMNS or name in _FURTHER else _SPELT.get(name)
        if known:
            found.setdefault(known, at)
    return found


def source_of_list(urls: Iterable[str]) -> str | None:
    """Return the source that a list is, by the host that most of its titles are on: `jstor-kbart`; None where DOIs lead to them."""
    hosts = Counter(source_of(url.strip()) for url in urls if url.strip().startswith("http"))
    most = max(hosts, key=lambda host: hosts[host], default=None)
    return f"{most}-kbart" if most and most not in ("doi.org", "dx.doi.org", "hdl.handle.net") else None


def record_and_key(row: Mapping[str, str]) -> tuple[Record, str | None]:
    """Return the record of a row, and the key by which its list knows it."""
    url = row.get("title_url", "")
    stable = _stable(row)
    publisher = line(row.get("publisher_name", ""))
    kind = _type(row, stable)
    identifiers = _identifiers(row, stable)
    record = Record(
        contributors=_contributors(row, publisher), dates=_dates(row), edition=_edition(row), identifiers=identifiers,
        links=(Link(rel="landing", url=url),) if url.startswith("http") else (),
        publisher=Publisher(name=publisher) if publisher else None, relations=_relations(row), series=_volume(row),
        title=split_title(line(row["publication_title"]) or row["publication_title"]), type=kind,
        type_as_printed=line(row.get("publication_type", "")),
    )  # fmt: skip
    return record, stable or _key(row, identifiers)


def _stable(row: Mapping[str, str]) -> str | None:
    """JSTOR's stable id: its lists write it as a DOI, which need not be registered."""
    url, name = row.get("title_url", ""), row.get("title_id", "")
    if "jstor.org" in url:
        return jstor(url)
    return jstor(name) if name.startswith("10.2307/") else None


def _key(row: Mapping[str, str], identifiers: tuple[Identifier, ...]) -> str | None:
    named = row.get("title_id") or row.get("title_url")
    return named or next((one.value for one in identifiers if not one.scheme.endswith("-invalid")), None)


def _type(row: Mapping[str, str], stable: str | None) -> str | None:
    kind = row.get("publication_type", "").lower()
    if (stable or "").startswith("resrep"):
        return "report"
    if kind.startswith("serial") or kind == "journal":
        return "journal"
    return "book" if kind.startswith(("mono", "book")) else None


def _identifiers(row: Mapping[str, str], stable: str | None) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    name = row.get("title_id", "")
    if stable:
        found.append(Identifier(scheme="jstor", value=stable))
    url = row.get("title_url", "")
    for said in (name, url if "doi.org/" in url[:20] else ""):
        if said and (value := doi(said)) and not value.startswith("10.2307/"):
            found.append(Identifier(scheme="doi", value=value))
    for column, of in (("print_identifier", "print"), ("online_identifier", "online")):
        text = row.get(column, "").replace("uri://", "")
        digits = sum(c.isdigit() or c in "xX" for c in text)
        if digits in (7, 8, 10, 13) and (one := kept("issn" if digits < 9 else "isbn", text, of=of)):
            found.append(one)
    oclc = row.get("oclc_number", "").strip().removeprefix("(OCoLC)").lstrip("ocmn")
    if oclc.isdecimal() and oclc.isascii() and oclc.strip("0"):
        found.append(Identifier(scheme="oclc", value=oclc))
    return tuple(dict.fromkeys(found))


def _contributors(row: Mapping[str, str], publisher: str | None) -> tuple[Contributor, ...]:
    found = []
    for column, role in (("first_author", "aut"), ("first_editor", "edt")):
        printed = row.get(column, "")
        if printed and not is_placeholder(printed):
            found.append(agent(printed, role, publisher))
    return tuple(found)


def agent(printed: str, role: str, publisher: str | None) -> Contributor:
    """Return the one author or editor that a row names; a body that is also the publisher has issued the work."""
    suffix = next((m[1] for m in [_SUFFIX.search(printed)] if m), None)
    bare = line(_TAGS.sub("", _SUFFIX.sub("", printed))) or printed
    if publisher and same_title(bare, publisher):
        return Contributor(
            as_printed=bare if bare != publisher else None, kind="organisation", name=publisher, role="isb"
        )
    shown = recased(bare)
    one = parse_name(f"{shown} {suffix}" if suffix else shown, role)
    if " " not in shown and one.kind is None and shown[1:].islower() and not looks_corporate(shown):
        one = msgspec.structs.replace(one, family=shown, kind="person")  # RP-9: the last name of the first author
    return msgspec.structs.replace(one, as_printed=printed) if printed != one.name else one


def recased(name: str) -> str:
    """Return a name that is in capitals throughout as names are written; one word may be an acronym and stays."""
    if not name.isupper() or " " not in name.strip() or looks_corporate(name):
        return name
    words = [m[0] for m in _WORD.finditer(name)]
    if all(len(word) < 4 for word in words):
        return name
    return _WORD.sub(lambda m: _word(m[0], m.start() == 0), name)


def _word(word: str, first: bool) -> str:
    low = word.lower()
    if low in _PARTICLES and not first:
        return low
    if low.startswith("mc") and len(low) > 4:
        return "Mc" + low[2:].capitalize()
    if len(word) < 4 and not any(c in "AEIOUYÄÖÜ" for c in word):
        return word  # initials: "JM"
    return low.capitalize()


def _dates(row: Mapping[str, str]) -> tuple[Date, ...]:
    found = []
    for column, kind in (
        ("date_monograph_published_print", "published"),
        ("date_monograph_published_online", "online"),
    ):
        if printed := row.get(column, ""):
            date = parse_date(printed, kind)
            if date.edtf or date.as_printed:
                found.append(date)
    return tuple(found)


def _edition(row: Mapping[str, str]) -> str | None:
    text = line(row.get("monograph_edition", ""))
    return text if text and text != "0" else None


def _volume(row: Mapping[str, str]) -> tuple[Series, ...]:
    volume, title = line(row.get("monograph_volume", "")), line(row.get("monograph_parent_collection_title", ""))
    if not volume or volume == "0":
        return (Series(title=title),) if title else ()
    return (Series(number=volume, title=title),)


def _relations(row: Mapping[str, str]) -> tuple[Relation, ...]:
    found = []
    for column, kind in (("parent_publication_title_id", "isPartOf"), ("preceding_publication_title_id", "replaces")):
        if (text := line(row.get(column, ""))) and fold(text) != "0":
            found.append(Relation(kind=kind, to=doi(text) or text))
    return tuple(found)
