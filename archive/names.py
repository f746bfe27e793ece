"""From what people call a record to its id: id, entry, DOI, ISBN, stable URL, former name."""

from __future__ import annotations

import msgspec

from archive.database import Database, Rows
from schemas.addresses import canonical_url
from schemas.errors import Ambiguous, NotFound
from schemas.identifiers import SCHEMES, identify, normalise


def resolve(db: Database, name: str) -> list[str]:
    """Return the ids that a name stands for; entries only where no record is called so."""
    with db.reading() as rows:
        return resolved(rows, name)


def resolved(rows: Rows, name: str) -> list[str]:
    """Return what `resolve` does, within a transaction."""
    exact = _exact(rows, name)
    if exact:
        return [exact]
    # An address loses what follows its #, so the entry of a record is looked for before the record.
    found = _entries(rows, name) or _called(rows, name)
    records = sorted({record for record, key in found if key is None})
    return records or sorted({f"{record}#{key}" for record, key in found})


def one(db: Database, name: str) -> str:
    """Return the one id that a name stands for; raises NotFound or Ambiguous."""
    found = resolve(db, name)
    if not found:
        record, hash_, _ = name.rpartition("#")
        if hash_ and (known := resolve(db, record)):
            raise NotFound(f"{name}: {known[0]} has no such entry: tocsin show {known[0]} lists those that it has")
        raise NotFound(f"{name}: no such record: tocsin list and tocsin search say what there is")
    if len(found) > 1:
        raise Ambiguous(f"{name}: fits {len(found)} records: {', '.join(found[:5])}{' ...' if len(found) > 5 else ''}")
    return found[0]


def _exact(rows: Rows, name: str) -> str | None:
    source, _, key = name.partition(":")
    if rows.first("SELECT id FROM record WHERE source = ? AND key = ?", source, key):
        return name
    record, _, entry = name.rpartition("#")
    if _has_entry(rows, record, entry):
        return name
    if now := former(rows, source, key):
        return now
    now = former(rows, source, record.partition(":")[2]) if record else None
    return f"{now}#{entry}" if now and _has_entry(rows, now, entry) else None


def former(rows: Rows, source: str, key: str) -> str | None:
    """Return the id of the one record of a source that has this other or former key, None where there is none such."""
    found = rows.all(
        "SELECT r.key FROM alias a JOIN record r ON r.id = a.record_id WHERE a.name = ? AND r.source = ?", key, source
    )
    return f"{source}:{found[0][0]}" if len(found) == 1 else None


def _has_entry(rows: Rows, record: str, entry: str) -> bool:
    source, _, key = record.partition(":")
    found = rows.first(
        "SELECT v.entry_keys FROM record r JOIN version v ON v.id = r.version_id WHERE r.source = ? AND r.key = ?",
        source,
        key,
    )
    return bool(found and found[0] and entry in msgspec.json.decode(found[0]))


def _entries(rows: Rows, name: str) -> list[tuple[str, str | None]]:
    """The entries that `NAME#entry` means where NAME is any name of a record."""
    record, _, entry = name.rpartition("#")
    called = {one for one, key in _called(rows, record) if key is None} if record else set()
    return [(one, entry) for one in called if _has_entry(rows, one, entry)]


def _called(rows: Rows, name: str) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for alias in spellings(name):
        for source, key in rows.all(
            "SELECT r.source, r.key FROM record r WHERE r.key = ?"
            " UNION SELECT r.source, r.key FROM alias a JOIN record r ON r.id = a.record_id WHERE a.name = ?",
            alias, alias,
        ):  # fmt: skip
            found.append((f"{source}:{key}", None))
    for scheme, value in identified(name):
        for source, key, entry in rows.all(
            "SELECT r.source, r.key, i.entry_key FROM identifier i JOIN record r ON r.id = i.record_id"
            " WHERE i.value = ? AND i.scheme = ?",
            value, scheme,
        ):  # fmt: skip
            found.append((f"{source}:{key}", entry))
    return found


def spellings(name: str) -> list[str]:
    """Return the forms of a name that a record may be called by: as typed, and as canonical URL."""
    return list(dict.fromkeys([name, canonical_url(name)])) if "://" in name else [name]


def identified(name: str) -> list[tuple[str, str]]:
    """Return the identifiers that a name may be: `scheme:value` as people write it, else what it looks like."""
    scheme, _, value = name.partition(":")
    found = []
    if scheme.lower() in SCHEMES and (normal := normalise(scheme.lower(), value.strip())):
        found.append((scheme.lower(), normal))
    if guess := identify(name):
        found.append((guess.scheme, guess.value))
    return list(dict.fromkeys(found))
