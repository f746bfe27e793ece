"""Addresses: of records and entries within the service, and what of harvested text may become a link."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, quote_plus

from schemas.crosswalk.uris import address, web
from schemas.record import Identifier

_SAFE = ":.-_~@!$'()*,;=+&"
"""What may stand in a path segment as it is, so that addresses stay readable; a slash, a # and a ? may not."""
_ORCID, _ROR = "https://orcid.org/", "https://ror.org/"


def segment(text: str) -> str:
    """Return text as one path segment; `.` and `..` cannot be one as they are."""
    return "%2E" * len(text) if text in (".", "..") else quote(text, safe=_SAFE, errors="replace")


def record_path(name: str) -> str:
    """Return the path of `source:key`."""
    source, _, key = name.partition(":")
    return f"/records/{segment(source)}/{segment(key)}"


def entry_path(name: str, key: str) -> str:
    """Return the path of an entry of a record."""
    return f"{record_path(name)}/entries/{segment(key)}"


def list_path(name: str) -> str:
    """Return the path of a reading list."""
    return f"/lists/{segment(name)}"


def asked(path: str, *pairs: tuple[str, object]) -> str:
    """Return a path with a query of the pairs that say something."""
    said = "&".join([pair(name, str(value)) for name, value in pairs if value not in (None, "")])
    return f"{path}?{said}" if said else path


@lru_cache(maxsize=4096)  # a page has the same formats and facets as the last one
def pair(name: str, value: str) -> str:
    """Return `name=value` as it stands in a query."""
    return f"{quote_plus(name)}={quote_plus(value, errors='replace')}"


def identifier_url(identifier: Identifier) -> str | None:
    """Return the web address of an identifier, None where its scheme has none."""
    scheme, value = identifier.scheme, identifier.value
    if scheme in ("orcid", "ror"):
        prefix = _ORCID if scheme == "orcid" else _ROR
        return web(value if value.startswith("http") else prefix + value)
    if scheme == "pmid":
        return web(f"https://pubmed.ncbi.nlm.nih.gov/{value}/")
    return web(address(identifier) or "")


def spoken(scheme: str) -> str:
    """Return the name of a scheme as people write it."""
    return {
        "doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "jstor": "JSTOR", "orcid": "ORCID", "isni": "ISNI", "ror": "ROR", "oai": "OAI",
        "urn": "URN", "handle": "Handle", "arxiv": "arXiv", "pmid": "PubMed", "pmcid": "PMC", "url": "Web", "report-number": "Report no.",
        "isbn-invalid": "ISBN (invalid)", "issn-invalid": "ISSN (invalid)",
    }.get(scheme, scheme)  # fmt: skip
