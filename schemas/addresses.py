"""Addresses: one canonical form per page, keys for comparing, the source and the site of an address; no network."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit

_PORTS = {"http": "80", "https": "443", "ftp": "21"}
_DROP = re.compile(
    r"utm_\w+|(?:fb|g|dc|ms|y|tw|wbra|gbra)cl(?:id|src)|mc_[ce]id|igshid|_g[al]|_hs\w+|hsctatracking|mkt_tok|_openstat|refreqid|ab_segments"
    r"|(?:j|php|asp|aspx)?session_?id\w*|phpsessid|cfid|cftoken|campaignid|trackingid|_branch_match_id|s?cid_tracking|ref_src|ref_url",
    re.IGNORECASE,
)
_SESSION = re.compile(r"(?:sid|s|session|token)=[0-9A-Za-z]*\d[0-9A-Za-z]*", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid|cfid|cftoken)=[^/?;]*", re.IGNORECASE)
_JSTOR_STABLE = re.compile(
    r"/stable/(?:(?:pdf|pdfplus|full|info|view|mobile)/)*(?P<id>[^?]+?)(?:\.pdf)?/?", re.IGNORECASE
)
_SAFE = "!$&'()*+,;=:@/~-._"
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9_.~!$&'()*+,;=:@-]*)*/?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@lru_cache(maxsize=1024)  # asked again at each station of a page
def canonical_url(url: str) -> str:
    """Return the one address that stands for all spellings of a page; what is no web address is only trimmed.

    Gone: fragment, default port, user, tracking and session parameters, dot segments; JSTOR and DOI by their own rules.
    The scheme stays as printed except on jstor.org and doi.org, where it is https.
    """
    parts = _split(url)
    if parts is None:
        return url.strip()
    host, port = _host(parts)
    path = _path(parts.path)
    if host == "jstor.org" or host.endswith(".jstor.org"):
        stable = _JSTOR_STABLE.fullmatch(path)
        if stable:
            return "https://www.jstor.org/stable/" + re.sub(r"^10\.2307(?:/|%2F)", "", stable["id"])
        host = "www.jstor.org" if host == "jstor.org" or host.endswith(".omega.jstor.org") else host
        return _join("https", host, port, path, _query(parts.query))
    if host in ("doi.org", "dx.doi.org", "www.doi.org"):
        return "https://doi.org" + (path.lower() if path.startswith("/10.") else path)
    return _join(parts.scheme.lower(), host, port, path, _query(parts.query))


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        return parts if parts.scheme in _PORTS and parts.hostname else None
    except ValueError:
        return None


def _join(scheme: str, host: str, port: str, path: str, query: str) -> str:
    return f"{scheme}://{host}{port}{path}{'?' + query if query else ''}"


def _host(parts: SplitResult) -> tuple[str, str]:
    """Return the host in lower case (IDNA where it is not ASCII) and its port with colon, empty when it is the default."""
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote(host)
    if ":" in host:
        host = f"[{host}]"
    port = parts.netloc.rpartition("@")[2].removeprefix(host).rpartition(":")[2] if ":" in parts.netloc else ""
    port = port.lstrip("0") if port.isascii() and port.isdigit() else ""
    return host, f":{port}" if port and port != _PORTS[parts.scheme] else ""


def _path(path: str) -> str:
    if _PLAIN_PATH.fullmatch(path) and ";" not in path:
        return path or "/"
    path = _escapes(_PATH_SESSION.sub("", path))
    kept: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            kept = kept[:-1]
        elif part != ".":
            kept.append(part)
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/" + "/".join(kept)


def _escapes(text: str) -> str:
    """Return text with RFC 3986 escapes in one form: unreserved characters bare, the others in capitals."""
    text = _ESCAPE.sub(lambda m: c if (c := chr(int(m[0][1:], 16))) in _UNRESERVED else m[0].upper(), text)
    return quote(text, safe=_SAFE + "%", errors="replace")


def _query(query: str) -> str:
    if not query:
        return ""
    kept = [p for p in query.split("&") if p and not _DROP.fullmatch(p.partition("=")[0]) and not _is_session(p)]
    return "&".join(quote(_escapes(p), safe=_SAFE + "%?") for p in kept)


def _is_session(pair: str) -> bool:
    return len(pair) > 20 and bool(_SESSION.fullmatch(pair))


def address_key(url: str) -> str:
    """Return a key that is equal for spellings that differ in scheme, www., order of parameters or a last slash."""
    address = canonical_url(url)
    scheme, mark, rest = address.partition("://")
    if not mark or scheme not in _PORTS:
        return address
    path, _, query = rest.removeprefix("www.").partition("?")
    return path.rstrip("/") + ("?" + "&".join(sorted(query.split("&"))) if query else "")


def source_of(url: str) -> str:
    """Return the short name of an address's source: its host without www., "jstor" for all of JSTOR, "file" for files."""
    parts = _split(url)
    if parts is None:
        return "file"
    host = _host(parts)[0].strip("[]").replace(":", "-").removeprefix("www.")
    return "jstor" if host == "jstor.org" or host.endswith(".jstor.org") else host


_SECOND = frozenset(
    "ac co com edu gob gouv gov govt gub go id lg ltd mil ne net nhs nom or org plc police res sch web".split()
)
_HOSTING = frozenset(
    "blogspot.com github.io gitlab.io hypotheses.org netlify.app pages.dev readthedocs.io wordpress.com vercel.app web.app".split()
)


def site_of(url: str) -> str:
    """Return the site of an address or host for "same site" tests: two labels, three under co.uk and the like."""
    parts = _split(url if "://" in url else f"http://{url}")
    if parts is None:
        return ""
    host = _host(parts)[0]
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit() or len(labels) < 3:
        return host
    deep = ".".join(labels[-2:]) in _HOSTING or (len(labels[-1]) == 2 and labels[-2] in _SECOND)
    return ".".join(labels[-3 if deep else -2 :])
