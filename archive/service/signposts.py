"""FAIR Signposting: what a record's page says of it in its Link header (signposting.org/FAIR, level 1)."""

from __future__ import annotations

from archive.service.links import asked, identifier_url
from schemas.crosswalk.schema_org import TYPES
from schemas.crosswalk.uris import web
from schemas.envelope import Held
from schemas.formats import formats

MOST = 40
"""Links of one kind at most: a header has its bounds."""


def signposts(base: str, path: str, held: Held, host_path: str | None = None) -> str:
    """Return the links of a record or, with the path of its host, of an entry."""
    record = held.record
    dois = [url for one in record.identifiers if one.scheme == "doi" and (url := identifier_url(one))]
    links: list[tuple[str, str, str | None]] = [(dois[0] if dois else base + path, "cite-as", None)]
    links.append((f"https://schema.org/{TYPES.get(record.type or '', 'CreativeWork')}", "type", None))
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
    for name, module in formats().items():
        links.append((base + asked(path, ("format", name)), "describedby", module.MEDIA_TYPE))
    return ", ".join(_written(*one) for one in links)


def _written(url: str, rel: str, kind: str | None) -> str:
    plain = "".join(c for c in kind or "" if c.isascii() and (c.isalnum() or c in "/+.-"))
    return f'<{_escaped(url)}>; rel="{rel}"' + (f'; type="{plain}"' if plain else "")


def _escaped(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").encode("ascii", "ignore").decode()
