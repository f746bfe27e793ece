"""Articles before titles in many languages, and places of publication to the codes of MARC."""

import pytest

from schemas.writers.marc.articles import nonfiling, without_article
from schemas.writers.marc.countries import country


@pytest.mark.parametrize(
    ("title", "language", "count"),
    [
        ("The rivers", "en", 4), ("An evaluation", "en", 3), ("A priori knowledge", "en", 0), ("Thematic maps", "en", 0),
        ("Der Fluss", "de", 4), ("Eine Geschichte", "de", 5), ("Derselbe Fluss", "de", 0), ("An der Donau", "de", 0),
        ("L'eau", "fr", 2), ("L’été", "fr", 2), ("Une histoire", "fr", 4), ("Les rivières", "fr", 4), ("Léman", "fr", 0),
        ("El agua", "es", 3), ("Los ríos", "es", 4), ("El Salvador hoy", "es", 0), ("Lo que queda", "es", 0),
        ("L'acqua", "it", 2), ("Gli oceani", "it", 4), ("Un'altra acqua", "it", 3), ("O rio", "pt", 2), ("As águas", "pt", 3),
        ("Het water", "nl", 4), ("'t Water", "nl", 3), ("Een rivier", "nl", 4), ("Det stora vattnet", "sv", 4), ("En flod", "sv", 3),
        ("Den store flod", "da", 4), ("Ei elv", "nn", 3), ("Hið mikla vatn", "is", 4), ("Az élet", "hu", 3), ("A víz", "hu", 2),
        ("O apă", "ro", 2), ("Els rius", "ca", 4), ("Os ríos", "gl", 3), ("Το νερό", "el", 3), ("An t-uisce", "ga", 3), ("Y môr", "cy", 2),
        ("'n Rivier", "af", 3), ("al-Nahr", "ar", 3), ("النهر", "ar", 2), ("الله أكبر", "ar", 0), ("ha-Yam", "he", 3), ("La maro", "eo", 3),
        ("Il-baħar", "mt", 3), ("Ka wai", "haw", 3), ("Te wai", "mi", 3), ("The “winter mind”", "en", 5), ('"The winter"', "en", 5),
        ("[The rivers]", "en", 5), ("The ... report", "en", 4), ("The", "en", 0), ("The rivers", "de", 0), ("Water", "en-GB", 0), ("The water", "en-GB", 4),
    ],
)  # fmt: skip
def test_nonfiling_characters(title: str, language: str, count: int) -> None:
    assert nonfiling(title, (language,)) == count


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("The rivers", 4),
        ("A new species of eel", 2),
        ("An der Basis des Lebens", 0),
        ("La mer", 0),
        ("Die hard", 0),
        ("Die Flüsse und Seen", 4),
    ],
)
def test_where_no_language_is_known_only_what_is_plain_counts(title: str, count: int) -> None:
    assert nonfiling(title, ()) == count


def test_a_linked_title_begins_with_its_first_word() -> None:
    assert without_article("The water report", ("en",)) == "Water report"
    assert without_article("Water", ("en",)) == "Water"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("Geneva", "sz "), ("Genève", "sz "), ("London", "enk"), ("London, Ontario", "onc"), ("Cambridge", "xx "), ("Cambridge, Mass.", "mau"),
        ("Washington, D.C.", "dcu"), ("New York ; Geneva", "nyu"), ("[Bonn]", "gw "), ("Frankfurt (Main)", "gw "), ("Georgia", "xx "), ("Tbilisi, Georgia", "gs "),
        ("Trinidad and Tobago", "tr "), ("東京", "ja "), ("Київ", "un "), ("Deutschland", "gw "), ("Nowhere", "xx "), ("", "xx "),
    ],
)  # fmt: skip
def test_country_of_publication(place: str, code: str) -> None:
    assert country(place) == code
