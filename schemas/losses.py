"""docs/losses.md, what no format can hold, made from the formats' own declarations: `python -m schemas.losses > docs/losses.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import ModuleType

from schemas.formats import formats, writer

HEAD = """# What formats cannot hold

Made from the code by `python -m schemas.losses > docs/losses.md`; a test fails when it is stale.

`tocsin roundtrip FORMAT [SELECTION]` writes records, reads them back and compares them field by field, with `--level entry` or `both` contents
entries as records of their own. What comes back otherwise is
listed with its count and an example; what is not in the table of its format below is a defect, and the command then exits 1.

A word in brackets is one kind of a field (`identifiers[lccn]`); `*.name` is the field of that name wherever it stands, `field.*` all that
is inside of a field.
"""


def round_trips() -> dict[str, ModuleType]:
    """Return the formats that are written and read back, by name."""
    return {name: module for name, module in formats().items() if hasattr(module, "LOSSES")}


def reader_of(module: ModuleType) -> ModuleType:
    """Return the format that reads what a format writes: itself, or the one that it is a form of."""
    name = getattr(module, "READ_BY", None)
    return (writer(name) if name else None) or module


def declared(losses: Mapping[str, str], path: str) -> str | None:
    """Return why a format does not hold a path, None where it should: by itself, by `*.name`, or by `field.*` above it."""
    parts = path.split(".")
    above = [".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]
    asked = [path, _unmarked(path), f"*.{_unmarked(parts[-1])}"]
    asked += [f"{said}.*" for one in above for said in (one, _unmarked(one))]
    return next((losses[one] for one in asked if one in losses), None)


def _unmarked(path: str) -> str:
    """The path without what its members are: `contributors[edt].name` is `contributors.name`."""
    return ".".join(part.partition("[")[0] for part in path.split("."))


def losses_markdown() -> str:
    """Return the tables of all formats as Markdown."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for name, module in sorted(round_trips().items()):
        if not module.LOSSES:
            yield f"## {name}\n\nNothing is lost.\n"
            continue
        yield f"## {name}\n\n| field | why |\n| --- | --- |"
        yield from (f"| `{path}` | {why} |" for path, why in sorted(module.LOSSES.items()))
        yield ""
    others = ", ".join(f"`{name}`" for name in sorted(set(formats()) - set(round_trips())))
    yield f"## Not read back\n\n{others}: written only, so that nothing can be compared.\n"


if __name__ == "__main__":
    print(losses_markdown(), end="")
