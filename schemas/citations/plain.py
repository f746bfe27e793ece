"""The plain citation, which needs no processor: author and year, title, host, publisher, pages, one address."""

from __future__ import annotations

from types import MappingProxyType

from schemas.citations.runs import Run, joined
from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited
from schemas.crosswalk.ris_lines import year
from schemas.crosswalk.uris import web
from schemas.crosswalk.wording import headed, inverted, ranges
from schemas.envelope import Held
from schemas.record import Contributor, Record

WORDS = MappingProxyType(
    {
        "en": {"ed": "ed.", "eds": "eds", "in": "In", "page": "p.", "pages": "pp.", "no date": "n.d.", "and": "and"},
        "de": {"ed": "Hg.", "eds": "Hg.", "in": "In", "page": "S.", "pages": "S.", "no date": "o. J.", "and": "und"},
        "fr": {"ed": "dir.", "eds": "dir.", "in": "Dans", "page": "p.", "pages": "p.", "no date": "s. d.", "and": "et"},
        "es": {"ed": "ed.", "eds": "eds.", "in": "En", "page": "p.", "pages": "pp.", "no date": "s. f.", "and": "y"},
        "it": {"ed": "a cura di", "eds": "a cura di", "in": "In", "page": "p.", "pages": "pp.", "no date": "s.d.", "and": "e"},
    }
)  # fmt: skip
"""The few words of a citation, by language; English for all others."""
MOST_NAMES = 6
"""People who are named; of more only the first."""


def words_of(language: str | None) -> dict[str, str]:
    """Return the words for a language tag."""
    return WORDS.get((language or "en").partition("-")[0].lower(), WORDS["en"])


def citation(held: Held, language: str | None = None) -> tuple[Run, ...]:
    """Return the citation of a record or entry; what is not known is left out."""
    record, words = held.record, words_of(language)
    host = citing.host_of(held) if record.type in ("chapter", "article") else None
    people = citing.authors(record)
    editors = [] if people else citing.editors(record)
    printed = year(cited(record.dates)) or _as_printed(record) or words["no date"]
    runs: list[Run] = []
    named = _names(people or editors, words)
    if named and editors:
        named += f" ({words['ed' if len(editors) == 1 else 'eds']})"
    title = headed(record.title) or (host and words["in"]) or record.type_as_printed or "–"
    if named:
        runs.append((f"{named} ({printed}). ", ""))
    runs.append((title, "" if host or _in_journal(record) else "i"))
    runs.append(("" if named else f" ({printed})", ""))
    runs.append((". " if title[-1:] not in ".?!" or not named else " ", ""))
    runs += _where(record, host, words)
    runs += _facts(record, host, words)
    return joined(runs)


def _as_printed(record: Record) -> str | None:
    date = cited(record.dates)
    return (date.as_printed or date.edtf) if date else None


def _names(people: list[Contributor], words: dict[str, str]) -> str:
    if len(people) > MOST_NAMES:
        return f"{inverted(people[0])} et al."
    named = [inverted(people[0]), *[one.name for one in people[1:]]] if people else []
    return f" {words['and']} ".join([part for part in (", ".join(named[:-1]), named[-1]) if part]) if named else ""


def _in_journal(record: Record) -> bool:
    return record.type == "article" and bool(record.series)


def _where(record: Record, host: Record | None, words: dict[str, str]) -> list[Run]:
    if _in_journal(record):
        one = record.series[0]
        number = " ".join([part for part in (one.volume, f"({one.issue})" if one.issue else one.number) if part])
        return [(one.title or "", "i"), (f" {number}" if number else "", ""), (". ", "")]
    if host is None:
        return []
    editors = citing.editors(host)
    by = f"{_names(editors, words)} ({words['ed' if len(editors) == 1 else 'eds']}), " if editors else ""
    return [(f"{words['in']}: {by}", ""), (headed(host.title) or "", "i"), (". ", "")]


def _facts(record: Record, host: Record | None, words: dict[str, str]) -> list[Run]:
    said = []
    if record.edition:
        said.append(record.edition.rstrip("."))
    one = record.series[0] if record.series and not _in_journal(record) else None
    if one and one.title:
        said.append(" ".join([part for part in (one.title, citing.number_of(one)) if part]))
    place, publisher = record.publisher.place if record.publisher else None, citing.publisher(record)
    if publisher or place:
        said.append(": ".join([part for part in (place, publisher) if part]))
    if record.pages:
        single = len(record.pages) == 1 and record.pages[0].last in (None, record.pages[0].first)
        said.append(f"{words['page' if single else 'pages']} {ranges(record.pages).replace('-', '–')}")
    text = "".join([f"{part}. " if part[-1:] not in ".?!" else f"{part} " for part in said])
    doi = citing.first(record, "doi")
    address = web(f"https://doi.org/{doi}") if doi else citing.url(record)
    return [(text + (address or "") if address else text.rstrip(), "")]
