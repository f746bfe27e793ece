"""Reading lists for the tests of the service: a course with a chapter and notes, and one with hostile text; no tests here."""

from __future__ import annotations

from archive.store import Store
from schemas.lists.drafts import Draft, Drafts, Place
from schemas.lists.shapes import About
from tests.service_samples import HOSTILE

CHAPTER = "site:a/b c?#é#p10"
SECRET = "Only one copy, ask Ms Quandt"


def fill_lists(store: Store) -> None:
    """Make the list `water`, with a chapter, a report, a reference, what is held back and what is deleted, and one that is hostile."""
    first, second = Place(title="Week 1: Rivers", start="2026-10-12", end="2026-10-18"), Place(title="Week 2: Bridges")
    rows = (
        Draft(row=2, id=CHAPTER, place=first, pages="12-14", importance="essential", note="Begin with the map.\nThen read on.", library_note=SECRET),
        Draft(row=3, id="site:bridge", place=second, importance="further"),
        Draft(row=4, typed="Doe, J. (1999). Old bridges. Oxford.", place=second, note="On the shelf"),
        Draft(row=5, id="site:mind", place=second),
    )  # fmt: skip
    about = About(title="Water and bridges", course_code="ENG-7", owner="I. Quandt", language="en")
    run = store.begin_run(kind="lists", command="tocsin lists", who="tester")
    store.lists.take("water", Drafts(about=about, rows=rows), run=run)
    odd = Draft(row=2, id='o"dd<source>:k"<script>', place=Place(title=HOSTILE), note=HOSTILE, library_note=HOSTILE)
    typed = Draft(row=3, typed=HOSTILE, place=Place(title=HOSTILE), note=f"{HOSTILE}\n{HOSTILE}")
    said = About(title=HOSTILE, course_code=HOSTILE, owner=HOSTILE, list_code=HOSTILE)
    store.lists.take("odd<list>", Drafts(about=said, rows=(odd, typed)), run=run)
    store.end_run(run, outcome="complete")


def hold_back(store: Store, name: str) -> None:
    """Suppress a record."""
    run = store.begin_run(kind="suppress", command="tocsin suppress", who="tester")
    store.suppressions.suppress([(name, None)], run=run, who="tester", reason="a letter")
    store.end_run(run, outcome="complete")
