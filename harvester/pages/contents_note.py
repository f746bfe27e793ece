"""A note of contents as catalogues print it, in one paragraph ("Contents: Introduction -- Lamps / A. Marsh -- Index."), to rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEAD = re.compile(
    r"^\W*(?:(?:table of |formatted |partial )?contents(?: note)?|inhalt|sommaire|contenido|contents? summary)\s*(?::|\s-{1,2}\s|\.\s)\s*(?=\S)",
    re.I,
)
_ALONE = re.compile(r"^\W*(?:(?:table of |formatted |partial )?contents(?: note)?|inhalt|contenido)\W*$", re.I)
_PARTED = re.compile(r"\s*\.?\s+(?:-{2,}|—)\s+")
_NUMBERED = re.compile(r"(?:chapter |kapitel |chapitre )?(?:\d{1,2}|[IVX]{1,5})[.):]?\s+\S", re.I)
_PAGED = re.compile(r"(?<=\s)(?:\d{1,2}|[IVX]{1,5})[.)]\s+[^()]{3,150}?\s\(pp?\.\s?\d{1,4}(?:[-–]\d{1,4})?\)")
"""A numbered part with its pages behind it in brackets."""
_END = re.compile(r"\s*\.?\s*$")


def note_rows(lines: Sequence[str]) -> list[str]:
    """Return the parts of the first note of contents in the lines, [] where there is none."""
    for i, line in enumerate(lines):
        if " -" not in line and " —" not in line and line.count(";") < 2 and line.count("(p") < 3:
            continue
        lead = _LEAD.match(line)
        if lead and len(rows := _PAGED.findall(line, lead.end() - 1)) > 2:
            return rows
        if lead is None and not (i and len(lines[i - 1]) < 40 and _ALONE.match(lines[i - 1])):
            continue
        parts = [p for part in _PARTED.split(line[lead.end() :] if lead else line) if (p := _END.sub("", part.strip()))]
        if len(parts) > 2:
            return parts
        parts = [p for part in line[lead.end() :].split(";") if (p := _END.sub("", part.strip()))] if lead else []
        if len(parts) > 2 and sum(_NUMBERED.match(p) is not None for p in parts) * 2 > len(parts):
            return parts
    return []
