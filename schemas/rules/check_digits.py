"""Check digits of ISBN, ISSN, ORCID and ISNI: a short way for what is right, the standard's own code for the rest."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.identifiers import is_valid

ISBN_FORM = re.compile(r"97[89][\d -]{10,14}|(?:\d[ -]?){9}[\dXx]", re.A)
ISSN_FORM = re.compile(r"\d{4}-\d{3}[\dXx]", re.A)
DOI_FORM = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+", re.A)
_ROR = re.compile(r"(?:https://ror\.org/)?0[a-hj-km-np-tv-z0-9]{6}\d{2}", re.A)


def isbn_right(value: str) -> bool:
    """Tell whether an ISBN has the right check digit (ISO 2108)."""
    if len(value) == 13 and value.isdecimal() and value.isascii():
        digits = (
            value.encode()
        )  # each is 48 more than its digit: 7 of weight 1 and 6 of weight 3 make 1200, a round sum
        return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0
    return ISBN_FORM.fullmatch(value) is not None and is_valid("isbn", value)


@lru_cache(4096)  # series repeat
def issn_right(value: str) -> bool:
    """Tell whether an ISSN is printed NNNN-NNNC with the right check digit (ISO 3297)."""
    return ISSN_FORM.fullmatch(value) is not None and is_valid("issn", value)


def person_id_right(scheme: str, value: str) -> bool:
    """Tell whether an ORCID or ISNI (ISO 7064, mod 11-2) or a ROR id has its form and check digit."""
    if scheme == "ror":
        return _ROR.fullmatch(value) is not None
    from stdnum.iso7064 import mod_11_2

    digits = re.sub(r"[ -]", "", value.rpartition("/")[2])
    return re.fullmatch(r"\d{15}[\dX]", digits, re.A) is not None and bool(mod_11_2.is_valid(digits))
