"""Text to LaTeX in a BibTeX field: nothing in it is a command, braces stay balanced, capitals and names stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from schemas.crosswalk.plain_text import REMARKABLE, changing, line
from schemas.record import Contributor

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_", "@": "{@}",
}  # fmt: skip
"""BibTeX counts a brace behind a backslash too, so that `\\{` would not do; an @ before a brace begins an entry to some readers."""
_SPECIAL = re.compile(r"[\\{}~^$&#%_@]")
_CHANGING = changing(b"\\{}~^$&#%_@" + REMARKABLE)
"""Text without any of these bytes goes out as it is."""
_DASHES = re.compile(r"-(?=-)")
"""LaTeX makes one dash of two hyphens, unless something stands between them."""
_WORDS = frozenset({"and", "others"})
_APART = re.compile(r",|(?<!\S)(?:and|others)(?!\S)", re.I)
"""What BibTeX would part a name or a list of names at, or take for "et al."."""
_IN_ADDRESS = changing(bytes([*range(32), 0x7F]) + b'{}\\^ "')
_VERBATIM = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", "^": "%5E", " ": "%20", '"': "%22"})


def escaped(text: str) -> str:
    """Return text on one line in which LaTeX finds nothing to do."""
    if not text:
        return text
    if _plain(text) is None:
        text = line(text)
        if any(special in text for special in _ESCAPES):
            text = _SPECIAL.sub(_escape, text)
    return _DASHES.sub("-{}", text) if "-" in text and "--" in text else text


def escaped_bytes(text: str) -> bytes:
    """Return what `escaped` does in UTF-8: a long text that goes out as it is is then encoded only once."""
    if not text:
        return b""
    data = _plain(text)
    return escaped(text).encode() if data is None or ("-" in text and "--" in text) else data


def _plain(text: str) -> bytes | None:
    """The bytes of a text in which nothing is to be escaped; one look at bytes is much cheaper than one at characters."""
    try:
        data = text.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return None
    return data if data.translate(_CHANGING) == data and text[0] != " " and text[-1] != " " else None


def unprinted(text: str) -> str:
    """Return text for a field that no style prints: as `escaped` does, but two hyphens stay as they are."""
    if not text or (_plain(text) is not None and "---" not in text):
        return text
    return escaped(text).replace("-{}-", "--")


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES[found[0]]


def verbatim(text: str) -> str:
    """Return an address or DOI for a field that is read verbatim: only what would end the field is escaped, as in a URI."""
    if text.isascii() and (data := text.encode()).translate(_IN_ADDRESS) == data:
        return text
    return line(text).translate(_VERBATIM)


def titled(text: str) -> str:
    """Return a title whose words with capitals are braced, so that no style makes them small.

    The first letter is left to the style, and so is the one behind a colon.
    """
    made = escaped(text)
    clean = made is text
    text = made if clean else line(text)
    rest = text[1:]
    if rest == rest.lower():
        return made
    words, first = [], True
    for word in text.split(" "):
        rest = word[1:] if first else word
        made = word if clean else escaped(word)
        if rest != rest.lower():
            # Marks stay outside: styles look for a colon there.
            made = f"{{{made[:-1]}}}{word[-1]}" if word[-1] in ",:;" else f"{{{made}}}"
        words.append(made)
        first = word.endswith(":")
    return " ".join(words)


def listed(terms: list[str]) -> str:
    """Return terms parted by commas; one with a comma is braced."""
    joined = ", ".join(terms)
    if joined.count(",") == len(terms) - 1 and " ," not in joined and "  " not in joined and escaped(joined) is joined:
        return joined
    return ", ".join([f"{{{made}}}" if "," in made else made for one in terms if (made := escaped(one))])


def names(people: Sequence[Contributor]) -> str:
    """Return names as BibTeX lists them: `Family, Jr, Given`; what is not surely a person's parts is one word in braces."""
    said = []
    for one in people:
        family, given = one.family, one.given
        if family and given and not one.suffix and one.kind != "organisation":
            last, first = _part(family), _part(given)
            if made := f"{last}, {first}" if last and first else last or first:
                said.append(made)
        elif made := _name(one):
            said.append(made)
    return " and ".join(said)


def _name(one: Contributor) -> str:
    """A name that is not of a family and a given name; in braces where its parts are not known."""
    if not one.family or one.kind == "organisation":
        whole = escaped(one.name)
        return f"{{{whole}}}" if whole else ""
    return ", ".join([made for part in (one.family, one.suffix, one.given) if part and (made := _part(part))])


@lru_cache(16384)
def _part(text: str) -> str:
    if text.isalpha() and text.lower() not in _WORDS:
        return text
    made = escaped(text)
    return f"{{{made}}}" if _APART.search(made) else made
