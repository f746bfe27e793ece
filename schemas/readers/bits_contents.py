"""The parts of a book in BITS (book parts, front matter, back matter, else its table of contents) to contents entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemas.crosswalk.wording import headed
from schemas.readers.jats_agents import contributors_of
from schemas.readers.jats_parts import extract_of, identifiers_of, links_of, pages_of
from schemas.readers.jats_text import plain, title_of
from schemas.readers.mods_elements import children, first
from schemas.readers.xml_files import local_name
from schemas.record import ContentsEntry, Pages
from schemas.values.pages import parse_pages

_PLACES = ("front-matter", "book-front", "front", "book-body", "body", "book-back", "back")
_PARTS = ("book-part", "book-part-wrapper", "foreword", "preface", "dedication", "front-matter-part", "book-app", "book-app-group", "app-group",
          "app", "index", "index-group", "glossary", "ref-list", "toc")  # fmt: skip
_METAS = ("book-part-meta", "index-meta", "toc-title-group")


def contents_of(book: Any) -> tuple[ContentsEntry, ...]:
    """Return the parts that a book holds, in its order; where it holds none, what its table of contents lists."""
    found = tuple(_parts(book))
    return found or tuple(entry for place in book.iter() if local_name(place.tag) == "toc" for entry in _listed(place))


def _parts(element: Any) -> Iterator[ContentsEntry]:
    for child in element:
        name = local_name(child.tag)
        if name in _PLACES:
            yield from _parts(child)
        elif name in _PARTS:
            yield from _part(child)


def _part(part: Any) -> Iterator[ContentsEntry]:
    """A part without a word about itself only holds others together."""
    meta = next(children(part, *_METAS), part)
    inner = tuple(_parts(part))
    group = next(children(meta, "title-group", "book-title-group"), meta)
    title, label, pages = (
        headed(title_of(group, "title")),
        first(group, "label") or first(meta, "label"),
        pages_of(meta),
    )
    if not (title or pages or label):
        yield from inner
        return
    links = links_of(meta)
    yield ContentsEntry(
        contributors=contributors_of(meta) if meta is not part else (), entries=inner, extract=extract_of(meta),
        identifiers=tuple(_identifiers(part, meta)), label=label, pages=pages, title=title, url=links[0].url if links else None,
    )  # fmt: skip


def _identifiers(part: Any, meta: Any) -> Iterator[Any]:
    yield from identifiers_of(meta, "book-part-id")
    if meta is not part:
        return
    yield from identifiers_of(part, "book-part-id")


def _listed(place: Any) -> Iterator[ContentsEntry]:
    """Entries of a table of contents, with the page that stands behind each."""
    for child in children(place, "toc-entry", "toc-div"):
        inner = tuple(_listed(child))
        title, pages = headed(title_of(child, "title")), _page(child)
        if title or pages:
            names = contributors_of(child)
            yield ContentsEntry(
                contributors=names, entries=inner, label=first(child, "label"), pages=pages, title=title
            )
        else:
            yield from inner


def _page(entry: Any) -> tuple[Pages, ...]:
    for one in children(entry, "nav-pointer", "nav-pointer-group"):
        if (said := plain(one)) and (pages := parse_pages(said)):
            return pages
    return ()
