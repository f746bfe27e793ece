"""One string that names a work (address, number, citation) to an identifier, a link or neither; no format is known here."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from schemas.identifiers import arxiv, doi, handle, identify, jstor, kept, urn
from schemas.identifiers_in_text import find
from schemas.record import Identifier, Link

_ALTERNATIVE = "info:eu-repo/semantics/altidentifier/"
_ALTERNATIVES = {"ark": "ark", "arxiv": "arxiv", "doi": "doi", "hdl": "handle", "isbn": "isbn", "issn": "issn", "eissn": "issn",
                 "pissn": "issn", "pmid": "pmid", "urn": "urn", "isi": "wos", "wos": "wos", "scopus": "scopus", "purl": "url"}  # fmt: skip
"""Schemes of info:eu-repo/semantics/altIdentifier (OpenAIRE literature guidelines v3)."""
_PREFIXES = {"hdl": "handle", "pmid": "pmid", "pmcid": "pmcid", "arxiv": "arxiv", "isbn": "isbn", "e-isbn": "isbn", "eisbn": "isbn",
             "issn": "issn", "eissn": "issn", "e-issn": "issn", "pissn": "issn", "ppn": "ppn", "oclc": "oclc", "lccn": "lccn"}  # fmt: skip
_NUMBER = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]|\d{4}-\d{3}[\dXx]")
REPORT_NUMBER = re.compile(r"(?=.*\d)[A-Z][\w-]*(?:[/ -][\w.-]+){1,5}")
"""A report number by its form, where nothing names it as one."""
_FULLTEXT = (
    ".pdf",
    ".ps",
    ".eps",
    ".doc",
    ".docx",
    ".epub",
    ".odt",
    ".rtf",
    ".djvu",
    ".mobi",
    ".ps.gz",
    ".pdf.gz",
    ".ps.z",
    "/download",
)
_IMAGE = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp")
LONGEST = 40
"""Characters of a local number; a longer string is a sentence."""


class Named(NamedTuple):
    """What a string turned out to be; a string that is neither has nothing."""

    identifier: Identifier | None = None
    link: Link | None = None


NONE = Named()


def named(printed: str) -> Named:
    """Return the identifier and the link that a string is: resolvers' addresses are identifiers, others are links."""
    text = printed.strip()
    head, mark, rest = text.partition(":")
    head = head.lower()
    if head in ("http", "https", "ftp"):
        return by_address(text)
    if text.startswith("10.") or head == "doi" or text[:4].lower() == "doi ":
        return Named(Identifier(scheme="doi", value=value)) if (value := doi(text)) else NONE
    if mark and (scheme := _PREFIXES.get(head.strip())) and len(text) < 60:
        return Named(kept(scheme, rest.strip()))
    if head == "info":
        return Named(_info(text))
    if head == "urn":
        return Named(_urn(text))
    if (
        text[:5].lower() in ("isbn ", "issn ", "isbn-", "issn-", "e-isb", "eisbn", "e-iss", "eissn", "isbn(", "issn(")
        and len(text) < 80
    ):
        return Named(next(iter(find(text)), None))
    if text[:4] == "www." or text.lower().startswith(("hdl.handle.net/", "dx.doi.org/", "doi.org/")):
        return by_address("https://" + text)
    return Named(_bare(text)) if len(text) <= LONGEST else NONE


def by_address(url: str) -> Named:
    """Return what an address is: the identifier of a resolver, a landing page, a full text, a picture."""
    if "://http" in url[4:16]:  # a template put its own scheme before a whole address
        url = url[url.index("://") + 3 :]
    if " " in url:
        if not is_file(url.lower()) or url.count(" ") > 12:
            return NONE
        url = url.replace(" ", "%20")
    start = url[:40].lower()
    if "doi.org/" in start:
        value = doi(url)
        return Named(Identifier(scheme="doi", value=value)) if value else Named(link=link(url))
    if "hdl.handle.net/" in start or start.startswith(("http://handle.net/", "https://handle.net/")):
        value = handle(url)
        return Named(Identifier(scheme="handle", value=unquote(value))) if value else Named(link=link(url))
    return Named(_inside(url), link(url))


def _inside(url: str) -> Identifier | None:
    """The identifier that a landing page's address holds: not in its query, which may name any other work."""
    path = url.partition("?")[0]
    if "/handle/" in path:
        value = handle(url)
        return Identifier(scheme="handle", value=value) if value and not value.startswith("123456789/") else None
    if "jstor.org/stable/" in path:
        return Identifier(scheme="jstor", value=value) if (value := jstor(url)) else None
    if "arxiv.org/" in path:
        return Identifier(scheme="arxiv", value=value) if (value := arxiv(url)) else None
    if "urn:" in url and (value := urn(url)):
        return Identifier(scheme="urn", value=value)
    if "ncbi.nlm.nih.gov/" in path:
        return identify(url)
    if "/10." in path and (value := doi(path)):
        return Identifier(scheme="doi", value=value)
    return None


def link(url: str, rel: str | None = None, media_type: str | None = None) -> Link:
    """Return an address as a link; what it leads to is told by its end where nobody says."""
    path = url.lower()
    if "?" in path or "#" in path:
        path = path.partition("#")[0].partition("?")[0]
    if rel is None:
        rel = "fulltext" if is_file(path) else "cover" if path.endswith(_IMAGE) else "landing"
    if media_type is None and path.endswith((".pdf", ".epub")):
        media_type = "application/pdf" if path.endswith("f") else "application/epub+zip"
    return Link(media_type=media_type, rel=rel, url=url)


def is_file(path: str) -> bool:
    """Tell whether an address without its query, in small letters, is that of a text itself."""
    return (
        path.endswith(_FULLTEXT)
        or "/bitstream" in path
        or path.endswith("viewcontent.cgi")
        or (path.endswith("/document") and "//hal" in path)
    )


def _info(text: str) -> Identifier | None:
    """info:doi/..., info:hdl/..., info:eu-repo/semantics/altIdentifier/isbn/..."""
    low = text.lower()
    if low.startswith(_ALTERNATIVE):
        scheme, _, value = text[len(_ALTERNATIVE) :].partition("/")
        known = _ALTERNATIVES.get(scheme.lower())
        return kept(known, unquote(value)) if known and value else None
    if low.startswith("info:doi/"):
        value = doi(text) or ""
        return Identifier(scheme="doi", value=value) if value else None
    for start, scheme in (
        ("info:hdl/", "handle"),
        ("info:pmid/", "pmid"),
        ("info:oclcnum/", "oclc"),
        ("info:lccn/", "lccn"),
    ):
        if low.startswith(start):
            return kept(scheme, text[len(start) :])
    return None


def _urn(text: str) -> Identifier | None:
    space, _, value = text[4:].partition(":")
    known = {"isbn": "isbn", "issn": "issn", "eissn": "issn", "doi": "doi"}.get(space.lower())
    if known:
        return kept(known, value)
    found = urn(text)
    return Identifier(scheme="urn", value=found) if found else None


def _bare(text: str) -> Identifier | None:
    """A number without a name: an ISBN or ISSN only where its check digit fits, a report number by its form."""
    if _NUMBER.fullmatch(text):
        for scheme in ("isbn", "issn"):
            one = kept(scheme, text)
            if one and one.scheme == scheme:
                return one
    if " " not in text and (found := identify(text)):
        return found
    if text[:1].isupper() and any(map(str.isdigit, text)) and REPORT_NUMBER.fullmatch(text):
        return Identifier(scheme="report-number", value=text)
    return None
