"""Quick tests that most records pass, so that the rules behind them need not look at every text and name."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.record import BELOW_U0300, Identifier
from schemas.rules.check_digits import DOI_FORM, isbn_right, issn_right
from schemas.rules.edtf import is_edtf
from schemas.values.languages import parse_language

CORPORATE = frozenset(
    """academy agency association assembly authority bank board bundesamt bureau center centre centro college commission
    committee company conference consortium corporation council department division européenne federation forum
    foundation fundación gesellschaft government group gmbh hochschule inc. institut institute institution instituto
    international laboratory league library llc ltd. ltd ministerium ministry ministère museum nations network office
    organisation organization parliament press program programme secretariat service services società society société
    staff stiftung team trust union universidad university università universität université verein verlag
    zentrum""".split()
)
"""Words that a person's name does not have."""
JOINING = frozenset({"and", "und", "et", "&", "y", "e", "en", "with", "mit", "avec", "og", "och", "i"})
"""Words that join names; the one-letter ones are also initials in small letters, so the rule looks again."""
TITLES = frozenset(
    """dr dr. prof prof. professor mr mr. mrs mrs. ms ms. herr frau by von: by: sir dame phd ph.d. ph.d md m.d.
    (author) (editor) (ed.) (eds.) (hg.) (hrsg.) author: editor: editors: edited translated""".split()
)
NOBODY = frozenset(
    """anonymous anon. anon unknown n/a n.a. none admin administrator author authors various editor webmaster
    null undefined n.n.""".split()
)
_NO_ONE_LANGUAGE = frozenset({"mul", "und", "zxx", "mis"})
"""ISO 639 codes that name no one language."""
_ODD_WORDS = CORPORATE | JOINING | TITLES | NOBODY
_IN_NAMES = str.maketrans("", "", " .-'’,‐")
_ENTITY = re.compile(rb"&(?:#\d|#x[\da-fA-F]|[a-zA-Z]{2,8};)")
_TAG = re.compile(rb"</?[a-zA-Z!]")
_DOUBTFUL = (b"\xc2", b"\x82", b"\x83")
"""In the UTF-8 of Latin letters: what begins U+0080 to U+00BF, and what ends the letters that begin wrong decoding."""


def is_odd_name(name: str) -> bool:
    """Tell whether a name holds a digit, a sign or a word that names do not have, or is in capitals."""
    return (
        not name.translate(_IN_NAMES).isalpha()
        or name.isupper()
        or name.count(",") > 1
        or not _ODD_WORDS.isdisjoint(name.casefold().split())
    )


def any_odd_name(names: list[str]) -> bool:
    """Tell whether any of several names is odd: one test of all of them costs little more than one of one."""
    joined = " ".join(names)
    plain = joined.replace(" ", "").replace(".", "")
    return (
        not (plain.isalpha() or not plain or plain.translate(_IN_NAMES).isalpha())
        or any(map(str.isupper, names))
        or joined.count(",") > 1
        or not _ODD_WORDS.isdisjoint(joined.casefold().split())
    )


def is_odd_identifier(one: Identifier) -> bool:
    """Tell whether an identifier is anything but a well-formed DOI, a right ISBN or ISSN, or one of another scheme."""
    scheme, value = one.scheme, one.value
    if scheme == "doi":
        return not DOI_FORM.fullmatch(value) or value[-1] in ".,;:\"'"
    if scheme == "isbn":
        return not isbn_right(value)
    if scheme == "issn":
        return not issn_right(value)
    # No ISBN or ISSN has a slash; the number of a handle, which every record of a repository has, is no DOI.
    return (value[:1].isdigit() and ("/" not in value or value[:3] == "10.")) or scheme.endswith("-invalid")


@lru_cache(4096)  # dates repeat
def is_odd_date(edtf: str | None, today: str) -> bool:
    """Tell whether a date is unknown, out of range, a first day, or anything but year, month or a day that there is."""
    if not edtf or not "1450" <= edtf <= today:
        return True
    return len(edtf) != 4 and ((edtf.endswith("-01") and len(edtf) == 10) or not is_edtf(edtf))


def is_odd_title(text: str) -> bool:
    """Tell whether a title is in capitals, holds marks that join parts, or begins or ends in one."""
    return text[-1] in ".…:;,/|]" or text[0] in ":;,/|" or "|" in text or "»" in text or ":" in text or text.isupper()


@lru_cache(1024)
def proper_language(tag: str) -> str | None:
    """Return the tag as BCP 47 writes it, None where the language is not known."""
    if tag.casefold() in _NO_ONE_LANGUAGE:
        return tag.casefold()
    base, _, rest = tag.partition("-")
    proper = parse_language(base) if base.isalpha() and len(base) <= 3 and base.isascii() else None
    return f"{proper}-{rest}" if proper and rest else proper


def is_suspect(data: bytes) -> bool:
    """Tell whether any text in the JSON of a record may hold markup, an entity, a control character or wrong decoding."""
    if (
        (b"\\" in data and b"\\u" in data)
        or b"\x7f" in data
        or (b"<" in data and _TAG.search(data))
        or (b"&" in data and _ENTITY.search(data))
    ):
        return True
    if data.isascii() or not (data.translate(None, BELOW_U0300) or any(mark in data for mark in _DOUBTFUL)):
        return False
    text = data.decode()
    # Printable: no C1 controls, zero-width characters, soft hyphens, private use. The letters begin wrong decoding.
    return not text.isprintable() or "\ufffd" in text or "Ã" in text or "Â" in text or "â€" in text
