"""Files of JSON records: one value, a list, an answer that wraps them, or one a line; what one record says is read by its format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec

from schemas.errors import ReadError
from schemas.reading import Found

_decode = msgspec.json.Decoder().decode
_DAMAGE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class JsonRecords(Iterator[Found]):
    """The records of a stream; one that cannot be read raises ReadError when its turn comes, and the next call goes on behind it."""

    def __init__(
        self, stream: BinaryIO, records_in: Callable[[Any], Iterator[Any]], found_of: Callable[[Any], Found]
    ) -> None:
        """`records_in` takes the records out of one JSON value."""
        self._records = enumerate(values(stream.read(), records_in), 1)
        self._found_of = found_of

    def __next__(self) -> Found:
        number, one = next(self._records)
        try:
            if isinstance(one, ReadError):
                raise one
            if not isinstance(one, dict):
                raise ReadError("not an object")
            return self._found_of(one)
        except ReadError as error:
            raise ReadError(f"record {number}: {error}") from error


def values(data: bytes, records_in: Callable[[Any], Iterator[Any]]) -> Iterator[Any]:
    """Yield the records of one JSON value, else of lines that each are one; a line that is none stands as its error.

    Raises ReadError where it is no JSON at all.
    """
    bare = data.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        yield from records_in(_decode(bare))
        return
    except _DAMAGE as error:
        first = bare.partition(b"\n")[0].strip()
        if not (first.startswith(b"{") and first.endswith(b"}")):
            raise ReadError(f"no JSON: {error}") from error
    for number, line in enumerate(bare.split(b"\n"), 1):
        if line.strip():
            try:
                yield from records_in(_decode(line))
            except _DAMAGE as error:
                yield ReadError(f"line {number}: {error}")


def starts_as_json(head: bytes) -> bytes:
    """Return the beginning of a file without marks before it, empty where it is no JSON object or list."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start if start[:1] in (b"{", b"[") else b""
