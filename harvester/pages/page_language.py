"""The language of a work by the lang attribute of its page, where the text of the work does not contradict it.

The attribute names the language of the interface as often as that of the text: the most frequent words decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from harvester.pages.document import Document
from harvester.pages.joining import whole_title
from schemas.record import Record
from schemas.values.languages import parse_language

_WORDS = {
    "en": "the of and in to a for is on with that by from are as this at an be",
    "de": "der die und das den von zu mit für ist im auf ein eine des dem nicht als auch bei",
    "fr": "le la les et des du de un une dans pour que est sur par au avec qui ne pas",
    "es": "el la los las y de del en un una que para por con se su es al como más",
    "it": "il la le di e del della che un una per con in dei nel sono gli alla da non",
    "pt": "o a os as e de do da dos das em um uma que para por com não no na",
    "nl": "de het een en van in op te dat voor met is aan door zijn bij om niet uit ook",
}
COMMON = {lang: frozenset(words.split()) for lang, words in _WORDS.items()}
ENOUGH = 3
"""Frequent words of one language, and this many more than of any other, before they speak against the attribute."""


def page_language(doc: Document, records: Iterable[Record]) -> str | None:
    """Return the language that the page declares, None where it declares none or where titles and abstracts are in another."""
    declared = parse_language(doc.lang) if doc.lang else None
    if declared is None:
        return None
    texts = [t for r in records for t in (*(a.text for a in r.abstract[:1]), whole_title(r.title) if r.title else "")]
    seen = dominant(" ".join(texts)[:4000])
    if seen is None:
        return declared if declared.split("-")[0] not in COMMON or any(texts) else None
    return declared.split("-")[0] if seen == declared.split("-")[0] else None


def dominant(text: str) -> str | None:
    """Return the language whose frequent words clearly prevail in a text, None where none does."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = sorted(((sum(w in common for w in words), lang) for lang, common in COMMON.items()), reverse=True)
    return counts[0][1] if counts[0][0] >= ENOUGH and counts[0][0] >= counts[1][0] + 2 else None
