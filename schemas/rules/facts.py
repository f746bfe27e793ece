"""A record laid out for the rules, once: its entries in printed order, and what deserves a closer look; no rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Generic, TypeVar

from schemas.record import TYPES, ContentsEntry, Contributor, Date, Identifier, Record, encoded
from schemas.rules.check_digits import issn_right
from schemas.rules.suspects import (
    any_odd_name,
    is_odd_date,
    is_odd_identifier,
    is_odd_name,
    is_odd_title,
    is_suspect,
    proper_language,
)
from schemas.rules.texts import texts_of
from schemas.values.pages import page_number

_TYPES = frozenset(TYPES)
T = TypeVar("T")
Label = tuple[str, int]
"""A page label for comparing: its group (arabic, roman or a prefix) and its number."""


class _once(Generic[T]):
    """functools.cached_property without the lock that it has before Python 3.12: many records are checked at once."""

    def __init__(self, function: Callable[[Any], T]) -> None:
        self.function, self.name, self.__doc__ = function, function.__name__, function.__doc__

    def __get__(self, facts: Any, owner: Any = None) -> T:
        value: T = self.function(facts)
        facts.__dict__[self.name] = value
        return value


class Placed:
    """A contents entry with its path, the part it stands in, and its first and last page as labels to compare."""

    __slots__ = ("end", "entry", "inside", "path", "start")

    def __init__(self, entry: ContentsEntry, path: str, inside: Placed | None) -> None:
        self.entry, self.path, self.inside = entry, path, inside
        self.start: Label | None = None
        self.end: Label | None = None
        if entry.pages:
            last = entry.pages[-1]
            self.start = label(entry.pages[0].first)
            self.end = label(last.last or last.first)


class Facts:
    """What rules look at: the record, its entries in printed order, and by `odd_` what failed a quick test."""

    def __init__(self, record: Record, today: date, data: bytes | None = None) -> None:
        """`data` is the record's canonical JSON where it is known."""
        self.record, self.today, self.data = record, today, data
        self.contents: list[Placed] = []
        self.nested = self.unreadable = False
        if record.contents:
            self._place(record.contents, "contents", None)
        self.leaves = [p for p in self.contents if not p.entry.entries] if self.nested else self.contents
        self.own_pages = record.pages
        self.paged = bool(record.pages) or self.unreadable

    def _place(self, entries: tuple[ContentsEntry, ...], at: str, inside: Placed | None) -> None:
        for number, entry in enumerate(entries):
            placed = Placed(entry, f"contents[{entry.key}]" if entry.key else f"{at}[{number}]", inside)
            self.contents.append(placed)
            if entry.pages and not (placed.start and placed.end):
                self.unreadable = True
            if entry.entries:
                self.nested = True
                self._place(entry.entries, f"{placed.path}.entries", placed)

    @_once
    def neighbours(self) -> list[tuple[Placed, Placed, Label, Label, Label]]:
        """Each paged leaf with the one before it where both count alike: its start, and the other's start and end."""
        found = []
        before: Placed | None = None
        for placed in self.leaves:
            start = placed.start
            if start:
                if before and before.start and before.end and before.start[0] == before.end[0] == start[0]:
                    found.append((placed, before, start, before.start, before.end))
                before = placed
        return found

    @_once
    def odd_identifiers(self) -> list[tuple[str, Identifier]]:
        """The identifiers of the work, its entries and series that are not plainly right, with their paths."""
        own = self.record.identifiers
        found = [(f"identifiers[{n}]", one) for n, one in enumerate(own) if is_odd_identifier(one)]
        for placed in self.contents:
            for number, one in enumerate(placed.entry.identifiers):
                if is_odd_identifier(one):
                    found.append((f"{placed.path}.identifiers[{number}]", one))
        for number, series in enumerate(self.record.series):
            if series.issn and not issn_right(series.issn):
                found.append((f"series[{number}].issn", Identifier(scheme="issn", value=series.issn)))
        return found

    @_once
    def odd_names(self) -> list[tuple[str, Contributor]]:
        """The contributors whose name is anything but a few capitalised words, with their paths."""
        lists = self.contributor_lists
        if not any_odd_name([one.name for _, contributors in lists for one in contributors]):
            return []
        return [(f"{at}[{n}]", one) for at, names in lists for n, one in enumerate(names) if is_odd_name(one.name)]

    @_once
    def contributor_lists(self) -> list[tuple[str, tuple[Contributor, ...]]]:
        """The contributors of the work and of its entries, with the paths of the lists."""
        found = [("contributors", self.record.contributors)]
        found += [(f"{p.path}.contributors", p.entry.contributors) for p in self.contents if p.entry.contributors]
        return found

    @_once
    def odd_dates(self) -> list[tuple[str, Date]]:
        """The dates of the work and its entries that are not plainly right, with their paths."""
        limit = self.today.isoformat()
        found = [(f"dates[{n}]", one) for n, one in enumerate(self.record.dates) if is_odd_date(one.edtf, limit)]
        for placed in self.contents:
            for number, one in enumerate(placed.entry.dates):
                if is_odd_date(one.edtf, limit):
                    found.append((f"{placed.path}.dates[{number}]", one))
        return found

    @_once
    def lacks(self) -> bool:
        """Whether something that every record should say is not there, or its type is no type."""
        record, title = self.record, self.record.title
        return not (
            title
            and title.main
            and record.dates
            and record.type in _TYPES
            and (record.identifiers or record.links)
            and (record.contributors or (record.publisher and record.publisher.name))
        )

    @_once
    def odd_title(self) -> bool:
        """Whether the title of the work was printed otherwise, has no subtitle, or one that is about as long."""
        title = self.record.title
        if not title:
            return False
        return title.as_printed is not None or not title.sub or abs(len(title.sub) - len(title.main or "")) <= 5

    @_once
    def odd_people(self) -> bool:
        """Whether contributors are anything but persons without identifiers, each named once; not looked at in contents."""
        people = self.record.contributors
        if self.contents or (len(people) > 1 and len({one.name for one in people}) < len(people)):
            return True
        return any(one.kind != "person" or one.identifiers for one in people)

    @_once
    def odd_titles(self) -> list[tuple[str, str]]:
        """The titles of the work and its entries that hold or end in odd marks, or shout, with their paths."""
        record = self.record
        every = [("title", record.title)] if record.title else []
        if record.alternative_titles:
            every += [(f"alternative_titles[{n}]", one) for n, one in enumerate(record.alternative_titles)]
        found = [(f"{at}.main", one.main) for at, one in every if one.main and is_odd_title(one.main)]
        found += [(f"{at}.sub", one.sub) for at, one in every if one.sub and is_odd_title(one.sub)]
        for placed in self.contents:
            title = placed.entry.title
            if title and is_odd_title(title):
                found.append((f"{placed.path}.title", title))
        return found

    @_once
    def odd_languages(self) -> list[tuple[str, str, str | None]]:
        """The languages of the work and its abstracts that are not in their usual form, with paths and that form."""
        record = self.record
        found = [
            (f"languages[{n}]", tag, proper)
            for n, tag in enumerate(record.languages)
            if (proper := proper_language(tag)) != tag
        ]
        for number, text in enumerate(record.abstract):
            if text.lang and (proper := proper_language(text.lang)) != text.lang:
                found.append((f"abstract[{number}].lang", text.lang, proper))
        return found

    @_once
    def odd_texts(self) -> list[tuple[str, str]]:
        """Every text of the record with its path, where any of it holds something that text should not; else none."""
        return texts_of(self.record) if is_suspect(self.data or encoded(self.record)) else []


def label(text: str) -> Label | None:
    """Return a page label for comparing, None where it is no page; plain numbers go the short way."""
    return ("arabic", int(text)) if text.isdecimal() and text.isascii() else page_number(text)
