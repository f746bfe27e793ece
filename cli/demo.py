"""`tocsin demo`: the whole walk on an invented publisher's site served on loopback, each command shown as it is run."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from schemas.errors import TocsinError, UsageError

NEXT = """
The archive stays in {db}; try next:
  tocsin --db {db} search 'water*'
  tocsin --db {db} show 10.5555/lindwater.41
  tocsin --db {db} validate --format csv
  tocsin --db {db} export qdc --level both
  tocsin --db {db} harvest {site} --source lindwater     (the same pages as saved files: nothing new)
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="tocsin-demo")
def demo(folder: Path) -> None:
    """Harvest a small sample publisher on loopback, validate, export, and say what to try next.

    Writes into FOLDER (default: tocsin-demo here): the archive, the exports and the sample pages as files.
    """
    from cli.sample_site import serving, write_files

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}: name a folder that can be written") from error
    click.echo(f"Everything is written into {folder}/")
    db, site = folder / "demo.db", folder / "site"
    with serving() as (base, pages):
        write_files(pages, site)
        click.echo(f"An invented publisher is served at {base}/reports/ (only on this machine, only now).")
        for arguments in _walk(base, folder):
            _run(["--db", str(db), *arguments])
    click.echo(NEXT.format(db=db, site=site))


def _walk(base: str, folder: Path) -> Sequence[Sequence[str]]:
    listing = f"{base}/reports/"
    return (
        ("harvest", listing, "--source", "lindwater"),
        ("list",),
        ("validate", "--fail-on", "never"),
        ("search", "gauge"),
        ("export", "dc", "-o", str(folder / "records.dc.xml")),
        ("export", "json", "-o", str(folder / "records.json")),
        ("export", "jsonl", "-o", str(folder / "records.jsonl")),
        ("harvest", listing, "--source", "lindwater"),
    )


def _run(arguments: Sequence[str]) -> None:
    """Run one command in a process of its own, as the reader would; a failure ends the demo."""
    click.echo(f"\n$ tocsin {shlex.join(arguments)}")
    code = subprocess.run([sys.executable, "-m", "cli.main", *arguments], check=False).returncode
    if code:
        raise TocsinError(f"the demo stopped: that command ended with exit code {code}")
