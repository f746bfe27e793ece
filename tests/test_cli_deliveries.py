"""Deliveries as a library system gets them: all, then what is new, changed and gone, and never a gap."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from archive.store import Store, open_store
from cli.main import run
from schemas.entries import entries_of
from schemas.envelope import Envelope, Held
from schemas.formats import formats
from schemas.parts import said
from schemas.record import (
    Contributor,
    Date,
    Identifier,
    Link,
    Publisher,
    Record,
    Relation,
    Rights,
    Series,
    Subject,
    Text,
    Title,
)
from tests.archive_samples import Harvest, entry, report
from tests.asking import Ask, complained
from tests.marc_judges import by_pymarc

SMALL, LARGE = entry("Small harbours", "5", "20"), entry("Large ships", "21", "40")
BARE = entry(None, "41", "44")


class Shelf:
    """An archive on either database, and the deliveries that are made of it."""

    def __init__(self, target: str, clock: Any, ask: Ask) -> None:
        self.target, self.clock, self.ask = target, clock, ask
        open_store(target, create=True).close()

    def put(self, record: Record, key: str = "one", source: str = "site") -> None:
        with self.store() as store:
            harvest = Harvest(store, self.clock, source=source)
            harvest.put(record, key, capture=harvest.keep(str(record), asked=f"https://{source}.example/{key}"))
            harvest.end()

    def store(self) -> Store:
        self.clock.move(minutes=1)
        return open_store(self.target, clock=self.clock)

    def tocsin(self, *words: str) -> str:
        done = self.ask("--db", self.target, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def deliver(self, *words: str, form: str = "marc", name: str = "alma") -> list[tuple[str, str]]:
        """Deliver and return status and number of each record (MARC), or whether it is deleted and its id (JSON lines)."""
        self.said = self.tocsin("export", form, "--delta", name, "-o", "out", *words)
        if form == "marc":
            self.records = by_pymarc(Path("out").read_bytes())
            return [(one.leader[5], one["001"].data) for one in self.records]
        lines = [msgspec.json.decode(line) for line in Path("out").read_bytes().splitlines()]
        return [("d" if one["deleted"] else "-", one["id"]) for one in lines]


@pytest.fixture
def shelf(target: str, clock: Any, ask: Ask) -> Shelf:
    return Shelf(target, clock, ask)


def test_all_then_exactly_what_is_new_changed_and_gone(shelf: Shelf) -> None:
    for key in ("one", "two", "three"):
        shelf.put(report(f"Report {key}"), key)
    assert shelf.deliver() == [("n", "site:one"), ("n", "site:three"), ("n", "site:two")]
    assert shelf.deliver() == []
    assert "nothing is new, changed or gone for alma since delivery 1 of" in shelf.said
    shelf.put(report("Report one, in other words"))
    shelf.put(report("REPORT  TWO."), "two")
    shelf.put(msgspec.structs.replace(report("Report three"), deleted=True), "three")
    shelf.put(report("Report four"), "four")
    assert shelf.deliver() == [("n", "site:four"), ("c", "site:one"), ("d", "site:three")]
    assert "wrote 3 records to out: 1 new, 1 changed, 1 gone; delivery 2 of alma" in shelf.said
    gone = shelf.records[-1]
    assert [field.tag for field in gone] == ["001", "003", "035", "035", "245"]
    assert gone["245"]["a"] == "Report three."
    assert shelf.deliver() == []
    shelf.put(report("Report three"), "three")
    assert shelf.deliver() == [("n", "site:three")], "the catalogue has it no longer"


def test_entries_change_with_what_they_show_of_their_host(shelf: Shelf) -> None:
    shelf.put(report("Harbours", SMALL, LARGE, BARE))
    all_of_it = [("n", "site:one"), ("n", "site:one#p5"), ("n", "site:one#p21")]
    assert shelf.deliver("--level", "both") == all_of_it
    shelf.put(report("Harbours", SMALL, LARGE, BARE, abstract=(Text(text="What the coast pays."),)))
    assert shelf.deliver("--level", "both") == [("c", "site:one")], "no 773 holds an abstract"
    shelf.put(report("Ports", SMALL, LARGE, BARE))
    assert shelf.deliver("--level", "both") == [("c", name) for _, name in all_of_it]
    assert {one["773"]["t"] for one in shelf.records[1:]} == {"Ports."}
    shelf.put(report("Ports", SMALL, entry("Very large ships", "21", "40"), BARE))
    assert shelf.deliver("--level", "both") == [("c", "site:one"), ("c", "site:one#p21")]
    shelf.put(report("Ports", SMALL, BARE))
    assert shelf.deliver("--level", "both") == [("c", "site:one"), ("d", "site:one#p21")]
    gone = shelf.records[-1]
    assert (gone["003"].data, gone["245"]["a"]) == ("tocsin", "Very large ships.")
    assert [field["a"] for field in gone.get_fields("035")] == ["(tocsin)site:one#p21", "(site)one#p21"]
    shelf.put(Record(deleted=True))
    assert shelf.deliver("--level", "both") == [("d", "site:one"), ("d", "site:one#p5")]


def test_a_correction_is_in_the_next_delivery_and_what_is_suppressed_becomes_a_tombstone(shelf: Shelf) -> None:
    shelf.put(report("Harbours", SMALL, LARGE))
    shelf.put(report("Bridges"), "two")
    shelf.deliver("--level", "both")
    shelf.tocsin("correct", "site:one#p5", "title", "Little harbours", "--reason", "seen in the book")
    assert shelf.deliver("--level", "both") == [("c", "site:one"), ("c", "site:one#p5")]
    shelf.tocsin("suppress", "site:two", "site:one#p5", "--reason", "takedown")
    assert shelf.deliver("--level", "both") == [("c", "site:one"), ("d", "site:one#p5"), ("d", "site:two")]
    assert [one["245"]["a"] for one in shelf.records[1:]] == ["[deleted]."] * 2, "what is held back is not told again"
    before = Path("out").read_bytes()
    assert shelf.deliver("--level", "both", "--again")
    assert Path("out").read_bytes() == before
    shelf.tocsin("suppress", "site:two", "--undo", "--reason", "settled")
    assert shelf.deliver("--level", "both") == [("n", "site:two")]


def test_again_gives_the_same_bytes_whatever_has_changed_since(shelf: Shelf) -> None:
    shelf.put(report("Harbours", SMALL, LARGE))
    shelf.put(report("Bridges"), "two")
    shelf.deliver("--level", "both")
    shelf.put(report("Ports", SMALL))
    expected = shelf.deliver("--level", "both")
    given = Path("out").read_bytes()
    shelf.put(report("Quays", LARGE))
    shelf.put(report("Viaducts"), "two")
    with shelf.store() as store, store.db.writing() as rows:  # it moved
        rows.do("UPDATE record SET key = 'moved' WHERE key = 'one'")
    assert shelf.deliver("--level", "both", "--again") == expected
    assert Path("out").read_bytes() == given
    assert "2 changed, 1 gone; delivery 2 of alma again" in shelf.said
    assert shelf.deliver("--level", "both") == [
        ("n", "site:moved"), ("n", "site:moved#p21-2"), ("d", "site:one"), ("d", "site:one#p5"), ("c", "site:two"),
    ]  # fmt: skip
    assert shelf.deliver("--level", "both") == []
    shelf.tocsin("suppress", "site:two", "--reason", "takedown")
    assert len(shelf.deliver("--level", "both", "--again")) == 4
    assert "1 record left out (held back since it was delivered): site:two" in shelf.said


def test_what_leaves_the_selection_or_the_format_is_gone(shelf: Shelf) -> None:
    shelf.put(report("Harbours"))
    shelf.put(report("Bridges"), "two")
    shelf.put(Record(type="report", subjects=(Subject(term="roads"),)), "three")
    Path("list").write_text("site:one\nsite:two\nsite:three\n")
    assert shelf.deliver("--ids", "list") == [("n", "site:one"), ("n", "site:two")]
    assert "1 record left out (no title, which the format demands): site:three" in shelf.said
    Path("list").write_text("site:two\nsite:three\n")
    shelf.put(Record(type="report", subjects=(Subject(term="bridges"),)), "two")
    shelf.put(report("Roads"), "three")
    assert shelf.deliver("--ids", "list") == [("n", "site:three"), ("d", "site:two"), ("d", "site:one")]


def test_formats_say_deleted_or_say_that_they_cannot(shelf: Shelf) -> None:
    shelf.put(report("Harbours", SMALL))
    for form in ("jsonl", "ris", "csv"):
        shelf.deliver("--level", "both", form="jsonl" if form == "jsonl" else form, name=form) if form == "jsonl" else (
            shelf.tocsin("export", form, "--delta", form, "-o", "out", "--level", "both")
        )
    shelf.put(report("Harbours"))
    assert shelf.deliver("--level", "both", form="jsonl", name="jsonl") == [("-", "site:one"), ("d", "site:one#p5")]
    told = shelf.tocsin("export", "ris", "--delta", "ris", "-o", "out", "--level", "both")
    assert "1 record left out (the format cannot say that a record is deleted): site:one#p5" in told
    assert "wrote 1 record to out: 0 new, 1 changed, 0 gone" in told
    shelf.tocsin("export", "csv", "--delta", "csv", "-o", "out", "--level", "both")
    assert Path("out").read_text("utf-8").splitlines()[-1].endswith(",yes")
    listed = [msgspec.json.decode(line) for line in shelf.tocsin("deliveries", "--format", "json").splitlines()]
    assert [(one["name"], one["number"], one["changed"], one["gone"], one["delivers"]) for one in listed] == [
        ("csv", 2, 1, 1, "csv --level both"), ("jsonl", 2, 1, 1, "jsonl --level both"), ("ris", 2, 1, 0, "ris --level both"),
    ]  # fmt: skip


def test_the_date_entered_is_that_of_the_first_version(shelf: Shelf) -> None:
    shelf.put(report("Harbours", SMALL))
    shelf.deliver("--level", "both")
    shelf.clock.move(days=400)
    shelf.put(report("Ports", SMALL))
    shelf.deliver("--level", "both")
    assert [(one["005"].data[:8], one["008"].data[:6]) for one in shelf.records] == [("20271229", "261124")] * 2


def test_a_copy_goes_on_where_its_original_was(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put(report("Harbours"))
    shelf.deliver()
    shelf.tocsin("db", "copy", str(tmp_path / "copy.db"))
    shelf.target = str(tmp_path / "copy.db")
    assert shelf.deliver() == []
    shelf.put(report("Bridges"), "two")
    assert shelf.deliver() == [("n", "site:two")]


# --- never a gap -----------------------------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
from cli.main import cli
replace = Path.replace
def killed(self, target):
    if sys.argv[1] == "after":
        replace(self, target)
    os.kill(os.getpid(), signal.SIGKILL)
Path.replace = killed
cli(sys.argv[2:])
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_delivery_that_is_killed_is_given_again(filled: Path, ask: Ask, moment: str) -> None:
    words = ["export", "jsonl", "--delta", "alma", "-o", "out.jsonl"]
    done = subprocess.run([sys.executable, "-c", KILLED, moment, *words], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert Path("out.jsonl").exists() == (moment == "after")
    assert ask("deliveries").stdout == ""
    assert ask(*words).returncode == 0
    assert len(Path("out.jsonl").read_bytes().splitlines()) == 1
    assert "delivery" in ask(*words).stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("marc", "--delta", "alma"), 2, "give the file with -o"),
        (("marc", "--again", "-o", "x"), 2, "name it with --delta"),
        (("marc", "--delta", "beta", "--again", "-o", "x"), 2, "nothing was delivered as beta yet"),
        (("marc", "--delta", "alma", "-o", "x", "--combined"), 2, "leave --combined out"),
        (("marc", "--delta", "alma", "-o", "x", "--deleted"), 2, "leave --deleted out"),
        (("marc", "--delta", " ", "-o", "x"), 2, "give a name"),
        (("csv", "--delta", "beta", "-o", "x", "--columns", "id,title"), 2, "add it to --columns"),
        (("marc", "--delta", "alma", "-o", "x"), 2, "delivers `export jsonl`, not `export marc`"),
        (("jsonl", "--delta", "alma", "-o", "x", "--source", "file", "--level", "both"), 2, "--level both --source file"),
        (("jsonl", "--delta", "alma", "-o", "no/such/x"), 2, "there is no such folder"),
    ],
)  # fmt: skip
def test_what_a_delivery_cannot_be(filled: Path, ask: Ask, words: tuple[str, ...], code: int, told: str) -> None:
    assert ask("export", "jsonl", "--delta", "alma", "-o", "out.jsonl").returncode == 0
    complained(ask("export", *words), code, told)
    assert not Path("x").exists()


# --- what an entry shows of its host ---------------------------------------------------------------------------------------

OTHER: dict[str, Any] = {
    "abstract": (Text(text="Other."),), "alternative_titles": (Title(main="Other"),), "contributors": (Contributor(name="Other Body", kind="organisation", role="aut"),),
    "dates": (Date(edtf="1999", kind="issued"),), "edition": "2nd", "extent": "other", "identifiers": (Identifier(scheme="isbn", value="9783161484100"),),
    "languages": ("de",), "links": (Link(url="https://other.example/"),), "page_count": 77, "pages": (), "publisher": Publisher(name="Other"),
    "relations": (Relation(kind="references", to="10.5555/other"),), "rights": (Rights(statement="other"),), "series": (Series(title="Other"),),
    "subjects": (Subject(term="other"),), "title": Title(main="Other"), "type": "journal", "type_as_printed": "Other",
}  # fmt: skip


def written() -> Iterator[tuple[str, Callable[[Held], bytes]]]:
    for name, module in formats().items():

        def write(item: Held, module: Any = module) -> bytes:
            out = io.BytesIO()
            module.write([item], out)
            return out.getvalue()

        yield name, write


@pytest.mark.parametrize("field", sorted(set(Record.__struct_fields__) - {"contents", "deleted"}))
def test_what_changes_the_entry_of_a_format_is_in_what_it_says(field: str) -> None:
    """Whatever field of the host shows in an entry of any format counts as a change of the entry."""
    host = report(
        "Harbours", SMALL, dates=(Date(edtf="2021", kind="issued"),), publisher=Publisher(name="Lindwater Institute")
    )
    assert field in OTHER
    one, other = (
        next(entries_of(Held(envelope=ENVELOPE, record=record)))
        for record in (host, msgspec.structs.replace(host, **{field: OTHER[field]}))
    )
    for name, write in written():
        if write(one) != write(other):
            assert said(one) != said(other), name


ENVELOPE = Envelope(id="a:b", source="a", key="b", version=1, datestamp="2026-11-24T12:00:00Z")


def test_a_delivery_is_a_run(filled: Path, ask: Ask) -> None:
    assert run(["export", "jsonl", "--delta", "alma", "-o", "out.jsonl"]) == 0
    assert "delivery 1 of alma" in ask("runs", "show", "2").stdout
    assert ask("db", "check", "--chain").returncode == 0
