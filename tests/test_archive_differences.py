"""What differs between two records, field by field; and that all differences are cosmetic where the change is."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from archive.cosmetic import only_cosmetic
from archive.differences import differences
from schemas.record import ContentsEntry, Contributor, Record, Title, canonical
from tests.archive_samples import entry, report


def between(old: Record, new: Record, *keys: list[str]) -> dict[str, tuple[Any, Any, bool]]:
    found = differences(canonical(old), canonical(new), *keys)
    return {one.path: (one.old, one.new, one.cosmetic) for one in found}


def test_fields_of_fields_have_paths() -> None:
    old = report("Water and power", page_count=52)
    new = report("Water and Power", page_count=54, languages=("en",))
    assert between(old, new) == {
        "languages": (None, ["en"], False),
        "page_count": (52, 54, False),
        "title.main": ("Water and power", "Water and Power", True),
    }


def test_of_a_list_only_what_went_and_came() -> None:
    names = [Contributor(name=name, role="aut") for name in ("Ida Holm", "Lev Brandt", "Ann Roe")]
    found = between(report(contributors=tuple(names[:2])), report(contributors=(names[0], names[2])))
    assert found == {
        "contributors": ([{"name": "Lev Brandt", "role": "aut"}], [{"name": "Ann Roe", "role": "aut"}], False)
    }
    assert between(report(contributors=tuple(names)), report(contributors=tuple(names[::-1]))) == {
        "contributors": ([], [], False)
    }


def test_entries_are_named_by_key() -> None:
    old = report("R", entry("One", "1", "9"), entry("Two", "10", "19"))
    new = report("R", entry("New", "1"), entry("One!", "1", "9"), entry("Two", "10", "20"))
    found = between(old, new, ["p1", "p10"], ["p1-2", "p1", "p10"])
    assert found["contents[p1-2]"][0] is None
    assert found["contents[p1].title"] == ("One", "One!", True)
    assert found["contents[p10].pages"][1] == [{"first": "10", "last": "20"}]
    assert len(found) == 3


def test_an_entry_below_another_and_a_new_order() -> None:
    inner = ContentsEntry(title="Inner", key="n2")
    old = report("R", ContentsEntry(title="Outer", entries=(inner,)), entry("Last"))
    new = report("R", entry("Last"), ContentsEntry(title="Outer", entries=(ContentsEntry(title="Within"),)))
    found = between(old, new, ["n1", "n2", "n3"], ["n3", "n1", "n2"])
    assert found == {"contents[n2].title": ("Inner", "Within", False), "contents": ([], [], False)}


words = st.sampled_from(["Water and power", "Water and Power", "Water & power", "Wind", "WIND!", ""])
titles = st.builds(Title, main=words, sub=st.none() | words, as_printed=st.none() | words)
contributors = st.lists(st.builds(Contributor, name=words.filter(bool)), max_size=3).map(tuple)
records = st.builds(Record, title=titles, page_count=st.none() | st.integers(1, 3), contributors=contributors)


@given(records, records)
def test_a_change_is_cosmetic_where_all_differences_are(old: Record, new: Record) -> None:
    found = differences(canonical(old), canonical(new))
    assert bool(found) == (canonical(old) != canonical(new))
    assert all(one.cosmetic for one in found) == only_cosmetic(canonical(old), canonical(new))


def test_from_nothing() -> None:
    assert differences(None, canonical(report("R")))[0].old is None
    assert differences(None, None) == []
