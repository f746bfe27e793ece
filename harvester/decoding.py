"""Undoing Content-Encoding piece by piece, within the bound on the size after it; one encoding, never nested."""

from __future__ import annotations

import zlib
from typing import Any

from harvester.codings import HEAD, Coding, coding_of, is_markup, is_text, sign_of

ACCEPTED = "gzip, deflate, br, zstd"
"""What is offered in Accept-Encoding."""

_STEP = 256 * 1024
_ZSTD_STEP = 512


class Undecodable(Exception):
    """A body that cannot be decoded; `again` says whether asking once more may help (a cut stream, not a bomb)."""

    def __init__(self, message: str, *, again: bool = False) -> None:
        super().__init__(message)
        self.again = again


class Decoder:
    """Takes the pieces of one body as they come and keeps what they decode to, at most `limit` bytes of it.

    What the body is in is told by its first bytes where they tell it: headers are left out, and headers lie.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        """`encoding` is the Content-Encoding header; raises Undecodable for an unknown or a nested one."""
        names = [name for part in encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
        if len(names) > 1:
            raise Undecodable(f"nested compression ({', '.join(names)})")
        self._said = names[0].removeprefix("x-") if names else ""
        self._coding = Coding(self._said)
        self._stream = _stream(self._said)
        self._limit = limit
        self._head: bytes | None = b""  # what came before it was enough to tell the coding
        self._sent: list[bytes] = []  # the pieces as they came, while they may be something else after all
        self._clear()

    def feed(self, data: bytes) -> None:
        """Decode one piece; raises Undecodable where it cannot be decoded or the whole would be too large."""
        if self._head is not None:
            self._head += data
            if len(self._head) < HEAD:
                return
            data = self._begin()
        self._decode(data)

    def body(self) -> bytes:
        """Return the whole body; raises Undecodable where the compressed stream was cut."""
        if self._head:
            self._decode(self._begin())
        while self._stream is not None and self._head is None and not self._stream.at_end():
            self._otherwise(f"the {self._coding.name} body was cut")
        body = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        if self._coding.name != self._said and sign_of(body):
            raise Undecodable(f"nested compression ({sign_of(body)} in {self._coding.name})")
        return body if self._said or self._coding.name or is_text(body[:HEAD]) else _guessed(body, self._limit)

    def _begin(self) -> bytes:
        """Decide what the body is in; returns what has come of it."""
        data, self._head = self._head or b"", None
        self._coding = coding_of(data, self._said)
        self._stream = _stream(self._coding.name)
        return data

    def _decode(self, data: bytes) -> None:
        if self._coding.instead is not None:
            self._sent.append(data)
        if self._stream is None:
            self._take(data)
            return
        try:
            for part in self._stream.parts(data):
                self._take(part)
        except Undecodable:
            raise
        except (zlib.error, ValueError, *_errors()) as error:  # type: ignore[misc]  # a tuple of exception classes
            self._otherwise(f"the body is not {self._coding.name} as it says: {error}")

    def _otherwise(self, failed: str) -> None:
        """Take what came as what it may be instead; raises Undecodable, which says what failed, where that is nothing."""
        if self._coding.instead is None:
            raise Undecodable(failed, again=True)
        self._coding, sent = Coding(self._coding.instead), b"".join(self._sent)
        self._stream = _stream(self._coding.name)
        self._sent.clear()
        self._clear()
        self._decode(sent)

    def _clear(self) -> None:
        self._size = 0
        self._parts: list[bytes] = []

    def _take(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            raise Undecodable(f"the body is larger than {self._limit} bytes")
        if part:
            self._parts.append(part)


class _Zlib:
    """gzip (several members too) and deflate, with or without the zlib header that it should have."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._inner = zlib.decompressobj(wbits)
        self._started = False

    def parts(self, data: bytes) -> Any:
        if not self._started and self._wbits == 15 and (data[:1] or b"x")[0] & 0x0F != 8:
            self._inner = zlib.decompressobj(-15)  # many servers send deflate without its header
        self._started = True
        while data:
            if self._inner.eof:
                if data[:1] != b"\x1f" or self._wbits != 31:
                    return  # padding after the end is ignored, as browsers do
                self._inner = zlib.decompressobj(self._wbits)
            yield self._inner.decompress(data, _STEP)
            data = self._inner.unconsumed_tail or self._inner.unused_data

    def at_end(self) -> bool:
        return self._inner.eof


class _Brotli:
    """br, in bounded steps."""

    def __init__(self) -> None:
        import brotli

        self._inner = brotli.Decompressor()

    def parts(self, data: bytes) -> Any:
        part = self._inner.process(data, output_buffer_limit=_STEP)
        while part:
            yield part
            part = b"" if self._inner.is_finished() else self._inner.process(b"", output_buffer_limit=_STEP)

    def at_end(self) -> bool:
        return bool(self._inner.is_finished())


class _Zstd:
    """zstd, with the window that HTTP allows (RFC 9659); small pieces, because a few bytes may become 128 KB."""

    def __init__(self) -> None:
        import zstandard

        self._inner = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024).decompressobj()

    def parts(self, data: bytes) -> Any:
        for start in range(0, len(data), _ZSTD_STEP):
            if self._inner.eof:
                return
            yield self._inner.decompress(data[start : start + _ZSTD_STEP])

    def at_end(self) -> bool:
        return bool(self._inner.eof)


def _stream(name: str) -> _Zlib | _Brotli | _Zstd | None:
    if name in ("gzip", "deflate"):
        return _Zlib(31 if name == "gzip" else 15)
    if name == "br":
        return _Brotli()
    if name == "zstd":
        return _Zstd()
    if name:
        raise Undecodable(f"compression {name!r} is not one that was asked for")
    return None


def _guessed(body: bytes, limit: int) -> bytes:
    """Return what a body that is no text holds where it is brotli or bare deflate, which no sign tells: whole, and markup.

    Raises Undecodable where that is too large.
    """
    for make in (_Brotli, lambda: _Zlib(-15)):
        stream, size, parts = make(), 0, list[bytes]()
        try:
            for part in stream.parts(body):
                size += len(part)
                if not parts and part and not is_markup(part[:HEAD]):
                    break
                if size > limit:
                    raise Undecodable(f"the body is larger than {limit} bytes")
                parts.append(part)
            else:
                if parts and stream.at_end():
                    return b"".join(parts)
        except (zlib.error, ValueError, *_errors()):  # type: ignore[misc]  # a tuple of exception classes
            continue
    return body


def _errors() -> tuple[type[Exception], ...]:
    import brotli
    import zstandard

    return brotli.error, zstandard.ZstdError


def gunzip(data: bytes, limit: int) -> bytes:
    """Return what a gzip file holds; raises Undecodable where it is damaged, too large, or holds gzip again."""
    decoder = Decoder("gzip", limit)
    decoder.feed(data)
    body = decoder.body()
    if body[:2] == b"\x1f\x8b":
        raise Undecodable("nested compression (gzip in gzip)")
    return body
