"""The normal form of one identifier in each scheme (DOI, ISBN, ISSN ...); the table of schemes is in identifiers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote

_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－", "-"))


def _compact(text: str) -> str:
    """Return text with every dash a hyphen and no white space around it."""
    return (text if text.isascii() else text.translate(_HYPHENS)).strip()


_DOI = re.compile(r"10\.[1-9]\d{3,8}(?:\.\d{1,9})*/\S+")
_DOI_BARE = re.compile(
    r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|(?:info:|urn:)?doi[:/\s]\s*/*)*(10\.[1-9]\d{3,8}(?:\.\d{1,9})*/\S+)",
    re.I,
)
_PUBLISHER_TAIL = re.compile(
    r"(?:/(?:full|abstract|abs|e?pdf|html|meta|summary|fulltext|full-text|references|citations?|metrics|tables|figures|issuetoc|standard|tab-[\w-]+)"
    r"|\.(?:pdf|html?|full|epub|xml))+/?$"
)
_VERSIONED = re.compile(r"(10\.1101/\d{4}\.\d\d\.\d\d\.\d+|10\.1101/\d+)v\d.*")
_CLOSING = re.compile("[⟩〉»›」』】。，；、]")
"""What ends a DOI wherever it stands: no DOI has one."""
_OWN_JSTOR = "10.2307/"


def doi(text: str) -> str | None:
    """Return the DOI in lower case without prefix (DOI Handbook 2.4: case does not matter), also out of a URL.

    JSTOR's own stable addresses (/stable/10.2307/...) give None: those numbers are not always registered.
    """
    text = text.strip()
    if "%" in text:
        text = unquote(text)
    match = _DOI_BARE.fullmatch(text)
    if match:
        return _doi_end(match[1])
    match = _DOI.search(text) if "10." in text else None
    if not match or (match.start() and text[match.start() - 1].isalnum()):
        return None
    found = match[0]
    if "://" in text[: match.start()]:
        if "jstor.org" in text and found.startswith(_OWN_JSTOR):
            return None
        found = _PUBLISHER_TAIL.sub("", re.split(r"[?#&]", found)[0])
        found = _VERSIONED.sub(r"\1", found)
        if not _DOI.fullmatch(found):
            return None
    return _doi_end(found)


def _doi_end(found: str) -> str | None:
    """Cut what the sentence around a DOI left at its end; brackets stay where they are paired."""
    found = _CLOSING.split(found, maxsplit=1)[0].lower()
    if found[-1:].isalnum():  # most end so, and were matched as a whole before
        return found if found.isprintable() else None
    while found:
        last = found[-1]
        opening = {")": "(", "]": "[", "}": "{", ">": "<"}.get(last)
        if last in ".,;:'\"’”»*…" or (opening and found.count(opening) < found.count(last)):
            found = found[:-1]
        else:
            break
    return found if _DOI.fullmatch(found) and found.isprintable() else None


_ISBN = re.compile(r"(?:urn:)?(?:e-?)?(?:isbn)?(?:-?1[03])?[:\s]*([0-9Xx][0-9Xx -]{8,20})(?:\s*[(\[].*)?", re.I)
_ISSN = re.compile(
    r"(?:https?://(?:portal|urn)\.issn\.org/(?:resource/|urn:)?)?(?:urn:)?(?:[ep]-?)?(?:issn)?(?:-l)?[:/\s]*(\d{4}-?\d{3}[\dXx])(?:\s*[(\[].*)?",
    re.I,
)
_ORCID = re.compile(r"(?:https?://)?(?:www\.)?(?:orcid(?:\.org)?)?[:/\s]*(\d{4}-?\d{4}-?\d{4}-?\d{3}[\dXx])/?", re.I)
_ISNI = re.compile(
    r"(?:https?://)?(?:www\.)?(?:isni(?:\.org)?)?(?:/isni)?[:/\s]*((?:\d{4}[ -]?){3}\d{3}[\dXx])/?", re.I
)


def _isbn_digits(text: str) -> str | None:
    match = _ISBN.fullmatch(_compact(text))
    digits = re.sub("[ -]", "", match[1]).upper() if match else ""
    return digits if len(digits) in (10, 13) and "X" not in digits[:-1] else None


@lru_cache(maxsize=2048)
def isbn(text: str) -> str | None:
    """Return the ISBN as 13 digits, None when its check digit is wrong."""
    from stdnum import isbn as numbers

    digits = _isbn_digits(text)
    if digits is None or not numbers.is_valid(digits):
        return None
    valid: str = numbers.to_isbn13(digits) if len(digits) == 10 else digits
    return valid


def _issn_digits(text: str) -> str | None:
    match = _ISSN.fullmatch(_compact(text))
    digits = match[1].replace("-", "").upper() if match else None
    return f"{digits[:4]}-{digits[4:]}" if digits else None


@lru_cache(maxsize=2048)
def issn(text: str) -> str | None:
    """Return the ISSN as 1234-567X, None when its check digit is wrong."""
    from stdnum import issn as numbers

    digits = _issn_digits(text)
    return digits if digits and numbers.is_valid(digits) else None


def _sixteen(pattern: re.Pattern[str], text: str) -> str | None:
    """Return 16 digits; ORCID and ISNI share ISO 7064 mod 11-2."""
    match = pattern.fullmatch(_compact(text))
    return re.sub("[ -]", "", match[1]).upper() if match else None


def _checked_sixteen(digits: str | None) -> bool:
    from stdnum.iso7064 import mod_11_2

    return bool(digits) and bool(mod_11_2.is_valid(digits))


@lru_cache(maxsize=2048)
def orcid(text: str) -> str | None:
    """Return the ORCID as 0000-0000-0000-0000 without its host, None when its check digit is wrong."""
    digits = _sixteen(_ORCID, text)
    return "-".join(digits[i : i + 4] for i in (0, 4, 8, 12)) if digits and _checked_sixteen(digits) else None


def isni(text: str) -> str | None:
    """Return the ISNI as 16 digits, None when its check digit is wrong."""
    digits = _sixteen(_ISNI, text)
    return digits if _checked_sixteen(digits) else None


_ROR = re.compile(r"(?:(?:https?://)?(?:www\.)?ror\.org/|ror:\s*)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})/?", re.I)
_CROCKFORD = {c: i for i, c in enumerate("0123456789abcdefghjkmnpqrstvwxyz")}


def ror(text: str) -> str | None:
    """Return the ROR id ("05gq02987") without its host, None when its two check digits are wrong."""
    match = _ROR.fullmatch(text.strip())
    if not match:
        return None
    value = match[1].lower()
    number = 0
    for letter in value[:7]:
        number = number * 32 + _CROCKFORD[letter]
    return value if 98 - number * 100 % 97 == int(value[7:]) else None


_HANDLE = re.compile(
    r"(?:hdl:|info:hdl/|https?://(?:www\.)?hdl\.handle\.net/|https?://[^/\s]+/(?:[\w-]+/)*handle/)?(\d+(?:\.\d+)*/[^\s?#]+)",
    re.I,
)


def handle(text: str) -> str | None:
    """Return the Handle as prefix/suffix, also out of a resolver's or a repository's address; a DOI is none."""
    match = _HANDLE.fullmatch(text.strip().partition("?")[0])
    return (
        match[1].rstrip("/.,;") if match and not match[1].startswith("10.") and "/" in match[1].rstrip("/.,;") else None
    )


_JSTOR_URL = re.compile(
    r"https?://(?:[\w-]+\.)*jstor\.org(?::\d+)?/(?:stable|discover)/(?:(?:pdf|pdfplus|full|info|view)/)*([^?#\s]+?)(?:\.pdf)?/?(?:[?#].*)?",
    re.I,
)
_JSTOR_ID = re.compile(r"resrep\d{3,7}(?:\.\d+)?|(?:j|jj)\.[a-z0-9.]+|\d{4,12}|community\.\d+|10\.\d{4,9}/[^\s?#]+")


def jstor(text: str) -> str | None:
    """Return JSTOR's stable id ("resrep06942", "j.ctt24hdz7", "10.5149/..."), also out of a stable address."""
    text = text.strip()
    match = _JSTOR_URL.fullmatch(text)
    value = unquote(match[1]) if match else text.removeprefix("https://doi.org/10.2307/").removeprefix("jstor:")
    value = value.removeprefix(_OWN_JSTOR)
    return value if _JSTOR_ID.fullmatch(value) else None


_URN = re.compile(
    r"(?:https?://(?:nbn-resolving\.(?:org|de)/|urn\.fi/|urn\.kb\.se/resolve\?urn=|resolver\.obvsg\.at/))?urn:([a-z0-9][a-z0-9-]{1,31}):([^\s#?]+)",
    re.I,
)


def urn(text: str) -> str | None:
    """Return the URN with scheme and namespace in lower case (RFC 8141), also out of a resolver's address."""
    match = _URN.fullmatch(text.strip())
    if not match:
        return None
    space = match[1].lower()
    return f"urn:{space}:{match[2].lower() if space == 'nbn' else match[2]}"


_ARXIV = re.compile(
    r"(?:https?://(?:[\w-]+\.)?arxiv\.org/(?:abs|pdf|html|format)/|arxiv:\s*|(?:https?://)?(?:dx\.)?(?:doi\.org/)?10\.48550/arxiv\.)?"
    r"(\d{4}\.\d{4,5}|(?:[a-z-]+)(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?",
    re.I,
)


def arxiv(text: str) -> str | None:
    """Return the arXiv id without version ("1706.03762", "hep-th/9901001"), also out of an address or arXiv's DOI."""
    match = _ARXIV.fullmatch(text.strip())
    return match[1].lower() if match else None


_PMID = re.compile(
    r"(?:https?://(?:www\.)?(?:ncbi\.nlm\.nih\.gov/pubmed|pubmed\.ncbi\.nlm\.nih\.gov)/|pmid:?\s*)?([1-9]\d{0,8})/?",
    re.I,
)
_PMCID = re.compile(
    r"(?:https?://(?:www\.)?(?:ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/|pmcid:?\s*)?(pmc[1-9]\d{0,8})/?",
    re.I,
)
_OAI = re.compile(r"oai:[a-zA-Z][a-zA-Z0-9-]*(?:\.[a-zA-Z0-9-]+)*:\S+")


def _by(pattern: re.Pattern[str], form: Callable[[str], str] = str) -> Callable[[str], str | None]:
    def normal(text: str) -> str | None:
        match = pattern.fullmatch(text.strip())
        return form(match[match.lastindex or 0]) if match else None

    return normal


oai = _by(_OAI)
pmid = _by(_PMID)
pmcid = _by(_PMCID, str.upper)

SHAPES: dict[str, Callable[[str], str | None]] = {
    "isbn": _isbn_digits,
    "issn": _issn_digits,
    "orcid": lambda text: _sixteen(_ORCID, text),
    "isni": lambda text: _sixteen(_ISNI, text),
}
"""The schemes with check digits: the digits of what has the right shape, whether the check digit fits or not."""
