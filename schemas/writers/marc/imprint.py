"""Publication and form: 264, 300, 336 to 338, 490 with 830; only what the record says, and "unspecified" where MARC has a word for it."""

from __future__ import annotations

import re

from schemas.record import Pages, Record, Series
from schemas.writers.marc.articles import nonfiling
from schemas.writers.marc.dates import copyrighted, issued, printed, signed
from schemas.writers.marc.names import in_imprint
from schemas.writers.marc.profile import Field, Style

_ONLINE = frozenset({"doi", "handle", "jstor", "arxiv", "pmcid", "url"})
"""Schemes of what is found online."""
_PAGED = re.compile(
    r"[ivxlcdm\d\[\], ]+\s*(?:p|pp|pages?|s|seiten?|páginas?|págs?|pagin[ae]|pagina's|pag|blz)\b\.?", re.I
)
"""An extent that counts pages and says nothing else: `xii, 120 p.`"""
_SERIALS = frozenset({"journal", "series"})


def is_online(record: Record) -> bool:
    """Tell whether the record names an address of the work itself, or an identifier that leads to one."""
    return any(link.rel != "related" and link.rel != "cover" for link in record.links) or any(
        one.scheme in _ONLINE for one in record.identifiers
    )


def imprint_fields(record: Record, style: Style, out: list[Field], *, online: bool) -> None:
    """Add 264 and 300 to 338."""
    statement = publication(record, style)
    if statement:
        # A date that is still open ends in its hyphen.
        out.append(("264", " 1" + (statement if statement.endswith("-") else style.stop(statement))))
    held = copyrighted(record)
    if held and (said := signed(held)):
        out.append(("264", f" 4\x1fc{said}"))
    if extent := _extent(record, style, online):
        out.append(("300", f"  \x1fa{extent}"))
    terms = style.terms
    term, code = (terms.dataset, "cod") if record.type == "dataset" else (terms.text, "txt")
    if record.type in ("other", None):
        term, code = terms.unspecified, "zzz"
    out.append(("336", f"  \x1fa{term}\x1fb{code}\x1f2rdacontent"))
    term, code = (terms.computer, "c") if online else (terms.unspecified, "z")
    out.append(("337", f"  \x1fa{term}\x1fb{code}\x1f2rdamedia"))
    term, code = (terms.online, "cr") if online else (terms.unspecified, "zu")
    out.append(("338", f"  \x1fa{term}\x1fb{code}\x1f2rdacarrier"))


def publication(record: Record, style: Style) -> str:
    """Return the subfields of a statement of publication: place, publisher, date; "" where nothing is known."""
    publisher = record.publisher
    place, name = (publisher.place, publisher.name) if publisher else (None, None)
    names = dict.fromkeys([name] if name else [])
    names.update(dict.fromkeys([one.name for one in record.contributors if in_imprint(one)]))
    date = issued(record)
    said = printed(date) if date else None
    body = f"\x1fa{place}" if place else ""
    for name in names:
        body += f"{style.colon if body else ''}\x1fb{name}"
    if said:
        body += f"{style.comma if body else ''}\x1fc{said}"
    return body


def _extent(record: Record, style: Style, online: bool) -> str | None:
    """The extent as printed, else by the number of pages; a part's pages.

    What is online and counted in pages is "1 online resource"; any other extent is left as the source prints it.
    """
    terms = style.terms
    said = record.extent
    if said is None and record.page_count:
        said = f"{record.page_count} {terms.page if record.page_count == 1 else terms.pages}"
    if said is None and record.pages:
        one = record.pages[0]
        worded = one.as_printed if len(record.pages) == 1 and (one.as_printed or "")[:1].isalpha() else None
        return worded or paged(record.pages, style)
    if not online or record.type in _SERIALS:
        return said
    if said is None:
        return f"1 {terms.online}"
    return f"1 {terms.online} ({said})" if _PAGED.fullmatch(said) else said


def paged(pages: tuple[Pages, ...], style: Style) -> str:
    """Return `page 5` or `pages 5-6, 9`, in the words of the catalogue."""
    ranges = [one.first if one.last in (None, one.first) else f"{one.first}-{one.last}" for one in pages]
    single = len(pages) == 1 and pages[0].last in (None, pages[0].first)
    return f"{style.terms.page if single else style.terms.pages} {', '.join(ranges)}"


def series_issns(record: Record) -> list[str]:
    """Return the ISSNs of a report that are its series': a monograph has none, and it stands in one series only."""
    series = record.series
    if record.type in (*_SERIALS, "issue") or len(series) != 1 or not series[0].title or series[0].issn:
        return []
    return [one.value for one in record.identifiers if one.scheme == "issn"]


def series_fields(record: Record, style: Style, out: list[Field], traced: list[Field]) -> None:
    """Add 490 as transcribed, and to `traced` its 830; the journal or host of a part is in 773 instead."""
    for one in record.series if record.type not in ("article", "chapter", "issue") else ():
        if not one.title:
            continue
        number = numbered(one)
        issns = [one.issn] if one.issn else series_issns(record)
        body = f"1 \x1fa{one.title}" + "".join([f"{style.comma}\x1fx{issn}" for issn in issns])
        out.append(("490", body + (f"{style.semicolon}\x1fv{number}" if number else "")))
        body = f" {nonfiling(one.title, record.languages)}\x1fa{one.title}"
        body = style.stop(body + (f"{style.semicolon}\x1fv{number}" if number else ""))
        traced.append(("830", body + (f"\x1fx{issns[0]}" if issns else "")))


def numbered(one: Series) -> str | None:
    """Return the number in a series: its number, else volume and issue."""
    return one.number or ", ".join([part for part in (one.volume, one.issue) if part]) or None
