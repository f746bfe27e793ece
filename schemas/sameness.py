"""Whether two records that share an identifier are of one work: pure rules on two records; groups are made in archive/clusters.py.

An identifier that two records share is evidence, never proof: chapters bear the ISBN of their host, volumes that of their
set, translations and editions those of each other. So whatever speaks against it wins, and says why.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import msgspec

from schemas.record import Date, Identifier, Record, Title
from schemas.values.dates import year
from schemas.values.text import fold

SCHEMES = ("jstor", "doi", "isbn")
"""Schemes whose identifiers may join records, the strongest first."""

NOT_ITS_OWN = frozenset({"series", "host", "set", "journal", "issue", "part"})
"""What an identifier is of where it is not of the record itself (`Identifier.of`)."""

KINDS = {
    "chapter": "part", "article": "part", "series": "series", "journal": "series", "issue": "series",
    "dataset": "dataset", "other": None, "post": "post", "thesis": "thesis",
}  # fmt: skip
"""Kinds of works by type; all types that are not here are whole works, and `None` fits every kind."""

ARTICLES = frozenset("the a an der die das le la les el los il lo o os de het".split())
GENERIC = frozenset(
    "abstract|acknowledgements|acknowledgments|annex|annual report|appendix|avant propos|back matter|bibliography|conclusion"
    "|conclusions|contents|editorial|einleitung|executive summary|foreword|front matter|index|introduccion|introduction"
    "|introduzione|notes|preface|prefacio|references|schluss|summary|table of contents|vorwort|zusammenfassung".split(
        "|"
    )
)
"""Titles that many works have: alike they say nothing."""

VOLUME = re.compile(
    r"\b(?:vol|volume|volumen|band|bd|tome|tomo|part|teil|partie|parte|book|deel|bind) ([0-9]+|[ivxlc]+|one|two|three|four)\b"
)
EDITION = re.compile(
    r"\b(?:([0-9]+)(?:st|nd|rd|th)? (?:\w+ )?(?:ed|edition|aufl|auflage|ausgabe|edicion|ed)\b|(first|second|third|fourth|fifth) (?:\w+ )?edition)"
)
WORDS = {
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
}
YEARS_APART = 2
ALIKE = 0.93
SHORT = 3
"""A subtitle of so few words with a number among them ("Report 2019") tells apart."""


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared of a record, folded."""

    edition: str | None
    full: str
    hosts: str
    kind: str | None
    languages: frozenset[str]
    main: str
    names: frozenset[str]
    not_own: frozenset[tuple[str, str]]
    others: frozenset[str]
    pages: frozenset[str]
    series: dict[str, str]
    sub: str
    volume: str | None
    year: int | None


def facts(record: Record) -> Facts:
    """Return what is compared of a record."""
    title = record.title or Title()
    main, sub = _bare(title.main), fold(title.sub or "")
    full = f"{main} {sub}".strip()
    pages = frozenset(one.first for one in record.pages)  # the last is not said everywhere
    return Facts(
        edition=_edition(record, full), full=full, kind=_kind(record), main=main, sub=sub, pages=pages,
        hosts=" ".join(f"{r.to} " for r in record.relations if r.kind == "isPartOf" and r.to).casefold(),
        languages=frozenset(tag.partition("-")[0] for tag in record.languages),
        names=frozenset(fold(c.family or c.name.split()[-1]) for c in record.contributors if c.name.split()),
        not_own=frozenset((i.scheme, i.value) for i in record.identifiers if i.of in NOT_ITS_OWN),
        others=frozenset(_whole(t) for t in record.alternative_titles) - {""},
        series={fold(s.title): _digits(s.number or s.volume) for s in record.series if s.title and (s.number or s.volume)},
        volume=_number(VOLUME.search(full)), year=_year(record.dates),
    )  # fmt: skip


def against(a: Facts, b: Facts) -> str | None:
    """Return what says that two records cannot be of one work, whatever they share; None where nothing does."""
    if a.kind != b.kind and a.kind and b.kind:
        return f"one is a {a.kind}, the other a {b.kind}"
    if a.edition and b.edition and a.edition != b.edition:
        return f"editions {a.edition} and {b.edition}"
    if a.volume != b.volume:
        return f"volumes {a.volume or 'unnamed'} and {b.volume or 'unnamed'}"
    if a.languages and b.languages and not a.languages & b.languages:
        return f"languages {', '.join(sorted(a.languages))} and {', '.join(sorted(b.languages))}"
    for title in a.series.keys() & b.series.keys():
        # Some formats have no room for an issue beside a volume: 12 is no other number than 12/4.
        one, other = a.series[title].split("/"), b.series[title].split("/")
        if any(x != y for x, y in zip(one, other, strict=False)):
            return f"numbers {a.series[title]} and {b.series[title]} of one series"
    if a.pages and b.pages and "part" in (a.kind, b.kind) and not a.pages & b.pages:
        return "other pages"
    return None


def apart(a: Facts, b: Facts, scheme: str, value: str) -> str | None:
    """Return why an identifier that two records share does not make them one work; None where it does."""
    if any((scheme, value) in one.not_own or value.casefold() in one.hosts for one in (a, b)):
        return "it is that of the host or series of one"
    if scheme == "isbn" and "part" in (a.kind, b.kind):
        return "parts bear the ISBN of their host"
    if "series" in (a.kind, b.kind):
        return "series and journals are no reports"
    return against(a, b) or _titles_apart(a, b, scheme) or _years_apart(a, b, scheme)


def _titles_apart(a: Facts, b: Facts, scheme: str) -> str | None:
    if not a.full or not b.full:
        return "one has no title to compare" if scheme == "isbn" else None
    if a.full in GENERIC or b.full in GENERIC:
        if a.full == b.full and scheme != "isbn" and a.names & b.names:
            return None
        return "titles that many works have"
    if a.full == b.full or a.full in b.others or b.full in a.others:  # other titles of both may be that of a set
        return None
    if "part" not in (a.kind, b.kind) and (_continues(a, b) or _continues(b, a)):
        return None
    near = SequenceMatcher(None, a.full, b.full, autojunk=False)
    if (
        _numbers(a.full) == _numbers(b.full)
        and near.quick_ratio() >= ALIKE
        and near.ratio() >= ALIKE
        and len(a.full) > 20
    ):
        return None
    return "other titles"


def _continues(a: Facts, b: Facts) -> bool:
    """Whether the title of one goes on where that of the other ends: a subtitle that only one source has.

    What goes on with a number is another year or part of the same title.
    """
    if not b.full.startswith(a.full + " ") or (a.sub and len(a.full.split()) <= 3):
        return False
    rest = b.full[len(a.full) :].split()
    return not rest[0].isdigit() and not (len(rest) <= SHORT and any(word.isdigit() for word in rest))


def _years_apart(a: Facts, b: Facts, scheme: str) -> str | None:
    if scheme == "isbn" and a.year and b.year and abs(a.year - b.year) > YEARS_APART:
        return f"years {a.year} and {b.year}"
    return None


def counts(identifier: Identifier) -> bool:
    """Say whether an identifier of a record may join it with another."""
    return identifier.scheme in SCHEMES and identifier.of not in NOT_ITS_OWN


def _kind(record: Record) -> str | None:
    kind = KINDS.get(record.type, "whole") if record.type else None
    within = any(one.last and one.first.isdigit() and int(one.first) > 1 for one in record.pages)
    return "part" if within and kind in (None, "whole") else kind


def _bare(text: str | None) -> str:
    """Fold a title and leave out the article that it begins with."""
    first, _, rest = fold(text or "").partition(" ")
    return rest if first in ARTICLES and rest else f"{first} {rest}".strip()


def _whole(title: Title) -> str:
    return f"{_bare(title.main)} {fold(title.sub or '')}".strip()


def _edition(record: Record, title: str) -> str | None:
    said = fold(record.edition or "")
    if found := re.search(r"\d+", said):
        return found[0].lstrip("0")
    named = next((WORDS[word] for word in said.split() if word in WORDS), None)
    return named or said or _number(EDITION.search(title))


def _number(found: re.Match[str] | None) -> str | None:
    value = next((group for group in found.groups() if group), None) if found else None
    return WORDS.get(value, ROMAN.get(value, value)) if value else None


ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}


def _digits(text: str | None) -> str:
    found = re.findall(r"\d+", text or "")
    return "/".join(one.lstrip("0") for one in found) or fold(text or "")


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _year(dates: tuple[Date, ...]) -> int | None:
    found = (
        year(one.edtf)
        for kind in ("issued", "published", "copyright")
        for one in dates
        if one.kind == kind and one.edtf
    )
    return next((one for one in found if one), None)
