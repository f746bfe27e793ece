"""Content-Encoding within bounds."""

import contextlib
import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
import zstandard
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


UNSAID: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate without its header": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "none": bytes,
}


@pytest.mark.parametrize("step", [1, 7, 100_000])
@pytest.mark.parametrize("unsaid", UNSAID)
def test_a_coding_that_the_header_does_not_say(unsaid: str, step: int) -> None:
    packed = UNSAID[unsaid](PAGE)
    assert decoded("", packed, limit=len(PAGE), step=step) == PAGE
    if unsaid != "none":
        with pytest.raises(Undecodable, match="larger") as caught:
            decoded("", packed, limit=len(PAGE) - 1, step=step)
        assert not caught.value.again


@pytest.mark.parametrize("said", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("page", [PAGE, b"<a/>", "<p>Пёс</p>".encode(), "<p>Пёс</p>".encode("utf-16")])
def test_a_plain_body_that_the_header_calls_coded(said: str, page: bytes) -> None:
    assert decoded(said, page, limit=len(page)) == page
    with pytest.raises(Undecodable, match="larger"):
        decoded(said, page, limit=len(page) - 1)


@pytest.mark.parametrize("said", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("unsaid", ["gzip", "zstd"])
def test_another_coding_than_the_header_says(said: str, unsaid: str) -> None:
    assert decoded(said, UNSAID[unsaid](PAGE)) == PAGE


@pytest.mark.parametrize("unsaid", ["gzip", "zstd"])
def test_a_coding_that_is_not_said_may_be_cut_but_not_nested(unsaid: str) -> None:
    packed = UNSAID[unsaid](PAGE)
    with pytest.raises(Undecodable) as caught:
        decoded("", packed[:-6])
    assert caught.value.again
    with pytest.raises(Undecodable, match="nested"):
        decoded("", gzip.compress(packed))


@pytest.mark.parametrize(
    "body", [b"x^2 + y^2 = z^2, a plain text", b"x^2", b"x\x9c\x00 what is none", b"%PDF-1.7\n\xe2\xe3\xcf\xd3", b"\x89PNG\r\n\x1a\n" + bytes(99)]
)  # fmt: skip
def test_what_only_begins_like_a_coding_stays_as_it_is(body: bytes) -> None:
    assert decoded("", body) == body


@given(st.text(min_size=1), st.sampled_from(["", "gzip", "deflate", "br", "zstd"]), st.integers(1, 50))
def test_a_page_is_read_whatever_its_header_says(text: str, said: str, step: int) -> None:
    page = b"<p>a page of Lindwater</p>" + text.encode()
    assert decoded(said, page, step=step) == page
