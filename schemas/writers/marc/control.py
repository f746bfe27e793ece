"""Leader and control fields: 001, 003, 005, 006, 007 and 008; a position whose value is not known holds a fill character."""

from __future__ import annotations

import re

from schemas.envelope import Held
from schemas.record import Record
from schemas.values.languages import marc_language
from schemas.writers.marc.countries import country
from schemas.writers.marc.dates import coded
from schemas.writers.marc.profile import Field, Style

_LEVELS = {"chapter": "a", "article": "b", "journal": "s", "series": "s"}
"""Type -> leader/07; everything else is a monograph."""
_STATUS = {"new": "n", "changed": "c", "gone": "d"}
_PRINTABLE = re.compile(r"[!-$&-~]+")
_COMPUTER = "m     o  d        "
_REMOTE = "cr |||||||||||"


def leader(record: Record, held: Held, style: Style) -> str:
    """Return the leader, lengths still open.

    Status n or c (corrected) by what the record is to the one who gets it, else by the version; encoding level 2, because the record was made from a description without
    the work in hand; leader/18 i or c by the marks that the record has.
    """
    status = "d" if record.deleted else _STATUS[held.status or ("changed" if held.envelope.version > 1 else "new")]
    kind = "m" if record.type == "dataset" else "a"
    return f"00000{status}{kind}{_LEVELS.get(record.type or '', 'm')} a22000002{'i' if style.comma else 'c'} 4500"


def number_of(name: str) -> str:
    """Return an id as a control number: printable ASCII without blanks, everything else as percent signs and figures."""
    if _PRINTABLE.fullmatch(name):
        return name
    return "".join(
        char if _PRINTABLE.fullmatch(char) else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
        for char in name
    )


def control_fields(record: Record, held: Held, style: Style, out: list[Field], *, online: bool) -> None:
    """Add 001 to 008; 001 is the record's id and never changes, 003 says whose number it is.

    The date entered on file (008/00-05) is that of the record's first version.
    """
    envelope = held.envelope
    stamp = envelope.datestamp.replace("-", "").replace(":", "")
    out += (
        ("001", number_of(envelope.id)),
        ("003", style.agency),
        ("005", f"{stamp[:8]}{stamp[9:15]}.0"),
    )
    if online:
        if record.type != "dataset":
            out.append(("006", _COMPUTER))
        out.append(("007", _REMOTE))
    out.append(("008", _fixed(record, held.entered[2:10].replace("-", "") if held.entered else stamp[2:8], online)))


def _fixed(record: Record, entered: str, online: bool) -> str:
    """Field 008 for books, continuing resources or computer files, by the type of the work."""
    serial = record.type in ("journal", "series")
    language = (marc_language(record.languages[0]) if record.languages else None) or "und"
    place = record.publisher.place if record.publisher else None
    form = "o" if online else "|"
    if serial:
        middle = f"|| {'p' if record.type == 'journal' else 'm'}|{form}||||||   ||"
    elif record.type == "dataset":
        middle = f"    |{form}  u |      "
    else:
        middle = f"|||||{form}{_nature(record.type)}|{'1' if record.type == 'proceedings' else '|'}|| ||"
    return f"{entered}{coded(record, serial=serial)}{country(place) if place else 'xx '}{middle}{language} d"


def _nature(kind: str | None) -> str:
    """Nature of contents of a book (008/24-27): technical report, thesis, or not said."""
    return {"report": "t   ", "thesis": "m   "}.get(kind or "", "||||")
