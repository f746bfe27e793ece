"""Rules of languages (L)."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.record import Record
from schemas.rules.facts import Facts
from schemas.rules.rule import Finding, Fix, Spot, rule
from schemas.rules.suspects import proper_language


def _usual(record: Record, finding: Finding) -> Fix | None:
    """The form that BCP 47 writes; a language that then stands there twice is kept once."""
    proper = proper_language(finding.value or "")
    if finding.path.startswith("languages") and proper in record.languages:
        proper = None
    return Fix(proper, "language code not in its usual form")


@rule(
    "L101",
    "error",
    "Language not known",
    needs="odd_languages",
    advice="Use a code of ISO 639, as BCP 47 writes it: en, de, pt-BR.",
)
def unknown(facts: Facts) -> Iterable[Spot]:
    """A language is not a code of ISO 639, so exports cannot pass it on."""
    return [(path, tag, "this is not a known language code") for path, tag, proper in facts.odd_languages if not proper]


@rule(
    "L102",
    "info",
    "Language code not in its usual form",
    needs="odd_languages",
    advice="Use the form that the message names.",
    fix=_usual,
)
def unusual(facts: Facts) -> Iterable[Spot]:
    """A language has a two-letter code, or small letters, in BCP 47, but stands in another form (`eng`, `EN`)."""
    return [(path, tag, f"BCP 47 writes it {proper}") for path, tag, proper in facts.odd_languages if proper]
