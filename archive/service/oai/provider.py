"""The provider itself: arguments to answer, whatever the web framework; every error of the protocol is an answer too."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from archive.database import Database
from archive.service.oai import listing, metadata, naming, sets, writing
from archive.service.oai.arguments import asked, pairs_of
from archive.service.oai.horizon import horizon, is_writing
from archive.service.oai.lists import Lists
from archive.service.oai.shapes import Answer, Asked, Refused, Repository
from archive.service.oai.standing import Standing, standing

HEADERS = {"Content-Type": "text/xml; charset=UTF-8", "Vary": "Accept-Encoding"}
UNSAID = ("badVerb", "badArgument")
"""Errors after which the arguments are not repeated in the answer."""
SMALL = 1000
"""Bytes up to which an answer is not worth packing."""
QUICK = 3
"""The level of gzip: a page of 500 records goes out at a seventh of its size, in a third of the time of level 6."""
EMPTY = "1970-01-01T00:00:00Z"
"""The earliest datestamp of an archive without records."""


class Provider:
    """Answers requests of OAI-PMH from an archive; threads may share one."""

    def __init__(
        self,
        db: Database,
        repository: Repository,
        *,
        clock: Callable[[], datetime],
        key: bytes | None = None,
        writable: Database | None = None,
    ) -> None:
        """Take the archive; `key` signs tokens instead of the one that is kept in the archive.

        `writable` is the same archive where `db` may only read: for keeping the key, and for asking whether anybody
        writes. Raises UsageError for formats and saved queries that cannot be.
        """
        self.db, self.repository, self._clock, self._key = db, repository, clock, key
        self._writable = writable or db
        self.forms = metadata.forms(repository)
        self._lock = threading.Lock()
        self._standing: Standing | None = None
        sets.check(repository, db.dialect)

    def answer(self, sent: Sequence[str], base: str) -> Answer:
        """Return the answer to the query strings and forms that were sent to an address; raises StorageError."""
        now, request, code = self._clock(), Asked(verb=""), None
        base = self.repository.base_url or base
        own = self._own(now)
        writing_now = is_writing(self._writable)
        with self.db.reading() as rows:
            made = Lists(rows, self.repository, self.forms, own, now, horizon(rows, now, writing=writing_now))
            try:
                request = asked([pair for text in sent for pair in pairs_of(text)])
                content = self._content(made, request, base)
                content = b"".join((f"<{request.verb}>\n".encode(), content, f"</{request.verb}>\n".encode()))
            except Refused as refused:
                code, content = refused.code, writing.error(refused.code, str(refused))
        said: Mapping[str, str] = {} if code in UNSAID else {"verb": request.verb, **request.arguments}
        return Answer(body=writing.envelope(made.date, base, said, content), code=code, headers=HEADERS)

    def _own(self, now: datetime) -> Standing:
        with self._lock:
            if self._standing is None:
                self._standing = standing(self._writable, now, self._key)
            return self._standing

    def _content(self, made: Lists, request: Asked, base: str) -> bytes:
        match request.verb:
            case "Identify":
                return self._identify(made, base)
            case "ListMetadataFormats":
                return self._formats(made, request)
            case "ListSets":
                return made.sets(request)
            case "GetRecord":
                return self._record(made, request)
            case _:
                return made.records(request)

    def _identify(self, made: Lists, base: str) -> bytes:
        (earliest,) = made.rows.first("SELECT min(datestamp) FROM record") or (None,)
        source, key = made.rows.first("SELECT source, key FROM record ORDER BY id LIMIT 1") or ("source", "key")
        space = self.repository.namespace
        return writing.identify(
            base=base, name=self.repository.name, emails=self.repository.emails or (f"admin@{space}",),
            earliest=earliest or EMPTY, namespace=space, sample=naming.identifier(space, source, key),
        )  # fmt: skip

    def _row(self, made: Lists, request: Asked) -> listing.Row:
        said = request.arguments["identifier"]
        name = naming.name_of(self.repository.namespace, said)
        row = listing.one(made.rows, *name, made.standing.since) if name else None
        if row is None:
            raise Refused("idDoesNotExist", f"there is no record {said}")
        return row

    def _formats(self, made: Lists, request: Asked) -> bytes:
        offered = list(self.forms.values())
        if request.get("identifier") is not None:
            row = self._row(made, request)
            offered = [form for form in offered if self._has(made, row, form)]
            if not offered:
                raise Refused("noMetadataFormats", "this record is in none of the formats")
        return writing.formats(offered)

    def _has(self, made: Lists, row: listing.Row, form: metadata.Form) -> bool:
        """Tell whether a record is given in a format, be it as a tombstone because it was once."""
        if row.deleted or form.needs is None or listing.had(made.rows, row.record, form.needs):
            return True
        return row.version is not None and form.element(row.version) is not None

    def _record(self, made: Lists, request: Asked) -> bytes:
        form = metadata.chosen(self.forms, request.arguments["metadataPrefix"])
        row = self._row(made, request)
        payload = form.element(row.version) if row.version and not row.deleted else None
        if payload is None and not self._has(made, row, form):
            raise Refused("cannotDisseminateFormat", f"this record cannot be said in {form.prefix}")
        head = made.header(row, made.memberships([row]), deleted=payload is None)
        return writing.record(head, payload, made.about(row) if payload is not None else "")


def packed(answer: Answer, accepted: str) -> Answer:
    """Return an answer gzipped where the client takes that (the value of Accept-Encoding)."""
    if len(answer.body) <= SMALL or not _takes_gzip(accepted):
        return answer
    body = gzip.compress(answer.body, QUICK, mtime=0)
    headers = {**answer.headers, "Content-Encoding": "gzip"}
    return Answer(body=body, code=answer.code, headers=headers, status=answer.status)


def _takes_gzip(accepted: str) -> bool:
    """Tell whether gzip may be sent (RFC 9110, 12.5.3): named, or meant by `*`, and not with a weight of nothing."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "").removeprefix("q=").strip("0.") != "" if weight else True
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))
