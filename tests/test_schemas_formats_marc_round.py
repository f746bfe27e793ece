"""MARC written and read again: what comes back is what went out, but for what docs/marc.md says that MARC cannot hold."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from schemas.envelope import Envelope, Held
from schemas.formats import marcxml, readers
from schemas.reading import Found
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
    Series,
    Text,
    Title,
)
from tests.reader_cases import every


def again(record: Record) -> Found | None:
    """Write a record and read it; None where MARC demands a title that it has not."""
    held = Held(
        envelope=Envelope(id="a:b", source="a", key="b", version=1, datestamp="2026-11-23T18:00:00Z"), record=record
    )
    out = io.BytesIO()
    return next(marcxml.read(io.BytesIO(out.getvalue()))) if marcxml.write([held], out) else None


def bare(value: Any) -> Any:
    """A value without spellings (`as_printed`), people and subjects in the order of the alphabet: MARC groups them by kind."""
    if isinstance(value, msgspec.Struct):
        return {
            name: bare(getattr(value, name)) for name in value.__struct_fields__ if name not in ("as_printed", "key")
        }
    return [bare(one) for one in value] if isinstance(value, tuple) else value


def told(record: Record) -> dict[str, Any]:
    found = bare(record)
    for name in ("contributors", "subjects", "identifiers"):
        found[name] = sorted(found[name], key=str)
    return found


WHOLE = Record(
    type="report", title=Title(main="The water report", sub="a global outlook"), alternative_titles=(Title(main="Wasserbericht"),),
    contributors=(Contributor(name="Jane Doe", family="Doe", given="Jane", kind="person", role="aut", identifiers=(Identifier(scheme="orcid", value="0000-0002-1825-0097"),)),
                  Contributor(name="Jane Doe", family="Doe", given="Jane", kind="person", role="ill", identifiers=(Identifier(scheme="orcid", value="0000-0002-1825-0097"),)),
                  Contributor(name="Rick Roe", family="Roe", given="Rick", kind="person", role="edt"),
                  Contributor(name="Water Institute", kind="organisation", role="isb", affiliations=("Geneva",))),
    dates=(Date(kind="issued", edtf="2021-05~/2022"), Date(kind="copyright", edtf="2020"), Date(kind="modified", edtf="2022-02-03")), publisher=Publisher(name="Water Institute", place="Geneva"),
    series=(Series(title="The working papers", number="12", issn="1017-7566"),), edition="2nd ed.", extent="xii, 120 p.", page_count=120,
    identifiers=(Identifier(scheme="doi", value="10.1234/abc"), Identifier(scheme="isbn", value="9783161484100", of="pdf"), Identifier(scheme="report-number", value="A/2")),
    languages=("en", "fr"), links=(Link(url="https://press.example/w.pdf", rel="fulltext", media_type="application/pdf"), Link(url="https://press.example/w", rel="landing")),
    abstract=(Text(text="Rivers are long."),), relations=(Relation(kind="isVersionOf", title="Waters", to="10.1234/old"), Relation(kind="hasPart", title="Maps")),
    contents=(ContentsEntry(title="Foreword", pages=(Pages(first="v", last="vi"),)),
              ContentsEntry(label="1", title="Rivers", contributors=(Contributor(name="Rick Roe", family="Roe", given="Rick", kind="person", role="aut"),),
                            pages=(Pages(first="11", last="25"),), identifiers=(Identifier(scheme="doi", value="10.1234/abc.1"),), url="https://press.example/w/1")),
)  # fmt: skip


def test_a_report_comes_back_whole() -> None:
    found = again(WHOLE)
    assert found is not None
    assert found.key == "a:b"
    assert told(found.record) == told(WHOLE)


@pytest.mark.parametrize(
    "record",
    [
        Record(type="report", title=Title(main="Seas"), dates=(Date(kind="copyright", edtf="2016"),)),
        Record(type="book", title=Title(main="Seas"), page_count=52, links=(Link(url="https://press.example/s", rel="landing"),)),
        Record(type="book", title=Title(main="Seas"), dates=(Date(kind="issued", edtf="1984/.."),)),
        Record(type="book", title=Title(main="Seas"), dates=(Date(kind="issued", edtf="198X"),)),
        Record(type="thesis", title=Title(main="Seas 2"), contributors=(Contributor(name="Doe", family="Doe", kind="person", role="aut"),)),
    ],
)  # fmt: skip
def test_small_records_come_back(record: Record) -> None:
    found = again(record)
    assert found is not None
    assert told(found.record) == told(record)


def files(shared: Path) -> Iterator[Record]:
    for path in sorted((shared / "corpus/records/marcxml").glob("*.xml")):
        yield from (one.record for one in every(readers()["marcxml"], path) if isinstance(one, Found))


def test_real_records_come_back(shared: Path) -> None:
    differing: Counter[str] = Counter()
    equal = count = 0
    for record in files(shared):
        found = again(record)
        if found is not None:
            before, after = told(record), told(found.record)
            fields = [name for name in before if before[name] != after[name]]
            differing.update(fields)
            count, equal = count + 1, equal + (not fields)
    assert count > 600
    assert equal / count > 0.94, differing
    assert set(differing) <= {
        "type",
        "dates",
        "identifiers",
        "title",
        "series",
        "contributors",
        "contents",
        "relations",
    }
