"""Manners of asking, with an origin that is a function and a clock that only waiting moves."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from harvester.bounds import Gate
from harvester.decoding import Undecodable
from harvester.fetch import Answer, ComeBackLater, Fetched, Fetcher
from harvester.options import HarvestOptions

HOST = "http://reports.example"
HERE = Answer(status=200, body=b"<html>", headers={"content-type": "text/html; charset=utf-8", "etag": '"1"'})
NO_ROBOTS = Answer(status=404)


class Origin:
    """Answers by address, one after the other; what is an exception is raised."""

    def __init__(self, answers: Mapping[str, Any], *, host: str = "93.184.216.34", **options: Any) -> None:
        self.answers = {"/robots.txt": NO_ROBOTS, **answers}
        self.log: list[tuple[float, str]] = []
        self.sent: list[Mapping[str, str]] = []
        self.waits: list[float] = []
        self.now = 1000.0
        self.host = host
        self.options = HarvestOptions(**options)

    async def download(self, url: str, headers: Mapping[str, str]) -> Answer:
        path = url.removeprefix(HOST)
        self.log.append((self.now, path))
        self.sent.append(headers)
        self.now += 0.25
        given = self.answers[path]
        if isinstance(given, list):
            given = given.pop(0) if len(given) > 1 else given[0]
        if isinstance(given, Exception):
            raise given
        assert isinstance(given, Answer)
        return given

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        return [self.host]

    async def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds

    def fetcher(self) -> Fetcher:
        gate = Gate(("reports.example", 80), self.resolve)
        return Fetcher(
            self.download, gate, self.options, clock=lambda: datetime(2026, 11, 24, tzinfo=UTC), sleep=self.sleep,
            seconds=lambda: self.now,
        )  # fmt: skip

    def get(self, *paths: str) -> list[Fetched]:
        async def walk() -> list[Fetched]:
            fetcher = self.fetcher()
            return [await fetcher.get(path if "://" in path else HOST + path) for path in paths]

        return asyncio.run(walk())

    def asked(self) -> list[str]:
        return [path for _, path in self.log if path != "/robots.txt"]


def test_a_page_becomes_a_capture() -> None:
    (fetched,) = Origin({"/a": HERE}).get("/a")
    assert fetched.end == "here"
    assert fetched.capture is not None
    assert fetched.capture.url == fetched.capture.asked == HOST + "/a"
    assert fetched.capture.media_type == "text/html"
    assert fetched.capture.headers == {"content-type": "text/html; charset=utf-8", "etag": '"1"'}


def test_a_second_between_two_requests_whatever_delay_says() -> None:
    for options in ({}, {"delay": 0.0}, {"delay": 0.3}):
        origin = Origin({"/a": HERE, "/b": HERE}, **options)
        origin.get("/a", "/b")
        assert origin.waits == [1.0, 1.0]


def test_a_longer_delay_is_kept_and_on_this_machine_there_is_none() -> None:
    slow = Origin({"/a": HERE, "/b": HERE}, delay=7.0)
    slow.get("/a", "/b")
    assert slow.waits == [7.0, 7.0]
    near = Origin({"/a": HERE, "/b": HERE}, host="127.0.0.1")
    near.get("/a", "/b")
    assert near.waits == []


def test_crawl_delay_is_obeyed_and_counts_for_retries_too() -> None:
    robots = Answer(status=200, body=b"User-agent: *\nCrawl-delay: 20")
    origin = Origin({"/robots.txt": robots, "/a": [Answer(status=503), HERE]})
    assert origin.get("/a")[0].end == "here"
    assert origin.waits == [20.0, 2.0, 18.0]


def test_robots_txt_is_asked_first_and_obeyed() -> None:
    robots = Answer(status=200, body=b"User-agent: *\nDisallow: /drafts/")
    origin = Origin({"/robots.txt": robots, "/a": HERE})
    one, two = origin.get("/drafts/1", "/a")
    assert (one.end, two.end) == ("disallowed", "here")
    assert [path for _, path in origin.log] == ["/robots.txt", "/a"]


@pytest.mark.parametrize("answer", [Answer(status=503), Answer(status=429)])
def test_a_robots_txt_that_fails_means_stay_away(answer: Answer) -> None:
    origin = Origin({"/robots.txt": answer, "/a": HERE}, retries=1)
    (fetched,) = origin.get("/a")
    assert fetched.end == "silent"
    assert origin.asked() == []


def test_a_host_that_is_not_there_is_a_failed_page() -> None:
    (fetched,) = Origin({"/robots.txt": ConnectionRefusedError("refused")}, retries=0).get("/a")
    assert fetched.end == "failed"
    assert fetched.reason == "http://reports.example/a: refused"


def test_a_redirect_is_followed_and_asks_the_rules_of_where_it_leads() -> None:
    robots = Answer(status=200, body=b"User-agent: *\nDisallow: /drafts/")
    moved = {f"/m{n}": Answer(status=301, headers={"location": f"/m{n + 1}"}) for n in range(5)} | {"/m5": HERE}
    draft = Answer(status=302, headers={"location": "/drafts/1"})
    origin = Origin({"/robots.txt": robots, "/d": draft, **moved})
    far, closed = origin.get("/m0", "/d")
    assert far.end == "here"
    assert far.capture is not None
    assert (far.capture.asked, far.capture.url) == (HOST + "/m0", HOST + "/m5")
    assert closed.end == "disallowed"


def test_redirects_end_after_five_and_stay_in_the_site() -> None:
    circle = Answer(status=301, headers={"location": "/c"})
    out = Answer(status=301, headers={"location": "http://elsewhere.test/"})
    ended, left = Origin({"/c": circle, "/o": out}).get("/c", "/o")
    assert (ended.end, left.end) == ("failed", "failed")
    assert "more than 5 times" in (ended.reason or "")
    assert "another site" in (left.reason or "")


def test_retries_back_off_and_end() -> None:
    origin = Origin({"/a": Answer(status=500)})
    (fetched,) = origin.get("/a")
    assert fetched.end == "failed"
    assert fetched.capture is not None
    assert fetched.capture.status == 500
    assert len(origin.asked()) == 5
    assert origin.waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_what_the_network_did_is_tried_again_and_a_refusal_is_not() -> None:
    origin = Origin({"/a": [OSError("reset"), Undecodable("cut", again=True), HERE], "/b": Undecodable("too large")})
    good, large = origin.get("/a", "/b")
    assert (good.end, large.end) == ("here", "failed")
    assert origin.asked() == ["/a", "/a", "/a", "/b"]
    assert large.reason == "http://reports.example/b: too large"


def test_an_answer_is_an_answer() -> None:
    answers = {f"/{s}": Answer(status=s) for s in (204, 304, 400, 401, 403, 404, 410, 451, 501)}
    origin = Origin(answers)
    ends = [fetched.end for fetched in origin.get(*answers)]
    assert ends == ["here", "same", "failed", "failed", "failed", "gone", "gone", "failed", "failed"]
    assert len(origin.asked()) == len(answers)


def test_retry_after_is_waited_out_or_ends_the_run() -> None:
    origin = Origin({"/a": [Answer(status=429, headers={"retry-after": "90"}), HERE]})
    assert origin.get("/a")[0].end == "here"
    assert 90.0 in origin.waits
    dated = Answer(status=503, headers={"retry-after": "Tue, 24 Nov 2026 00:01:00 GMT"})
    assert Origin({"/a": [dated, HERE]}).get("/a")[0].end == "here"
    with pytest.raises(ComeBackLater) as later:
        Origin({"/a": Answer(status=429, headers={"retry-after": "601"})}).get("/a")
    assert later.value.seconds == 601


def test_junk_in_retry_after_means_back_off() -> None:
    origin = Origin({"/a": [Answer(status=503, headers={"retry-after": "soon"}), HERE]})
    assert origin.get("/a")[0].end == "here"
    assert origin.waits == [1.0, 2.0]


def test_jstor_is_not_asked_not_even_by_a_redirect() -> None:
    for url in (
        "https://www.jstor.org/stable/resrep06942",
        "http://slave2.omega.jstor.org/stable/1",
        "https://jstor.org/",
    ):
        origin = Origin({})
        assert origin.get(url)[0].end == "refused"
        assert origin.log == []


def test_conditions_are_sent_along() -> None:
    origin = Origin({"/a": Answer(status=304)})

    async def walk() -> Fetched:
        return await origin.fetcher().get(HOST + "/a", {"If-None-Match": '"1"'})

    assert asyncio.run(walk()).end == "same"
    assert origin.sent[-1] == {"If-None-Match": '"1"'}
    assert "If-None-Match" not in origin.sent[0]
