"""Which format an answer has: by `?format=`, else by what `Accept` likes best; HTML where it likes anything."""

from __future__ import annotations

import io
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from types import ModuleType

from archive.service.errors import NotAcceptable, Refused
from schemas.envelope import Held
from schemas.formats import formats
from schemas.left_out import Tally

HTML = "html"
Kinds = Mapping[str, str]
"""Media types of formats by their names."""
PREFERRED = ("json", "dc", "ris", "bibtex", "marcxml", "csl", "jsonld", "tsv", "mods")
"""Where several formats have one media type, the one that is meant by it."""
ALSO = {"application/x-bibtex-text-file": "bibtex", "text/x-bibtex": "bibtex", "application/xhtml+xml": HTML, "text/xml": "dc", "text/turtle": ""}  # fmt: skip
LABELS = {
    "marc": "MARC 21", "marcxml": "MARCXML", "mods": "MODS", "dc": "Dublin Core", "qdc": "Dublin Core, qualified", "json": "JSON",
    "jsonl": "JSON Lines", "jsonld": "schema.org JSON-LD", "csl": "CSL-JSON", "ris": "RIS", "ris-talis": "RIS for Talis Aspire",
    "bibtex": "BibTeX", "biblatex": "biblatex", "datacite": "DataCite XML", "datacite-json": "DataCite JSON", "kbart": "KBART", "csv": "CSV", "tsv": "TSV",
}  # fmt: skip
"""What a format is called on a page; one that is not here is called by its name."""
GROUPS = (
    ("For catalogues", ("marc", "marcxml", "mods", "dc", "qdc", "kbart")),
    ("For citing", ("ris", "ris-talis", "bibtex", "biblatex", "csl")),
    ("For programs", ("json", "jsonl", "jsonld", "datacite", "datacite-json", "csv", "tsv")),
)


@lru_cache(maxsize=1)
def written_formats() -> dict[str, ModuleType]:
    """Return the formats that are written, by name; found once, because every answer looks."""
    return formats()


def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the formats as a page offers them: groups with name and label; unknown ones with those for programs."""
    known = written_formats()
    placed = {name for _, names in GROUPS for name in names}
    rest = tuple(sorted(known.keys() - placed))
    return labelled([(title, (*names, *(rest if title == GROUPS[-1][0] else ()))) for title, names in GROUPS], known)


def labelled(
    groups: Iterable[tuple[str, Iterable[str]]], known: Container[str], labels: Mapping[str, str] = LABELS
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return groups of formats with what each is called; those that are not known here are left out."""
    return [(title, [(name, labels.get(name, name)) for name in names if name in known]) for title, names in groups]


def wanted(form: str | None, accept: str | None, *, default: str = HTML, kinds: Kinds | None = None) -> str:
    """Return the format asked for, of those of records or of `kinds` (name -> media type).

    Raises Refused for one that there is not and NotAcceptable where none is liked.
    """
    known = kinds if kinds is not None else kinds_of_records()
    if form is not None:
        if form != HTML and form not in known:
            raise Refused(f"{form!r} is not a format: choose from html, {', '.join(sorted(known))}")
        return form
    if not accept:
        return default
    types = media_types(known)
    for liked in liked_best(accept):
        if liked in ("*/*", "text/*") or liked == "application/*":
            return default
        if found := types.get(liked):
            return found
    raise NotAcceptable(f"no format here is of the kinds asked for: {', '.join(sorted(types))} can be had")


def liked_best(accept: str) -> list[str]:
    """Return the media types of an Accept header, the best liked first; what is refused (q=0) or cannot be read is left out."""
    found: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept.split(",")[:40]):
        kind, *parameters = (one.strip().lower() for one in part.split(";"))
        quality = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        try:
            weight = float(quality)
        except ValueError:
            continue
        if kind and 0 < weight <= 1:
            found.append((-weight, place, kind))
    return [kind for _, _, kind in sorted(found)]


@lru_cache(maxsize=1)
def kinds_of_records() -> dict[str, str]:
    """Return the media types of the formats of records by their names."""
    return {name: str(module.MEDIA_TYPE) for name, module in written_formats().items()}


def media_types(kinds: Kinds | None = None) -> dict[str, str]:
    """Return media type -> name of the format; where several have one, the one that is meant by it."""
    known = kinds if kinds is not None else kinds_of_records()
    names = [*(name for name in PREFERRED if name in known), *(name for name in sorted(known) if name not in PREFERRED)]
    types = {"text/html": HTML, **{kind: name for kind, name in ALSO.items() if name == HTML or name in known}}
    for name in names:
        types.setdefault(known[name], name)
    return types


def written(items: Iterable[Held], form: str) -> tuple[bytes, str, str]:
    """Return records in a format with its media type and suffix; raises NotAcceptable where it can hold none of them."""
    module: ModuleType = written_formats()[form]
    out, left_out = io.BytesIO(), Tally()
    items = list(items)
    count = module.write(items, out, left_out)
    if items and not count:
        raise NotAcceptable(
            f"{LABELS.get(form, form)} cannot hold this: {next(iter(left_out.counts), 'not of its kind')}"
        )
    return out.getvalue(), module.MEDIA_TYPE, module.SUFFIX


def headers(name: str, suffix: str, *, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the headers of a download: a file name without anything that a header or a file system would mind."""
    bare = "".join(one if one.isascii() and (one.isalnum() or one in "-_.") else "-" for one in name)[:80].strip(".-")
    return {"Content-Disposition": f'inline; filename="{bare or "records"}{suffix}"', "Vary": "Accept", **(more or {})}
