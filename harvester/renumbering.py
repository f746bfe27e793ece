"""Records of a source that vanished while as many appeared: which of them say the same, as a draft of a map of keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from archive.selection import Selection
from archive.store import Store
from schemas.record import Record, canonical

ALIKE = 0.8
"""So large a part of the vanished records must have come under other keys for a renumbering to be suspected."""


def renumbered(source: str, vanished: int, new: int) -> str:
    """Return what is added to the reason of a hold where about as many records came as vanished, else nothing."""
    if new < ALIKE * vanished:
        return ""
    return f" and {new} came under other keys: renumbered? tocsin sources rekey {source} --draft drafts a map"


def drafted(store: Store, source: str) -> list[tuple[str, str]]:
    """Return old and new key of records that vanished, or are held back as vanished, and came under another key.

    Two records are paired where they say the same but for identifiers and links, and no third one does.
    """
    vanished = {name.partition(":")[2] for _, name, _ in store.debts.missing(source)}
    if hold := store.holds.open(source):
        vanished |= {name.partition(":")[2] for row in store.holds.kept_back(hold) for name in row.gone}
    if not vanished:
        return []
    return pairs(store, source, vanished)


def pairs(store: Store, source: str, vanished: Iterable[str]) -> list[tuple[str, str]]:
    """Return old and new key of the vanished records that say what just one other record says."""
    gone = frozenset(vanished)
    old: dict[bytes, list[str]] = defaultdict(list)
    new: dict[bytes, list[str]] = defaultdict(list)
    for held in store.heads(Selection(sources=(source,))):
        key = held.envelope.key
        (old if key in gone else new)[_likeness(held.record)].append(key)
    return sorted((keys[0], new[like][0]) for like, keys in old.items() if len(keys) == 1 == len(new.get(like, ())))


def _likeness(record: Record) -> bytes:
    return canonical(msgspec.structs.replace(record, identifiers=(), links=(), relations=()))
