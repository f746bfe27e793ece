"""Whether two records differ only in how they are printed: case, white space, punctuation, composition of letters."""

from __future__ import annotations

from typing import Any

import msgspec

from archive.words import fold

PRINTED = frozenset(
    "as_printed main sub name family given suffix affiliations title place text statement term label extract extent "
    "edition type_as_printed".split()
)
"""Fields of running text; in all others (identifiers, addresses, dates, pages) punctuation means something."""


def only_cosmetic(old: str | bytes, new: str | bytes) -> bool:
    """Tell whether two canonical records are equal after case, white space, punctuation and NFC.

    A printed form that one of the two has not is passed over: it is there only where it differs from the normal form.
    """
    return alike(msgspec.json.decode(old), msgspec.json.decode(new), "")


def alike(old: Any, new: Any, field: str) -> bool:
    """Tell whether two values of a field of this name, decoded from JSON, differ only in how they are printed."""
    if isinstance(old, dict) and isinstance(new, dict):
        names = old.keys() | new.keys()
        if old.keys() != new.keys():
            names = names - ({"as_printed"} - (old.keys() & new.keys()))
        return all(alike(old.get(name), new.get(name), name) for name in names)
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(alike(a, b, field) for a, b in zip(old, new, strict=True))
    if isinstance(old, str) and isinstance(new, str) and field in PRINTED:
        return old == new or fold(old) == fold(new) != ""
    return bool(old == new)
