"""Reading lists written by us, for the tests of lists; no tests here."""

from __future__ import annotations

from datetime import date, timedelta

from schemas.lists.drafts import Draft, Drafts, Place
from schemas.lists.shapes import IMPORTANCE, About
from schemas.record import Contributor, Date, Identifier, Publisher, Record
from tests.archive_samples import entry, report


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


def course() -> list[Record]:
    """Thirty reports with chapters, for a course of twelve weeks."""
    return [
        report(
            f"Water report {n}",
            entry("Foreword", "v", "viii", contributors=(person("Helga", f"Sommer{n}"),)),
            entry(f"The price of gauge {n}", "11", "30", contributors=(person("Jonas", f"Feld{n}"),)),
            page_count=120,
            contributors=(person("Ines", f"Quandt{n}"),),
            dates=(Date(kind="issued", edtf=f"{1990 + n}"),),
            identifiers=(Identifier(scheme="isbn", value="9783161484100"),) if n == 0 else (),
            publisher=Publisher(name="Lindwater Institute", place="Bonn"),
        )
        for n in range(30)
    ]


def person(given: str, family: str, role: str = "aut") -> Contributor:
    return Contributor(name=f"{given} {family}", given=given, family=family, kind="person", role=role)


def course_table() -> str:
    """A spreadsheet of sixty items in twelve weeks, half of them chapters, as text."""
    rows = ["section;start;end;id;pages;importance;note"]
    for n in range(60):
        week, name = n // 5 + 1, f"site:r{n // 2}"
        first = date(2026, 10, 5) + timedelta(weeks=week)
        section = f"Week {week};{first:%d.%m.%Y};{first + timedelta(days=6):%d.%m.%Y}" if n % 5 == 0 else ";;"
        chapter = f"{name}#p11;{12 + n % 3}-{20 + n % 5}" if n % 2 else f"{name};"
        rows.append(f"{section};{chapter};{IMPORTANCE[n % 3]};Note for item {n} <b>&amp more")
    return "\n".join(rows) + "\n"
