"""Identifiers and relations to addresses, as OpenAIRE, the info:eu-repo and the urn: namespaces write them."""

from __future__ import annotations

import re
from urllib.parse import quote

from schemas.record import Identifier, Relation

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_safe = re.compile(r"[A-Za-z0-9./():;_-]+").fullmatch
_WEB = re.compile(r"https?://[^\s/]+", re.I)
_DOI = re.compile(r"(?:doi:)?(10\.\d{4,9}/\S+)", re.I)
_BEYOND_HOST = r"[A-Za-z0-9._~:/?@!$&'()*+,;=-]*+(?:%[0-9A-Fa-f]{2}[A-Za-z0-9._~:/?@!$&'()*+,;=-]*+)*+"
_PLAIN_WEB = re.compile(rf"[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9.:-]++(?:[/?]{_BEYOND_HOST})?(?:#{_BEYOND_HOST})?")
_IN_PATH = "%/?:@!$&'()*+,;=-._~#"
_BEYOND = re.compile(r"[/?#]")
_IPV6 = re.compile(r"\[[0-9A-Fa-f:.]+\](?::\d+)?")
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PREFIX = {
    "doi": "https://doi.org/",
    "handle": "https://hdl.handle.net/",
    "jstor": "https://www.jstor.org/stable/",
    "arxiv": "https://arxiv.org/abs/",
    "isbn": "urn:isbn:",
    "issn": "urn:issn:",
    "lccn": "info:lccn/",
    "oclc": "info:oclcnum/",
    "pmid": "info:pmid/",
}
_ALTERNATIVES = {scheme: f"info:eu-repo/semantics/altIdentifier/{scheme}/" for scheme in ("isbn", "issn", "arxiv")}
REFUSED = frozenset({"isbn-invalid", "issn-invalid"})
"""Schemes whose values are kept to be reported; no export passes them on as identifiers."""


def is_uri(text: str) -> bool:
    """Tell whether text is an absolute URI (RFC 3986) with a scheme and without anything to be escaped."""
    return _URI.fullmatch(text) is not None and text.count("#") < 2


def address(identifier: Identifier) -> str | None:
    """Return an identifier as URI where its scheme has one, else its value; None where it must not go out.

    A report number of digits alone names nothing without its series, where it stands already.
    """
    scheme, value = identifier.scheme, identifier.value
    prefix = _PREFIX.get(scheme)
    if not prefix:
        return None if scheme in REFUSED or (scheme == "report-number" and value.isdigit()) else value
    if _safe(value):
        return prefix + value
    # A DOI may hold < > " and the like: they are escaped in its address (DOI Handbook 2.5.2.4).
    return prefix + quote(value, safe="/:;()._-,@!$&'*+=~", errors="ignore")


def plain(identifier: Identifier) -> str | None:
    """Return an identifier as OpenAIRE's guidelines put it into dc:identifier."""
    prefix = _ALTERNATIVES.get(identifier.scheme)
    return prefix + identifier.value if prefix else address(identifier)


def target(relation: Relation) -> str | None:
    """Return what a relation leads to: an address where there is one, else the title, else the name as given."""
    to = relation.to
    if to is None or _WEB.match(to):
        return to or relation.title
    if found := _DOI.fullmatch(to):
        return _PREFIX["doi"] + found[1]
    return to if to.startswith(("urn:", "info:", "hdl:")) else relation.title or to


def web(url: str) -> str | None:
    """Return a web address with everything escaped that a URI may not hold (RFC 3986); None where it is none."""
    if _PLAIN_WEB.fullmatch(url):
        return url
    if not _WEB.match(url):
        return None
    start, mark, rest = url.partition("://")
    host = _BEYOND.split(rest, maxsplit=1)[0]
    if ("[" in host or "]" in host) and not _IPV6.fullmatch(host):
        return None
    hosted = quote(host, safe="%:@[]!$&'()*+,;=-._~", errors="ignore")
    beyond = quote(rest[len(host) :], safe=_IN_PATH, errors="ignore")
    fragment = beyond.find("#")
    if fragment >= 0:
        beyond = beyond[: fragment + 1] + beyond[fragment + 1 :].replace("#", "%23")
    return start + mark + _STRAY.sub("%25", hosted + beyond)
