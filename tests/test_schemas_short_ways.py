"""What goes a short way for plain Latin text comes out as by the long way: cleaning, canonical JSON, suspicion, folding."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive import words
from harvester.oai.datestamps import normal
from schemas.crosswalk import citing, latex
from schemas.record import Record, Title, canonical, decode, encoded
from schemas.rules.suspects import is_suspect
from schemas.values.text import clean

LATIN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FF, exclude_characters="\x7f"))
MIXED = st.text(st.one_of(st.characters(max_codepoint=0x17F), st.characters(exclude_categories=["Cs"])))


def test_letters_up_to_u_02ff_are_printable_and_in_nfc() -> None:
    letters = "".join(map(chr, range(0xC0, 0x300)))
    assert letters.isprintable()
    assert unicodedata.normalize("NFC", letters) == letters


@given(st.one_of(LATIN, MIXED))
@example("Straße  und\xa0Wasser")
@example("soft\xadhyphen")
@example("e\u0301")
def test_long_text_is_cleaned_as_short_text_is(text: str) -> None:
    short = clean(text)
    filling = "x" * 120
    long = clean(f"{text} {filling}")
    assert long == (f"{short} {filling}" if short else filling)


@given(MIXED)
@example("Ã©")
@example("e\u0301")
@example("\u0140")
def test_canonical_json_is_in_nfc(text: str) -> None:
    made = decode(canonical(Record(title=Title(main=f"a{text}")))).title
    assert made == Title(main=unicodedata.normalize("NFC", f"a{text}"))


@given(st.one_of(LATIN, MIXED).filter(lambda text: not set(text) & set('<&\\"\x7f')))
@example("Â")
@example("Ăłã")
@example("soft\xadhyphen")
@example("«a»")
def test_suspicion_is_the_same_by_bytes(text: str) -> None:
    data = encoded(Record(title=Title(main=text)))
    odd = not text.isprintable() or any(mark in text for mark in ("\ufffd", "Ã", "Â", "â€"))
    assert is_suspect(data) == odd or any(ord(c) < 0x20 for c in text)


@given(st.text(st.characters(max_codepoint=0xFF)))
@example("Straße Ærø ¼ µ ½ª")
def test_latin_1_is_folded_as_any_other_text(text: str) -> None:
    assert words.spaced(text) == (text if text.isascii() else words._spaced(text))


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("2020-02-29T23:59:59Z", "2020-02-29T23:59:59Z"),
        ("2021-02-29T00:00:00Z", None),
        ("0000-01-01T00:00:00Z", None),
        ("2020-01-01T24:00:00Z", None),
        ("0999-01-01T00:00:00Z", "0999-01-01T00:00:00Z"),
        ("٢٠٢٠-01-01T00:00:00Z", None),
    ],
)
def test_the_usual_datestamp_stays_as_it_is_where_the_calendar_has_it(sent: str, meant: str | None) -> None:
    assert normal(sent) == meant


@given(st.one_of(LATIN, st.text(st.one_of(st.sampled_from("-- \\{}_&\t"), st.characters()))))
@example("a -- b")
@example("a --- b")
@example(" a")
@example("\ud800")
def test_latex_is_the_same_by_bytes_and_by_the_way_for_what_nobody_prints(text: str) -> None:
    assert latex.escaped_bytes(text) == latex.escaped(text).encode()
    assert latex.unprinted(text) == latex.escaped(text).replace("-{}-", "--")


@given(st.text(st.sampled_from("abZ09:/#_.-é "), min_size=1))
@example("bench:oai:bench.example:1")
def test_a_key_is_the_same_by_replacing_and_by_parting(name: str) -> None:
    made = citing.key(name)
    stem = name.replace(":", "_", 1).replace("#", "_", 1).strip("_")
    assert made == name.replace(":", "_", 1).replace("#", "_", 1) or made.startswith(
        ("" if re.match("[A-Za-z]", stem) else "r_") + re.sub(r"[^A-Za-z0-9._-]+", "_", stem) + "-"
    )
