"""Publication of a MARC record: publisher and place (264, 260), dates (046, $c, 008), languages (041, 008), extent (300)."""

from __future__ import annotations

import re
from typing import Any

from schemas.readers.marc_fields import Field, Marc
from schemas.readers.punctuation import joined, supplied, tidy
from schemas.readers.texts import body
from schemas.record import Contributor, Date, Pages, Publisher
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.pages import page_count, parse_pages

_COPYRIGHT = re.compile(r"(?:©|\(c\)|c(?=\d{4})|cop(?:yright|\.)?\s*|℗|p(?=\d{4}))\s*", re.I)
_ONLINE = re.compile(
    r"1 (?:online[- ]resource|Online-Ressource|ressource en ligne|recurso en línea|risorsa online|online bron)"
    r"(?: \((?:(?P<count>\d{1,6}) [^\W\d_']+(?:'s)?|(?P<said>.*\d.*))\))?"
)
"""The extent of a carrier (RDA) around that of the work; by itself it says nothing of the work."""
_CODE_AT_END = re.compile(r"[^a-z]([a-z]{3})[ d|o][ cdu|]$")
_AGAIN = re.compile(r"\d{4} (?:printing|reprint|impression|Druck)\b|reprinted", re.I)
"""When copies were made again, which is no date of issue."""
_EDTF_LIKE = re.compile(r"\d{2,4}X{0,2}(?:-\d\d){0,2}[~?%]?(?:/.*)?")


def add_imprint(marc: Marc, made: dict[str, Any]) -> None:
    """Put publication, dates, languages and extent into the record that is being made."""
    field = _publication(marc)
    place, name, others = _publisher(field)
    if place or name:
        made["publisher"] = Publisher(name=name, place=place)
    if others:
        made["contributors"] = (*made.get("contributors", ()), *others)
    if dates := _dates(marc, field):
        made["dates"] = dates
    if languages := _languages(marc):
        made["languages"] = languages
    _add_extent(marc, made)


def _publication(marc: Marc) -> Field | None:
    """The statement of publication: 264 _1, of several the current one (3), else 260, else any 264 but copyright."""
    fields = [field for field in marc.fields("264") if field.ind2 == "1"] or list(marc.fields("260"))
    fields = fields or [field for field in marc.fields("264") if field.ind2 in "0 "]
    if marc.data.get("269") and not any(field.has("b") for field in fields):  # Invenio's imprint of a report
        return marc.first("269")
    return next((field for field in fields if field.ind1 == "3"), fields[0] if fields else None)


def _publisher(field: Field | None) -> tuple[str | None, str | None, tuple[Contributor, ...]]:
    if field is None:
        return None, None, ()
    places = [place for text in field.all("a") if (place := supplied(text))]
    names = [name for text in field.all("b") if (name := supplied(text))]
    others = tuple(body(name, "pbl") for name in dict.fromkeys(names[1:]) if name != names[0])
    return places[0] if places else None, names[0] if names else None, others


def _dates(marc: Marc, field: Field | None) -> tuple[Date, ...]:
    """The date of issue from where it is exact: 046 in EDTF, else as transcribed, else from 008; and that of copyright."""
    printed, copyright_ = _transcribed(marc, field)
    coded = _coded(marc)
    own = marc.first("046")
    exact = _begun(own) if own and (own.get("2") or "edtf").lower() == "edtf" else None
    found: list[Date] = []
    if exact and _EDTF_LIKE.fullmatch(exact) and (date := parse_date(exact)).edtf:
        found.append(
            Date(as_printed=printed if printed and printed != date.edtf else None, edtf=date.edtf, kind="issued")
        )
    elif printed:
        date = parse_date(printed)
        edtf = date.edtf or coded
        found.append(Date(as_printed=printed if printed != edtf else None, edtf=edtf, kind="issued"))
    elif coded and not (copyright_ and marc.fixed(6) == "s" and coded in copyright_):
        found.append(Date(edtf=coded, kind="issued"))
    if copyright_:
        date = parse_date(_COPYRIGHT.sub("", copyright_, count=1), "copyright")
        found.append(Date(as_printed=copyright_ if copyright_ != date.edtf else None, edtf=date.edtf, kind="copyright"))
    changed = own.get("j") if own and (own.get("2") or "").lower() == "edtf" else None
    if changed and _EDTF_LIKE.fullmatch(changed) and (edtf := parse_date(changed).edtf):
        found.append(Date(edtf=edtf, kind="modified"))
    return tuple(found)


def _begun(field: Field) -> str | None:
    """The date of 046 $k, with $l an interval."""
    begin, end = field.get("k"), field.get("l")
    return f"{begin}/{end}" if begin and end else begin


def _transcribed(marc: Marc, field: Field | None) -> tuple[str | None, str | None]:
    """What $c says: a date of publication, and one of copyright marked so or in a field of its own (264 _4, 542 $g)."""
    issued = held = None
    for part in re.split(
        r",\s*(?=c|©|p\d|\(|\[?\d{4} (?:printing|reprint|impression|Druck))|\s+(?=\[?reprinted)",
        (tidy(field.get("c")) if field else None) or "",
    ):
        text = part if part.count("[") == part.count("]") else part.strip("[] ")
        if _AGAIN.search(text):
            continue
        if _COPYRIGHT.match(text.lstrip("[")):
            held = held or text
        elif text and any(c.isdigit() for c in text):
            issued = issued or text
    for other in marc.fields("264"):
        if other.ind2 == "4":
            held = held or tidy(other.get("c"))
    if held is None and (rights := marc.first("542")):
        held = tidy(rights.get("g"))
    return issued, held


def _coded(marc: Marc) -> str | None:
    """Return the date of 008/06-14 in EDTF, None where the code does not settle it."""
    kind, first, second = marc.fixed(6), _year(marc.fixed(7, 11)), _year(marc.fixed(11, 15))
    if not first:
        return None
    if kind == "e" and second and marc.fixed(11, 15).isdigit():
        month, day = marc.fixed(11, 13), marc.fixed(13, 15)
        return parse_date(f"{first}-{month}-{day}" if day != "00" else f"{first}-{month}").edtf or first
    if kind in ("c", "d", "m", "i", "k", "u"):
        end = ".." if marc.fixed(11, 15) in ("9999", "uuuu") else second
        return f"{first}/{end}" if end and end != first and first.isdigit() else first
    if kind == "q":
        return _between(first, second) if second else first
    return first if kind in ("s", "t", "r", "p") else None


def _between(first: str, second: str) -> str | None:
    """A year that is not known within a decade or a century has an X for each figure that is not known (EDTF level 1)."""
    if first == second:
        return first
    for known, start, end in ((3, "0", "9"), (2, "00", "99")):
        if first[:known] == second[:known] and first[known:] == start and second[known:] == end:
            return first[:known] + "X" * (4 - known)
    return None


def _year(text: str) -> str | None:
    text = text.replace("u", "X")
    known = text.rstrip("X")
    return text if len(text) == 4 and known.isdigit() and len(known) > 1 and text not in ("9999", "0000") else None


def _languages(marc: Marc) -> tuple[str, ...]:
    codes: list[str] = []
    exact: dict[str, str] = {}
    for field in marc.fields("041"):
        if field.ind2 == "7" and (field.get("2") or "").lower() in ("rfc5646", "rfc4646", "rfc3066", "bcp47"):
            exact |= {tag.partition("-")[0]: tag for text in field.all("a") if (tag := parse_language(text) or "")}
            continue
        for text in field.all("ad"):
            codes += (
                [text[i : i + 3] for i in range(0, len(text), 3)] if len(text) % 3 == 0 and text.isalpha() else [text]
            )
    if len(coded := _language_code(marc)) == 3:
        codes.append(coded)
    tags = [parse_language(code) for code in codes if code.strip(" |-")]
    said = [exact.get(tag, tag) for tag in tags if tag]
    return tuple(dict.fromkeys([*said, *exact.values()]))


def _language_code(marc: Marc) -> str:
    """Positions 35-37 of 008; where the field is too short or too long, the code that stands three places before its end."""
    field = marc.control.get("008", "")
    if 36 < len(field) != 40 and (shifted := _CODE_AT_END.search(field)):
        return shifted[1]
    return marc.fixed(35, 38).strip()


def _add_extent(marc: Marc, made: dict[str, Any]) -> None:
    field = marc.first("300")
    extent = joined(field.all("a"), ", ") if field else None
    if extent is None:
        return
    extent = tidy(extent.partition(" ; ")[0].partition(" : ")[0])
    if extent and (inner := _ONLINE.fullmatch(extent)):
        extent = inner["said"]
        if inner["count"]:
            made["page_count"] = int(inner["count"])
    pages: tuple[Pages, ...] = parse_pages(extent) if extent and extent[:1].isalpha() else ()
    if extent and pages and pages[0].last:
        made["pages"] = pages
    elif extent:
        made["page_count"], made["extent"] = page_count(extent), extent
