"""The value of a field as the text of a cell that means it: what `corrected.value_of` reads, the other way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from schemas.corrected import value_of
from schemas.crosswalk.plain_text import block
from schemas.errors import UsageError

MOST = 32_767
"""Characters that a cell of a workbook holds."""
_DASH = "–"
"""Of print: a spreadsheet would make a date of `5-6`."""
_TOLD = ("name", "edtf", "main", "first")
"""Parts beside which the printed form is only another way to write them."""


def text_of(field: str, value: Any, *, entry: bool) -> str:
    """Return the text that means a value (plain JSON) of a field: as people write it where that says all, else JSON.

    The printed form of a name, date or title is not said where the normal one is; keys of entries never are.
    """
    if value in (None, [], {}):
        return ""
    if isinstance(value, str | int):
        return str(value)
    value = _bare(value)
    for text in _written(field, value):
        if text and text == block(text) and _means(field, text, value, entry):
            return text
    return _json(value)


def cell_of(field: str, value: Any, *, entry: bool) -> str:
    """Return the text of a value as a cell can hold it: one that is too long is cut, and says of how much it is a part."""
    text = text_of(field, value, entry=entry)
    if len(text) < MOST - 1000:  # apostrophes may come to it
        return text
    return f"{text[:1000]} … ({len(text)} characters, {_sum(text):08x})"


def in_force(field: str, cell: str, now: Any, *, entry: bool) -> bool:
    """Tell whether a cell says the value that a field has now (plain JSON), white space apart."""
    return cell.split() == block(cell_of(field, now, entry=entry)).split()


def _sum(text: str) -> int:
    from zlib import crc32

    return crc32(text.encode())


def _means(field: str, text: str, value: Any, entry: bool) -> bool:
    try:
        return bool(_bare(value_of(field, text, entry=entry)) == value)
    except UsageError:
        return False


def _bare(value: Any) -> Any:
    """Return a value without keys of entries, and without printed forms that stand beside a normal one."""
    if isinstance(value, dict):
        left = {"key", "as_printed"} if any(name in value for name in _TOLD) else {"key"}
        return {name: _bare(one) for name, one in value.items() if name not in left}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _json(value: Any) -> str:
    """JSON on one line, with all that a cell or a terminal would not keep as it is spelled out."""
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text)


def _written(field: str, value: Any) -> Iterator[str]:
    """Yield how people would write a value, the best way first."""
    if field == "title":
        yield ": ".join(value[name] for name in ("main", "sub") if name in value)
    elif field == "publisher":
        yield value.get("name", "")
    elif field == "pages":
        yield ", ".join(_DASH.join(one[end] for end in ("first", "last") if end in one) for one in value)
    elif isinstance(value, list):
        for inverted in (True, False):
            yield "; ".join(_member(field, one, inverted) for one in value)


_PARTS = {
    "abstract": "text",
    "contents": "title",
    "dates": "edtf",
    "links": "url",
    "series": "title",
    "subjects": "term",
}


def _member(field: str, one: Any, inverted: bool) -> str:
    if isinstance(one, str):
        return one
    if field == "contributors":
        whole = inverted and "family" in one and "given" in one and "suffix" not in one
        name = f"{one['family']}, {one['given']}" if whole else one["name"]
        return name if one.get("role") == "aut" else f"{name} ({one.get('role')})"
    if field == "dates":
        said = one.get("edtf") or one.get("as_printed") or ""
        return said if one["kind"] == "issued" else f"{said} ({one['kind']})"
    if field == "identifiers":
        said = f"{one['scheme']}:{one['value']}"
        return f"{said} ({one['of']})" if "of" in one else said
    if field == "alternative_titles":
        return ": ".join(one[name] for name in ("main", "sub") if name in one)
    if field == "rights":
        return one.get("uri") or one.get("statement") or ""
    return str(one.get(_PARTS.get(field, ""), ""))
