"""Fixes that rules carry: what is certain is set right, what is not is left, and nothing else becomes wrong by it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.record import ContentsEntry, Record
from schemas.rules import RULES, check
from schemas.rules.mending import changes, fix_of
from schemas.rules.places import value_at, with_value

TODAY = date(2026, 11, 24)
ISBN, ISSN = "9789291986088", "1234-5679"
RECORDS = [
    case["record"]
    for path in sorted((Path(__file__).parent / "rules").glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))["cases"]
]


def person(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": "person", "role": "aut", **more}


CASES = [
    ("series", {"series": [{"title": "S", "issn": "12345679"}]}, [{"title": "S", "issn": ISSN}], "ISSN without hyphen"),
    ("series", {"series": [{"title": "S", "issn": "12345678"}]}, None, None),
    (
        "identifiers", {"identifiers": [{"scheme": "isbn-invalid", "value": "ISBN 978-92-9198-608-8"}]},
        [{"scheme": "isbn", "value": ISBN}], "ISBN not in its normal form",
    ),
    (
        "identifiers", {"identifiers": [{"scheme": "doi", "value": "https://doi.org/10.5555/a."}]},
        [{"scheme": "doi", "value": "10.5555/a"}], "DOI not in its normal form",
    ),
    (
        "identifiers", {"identifiers": [{"scheme": "issn", "value": ISBN, "of": "pdf"}]},
        [{"scheme": "isbn", "value": ISBN, "of": "pdf"}], "ISBN given as ISSN",
    ),
    (
        "identifiers", {"identifiers": [{"scheme": "isbn", "value": ISBN}, {"scheme": "issn", "value": ISBN}]},
        [{"scheme": "isbn", "value": ISBN}], "ISBN given as ISSN",
    ),
    (
        "identifiers", {"identifiers": [{"scheme": "isbn", "value": ISBN}, {"scheme": "isbn", "value": ISBN, "of": "pdf"}]},
        None, None,
    ),
    ("languages", {"languages": ["eng", "en"]}, ["en"], "language code not in its usual form"),
    ("languages", {"languages": ["zzzz"]}, None, None),
    ("title.main", {"title": {"main": "Tom &amp; <em>Jerry</em>"}}, "Tom & Jerry", "HTML left in text"),
    ("title.main", {"title": {"main": "Ãœber den Fluss"}}, "Über den Fluss", "UTF-8 read in another encoding"),
    ("title.main", {"title": {"main": "A\u00adB and C"}}, "AB and C", "invisible characters"),
    ("title.main", {"title": {"main": "Water:"}}, "Water", "stray mark at the end of a title"),
    ("title.main", {"title": {"main": "Water:: fire"}}, None, None),
    ("title.sub", {"title": {"main": "Water", "sub": "WATER"}}, "gone", "subtitle repeats the title"),
    ("contributors", {"contributors": [person("Ann Poe*", family="Poe*")]}, [person("Ann Poe", family="Poe")], "footnote sign in a name"),
    ("contributors", {"contributors": [person("Ann Poe2")]}, None, None),
    ("contributors", {"contributors": [person("Ann Poe*"), person("Ann Poe*")]}, [person("Ann Poe")], None),
    ("contributors", {"contributors": [person("Ann Poe"), person("Ann Poe", affiliations=["X"])]}, None, None),
    ("dates", {"dates": [{"kind": "issued", "as_printed": "23rd April 2018"}]}, [{"kind": "issued", "edtf": "2018-04-23", "as_printed": "23rd April 2018"}], "date that can be read now"),
    ("dates", {"dates": [{"kind": "issued", "as_printed": "soon"}]}, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("field", "said", "value", "what"), CASES)
def test_what_is_certain_is_set_right(field: str, said: dict[str, Any], value: Any, what: str | None) -> None:
    found = [one for one in changes(msgspec.convert(said, Record), TODAY) if one.field == field]
    assert [one.after for one in found] == ([] if value is None else [None if value == "gone" else value])
    if what:
        assert what in found[0].what


def test_a_fix_of_an_entry_is_of_its_key() -> None:
    record = Record(
        contents=(ContentsEntry(key="a]b", title="X:", entries=(ContentsEntry(key="in", title="Y &amp; Z"),)),)
    )
    assert [(one.entry_key, one.field, one.after) for one in changes(record, TODAY)] == [
        ("a]b", "title", "X"),
        ("in", "title", "Y & Z"),
    ]


def test_only_what_is_meant_is_fixed() -> None:
    record = msgspec.convert({"title": {"main": "Tom &amp; Jerry:"}, "languages": ["eng"]}, Record)
    assert [one.field for one in changes(record, TODAY, lambda one: one.code == "L102")] == ["languages"]


@pytest.mark.parametrize("said", RECORDS)
def test_after_its_fixes_a_record_has_fewer_findings_and_none_that_is_new(said: dict[str, Any]) -> None:
    record = msgspec.convert(said, Record)
    before = [one.code for one in check(record, today=TODAY)]
    mended = record
    for change in changes(record, TODAY):
        path = change.field if change.entry_key is None else f"contents[{change.entry_key}].{change.field}"
        assert value_at(mended, path) == change.before or change.entry_key == ""
        if change.entry_key != "":
            mended = with_value(mended, path, change.after)
    after = [one.code for one in check(mended, today=TODAY)]
    assert len(after) <= len(before)
    assert set(after) <= set(before)


def test_every_rule_that_has_a_fix_says_what_is_certain() -> None:
    with_fix = [rule for rule in RULES if rule.fix]
    assert len(with_fix) > 10
    assert all(rule.fix and rule.fix.__doc__ for rule in with_fix)
    assert fix_of(Record(), "C101", "contents[p5].title", None) is None


def test_a_path_leads_to_its_value() -> None:
    record = msgspec.convert({"title": {"main": "A"}, "series": [{"title": "S", "issn": "x"}]}, Record)
    assert [value_at(record, path) for path in ("title.main", "series[0].issn", "series[3].issn", "dates[0]", "nothing")] == [
        "A", "x", None, None, None,
    ]  # fmt: skip
