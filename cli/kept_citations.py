"""Citations of a style, made once: what was made before is taken from the archive, what is made now is kept there."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from cli.session import Session
from schemas.citations.runs import Run
from schemas.envelope import Held
from schemas.errors import StorageError

if TYPE_CHECKING:
    from archive.store import Store
    from schemas.citations.styles import Style

MANY = 200
"""Citations that take so long that it is said."""


def kept(session: Session, store: Store, style: Style, records: Mapping[int, Held]) -> dict[int, tuple[Run, ...]]:
    """Return the citations of records by their numbers."""
    keys = {number: style.key(held) for number, held in records.items()}
    known = store.lists.citations(list(keys.values()))
    missing = {keys[number]: held for number, held in records.items() if keys[number] not in known}
    if len(missing) > MANY:
        session.say(
            f"citing {len(missing)} items in this style for the first time: about {len(missing) // 400 + 1} seconds"
        )
    made = dict(zip(missing, style.cite(missing.values()), strict=True))
    with suppress(StorageError):  # of an archive that is read-only: they are made again next time
        store.lists.keep_citations({key: msgspec.json.encode(runs).decode() for key, runs in made.items()})
    found = made | {key: msgspec.json.decode(text, type=tuple[Run, ...]) for key, text in known.items()}
    return {number: found[key] for number, key in keys.items()}
