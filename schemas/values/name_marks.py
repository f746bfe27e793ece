"""Footnote marks, addresses and stray white space in names; shared by names, name_lines and name_lists."""

from __future__ import annotations

import re

from schemas.values.name_words import looks_corporate

_SIGNS = re.compile(r"[\s,]*[¹²³⁰⁴-⁹ᵃ-ᵛ*†‡§¶‖#⁎∗✉✝️]+(?:[\s,]*[¹²³⁰⁴-⁹ᵃ-ᵛ*†‡§¶‖#⁎∗]+)*")
_FIGURES = re.compile(r"(?<=[^\W\d_]{2})\.?\s?\d{1,2}(?:\s?[,-]\s?\d{1,2})*(?=\s*(?:[,;&]|and\b|$))")
_LOOSE = re.compile(r"(?<=[^\W\d_])\s+\.(?=\s|$|[^\W\d_])")
ADDRESS = re.compile(
    r"[\s,;]*[<(\[]?\s*(?:mailto:|e-?mail:?\s*)?"
    r"(?:https?://(?!(?:www\.)?orcid\.org)\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)\s*[>)\]]?",
    re.I,
)
"""An e-mail or web address beside a name, with its brackets; an ORCID is left to names."""
_ANY = re.compile(r"[\d¹²³⁰⁴-⁹ᵃ-ᵛ*†‡§¶‖#⁎∗✉✝]|\s\.")


def without_marks(text: str) -> str:
    """Return names without footnote signs and figures ("Makocki¹", "Li1,2*") and with "R.J . Ho" drawn together."""
    if not _ANY.search(text):
        return text
    text = _SIGNS.sub(lambda m: ", " if "," in m[0] and m.end() < len(text) and text[m.end()] == " " else "", text)
    if not looks_corporate(text):  # "Working Group 2" means its number
        text = _FIGURES.sub("", text)
    return " ".join(_LOOSE.sub(".", text).split())
