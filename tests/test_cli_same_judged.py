"""Combined exports before the judges of ordinary ones: formats are no less right where a record is of several sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from lxml import etree

from archive.shapes import Put
from archive.store import open_store
from schemas.record import Identifier, Record, Text, Title
from tests import marc_judges
from tests.format_cases import CASES, held
from tests.test_cli_selection import Here, tocsin  # noqa: F401 (fixture)
from tests.test_schemas_formats_cases import OAI_DC, records_of, xsd  # noqa: F401 (fixture)
from tests.test_schemas_formats_datacite import valid as datacite_judge  # noqa: F401 (fixture)
from tests.test_schemas_formats_mods import Judge as ModsJudge

SPARE = "abstract", "contributors", "dates", "languages", "publisher", "series", "subjects"
"""Fields that only the other source has."""


def halves(record: Record, number: int) -> Iterator[tuple[str, Record]]:
    """One record as two sources say it: one with the contents, one with what describes the work."""
    own = (Identifier(scheme="doi", value=f"10.5555/judged.{number}"),)
    whole = msgspec.structs.replace(record, identifiers=(*own, *record.identifiers), relations=())
    yield "pages", msgspec.structs.replace(whole, **dict.fromkeys(SPARE[:-2], Record().abstract) | {"publisher": None})
    yield "lists", msgspec.structs.replace(whole, contents=(), abstract=(*record.abstract, Text(text="From a list.")))


@pytest.fixture
def judged(tocsin: Here) -> Here:  # noqa: F811
    """An archive of two sources that say the same works, beside records that stand alone."""
    with open_store("tocsin.db") as store:
        run = store.begin_run(kind="harvest", command="tocsin harvest", who="tester")
        cases = [one.record for case in CASES for one in held(case) if not one.record.deleted]
        puts = [
            Put(source=source, key=str(number), record=half, reader=None)
            for number, record in enumerate(cases)
            for source, half in halves(record, number)
        ]
        store.put(puts, run=run)
        store.put([Put(source="lists", key="x", record=Record(title=Title(main="Alone")), reader=None)], run=run)
        store.end_run(run, outcome="complete")
    return tocsin


def exported(judged: Here, form: str) -> bytes:
    name = f"out.{form}"
    judged("export", form, "--combined", "--prefer", "lists,pages", "--level", "both", "-o", name)
    return Path(name).read_bytes()


def test_groups_are_one_record_each_and_keep_their_ids(judged: Here) -> None:
    lines = [json.loads(line) for line in exported(judged, "jsonl").splitlines()]
    ids = [line["id"] for line in lines]
    assert len(ids) == len(set(ids))
    combined = {line["id"]: {name.partition(":")[0] for name in line.get("found_in", {}).values()} for line in lines}
    assert [one for one, sources in combined.items() if sources == {"lists", "pages"}]
    assert {one.partition(":")[0] for one, sources in combined.items() if "pages" in sources} == {"pages"}
    runs = len(judged.lines("runs", "--format", "json"))
    assert [json.loads(line)["id"] for line in exported(judged, "jsonl").splitlines()] == ids
    assert len(judged.lines("runs", "--format", "json")) == runs, "names that are noted are not noted again"
    judged("replay")
    assert [json.loads(line)["id"] for line in exported(judged, "jsonl").splitlines()] == ids
    judged("db", "check", "--chain")


def test_marc(judged: Here, shared: Path) -> None:
    records = marc_judges.by_pymarc(exported(judged, "marc"))
    numbers = [record["001"].data for record in records]
    assert len(numbers) == len(set(numbers))
    path = Path("out.marc")
    assert marc_judges.structure(path) == ""
    assert marc_judges.schema_faults(path) == []
    assert marc_judges.lint(path)[0] == []
    marc_judges.valid(exported(judged, "marcxml"), shared)


def test_dublin_core_and_mods(judged: Here, xsd: dict[str, etree.XMLSchema], shared: Path) -> None:  # noqa: F811
    for form, tag in (("dc", OAI_DC), ("qdc", "qualifieddc")):
        elements = records_of(exported(judged, form))
        assert elements
        for element in elements:
            assert element.tag == tag
            xsd[form].assertValid(element)
    assert ModsJudge(shared / "schemas")(exported(judged, "mods")) > 10


def test_datacite(judged: Here, datacite_judge: object) -> None:  # noqa: F811
    assert callable(datacite_judge)
    datacite_judge(exported(judged, "datacite"))
