"""Documentation is tested: the command reference is current, and what README promises is there."""

from pathlib import Path

from cli.main import COMMANDS
from cli.reference import reference_markdown

ROOT = Path(__file__).resolve().parents[1]


def test_the_command_reference_is_current() -> None:
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert text == reference_markdown(), "stale: python -m cli.reference > docs/commands.md"


def test_every_command_has_help() -> None:
    for command in COMMANDS:
        assert (command.help or "").strip().endswith("."), command.name


def test_links_between_documents_lead_somewhere() -> None:
    import re

    for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_figure_has_a_command_that_repeats_it() -> None:
    rows = [
        line.split("|")[1:-1]
        for line in (ROOT / "docs" / "figures.md").read_text("utf-8").splitlines()
        if line[:1] == "|"
    ]
    assert len(rows) > 10
    for measure, _least, seen, command in rows[2:]:
        assert seen.strip(), measure
        assert "`" in command or command.strip().startswith("the same"), measure
        assert "TO FILL" not in seen, measure
