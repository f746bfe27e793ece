"""robots.txt by RFC 9309."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.robots import Robots, RobotsAnswer, rules_of

URL = "http://lindwater.example/reports/1"


def verdict(body: str, url: str = URL, status: int = 200) -> str:
    return rules_of(RobotsAnswer(status=status, body=body.encode())).verdict(url)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (RobotsAnswer(status=200, body=b""), "allowed"),
        (RobotsAnswer(status=404), "allowed"),
        (RobotsAnswer(status=401), "allowed"),
        (RobotsAnswer(status=403), "allowed"),
        (RobotsAnswer(status=301), "allowed"),
        (RobotsAnswer(status=429), "silent"),
        (RobotsAnswer(status=500), "silent"),
        (RobotsAnswer(status=503), "silent"),
        (RobotsAnswer(fault="connection refused"), "silent"),
    ],
)
def test_what_an_answer_means(answer: RobotsAnswer, verdict: str) -> None:
    assert rules_of(answer).verdict(URL) == verdict


def test_rules_for_us_and_for_all() -> None:
    assert verdict("User-agent: *\nDisallow: /reports/") == "disallowed"
    assert verdict("User-agent: *\nDisallow: /reports/\nAllow: /reports/1") == "allowed"
    assert verdict("User-agent: *\nDisallow: /\n\nUser-agent: tocsin\nDisallow: /drafts/") == "allowed"
    assert verdict("User-agent: TOCSIN\nDisallow: /") == "disallowed"
    assert verdict("\ufeffUser-agent: *\nDisallow: /") == "disallowed"
    assert verdict("User-agent: *\nDisallow: /*.pdf$") == "allowed"


def test_crawl_delay_is_read_and_a_long_one_means_stay_away() -> None:
    rules = rules_of(RobotsAnswer(status=200, body=b"User-agent: *\nCrawl-delay: 12"))
    assert rules.delay == 12.0
    assert rules.verdict(URL) == "allowed"
    assert verdict("User-agent: *\nCrawl-delay: 301") == "disallowed"
    assert verdict("User-agent: *\nCrawl-delay: 300") == "allowed"


def test_only_the_first_500_kilobytes_count() -> None:
    assert verdict("#" * (500 * 1024) + "\nUser-agent: *\nDisallow: /") == "allowed"


@given(st.binary(max_size=300))
def test_any_bytes_are_rules(body: bytes) -> None:
    assert rules_of(RobotsAnswer(status=200, body=body)).verdict(URL) in ("allowed", "disallowed")


def test_a_robots_txt_is_asked_once_a_host_and_again_after_a_day() -> None:
    asked, now = [], [0.0]

    async def ask(url: str) -> RobotsAnswer:
        asked.append(url)
        return RobotsAnswer(status=404)

    async def walk() -> None:
        robots = Robots(ask, lambda: now[0])
        for url in (URL, URL + "0", "http://lindwater.example:8080/", "https://lindwater.example/"):
            await robots.rules(url)
        now[0] = 24 * 3600 + 1
        await robots.rules(URL)

    asyncio.run(walk())
    assert asked == [
        "http://lindwater.example/robots.txt",
        "http://lindwater.example:8080/robots.txt",
        "https://lindwater.example/robots.txt",
        "http://lindwater.example/robots.txt",
    ]
