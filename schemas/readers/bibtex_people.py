"""Names of a BibTeX field to contributors: parted by `and` outside braces; families by the format's own rules."""

from __future__ import annotations

import re

from schemas.readers import cited
from schemas.readers.latex_text import plain
from schemas.record import Contributor
from schemas.values.names import looks_corporate

_ROLES = {
    "author": "aut",
    "editor": "edt",
    "translator": "trl",
    "editora": "edt",
    "editorb": "edt",
    "editorc": "edt",
    "bookauthor": "",
    "holder": "",
    "introduction": "win",
    "foreword": "win",
    "afterword": "aft",
    "annotator": "ann",
    "commentator": "cwt",
}
_KINDS = {"compiler": "com", "redactor": "red", "collaborator": "ctb", "organizer": "orm", "translator": "trl"}
"""What `editortype` and its like make of an editor (biblatex); all others edit."""
_PART = re.compile(r"[{}]|\s+and\s+|,", re.I)
_NAMED = re.compile(r"(?<!\w)(family|given|prefix|suffix)\s*=\s*(\"[^\"]*\"|\{[^{}]*\}|[^,]+)", re.I)


def people(fields: dict[str, str], kind: str) -> tuple[Contributor, ...]:
    """Return the contributors of an entry in the order of its fields; `others` is nobody."""
    found: dict[tuple[str, str | None], Contributor] = {}
    publisher = plain(fields.get("publisher") or fields.get("institution") or fields.get("organization") or "")
    for field, role in _ROLES.items():
        if role:
            role = _KINDS.get(fields.get(f"{field}type", "").strip().lower(), role) if role == "edt" else role
            for raw in split(" ".join(fields.get(field, "").split()), "and"):
                one = _agent(raw.strip(), role, publisher)
                if one:
                    found.setdefault((one.name, role), one)
    return tuple(found.values())


def split(raw: str, mark: str) -> list[str]:
    """Part a value at `and` or commas that stand outside braces."""
    parts, depth, start = [], 0, 0
    for found in _PART.finditer(raw):
        sign = found[0].strip().lower()
        if sign in ("{", "}"):
            depth = max(0, depth + (1 if sign == "{" else -1))
        elif depth == 0 and sign == mark:
            parts.append(raw[start : found.start()])
            start = found.end()
    return [part for part in [*parts, raw[start:]] if part.strip()]


def _agent(raw: str, role: str, publisher: str) -> Contributor | None:
    if raw.lower() == "others":
        return None
    if _NAMED.match(raw):
        return _by_name(raw, role)
    parts = [plain(part) for part in split(raw, ",")]
    if raw.startswith("{") and raw.endswith("}") and len(parts) == 1:
        return cited.whole(parts[0], role, inverted=False, publisher=publisher)
    if len(parts) == 2 and all(parts) and not looks_corporate(" ".join(parts)):
        return cited.person(parts[0], parts[1], None, role)
    if len(parts) == 3 and parts[0] and parts[2]:
        return cited.person(parts[0], parts[2], parts[1] or None, role)
    return cited.whole(", ".join(parts), role)


def _by_name(raw: str, role: str) -> Contributor | None:
    """The extended form of biblatex: `family=Berg, given=Jan, prefix=van der`."""
    said = {name.lower(): plain(value.strip(' "{}')) for name, value in _NAMED.findall(raw)}
    family = " ".join([said[part] for part in ("prefix", "family") if said.get(part)])
    return cited.person(family, said.get("given"), said.get("suffix"), role) if family else None
