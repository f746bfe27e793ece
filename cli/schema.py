"""`tocsin schema`: the JSON Schema of a record as exported."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of one line of `export jsonl`."""
    from schemas.json_schema import json_schema

    click.echo(json_schema().decode())
