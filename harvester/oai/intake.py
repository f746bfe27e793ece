"""From a page of records to the archive: what is known by its bytes is only noted, the rest is read and put."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

import msgspec

from archive.ledger_shapes import ListWindow, Sight
from archive.shapes import Piece, Put
from harvester.ingest import Ingest
from harvester.oai.answers import read_answer
from harvester.oai.book import Book
from harvester.oai.bytes_path import READER, Parted, parted
from harvester.oai.encoding import plain
from harvester.oai.salvage import place_of
from harvester.oai.seen import Seen
from harvester.oai.shapes import Damage, Header, OaiPage, OaiRecord
from harvester.tally import Course
from schemas.capture import Capture
from schemas.formats import readers
from schemas.identifiers import identify
from schemas.payloads import UNKNOWN, read_payload
from schemas.record import Identifier, Record, canonical, digest


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A page that was taken: what it holds, how many records, and how many of them this list did not have before."""

    news: int
    page: OaiPage
    records: int


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """A page that has come: its capture and number; `taken` is set where its bytes were known."""

    capture: Capture
    number: int
    taken: Taken | None = None


class Intake:
    """Takes pages for one source and one metadata prefix; `seen` are the records of the list that is walked."""

    def __init__(self, book: Book, ingest: Ingest, course: Course, *, source: str, prefix: str) -> None:
        self._book, self._ingest, self._course = book, ingest, course
        self.source, self.prefix, self.input = source, prefix, f"oai:{prefix}"
        self._readers = {name: module.READER for name, module in readers().items()}
        self._context = "\n".join([self.input, *sorted(self._readers.values())])
        self.seen = Seen()
        self.left: int | None = None  # how many records are still wanted
        self._waiting: dict[str, None] = {}
        self._headers: set[int] = set()
        self._parted: tuple[Capture | None, Parted | None] = None, None
        self._sights: tuple[Capture | None, dict[str, Sight]] = None, {}
        self.unreadable: set[str] = set()  # the names of records that came and could not be read

    # --- one page ---------------------------------------------------------------------------------------------------

    def arrived(self, capture: Capture, window: ListWindow, place: int, token: str | None) -> Arrived:
        """Keep a page of a list; one in which the bytes of every record are known is taken at once, without its bytes."""
        parts = self._parts(capture) if self.left is None else None
        if parts is not None:
            sights = self._book.sights(self.source, parts.keys)
            self._sights = capture, sights
            if all(k in sights and sights[k].raw == d for k, d in zip(parts.keys, parts.digests, strict=True)):
                page = read_answer(parts.skeleton)
                if not (page.damage or page.errors or page.records) and page.rooted and page.verb == window.verb:
                    return self._same(capture, window, place, token, page, [sights[key].id for key in parts.keys])
        number = self._book.keep(capture, window=window, place=place, token=token)
        return Arrived(capture=capture, number=number)

    def _same(
        self, capture: Capture, window: ListWindow, place: int, token: str | None, page: OaiPage, same: list[int]
    ) -> Arrived:
        news = sum([self.seen.add(number) for number in same])
        following = page.token.value if page.token else None
        begin(window, page, capture)
        window.pages, window.records = window.pages + 1, window.records + len(same)
        number = self._book.keep_same(
            capture, window=window, place=place, token=token, following=following, same=same, reader=READER
        )
        self._course.count("pages_unchanged")
        self._course.count("records_unchanged", len(same))
        return Arrived(capture=capture, number=number, taken=Taken(news=news, page=page, records=len(same)))

    def take(self, capture: Capture, number: int, page: OaiPage, window: ListWindow | None) -> Taken:
        """Take the records of a page that is kept under this number, and what is damaged in it."""
        for damage in page.damage:
            self._damaged(capture, number, damage, window)
        records = self._wanted(page.records)
        raws = _raws(self._parts(capture) if records and not page.damage else None, page.records)
        # Where bytes and reader agree on the records, they were looked up when the page arrived; nothing was put since.
        known = self._sights[1] if raws and self._sights[0] is capture else None
        names = {r.header.identifier for r in records if r.header.identifier}
        sights = self._book.sights(self.source, names) if known is None else known
        news, same, changed = self._sort(records, raws, sights)
        if same:
            self._book.note_same(number, same)
            self._course.count("records_unchanged", len(same))
        self._ingest.take(capture, number, lambda: list(self._puts(changed, raws, sights, capture, number)))
        self._waiting |= dict.fromkeys(n for r in changed if (n := r.header.identifier) and n not in sights)
        self._course.count("pages_read")
        if self._ingest.is_full:
            self.flush()
        return Taken(news=news, page=page, records=len(records))

    def take_headers(self, capture: Capture, number: int, page: OaiPage, window: ListWindow) -> Taken:
        """Take a page of headers: tombstones are put; a record that is new or has another datestamp is owed."""
        for damage in page.damage:
            self._damaged(capture, number, damage, window)
        named = {h.identifier: h for h in page.headers if h.identifier}
        sights = self._book.sights(self.source, named)
        same = [s.id for name, s in sights.items() if _is_same(named[name], s)]
        owed = [
            name for name, h in named.items() if not h.deleted and not (name in sights and _is_same(h, sights[name]))
        ]
        gone = [OaiRecord(header=h) for h in named.values() if h.deleted]
        self._book.owe([(name, "known from a list of headers only", None) for name in owed], window)
        self._book.note_same(number, same)
        self._course.count("records_unchanged", len(same))
        self._ingest.take(capture, number, lambda: list(self._puts(gone, {}, sights, capture, number)))
        self._course.count("pages_read")
        new = {hash(name) for name in named} - self._headers
        self._headers |= new
        return Taken(news=len(new), page=page, records=len(page.headers))

    def _parts(self, capture: Capture) -> Parted | None:
        """Part a page by its bytes, once though it is looked at twice."""
        if self._parted[0] is not capture:
            self._parted = capture, parted(capture.body, self._context)
        return self._parted[1]

    def _wanted(self, records: Sequence[OaiRecord]) -> Sequence[OaiRecord]:
        if self.left is None:
            return records
        wanted = records[: self.left]
        self.left -= len(wanted)
        return wanted

    def _sort(
        self, records: Sequence[OaiRecord], raws: dict[int, bytes], sights: dict[str, Sight]
    ) -> tuple[int, list[int], list[OaiRecord]]:
        """Part records into those whose bytes are known and those to be read; count those that the list did not have."""
        news, same, chosen = 0, [], dict[str | int, OaiRecord]()
        for record in records:
            name, stamp = record.header.identifier, record.header.datestamp
            known = sights.get(name or "")
            if known is None:
                news += name not in self._waiting and name not in chosen
            elif (raw := raws.get(id(record))) is not None and raw == known.raw:
                news += self.seen.add(known.id)
                same.append(known.id)
                continue
            elif not self.seen.add(known.id) and stamp and stamp < (known.origin_datestamp or ""):
                self._course.count("records_unchanged")  # met before in this list, and later there
                continue
            else:
                news += 1
            other = chosen.get(name) if name else None
            if other is None or not (stamp and stamp < (other.header.datestamp or "")):
                chosen[name or id(record)] = record
        return news, same, list(chosen.values())

    def puts_again(self, capture: Capture, number: int, page: OaiPage) -> Iterator[Put]:
        """Yield the records of a page that was taken before, all of them, for a replay."""
        raws = _raws(self._parts(capture) if not page.damage else None, page.records)
        sights = self._book.sights(self.source, {r.header.identifier for r in page.records if r.header.identifier})
        return self._puts(page.records, raws, sights, capture, number)

    # --- records ----------------------------------------------------------------------------------------------------

    def _puts(
        self,
        records: Sequence[OaiRecord],
        raws: dict[int, bytes],
        sights: dict[str, Sight],
        capture: Capture,
        number: int,
    ) -> Iterator[Put]:
        whole = self._ingest.one(lambda: [self._read(record) for record in records], lambda _: None)
        for place, record in enumerate(records):
            read = whole[place] if whole else self._ingest.one(
                lambda: self._read(record),  # noqa: B023
                lambda why: self._unreadable(record, capture, number, why),  # noqa: B023
            )  # fmt: skip
            known = record.header.identifier in sights
            if known and not record.header.deleted and (record.payload is None or read is None):
                if read is not None:
                    self._course.note(
                        f"{self.source}:{record.header.identifier}: came without metadata; it stays as it was"
                    )
                continue
            raw = raws.get(id(record)) if read is not None else None  # what could not be read is not known by its bytes
            put = self._put(record, number, raw, *(read or (Record(), READER)))
            if put is not None:
                yield put

    def _read(self, record: OaiRecord) -> tuple[Record, str]:
        """Return what a record says and which reader says so."""
        if record.payload is None:
            return Record(), READER
        payload = read_payload(record.payload, prefix=self.prefix)
        return payload.record, READER if payload.format == UNKNOWN else self._readers[payload.format]

    def _put(self, record: OaiRecord, number: int, raw: bytes | None, read: Record, reader: str) -> Put | None:
        header = record.header
        key = header.identifier or _other_name(read)
        if not header.identifier:
            kept = f"kept as {key}" if key else "there is nothing to keep it under"
            self._course.trouble("a record without an identifier", f"{self.source}, capture {number}: {kept}")
        if key is None:
            return None
        if reader == READER and not header.deleted and (own := identify(key)):
            read = msgspec.structs.replace(read, identifiers=(Identifier(scheme=own.scheme, value=own.value),))
        if header.deleted:
            read = msgspec.structs.replace(read, deleted=True)
        sent = {"origin_datestamp": f"header, as sent: {header.as_sent}"} if header.as_sent else {}
        return Put(
            capture_id=number, found_in=sent, input=self.input, key=key, origin_datestamp=header.datestamp,
            origin_sets=header.sets, raw=raw, reader=reader, record=read, source=self.source,
        )  # fmt: skip

    # --- damage -----------------------------------------------------------------------------------------------------

    def _unreadable(self, record: OaiRecord, capture: Capture, number: int, reason: str) -> None:
        """Set the bytes of a record apart that no reader could read; it stays owed until one can, or it is waived."""
        name = record.header.identifier
        self.unreadable |= {name} if name else set()
        start, stop = place_of(plain(capture.body), name)
        hurt = Damage(identifier=name, reason=reason, start=start, stop=stop)
        self._damaged(capture, number, hurt, None)

    def _damaged(self, capture: Capture, number: int, damage: Damage, window: ListWindow | None) -> None:
        """Set damaged bytes apart and ask for what they held; once they are waived they trouble nobody."""
        body = plain(capture.body)
        digest = sha256(body[damage.start : damage.stop]).digest()
        piece = Piece(digest=digest, name=damage.identifier, start=damage.start, stop=damage.stop)
        row, waived = self._book.set_apart(number, damage.reason, piece)
        if waived:
            self._course.note(f"damaged as before, waived: {damage.identifier or capture.asked}")
            return
        said = f"{self.source}:{damage.identifier}" if damage.identifier else capture.asked
        saved = "its record was saved" if damage.saved else "its record is lost"
        self._course.trouble("damaged bytes were set apart", f"{said}: {damage.reason} ({saved})")
        if not damage.saved and damage.identifier:
            self._book.owe([(damage.identifier, damage.reason, row)], window)

    def flush(self) -> None:
        """Write what waits, and note which records it were."""
        self._ingest.flush()
        if self._waiting:
            for sight in self._book.sights(self.source, self._waiting).values():
                self.seen.add(sight.id)
            self._waiting.clear()


def begin(window: ListWindow, page: OaiPage, capture: Capture) -> None:
    """Note when a list began by the origin's clock, and how long it says that the list is."""
    from harvester.oai.datestamps import SECONDS, has_zone, normal, spelled

    if window.response_date is None:
        ours = spelled(capture.at, SECONDS)
        theirs = normal(page.response_date)
        window.sure = theirs is not None and has_zone(page.response_date)
        window.response_date = min(theirs, ours) if theirs else ours
    if page.token is not None and page.token.size:
        window.size = page.token.size[:40]


def _is_same(header: Header, sight: Sight) -> bool:
    """Say whether a header shows that its record has not changed."""
    return not header.deleted and not sight.deleted and header.datestamp == sight.origin_datestamp is not None


def _raws(parts: Parted | None, records: Sequence[OaiRecord]) -> dict[int, bytes]:
    """Return the digests of the records' bytes by record, where the bytes and the reader agree which records there are."""
    if parts is None or len(parts.keys) != len(records):
        return {}
    if any(key != r.header.identifier for key, r in zip(parts.keys, records, strict=True)):
        return {}
    return {id(record): digest for record, digest in zip(records, parts.digests, strict=True)}


def _other_name(record: Record) -> str | None:
    """Return what else names the work of a record: its first identifier that is one for certain, else all that it says."""
    for one in record.identifiers:
        if identify(one.value) or one.scheme in ("doi", "handle", "isbn", "urn"):
            return f"{one.scheme}:{one.value}"
    return f"unnamed:{digest(canonical(record)).hex()[:16]}" if record != Record() else None
