"""Which records a walk has met, in one bit for each; and whether a list of pages still brings news."""

from __future__ import annotations

from collections.abc import Iterable

from harvester.options import PAGES_WITHOUT_NEWS


class Seen:
    """A set of record numbers."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self._bits = bytearray()
        for number in numbers:
            self.add(number)

    def add(self, number: int) -> bool:
        """Add a number; says whether it is new."""
        byte, bit = number >> 3, 1 << (number & 7)
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte - len(self._bits) + 4096))
        new = not self._bits[byte] & bit
        self._bits[byte] |= bit
        return new

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        byte = number >> 3
        return byte < len(self._bits) and bool(self._bits[byte] & 1 << (number & 7))


class Circles:
    """Tells when a list repeats itself: a token that was there before and nothing new, or pages without news in a row.

    A token alone proves nothing: some origins give the same one with every page.
    """

    def __init__(self, tokens: Iterable[str] = ()) -> None:
        self._tokens = {hash(token) for token in tokens}
        self._barren = 0

    def asked(self, token: str | None) -> None:
        """Note the token that a page is asked with."""
        if token is not None:
            self._tokens.add(hash(token))

    def judge(self, token: str, news: int) -> str | None:
        """Say why a list with this next token leads nowhere, None where it may go on; `news` counts new records."""
        self._barren = 0 if news else self._barren + 1
        if not news and hash(token) in self._tokens:
            return "its token leads back to where it was, with nothing new"
        if self._barren >= PAGES_WITHOUT_NEWS:
            return f"{self._barren} pages in a row brought nothing new"
        return None
