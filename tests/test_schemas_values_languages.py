"""Languages: codes and names to BCP 47 and MARC."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.values.languages import marc_language, parse_language


@pytest.mark.parametrize(
    ("printed", "tag"),
    [
        ("en", "en"),
        ("En", "en"),
        ("eng", "en"),
        ("ENG", "en"),
        ("en_US", "en-US"),
        ("en-us", "en-US"),
        ("en_US.UTF-8", "en-US"),
        ("eng-GB", "en-GB"),
        ("es_LA", "es-LA"),
        ("zh-Hans-CN", "zh-Hans-CN"),
        ("zh_hant", "zh-Hant"),
        ("ger", "de"),
        ("deu", "de"),
        ("English", "en"),
        ("ENGLISH", "en"),
        ("Deutsch", "de"),
        ("Français", "fr"),
        ("français", "fr"),
        ("Español", "es"),
        ("Português", "pt"),
        ("Русский", "ru"),
        ("中文", "zh"),
        ("Русский язык", None),
        ("English (United States)", "en"),
        ("English.", "en"),
        ("grc", "grc"),
        ("Quechua", "qu"),
        ("haw", "haw"),
        ("und", None),
        ("mul", None),
        ("zxx", None),
        ("x-default", None),
        ("xx", None),
        ("", None),
        ("nonsense", None),
        ("English; French", None),
    ],
)
def test_parse_language(printed: str, tag: str | None) -> None:
    assert parse_language(printed) == tag


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "eng"),
        ("de-AT", "ger"),
        ("fr", "fre"),
        ("nl", "dut"),
        ("grc", "grc"),
        ("qu", "que"),
        ("xx", None),
        ("", None),
    ],
)
def test_marc_language(tag: str, code: str | None) -> None:
    assert marc_language(tag) == code


@given(st.text() | st.from_regex(r"[a-zA-Z]{2,3}([-_][a-zA-Z]{2,4}){0,2}", fullmatch=True))
def test_total_and_idempotent(printed: str) -> None:
    tag = parse_language(printed)
    marc_language(printed)
    if tag:
        assert parse_language(tag) == tag


def test_every_code_of_the_table_agrees_with_iso_639() -> None:
    iso639 = pytest.importorskip("iso639")
    from schemas.values.languages import _MARC

    for tag, code in _MARC.items():
        lang = iso639.Lang(tag)
        assert lang.pt1 == tag
        assert lang.pt2b == code
