"""Rules of the core: what every record should say (M)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from schemas.record import TYPES, Record
from schemas.rules.facts import Facts
from schemas.rules.rule import Spot, rule

_NOTHING = Record()
_RUNNING = frozenset({"journal", "series"})
"""Types that run on and so have no date of their own."""


@rule(
    "M101",
    "error",
    "No title",
    needs="lacks",
    advice="Look at the page: if it shows a title, the reader missed it; else add one.",
)
def no_title(facts: Facts) -> Iterable[Spot]:
    """The record has no title. Pages saved as text can lose it (JSTOR's old layout leaves an empty line)."""
    title = facts.record.title
    if title and (title.main or title.as_printed):
        return ()
    return [("title", None, "the record has no title")]


@rule("M102", "warning", "No date", needs="lacks", advice="Take the date from the imprint or the cover.")
def no_date(facts: Facts) -> Iterable[Spot]:
    """The record has no date at all. Series and journals, which run on, are not asked for one."""
    if facts.record.dates or facts.record.type in _RUNNING:
        return ()
    return [("dates", None, "the record has no date")]


@rule(
    "M103",
    "warning",
    "Nobody is responsible",
    needs="lacks",
    advice="Add the authors, the issuing body or the publisher.",
)
def nobody(facts: Facts) -> Iterable[Spot]:
    """The record names neither a contributor nor a publisher, so nobody can be credited or asked."""
    record = facts.record
    if record.contributors or (record.publisher and record.publisher.name):
        return ()
    return [("contributors", None, "the record names neither contributors nor a publisher")]


@rule(
    "M104",
    "warning",
    "No identifier and no address",
    needs="lacks",
    advice="Add a DOI, ISBN or report number, or the page's URL.",
)
def unreachable(facts: Facts) -> Iterable[Spot]:
    """The record has neither an identifier nor a link: a reader cannot get from it to the work."""
    if facts.record.identifiers or facts.record.links:
        return ()
    return [("identifiers", None, "the record has neither an identifier nor a link")]


@rule("M105", "warning", "Type unknown", needs="lacks", advice="Say what it is: " + ", ".join(TYPES) + ".")
def no_type(facts: Facts) -> Iterable[Spot]:
    """The type of the work is not known, so exports cannot choose between report, book, chapter and article."""
    if facts.record.type:
        return ()
    printed = facts.record.type_as_printed
    return [("type", printed, "the type of the work is not known")]


@rule("M106", "error", "Type outside the list", needs="lacks", advice="Use one of: " + ", ".join(TYPES) + ".")
def odd_type(facts: Facts) -> Iterable[Spot]:
    """The type is not one of the controlled values; exports treat the work as if its type were unknown."""
    value = facts.record.type
    if not value or value in TYPES:
        return ()
    return [("type", value, "the type is not one of the controlled values")]


@rule(
    "M107",
    "warning",
    "Nothing but its name",
    needs="lacks",
    advice="See with show ID --raw what came; replay reads it when there is a reader.",
)
def only_named(facts: Facts) -> Iterable[Spot]:
    """The record has an identifier and nothing else: its metadata came in a format that is not read, or says nothing.

    Its bytes are kept. When a later version reads the format, `replay` fills the record without asking the origin again.
    """
    record = facts.record
    if record.title or msgspec.structs.replace(record, identifiers=()) != _NOTHING:
        return ()
    return [("identifiers", None, "nothing is known of the work but its name")]
