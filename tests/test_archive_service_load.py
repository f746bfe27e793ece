"""What keeps the service quick and right under load: one moment a page, counts kept up, answers not made twice, defects, days that come."""

from __future__ import annotations

import random
import threading
from collections import Counter
from datetime import date
from itertools import product

import msgspec
import pytest
from fastapi.testclient import TestClient

from archive.latest import latest
from archive.service.app import create_app
from archive.service.facets import NAMES, Facets
from archive.service.settings import Settings
from archive.service.shell import SECURITY
from archive.service.unchanged import ChangeMark
from archive.store import Put, Store, open_store
from schemas.record import Date, Record, Subject, Title
from tests.conftest import Clock
from tests.service_samples import asking, fill


@pytest.fixture
def filled(target: str, clock: Clock) -> str:
    with open_store(target, create=True, clock=clock) as store:
        fill(store, clock)
    return target


def put(store: Store, *pairs: tuple[str, Record], source: str = "later") -> None:
    run = store.begin_run(kind="harvest", command="test", who="test", source=source)
    store.put([Put(source=source, key=key, record=record, reader="test/1") for key, record in pairs], run=run)
    store.end_run(run, outcome="complete")


def test_a_page_that_nothing_moved_is_not_made_again(filled: str) -> None:
    with asking(filled) as client, open_store(filled) as store:
        made: list[str] = []
        templates = client.app.state.templates  # type: ignore[attr-defined]
        get = templates.get_template

        def counted(name: str, *parent: str) -> object:
            made.extend([] if parent else [name])
            return get(name, *parent)

        templates.get_template = counted
        mark = ChangeMark(store.db)
        before = mark.now()
        for path in ("/records/site/bridge", "/changes.atom", "/search?q=dams"):
            etag = client.get(path).headers["etag"]
            for _ in range(3):
                answer = client.get(path, headers={"If-None-Match": f'"other", W/{etag}'})
                assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
                assert answer.headers["x-content-type-options"] == "nosniff"
        # Once for itself, once to learn the ETag, then no more; on a server others' databases move the mark too.
        assert len(made) == 6 or (mark.now() != before and "postgresql" in filled)
        mark.close()
        etag = client.get("/changes.atom").headers["etag"]
        put(store, ("new", Record(type="report", title=Title(main="News"))))
        assert client.get("/changes.atom", headers={"If-None-Match": etag}).status_code == 200
        for accept, status in (("application/json", 200), ("text/html", 304)):
            etag = client.get("/records/site/bridge").headers["etag"]
            for _ in range(2):
                headers = {"If-None-Match": etag, "Accept": accept}
                assert client.get("/records/site/bridge", headers=headers).status_code == status


def test_a_defect_is_answered_with_the_headers_of_every_answer(filled: str) -> None:
    app = create_app(Settings(target=filled))

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("secret path /srv/x")

    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        answer = client.get("/broken")
        assert answer.status_code == 500
        assert "secret" not in answer.text
        for name, value in SECURITY:
            assert answer.headers[name.decode()] == value.decode()
        assert 'status="500"' in client.get("/metrics").text


def test_what_no_name_can_hold_is_not_found(filled: str) -> None:
    with asking(filled) as client:
        for path in (
            "/records/site/%00",
            "/records/si%00te/bridge",
            "/records/site/bridge/entries/%00",
            "/sources/%00",
        ):
            assert client.get(path).status_code == 404, path
        for path in ("/search?q=%00dams", "/changes.atom?source=%00", "/api/records?source=%00", "/search?series=%00"):
            assert client.get(path).status_code == 200, path
        assert "badArgument" in client.get("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:%00").text


def test_what_was_held_back_until_a_day_that_has_come_is_shown(target: str, clock: Clock) -> None:
    with open_store(target, create=True, clock=clock) as store:
        put(store, ("one", Record(type="report", title=Title(main="Held back for a while"))), source="site")
        run = store.begin_run(kind="suppress", command="tocsin suppress", who="tester")
        until = clock().date().isoformat()  # the clock of the tests is behind the service's
        store.suppressions.suppress([("site:one", None)], run=run, who="tester", reason="an embargo", until=until)
        store.end_run(run, outcome="complete")
    with asking(target) as client:
        for _ in range(100):
            if client.get("/records/site/one").status_code == 200:
                break
            threading.Event().wait(0.05)
        assert "Held back for a while" in client.get("/records/site/one").text


def test_all_that_is_read_within_a_moment_is_of_one(filled: str) -> None:
    with open_store(filled) as reader, open_store(filled) as writer:
        with reader.db.moment():
            before = reader.count()
            put(writer, ("new", Record(title=Title(main="New"))))
            with reader.db.moment():
                assert reader.count() == before
            assert reader.count() == before
        assert reader.count() == before + 1
        with pytest.raises(RuntimeError), reader.db.moment():
            raise RuntimeError
        assert reader.count() == before + 1


def test_counts_are_those_of_what_is_in_force(target: str, clock: Clock) -> None:
    chance = random.Random(3)
    with open_store(target, create=True, clock=clock) as store:
        facets = Facets(store.db, date(2026, 1, 1))
        for _ in range(8):
            page = [(str(key), record_of(chance)) for key in chance.sample(range(30), 12)]
            put(store, *page, source=f"s{chance.randint(0, 2)}")
            facets.refresh()
            for name in NAMES:
                whole = facets.counts(facets.order, name, 1000)
                assert whole == facets.counts(list(facets.order), name, 1000)
            subjects = Counter(one.term for held in store.heads() for one in set(held.record.subjects))
            assert {one.value: one.count for one in facets.counts(facets.order, "subject", 99)} == subjects
            few = facets.narrowed(facets.order, {"subject": ("alpha", "beta"), "year": ("2001",)})
            assert len(few) == sum(fits(held.record) for held in store.heads())


@pytest.mark.parametrize("listed", [0, 3, 4096])
def test_all_are_narrowed_as_some_are(target: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, listed: int) -> None:
    monkeypatch.setattr("archive.service.shelf.LISTED", listed)
    chance = random.Random(5)
    with open_store(target, create=True, clock=clock) as store:
        facets = Facets(store.db, date(2026, 1, 1))
        for _ in range(8):
            put(store, *((str(key), record_of(chance)) for key in chance.sample(range(30), 12)))
            facets.refresh()
            live = facets.known(range(60, 0, -1))
            assert list(facets.order) == live
            for subjects, years in product(
                ((), ("alpha",), ("beta", "delta"), ("none",)), ((), ("2001",), ("2000", "2002"))
            ):
                filters = {name: values for name, values in (("subject", subjects), ("year", years)) if values}
                assert list(facets.narrowed(facets.order, filters)) == list(facets.narrowed(live, filters))


def record_of(chance: random.Random) -> Record:
    day = str(chance.randint(2000, 2002))
    terms = chance.sample(["alpha", "beta", "gamma", "delta"], chance.randint(0, 3))
    subjects = tuple(Subject(term=one) for one in terms)
    record = Record(
        title=Title(main="T" * chance.randint(1, 3)), subjects=subjects, dates=(Date(edtf=day, kind="issued"),)
    )
    return msgspec.structs.replace(record, deleted=chance.random() < 0.2)


def fits(record: Record) -> bool:
    terms = {one.term for one in record.subjects}
    return bool(terms & {"alpha", "beta"}) and record.dates[0].edtf == "2001"


@pytest.mark.parametrize("near", [1, 5, 2000])
def test_the_latest_changes_of_a_source_are_found_near_or_far(
    filled: str, monkeypatch: pytest.MonkeyPatch, near: int
) -> None:
    with open_store(filled) as store:
        expected = [one for one in latest(store.db, 1000) if one.id.startswith("site:")]
        put(
            store, *((str(number), Record(title=Title(main=f"Other {number}"))) for number in range(10)), source="other"
        )
        monkeypatch.setattr("archive.latest.NEAR", near)
        found = latest(store.db, 5, source="site")
        assert found
        assert found == [one for one in expected if one in found]
        assert [one.id for one in latest(store.db, 20, source="other")] == [f"other:{n}" for n in range(9, -1, -1)]
