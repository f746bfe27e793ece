"""Citations of the items of lists, made once: what was made before is taken from the archive, what is made now is kept there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from archive.lists import Lists, Shown
from schemas.citations.plain import citation
from schemas.citations.runs import Run
from schemas.envelope import Held
from schemas.errors import StorageError
from schemas.lists.shapes import Item

if TYPE_CHECKING:  # the processor is an extra
    from schemas.citations.styles import Style

MANY = 200
"""Citations that take so long that it is said."""
Runs = tuple[Run, ...]


def of_list(
    shown: Shown, language: str | None, styled: Callable[[Mapping[int, Held]], Mapping[int, Runs]] | None = None
) -> dict[int, Runs]:
    """Return the citations of a list's items by their numbers: plain ones, or those of a style where `styled` makes them."""
    items = list(shown.list.items())
    made = {item.number: typed for item in items if (typed := _typed(item, shown.held[item.number]))}
    cited = {item.number: shown.held[item.number] for item in items if item.number not in made}
    if styled is None:
        return made | {number: citation(one, language) for number, one in cited.items()}
    return made | dict(styled(cited))


def _typed(item: Item, held: Held) -> Runs | None:
    """A reference that was typed as a line is cited as it was typed, and what is held back is said to be."""
    if held.record.deleted:
        return (("[held back]", ""),)
    return ((item.typed, ""),) if item.typed else None


def kept(
    lists: Lists, style: Style, records: Mapping[int, Held], tell: Callable[[str], None] | None = None
) -> dict[int, Runs]:
    """Return the citations of records by their numbers; `tell` is told where it will take long."""
    keys = {number: style.key(held) for number, held in records.items()}
    known = known_of(lists, keys.values())
    missing = {keys[number]: held for number, held in records.items() if keys[number] not in known}
    if tell and len(missing) > MANY:
        tell(f"citing {len(missing)} items in this style for the first time: about {len(missing) // 1000 + 1} seconds")
    made = dict(zip(missing, style.cite(missing.values()), strict=True))
    with suppress(StorageError):  # of an archive that is read-only: they are made again next time
        lists.keep_citations({key: msgspec.json.encode(runs).decode() for key, runs in made.items()})
    found = made | known
    return {number: found[key] for number, key in keys.items()}


def known_of(lists: Lists, keys: Iterable[str]) -> dict[str, Runs]:
    """Return the citations that were made before, by the keys of their style."""
    return {key: msgspec.json.decode(text, type=Runs) for key, text in lists.citations(list(keys)).items()}
