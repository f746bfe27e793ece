"""Addresses: the one spelling of a page, and the source and site that it belongs to; nothing is asked over a network."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from schemas.identifiers import jstor

_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|mc_[ce]id|refreqid|searchtext|ab_segments|sid|phpsessid|jsessionid|seq|origin)$", re.I)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.I)


def canonical_url(url: str) -> str:
    """Return the one spelling of an address: no fragment, tracking, session or default port; JSTOR pages by stable id."""
    try:
        parts = urlsplit(_SESSION.sub("", url.strip()))
        port = parts.port
    except ValueError:
        return url.strip()
    host = (parts.hostname or "").rstrip(".")
    if host == "jstor.org" or host.endswith(".jstor.org"):
        stable = jstor(parts.path)
        return f"https://www.jstor.org/stable/{stable}" if stable else f"https://www.jstor.org{parts.path}"
    default = {"http": 80, "https": 443}.get(parts.scheme.casefold())
    netloc = host if port in (None, default) else f"{host}:{port}"
    path = quote(unquote(parts.path, errors="surrogateescape"), safe="/:@!$&'()*+,;=~-._", errors="surrogateescape")
    path = re.sub(r"/\.(?=/|$)", "", path) or "/"
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)])
    return urlunsplit((parts.scheme.casefold(), netloc, path, query, ""))


def source_of(url: str) -> str:
    """Return the short name of the source that an address belongs to: its host without www., jstor for JSTOR."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return "jstor" if host == "jstor.org" or host.endswith(".jstor.org") else host or "file"


def site_of(url: str) -> str:
    """Return the part of a host that one owner holds: the last two labels, three below co.uk and its like."""
    host = urlsplit(url).hostname or ""
    labels = host.split(".")
    if re.fullmatch(r"[\d.:]+", host) or len(labels) <= 2:
        return host
    return ".".join(labels[-3:] if len(labels[-1]) == 2 and labels[-2] in ("co", "ac", "gov", "org", "com", "net", "edu") else labels[-2:])
