"""The answers that come in pages: records, headers, sets; each page is made from the archive as it is at that moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from archive.database import Rows
from archive.service.oai import listing, sets, tokens, writing
from archive.service.oai.arguments import bounds
from archive.service.oai.listing import Listing, Row
from archive.service.oai.metadata import Form, chosen
from archive.service.oai.naming import identifier
from archive.service.oai.shapes import Asked, Place, Refused, Repository, Walk
from archive.service.oai.standing import Standing
from archive.types import instant, to_second


class Lists:
    """Makes one answer within one read transaction; `date` is the second up to which everything is seen."""

    def __init__(
        self,
        rows: Rows,
        repository: Repository,
        forms: Mapping[str, Form],
        standing: Standing,
        now: datetime,
        date: str,
    ) -> None:
        self.rows, self.repository, self.forms, self.standing = rows, repository, dict(forms), standing
        self.now, self.date = now, date
        self._namespaces = {name: form.namespace for name, form in _by_format(forms).items()}

    def walk(self, asked: Asked) -> Walk:
        """Return the walk that a request begins or goes on with; raises Refused."""
        if (said := asked.get("resumptionToken")) is not None:
            return tokens.read(said, asked.verb, self.standing.key, self.now, self.repository.valid)
        first, last = bounds(asked.get("from"), asked.get("until"))
        prefix = asked.get("metadataPrefix") or ""
        if asked.verb != "ListSets":
            chosen(self.forms, prefix)
        return Walk(first=first, last=last, prefix=prefix, spec=asked.get("set"), verb=asked.verb)

    def records(self, asked: Asked) -> bytes:
        """Return the content of ListRecords or ListIdentifiers; raises Refused."""
        walk = self.walk(asked)
        wanted = self._wanted(walk)
        size = self.repository.page_size
        found = listing.page(self.rows, wanted, walk.place, size + 1)
        more, found = len(found) > size, found[:size]
        if not found and walk.place is None:
            raise Refused("noRecordsMatch", "there are no records of this format in this set and time")
        if not found:  # what was left has changed since, and is beyond `until`: a list may not be empty
            found = listing.given(self.rows, walk.place, full=wanted.full)
        if walk.open is not None:
            self.date = min(self.date, walk.open)
        written = self._written(found, walk)
        return written + self._token(walk, found, wanted, more=more)

    def _wanted(self, walk: Walk) -> Listing:
        try:
            form = chosen(self.forms, walk.prefix)
            where, values = self._of_set(walk.spec)
        except Refused:
            if walk.place is None:
                raise
            raise Refused("badResumptionToken", "what this token lists is no longer offered") from None
        return Listing(
            conditions=where, first=walk.first, full=walk.verb == "ListRecords" or form.needs is not None,
            last=walk.last, needs=form.needs, since=self.standing.since, values=values,
        )  # fmt: skip

    def _of_set(self, spec: str | None) -> tuple[tuple[str, ...], tuple[object, ...]]:
        if spec is None:
            return (), ()
        if not self.repository.sets:
            raise Refused("noSetHierarchy", "this repository has no sets")
        condition, values = sets.condition(spec, self.repository, self.rows.dialect)
        return (condition,), tuple(values)

    def _written(self, found: list[Row], walk: Walk) -> bytes:
        form, whole = self.forms[walk.prefix], walk.verb == "ListRecords"
        member = self.memberships(found)
        parts = []
        for row in found:
            payload = form.element(row.version) if row.version and not row.deleted else None
            gone = payload is None if row.version else row.deleted
            head = self.header(row, member, deleted=gone, spec=walk.spec)
            if whole:
                about = writing.provenance(row, self._namespaces) if payload is not None else ""
                parts.append(writing.record(head, payload, about))
            else:
                parts.append(head.encode())
        return b"".join(parts)

    def memberships(self, found: list[Row]) -> sets.Memberships:
        """Return the sets in which the records of rows are."""
        return sets.Memberships(self.rows, self.repository, [row.record for row in found])

    def header(self, row: Row, member: sets.Memberships, *, deleted: bool, spec: str | None = None) -> str:
        """Return the header of a row; a tombstone is said to be in the set in which it is listed."""
        name = identifier(self.repository.namespace, row.source, row.key)
        specs = member.of(row.record, row.source, row.type) if self.repository.sets else []
        if spec and row.deleted and spec not in specs:
            specs.append(spec)
        return writing.header(row, name, specs, deleted=deleted)

    def about(self, row: Row) -> str:
        """Return what is said of where a record is from."""
        return writing.provenance(row, self._namespaces)

    def _token(self, walk: Walk, found: list[Row], wanted: Listing, *, more: bool) -> bytes:
        if walk.place is None and not more:
            return b""
        size = walk.size if walk.place else listing.count(self.rows, wanted)
        hints = {"completeListSize": size, "cursor": walk.cursor}
        if not more:
            return writing.token("", hints)
        last = found[-1]
        beyond = self.date if last.stamp >= self.date else None
        after = msgspec.structs.replace(
            walk, cursor=walk.cursor + len(found), open=walk.open or beyond, place=last.place, size=size
        )
        return writing.token(tokens.written(after, self.standing.key, self.now), {**self._expiry(), **hints})

    def _expiry(self) -> dict[str, object]:
        return {"expirationDate": to_second(instant(self.now + self.repository.valid))}

    def sets(self, asked: Asked) -> bytes:
        """Return the content of ListSets; raises Refused."""
        walk = self.walk(asked)
        size = self.repository.page_size
        if not self.repository.sets:
            raise Refused("noSetHierarchy", "this repository has no sets")
        begin = [] if walk.place else list(sets.few(self.rows, self.repository))
        if not begin and walk.place is None:
            raise Refused("noSetHierarchy", "this repository has no sets yet")
        found = sets.series(self.rows, walk.place.stamp if walk.place else "", size + 1)
        more, found = len(found) > size, found[:size]
        if not found and walk.place:
            raise Refused("badResumptionToken", "there are no sets behind this token")
        body = writing.sets([*begin, *(one for _, one in found)])
        if more:
            after = Walk(cursor=walk.cursor + len(begin) + len(found), place=Place(stamp=found[-1][0]), verb=walk.verb)
            token = tokens.written(after, self.standing.key, self.now)
            return body + writing.token(token, {**self._expiry(), "cursor": walk.cursor})
        return body + (writing.token("", {"cursor": walk.cursor}) if walk.place else b"")


def _by_format(forms: Mapping[str, Form]) -> dict[str, Form]:
    """Return forms by the names of their formats (schemas/formats), which are their prefixes but for one."""
    return {"dc" if prefix == "oai_dc" else prefix: form for prefix, form in forms.items()}
