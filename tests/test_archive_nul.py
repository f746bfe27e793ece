"""A NUL in what was harvested stops nothing: texts keep it and are told, names that hold one are refused, on both databases alike."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from archive.selection import Selection
from archive.store import Put, Store, open_store
from schemas.envelope import Held
from schemas.errors import NotFound
from schemas.record import ContentsEntry, Identifier, Record, Series, Title
from schemas.rules import check

PLAIN = Record(type="report", title=Title(main="Ordinary"))
DAMAGED = {
    "title": {"title": Title(main="Dam\0aged")},
    "identifier": {"identifiers": (Identifier(scheme="doi", value="10.5555/a\0b"),)},
    "scheme": {"identifiers": (Identifier(scheme="do\0i", value="10.5555/c"),)},
    "series": {"series": (Series(title="Pa\0pers"),)},
    "type": {"type": "re\0port"},
    "entry": {
        "contents": (ContentsEntry(title="One\0", identifiers=(Identifier(scheme="jstor", value="resrep\0" + "1.2"),)),)
    },
}


def put_of(key: str, **said: object) -> Put:
    return Put(source="bench", key=key, record=msgspec.structs.replace(PLAIN, **said), reader="bench/1")


@pytest.fixture
def store(target: str) -> Store:
    return open_store(target, create=True)


def test_a_batch_with_damaged_values_is_written_whole(store: Store) -> None:
    with store:
        run = store.begin_run(kind="harvest", command="test", who="test")
        page = [put_of(name, **said) for name, said in DAMAGED.items()]
        page.append(msgspec.structs.replace(put_of("plain"), aliases=("al\0ias",), origin_datestamp="2020\0-01-01"))
        tally = store.put(page, run=run)
        assert (tally.new, tally.refused) == (len(page), 0)
        store.end_run(run, outcome="complete")
        for name, said in DAMAGED.items():
            record = store.get(f"bench:{name}").record
            assert record == msgspec.structs.replace(PLAIN, **said) or record.contents  # entries have keys there
        assert store.get("bench:plain").envelope.origin_datestamp == "2020-01-01"
        assert store.resolve("10.5555/ab") == ["bench:identifier"]
        assert "\0" not in store.get("bench:entry").record.contents[0].key  # type: ignore[operator]
        assert [hit.id for hit in store.search("papers ordinary")] == []
        assert store.put(page, run=store.begin_run(kind="harvest", command="again", who="test")).unchanged == len(page)
        assert store.check(chain=True) == []


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_damaged_is_told(name: str) -> None:
    codes = {one.code for one in check(msgspec.structs.replace(PLAIN, **DAMAGED[name]), today=date(2026, 1, 1))}
    assert codes - {one.code for one in check(PLAIN, today=date(2026, 1, 1))}


def test_a_record_whose_name_cannot_be_kept_is_refused_alone(store: Store) -> None:
    with store:
        run = store.begin_run(kind="harvest", command="test", who="test")
        tally = store.put([put_of("a"), put_of("b\0"), put_of("c\ud800"), put_of("d")], run=run)
        assert (tally.new, tally.refused) == (2, 2)
        assert tally.ids == ["bench:a", None, None, "bench:d"]
        assert all("\0" not in one and one.encode() for one in tally.messages)


def test_what_is_restored_is_treated_alike(store: Store) -> None:
    with store:
        run = store.begin_run(kind="harvest", command="test", who="test")
        store.put([put_of("a", **DAMAGED["identifier"])], run=run)
        (held,) = store.heads()
        bad = msgspec.structs.replace(held.envelope, key="x\0", id="bench:x\0")
        tally = store.restore([held, Held(envelope=bad, record=held.record)], run=run)
        assert (tally.unchanged, tally.refused) == (1, 1)


def test_looking_for_a_nul_finds_nothing(store: Store) -> None:
    with store:
        run = store.begin_run(kind="harvest", command="test", who="test")
        store.put([put_of("a")], run=run)
        for name in ("bench:\0", "ben\0ch:a", "\0"):
            with pytest.raises(NotFound):
                store.get(name)
        assert not list(store.heads(Selection(sources=("be\0nch",))))
        assert not list(store.heads(Selection(ids=("bench:\0",))))
