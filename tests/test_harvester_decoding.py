"""Content-Encoding within bounds."""

import contextlib
import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.decoding import Decoder, Undecodable, gunzip

PAGE = b"<html>the gauge at Lindwater</html>" * 5000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKED: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "deflate without its header": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "identity": ("identity", bytes),
    "none": ("", bytes),
}


@pytest.fixture(params=PACKED)
def packing(request: pytest.FixtureRequest) -> tuple[str, Callable[[bytes], bytes]]:
    return PACKED[request.param]


def decoded(encoding: str, data: bytes, *, limit: int = 10**7, step: int = 997) -> bytes:
    decoder = Decoder(encoding, limit)
    for start in range(0, len(data), step):
        decoder.feed(data[start : start + step])
    return decoder.body()


def test_a_body_comes_out_as_it_went_in(packing: tuple[str, Callable[[bytes], bytes]]) -> None:
    encoding, pack = packing
    assert decoded(encoding, pack(PAGE)) == PAGE
    assert decoded(encoding, pack(b"")) == b""
    assert Decoder(encoding, 10).body() == b""


def test_a_body_is_bounded_as_it_grows(packing: tuple[str, Callable[[bytes], bytes]]) -> None:
    encoding, pack = packing
    assert decoded(encoding, pack(PAGE), limit=len(PAGE)) == PAGE
    with pytest.raises(Undecodable, match="larger") as caught:
        decoded(encoding, pack(PAGE), limit=len(PAGE) - 1)
    assert not caught.value.again


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_cut_or_damaged_body_may_be_asked_for_again(encoding: str) -> None:
    packed = PACKED[encoding][1](PAGE)
    for damaged in (packed[:-6], b"\x99 no such thing" + packed):
        with pytest.raises(Undecodable) as caught:
            decoded(encoding, damaged)
        assert caught.value.again


def test_several_gzip_members_and_padding() -> None:
    assert decoded("gzip", gzip.compress(b"one ") + gzip.compress(b"two")) == b"one two"
    assert decoded("gzip", gzip.compress(b"one") + b"\0" * 9) == b"one"


def test_nested_and_unknown_compression_are_refused() -> None:
    for encoding in ("gzip, gzip", "br,gzip", "gzip, identity, gzip"):
        with pytest.raises(Undecodable, match="nested"):
            Decoder(encoding, 100)
    with pytest.raises(Undecodable, match="'compress'"):
        Decoder("compress", 100)
    assert decoded("identity, gzip", gzip.compress(PAGE)) == PAGE


def test_gunzip() -> None:
    assert gunzip(gzip.compress(PAGE), 10**6) == PAGE
    for bad in (gzip.compress(PAGE)[:-9], b"\x1f\x8b junk", gzip.compress(gzip.compress(PAGE))):
        with pytest.raises(Undecodable):
            gunzip(bad, 10**6)
    with pytest.raises(Undecodable):
        gunzip(gzip.compress(PAGE), 1000)


@given(st.sampled_from(["gzip", "deflate", "br", ""]), st.binary(max_size=200), st.integers(1, 50))
def test_any_bytes_are_decoded_or_undecodable(encoding: str, data: bytes, step: int) -> None:
    with contextlib.suppress(Undecodable):
        assert len(decoded(encoding, data, limit=1000, step=step)) <= 1000
