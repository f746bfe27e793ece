"""Identifiers in running text ("ISBN 978-92-9198-608-8 (print)"); what one identifier is, is in identifiers."""

from __future__ import annotations

import re

from schemas.identifiers import kept
from schemas.record import Identifier

_OF = {
    "print": "print printed imprimé imprime gedruckt impreso impresso stampa druck druckausgabe p paper papier",
    "online": "online on-line electronic e web internet enligne elektronisch electrónico eletrônico digital",
    "pdf": "pdf e-pdf epdf webpdf",
    "epub": "epub e-pub",
    "ebook": "ebook e-book",
    "hardback": "hardback hardcover hbk hb hc cloth gebunden relié bound",
    "paperback": "paperback pbk pb softcover softback broschiert broché kartoniert soft",
    "html": "html",
}
_KINDS = {word: kind for kind, words in _OF.items() for word in words.split()}
_TRIGGERS = ("10.", "isbn", "issn", "orcid", "hdl", "urn:nbn", "arxiv", "pmid", "pmc", "ror.org", "jstor.org")
_GAP = r"[ \-‐‑‒–—−]{0,3}"
_FORMS = {
    "isbn": rf"(?:97[89](?:{_GAP}\d){{10}}|\d(?:{_GAP}\d){{8}}{_GAP}[\dXx])(?!\d)",
    "issn": r"\d{4}[ \-‐‑‒–—−]?\d{3}[\dXx](?!\d)",
}
_NOTE = r"(?:\s*[(\[](?P<of>[^)\]\d]{1,30})[)\]])?"
_VALUES = {scheme: re.compile(rf"(?P<value>{form}){_NOTE}") for scheme, form in _FORMS.items()}
_BARE_NOTE = r"(?:\s*[(\[][^)\]\d]{1,30}[)\]])?"
_LABELLED = {
    scheme: re.compile(
        r"(?:(?P<before>print|printed|online|on-line|electronic|web|pdf|epub|hardback|hardcover|paperback|ebook|[ep])[- ]?)?"
        rf"{scheme}(?:-?1[03](?!\d)|-L)?"
        r"(?:\s*[(\[](?P<of>[^)\]\d]{1,30})[)\]]|\s+(?P<word>print|online|pdf|epub|electronic|hardback|paperback))?"
        rf"\s*[:=№.]?\s*(?P<values>{form}{_BARE_NOTE}(?:\s*(?:[,;/|]|and|und|et)\s*{form}{_BARE_NOTE})*)",
        re.IGNORECASE,
    )
    for scheme, form in _FORMS.items()
}
_OTHERS = re.compile(
    r"(?P<arxiv>\barxiv:\s*[\w.\-]+/?\d+|\barxiv\.org/abs/[\w.\-/]+)|(?P<jstor>https?://[\w.-]*jstor\.org/stable/[^\s\"<>]+)"
    r"|(?P<doi>(?<![\w.])10\.[1-9]\d{3,8}(?:\.\d{1,9})*(?:/|%2[Ff])[^\s\"<>|]+)|(?P<orcid>\borcid(?:\.org)?[:/\s]+\d{4}-\d{4}-\d{4}-\d{3}[\dXx])"
    r"|(?P<handle>\bhdl(?:\.handle\.net)?[:/]\s*\d[\d.]*/[^\s\"<>?#]+)|(?P<urn>\burn:nbn:[^\s\"<>?#]+)|(?P<ror>\bror\.org/0[a-z0-9]{8})"
    r"|(?P<pmid>\bPMID:?\s*[1-9]\d{3,8})|(?P<pmcid>\bPMC[1-9]\d{4,8})",
    re.IGNORECASE,
)


def find(text: str) -> tuple[Identifier, ...]:
    """Return the identifiers that running text names, in its order, each once."""
    lower = text.lower()
    if not any(trigger in lower for trigger in _TRIGGERS):
        return ()
    found: list[tuple[int, Identifier]] = []
    for scheme, labelled in _LABELLED.items():
        for match in labelled.finditer(text):
            found += _numbers(scheme, match)
    for match in _OTHERS.finditer(text):
        scheme = match.lastgroup or ""
        one = kept(scheme, _trimmed(scheme, match[0]))
        if one:
            found.append((match.start(), one))
    found.sort(key=lambda pair: pair[0])
    return tuple(dict.fromkeys(one for _, one in found))


def _trimmed(scheme: str, value: str) -> str:
    value = value.rstrip(".,;:)]}'\"’”»") if scheme != "doi" else value
    return (
        value
        if "://" in value or scheme not in ("arxiv", "handle", "ror") or (".org/" not in value and ".net/" not in value)
        else f"https://{value}"
    )


def _numbers(scheme: str, match: re.Match[str]) -> list[tuple[int, Identifier]]:
    """Take the values behind one label; a word before, behind the label or behind the value says what it names."""
    label = kind_of(match["before"] or match["of"] or match["word"])
    found = []
    for value in _VALUES[scheme].finditer(match["values"]):
        one = kept(scheme, value["value"], of=kind_of(value["of"]) or label)
        if one:
            found.append((match.start("values") + value.start(), one))
    return found


def kind_of(words: str | None) -> str | None:
    """Return what an identifier names ("pbk." is paperback) by the words beside it; None when they do not say."""
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", (words or "").lower()):
        if word in _KINDS:
            return _KINDS[word]
    return None
