"""Rules of the characters of any text (X)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from schemas.record import Record
from schemas.rules.facts import Facts
from schemas.rules.places import value_at
from schemas.rules.rule import Finding, Fix, Spot, rule
from schemas.values.text import clean_block, repair, strip_markup

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9:-]*(?:\s[^<>]*)?/?>|<!--")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d?);")
_DAMAGED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ue000-\uf8ff]")
_HIDDEN = re.compile("[\u00ad\u200b\u2060\ufeff\u00a0\u202a-\u202e\u2028\u2029]")
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u009f™œ“”˜žš¦¢\u0090–—]|ï»¿")


def _hits(facts: Facts, pattern: re.Pattern[str], message: str) -> Iterable[Spot]:
    for path, text in facts.odd_texts:
        if found := pattern.search(text):
            yield path, _around(text, found), message


def _around(text: str, found: re.Match[str]) -> str:
    """The place in the text, with some words on each side; control characters shown by their numbers."""
    part = text[max(0, found.start() - 30) : found.end() + 30]
    return "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in part)


def _bare(record: Record, finding: Finding) -> Fix | None:
    """Tags are taken out and entities decoded; a text that would be empty then is left."""
    return _mended(record, finding, _without_tags, "HTML left in text")


def _read_again(record: Record, finding: Finding) -> Fix | None:
    """Read again as UTF-8, where every run of odd letters gives letters that make sense."""
    return _mended(record, finding, repair, "UTF-8 read in another encoding")


def _visible(record: Record, finding: Finding) -> Fix | None:
    """Invisible characters are taken out; a no-break space becomes a space."""
    return _mended(record, finding, clean_block, "invisible characters")


def _mended(record: Record, finding: Finding, mend: Callable[[str], str | None], what: str) -> Fix | None:
    text = value_at(record, finding.path)
    mended = mend(text) if isinstance(text, str) else None
    return Fix(mended, what) if mended and mended != text else None


def _without_tags(text: str) -> str | None:
    return "\n\n".join(part for part in map(strip_markup, text.split("\n\n")) if part) or None


@rule(
    "X101",
    "warning",
    "Markup left in text",
    needs="odd_texts",
    advice="Remove the tags and decode the entities.",
    fix=_bare,
)
def markup(facts: Facts) -> Iterable[Spot]:
    """A text holds HTML tags or entities (`<em>`, `&amp;`), which readers and exports would show as they are."""
    yield from _hits(facts, _TAG, "HTML markup is left in the text")
    yield from _hits(facts, _ENTITY, "an HTML entity is left in the text")


@rule(
    "X102",
    "error",
    "Damaged characters",
    needs="odd_texts",
    advice="Read the page again in its right encoding, or correct the text.",
)
def damaged(facts: Facts) -> Iterable[Spot]:
    """A text holds the replacement character, control or private characters: something was lost when it was decoded."""
    return _hits(facts, _DAMAGED, "the text holds a control, private or replacement character")


@rule(
    "X103",
    "warning",
    "Text decoded wrongly",
    needs="odd_texts",
    advice="Read the page again as UTF-8, or correct the text.",
    fix=_read_again,
)
def mojibake(facts: Facts) -> Iterable[Spot]:
    """A text was written as UTF-8 and read as Latin-1 or Windows-1252 (`Ã©` for `é`, `â€™` for an apostrophe)."""
    return _hits(facts, _MOJIBAKE, "UTF-8 was read in another encoding")


@rule(
    "X104",
    "info",
    "Invisible characters",
    needs="odd_texts",
    advice="Remove them; a no-break space becomes a space.",
    fix=_visible,
)
def hidden(facts: Facts) -> Iterable[Spot]:
    """A text holds soft hyphens, zero-width or no-break spaces or direction marks, which break search and order."""
    return _hits(facts, _HIDDEN, "the text holds invisible characters")


@rule("X105", "info", "Abstract is cut off", advice="Take the whole abstract from the work's own page.")
def cut_abstract(facts: Facts) -> Iterable[Spot]:
    """An abstract ends in three dots: the page shows only its beginning."""
    return [
        (f"abstract[{number}].text", f"… {one.text[-60:]}", "the abstract seems to be cut off")
        for number, one in enumerate(facts.record.abstract)
        if one.text[-1:] in ".…]" and one.text.endswith(("...", "…", "[...]"))
    ]
