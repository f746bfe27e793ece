"""Reading lists as people make them: new, changed, taken from a file, accepted; what goes out of them is schemas/lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from archive import statements
from archive.database import Database, Rows
from archive.list_intake import Taken, settled, take
from archive.list_rows import Kept, clear, heads_of, load, next_id, pinned, store
from archive.list_waiting import Waiting, waiting
from archive.types import bound_list, instant, to_second
from schemas.envelope import Held
from schemas.errors import UsageError
from schemas.lists.drafts import Draft, Drafts
from schemas.lists.references import held_of
from schemas.lists.shapes import About, ReadingList

LISTED = (
    "SELECT l.name, l.title, l.course_code, l.owner, l.changed,"
    " (SELECT count(*) FROM reading_section s WHERE s.list_id = l.id AND s.title IS NOT NULL),"
    " (SELECT count(*) FROM reading_item i JOIN reading_section s ON s.id = i.section_id WHERE s.list_id = l.id)"
    " FROM reading_list l{} ORDER BY l.name"
)


class ListRow(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it is told among others."""

    changed: str
    course_code: str | None
    items: int
    name: str
    owner: str | None
    sections: int
    title: str | None


class Shown(msgspec.Struct, frozen=True):
    """A list with the records of its items, by their numbers: those of the archive as they were added or accepted.

    `parts` has the record (its id) and the key of the entry of each item that is of the archive.
    """

    list: ReadingList
    held: dict[int, Held]
    parts: dict[int, tuple[str, str | None]] = {}


class Lists:
    """The reading lists of an archive."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self._clock = db, clock

    def all(self, name: str | None = None) -> list[ListRow]:
        """Return all lists, by name, or the one that is named."""
        with self.db.reading() as rows:
            found = rows.all(
                LISTED.format("" if name is None else " WHERE l.name = ?"), *([] if name is None else [name])
            )
        return [
            ListRow(
                name=name, title=title, course_code=code, owner=owner, changed=to_second(at), sections=sections, items=items
            )
            for name, title, code, owner, at, sections, items in found
        ]  # fmt: skip

    def has(self, name: str) -> bool:
        """Say whether there is a list of this name."""
        with self.db.reading() as rows:
            return rows.first("SELECT id FROM reading_list WHERE name = ?", name) is not None

    def shown(self, name: str) -> Shown:
        """Return a list with the records of its items; raises NotFound."""
        with self.db.reading() as rows:
            kept = load(rows, name)
            held = pinned(rows, kept.id)
        held |= {item.number: held_of(item, name) for item in kept.list.items() if item.id is None}
        return Shown(kept.list, held, _parts(kept))

    def parts(self, name: str) -> list[tuple[str, str | None]]:
        """Return the records (ids) and entries (id and key) on a list, each once, in its order; raises NotFound."""
        with self.db.reading() as rows:
            kept = load(rows, name)
        return list(dict.fromkeys(_parts(kept).values()))

    def new(self, name: str, about: About, *, run: int) -> None:
        """Make an empty list; raises UsageError where there is one of this name."""
        with self.db.writing() as rows:
            self._store(rows, _fresh(rows, name, about), run)

    def delete(self, name: str) -> int:
        """Delete a list and return how many items it had; raises NotFound."""
        with self.db.writing() as rows:
            kept = load(rows, name)
            clear(rows, kept.id)
            rows.do("DELETE FROM reading_list WHERE id = ?", kept.id)
        return len(list(kept.list.items()))

    def change(self, name: str, edit: Callable[[ReadingList], ReadingList], *, run: int) -> ReadingList:
        """Write what an edit makes of a list (items stay tied to the archive by their numbers) and return it."""
        with self.db.writing() as rows:
            kept = load(rows, name)
            made = edit(kept.list)
            if made.name != name and rows.first("SELECT id FROM reading_list WHERE name = ?", made.name):
                raise UsageError(f"{made.name}: there is a list of this name already")
            kept.list = made
            self._store(rows, kept, run)
        return made

    def add(self, name: str, drafts: Sequence[Draft], *, before: int | None = None, run: int) -> Taken:
        """Put items on a list, at the end of their sections or before an item; what is wrong is told and not taken."""
        with self.db.writing() as rows:
            kept = load(rows, name)
            taken = take(rows, kept, Drafts(rows=tuple(drafts)), before=before)
            self._store(rows, kept, run)
        return taken

    def take(self, name: str, drafts: Drafts, *, into: str = "new", run: int) -> Taken:
        """Make a list of what a file asks for: `into` a new one, in the place of one (replace) or at its end (append).

        An item that is replaced by itself keeps the version that it had where the file says none.
        """
        with self.db.writing() as rows:
            kept = _fresh(rows, name, drafts.about) if into == "new" else load(rows, name)
            former = kept.list
            if into == "replace":
                kept.list = ReadingList(name=name, about=_over(former.about, drafts.about))
            taken = take(rows, kept, drafts, former=former if into == "replace" else None)
            self._store(rows, kept, run)
        return taken

    def names(self) -> list[str]:
        """Return the names of all lists."""
        with self.db.reading() as rows:
            return [name for (name,) in rows.all("SELECT name FROM reading_list ORDER BY name")]

    def waiting(self, names: Sequence[str] = ()) -> list[Waiting]:
        """Return what waits for a person's word, of some lists or of all; raises NotFound."""
        chosen = names or self.names()
        with self.db.reading() as rows:
            return [one for name in chosen for one in waiting(rows, load(rows, name))]

    def accept(self, name: str, numbers: Sequence[int], *, run: int) -> list[Waiting]:
        """Take what waits of items as it is now, of all where none is named, and return what that was.

        Deleted and missing items are cited on as they were last.
        """
        with self.db.writing() as rows:
            kept = load(rows, name)
            found = [one for one in waiting(rows, kept) if not numbers or one.number in numbers]
            heads = heads_of(rows, (kept.ties[one.number].record_id for one in found))
            gone = {one.number for one in found if one.kind in ("deleted", "missing")}
            seen = {one.number: heads[kept.ties[one.number].record_id][0] for one in found}
            kept.list = settled(kept.list, {number: v for number, v in seen.items() if number not in gone})
            for number, version in seen.items():
                kept.ties[number] = msgspec.structs.replace(kept.ties[number], seen=version, gone=number in gone)
            self._store(rows, kept, run)
        return found

    def _store(self, rows: Rows, kept: Kept, run: int) -> None:
        at = instant(self._clock())
        kept.made = kept.made or at
        store(rows, kept, run=run, at=at)

    def citations(self, digests: Sequence[str]) -> dict[str, str]:
        """Return citations that were made before, by their digests."""
        with self.db.reading() as rows:
            found = rows.all(
                "SELECT digest, runs FROM citation WHERE digest IN ?", bound_list(rows.dialect, [*digests])
            )
        return dict(found)

    def keep_citations(self, made: dict[str, str]) -> None:
        """Keep citations, so that they need not be made again."""
        with self.db.writing() as rows:
            rows.many(statements.INSERT_CITATION, list(made.items()))


def _parts(kept: Kept) -> dict[int, tuple[str, str | None]]:
    """The record (its id) and the key of the entry of each item that is of the archive, in the order of the list."""
    made: dict[int, tuple[str, str | None]] = {}
    for item in kept.list.items():
        if item.id:
            key = kept.ties[item.number].entry_key
            made[item.number] = (item.id if key is None else item.id.removesuffix(f"#{key}"), key)
    return made


def _fresh(rows: Rows, name: str, about: About) -> Kept:
    if rows.first("SELECT id FROM reading_list WHERE name = ?", name):
        raise UsageError(f"{name}: there is a list of this name already")
    return Kept(id=next_id(rows), last=0, list=ReadingList(name=name, about=about), made="", ties={})


def _over(before: About, after: About) -> About:
    said = {field: getattr(after, field) or getattr(before, field) for field in About.__struct_fields__}
    return About(**said)
