"""FAIR Signposting: what a record's page says of it in its Link header (signposting.org/FAIR, level 1)."""

from __future__ import annotations

from collections.abc import Iterable

from archive.service.links import asked, identifier_url
from archive.service.negotiation import written_formats
from schemas.crosswalk.citing import type_of
from schemas.crosswalk.schema_org import TYPES
from schemas.crosswalk.uris import web
from schemas.envelope import Held

DESCRIBED = ("jsonld", "json", "marcxml", "dc", "mods", "datacite", "csl", "ris", "bibtex")
"""Formats that are signposted; the page names them all."""
MOST = 10
"""Links of one kind at most."""
ROOM = 2600
"""Characters of the header at most."""


def signposts(base: str, path: str, held: Held, host_path: str | None = None) -> str:
    """Return the links of a record or, with the path of its host, of an entry."""
    record = held.record
    dois = [url for one in record.identifiers if one.scheme == "doi" and (url := identifier_url(one))]
    links: list[tuple[str, str, str | None]] = [(dois[0] if dois else base + path, "cite-as", None)]
    links.append((f"https://schema.org/{TYPES.get(type_of(held), 'CreativeWork')}", "type", None))
    links.append(("https://schema.org/AboutPage", "type", None))
    links += [
        (url, "author", None) for one in record.contributors for i in one.identifiers if (url := identifier_url(i))
    ][:MOST]
    links += [(url, "license", None) for one in record.rights if one.uri and (url := web(one.uri))][:1]
    for link in record.links[:MOST]:
        if link.rel == "fulltext" and (url := web(link.url)):
            links.append((url, "item", link.media_type))
    if host_path:
        links.append((base + host_path, "collection", "text/html"))
    known = written_formats()
    links += [(base + asked(path, ("format", name)), "describedby", known[name].MEDIA_TYPE) for name in DESCRIBED]
    return header(links)


def header(links: Iterable[tuple[str, str, str | None]]) -> str:
    """Return links (address, relation, media type) as a header, as many as it may hold: proxies take 4 KB for all headers of an answer."""
    said = ""
    for one in dict.fromkeys(_written(*one) for one in links):
        if len(said) + len(one) > ROOM:
            break
        said += f", {one}" if said else one
    return said


def _written(url: str, rel: str, kind: str | None) -> str:
    plain = "".join(c for c in kind or "" if c.isascii() and (c.isalnum() or c in "/+.-"))
    return f'<{_escaped(url)}>; rel="{rel}"' + (f'; type="{plain}"' if plain else "")


def _escaped(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").encode("ascii", "ignore").decode()
