"""The house itself: import direction, what the wheel ships, whose names these are, what a file may not contain."""

import ast
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ORDER = ("schemas", "archive", "harvester", "cli")
SOURCES = [path for package in ORDER for path in sorted((ROOT / package).rglob("*.py"))]


def imports_of(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    mine = ORDER.index(path.relative_to(ROOT).parts[0])
    tree = ast.parse(path.read_text("utf-8"))
    assert not imports_of(tree) & set(ORDER[mine + 1 :])
    pure = {"schemas": True, "pages": True}.get(path.parent.name) or path.relative_to(ROOT).parts[0] == "schemas"
    if pure:
        assert not imports_of(tree) & {"scrapy", "sqlalchemy", "sqlmodel", "socket", "urllib3", "requests", "sqlite3"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_what_is_here_and_rooms_are_small(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    if text.strip():
        assert ast.get_docstring(tree), "a module docstring of one sentence"
    assert text.count("\n") <= 300
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 46, f"{node.name} is too long"
        if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Name) and node.type.id == "Exception":
            assert path.relative_to(ROOT) == Path("harvester/ingest.py")


@pytest.mark.slow
def test_the_wheel_ships_the_four_packages_and_nothing_else(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == set(ORDER)
    assert any(name.startswith("archive/migrations/versions/") for name in names)
    for folder in ("templates", "static"):
        files = {f"archive/service/{folder}/{one.name}" for one in (ROOT / "archive/service" / folder).iterdir()}
        assert files
        assert files <= set(names)


def test_the_four_names_are_ours() -> None:
    owners = metadata.packages_distributions()
    editable = metadata.distribution("tocsin").read_text("direct_url.json")
    if editable and "editable" in editable:
        import archive
        import cli
        import harvester
        import schemas

        for package in (archive, cli, harvester, schemas):
            assert Path(str(package.__file__)).is_relative_to(ROOT)
    for name in ORDER:
        assert set(owners.get(name, ["tocsin"])) == {"tocsin"}


def test_no_file_names_a_registry_or_a_machine() -> None:
    dot = r"\."
    host = re.compile("|".join(dot.join(p) for p in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))))
    for path in [*ROOT.glob("*.toml"), *ROOT.glob("*.md"), *ROOT.glob("*.txt"), *ROOT.glob("docs/**/*.md"), *SOURCES]:
        assert not host.search(path.read_text("utf-8")), path
