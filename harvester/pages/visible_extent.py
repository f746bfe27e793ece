"""How many pages a work has by the visible page: a labelled extent, a line beside the title, the one file that is offered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from harvester.pages.beside import Beside
from harvester.pages.date_lines import YEAR
from harvester.pages.layout import NAV, REFS, Line
from schemas.values.pages import page_count, parse_pages

_UNIT = r"(?:с\.|pages?|pp?\.?|seiten|s\.|páginas|págs?\.?|paginas|pagine|pagg?\.|blz\.?|стр?\.|stron|sidor|sider|页|頁|ページ|쪽)"
_COUNT = re.compile(rf"^(?:.{{0,12}}\b)?(\d{{1,4}})\s*{_UNIT}(?:\s*[,;].*)?$", re.I)
_LEADING = re.compile(rf"\d{{1,4}}\s*{_UNIT}", re.I)
_IN_LINE = re.compile(
    rf"(?<!\d)(?<![\w][–-])(?<!\w[–-]\s)(?<!\w\s[–-]\s)(?<!\d[.,])(\d{{1,4}})\s*{_UNIT}(?![\w]|\s*\d)", re.I
)
_AFTER = re.compile(r"\b(?:pp|pagg|págs)\.\s*(\d{2,4})\b(?!\s*[-‐‑–—\d])")
_SMALL = re.compile(r"(?<![\w'’-])[a-zß-ÿ]{3,}")
PROSE = 7
"""Words in small letters from which on a line is a sentence, no imprint."""
_PARTED = re.compile(r"\s[|•·]\s")
_SIZE = re.compile(r"\b\d[\d.,]*\s*[kmg]b\b", re.I)
_DIGIT = re.compile(r"\d")
_FILE = re.compile(
    r"\bpdf\b|\b\d[\d.,]*\s*[kmg]b\b|full (?:report|text|paper)|download|herunterladen|télécharger|descargar", re.I
)
_FILED = re.compile(r"(?<![\d–-])(\d{1,4})\s*(?:(?:pages?|pp|seiten|páginas|pagine)\b|pp?\.)(?!\s*\d)", re.I)
_IMPRINT = re.compile(r"\bisbn\b|\billus|\bfigs?\b|\bill?\.|\btables?\b|\bmaps?\b|\bcm\b|[€$£]\s?\d", re.I)


def count_of(values: Mapping[str, Sequence[str]], beside: Beside, lines: Sequence[Line]) -> int | None:
    """Return the pages of the work itself, None where the page does not say or where several files differ."""
    extents = values.get("extent", ())[:2]
    for text in (*extents, *values.get("comments", ())):
        first = text.split(",")[0].strip()
        counted = _LEADING.match(text) or _COUNT.match(first)
        plain = text in extents and re.fullmatch(r"\d{1,4}|[ivxlc]+", first, re.I)
        if (plain or (counted and not parse_pages(first))) and (count := page_count(text if plain else first)):
            return count
    for text in _texts(beside.after):
        if (found := _COUNT.fullmatch(text)) and len(text) < 30 and not _SIZE.search(text):
            return int(found[1]) or None
    near = (*beside.after, *[line for line in beside.before[-2:] if not line.place.flags & NAV])
    in_lines = next((count for line in near if (count := in_imprint(line.text))), None)
    return in_lines or _of_the_file(lines)


def _texts(lines: Sequence[Line]) -> Iterator[str]:
    """Lines, and the elements that lines of several values consist of."""
    for line in lines:
        yield line.text
        if " | " in line.text or " • " in line.text or " · " in line.text:
            yield from _PARTED.split(line.text)
        if len(line.spans) > 1:
            yield from (" ".join(span.text.split()) for span in line.spans)


def in_imprint(text: str) -> int | None:
    """Return the count in a line with a year, an ISBN, a price or the number of figures: "1978, 211 pp, 34 figs"."""
    if len(text) >= 260 or len(_SMALL.findall(text)) > PROSE:
        return None
    found = _IN_LINE.findall(text) or _AFTER.findall(text)
    told = len(found) == 1 and (YEAR.search(text) or _IMPRINT.search(text))
    return int(found[0]) or None if told else None


def _of_the_file(lines: Sequence[Line]) -> int | None:
    """The count beside a file, where the page offers one only or all have as many pages."""
    found = [
        count
        for line in lines
        if not line.place.flags & (NAV | REFS)
        and len(line.text) < 200
        and _DIGIT.search(line.text)
        and _FILE.search(line.text)
        for count in _FILED.findall(line.text)
    ]
    return int(found[0]) or None if found and len(set(found)) == 1 else None
