"""A set of pairs that share an identifier: those of one work and hard negatives; how many of the joined are right is counted."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.record import Contributor, Date, Identifier, Pages, Record, Relation, Series
from schemas.sameness import apart, facts
from schemas.values.text import split_title

PRECISION = 0.99
RECALL = 0.9


def rec(
    title: str | None = "Harbours of the north: what the coast pays", kind: str | None = "report", **more: Any
) -> Record:
    if isinstance(year := more.pop("year", None), str):
        more["dates"] = (Date(kind="issued", edtf=year),)
    if pages := more.pop("pages", None):
        more["pages"] = (Pages(first=pages[0], last=pages[1]),)
    if by := more.pop("by", None):
        more["contributors"] = tuple(Contributor(name=name) for name in by)
    return Record(title=split_title(title) if title else None, type=kind, **more)


def number(value: str) -> tuple[Series, ...]:
    return (Series(title="Coast Papers", number=value),)


ONE_WORK = [
    ("print and pdf", "isbn", rec(), rec(year="2021")),
    ("subtitle in one only", "isbn", rec("Harbours of the north"), rec()),
    ("case and dash", "isbn", rec("HARBOURS OF THE NORTH - What the Coast pays"), rec()),
    ("article in one only", "isbn", rec("The Harbours of the north: what the coast pays"), rec()),
    ("type of another kind of whole", "isbn", rec(kind="book"), rec()),
    ("no type", "doi", rec(kind=None), rec()),
    ("a slip of the pen", "isbn", rec("Harbors of the north: what the coast pays"), rec()),
    ("no title in one", "doi", rec(None), rec()),
    ("a year later online", "isbn", rec(year="2020"), rec(year="2021")),
    ("number in other words", "jstor", rec(series=number("No. 140")), rec(series=number("140"))),
    ("edition in other words", "isbn", rec(edition="2nd ed."), rec(edition="2., überarbeitete Auflage")),
    ("languages of a region", "isbn", rec(languages=("en-GB",)), rec(languages=("en",))),
    ("one article from two places", "doi", rec(kind="article", pages=("5", "20")), rec(kind="article", pages=("5", "20"))),
    ("an introduction with its own DOI", "doi", rec("Introduction", "chapter", by=("Mira Ostrow",)),
     rec("Introduction", "chapter", by=("M. Ostrow",))),
    ("one volume", "isbn", rec("History of ports: Volume 2"), rec("History of ports. Vol. II")),
]  # fmt: skip

OTHER_WORKS = [
    ("chapter with the ISBN of its host", "isbn", rec("Small harbours", "chapter"), rec()),
    ("chapter called as its host", "isbn", rec(kind="chapter"), rec()),
    ("two chapters of one host", "isbn", rec("Small harbours", "chapter"), rec("The bill", "chapter")),
    ("two introductions", "isbn", rec("Introduction", "chapter"), rec("Introduction", "chapter")),
    ("two reports called Introduction", "isbn", rec("Introduction"), rec("Introduction")),
    ("two introductions with the DOI of the host", "doi", rec("Introduction", "chapter", by=("Mira Ostrow",)),
     rec("Introduction", "chapter", by=("Jan Brandt",))),
    ("chapter without a type, by its pages", "isbn", rec("Small harbours", None, pages=("21", "40")), rec()),
    ("chapter deposited with the DOI of the book", "doi", rec("Small harbours", None), rec()),
    ("chapter and book of one title and DOI", "doi", rec(kind="chapter"), rec()),
    ("volumes of a set", "isbn", rec("History of ports: Volume 1"), rec("History of ports: Volume 2")),
    ("a volume and its set", "isbn", rec("History of ports"), rec("History of ports: Volume 2")),
    ("volumes in German", "isbn", rec("Häfen. Band 1"), rec("Häfen. Band 2")),
    ("parts in words", "isbn", rec("Ports: Part one"), rec("Ports: Part two")),
    ("editions", "isbn", rec(edition="1st edition"), rec(edition="2nd edition")),
    ("editions named in the title", "isbn", rec("Ports: second edition"), rec("Ports: third edition")),
    ("an edition years later", "isbn", rec(year="2009"), rec(year="2021")),
    ("a translation under its own title", "isbn", rec(languages=("en",)), rec("Häfen des Nordens", languages=("de",))),
    ("a translation under the same title", "isbn", rec("Hamburg", languages=("en",)), rec("Hamburg", languages=("de",))),
    ("a translation without languages", "isbn", rec(), rec("Häfen des Nordens: was die Küste zahlt")),
    ("numbers of a series", "isbn", rec("Coast report", series=number("12")), rec("Coast report", series=number("13"))),
    ("years of an annual", "isbn", rec("The state of the world's harbours 2019"), rec("The state of the world's harbours 2020")),
    ("a report and its data", "doi", rec(), rec(kind="dataset")),
    ("a series and a report", "isbn", rec("Coast Papers", "series"), rec("Coast Papers")),
    ("annual reports", "isbn", rec("Annual report"), rec("Annual report")),
    ("no title in one", "isbn", rec(None), rec()),
    ("articles on other pages", "doi", rec("Reviews", "article", pages=("1", "4")), rec("Reviews", "article", pages=("5", "9"))),
    ("an ISBN given twice by the publisher", "isbn", rec("Bread in winter"), rec()),
]  # fmt: skip

VALUE = {"isbn": "9789291986088", "doi": "10.5555/harbours", "jstor": "resrep00001"}


def verdicts(pairs: list[tuple[str, str, Record, Record]]) -> dict[str, str | None]:
    found = {}
    for name, scheme, one, other in pairs:
        reason = apart(facts(one), facts(other), scheme, VALUE[scheme])
        assert reason == apart(facts(other), facts(one), scheme, VALUE[scheme]) or reason is not None, name
        found[f"{name} ({scheme})"] = reason
    return found


def test_precision_of_what_is_joined() -> None:
    right = [name for name, reason in verdicts(ONE_WORK).items() if reason is None]
    wrong = [name for name, reason in verdicts(OTHER_WORKS).items() if reason is None]
    assert len(right) / (len(right) + len(wrong)) >= PRECISION, wrong
    missed = {name: reason for name, reason in verdicts(ONE_WORK).items() if reason is not None}
    assert len(right) / len(ONE_WORK) >= RECALL, missed


@pytest.mark.parametrize("of", ["series", "host", "set"])
def test_an_identifier_of_something_else_says_nothing(of: str) -> None:
    one = rec(identifiers=(Identifier(of=of, scheme="doi", value=VALUE["doi"]),))
    assert apart(facts(one), facts(rec()), "doi", VALUE["doi"])
    part = rec(relations=(Relation(kind="isPartOf", to="https://doi.org/10.5555/harbours"),))
    assert apart(facts(part), facts(rec()), "doi", VALUE["doi"])
