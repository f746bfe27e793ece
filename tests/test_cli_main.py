"""Words that people type wrong: one clear line and the right exit code; nothing of harvest or archive contents."""

import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import run

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["frobnicate"], 2, "No such command 'frobnicate'"),
        (["harvest"], 2, "Missing argument"),
        (["export", "nonsense"], 2, "is not a format"),
        (["list"], 2, "nowhere.db"),
        (["show", "a:b"], 2, "nowhere.db"),
        (["harvest", "missing-file.txt"], 2, "missing-file.txt"),
        (["--config", "absent.toml", "list"], 2, "absent.toml"),
    ],
)
def test_one_line_and_the_right_exit_code(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    argv: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOCSIN_DB", "nowhere.db")
    assert run(argv) == code
    error = capsys.readouterr().err
    assert said in error
    assert len([line for line in error.splitlines() if line.startswith("tocsin:")]) == 1


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert run(["--version"]) == 0
    assert "tocsin, version" in capsys.readouterr().out


HEAVY = (
    "scrapy",
    "twisted",
    "sqlalchemy",
    "sqlmodel",
    "alembic",
    "lxml",
    "stdnum",
    "idutils",
    "edtf",
    "iso639",
    "rich",
)


def test_help_loads_nothing_heavy() -> None:
    asking = f"import sys; from cli.main import run; run(['--help']); print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asking], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
