"""Text: what is cleaned, what is left alone, how titles are split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.values.text import clean, clean_block, fold, is_plain, repair, same_title, split_title, strip_markup

NASTY = st.text() | st.text(
    alphabet="&amp;#38x lt<>:?! \n\u00a0\u00ad\u200b\u200cÃ©â€™\x93\x81e\u0301م\ud800", max_size=40
)


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        (None, None),
        ("", None),
        (" \n\t\u00a0\u200b", None),
        ("Plain", "Plain"),
        ("  two   spaces ", "two spaces"),
        ("a\u00a0b\u2009c\u3000d\r\ne", "a b c d e"),
        ("co\u00adoperation", "cooperation"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("Caf\u0065\u0301", "Café"),
        ("Research &amp; Development", "Research & Development"),
        ("&amp;amp; twice", "& twice"),
        ("&#8220;quoted&#8221; &eacute;", "“quoted” é"),
        ("AT&T, R&D; fine", "AT&T, R&D; fine"),
        ("&copy 2010", "&copy 2010"),
        ("\x93quoted\x94", "“quoted”"),
        ("bell\x07 and\x00 nul", "bell and nul"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Žídek, Augustin", "Žídek, Augustin"),
    ],
)
def test_clean(raw: str | None, want: str | None) -> None:
    assert clean(raw) == want


def test_paragraphs_stay_apart() -> None:
    assert clean_block(" one\nline \r\n\r\n two  lines\n \n\n") == "one line\n\ntwo lines"
    assert clean_block("no paragraphs") == "no paragraphs"
    assert clean_block("\n\n") is None


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        ("A <em>new</em> species", "A new species"),
        ("H<sub>2</sub>O", "H2O"),
        ("one<br/>two", "one two"),
        ("<jats:p>Text</jats:p>", "Text"),
        ("&lt;i&gt;Vipera&lt;/i&gt; berus", "Vipera berus"),
        ("p < 0.05 and q > 1", "p < 0.05 and q > 1"),
        ("<x@y.org> wrote", "<x@y.org> wrote"),
        ("<em></em>", None),
        ('<span class="x">s</span>', "s"),
    ],
)
def test_markup(raw: str, want: str | None) -> None:
    assert strip_markup(raw) == want


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The  State", "the state"),
        ("Nobody move! Myths", "Nobody move: myths"),
        ("Déplacement", "DEPLACEMENT"),
        ("Łódź – Straße", "lodz strasse"),
        ("don’t", "don't"),
        ("ﬁnal", "final"),
    ],
)
def test_fold_makes_equal(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        ("CafÃ©", "Café"),
        ("Hollandeâ€™s", "Hollande’s"),
        ("â\x80\x9cquotedâ\x80\x9d", "“quoted”"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("Ã\x89tude", "Étude"),
        ("“sound” but FranÃ§ois", "“sound” but François"),
        ("«IRMÃ»", "«IRMÃ»"),
        ("das “CAFÉ”", "das “CAFÉ”"),
        ("NAÇÃO", "NAÇÃO"),
        ("Straße", "Straße"),
        ("Žídek", "Žídek"),
        ("plain", "plain"),
    ],
)
def test_repair(raw: str, want: str) -> None:
    assert repair(raw) == want


@pytest.mark.parametrize(
    ("printed", "main", "sub", "differs"),
    [
        ("China and Russia:: an Eastern partnership?", "China and Russia", "an Eastern partnership?", True),
        ("Who, what?: and why", "Who, what?", "and why", False),
        ("Nobody move!: Myths", "Nobody move!", "Myths", False),
        ("Fiji’s coup: Who, what", "Fiji’s coup", "Who, what", False),
        ("Titre : sous-titre", "Titre", "sous-titre", True),
        ("Japan’s Arctic Policy:", "Japan’s Arctic Policy", None, True),
        ("std::vector in C++", "std::vector in C++", None, False),
        ("At 10:30 in Paris", "At 10:30 in Paris", None, False),
        ("Data (SC4B: SCR, ECG) in use", "Data (SC4B: SCR, ECG) in use", None, False),
        ("“To be: or not”: a study", "“To be: or not”", "a study", False),
        ("題目：副題", "題目", "副題", True),
        ("Plain", "Plain", None, False),
        (" spaced  out ", "spaced out", None, False),
        ("", None, None, False),
        ("::", "::", None, False),
    ],
)
def test_split_title(printed: str, main: str | None, sub: str | None, differs: bool) -> None:
    title = split_title(printed)
    assert (title.main, title.sub) == (main, sub)
    assert title.as_printed == (clean(printed) if differs else None)


def test_same_title() -> None:
    assert same_title("Arab Futures 2.0", "ARAB FUTURES 2.0 ")
    assert same_title("???", "???")
    assert not same_title("???", "!!!")
    assert not same_title(None, None)
    assert not same_title("A", "B")


@given(NASTY)
def test_clean_is_total_and_idempotent(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once
    assert once is None or (once.encode() and "\n" not in once and once == once.strip())
    block = clean_block(raw)
    assert clean_block(block) == block
    bare = strip_markup(raw)
    assert strip_markup(bare) == bare


@given(NASTY)
def test_fold_and_repair_are_idempotent(raw: str) -> None:
    assert fold(fold(raw)) == fold(raw)
    assert repair(repair(raw)) == repair(raw)


@given(NASTY)
def test_a_split_title_loses_nothing(raw: str) -> None:
    title = split_title(raw)
    if clean(raw):
        assert title.main
        again = split_title(title.as_printed or (f"{title.main}: {title.sub}" if title.sub else title.main))
        assert (again.main, again.sub) == (title.main, title.sub)


@given(st.text(st.characters(max_codepoint=0x17F), min_size=90, max_size=140))
def test_plain_is_what_python_calls_printable(raw: str) -> None:
    assert is_plain(raw) == raw.isprintable()
