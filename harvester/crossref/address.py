"""Addresses of Crossref's REST interface: from a DOI, ISSN, prefix, member or query, and the pages of a list. Nothing is asked.

The interface: https://api.crossref.org/swagger-ui/index.html
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from harvester.options import HarvestOptions
from schemas.errors import UsageError
from schemas.identifiers import doi, issn, kept
from schemas.readers.crossref_work import TYPES

API = "https://api.crossref.org"
ROWS = 200
"""Works of a page that are asked for whole; with their reference lists these may be 10 MB."""
ROWS_OF_PARTS = 1000
QUERY_LIMIT = 200
"""Works of a query, which finds everything that fits a little, where no --limit says otherwise."""
WHOLES = ("report", "book", "monograph", "edited-book", "reference-book")
PARTS = ("report-component", "book-chapter", "book-part", "book-section", "book-track", "reference-entry")
SELECTED = (
    "DOI", "type", "title", "subtitle", "original-title", "author", "editor", "translator", "publisher", "publisher-location",
    "issued", "published-print", "published-online", "container-title", "ISBN", "ISSN", "page", "abstract", "link", "license",
    "resource", "relation", "deposited", "alternative-id",
)  # fmt: skip
"""What is asked for of parts. Of wholes everything is: institutions, forms of ISBNs and editions cannot be selected."""

_WORDS = re.compile(r"(doi|issn|prefix|member|query)\s*:\s*(.*)", re.I | re.S)
_PREFIX = re.compile(r"10\.\d{4,9}")
_COLLECTION = re.compile(r"/(?:members|prefixes|journals|types|funders)/[^/]+$")
_ROUTE = re.compile(r"(?:/(?:members|prefixes|journals|types|funders)/[^/]+)?(?:/works(?:/.*)?)?/?$")
_HOW = "doi:10.5555/x, issn:2049-3630, prefix:10.5555, member:123, query:WORDS, or an address of the interface"


def address_of(text: str) -> str:
    """Return the address that words ask for (`prefix:10.5555`); raises UsageError where they do not say what is meant."""
    said = _WORDS.fullmatch(text.strip())
    kind, value = (said[1].lower(), said[2].strip()) if said else ("", text.strip())
    if kind in ("", "doi") and (name := doi(value)):
        return f"{API}/works/{quote(name, safe='')}"
    if kind in ("", "prefix") and _PREFIX.fullmatch(value):
        return _filtered(f"prefix:{value}", *(f"type:{one}" for one in (*WHOLES, *PARTS)))
    number = kept("issn", value) if kind in ("", "issn") else None
    if number is not None and issn(number.value):
        return _filtered(f"issn:{number.value}")
    if kind == "member" and value.isascii() and value.isdecimal():
        return _filtered(f"member:{value}", *(f"type:{one}" for one in (*WHOLES, *PARTS)))
    if kind == "query" and value:
        types = ",".join(f"type:{one}" for one in (*WHOLES, *PARTS))
        return f"{API}/works?query.bibliographic={quote(value, safe='')}&filter={types}"
    raise UsageError(f"{text}: --as crossref takes {_HOW}")


def _filtered(*filters: str) -> str:
    return f"{API}/works?filter={','.join(filters)}"


def doi_in(address: str) -> str | None:
    """Return the DOI of the one work that an address is for, None for that of a list."""
    _, mark, name = urlsplit(address).path.partition("/works/")
    return doi(unquote(name)) if mark and name else None


def first_page(address: str, options: HarvestOptions) -> str:
    """Return the address of the first page of a list, as large as it is wanted, of the time that was asked for."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    path += "/works" if _COLLECTION.search(path) else ""
    said = dict(parse_qsl(parts.query, keep_blank_values=True))
    filters = [said["filter"]] if said.get("filter") else []
    for name, value in (("from-index-date", options.since), ("until-index-date", options.until)):
        filters += [f"{name}:{value[:10]}"] if value else []
    if filters:
        said["filter"] = ",".join(filters)
    wanted = limit_of(address, options)
    said.setdefault("rows", str(min(ROWS, wanted) if wanted else ROWS))
    if "offset" not in said and "sample" not in said:
        said["cursor"] = "*"
    return f"{parts.scheme}://{parts.netloc}{path}?{_query(said)}"


def next_page(address: str, cursor: str) -> str:
    """Return the address of the page behind a cursor."""
    parts = urlsplit(address)
    said = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"cursor": cursor}
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{_query(said)}"


def without_selection(address: str) -> str:
    """Return the address without `select`, for an interface that does not know one of the fields."""
    parts = urlsplit(address)
    said = {name: value for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "select"}
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{_query(said)}"


def parts_of(address: str, isbns: Sequence[str]) -> str:
    """Return the address of the list of the parts of a work, by its ISBNs; `address` is that of the work."""
    filters = [f"isbn:{isbn}" for isbn in isbns] + [f"type:{one}" for one in PARTS]
    said = {"filter": ",".join(filters), "cursor": "*", "select": ",".join(SELECTED), "rows": str(ROWS_OF_PARTS)}
    return f"{_root(address)}/works?{_query(said)}"


def of_title(address: str, doi: str, title: str | None, kind: str | None) -> str | None:
    """Return the address of the components of a report without ISBN that name its title: one page, the best first.

    None for other kinds: what names the title of a book need not be a part of it.
    """
    if not title or TYPES.get(kind or "") != "report":
        return None
    filters = f"prefix:{doi.partition('/')[0]},type:report-component"
    said = {"query.container-title": title, "filter": filters, "select": ",".join(SELECTED), "rows": "100"}
    return f"{_root(address)}/works?{_query(said)}"


def of_book(address: str, isbns: Sequence[str]) -> str:
    """Return the address of the list of a book and all its parts, beside a list of which they need not all be part."""
    said = {"filter": ",".join(f"isbn:{isbn}" for isbn in isbns), "cursor": "*", "rows": str(ROWS)}
    return f"{_root(address)}/works?{_query(said)}"


def _root(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{_ROUTE.sub('', parts.path)}"


def is_beside(asked: str, address: str) -> bool:
    """Say whether a page was asked for the parts of works in a list, and is no page of the list itself."""
    return any(sign in asked and sign not in address for sign in ("filter=isbn:", "query.container-title="))


def is_whole(address: str, options: HarvestOptions) -> bool:
    """Say whether a list has all parts of a work if it has one: all works of a publisher or series, as they are now."""
    said = dict(parse_qsl(urlsplit(address).query))
    filters = [one.partition(":")[::2] for one in filter(None, said.get("filter", "").split(","))]
    types = {value for name, value in filters if name == "type"}
    narrowed = {name for name, _ in filters} - {"prefix", "member", "issn", "isbn", "type"} or (
        types and not set(PARTS) <= types
    )
    queried = any(name.partition(".")[0] in ("query", "sample", "offset") for name in said)
    return not (narrowed or queried or options.since or options.until or limit_of(address, options))


def limit_of(address: str, options: HarvestOptions) -> int | None:
    """Return how many works are wanted of a list."""
    is_query = any(name.partition(".")[0] == "query" for name, _ in parse_qsl(urlsplit(address).query))
    return options.limit or (QUERY_LIMIT if is_query else None)


def _query(said: dict[str, str]) -> str:
    """Every value is encoded once; a cursor may hold any character."""
    return "&".join(f"{name}={quote(value, safe=':,*' if name != 'cursor' else '*')}" for name, value in said.items())
