"""Writing records: what becomes of each record of a batch is decided here; batch.py makes the rows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from archive.batch import Batch, Gave
from archive.cosmetic import only_cosmetic
from archive.database import Database
from archive.lookup import Head, Past, Prepared
from archive.moments import When
from archive.shapes import Put, PutTally
from archive.trial import Trial, Watched, Written
from archive.types import kept
from schemas.record import Record, canonical, decode, digest


def put(db: Database, page: Sequence[Put], *, run: int, at: When) -> PutTally:
    """Write a batch of records in one transaction and say what became of each.

    A version is written only where the record differs from the version in force at the time of its capture, so that
    reading old captures again with unchanged code writes nothing. Raises StorageError; nothing is written then.
    """
    tally = PutTally()
    prepared = [_prepared(one, tally) for one in page]
    with db.writing() as rows:
        write(Batch(rows, run=run, at=at), page, prepared, tally)
    return tally


def put_watched(
    db: Database, page: Sequence[Put], *, run: int, at: When, whole: bool
) -> tuple[PutTally, list[Written]]:
    """Do what `put` does and say what differs; `whole` says that these are all the records of their captures."""
    tally = PutTally()
    prepared = [_prepared(one, tally) for one in page]
    with db.writing() as rows:
        batch = Watched(rows, run=run, at=at, whole=whole)
        write(batch, page, prepared, tally)
    return tally, batch.written


def put_tried(db: Database, page: Sequence[Put], *, at: When) -> tuple[PutTally, list[Written]]:
    """Say what `put` would do and what would differ; nothing is written."""
    tally = PutTally()
    prepared = [_prepared(one, tally) for one in page]
    with db.reading() as rows:
        batch = Trial(rows, run=0, at=at)
        write(batch, page, prepared, tally)
    return tally, batch.written


def write(batch: Batch, page: Sequence[Put], prepared: Sequence[Prepared | None], tally: PutTally) -> None:
    """Decide about each record of a batch and write what was decided; `prepared` goes with `page`, None where refused."""
    gave: dict[int, Gave] = {}
    batch.load([one for one in prepared if one])
    for put, one in zip(page, prepared, strict=True):
        head = _take(batch, one, tally) if one else None
        name = f"{head.source}:{head.key}" if head else None
        tally.ids.append(name)
        if put.capture_id is not None:
            capture = gave.get(put.capture_id)
            if capture is None:
                capture = gave[put.capture_id] = Gave(listed=put.input.startswith("oai:"), reader=put.reader)
            if head and name and name not in capture.names[-1:]:
                capture.names.append(name)
                capture.numbers.append(head.id)
    batch.write(gave)


def _prepared(put: Put, tally: PutTally) -> Prepared | None:
    try:
        data = put.data or canonical(put.record)
        text = data.decode()
        named(put)
    except (UnicodeError, TypeError, ValueError) as error:
        refuse(put, error, tally)
        return None
    if put.origin_datestamp and "\0" in put.origin_datestamp:
        put = msgspec.structs.replace(put, origin_datestamp=kept(put.origin_datestamp))
    return Prepared(put=put, data=data, digest=digest(data), text=text)


def named(put: Put) -> None:
    """Raise ValueError where a record bears a name that cannot be kept: another one would be another record."""
    if b"\0" in f"{put.source}:{put.key}".encode():
        raise ValueError("its name holds a NUL")


def refuse(put: Put, error: Exception, tally: PutTally) -> None:
    """Count a record as refused, and say why."""
    name = kept(f"{put.source}:{put.key}").encode("utf-8", "backslashreplace").decode()
    tally.refused += 1
    tally.messages.append(f"{name}: cannot be written: {error}")


def _take(batch: Batch, one: Prepared, tally: PutTally) -> Head | None:
    """Decide about one record; return its head, or None where it was refused."""
    put, head = one.put, batch.find(one.put)
    if head is not None and one.number and one.digest == bytes(head.digest):
        tally.unchanged += 1  # restored as it is, corrections and all
        return head
    if head is None:
        head = batch.begin(one)
        tally.new += 1
    elif head.input != put.input:
        tally.refused += 1
        tally.messages.append(_other_input(head, put))
        return None
    elif batch.layers.holds_back(head.id):
        tally.suppressed += 1
        return head
    elif (head.id, put.capture_id) in batch.met:
        tally.duplicate += 1
    else:
        _compare(batch, head, one, tally)
    batch.met.add((head.id, put.capture_id))
    batch.call_all(head, (put.key, *put.aliases))
    return head


def _other_input(head: Head, put: Put) -> str:
    return (
        f"{put.source}:{put.key}: the source {put.source!r} holds {head.input} input, this is {put.input}: "
        f"use a source of its own, such as {put.source}-{put.input.removeprefix('oai:')}"
    )


def _compare(batch: Batch, head: Head, one: Prepared, tally: PutTally) -> None:
    """Write a version where the record differs from the one in force at the time of its capture."""
    put = one.put
    basis, past = batch.in_force(head, put)
    if put.stub and not (basis or head).stub:
        tally.outranked += 1
        return
    if not past and not put.stub:
        batch.promote(head, put.key)
    if basis and put.record.deleted and put.record == Record(deleted=True):
        one = _tombstone(batch, basis, one)
    if basis.digest == one.digest if basis else batch.began_with(head, one.digest):
        tally.unchanged += 1
        if not past:
            batch.sight(head, put)
    elif past and batch.has_been(head, one):
        tally.unchanged += 1
    elif past:
        batch.add_version(head, one, cause=_cause(basis, put), cosmetic=False, basis=basis, past=True)
        tally.older += 1
    else:
        assert basis is not None
        cosmetic = only_cosmetic(batch.text(basis.id)[0], one.data)
        batch.add_version(head, one, cause=_cause(basis, put), cosmetic=cosmetic, basis=basis, past=False)
        tally.cosmetic += cosmetic
        tally.changed += not cosmetic


def _tombstone(batch: Batch, basis: Past, one: Prepared) -> Prepared:
    """Return a bare tombstone with the last record beside it."""
    record = msgspec.structs.replace(decode(batch.text(basis.id)[0]), deleted=True)
    data = canonical(record)
    put = msgspec.structs.replace(one.put, record=record)
    return Prepared(put=put, data=data, digest=digest(data))


def _cause(basis: Past | None, put: Put) -> str:
    """The same bytes read otherwise is the reader's doing, all else the source's."""
    return "reader" if basis and basis.capture_id == put.capture_id else "source"
