"""Page text of any site, saved or pasted: title, by-line, labelled values, imprint, contents; only what is marked is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.pages.contents_evidence import is_heading
from harvester.pages.contents_text import read_contents_text
from harvester.pages.date_lines import dates_in, only_date
from harvester.pages.imprint import read_imprint
from harvester.pages.listing_text import read_listing_text
from harvester.pages.name_lines import names_in, people
from harvester.pages.site_publisher import bodies_in, spelt_out
from harvester.pages.statement import without_responsibility
from harvester.pages.text_facts import Facts, facts_in
from harvester.pages.text_title import TextTitle, find_title, own_lines
from schemas.readers.work_types import work_type
from schemas.reading import Found, Reading
from schemas.record import ContentsEntry, Contributor, Date, Identifier, Publisher, Record, Rights, Series
from schemas.values.dates import year
from schemas.values.text import clean, fold, split_title

_ROOT = re.compile(r"<([A-Za-z][\w:.-]*)[\s>/]")
READER = "text/2"
WHERE = "page text"
_DATA = (
    (re.compile(r"\s*<\?xml|\s*<(?!!doctype html|html|body|p\b|div|h\d)[a-z][\w:-]*[\s>/]", re.I), "XML"),
    (re.compile(r"(?:\s*#[^\n]*\n)*\s*(?:user-agent|sitemap)\s*:", re.I), "a robots.txt"),
    (
        re.compile(r"[^\n\t]*(?:\t[^\n\t]*){3,}\n[^\n\t]*(?:\t[^\n\t]*){3,}(?:\n|$)"),
        "a table with tabs (a title list?)",
    ),
    (re.compile(r"[\w\"' .-]*(?:[,;][\w\"' .-]*){4,}\n(?:[^\n]*[,;][^\n]*){4}"), "a table with commas"),
    (re.compile(r"\s*[{\[]\s*[\"{\[\]}]"), "JSON"),
    (re.compile(r"\s*@\w+\s*\{\s*[^\s,]+\s*,"), "BibTeX"),
    (re.compile(r"\s*TY  - "), "RIS"),
    (re.compile(r"\s*(?:https?://\S+\s*\n){3,}\s*$"), "a list of addresses"),
    (re.compile(r"%PDF-|\x7fELF|PK\x03\x04"), "a binary file"),
)
"""What a text can be that is no page text, and its name."""
_TARGET = re.compile(r"(?<=\S)[ \t]*\n?[ \t]*<(?:/|#|\?|https?://|mailto:|\.{1,2}/)[^<>\s]*>")
_BOLD = re.compile(r"(?<![\w*])\*([^*\n]{2,200})\*(?![\w*])")
_RIGHTS = re.compile(
    r"^\W*(?:copyright(?!\s+date)\s*(?:©|\(c\))?|©|\(c\))\s*(?:by\s+)?.{0,80}\b(?:1[89]|20)\d\d\b|^\W*(?:©|copyright(?!\s+date))\s.{2,80},?\s(?:1[89]|20)\d\d\b",
    re.I,
)
_NUMBER = re.compile(r"\bN[º°o]\.?\s*(?=\d)", re.I)
_VOLUME = re.compile(
    r"\W*(?:volume|vol\.?|band|tome)\s*(?P<v>\d{1,4})\b.{0,25}?\b(?:issue|no\.?|number|heft|nr\.?|numéro)\s*(?P<i>\d[\d/–-]*)",
    re.I,
)
SHORT = 60
"""Characters of a line about nothing but its date ("Issued on 30 November 1965")."""
PROSE = 160
"""Characters from which a line is a paragraph."""
_SITE = re.compile(r"all rights reserved|terms (?:of|and)|privacy", re.I)


def read_page_text(text: str) -> Reading:
    """Return the record of a page text, or the items of a listing; data of another kind gives nothing, with its name."""
    if reason := data_kind(text):
        return Reading(kind="nothing", reader=READER, reason=f"not a page text but {reason}")
    lines = _unmarked(text.replace("\u00a0", " ")).splitlines()
    contents = read_contents_text(lines)
    if not contents and (items := read_listing_text(lines)):
        return Reading(kind="listing", reader=READER, found=items)
    cut = [clean(line) or "" for line in lines]
    facts = facts_in(cut)
    title = _title(facts.title) or find_title(cut, _begin(cut, contents))
    if not (
        contents or (title and title.sure) or facts.identifiers or (facts.series and (facts.dates or facts.publisher))
    ):
        return Reading(kind="nothing", reader=READER, reason="no metadata of a work in this text")
    record = Record(
        title=split_title(title.printed) if title else None,
        contributors=_contributors(facts, title.names if title else (), title.said if title else ""),
        dates=facts.dates or _dates(cut, title.at if title and title.at >= 0 else None),
        publisher=facts.publisher or next((Publisher(name=spelt_out(name, cut)) for name in bodies_in(cut)), None),
        series=facts.series or _series(cut),
        identifiers=facts.identifiers,
        page_count=facts.page_count,
        languages=facts.languages,
        subjects=facts.subjects,
        rights=_rights(cut),
        contents=contents,
        type=work_type(facts.type_as_printed) if facts.type_as_printed else None,
        type_as_printed=facts.type_as_printed,
    )
    fields = {f: WHERE for f in record.__struct_fields__ if f != "deleted" and getattr(record, f)}
    return Reading(
        kind="work", reader=READER, found=(Found(record=record, found_in=fields, key=_key(record.identifiers)),)
    )


def _unmarked(text: str) -> str:
    """A text as a browser saves it, without the addresses behind its links and the stars around its bold words."""
    plain, marks = _TARGET.subn("", text)
    return _BOLD.sub(r"\1", plain) if marks > 1 else text


def _title(labelled: str | None) -> TextTitle | None:
    """A labelled title, without the statement of responsibility behind it (ISBD 1.5)."""
    text = without_responsibility(labelled or "")
    return TextTitle(text, -1, (), "", True) if len(text) > 3 else None


def _begin(lines: Sequence[str], contents: Sequence[ContentsEntry]) -> int | None:
    """The line of the first titled entry of the contents list, None where there is none."""
    first = next((entry for entry in contents if entry.title), None)
    wanted = fold(first.title or "")[:60] if first else ""
    heading = next((i for i, line in enumerate(lines) if is_heading(line)), None)
    begin = heading if heading is not None else 0
    at = next((i for i, line in enumerate(lines) if i >= begin and wanted and wanted in fold(line)), None)
    while at and first and first.contributors and names_in(lines[at - 1]):  # names stand over the titles
        at -= 1
    return at


def data_kind(text: str) -> str | None:
    """Return the name of what a text is when it is no page text (XML, a robots.txt, a table ...), None for a page text."""
    head = text[:20_000].lstrip("\ufeff")
    kind = next((name for pattern, name in _DATA if pattern.match(head)), None)
    root = _ROOT.search(head) if kind == "XML" else None
    return f"XML ({root[1]})" if root else kind


def _key(identifiers: Sequence[Identifier]) -> str | None:
    """The DOI where there is one; two of them (print and PDF) name no single thing, the first stands for both."""
    return next((i.value for i in identifiers if i.scheme == "doi"), None)


def _contributors(facts: Facts, names: tuple[str, ...], said: str) -> tuple[Contributor, ...]:
    return facts.contributors or (people(said, names) if names else ())


def _dates(lines: Sequence[str], at: int | None) -> tuple[Date, ...]:
    """A date that stands alone near the title or in an imprint line."""
    near = own_lines(lines, at)
    imprints = [i.date for line in near if (i := read_imprint(_NUMBER.sub("no. ", line))) and i.date]
    alone = [d for line in near if (d := only_date(line))]
    said = [d for line in near if len(line) < SHORT for d in dates_in(line)[:1]]
    first = next(iter([*imprints, *alone, *said]), None)
    same = [d for d in (*imprints, *alone, *said) if first and year(d.edtf) == year(first.edtf)]
    return (max(same, key=lambda d: len(d.edtf or "")),) if same else ()


def _series(lines: Sequence[str]) -> tuple[Series, ...]:
    """The series or journal of the first imprint line; a journal's title may stand in a line of its own above."""
    for at, line in enumerate(lines[:80]):
        if len(line) > PROSE or "©" in line or "..." in line or "…" in line:
            continue
        series = _volume(line) or getattr(read_imprint(_NUMBER.sub("no. ", line)), "series", None)
        if series is None:
            continue
        if series.title is None and (above := _journal_above(lines, at)):
            series = Series(title=above, volume=series.volume, issue=series.issue, number=series.number)
        return (_as_elsewhere(series, lines),)
    return ()


def _as_elsewhere(series: Series, lines: Sequence[str]) -> Series:
    """A series in capitals is spelt as another line of the text spells it, alone and perhaps in the plural."""
    title = series.title or ""
    if not title.isupper():
        return series
    forms = {fold(title), f"{fold(title)}s"}
    other = next((line for line in lines if not line.isupper() and fold(line) in forms), None)
    return Series(title=other, volume=series.volume, issue=series.issue, number=series.number) if other else series


def _volume(line: str) -> Series | None:
    """ "Volume 79, 2020 - Issue 3-4: Grey Literature": the title stands elsewhere."""
    match = _VOLUME.match(line)
    return Series(volume=match["v"], issue=match["i"]) if match else None


def _journal_above(lines: Sequence[str], at: int) -> str | None:
    """The first short line of the paragraph in which a line with volume and issue stands, or of the one before."""
    filled = [line for line in lines[max(0, at - 4) : at] if line]
    names = [
        line
        for line in filled
        if len(line) < 90 and not names_in(line) and fold(line) not in ("publication cover", "cover")
    ]
    return names[0] if names else None


def _rights(lines: Sequence[str]) -> tuple[Rights, ...]:
    """A copyright line; that of a site's footer is not the work's."""
    at = next(
        (i for i, line in enumerate(lines) if _RIGHTS.match(line) and len(line) < 400 and not _SITE.search(line)), None
    )
    if at is None:
        return ()
    statement = re.sub(r"^copyright\s+(?=©)", "", lines[at], flags=re.I)
    return (Rights(statement=statement),)
