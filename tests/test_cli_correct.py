"""`tocsin correct` as a cataloguer types it: over refreshes of a served site, in lists, from files, and taken back."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from harvester import ingest
from schemas.capture import Capture
from schemas.reading import Reading
from schemas.record import Title
from tests.site import Page, Site, report, report_path, serving
from tests.test_cli_selection import Here, tocsin  # noqa: F401 (fixture)

SEED = "jstor:resrep06942"
ID, WHY = "lindwater:harbours", ("--reason", "from the book")


def chapter(title: str | None, pages: str) -> str:
    return f'<li><a href="#{pages}">{title or "&nbsp;"}</a> <span>{pages}</span></li>'


def landing(base: str, number: int, title: str, *chapters: str) -> Page:
    contents = f"<h2>Contents</h2><ul>{''.join(chapters)}</ul>" if chapters else ""
    return Page(report(base, number, title=title, related=contents), etag=True)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


CHAPTERS = chapter("Small harbors", "5-20"), chapter("Large ships", "21-40"), chapter("The bill", "41-60")


def shown(tocsin: Here, name: str) -> dict[str, Any]:  # noqa: F811
    return json.loads(tocsin("show", name, "--format", "json"))


def states(tocsin: Here) -> dict[str, str]:  # noqa: F811
    rows = tocsin.lines("correct", "--list", "all", "--format", "json")
    return {f"{row['id']} {row['field']}": str(row["state"]) for row in rows}


def test_corrections_over_three_refreshes_and_a_replay(tocsin: Here, site: Site) -> None:  # noqa: F811
    """All there, conflicts listed, none lost; what others see changes only where it does."""
    start = ["First", "Second", "Third"]
    for number, title in enumerate(start, 1):
        site.pages[report_path(number)] = landing(site.base, number, title, *CHAPTERS)
    site.pages["/sitemap.xml"] = Page(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + "".join(f"<url><loc>{site.base}{report_path(n)}</loc></url>" for n in (1, 2, 3))
        + "</urlset>",
        headers={"Content-Type": "application/xml"},
    )
    tocsin("sources", "add", "lake", site.base + "/sitemap.xml")
    tocsin("refresh", "lake")
    one, two, three = (str(row["id"]) for row in tocsin.lines("list", "--source", "lake", "--format", "json"))
    tocsin("correct", f"{one}#p5", "title", "Small harbours", *WHY)
    tocsin("correct", f"{one}#p41", "contributors", "Mira Ostrow; Jonas Vale", *WHY)
    tocsin("correct", two, "publisher.place", "Lindwater", *WHY)
    tocsin("correct", two, "title.main", "The second", *WHY)
    tocsin("correct", three, "subjects", "Harbours", "--add", *WHY)
    tocsin("correct", f"{three}#p21", "title", "Larger ships", *WHY)
    assert set(states(tocsin).values()) == {"active"}

    inserted = chapter("Before all", "3-4")  # the first refresh: a chapter is inserted, and renumbering
    moved = chapter("Large ships", "23-42"), chapter("The bill", "43-62")
    site.pages[report_path(1)] = landing(site.base, 1, "First", inserted, CHAPTERS[0], *moved)
    tocsin("refresh", "lake")
    contents = shown(tocsin, one)["contents"]
    assert [(entry["key"], entry["title"]) for entry in contents] == [
        ("p3", "Before all"), ("p5", "Small harbours"), ("p21", "Large ships"), ("p41", "The bill"),
    ]  # fmt: skip
    assert [who["name"] for who in contents[3]["contributors"]] == ["Mira Ostrow", "Jonas Vale"]

    site.pages[report_path(2)] = landing(site.base, 2, "Segund", *CHAPTERS)  # the second: a value beneath changes,
    site.pages[report_path(3)] = landing(site.base, 3, "Third", CHAPTERS[0], CHAPTERS[2])  # and an entry goes
    tocsin("refresh", "lake")
    assert shown(tocsin, two)["title"]["main"] == "The second"
    (conflict,) = tocsin.lines("correct", "--list", "conflict", "--format", "json")
    assert (conflict["id"], conflict["value"]) == (two, "The second")
    assert "Segund" in str(conflict["source_says"])
    assert [row["id"] for row in tocsin.lines("correct", "--list", "orphan", "--format", "json")] == [f"{three}#p21"]

    fixed = chapter("Small harbours", "5-20")  # the third: the source comes to agree
    site.pages[report_path(1)] = landing(site.base, 1, "First", inserted, fixed, *moved)
    tocsin("refresh", "lake")
    tocsin("replay", "lake")
    assert states(tocsin) == {
        f"{one}#p5 title": "retired", f"{one}#p41 contributors": "active", f"{two} publisher.place": "active",
        f"{two} title.main": "conflict", f"{three} subjects": "active", f"{three}#p21 title": "orphan",
    }  # fmt: skip
    assert shown(tocsin, one)["contents"][1]["title"] == "Small harbours"
    assert shown(tocsin, two)["publisher"]["place"] == "Lindwater"
    assert [one["term"] for one in shown(tocsin, three)["subjects"]] == ["Harbours"]
    tocsin("correct", "--undo", f"{three}#p21", "--reason", "its entry is gone")
    versions = {name: shown(tocsin, name)["version"] for name in (one, two, three)}
    tocsin("replay", "lake")
    assert versions == {name: shown(tocsin, name)["version"] for name in (one, two, three)}
    causes = [(row["id"], row["cause"]) for row in tocsin.lines("changes", "--source", "lake", "--format", "json")]
    assert [cause for name, cause in causes if name == two] == ["source", "correction", "correction"]
    assert [cause for name, cause in causes if name == one] == ["source", "correction", "correction", "source"]
    tocsin("db", "check", "--chain")


def test_a_changed_reader_leaves_corrections_where_they_are(
    tocsin: Here,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tocsin("correct", f"{ID}#p21", "title", "Larger ships", *WHY)
    tocsin("correct", ID, "title.main", "Harbors", *WHY)
    before, read = shown(tocsin, ID), ingest.read_page

    def better(capture: Capture) -> Reading:
        reading = read(capture)
        (found,) = reading.found
        contents = (msgspec.structs.replace(found.record.contents[0], title="Front"), *found.record.contents)
        title = Title(main="Ports", sub=found.record.title.sub if found.record.title else None)
        record = msgspec.structs.replace(found.record, contents=contents, title=title, edition="2nd")
        return msgspec.structs.replace(reading, found=(msgspec.structs.replace(found, record=record),))

    monkeypatch.setattr(ingest, "read_page", better)
    tocsin("replay", "lindwater")
    after = shown(tocsin, ID)
    keys = {entry["key"]: entry.get("title") for entry in after["contents"]}
    assert (keys["p21"], after["title"]["main"], after["edition"]) == ("Larger ships", "Harbors", "2nd")
    assert set(keys) > {entry["key"] for entry in before["contents"]}
    assert states(tocsin) == {f"{ID}#p21 title": "active", f"{ID} title.main": "conflict"}


def test_lists_are_added_to_taken_from_and_ordered(tocsin: Here) -> None:  # noqa: F811
    tocsin("correct", ID, "contributors", "Ann Brandt", "--add", "--before", "Mira Ostrow", *WHY)
    tocsin("correct", ID, "subjects", "Coasts", "--add", *WHY)
    tocsin("correct", ID, "contents", "p41", "--remove", *WHY)
    new = json.dumps({"title": "Preface", "pages": [{"first": "1", "last": "4"}]})
    tocsin("correct", ID, "contents", new, "--add", "--before", "p5", *WHY)
    record = shown(tocsin, ID)
    assert [one["name"] for one in record["contributors"]] == ["Ann Brandt", "Mira Ostrow"]
    assert [one["key"] for one in record["contents"]] == ["p1", "p5", "p21"]
    tocsin("correct", ID, "subjects", "Coasts", "--add", "--reason", "said again")
    assert len(shown(tocsin, ID)["subjects"]) == 1
    tocsin("correct", ID, "contributors", "Mira Ostrow", "--add", *WHY, code=2)
    assert "already" in tocsin.error
    tocsin("correct", ID, "subjects", "Nothing", "--remove", *WHY, code=2)
    tocsin("correct", ID, "edition", "2nd", "--add", *WHY, code=2)
    assert "is no list" in tocsin.error
    tocsin("correct", ID, "subjects", "X", "--before", "Coasts", *WHY, code=2)
    assert "--add" in tocsin.error
    assert "Preface" in tocsin("export", "dc", ID, "--level", "entry")


def test_contents_from_a_pasted_list(tocsin: Here) -> None:  # noqa: F811
    lines = "Preface ..... 1\nSmall harbours ..... 5\nLarge ships ..... 21\nThe bill ..... 41\nIndex ..... 61\n"
    Path("toc.txt").write_text(lines, "utf-8")
    tocsin("correct", ID, "contents", "--from", "toc.txt", *WHY)
    contents = shown(tocsin, ID)["contents"]
    assert [(one["key"], one["title"]) for one in contents] == [
        ("p1", "Preface"), ("p5", "Small harbours"), ("p21", "Large ships"), ("p41", "The bill"), ("p61", "Index"),
    ]  # fmt: skip
    tocsin("harvest", "harbours.html", "--source", "lindwater")
    assert shown(tocsin, ID)["contents"] == contents
    tocsin("correct", ID, "title", "--from", "toc.txt", *WHY, code=2)
    tocsin("correct", ID, "contents", "--from", "nowhere.txt", *WHY, code=2)
    assert "cannot be read" in tocsin.error


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_many_from_a_file_refused_rows_are_named_and_the_others_taken(tocsin: Here, mark: str) -> None:  # noqa: F811
    rows = [
        ("id", "entry key", "field", "current", "new", "reason"),
        (ID, "p5", "title", "Small harbours", "Little harbours", "checked"),
        (ID, "p21", "title", "Big ships", "Larger ships", ""),
        (ID, "p99", "title", "", "Nothing", ""),
        ("nobody:1", "", "title", "", "Nothing", ""),
        (ID, "", "colour", "", "red", ""),
        (ID, "", "page_count", "", "05. Sep", ""),
        ("lindwater:bread", "", "edition", "", '"second\nprinting"', ""),
        ("lindwater:bread", "", "extent", "", "'-5 sheets", ""),
    ]
    Path("many.csv").write_text("\ufeff" + "".join(mark.join(row) + "\r\n" for row in rows), "utf-8", newline="")
    tocsin("correct", "--from", "many.csv", *WHY, code=2)
    for line in ("row 3: ", "row 4: ", "row 5: ", "row 6: ", "row 7: "):
        assert line in tocsin.error
    assert "no longer in force" in tocsin.error
    assert "3 taken, 5 refused" in tocsin.error
    assert "Traceback" not in tocsin.error
    bread = {"lindwater:bread edition": "active", "lindwater:bread extent": "active"}
    assert states(tocsin) == {f"{ID}#p5 title": "active"} | bread
    assert shown(tocsin, "lindwater:bread")["extent"] == "-5 sheets"
    assert shown(tocsin, "lindwater:bread")["edition"] == "second printing"
    why = tocsin("show", ID, "--why", "contents")
    assert "p5 title: Little harbours (" in why
    assert ": checked); the source says: Small harbours" in why
    Path("bad.csv").write_text("record,value\n1,2\n", "utf-8")
    tocsin("correct", "--from", "bad.csv", *WHY, code=2)
    assert "no column 'id'" in tocsin.error


def test_undo_and_what_is_wrong_to_type(tocsin: Here) -> None:  # noqa: F811
    tocsin("correct", f"{ID}#p5", "title", "Little harbours", *WHY)
    tocsin("correct", ID, "edition", "2nd", *WHY)
    tocsin("correct", "--undo", ID, "edition", "--reason", "the first after all")
    assert states(tocsin) == {f"{ID}#p5 title": "active", f"{ID} edition": "undone"}
    tocsin("correct", "--undo", f"{ID}#p5", "--reason", "as printed")
    assert shown(tocsin, ID)["contents"][0]["title"] == "Small harbours"
    assert [row["cause"] for row in tocsin.lines("show", ID, "--history", "--format", "json")] == (
        ["source"] + ["correction"] * 4
    )
    for wrong, said in (
        (("--undo", ID, "--reason", "again"), "in force"),
        ((ID, "edition", "2nd"), "--reason"),
        ((ID, "edition", "2nd", "--reason", "  "), "--reason"),
        ((ID, "edition", *WHY), "give ID FIELD VALUE"),
        ((ID, "type", "leaflet", *WHY), "choose from"),
        ((ID, "pages", "[1", *WHY), "JSON"),
        ((ID, "title.main.x", "Y", *WHY), "does not fit"),
        ((ID, "contents", '[{"pages": 5}]', *WHY), "contents"),
        ((f"{ID}#p77", "title", "Y", *WHY), "no such entry"),
        (("10.9999/none", "edition", "2nd", *WHY), "no such record"),
        ((ID, "title.main", "Harbours", *WHY), "nothing to correct"),
    ):
        tocsin("correct", *wrong, code=2)
        assert said in tocsin.error, (wrong, tocsin.error)
        assert len(tocsin.error.splitlines()) == 1


@pytest.fixture
def seed(tocsin: Here, shared: Path) -> tuple[Path, list[str]]:  # noqa: F811
    """The seed page, copied beside the archive, and the keys of its seven entries, whose titles a cataloguer supplied."""
    page = Path("jstor-resrep06942.txt")
    shutil.copy(shared / "corpus/seed" / page, page)
    tocsin("harvest", str(page))
    keys = [one["key"] for one in shown(tocsin, SEED)["contents"]]
    assert len(keys) == 7
    rows = ["id,entry key,field,current,new", *(f"{SEED},{key},title,,Chapter of {key}" for key in keys)]
    Path("titles.csv").write_text("\n".join(rows), "utf-8")
    tocsin("correct", "--from", "titles.csv", *WHY)
    return page, keys


def supplied(keys: list[str]) -> dict[str, str]:
    return {key: f"Chapter of {key}" for key in keys}


def seen(tocsin: Here) -> dict[str, str | None]:  # noqa: F811
    return {one["key"]: one.get("title") for one in shown(tocsin, SEED)["contents"]}


def test_the_seven_titles_stay_through_refreshes(tocsin: Here, seed: tuple[Path, list[str]]) -> None:  # noqa: F811
    page, keys = seed
    for _ in range(3):
        tocsin("harvest", str(page))
        tocsin("replay")
        assert seen(tocsin) == supplied(keys)
    assert shown(tocsin, SEED)["version"] == 2
    assert "from the book" in tocsin("show", SEED, "--why", "contents")
    assert tocsin("export", "dc", SEED, "--level", "entry").count("Chapter of") == 7
    tocsin("correct", "--undo", SEED, "--reason", "wrong book")
    assert set(seen(tocsin).values()) == {None}


def test_the_seven_titles_stay_when_pages_are_numbered_anew(
    tocsin: Here,  # noqa: F811
    seed: tuple[Path, list[str]],
) -> None:
    """All pages move by two, so that the first chapter stands where the second did, and one is put before them all."""
    page, keys = seed
    text = page.read_text("utf-8")
    moved = re.sub(r"\(pp\. (\d+)-(\d+)\)", lambda m: f"(pp. {int(m[1]) + 2}-{int(m[2]) + 2})", text)
    opening = "In this report the reader meets two powers and the long border that lies between them..."
    moved = moved.replace("  1. (pp. 7-8)", f"  1. (pp. 3-6)\n\n    {opening}\n\n  2. (pp. 7-8)")
    page.write_text(moved, "utf-8")
    tocsin("harvest", str(page))
    contents = shown(tocsin, SEED)["contents"]
    assert [(one["key"], one.get("title")) for one in contents] == [("p3", None), *supplied(keys).items()]
    assert [one["pages"][0]["first"] for one in contents] == ["3", "7", "9", "11", "21", "29", "41", "49"]


def test_the_seven_titles_stay_when_the_reader_changes(
    tocsin: Here,  # noqa: F811
    seed: tuple[Path, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A reader that finds the first title, which is the one supplied, and cuts extracts."""
    _, keys = seed
    read = ingest.read_page

    def better(capture: Capture) -> Reading:
        reading = read(capture)
        (found,) = reading.found
        contents = [msgspec.structs.replace(one, extract=None) for one in found.record.contents]
        contents[0] = msgspec.structs.replace(contents[0], title=f"CHAPTER OF {keys[0].upper()}")
        record = msgspec.structs.replace(found.record, contents=tuple(contents))
        return msgspec.structs.replace(reading, found=(msgspec.structs.replace(found, record=record),))

    monkeypatch.setattr(ingest, "read_page", better)
    tocsin("replay")
    assert seen(tocsin) == supplied(keys) | {keys[0]: f"CHAPTER OF {keys[0].upper()}"}
    assert sorted(states(tocsin).values()) == ["active"] * 6 + ["retired"]
