"""Every folder of tests/pages: a page written for the test and what is to be read from it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from harvester.pages import read_page
from schemas.capture import Capture
from schemas.reading import Reading

PAGES = Path(__file__).parent / "pages"
CASES = sorted(p.parent for p in PAGES.glob("*/page.html"))


def read_case(folder: Path, expected: dict[str, Any]) -> Reading:
    return read_page(
        Capture(
            asked=expected["url"],
            url=expected["url"],
            at=datetime(2026, 1, 2, tzinfo=UTC),
            body=(folder / "page.html").read_bytes(),
            headers=expected.get("headers", {}),
            media_type=expected.get("media_type", "text/html"),
            status=expected.get("status", 200),
        )
    )


@pytest.mark.parametrize("folder", CASES, ids=lambda p: p.name)
def test_page_gives_what_is_expected(folder: Path) -> None:
    """`record` names fields with their values, null for a field that the page does not say."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    reading = read_case(folder, expected)
    assert reading.kind == expected["kind"], reading.reason
    if reading.kind in ("refused", "nothing"):
        assert reading.reason
        assert not reading.found
        return
    (found, *others) = reading.found
    assert not others or reading.kind == "listing"
    record = json.loads(msgspec.json.encode(found.record))
    for field, value in expected.get("record", {}).items():
        assert record.get(field) == value, field
    for field, carrier in expected.get("found_in", {}).items():
        assert found.found_in[field] == carrier, field
    if "key" in expected:
        assert found.key == expected["key"]
    assert set(found.found_in) >= set(record) - {"links"}
