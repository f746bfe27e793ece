"""Rules of titles, of the work and of its contents entries (T)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.record import Record
from schemas.rules.facts import Facts
from schemas.rules.rule import Finding, Fix, Spot, rule
from schemas.values.text import same_title

_DOUBLED = re.compile(r"::|[?!]\s*:")
_CUT = ("...", "…", "[...]", "[…]")
_PLACEHOLDERS = frozenset(
    {
        "untitled", "no title", "title", "[title unknown]", "n/a", "none", "null", "detail", "details",
        "home", "homepage", "index", "document", "download", "pdf", "full text", "abstract", "contents",
        "table of contents", "search results", "front matter", "page not found", "not found", "404", "error",
        "access denied", "access check", "just a moment...", "loading...",
    }
)  # fmt: skip
_SITE = re.compile(r"\s(?:\||::|»)\s\S")


def _trimmed(_: Record, finding: Finding) -> Fix | None:
    """A mark at the beginning or end is taken off; one within is left, for only a person knows what it parts."""
    text = finding.value or ""
    bare = text.strip(" :;,/|")
    return Fix(bare, "stray mark at the end of a title") if bare and bare != text else None


def _once(_: Record, finding: Finding) -> Fix | None:
    """The subtitle is taken away."""
    return Fix(None, "subtitle repeats the title")


@rule(
    "T101",
    "info",
    "Title printed with a doubled colon",
    needs="odd_title",
    advice="Nothing to do where main title and subtitle are right.",
)
def doubled_colon(facts: Facts) -> Iterable[Spot]:
    """The source prints `::`, `?:` or `!:` between title and subtitle, because it stores the title with its colon.

    The record's title and subtitle are divided there and the printed form is kept.
    """
    title = facts.record.title
    if not title or not title.as_printed or ":" not in title.as_printed or not _DOUBLED.search(title.as_printed):
        return ()
    return [("title.as_printed", title.as_printed, "the source prints a doubled mark between title and subtitle")]


@rule(
    "T102",
    "warning",
    "Printing artefact in a title",
    needs="odd_titles",
    advice="Remove the stray mark, or divide title and subtitle at it.",
    fix=_trimmed,
)
def artefact(facts: Facts) -> Iterable[Spot]:
    """A title holds `::`, `?:` or `!:`, or begins or ends with a mark that joins parts (`:`, `;`, `,`, `/`, `|`)."""
    return [
        (path, text, "a mark that joins parts is left in the title")
        for path, text in facts.odd_titles
        if text[-1] in ":;,/|" or text[0] in ":;,/|" or (":" in text and _DOUBLED.search(text))
    ]


@rule(
    "T103", "warning", "Title is cut off", needs="odd_titles", advice="Take the whole title from the work's own page."
)
def cut_off(facts: Facts) -> Iterable[Spot]:
    """A title ends in three dots, as lists and search results shorten it. Titles that end so by intent are rare."""
    return [(path, text, "the title seems to be cut off") for path, text in facts.odd_titles if text.endswith(_CUT)]


@rule(
    "T104",
    "warning",
    "Title in capitals",
    needs="odd_titles",
    advice="Write it as the title page would in a sentence; the printed form is kept.",
)
def shouting(facts: Facts) -> Iterable[Spot]:
    """A title of more than one word is printed in capitals throughout: design, not spelling.

    One word, or several short ones, may be acronyms and are left alone.
    """
    return [
        (path, text, "the title is in capitals throughout")
        for path, text in facts.odd_titles
        if text.isupper() and len(text) > 9 and " " in text.strip() and max(map(len, text.split())) > 4
    ]


@rule("T105", "warning", "Subtitle repeats the title", needs="odd_title", advice="Remove the subtitle.", fix=_once)
def repeated(facts: Facts) -> Iterable[Spot]:
    """Title and subtitle are the same words, as when a page's heading and its description are joined."""
    title = facts.record.title
    if (
        not title
        or not title.sub
        or not title.main
        or abs(len(title.sub) - len(title.main)) > 5
        or not same_title(title.main, title.sub)
    ):
        return ()
    return [("title.sub", title.sub, "the subtitle says the same as the title")]


@rule("T106", "warning", "Title says nothing", needs="odd_title", advice="Take the title from the work itself.")
def placeholder(facts: Facts) -> Iterable[Spot]:
    """The title is a word of the site ("detail", "Download", "Page not found"), not one of the work."""
    title = facts.record.title
    if not title or not title.main or title.sub or title.main.casefold().strip(" .") not in _PLACEHOLDERS:
        return ()
    return [("title.main", title.main, "this is a word of the site, not a title")]


@rule(
    "T107",
    "warning",
    "Title with the name of the site",
    needs="odd_titles",
    advice="Remove the part that names the site.",
)
def with_site(facts: Facts) -> Iterable[Spot]:
    """The title holds ` | ` or ` » `, with which sites add their own name or section to the title of a page."""
    return [
        (path, text, "the title seems to hold the name of the site")
        for path, text in facts.odd_titles
        if path in ("title.main", "title.sub") and _SITE.search(text)
    ]
