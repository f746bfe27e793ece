"""What our own writers say is read back by our own readers, as far as the format can hold it; also text of every kind."""

from __future__ import annotations

import io
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.crosswalk.wording import titled
from schemas.envelope import Envelope, Held
from schemas.formats import dc, jsonl, marc, marcxml, qdc
from schemas.record import (
    ContentsEntry,
    Contributor,
    Date,
    Identifier,
    Link,
    Pages,
    Publisher,
    Record,
    Relation,
    Rights,
    Series,
    Subject,
    Text,
    Title,
)
from schemas.values.text import clean, fold, strip_markup
from tests.format_cases import CASES, held

ENVELOPE = Envelope(id="a:b", source="a", key="b", version=1, datestamp="2026-11-23T18:00:00Z")
DC = [dc, qdc]


def there_and_back(module: ModuleType, *records: Record) -> list[Record]:
    out = io.BytesIO()
    module.write((Held(envelope=ENVELOPE, record=one) for one in records), out)
    out.seek(0)
    return [one.record for one in module.read(out)]


def names(record: Record) -> list[tuple[str, str | None, str | None]]:
    return [(one.name, one.family, one.given) for one in record.contributors]


# --- the cases of the writers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("module", DC, ids=lambda m: m.NAME)
def test_what_is_written_is_read_back(case: str, module: Any) -> None:
    before = [one.record for one in held(case) if not one.record.deleted]
    after = there_and_back(module, *before)
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        same_core(old, new)


def same_core(old: Record, new: Record) -> None:
    """What every Dublin Core can say of a record comes back."""
    assert fold(titled(new.title) if new.title else "") == fold(
        strip_markup(titled(old.title) or "") or "" if old.title else ""
    )
    if old.type in (
        "report",
        "book",
        "chapter",
        "article",
        "dataset",
    ):  # neither writer has a word for a thesis as such
        assert new.type == old.type
    assert {tag[:2] for tag in old.languages if " " not in tag} <= {tag[:2] for tag in new.languages}
    dois = {one.value for one in old.identifiers if one.scheme == "doi"}
    assert dois <= {one.value for one in new.identifiers if one.scheme == "doi"}
    assert {clean(one.term) for one in old.subjects if fold(one.term)} <= {one.term for one in new.subjects} | {
        "x"
    }  # a letter, no term
    authors = [one for one in old.contributors if one.role in ("aut", "cre") and one.family]
    assert {one.family for one in authors} <= {one.family for one in new.contributors}


# --- records of every kind ------------------------------------------------------------------------------------------------

word = st.sampled_from(
    "rivers lakes water the of Geneva overview dykes Bern Zürich 汉字 Ünder naïve O'Neill co-operation A&B x<y".split()
)
phrase = st.lists(word, min_size=1, max_size=5).map(" ".join)
family = st.sampled_from("Doe Roe Poe Weber Kröger O'Neill Smith-Jones Quispe Ångström".split())
given_name = st.sampled_from(["Jane", "Rick", "Ann Marie", "J.", "J. R.", "Ilse", "Jean-Luc"])


@st.composite
def people(draw: st.DrawFn) -> Contributor:
    last, first = draw(family), draw(given_name)
    return Contributor(
        family=last,
        given=first,
        kind="person",
        name=f"{first} {last}",
        role=draw(st.sampled_from(["aut", "aut", "ctb"])),
    )


@st.composite
def chapters(draw: st.DrawFn) -> ContentsEntry:
    first = draw(st.integers(1, 500))
    pages = (Pages(first=str(first), last=str(first + draw(st.integers(1, 40)))),)
    return ContentsEntry(
        contributors=tuple({one.name: msgspec.structs.replace(one, role="aut") for one in draw(st.lists(people(), max_size=2))}.values()),
        label=draw(st.none() | st.integers(1, 30).map(str)), pages=draw(st.sampled_from([(), pages])),
        title=draw(st.sampled_from(["Rivers", "Lakes and seas", "What the gauges say", "Trockene Flüsse", "Overview"])),
    )  # fmt: skip


def unique(found: list[Any], by: str) -> tuple[Any, ...]:
    return tuple({getattr(one, by): one for one in found}.values())


@st.composite
def plain_records(draw: st.DrawFn) -> Record:
    """Records that say only what both kinds of Dublin Core can hold."""
    contents = draw(st.lists(chapters(), min_size=3, max_size=5)) if draw(st.booleans()) else []
    return Record(
        abstract=tuple(Text(lang="en", text=one) for one in draw(st.lists(st.just("Water is counted, for once, where it falls."), max_size=1))),
        contents=tuple(contents), contributors=unique(draw(st.lists(people(), max_size=3)), "name"),
        dates=tuple(Date(edtf=one, kind="issued") for one in draw(st.lists(st.sampled_from(["2021", "2021-05", "2021-05-03", "1999-12"]), max_size=1))),
        identifiers=tuple(draw(st.lists(st.sampled_from([
            Identifier(scheme="doi", value="10.5555/water"), Identifier(scheme="isbn", value="9783161484100"),
            Identifier(scheme="handle", value="20.500.9/12"),
        ]), max_size=3, unique=True))),
        languages=tuple(draw(st.lists(st.sampled_from(["en", "de", "fr", "fi"]), max_size=2, unique=True))),
        links=tuple(Link(rel="landing", url=one) for one in draw(st.lists(st.just("https://a.example.org/reports/7"), max_size=1))),
        page_count=draw(st.none() | st.integers(2, 900)),
        publisher=draw(st.none() | st.sampled_from(["Water Institute", "Hafenverlag"]).map(lambda name: Publisher(name=name))),
        relations=tuple(Relation(kind="references", to=one) for one in draw(st.lists(st.just("10.5555/other"), max_size=1))),
        rights=tuple(Rights(uri=one) for one in draw(st.lists(st.just("https://creativecommons.org/licenses/by/4.0/"), max_size=1))),
        series=tuple(draw(st.lists(st.builds(Series, issn=st.none() | st.just("2049-3630"), number=st.integers(1, 99).map(str), title=st.just("Working papers")), max_size=1))),
        subjects=unique([Subject(term=one) for one in draw(st.lists(st.sampled_from(["rivers", "drought", "Alps", "Zürich"]), max_size=3))], "term"),
        title=Title(main=draw(st.sampled_from(["The water report", "Wer zahlt die Deiche?", "Rivers & lakes"])), sub=draw(st.none() | st.sampled_from(["a global outlook", "2nd edition"]))),
        type=draw(st.sampled_from(["report", "book", "dataset"])),
    )  # fmt: skip


@pytest.mark.parametrize("module", DC, ids=lambda m: m.NAME)
@given(old=plain_records())
def test_plain_records_come_back_as_they_were(module: Any, old: Record) -> None:
    (new,) = there_and_back(module, old)
    assert (halves(new.title), new.type) == (halves(old.title), old.type)
    assert sorted(names(new)) == sorted(names(old))
    assert [one.role for one in new.contributors if one.role == "aut"] == [
        one.role for one in old.contributors if one.role == "aut"
    ]
    for field in ("abstract", "identifiers", "languages", "page_count", "publisher", "rights", "subjects"):
        assert getattr(new, field) == getattr(old, field), field
    assert [one.edtf for one in new.dates] == [one.edtf for one in old.dates]
    assert [(one.title, one.number, one.issn) for one in new.series] == [
        (one.title, one.number, one.issn) for one in old.series
    ]
    assert [one.to for one in new.relations if one.to == "10.5555/other"] == [one.to for one in old.relations]
    assert [one.url for one in new.links] == [one.url for one in old.links]
    assert [told(entry) for entry in new.contents] == [told(entry) for entry in old.contents]


def halves(title: Title | None) -> tuple[str | None, str | None] | None:
    return (title.main, title.sub) if title else None


def told(entry: ContentsEntry) -> tuple[Any, ...]:
    return (
        entry.title,
        entry.label,
        [one.name for one in entry.contributors],
        [(one.first, one.last) for one in entry.pages],
    )


any_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)


@pytest.mark.parametrize("module", DC, ids=lambda m: m.NAME)
@given(text=any_text)
@settings(max_examples=200)
def test_any_text_that_is_written_can_be_read(module: Any, text: str) -> None:
    record = Record(
        title=Title(main=text), subjects=(Subject(term=text),), publisher=Publisher(name=text), abstract=(Text(text=text * 3),), rights=(Rights(statement=text),),
        contributors=(Contributor(name=text, role="aut"),), identifiers=(Identifier(scheme="local", value=text),), contents=(ContentsEntry(title=text),),
        series=(Series(title=text, number=text),), extent=text, dates=(Date(as_printed=text, kind="issued"),), relations=(Relation(kind="isPartOf", title=text),),
    )  # fmt: skip
    (new,) = there_and_back(module, record)
    if new.title and clean(text) and ":" not in text and " / " not in text and "<" not in text and "&" not in text:
        assert fold(new.title.main or "") == fold(clean(text) or "")


@given(old=plain_records(), text=any_text)
def test_lines_of_ours_lose_nothing(old: Record, text: str) -> None:
    record = msgspec.structs.replace(old, type_as_printed=text, edition=text)
    (new,) = there_and_back(jsonl, record)
    assert new == record


@pytest.mark.parametrize("case", CASES)
def test_iso_2709_says_what_marcxml_says(case: str) -> None:
    before = [one.record for one in held(case)]
    assert there_and_back(marc, *before) == there_and_back(marcxml, *before)


def test_real_records_come_back(shared: Path) -> None:
    """Every MARC record of the corpus, written as Dublin Core, is read back with title, type and languages."""
    from schemas.formats import readers

    for name in ("princeton.xml", "british_library.xml"):
        with (shared / "corpus" / "records" / "marcxml" / name).open("rb") as stream:
            before = [one.record for one in readers()["marcxml"].read(stream)]
        for module in DC:
            after = there_and_back(module, *before)
            assert len(after) == len(before)
            same = sum(
                fold(titled(old.title) if old.title else "") == fold(titled(new.title) if new.title else "")
                for old, new in zip(before, after, strict=True)
            )
            assert same >= 0.97 * len(before)
