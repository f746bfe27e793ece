"""The publisher by what the page says of itself: "Published by", the holder of its copyright, the body whose site it is.

The last resort: asked only where no carrier names a publisher. A person, a journal or a platform without the name of a body
gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from harvester.pages.document import Document
from harvester.pages.joining import whole_title
from harvester.pages.layout import REFS, Line
from harvester.pages.statement import PRESS
from schemas.record import Publisher, Record
from schemas.values.names import looks_corporate, parse_name
from schemas.values.text import clean, fold

_PUBLISHED = re.compile(
    r"\bpublished(?: (?:in )?(?:1[89]|20)\d\d)?(?: (?:under licen[cs]e|on behalf of [^.]{3,60}|online))? by\s+(?P<name>[A-ZÀ-Þ][^.;|()\d]{2,70}?(?:\b(?:Inc|Ltd|Co|Corp)\b\.?)?)(?=\s*(?:[.;|()\d]|$))",
    re.I,
)
_HOLDER = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)(?:\s*(?:©|\(c\)|®|copyright))*[\s\d,–-]*(?:\bby\s+)?(?P<name>[^\W\d_][^©|;:()]*?)"
    r"(?=\s*(?:[,.]?\s*(?:(?:19|20)\d\d|all rights|alle rechte|tous droits|todos los|tutti i)|[|;:()]|\.(?:\s|$)|$))",
    re.I,
)
_CUT = re.compile(r"\s+[|·•»«–—-]\s+|\s*\|\s*")
_PLATFORM = re.compile(
    r"\b(?:librar(?:ies|y)|repositor\w+|archiv\w*|catalog\w*|digital|journals?|database|portal|bookshop|shop|store|blog|news)\b",
    re.I,
)
"""Names of places that keep or sell what others publish."""
_LEGAL = re.compile(r",?\s+(?:e\.\s?V\.?|g?GmbH|Ltd\.?|Limited|S\.?A\.?|B\.?V\.?|plc)$")
_OF_SOFTWARE = re.compile(r"software|powered|theme|template|design|plugin|fonts?\b", re.I)
LONG = 240
"""Characters of a line that can be an imprint or a copyright line."""


def site_publisher(doc: Document, record: Record, *, described: bool) -> tuple[Publisher, str] | None:
    """Return the publisher and the carrier that says it, None where nothing does.

    `described`: the page has elements written for its work; then the name of the site is that of a repository or platform.
    """
    authors = {fold(c.name) for c in record.contributors if c.kind != "organisation"}
    for name in bodies_in(line.text for line in doc.lines if not line.place.flags & REFS):
        if fold(name) not in authors:
            return Publisher(name=spelt_out(name, [line.text for line in doc.lines])), "visible"
    if described or any(one.volume for one in record.series):
        return None
    site = doc.meta("og:site_name", "og-site-name")
    said = (doc.meta("publisher", "copyright"), site, _tail(doc, record))
    names = [name for name in map(_body, said) if name and not _PLATFORM.search(name)] or _claimed(site, doc.lines)
    told = next((name for name in names if fold(name) not in authors), None)
    return (Publisher(name=told), "opengraph") if told else None


def _tail(doc: Document, record: Record) -> str | None:
    """What stands behind the last separator of the title element, where it is short and no part of the title."""
    if doc.title is None or record.title is None or not _CUT.search(doc.title):
        return None
    tail = _CUT.split(doc.title)[-1]
    return (
        tail if tail.count(" ") < 8 and "," not in tail and fold(tail) not in fold(whole_title(record.title)) else None
    )


def _claimed(name: str | None, lines: Sequence[Line]) -> list[str]:
    """The name of a site that also holds the copyright, and is no person's."""
    holders = [found["name"] for line in lines[-40:] if _claims(line.text) and (found := _HOLDER.search(line.text))]
    agreed = name and any(fold(holder) == fold(name) for holder in holders) and parse_name(name).kind != "person"
    return [name] if name and agreed else []


def bodies_in(texts: Iterable[str]) -> Iterator[str]:
    """Bodies by imprint lines, then by copyright lines: that of the work stands before that of its site."""
    marked = [text for text in texts if len(text) < LONG and _claims(text)]
    for text in marked:
        if (found := _PUBLISHED.search(text)) and (
            name := _body(found["name"]) or _body(found["name"].partition(",")[0])
        ):
            yield name if not PRESS.search(name.partition(",")[0]) else name.partition(",")[0]
    for text in marked:
        if (found := _HOLDER.search(text)) and not _OF_SOFTWARE.search(text) and (name := _body(found["name"])):
            yield name


def spelt_out(name: str, texts: Iterable[str]) -> str:
    """Return a name that begins with initials ("EU Institute for ...") as another line spells it out."""
    acronym, _, rest = name.partition(" ")
    if not (acronym.isalpha() and acronym.isupper() and 1 < len(acronym) < 6 and rest.count(" ") > 1):
        return name
    whole = re.compile(r"\b" + r"\s+".join(f"{letter}[a-zß-ÿ]+" for letter in acronym) + r"\s+" + re.escape(rest))
    return next((found[0] for text in texts if (found := whole.search(text))), name)


def _claims(text: str) -> bool:
    return "©" in text or "opyright" in text or "ublished" in text or "(c)" in text


def _body(said: str | None) -> str | None:
    """The name of a body, without its legal form."""
    name = _LEGAL.sub("", (clean(said) or "").strip(" ,.")) if said else ""
    named = looks_corporate(name) or PRESS.search(name) is not None
    body = 3 < len(name) < 90 and (name[0].isupper() or not name[0].isascii()) and named and "://" not in name
    return name if body else None
