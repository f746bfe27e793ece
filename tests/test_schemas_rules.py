"""Rules: each has a fixture tests/rules/CODE_slug.json with cases that fire and cases that do not."""

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.record import ContentsEntry, Contributor, Date, Identifier, Pages, Record, Series, Text, Title
from schemas.rules import RULES, check
from schemas.rules.texts import texts_of

FOLDER = Path(__file__).parent / "rules"
FIXTURES = sorted(FOLDER.glob("*.json"))
TODAY = date(2026, 11, 24)
CODES = {rule.code for rule in RULES}


def cases() -> list[object]:
    return [
        pytest.param(path.name.partition("_")[0], case, id=f"{path.stem}: {case['why']}")
        for path in FIXTURES
        for case in json.loads(path.read_text("utf-8"))["cases"]
    ]


@pytest.mark.parametrize(("code", "case"), cases())
def test_a_rule_finds_what_its_fixture_says(code: str, case: dict) -> None:
    record = msgspec.convert(case["record"], Record)
    found = [f for f in check(record, today=TODAY) if code in (f.code, "NONE")]
    assert [{"path": f.path, "value": f.value} for f in found] == case["findings"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_fixture_that_fires_and_one_that_does_not(rule) -> None:
    (path,) = FOLDER.glob(f"{rule.code}_*.json")
    counts = [len(case["findings"]) for case in json.loads(path.read_text("utf-8"))["cases"]]
    assert any(counts)
    assert not all(counts)


def test_every_fixture_belongs_to_a_rule() -> None:
    assert {path.name.partition("_")[0] for path in FIXTURES} == CODES | {"NONE"}


def test_codes_are_stable_names() -> None:
    assert len(CODES) == len(RULES)
    assert all(rule.code[0].isupper() and rule.code[1:].isdigit() and len(rule.code) == 4 for rule in RULES)


def test_a_tombstone_has_no_findings() -> None:
    assert check(Record(deleted=True), today=TODAY) == ()


def test_findings_come_by_code_and_say_their_severity() -> None:
    found = check(Record(title=Title(main="A:")), today=TODAY)
    assert [f.code for f in found] == sorted(f.code for f in found)
    assert {f.code: f.severity for f in found} == {
        "M102": "warning", "M103": "warning", "M104": "warning", "M105": "warning", "T102": "warning",
    }  # fmt: skip


def test_the_page_that_the_project_starts_from(shared: Path) -> None:
    facts = json.loads((shared / "corpus/seed/expected.json").read_text("utf-8"))["read_from_the_page"]
    record = Record(
        title=Title(main=facts["title"], sub=facts["subtitle"], as_printed=facts["title_as_printed"]),
        dates=(Date(kind="copyright", edtf=facts["date"], as_printed=facts["date_as_printed"]),),
        contributors=tuple(Contributor(name=c["name"], role="aut", kind="person") for c in facts["contributors"]),
        type=facts["type"],
        page_count=facts["page_count"],
        contents=tuple(
            ContentsEntry(pages=(Pages(first=e["first_page"], last=e["last_page"]),), extract="Words ...")
            for e in facts["contents"]
        ),
    )
    found = [f.code for f in check(record, today=TODAY)]
    assert found == ["C101"] * 7 + ["D104", "M104", "T101"]


names = st.text(max_size=12) | st.sampled_from(
    ["", "5", "xii", "A-3", "1-5", "9789291986088", "10.1234/a", "2020-01-01"]
)
some = names | st.none()
people = st.builds(Contributor, name=names, role=some, kind=some, identifiers=st.just(()))
marks = st.builds(Identifier, scheme=st.sampled_from(["doi", "isbn", "issn", "orcid", "isbn-invalid", ""]), value=names)
ranges = st.lists(st.builds(Pages, first=names, last=some), max_size=2).map(tuple)
entries = st.recursive(
    st.builds(ContentsEntry, title=some, pages=ranges, contributors=st.lists(people, max_size=2).map(tuple), key=some, entries=st.just(())),
    lambda inner: st.builds(ContentsEntry, title=some, pages=ranges, entries=st.lists(inner, max_size=2).map(tuple), identifiers=st.lists(marks, max_size=1).map(tuple)),
    max_leaves=4,
)  # fmt: skip
records = st.builds(
    Record, title=st.builds(Title, main=some, sub=some, as_printed=some) | st.none(), type=some, page_count=st.integers(-1, 60) | st.none(),
    dates=st.lists(st.builds(Date, kind=st.just("issued"), edtf=some, as_printed=some), max_size=3).map(tuple), contributors=st.lists(people, max_size=3).map(tuple),
    identifiers=st.lists(marks, max_size=3).map(tuple), contents=st.lists(entries, max_size=3).map(tuple), pages=ranges,
    languages=st.lists(names, max_size=2).map(tuple), abstract=st.lists(st.builds(Text, text=names, lang=some), max_size=1).map(tuple),
    series=st.lists(st.builds(Series, title=some, issn=some), max_size=1).map(tuple),
)  # fmt: skip


@given(records)
def test_any_record_can_be_checked(record: Record) -> None:
    for finding in check(record, today=TODAY):
        assert finding.code in CODES
        assert finding.message
        assert finding.path
        assert finding.value is None or isinstance(finding.value, str)


@given(records)
def test_every_text_is_found_with_its_path(record: Record) -> None:
    texts = dict(texts_of(record))
    if record.title and record.title.main:
        assert texts["title.main"] == record.title.main
