"""jsonld: every property of every node is one that its type has in the vocabulary of schema.org; nothing that HTML obeys."""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from schemas.entries import entries_of
from schemas.formats import jsonld
from schemas.record import Record
from tests.corpus_records import corpus
from tests.format_cases import CASES, held, written
from tests.test_schemas_formats_cases import one, records

Faults = Callable[[Any], Counter[str]]


@pytest.fixture(scope="session")
def faults(shared: Path) -> Faults:
    path = shared / "schemas" / "schemaorg-30.0" / "schemaorg-current-https.jsonld"
    if not path.is_file():
        pytest.skip("the vocabulary is not here (../shared/schemas/schemaorg-30.0)")
    return vocabulary(json.loads(path.read_text("utf-8"))["@graph"])


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def vocabulary(graph: list[dict[str, Any]]) -> Faults:
    """A judge: names each property that no type of its node has, and each type that there is not."""
    parents = {n["@id"]: [p["@id"] for p in many(n.get("rdfs:subClassOf"))] for n in graph}
    domains = {n["@id"]: {d["@id"] for d in many(n.get("schema:domainIncludes"))} for n in graph}

    def above(kind: str) -> set[str]:
        return {kind}.union(*(above(parent) for parent in parents.get(kind, ())))

    def walk(value: Any, found: Counter[str]) -> Counter[str]:
        if isinstance(value, list):
            for inner in value:
                walk(inner, found)
        elif isinstance(value, dict) and "@value" not in value:
            kinds = {f"schema:{kind}" for kind in many(value.get("@type"))}
            found.update(f"no type {kind}" for kind in kinds if kind not in parents)
            known = set().union(*(above(kind) for kind in kinds))
            for name, inner in value.items():
                if not name.startswith("@"):
                    if not domains.get(f"schema:{name}", set()) & known:
                        found[f"{name} of {sorted(kinds)}"] += 1
                    walk(inner, found)
        return found

    return lambda value: walk(value, Counter())


def nodes(data: bytes) -> list[dict[str, Any]]:
    document = json.loads(data)
    assert document["@context"] == "https://schema.org"
    return list(document["@graph"])


@pytest.mark.parametrize("case", CASES)
def test_the_cases_are_in_the_vocabulary(case: str, faults: Faults) -> None:
    found = nodes(written(jsonld, held(case)))
    assert len(found) == sum(not one.record.deleted for one in held(case))
    assert not faults(found)


@given(records)
def test_any_record_is_in_the_vocabulary_and_holds_nothing_that_is_obeyed(faults: Faults, record: Record) -> None:
    data = written(jsonld, one(record))
    assert not faults(nodes(data))
    assert not re.search("[<>&\u2028\u2029\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", data.decode())


@pytest.mark.slow
def test_every_record_of_the_corpora_is_in_the_vocabulary(shared: Path, faults: Faults) -> None:
    items = list(corpus(shared))
    found = nodes(written(jsonld, items))
    assert len(found) == len(items)
    assert not faults(found)
    for node in found:
        for name in ("url", "@id", "license"):
            assert all(re.match(r"[a-z]+:\S+$", one) for one in many(node.get(name)))


def test_a_report_with_its_chapters_and_a_chapter_with_its_report() -> None:
    (report,) = held("full-report")
    (node,) = nodes(written(jsonld, [report]))
    assert node["@type"] == ["Report", "Book"]
    assert node["isbn"] == "9783161484100"
    assert node["numberOfPages"] == 120
    assert node["reportNumber"] == "WI-2021-12"
    assert node["position"] == "12"
    assert [part.get("name") for part in node["hasPart"]] == ["Foreword", "Waters", "Annex"]
    assert [part.get("name") for part in node["hasPart"][1]["hasPart"]] == ["Rivers: a history", None]
    chapter = nodes(written(jsonld, list(entries_of(report))))[2]
    assert chapter["@type"] == "Chapter"
    assert chapter["pagination"] == "3-25, 30"
    assert chapter["isPartOf"][-1]["name"] == node["name"]
    assert chapter["isPartOf"][-1]["@id"] == node["@id"] == "https://doi.org/10.1234/abc"
