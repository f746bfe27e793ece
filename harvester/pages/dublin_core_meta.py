"""Dublin Core meta tags, in every spelling, to a record."""

from __future__ import annotations

from harvester.pages.document import Document
from schemas.identifiers import doi, kept
from schemas.record import Identifier, Publisher, Record, Rights, Subject, Text
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.names import parse_name, split_names
from schemas.values.text import split_title

_PREFIXES = ("dc.", "dcterms.", "dc:", "dcterms:", "dc_", "eprints.")
TYPES = {"report": "report", "techreport": "report", "book": "book", "article": "article", "thesis": "thesis", "dataset": "dataset", "chapter": "chapter"}


def read_dublin_core(doc: Document) -> Record | None:
    """Return what the tags say, None where there is no title among them."""
    table: dict[str, list[str]] = {}
    for name, content, *_ in doc.metas:
        for prefix in _PREFIXES:
            if name.startswith(prefix):
                table.setdefault(name[len(prefix) :].split(".")[0], []).append(content)
    if not table.get("title"):
        return None
    creators = table.get("creator") or table.get("creators_name") or table.get("contributor") or []
    printed = next((v for n in ("issued", "date", "created", "available") for v in table.get(n, ())), None)
    date = parse_date(printed) if printed else None
    publisher = next(iter(table.get("publisher", ())), None)
    return Record(
        type=next((TYPES[v.casefold().rsplit("/", 1)[-1]] for v in table.get("type", ()) if v.casefold().rsplit("/", 1)[-1] in TYPES), None),
        title=split_title(table["title"][0]), contributors=tuple(parse_name(n) for v in dict.fromkeys(creators) for n in _names(v)),
        dates=(date,) if date else (), publisher=Publisher(name=publisher) if publisher else None,
        identifiers=_identifiers(table.get("identifier", []) + table.get("isbn", [])),
        languages=tuple(dict.fromkeys(t for v in table.get("language", ()) if (t := parse_language(v)))),
        subjects=tuple(Subject(term=v) for v in dict.fromkeys(table.get("subject", ()))),
        abstract=tuple(Text(text=v) for v in (table.get("abstract") or table.get("description") or [])[:1]),
        rights=tuple(_rights(v) for v in dict.fromkeys(table.get("rights", []) + table.get("license", []))),
    )  # fmt: skip


def _names(value: str) -> tuple[str, ...]:
    """One tag may join several authors by comma: more than one comma, or a comma between two full names."""
    pieces = [p.strip() for p in value.split(",")]
    full = all(len(p.split()) >= 2 for p in pieces)
    return split_names(value) if ";" in value or " and " in value or (len(pieces) > 1 and full) else (value,)


def _identifiers(values: list[str]) -> tuple[Identifier, ...]:
    found = []
    for value in values:
        if d := doi(value):
            found.append(Identifier(scheme="doi", value=d))
        elif (i := kept("isbn", value)) and i.scheme == "isbn":
            found.append(i)
        elif (i := kept("issn", value)) and i.scheme == "issn":
            found.append(i)
    return tuple({(i.scheme, i.value): i for i in found}.values())


def _rights(value: str) -> Rights:
    return Rights(uri=value) if value.startswith("http") else Rights(statement=value)
