"""docs/record.md, made from the structs: `python -m schemas.record_reference > docs/record.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from schemas import envelope, record
from schemas.fields import FIELDS
from schemas.formats.jsonl import Head

HEAD = """# The record

Made from the code by `python -m schemas.record_reference > docs/record.md`; a test fails when it is stale.

One record format from page to export (`schemas/record.py`). A record says what **one source** says about a work, and nothing
about how or when that was read. Absent and null both mean "the source does not say"; nothing is filled in. What was
normalised keeps its printed form beside it (`as_printed`).

- **Canonical form.** UTF-8, keys sorted, NFC, no nulls, no empty strings or lists, no entry keys, `deleted` only when true.
  It is stored as text; its SHA-256 decides whether there is a new version.
- **Envelope.** Id, version, datestamps, capture, places where values were found and entry keys are outside the digest: a better
  reader makes no version unless its result differs.
- **One line of `export jsonl`** is envelope and record in one flat object, and `tocsin schema` prints its JSON Schema.
- **A table of contents** is an ordered list of entries, nested where parts hold chapters. An entry's `key` names it for
  ever: `ID#key`. A title that the source lost is absent, never made up from the text.
"""
TITLES = {"Head": "The envelope, first in a line", "Record": "The record"}


def record_markdown() -> str:
    """Return the description of the record as Markdown."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for name, meanings in FIELDS.items():
        struct: Any = Head if name == "Head" else getattr(envelope if name == "Captured" else record, name)
        said = {field.encode_name: field for field in msgspec.structs.fields(struct)}
        yield f"## {TITLES.get(name, name)}\n\n{(struct.__doc__ or '').strip()}\n"
        yield "| field | form | meaning |\n| --- | --- | --- |"
        for field, meaning in meanings.items():
            if not (name == "Record" and field == "deleted"):
                yield f"| `{field}` | {_form(said[field].type)}{', always' if said[field].required else ''} | {meaning} |"
        yield ""


def _form(kind: Any) -> str:
    """A type in words: text, number, yes or no, a struct, a list of these."""
    inner = [one for one in getattr(kind, "__args__", ()) if one not in (type(None), ...)]
    if getattr(kind, "__origin__", None) is tuple:
        return f"list of {_form(inner[0])}"
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind.__name__
    if inner and len(inner) == 1:
        return _form(inner[0])
    return {str: "text", int: "number", bool: "true or false"}.get(kind, "text by field")


if __name__ == "__main__":
    print(record_markdown(), end="")
