"""What an export leaves out is counted and named, and nothing of it grows with the archive."""

from schemas.entries import entries_of
from schemas.envelope import Envelope, Held
from schemas.left_out import NAMED, NO_DELETED, Tally, living
from schemas.record import ContentsEntry, Record, Title


def held(key: str, record: Record) -> Held:
    return Held(
        envelope=Envelope(id=f"a:{key}", source="a", key=key, version=1, datestamp="2026-11-23T18:00:00Z"),
        record=record,
    )


def test_the_first_are_named_and_all_are_counted() -> None:
    tally = Tally()
    for number in range(NAMED + 5):
        tally(held(str(number), Record()), "no title")
    tally(held("x", Record()), "too long")
    first, second = tally.lines()
    assert first.startswith("25 records left out (no title): a:0, a:1,")
    assert first.endswith("a:19 and 5 more")
    assert second == "1 record left out (too long): a:x"


def test_deleted_records_are_left_out_by_formats_that_cannot_say_it() -> None:
    tally = Tally()
    here, gone = held("here", Record()), held("gone", Record(deleted=True))
    assert list(living([here, gone], tally)) == [here]
    assert tally.lines() == [f"1 record left out ({NO_DELETED}): a:gone"]


def test_an_entry_knows_its_host() -> None:
    host = held("b", Record(title=Title(main="Whole"), contents=(ContentsEntry(title="Part"),)))
    (entry,) = entries_of(host)
    assert entry.host is host
    assert host.host is None
