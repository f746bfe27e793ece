"""Where a walk may go."""

import pytest

from harvester.spiders.steps import Step, Steps
from harvester.tally import Course
from schemas.reading import Onward

BASE = "http://reports.example"


def walk() -> tuple[Steps, Course]:
    course = Course()
    steps = Steps(f"{BASE}/list", course)
    steps.take()
    return steps, course


def rest(steps: Steps) -> list[str]:
    found = []
    while steps:
        found.append(steps.take().url.removeprefix(BASE))
    return found


def items(*paths: str) -> tuple[Onward, ...]:
    return tuple(Onward(rel="item", url=BASE + path) for path in paths)


def following(path: str) -> tuple[Onward, ...]:
    return (Onward(rel="next", url=BASE + path),)


LIST = Step(role="start", url=f"{BASE}/list")


def test_eight_spellings_are_one_page() -> None:
    steps, _ = walk()
    spellings = ["/r/1", "/r/1#contents", "/r/1?utm_source=x", "/r/./1", "/%72/1", "/r/1?fbclid=1", "/r/1;jsessionid=9"]
    steps.add_list(LIST, items(*spellings))
    steps.add(Step(role="item", url="HTTP://Reports.Example:80/r/1"))
    assert rest(steps) == ["/r/1"]


@pytest.mark.parametrize(
    "url",
    [
        "http://elsewhere.test/r/1", "https://www.jstor.org/stable/resrep1", "mailto:a@reports.example", "ftp://reports.example/",
        "http://reports.example:8080/", "http://reports.example/a/a/a/a/a",
    ],
)  # fmt: skip
def test_what_is_out_of_bounds(url: str) -> None:
    steps, course = walk()
    assert not steps.add(Step(role="item", url=url))
    assert course.counts["skipped_out_of_bounds"] == 1


@pytest.mark.parametrize(
    "url", ["https://reports.example/r", "http://www.reports.example/r", "https://doi.org/10.5555/1"]
)
def test_what_is_of_the_site(url: str) -> None:
    steps, _ = walk()
    assert steps.add(Step(role="item", url=url))


def test_twenty_hops_and_no_more() -> None:
    steps, course = walk()
    assert steps.add(Step(role="item", url=f"{BASE}/20", hops=20))
    assert not steps.add(Step(role="item", url=f"{BASE}/21", hops=21))
    assert course.counts["skipped_out_of_bounds"] == 1


def test_pages_of_a_list_are_no_hops() -> None:
    steps, course = walk()
    step = LIST
    for page in range(50):
        steps.add_list(step, items(f"/r/{page}") + following(f"/list/{page}"))
        steps.take()
        step = steps.take()
    assert step.hops == 0
    assert not course.troubles


def test_a_list_ends_after_three_pages_without_anything_new() -> None:
    steps, course = walk()
    steps.add_list(LIST, items("/r/1") + following("/list/2"))
    pages = 0
    while steps:
        step = steps.take()
        if step.role == "next":
            pages += 1
            steps.add_list(step, following(f"/list/{pages + 2}"))
    assert pages == 3
    assert not course.troubles


def test_a_list_that_repeats_itself_for_ever_is_a_trouble() -> None:
    steps, course = walk()
    steps.add_list(LIST, items("/r/1") + following("/list/2"))
    pages = 1
    while steps:
        step = steps.take()
        if step.role == "next":
            pages += 1
            steps.add_list(step, items("/r/1") + following(f"/list/{pages + 1}"))
    assert pages == 4
    assert list(course.troubles) == ["a list goes in circles"]


def test_a_list_that_leads_back_to_itself_is_a_trouble_and_a_last_page_that_names_itself_is_not() -> None:
    steps, course = walk()
    steps.add_list(LIST, items("/r/1") + following("/list"))
    assert not course.troubles
    steps.add_list(LIST, following("/list/2"))
    steps.take()
    steps.add_list(Step(role="next", url=f"{BASE}/list/2"), items("/r/2") + following("/list"))
    assert list(course.troubles) == ["a list goes in circles"]
