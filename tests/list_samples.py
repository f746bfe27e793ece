"""Reading lists written by us, for the tests of lists; no tests here."""

from __future__ import annotations

from schemas.lists.drafts import Draft, Drafts, Place
from schemas.lists.shapes import About

TABLE = """\
section,start,end,id,reference,pages,importance,note,library_note
Week 1,2026-10-12,2026-10-18,site:rich,,1-3,essential,"Read this first,
then the rest",order a copy
,,,site:rich#p11,,12-14,recommended,,
Week 2,2026-10-19,2026-10-25,,"Doe, J. (1999). Old bridges. Oxford.",,further,=1+1,
"""


def drafts() -> Drafts:
    """What asks for a record, an entry of it and a reference, in two sections."""
    one, two = Place(title="Week 1", start="2026-10-12"), Place(title="Week 2")
    return Drafts(
        about=About(title="Bridges", course_code="ENG-7", language="en"),
        rows=(
            Draft(row=2, id="site:rich", place=one, importance="essential", note="Read this first"),
            Draft(row=3, id="site:rich#p11", place=one, pages="12-14"),
            Draft(row=4, typed="Doe, J. (1999). Old bridges. Oxford.", place=two),
        ),
    )
