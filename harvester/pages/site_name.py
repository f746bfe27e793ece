"""The name of a site, and titles without it: "Title - Site", "Title | Journal | Site", "Site: Title"."""

from __future__ import annotations

import re

from harvester.pages.document import Document
from schemas.values.text import clean, fold, strip_markup

_SEPARATOR = re.compile(r"\s+[|·•»«:]+\s+|\s+[-–—]\s+|\s*[|]\s*")
_BRACKETED = re.compile(r"\s*\[([^\[\]]{2,30})\]$")


def site_names(doc: Document) -> frozenset[str]:
    """Return the folded names by which a page calls its site or journal."""
    names = [doc.meta("og:site_name", "og-site-name"), doc.meta("application-name"), doc.meta("citation_journal_title")]
    names += [
        doc.meta("prism.publicationname"),
        doc.meta("dc.publisher", "dcterms.publisher", "citation_publisher"),
        doc.meta("twitter:site"),
    ]
    return frozenset(fold(name).replace("www ", "") for name in names if name)


def without_site_name(printed: str, doc: Document) -> str:
    """Return a title without the site's name at its end or beginning, where the page names the site elsewhere."""
    text = strip_markup(printed) or printed
    known = site_names(doc)
    for _ in range(3):
        parts = list(_SEPARATOR.finditer(text))
        if not parts:
            break
        first, last = parts[0], parts[-1]
        if _is_site(text[last.end() :], known, doc):
            text = text[: last.start()]
        elif _is_site(text[: first.start()], known, doc):
            text = text[first.end() :]
        else:
            break
    return text.strip() or printed


def heading_title(doc: Document) -> str | None:
    """Return the title element without the site's name: what stands before the last separator where nothing else tells."""
    text = strip_markup(doc.title)
    if not text:
        return None
    if (found := _BRACKETED.search(text)) and fold(found[1]) in site_names(doc):
        text = text[: found.start()]
    return clean(without_site_name(text, doc))


def _is_site(part: str, known: frozenset[str], doc: Document) -> bool:
    folded = fold(part)
    if not folded:
        return True
    if folded in known:
        return True
    host = re.sub(
        r"^https?://(?:www\.)?([^/:]*).*$", r"\1", doc.url if doc.url.startswith("http") else doc.canonical or ""
    )
    compact = folded.replace(" ", "")
    return bool(host) and len(compact) > 2 and (compact == host.replace(".", "") or compact == host.split(".")[0])
