"""A run's command line says its target and options, and they can be read from it again."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.command import UNSAID, command_of, options_of, target_of
from harvester.options import HarvestOptions

text = st.none() | st.text(min_size=1).filter(lambda t: "\0" not in t)
options = st.builds(
    HarvestOptions, key=text, source=text, url=text, as_=text, related=st.booleans(), limit=st.none() | st.integers(1),
    full=st.booleans(), guard=st.floats(0, 2), max_wait=st.floats(0, 1e6), contact=text, who=text,
)  # fmt: skip


@given(st.text(min_size=1), options)
def test_there_and_back(target: str, said: HarvestOptions) -> None:
    command = command_of(target, said)
    assert target_of(command) == target
    unsaid = {f.name: f.default for f in msgspec.structs.fields(HarvestOptions) if f.name in UNSAID}
    assert options_of(command) == msgspec.structs.replace(said, **unsaid)


@pytest.mark.parametrize("command", ["", "tocsin", "tocsin replay x", "tocsin harvest", "tocsin 'harvest", "cp a b"])
def test_other_command_lines(command: str) -> None:
    assert target_of(command) is None
    assert options_of(command) == HarvestOptions()


def test_what_this_version_does_not_know() -> None:
    assert options_of("tocsin harvest x --colour red --key K --limit 7 --related").limit == 7
