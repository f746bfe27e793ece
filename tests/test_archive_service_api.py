"""The API against its own description, by schemathesis, and random searches: no answer is a fault of ours, none is slow."""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings

from archive.store import open_store
from tests.conftest import Clock
from tests.service_lists import fill_lists
from tests.service_samples import HOSTILE, asking, fill, serving


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    target = str(tmp_path_factory.mktemp("api") / "archive.db")
    with open_store(target, create=True, clock=Clock()) as store:
        fill(store, Clock())
        fill_lists(store)
    return target


@pytest.mark.slow
def test_the_api_keeps_its_description(archive: str) -> None:
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    held = [
        schemathesis.checks.not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    asked = Counter[str]()
    with serving(archive) as base:
        for found in schemathesis.openapi.from_url(f"{base}/api/openapi.json").get_all_operations():
            operation = found.ok()

            @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
            @given(operation.as_strategy())
            def ask(case: schemathesis.Case) -> None:
                case.call_and_validate(checks=held)
                asked[case.operation.label] += 1

            ask()
    assert len(asked) >= 17
    assert sum(asked.values()) > 200


PATHS = (
    "/search", "/api/search", "/changes.atom", "/api/records", "/lists/water", "/api/lists/water", "/records/site/bridge/cite",
    "/api/records/site/bridge/citation",
)  # fmt: skip


def searches(client: TestClient, count: int) -> None:
    chance = random.Random(7)
    words = [*HOSTILE.split(), "water", '"', "*", "AND", "NEAR(", "-", "title:", "^", "(", ")", "'", "\\", "%", "water*", '"water and"', "政策"]  # fmt: skip
    for _ in range(count):
        said: dict[str, Any] = {"q": " ".join(chance.choices(words, k=chance.randint(0, 6)))}
        for name in chance.sample(
            ["source", "year", "type", "finding", "page", "limit", "format"], k=chance.randint(0, 3)
        ):
            said[name] = chance.choice(["site", "2020", "report", "C101", "1", "7", "ris", "0", "x"])
        for name in chance.sample(["style", "locale"], k=chance.choice([0, 0, 1, 2])):
            said[name] = chance.choice(["apa", "ieee", "de", "fr", "plain", "nothing", *HOSTILE.split()])
        path = chance.choice(PATHS)
        began = time.perf_counter()
        answer = client.get(path, params=said)
        assert answer.status_code in (200, 400, 404, 406, 422), (path, said, answer.text[:300])
        assert time.perf_counter() - began < 2


def test_random_searches_are_answered(archive: str) -> None:
    with asking(archive) as client:
        searches(client, 200)


@pytest.mark.slow
def test_ten_thousand_random_searches_are_answered(archive: str) -> None:
    with asking(archive) as client:
        searches(client, 10_000)
