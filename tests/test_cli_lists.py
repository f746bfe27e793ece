"""The commands of reading lists as people type them; every export is read back by a parser that is not ours."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from archive.store import Put, open_store
from schemas.lists import leganto
from tests.asking import Ask, complained
from tests.list_samples import course, course_table

NASTY = '<script>alert(1)</script>"><img src=x onerror=alert(2)> =cmd|x \x1b[31m'


@pytest.fixture
def made(place: Path, ask: Ask) -> Path:
    """An archive with thirty reports, and the list of sixty items that is made from one spreadsheet."""
    with open_store("tocsin.db", create=True) as store:
        run = store.begin_run(kind="harvest", command="tocsin harvest", who="tester", source="site")
        store.put(
            [Put(source="site", key=f"r{n}", record=one, reader="page/1") for n, one in enumerate(course())], run=run
        )
        store.end_run(run, outcome="complete")
    (place / "course.csv").write_bytes(course_table().encode("cp1252"))
    done = ask(
        "lists",
        "import",
        "course.csv",
        "--course",
        "GEO-101",
        "--code",
        "GEO-101-26",
        "--title",
        "Water",
        "--owner",
        "quandt",
    )
    assert done.returncode == 0, done
    assert "course: 60 items in 12 sections: 60 in the archive, 0 only referred to" in done.stdout
    return place


def exported(ask: Ask, form: str, *more: str) -> bytes:
    done = ask("lists", "export", "course", form, "-o", f"out.{form}", *more)
    assert done.returncode == 0, done
    return Path(f"out.{form}").read_bytes()


def wanted() -> list[tuple[str, str, str, str]]:
    """Title, pages to read, importance and note of each item, in order."""
    rows = list(csv.DictReader(io.StringIO(course_table()), delimiter=";"))
    titles = [f"The price of gauge {n // 2}" if n % 2 else f"Water report {n // 2}" for n in range(60)]
    return [
        (title, row["pages"] or "", row["importance"], row["note"]) for title, row in zip(titles, rows, strict=True)
    ]


def test_csv_and_xlsx_make_the_same_list_again(made: Path, ask: Ask) -> None:
    first = exported(ask, "csv")
    rows = list(csv.DictReader(io.StringIO(first.decode("utf-8-sig"))))
    assert [(r["title"], r["pages"].replace("–", "-"), r["importance"], r["note"]) for r in rows] == wanted()
    exported(ask, "xlsx")
    from openpyxl import load_workbook

    book = load_workbook("out.xlsx")
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value} == {"s"}
    for number, file in enumerate(("out.csv", "out.xlsx")):
        assert ask("lists", "import", file, "--name", f"again{number}").returncode == 0
        assert ask("lists", "export", f"again{number}", "csv", "-o", "again.csv").returncode == 0
        assert Path("again.csv").read_bytes() == first


def test_ris_is_read_by_rispy(made: Path, ask: Ask) -> None:
    import rispy

    found = rispy.loads(exported(ask, "ris").decode())
    assert [(one["title"], *_noted(one["notes"])) for one in found] == wanted()


def _noted(notes: list[str]) -> tuple[str, str, str]:
    said = [one for one in notes if not one.startswith(("Contents:", "ISBN"))]
    pages = next((one.removeprefix("Pages to read: ") for one in said if one.startswith("Pages to read")), "")
    return pages, next(one.removeprefix("Importance: ") for one in said if one.startswith("Importance")), said[-1]


def test_talis_gets_a_file_a_section(made: Path, ask: Ask) -> None:
    import rispy

    assert ask("lists", "export", "course", "ris-talis", "-o", "talis").returncode == 0
    files = sorted(Path("talis").iterdir())
    assert [path.name for path in files] == [f"{n:02}-week-{n}.ris" for n in range(1, 13)]
    found = []
    for path in files:
        data = path.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n")
        for one in data.decode().split("ER  - \r\n")[:-1]:
            tags = [line[:2] for line in one.split("\r\n") if line]
            assert sum(tag in ("TI", "T1", "T2", "BT", "JF", "CT") for tag in tags) == 1
            assert tags.count("N1") <= 1
        found += rispy.loads(data.decode())
    assert len(found) == 60
    for one, (title, pages, importance, note) in zip(found, wanted(), strict=True):
        assert one["title"] == title
        first, _, last = pages.partition("-")
        if pages:
            assert (one["start_page"], one["end_page"]) == (first, last)
        assert note in one["notes"][0]
        assert one["custom1" if "custom1" in one else "unknown_tag"] in (
            importance.capitalize(),
            {"U1": [importance.capitalize()]},
        )
    complained(ask("lists", "export", "course", "ris-talis"), 2, "12 sections", "-o")


def test_leganto_by_its_columns(made: Path, ask: Ask) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(ask, "leganto").decode()), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == 60
    assert tuple(rows[0]) == leganto.COLUMNS
    for row, (title, pages, importance, note) in zip(rows, wanted(), strict=True):
        chapter = row["citation_secondary_type"] == "BK_C"
        assert row["rlterms_chapter_title" if chapter else "citation_title"] == title
        assert (row["citation_tags"], row["citation_public_note"]) == (importance, note)
        if pages:
            assert f"{row['citation_start_page']}-{row['citation_end_page']}" == pages
        assert row["citation_chapter_author"].startswith("Feld" if chapter else "")
        assert (row["coursecode"], row["reading_list_code"], row["owner_user_name"]) == (
            "GEO-101",
            "GEO-101-26",
            "quandt",
        )
        assert row["reading_list_status"] == row["citation_status"] == "BeingPrepared"
    assert [row["section_name"] for row in rows] == [f"Week {n // 5 + 1}" for n in range(60)]
    assert (rows[0]["section_start_date"], rows[0]["section_end_date"]) == ("2026-10-12", "2026-10-18")


def test_bibtex_and_csl_are_read(made: Path, ask: Ask) -> None:
    import bibtexparser

    library = bibtexparser.parse_string(exported(ask, "bibtex").decode())
    assert not library.failed_blocks
    for one, (title, pages, importance, _) in zip(library.entries, wanted(), strict=True):
        assert one["title"].replace("{", "").replace("}", "").lower() == title.lower()
        assert one["annote"].startswith(
            f"Pages to read: {pages}. Importance: {importance}" if pages else f"Importance: {importance}"
        )
    found = json.loads(exported(ask, "csl"))
    for item, (title, pages, importance, note) in zip(found, wanted(), strict=True):
        assert item["title"] == title
        assert item["note"].split("\n") == [
            *([f"Pages to read: {pages}"] if pages else []),
            f"Importance: {importance}",
            note,
        ]
    assert len({item["id"] for item in found}) == 60
    if shutil.which("pandoc"):
        done = subprocess.run(
            ["pandoc", "-f", "csljson", "-t", "csljson"],
            input=json.dumps(found).encode(),
            capture_output=True,
            check=True,
        )
        assert len(json.loads(done.stdout)) == 60


class Seen(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or (value or "").startswith("javascript") for name, value in attrs)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("form", ["html", "fragment", "markdown", "text"])
def test_what_people_read_has_everything(made: Path, ask: Ask, form: str) -> None:
    text = exported(ask, form).decode()
    said = " ".join(Seen(text).texts) if form in ("html", "fragment") else text.replace("\\", "")
    at = 0
    for title, pages, importance, note in wanted():
        at = said.index(title, at)
        for one in (pages.replace("-", "–"), importance, note):
            at = said.index(one, at)
    if form == "html":
        assert Seen(text).tags.count("li") == 60


def test_markdown_is_read_by_pandoc_as_it_was_meant(made: Path, ask: Ask) -> None:
    if not shutil.which("pandoc"):
        pytest.skip("pandoc is not installed")
    data = exported(ask, "markdown")
    for reader in ("commonmark", "markdown"):
        done = subprocess.run(
            ["pandoc", "-f", reader, "-t", "plain", "--wrap=none"], input=data, capture_output=True, check=True
        )
        for _, _, _, note in wanted():
            assert note in done.stdout.decode()
    with zipfile.ZipFile(io.BytesIO(exported(ask, "docx"))) as packed:
        text = packed.read("word/document.xml").decode()
    said = html.unescape(re.sub(r"<[^>]+>", "", text))
    assert all(f"Note for item {n} <b>&amp more" in said for n in range(60))


def test_nothing_that_was_harvested_runs(place: Path, ask: Ask) -> None:
    (place / "page.html").write_text(
        f'<meta name="citation_title" content="{NASTY.replace(chr(34), "&quot;").replace("<", "&lt;")}">'
        '<meta name="citation_author" content="Doe, J."><meta name="citation_date" content="2020">', "utf-8"
    )  # fmt: skip
    assert ask("harvest", "page.html").returncode == 0
    assert ask("lists", "new", "evil", "--title", NASTY, "--owner", NASTY).returncode == 0
    assert ask("lists", "add", "evil", "file:page", "--section", NASTY, "--note", NASTY).returncode == 0
    assert ask("lists", "add", "evil", "--reference", NASTY, "--library-note", NASTY).returncode == 0
    for form in ("html", "fragment"):
        for style in ((), ("--style", "apa")):
            done = ask("lists", "export", "evil", form, *style)
            assert done.returncode == 0, done
            assert not {"script", "img"} & set(Seen(done.stdout).tags)
            assert "\x1b" not in done.stdout
    for form in ("markdown", "text", "ris", "leganto", "bibtex", "csv"):
        assert "\x1b" not in ask("lists", "export", "evil", form).stdout
    assert "\x1b" not in ask("lists", "show", "evil").stdout
    if shutil.which("pandoc"):
        markdown = ask("lists", "export", "evil", "markdown").stdout
        done = subprocess.run(
            ["pandoc", "-f", "markdown", "-t", "html"], input=markdown.encode(), capture_output=True, check=True
        )
        assert not {"script", "img"} & set(Seen(done.stdout.decode()).tags)
    for row in csv.reader(io.StringIO(ask("lists", "export", "evil", "csv").stdout)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_by_hand(filled: Path, ask: Ask) -> None:
    assert ask("lists", "new", "mine", "--title", "Gauges", "--language", "german").returncode == 0
    assert ask("lists", "section", "mine", "Week 1", "--start", "2026-10-12").returncode == 0
    assert (
        ask(
            "lists", "add", "mine", "file:page", "--section", "week 1", "--pages", "3–5", "--importance", "essential"
        ).returncode
        == 0
    )
    assert ask("lists", "add", "mine", "--reference", "Doe, J. (1999). Old.", "--before", "1").returncode == 0
    assert ask("lists", "note", "mine", "file:page", "look at it", "--library-note", "order it").returncode == 0
    shown = [json.loads(line) for line in ask("lists", "show", "mine", "--format", "json").stdout.splitlines()]
    assert [(one["number"], one["section"], one["pages"], one["note"]) for one in shown] == [
        (2, "Week 1", None, None),
        (1, "Week 1", "3-5", "look at it"),
    ]
    assert ask("lists", "move", "mine", "2", "--section", "Week 1").returncode == 0
    assert ask("lists", "remove", "mine", "2").returncode == 0
    assert ask("lists", "check", "mine").returncode == 0
    assert ask("export", "ris", "--list", "mine").stdout.count("TY  - ") == 1
    assert ask("lists", "rename", "mine", "yours", "--owner", "me").returncode == 0
    assert "Gauges · me · de" in ask("lists", "show", "yours").stdout
    assert ask("lists", "delete", "yours", "--yes").returncode == 0
    complained(ask("lists", "show", "yours"), 2, "no list of this name")


def test_what_is_typed_wrong_is_told(filled: Path, ask: Ask) -> None:
    assert ask("lists", "new", "mine").returncode == 0
    assert ask("lists", "add", "mine", "file:page").returncode == 0
    complained(ask("lists", "add", "mine", "file:none"), 2, "no such record")
    complained(ask("lists", "add", "mine", "file:page", "--pages", "all"), 2, "not understood")
    complained(ask("lists", "add", "mine"), 2, "--reference")
    complained(ask("lists", "new", "a/b"), 2, "no name of a list")
    complained(ask("lists", "new", "x", "--language", "klingonisch"), 2, "no language")
    complained(ask("lists", "remove", "mine", "7"), 2, "is not on it")
    complained(ask("lists", "move", "mine", "1"), 2, "--section")
    complained(ask("lists", "section", "mine", "W", "--start", "soon"), 2, "not a day")
    complained(ask("lists", "import", "none.csv"), 2, "cannot be read")
    for name, data, word in (("a.csv", b"%PDF-1.4", "no table"), ("b.csv", b"", "is empty"), ("c.csv", b"id,note\n", "no rows"),
                             ("d.csv", b"Foo;Bar\n1;2\n", "expected one of id"), ("e.xlsx", b"PK\x03\x04 no", "no workbook")):  # fmt: skip
        Path(name).write_bytes(data)
        complained(ask("lists", "import", name), 2, name, word)
    complained(ask("lists", "accept", "mine", "1"), 2, "nothing waits of item 1")
    complained(ask("lists", "export", "mine", "ris", "--style", "apa"), 2, "no citations")
    complained(ask("lists", "export", "mine", "html", "--style", "appa"), 2, "did you mean")
    complained(ask("lists", "export", "mine", "html", "--style", "apa", "--locale", "xx"), 2, "locale xx")
    complained(ask("cite", "file:page", "--style", "page.html"), 2, "no style of this name")
    complained(ask("cite", "file:page", "--style", "./page.html"), 2, "no XML")
    complained(ask("export", "ris", "--list", "other"), 2, "no list")


def test_wrong_rows_go_into_a_file_of_their_own(filled: Path, ask: Ask) -> None:
    Path("c.csv").write_text("section,id,pages\nW1,file:page,1-2\nW1,file:none,\nW1,file:page,x y\n", "utf-8")
    done = ask("lists", "import", "c.csv", "--wrong", "wrong.csv")
    assert done.returncode == 1
    assert "row 3: WRONG, not taken: file:none: no such record" in done.stdout
    rows = list(csv.DictReader(io.StringIO(Path("wrong.csv").read_text("utf-8-sig"))))
    assert [(row["id"], row["pages"]) for row in rows] == [("file:none", ""), ("file:page", "x y")]
    assert "not understood" in rows[1]["problem"]
    complained(ask("lists", "import", "c.csv"), 2, "--replace")
    assert ask("lists", "import", "wrong.csv", "--append", "--name", "c").returncode == 1


def test_a_refresh_says_what_waits(filled: Path, ask: Ask) -> None:
    """Every refresh says it, until it is accepted."""
    assert ask("lists", "new", "mine").returncode == 0
    assert ask("lists", "add", "mine", "file:page").returncode == 0
    page = Path("page.html").read_text("utf-8")
    Path("page.html").write_text(page.replace("</head>", '<meta name="citation_date" content="2021"></head>'), "utf-8")
    assert ask("harvest", "page.html").returncode == 0
    done = ask("lists", "check")
    assert done.returncode == 1
    assert "version 2: dates" in done.stdout
    Path("tocsin.toml").write_text('[source.file]\nurl = "empty"\n', "utf-8")
    assert "list mine: item 1 file:page: version: version 2: dates" in ask("refresh", "file").stderr
    assert ask("lists", "accept", "mine", "--all").returncode == 0
    assert ask("lists", "check").returncode == 0


def test_a_row_that_says_something_of_nothing_is_named(made: Path, ask: Ask) -> None:
    rows = "section;id;authors;pages;note\nWeek 1;site:r1;;;\n;;Doe, J.;;\n;;;5-9;\n;9,78E+12;;;\nWeek 2;;;;\n"
    Path("odd.csv").write_text(rows, "utf-8")
    done = ask("lists", "import", "odd.csv")
    assert done.returncode == 1
    assert "odd: 1 items in 2 sections" in done.stdout
    assert "row 3: WRONG, not taken: authors of nothing: the row needs" in done.stdout
    assert "row 4: WRONG, not taken: pages of nothing" in done.stdout
    assert "row 5: WRONG, not taken: id 9,78E+12: the spreadsheet has rounded it" in done.stdout
