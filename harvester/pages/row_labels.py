"""Labels of entries ("Chapter 3", "IV", "2.1"): what they look like, and where they stand before titles without a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harvester.pages.rows import Draft

LABEL = re.compile(
    r"^(?P<label>(?:chapter|part|section|appendix|annex|annexe|paper|essay|lecture|session|kapitel|teil|abschnitt|anhang|chapitre|partie|capítulo|parte|capitolo|hoofdstuk|deel|глава|часть|раздел|приложение|rozdział|część|kapitola|fejezet|bölüm|luku|osa|kapittel|bijlage|anexo|allegato|appendice|módulo|module)\s+"
    r"(?:\d{1,3}|[IVXLC]{1,7}|[A-Z]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\b"
    r"|(?:annexe?|appendix|anhang|anexo|bijlage|allegato|appendice|anneks|bilaga|bilag)(?=\s*[:–—]\s)"
    r"|(?:premi[eè]re|deuxi[eè]me|seconde|troisi[eè]me|quatri[eè]me|cinqui[eè]me)\s+partie|(?:primera|segunda|tercera|cuarta|quinta|primeira|terceira)\s+parte"
    r"|parte\s+(?:prima|seconda|terza|quarta|quinta)|(?:erster|zweiter|dritter|vierter|fünfter)\s+teil|(?:الفصل|الباب|القسم)\s+[^\s:.]+"
    r"|第\s?[\d一二三四五六七八九十百]{1,4}\s?[章节節部篇編编](?=\s)|제\s?\d{1,3}\s?[장부편](?=\s)"
    r"|\(?\d{1,3}(?:\.\d{1,2}){0,3}[.):]?(?=\s)|[IVX]{1,5}[.)](?=\s)|[A-Z][.)](?=\s))\s*[.:–—-]?\s+(?P<rest>\S.*)$",
    re.I,
)
ONLY_LABEL = re.compile(
    r"\(?(?:(?i:chapter|part|section|appendix|annexe?|kapitel|teil|anhang|chapitre|partie|capítulo|parte|capitolo|hoofdstuk)\s+)?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXLC]{1,6}|[A-Z]"
    r"|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen))[.):]?"
)
_ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
_NUMERAL = re.compile(r"([IVX]{1,5})\s+([^\W\d_].*)")


def take_number(draft: Draft) -> None:
    """A number before the title is its label; names may stand between the two ("3: Wen Li: Barrages")."""
    if draft.label is None and not draft.contributors and (match := LABEL.match(draft.title or "")):
        label = match["label"].strip("().: ")
        if label[-1:].isdigit():
            draft.label, draft.title = label, match["rest"]


def take_numerals(drafts: Sequence[Draft]) -> None:
    """Roman numerals without a mark are labels where they count: "I The ledger", "II Pilots in dispute", "III Silting"."""
    found = [(d, m) for d in drafts if d.title and d.label is None and (m := _NUMERAL.fullmatch(d.title))]
    if len(found) > 2 and [m[1] for _, m in found] == _ROMAN[: len(found)]:
        for draft, match in found:
            draft.label, draft.title = match[1], match[2]
