"""docs/rules.md and docs/record.md are made from the code; they fail here when they are stale."""

from pathlib import Path

import msgspec
import pytest

from schemas import envelope, record
from schemas.fields import FIELDS
from schemas.formats import formats
from schemas.formats.jsonl import Head
from schemas.record_reference import record_markdown
from schemas.rules import RULES
from schemas.rules.reference import THEMES, rules_markdown

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_the_list_of_rules_is_current() -> None:
    text = (DOCS / "rules.md").read_text("utf-8")
    assert text == rules_markdown(), "stale: python -m schemas.rules.reference > docs/rules.md"


def test_the_description_of_the_record_is_current() -> None:
    text = (DOCS / "record.md").read_text("utf-8")
    assert text == record_markdown(), "stale: python -m schemas.record_reference > docs/record.md"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_explains_itself(rule) -> None:
    assert rule.code[0] in THEMES
    assert rule.severity in ("error", "warning", "info")
    for text in (rule.explanation, rule.advice):
        assert text.rstrip(")").endswith(".")
    assert 0 < len(rule.title) < 60


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_a_meaning(name: str) -> None:
    struct = Head if name == "Head" else getattr(envelope if name == "Captured" else record, name)
    assert set(FIELDS[name]) == {field.name for field in msgspec.structs.fields(struct)}


def test_every_struct_of_the_record_is_described() -> None:
    structs = {name for name, one in vars(record).items() if isinstance(one, type) and issubclass(one, msgspec.Struct)}
    assert {name for name in structs if not name.startswith("_")} | {"Head", "Captured"} == set(FIELDS)


def test_every_format_is_documented() -> None:
    text = (DOCS / "add-a-format.md").read_text("utf-8")
    for name in formats():
        assert f"`{name}`" in text
