"""Whether a list of rows is a list of contents: evidence for and against, weighed; how rows are found is decided elsewhere."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from harvester.pages.row_pieces import NEVER
from harvester.pages.rows import Draft

HEADING = re.compile(
    r"\W*(?:(?:full |detailed )?table of contents|(?:list of )?contents|contents of (?:this )?(?:volume|issue|book|report)|contents (?:top|back).{0,8}|inhalt|inhaltsverzeichnis|inhaltsübersicht|"
    r"sommaire|au sommaire|table des matières|índice (?:general|geral|de contenidos)|tabla de materias|tabla de contenido|indice (?:generale|dei contenuti)|aus dem inhalt|innehållsförteckning|ind?holdsfortegnelse|innholdsfortegnelse|sisällys(?:luettelo)?|içindekiler|зміст|cuprins|sadržaj|kazalo|(?:فهرس )?المحتويات|목차|차례|list of chapters|(?:report|chapter) outline|brief contents|contents at a glance|what[’']s in this (?:report|book)|índice|sumario|contenido|tabla de contenidos?|sumário|conteúdo|indice|inhoud(?:sopgave)?|innehåll|indhold|innhold|spis treści|obsah|tartalom|содержание|оглавление|"
    r"in this (?:issue|report|volume|book|publication|paper|guide|document|section)|(?:this )?(?:issue|report|volume|book) contents|chapters|chapter list|"
    r"articles? in this (?:issue|volume)|toc|what's inside|目次|目录|目錄)\s*(?:\[.{0,12}\]|\(\s*\d+\s*\w{4,12}\s*\))?[\s:↑▲.…-]*",
    re.I,
)
"""A line that says by itself that contents follow."""
STARTS = frozenset(
    "ful det sis içi змі cup sad kaz الم فهر 목차 차례 au aus bri tab lis con inh som índ ind sum tab inn spi obs tar сод огл in thi iss rep vol boo cha art toc wha 目次 目录 目錄".split()
) | {"in ", "au ", "目次", "目录", "目錄"}
"""How such a line begins: what spares most lines the pattern."""
_SECTIONS = re.compile(
    r"(?:\d+\.?\s*)?(?:abstract|introduction|background|methods?|materials? (?:and|&) methods?|methodology|results?(?: and discussion)?|discussion|conclusions?|references|"
    r"acknowledge?ments?|author (?:information|contributions?|affiliations)|funding|ethics.*|data availability.*|supplement(?:ary|al).*|additional (?:information|files?)|"
    r"competing interests?|conflicts? of interest|rights and permissions|about this article|cite this.*|cited by|comments?|figures?(?: .{0,20})?|tables?|metrics|"
    r"citations?|related.*|sections|article|pdf|peer review|footnotes|notes|full text|info|keywords|share|download.*)",
    re.I,
)
_MATTER = re.compile(
    r"introduction|preface|foreword|acknowledge?ments|conclusions?|notes|bibliography|references|index|appendix|epilogue|afterword|glossary|contributors|"
    r"einleitung|vorwort|schluss|anmerkungen|literatur(?:verzeichnis)?|register|anhang|avant-propos|postface|bibliographie|annexes?|introducción|prólogo|conclusiones|bibliografía",
    re.I,
)
"""What a book has before and behind its chapters; two of them under a heading of contents are its list."""
_RELATED = re.compile(
    r"\W*(?:related|similar|recommended|further|more|other|also|references?|bibliography|literature|cited|citing|works cited|notes|literatur|"
    r"read next|keep reading|up next|recent (?:posts|publications|articles|reports|papers)|weitere|ähnliche|auch interessant|das könnte|mehr zum thema|lesen sie|voir aussi|à lire|sur le même|publications liées|dans la même|gerelateerde?|verwante|lees ook|"
    r"(?:(?:libros|art[íi]culos|publicaciones|publicações|documentos|contenidos?) )?relacionad[oa]s|te puede|también|veja também|leia (?:também|mais)|potrebbe|leggi anche|pubblicazioni correlate|zobacz|powiązane|похожие|relatera|läs (?:också|mer)|"
    r"voir aussi|articles? (?:liés|connexes)|you (?:may|might)|people also|most (?:read|cited|viewed)|latest|popular|see also|trending)\b",
    re.I,
)
_PARTS = re.compile(
    r"(?:chapter|part|kapitel|teil|appendix|annex|section|partie|(?:premi[eè]re|deuxi[eè]me|seconde|troisi[eè]me|quatri[eè]me|cinqui[eè]me)\s+partie|"
    r"(?:erster|zweiter|dritter|vierter|fünfter)\s+teil|(?:primera|segunda|tercera|cuarta|quinta)\s+parte|parte\s+(?:prima|seconda|terza|quarta|[IVX]+|\d))\b",
    re.I,
)
_VOLUMES = re.compile(
    r"\W*(?:vol(?:ume|\.)?|issue|no\.|number|nr\.?|heft|band|jahrgang|tome|current issue|(?:19|20)\d\d)\W*(?:\d|$)",
    re.I,
)
_NUMBERED = re.compile(
    r"\b(?:vol(?:ume)?|band|bd|tome|jahrgang|jg)\b\.?\s*\d+\b.{0,20}?\b(?:no|issue|number|nr|heft|numéro|núm)\b\.?:?\s*\d|\bvol(?:ume)?\.?\s*\d+\s*\(\d",
    re.I,
)
_ISSUE = re.compile(r"\bn°\s*\d|\b(?:vol(?:ume|\.)?|issue|no\.?|nr\.?|heft|band|jahrgang|tome|tomo|bd\.?|proceedings|conference|workshop|symposium|contents|numéro|número|special issue|jg\.?)(?=[\s.\d(]|$)|\d(?:st|nd|rd|th)\s(?:[\w-]+\s){0,4}(?:meeting|congress|seminar|colloquium|school)\b|\d+\s*\(\d", re.I)  # fmt: skip
_VOLUME_WORDS = ("vol", "band", "bd", "tome", "jahrgang", "jg")
_ISSUE_WORDS = (*_VOLUME_WORDS, "n°", "(", "issue", "no", "nr", "heft", "tomo", "proceedings", "conference", "workshop", "symposium", "contents",
                "numéro", "número")  # fmt: skip
"""One of these is in every text that the patterns for volumes and issues find."""


class Candidate(msgspec.Struct, kw_only=True):
    """A list that may be one of contents, with what is known of where it stands."""

    drafts: list[Draft]
    kind: str | None
    classed: bool = False
    headed: bool = False
    marked_up: bool = False
    furniture: bool = False
    references: bool = False
    listed: float = 0.0
    anchors: float = 0.0


def is_heading(text: str) -> bool:
    """Tell whether a line is the heading of a contents list."""
    if len(text) > 48:
        return False
    bare = text if text[:1].isalpha() else text.lstrip(" \t#*•-–—=_:[(")
    return bare[:3].casefold() in STARTS and HEADING.fullmatch(text) is not None


def is_aside(text: str) -> bool:
    """Tell whether a heading stands over other works than those of the page (related articles, references)."""
    return len(text) < 70 and _RELATED.match(text) is not None


def is_issue(text: str) -> bool:
    """Tell whether a page's title is that of a volume, an issue or proceedings."""
    lower = text.lower()
    return any(word in lower for word in _ISSUE_WORDS) and _ISSUE.search(text) is not None


def names_issue(lines: Sequence[str]) -> bool:
    """Tell whether one of these lines names an issue by volume and number ("Vol 22, No 3 (2012)")."""
    together = "\n".join(lines).lower()
    if not any(word in together for word in _VOLUME_WORDS):
        return False
    return any(len(line) < 90 and _NUMBERED.search(line) is not None for line in lines)


def kept_drafts(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out rows that are no entries: without title or pages, buttons, repeats, and heads in a list whose rows have more."""
    drafts = [d for d in drafts if (d.title or d.pages) and not (d.title and not d.pages and NEVER.fullmatch(d.title))]
    seen: set[tuple[str | None, object, str | None]] = set()
    once = []
    for draft in drafts:
        key = (draft.title, tuple([(p.first, p.last) for p in draft.pages]), None if draft.pages else draft.href)
        if key not in seen:
            seen.add(key)
            once.append(draft)
    return _without_heads(once)


def _without_heads(drafts: list[Draft]) -> list[Draft]:
    """In a list where most rows have pages (or names), a row with neither pages nor names nor a link is a head."""
    if len(drafts) < 3:
        return drafts
    paged = len([d for d in drafts if d.pages]) / len(drafts)
    named = len([d for d in drafts if d.contributors]) / len(drafts)
    linked = len([d for d in drafts if d.href]) / len(drafts)
    if paged < 0.5 and named < 0.6:
        return drafts
    entries = {d.nest for d in drafts if d.pages}
    roofs = {id(d) for d, after in itertools.pairwise(drafts) if after.nest > d.nest and d.nest in entries}
    return [
        d
        for d in drafts
        if id(d) in roofs  # it stands among entries, and entries hang on it
        or d.pages
        or d.contributors
        or (d.href and linked >= 0.5)
        or _PARTS.match(d.label or d.title or "")
    ]


def weigh(found: Candidate, *, issue: bool, article: bool) -> float:
    """Return the weight of the evidence that a list is one of contents; `article` is a page that describes one article."""
    drafts = found.drafts
    n = len(drafts)
    if n < 1 or (n == 1 and not (found.classed and issue)):
        return 0.0
    paged = len([d for d in drafts if d.pages]) / n
    named = len([d for d in drafts if d.contributors]) / n
    titled = len([d for d in drafts if d.title]) / n
    sections = len([d for d in drafts if d.title and _SECTIONS.fullmatch(d.title)]) / n
    parts = len([d for d in drafts if d.label and _PARTS.match(d.label)]) / n
    weight = (
        3.0 * found.headed
        + 1.5 * found.marked_up
        + (4.0 * paged if found.kind else 1.0 * paged)
        + 1.5 * named
        + 1.5 * parts
    )
    weight += (1.5 if issue and named >= 0.6 else 0.0) - (2.0 if found.furniture and not found.headed else 0.0)
    weight += (2.0 + 2.0 * issue) * found.classed
    weight -= 3.0 if found.references else 0.0
    weight -= (
        5.0 * sections if sections >= 0.3 and (article or not found.headed or sections > 0.7) and paged < 0.5 else 0.0
    )
    weight -= 4.0 * len([d for d in drafts if _VOLUMES.match(d.title or d.label or "")]) / n
    weight -= (3.0 if paged < 0.5 else 0.0 if found.headed else 2.0) if article else 0.0
    weight -= 1.0 - found.listed if paged < 0.5 and named < 0.5 else 0.0
    weight -= 2.0 * found.anchors if not found.headed else 0.0
    if found.headed and not article and paged < 0.5:
        weight += 1.0 if sum([bool(d.title and _MATTER.fullmatch(d.title)) for d in drafts]) > 1 else 0.0
    weight -= (1.0 if n < 3 else 0.0) + 3.0 * (1 - titled)
    return weight - 2.0 * _sameness(drafts)


def _sameness(drafts: Sequence[Draft]) -> float:
    """The share of rows whose title another row has as well."""
    titles = [d.title for d in drafts if d.title]
    if len(set(titles)) == len(titles):
        return 0.0
    counts = Counter(titles)
    return sum(c for c in counts.values() if c > 1) / len(drafts)


CERTAIN = 7.0
"""The weight beyond which no other list of the page is looked for."""
ENOUGH = 3.0
"""The weight from which a list is taken as one of contents."""
