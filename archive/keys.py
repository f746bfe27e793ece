"""Entry keys: the names of contents entries within their record, which survive inserting, deleting and reordering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from archive.types import kept
from archive.words import fold
from schemas.record import ContentsEntry, Record, walk

WORDS_TELL = 8
"""So many opening words are those of one entry alone."""


def with_keys(record: Record, keys: Sequence[str]) -> Record:
    """Return the record with its entries bearing these keys, given in the order of `walk`."""
    waiting = iter(keys)

    def keyed(entries: tuple[ContentsEntry, ...]) -> tuple[ContentsEntry, ...]:
        return tuple(
            msgspec.structs.replace(e, key=next(waiting, None), entries=keyed(e.entries) if e.entries else ())
            for e in entries
        )

    return msgspec.structs.replace(record, contents=keyed(record.contents)) if record.contents else record


def set_keys(record: Record, keys: Sequence[str]) -> Record:
    """Return the record itself, its entries bearing these keys: only for one just decoded, which nobody else holds yet.

    A copy of each entry, as `with_keys` makes, would cost an export a tenth.
    """
    for entry, key in zip(walk(record.contents), keys, strict=False):
        msgspec.structs.force_setattr(entry, "key", key)
    return record


def give_keys(
    entries: Sequence[ContentsEntry], former: Sequence[tuple[str, ContentsEntry]], used: Iterable[str]
) -> list[str]:
    """Return a key for each entry (all of them, in the order of `walk`).

    `former` are the entries in force with their keys; an entry that matches one keeps its key, whatever style that
    is of. Others get their part id, else `p` and their first page, else `n` and their position, and never a key in
    `used`, which are all that any version ever had.
    """
    keys: list[str | None] = [None] * len(entries)
    left = list(former)
    for sign, twins in SIGNS if left else ():
        left = _match(entries, keys, left, sign, twins)
    taken = {*used, *(key for key, _ in former)}
    for position, entry in enumerate(entries):
        if keys[position] is None:
            keys[position] = _fresh(_wanted(entry, position), taken)
            taken.add(keys[position] or "")
    return [key for key in keys if key is not None]


def _match(
    entries: Sequence[ContentsEntry], keys: list[str | None], left: list[tuple[str, ContentsEntry]],
    sign: Callable[[ContentsEntry], object], twins: bool,
) -> list[tuple[str, ContentsEntry]]:  # fmt: skip
    """Give keys to entries whose sign only they and one former entry have; return the former ones still unmatched.

    With `twins` as many entries as former ones may share a sign: they are matched in their order.
    """
    signs = [sign(entry) if keys[position] is None else None for position, entry in enumerate(entries)]
    old = [sign(entry) for _, entry in left]
    here, there = Counter(signs), Counter(old)
    at: dict[object, list[int]] = {}
    for position, one in enumerate(signs):
        if one is not None and here[one] == there[one] and (twins or here[one] == 1):
            at.setdefault(one, []).append(position)
    rest = []
    for (key, entry), one in zip(left, old, strict=True):
        if at.get(one):
            keys[at[one].pop(0)] = key
        else:
            rest.append((key, entry))
    return rest


def _part(entry: ContentsEntry) -> object:
    ids = [i for i in entry.identifiers if i.scheme in ("jstor", "doi")]
    return (ids[0].scheme, ids[0].value) if ids else None


def _address(entry: ContentsEntry) -> object:
    return entry.url


def _title(entry: ContentsEntry) -> str | None:
    return fold(entry.title) or None if entry.title else None


def _pages(entry: ContentsEntry) -> object:
    return tuple((p.first, p.last) for p in entry.pages) or None


def _title_and_pages(entry: ContentsEntry) -> object:
    title, pages = _title(entry), _pages(entry)
    return (title, pages) if title and pages else None


def _extract(entry: ContentsEntry) -> str | None:
    """Opening words tell untitled entries apart where all pages were numbered anew; short ones may be alike."""
    words = fold(entry.extract).split() if entry.extract else []
    return " ".join(words[:WORDS_TELL]) if len(words) >= WORDS_TELL else None


def _bare(entry: ContentsEntry) -> object:
    return None if entry.title or entry.pages else "bare"


SIGNS: tuple[tuple[Callable[[ContentsEntry], object], bool], ...] = (
    (_part, False), (_address, False), (_title_and_pages, True), (_title, True), (_extract, False), (_pages, False), (_bare, True),
)  # fmt: skip
"""What entries are matched by, the surest first, and whether twins are told apart by their order."""


def _wanted(entry: ContentsEntry, position: int) -> str:
    for identifier in entry.identifiers:
        if identifier.scheme == "jstor":
            return identifier.value.rstrip("/").rpartition("/")[2]
    if entry.pages:
        return "p" + "".join(entry.pages[0].first.split())
    return f"n{position + 1}"


def _fresh(wanted: str, taken: set[str]) -> str:
    wanted = kept(wanted).replace("#", "-").replace("/", "-")
    key, count = wanted, 1
    while key in taken:
        count += 1
        key = f"{wanted}-{count}"
    return key
