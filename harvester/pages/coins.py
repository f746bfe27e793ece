"""COinS (OpenURL context objects in a span's title) to a record; a page with several is a listing, not a work.

Keys: ANSI/NISO Z39.88-2004, KEV formats journal, book, dissertation and dc.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from harvester.pages.document import Document
from harvester.pages.facts import dates, doi_id, host, is_doi, isbns, issns, page_range, people, title_of
from schemas.identifiers import handle
from schemas.record import Contributor, Identifier, Pages, Publisher, Record
from schemas.values.text import clean

NAME = "coins"
_GENRES = {
    "article": "article", "report": "report", "book": "book", "bookitem": "chapter", "dissertation": "thesis", "proceeding": "article",
    "preprint": "article", "conference": "proceedings", "issue": "issue", "journal": "journal",
}  # fmt: skip
Fields = dict[str, list[str]]


def read_coins(doc: Document) -> Record | None:
    """Return what the page's only context object says, None where there is none or more than one."""
    objects = list(dict.fromkeys(doc.coins))
    return read_context_object(objects[0]) if len(objects) == 1 else None


def read_context_object(text: str) -> Record | None:
    """Return the record of one context object, None where it names neither a title nor an identifier."""
    try:
        fields = parse_qs(text, keep_blank_values=False, max_num_fields=2_000, errors="replace")
    except ValueError:
        return None
    rft = {key[4:]: values for key, values in fields.items() if key.startswith("rft.")}
    ids = [*fields.get("rft_id", ()), *rft.get("identifier", ()), *rft.get("doi", ())]
    title = _first(rft, "atitle", "title", "btitle")
    container = _first(rft, "jtitle", "stitle") or (_first(rft, "btitle", "title") if "atitle" in rft else None)
    series, rest = host(
        container or _first(rft, "series"), volume=_first(rft, "volume"), issue=_first(rft, "issue"),
        issn_list=issns([*rft.get("issn", ()), *rft.get("eissn", ())]),
    )  # fmt: skip
    found = [i for value in ids if is_doi(value.removeprefix("info:doi/")) for i in doi_id(value)]
    found += [Identifier(scheme="handle", value=h) for value in ids if (h := handle(value))]
    found += [*isbns(rft.get("isbn", ())), *rest]
    if not (title or found):
        return None
    return Record(
        title=title_of(title), contributors=_people(rft), dates=dates([("issued", _first(rft, "date"))]), series=series,
        identifiers=tuple(dict.fromkeys(found)), pages=_pages(rft), type=_GENRES.get(_first(rft, "genre", "type") or ""),
        publisher=Publisher(name=name) if (name := _first(rft, "pub", "publisher")) else None,
    )  # fmt: skip


def _first(fields: Fields, *names: str) -> str | None:
    return next((text for name in names for value in fields.get(name, ()) if (text := clean(value))), None)


def _people(rft: Fields) -> tuple[Contributor, ...]:
    names = [*rft.get("au", ()), *rft.get("creator", ()), *rft.get("aucorp", ())]
    family, given = _first(rft, "aulast"), _first(rft, "aufirst", "auinit")
    if not names and family:
        names = [f"{family}, {given}" if given else family]
    return people(names)


def _pages(rft: Fields) -> tuple[Pages, ...]:
    known = [v.casefold() for v in rft.get("artnum", ())]
    return page_range(_first(rft, "spage") or _first(rft, "pages"), _first(rft, "epage"), known=known)
