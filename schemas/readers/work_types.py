"""Words and codes for the type of a work (info:eu-repo, COAR, DCMI, repositories' own words) to the types of a record."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.values.text import fold

_SEMANTICS = {
    "report": "report technicaldocumentation workingpaper researchproposal",
    "book": "book",
    "chapter": "bookpart",
    "article": "article preprint review bookreview conferenceobject conferencepaper conferenceitem contributiontoperiodical "
               "datapaper",
    "proceedings": "conferenceproceedings",
    "thesis": "bachelorthesis masterthesis doctoralthesis studentthesis thesis habilitation",
    "dataset": "dataset",
    "journal": "journal periodical",
    "other": "other lecture patent conferenceposter annotation image sound software model video",
}  # fmt: skip
"""Vocabulary of info:eu-repo/semantics (version 2), lower case."""
_COAR = {
    "report": "c_93fc c_18gh c_18ws c_18hj c_18op c_186u c_18ww c_18wq c_8042 c_18wz c_ba1f",
    "book": "c_2f33",
    "chapter": "c_3248",
    "article": "c_6501 c_2df8fbb1 c_dcae04bc c_beb9 c_3e5a c_816b c_5794 c_efa0 c_ba08 c_b239 c_998f c_545b c_7bab",
    "proceedings": "c_f744",
    "thesis": "c_46ec c_db06 c_bdcc c_7a1f",
    "dataset": "c_ddb1",
    "journal": "c_0640 c_2659",
    "other": "c_1843 c_6670 c_8544 c_15cd c_12cc c_5ce6 c_c513 c_18cc c_12ce",
}
"""COAR Resource Types 3.1, the concepts that repositories use."""
_CODES = {code: kind for table in (_SEMANTICS, _COAR) for kind, codes in table.items() for code in codes.split()}
_SILENT = frozenset(
    "text|collection|physical object|event|peerreviewed|peer reviewed|nonpeerreviewed|reviewed|final|published version|publishedversion|"
    "acceptedversion|accepted version|submittedversion|updatedversion|draft|info eu repo semantics publishedversion|"
    "electronic resource|online|full text|fulltext|pdf|article peer reviewed|openaccess|document|publication|resource|item|material".split("|")
)  # fmt: skip
"""Said in dc:type without naming a kind of work, folded."""
_WORDS = (
    (re.compile(r"\b(?:data ?set|survey data|data collection)"), "dataset"),
    (re.compile(r"\b(?:poster|presentation|slides?|lecture|image|sound|video|software|map|interactive ?resource|still ?image|moving ?image|patent)\b"), "other"),
    (re.compile(r"thes[ie]s|dissertation|habilitation|diplomarbeit|masterarbeit|tesis|tese\b|memoire de|gradu\b"), "thesis"),
    (re.compile(r"book ?(?:part|section|chapter|item)|chapter|in ?book|article in monograph|beitrag in|capitulo|chapitre|kapitel|chapter in"), "chapter"),
    (re.compile(r"conference (?:papers and )?proceedings|proceedings volume|tagungsband|^proceedings$|edited proceedings"), "proceedings"),
    (re.compile(r"report|working ?paper|arbeitspapier|discussion paper|white ?paper|policy ?(?:brief|paper)|issue brief|rapport|bericht|informe|relatorio|technical (?:note|paper|memorandum)|research paper|occasional paper|grey literature"), "report"),
    (re.compile(r"article|journal paper|preprint|conference|aufsatz|articulo|artigo|articolo|artikel|review|postprint|pre-?print|letter|editorial"), "article"),
    (re.compile(r"blog ?post|billet|web ?log|news ?item"), "post"),
    (re.compile(r"^(?:journal|periodical|zeitschrift|serial|magazine|newspaper|revue|revista)s?$"), "journal"),
    (re.compile(r"\bbook|monograph|buch\b|ouvrage|libro|livro|edited volume|sammelband"), "book"),
)  # fmt: skip
"""What words say, folded; the first that fits."""


@lru_cache(maxsize=1024)
def work_type(printed: str) -> str | None:
    """Return the type that one statement names, None where it names none of a record's types."""
    code = printed.strip().rstrip("/").rpartition("/")[2].lower()
    if code in _CODES and ("/" in printed or code.startswith("c_")):
        return _CODES[code]
    words = fold(printed)
    if not words or words in _SILENT:
        return None
    words = words.removeprefix("doc type ").removeprefix("info eu repo semantics ")
    return _CODES.get(words.replace(" ", "")) or next((kind for shape, kind in _WORDS if shape.search(words)), None)


def is_silent(printed: str) -> bool:
    """Tell whether a statement in a field for types says nothing about the kind of work."""
    return fold(printed) in _SILENT or printed.rstrip("/").lower().endswith("version")


def is_code(printed: str) -> bool:
    """Tell whether a statement is a term of a vocabulary rather than a word for readers."""
    return "://" in printed or printed.startswith("info:eu-repo/")


@lru_cache(maxsize=1024)
def type_of(statements: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Return the type that a source's statements give together, and the word for readers that stands for it."""
    kinds = [(kind, text) for text in statements if (kind := work_type(text))]
    sure = next((one for one in kinds if one[0] != "other"), kinds[0] if kinds else None)
    words = [text for text in statements if not is_code(text) and not is_silent(text)]
    if sure is None:
        return None, words[0] if words else None
    return sure[0], next((text for text in words if work_type(text) == sure[0]), None)
