"""Undoing Content-Encoding piece by piece, within the bound on the size after it; one encoding, never nested."""

from __future__ import annotations

import zlib
from typing import Any

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
    """Takes the pieces of one body as they come and keeps what they decode to, at most `limit` bytes of it."""

    def __init__(self, encoding: str, limit: int) -> None:
        """`encoding` is the Content-Encoding header; raises Undecodable for an unknown or a nested one."""
        names = [name for part in encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
        if len(names) > 1:
            raise Undecodable(f"nested compression ({', '.join(names)})")
        self._name = names[0].removeprefix("x-") if names else ""
        self._stream = _stream(self._name)
        self._limit = limit
        self._size = 0
        self._parts: list[bytes] = []

    def feed(self, data: bytes) -> None:
        """Decode one piece; raises Undecodable where it cannot be decoded or the whole would be too large."""
        if self._stream is None:
            self._take(data)
            return
        try:
            for part in self._stream.parts(data):
                self._take(part)
        except Undecodable:
            raise
        except (zlib.error, ValueError, *_errors()) as error:  # type: ignore[misc]  # a tuple of exception classes
            raise Undecodable(f"the body is not {self._name} as it says: {error}", again=True) from error

    def body(self) -> bytes:
        """Return the whole body; raises Undecodable where the compressed stream was cut."""
        if self._stream is not None and self._parts and not self._stream.at_end():
            raise Undecodable(f"the {self._name} body was cut", again=True)
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

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
