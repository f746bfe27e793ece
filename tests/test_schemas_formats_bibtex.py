"""bibtex and biblatex: no text becomes a command or ends its field; biber, bibtexparser and pandoc read every record."""

import io
import re
import unicodedata
from pathlib import Path
from types import ModuleType

import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.crosswalk import latex
from schemas.errors import ReadError
from schemas.formats import biblatex, bibtex
from schemas.left_out import NO_TITLE, Tally
from schemas.readers.latex_text import plain
from schemas.record import Contributor, Date, Identifier, Publisher, Record, Series, Text, Title, canonical
from tests import citing_judges
from tests.corpus_records import corpus
from tests.format_cases import CASES, held, written
from tests.test_schemas_formats_cases import any_text, one, records

MODULES = pytest.mark.parametrize("module", [bibtex, biblatex], ids=lambda m: m.NAME)
OURS = re.compile(r"\\text(?:backslash|braceleft|braceright|asciitilde|asciicircum)\{\}|\\[$&#%_]|\{@\}")
VERBATIM = frozenset({"url", "doi", "eprint"})
MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())


def entries(data: bytes) -> list[tuple[str, str, dict[str, str]]]:
    """Type, key and fields of each entry, by the letter of what is written: a field a line, nothing else between."""
    found: list[tuple[str, str, dict[str, str]]] = []
    for block in data.decode().split("\n\n") if data else []:
        first, *lines = block.rstrip("\n").split("\n")
        head = re.fullmatch(r"@([a-z]+)\{([A-Za-z][A-Za-z0-9._-]*),", first)
        assert head, first
        assert lines.pop() == "}"
        fields = {}
        for line in lines:
            field = re.fullmatch(r"  ([a-z]+) = (?:\{(.*)\}|([a-z]{3})),", line, re.S)
            assert field, repr(line)
            assert field[1] not in fields
            assert field[2] or field[3] in MONTHS
            fields[field[1]] = field[2] or field[3]
        found.append((head[1], head[2], fields))
    return found


def harmless(name: str, value: str) -> bool:
    """Whether LaTeX finds nothing to obey in a value: only our own escapes, and braces that are balanced."""
    if re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]", value):
        return False
    if name in VERBATIM:
        return not re.search(r"[\\{}^\s]", value)
    bare = OURS.sub("", value)
    depth = 0
    for char in bare:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0 and not re.search(r"[\\~^$&#%_]", bare)


@MODULES
@given(record=records)
def test_no_text_becomes_a_command_or_ends_its_field(module: ModuleType, record: Record) -> None:
    for _, _, fields in entries(written(module, one(record))):
        for name, value in fields.items():
            assert harmless(name, value), (name, value)


latexish = st.lists(st.sampled_from([*"\\{}$&#%_^~@,\"", "and", "others", " ", "input", "^^5c", "A", "b", "\n", "@book{x,", "}}"]), max_size=9).map("".join)  # fmt: skip


@MODULES
@given(title=latexish, people=st.lists(latexish, max_size=3), url=latexish)
def test_latex_in_a_record_stays_text(module: ModuleType, title: str, people: list[str], url: str) -> None:
    record = Record(
        title=Title(main=f"x {title}", sub=title), publisher=Publisher(name=title), abstract=(Text(text=title),),
        contributors=tuple(Contributor(name=name, family=name, given=title, role="aut") for name in people),
        identifiers=(Identifier(scheme="doi", value=f"10.1/{url}"), Identifier(scheme="url", value=f"https://a.example/{url}")),
    )  # fmt: skip
    data = written(module, one(record))
    ((_, key, fields),) = entries(data)
    for name, value in fields.items():
        assert harmless(name, value), (name, value)
    parsed = bibtexparser.parse_string(data.decode())
    assert not parsed.failed_blocks
    assert [entry.key for entry in parsed.entries] == [key]
    assert {f.key: f.value for f in parsed.entries[0].fields} == fields


@given(any_text)
def test_unescaped_it_is_the_text_again(text: str) -> None:
    back = latex.escaped(text).replace("-{}", "-")
    for char, escape in sorted(latex._ESCAPES.items(), key=lambda pair: -len(pair[1])):
        back = back.replace(escape, f"\x00{ord(char)}\x01")
    assert re.sub("\x00(\\d+)\x01", lambda m: chr(int(m[1])), back) == latex.line(text)


@pytest.mark.parametrize(
    ("title", "braced"),
    [
        ("The water report: a global outlook", "The water report: a global outlook"),
        ("China and Russia: An eastern partnership", "China and {Russia}: An eastern partnership"),
        ("UN reform", "{UN} reform"),
        ("Die Flüsse & die Seen", r"Die {Flüsse} \& die {Seen}"),
        ("水の報告", "水の報告"),
        ("", ""),
    ],
)
def test_capitals_are_kept_by_every_style(title: str, braced: str) -> None:
    assert latex.titled(title) == braced


@pytest.mark.parametrize(
    ("person", "name"),
    [
        (Contributor(name="Jane Doe", family="Doe", given="Jane", kind="person"), "Doe, Jane"),
        (Contributor(name="M. King", family="King", given="Martin", suffix="Jr."), "King, Jr., Martin"),
        (Contributor(name="Water Institute", family="Institute", kind="organisation"), "{Water Institute}"),
        (Contributor(name="Trade and Industry"), "{Trade and Industry}"),
        (Contributor(name="x", family="Ministry, Trade", given="of and"), "{Ministry, Trade}, {of and}"),
        (Contributor(name="x", family="others"), "{others}"),
        (Contributor(name="x", family="van der Berg", given="Jan"), "van der Berg, Jan"),
    ],
)
def test_names_are_parted_only_where_they_are_known(person: Contributor, name: str) -> None:
    assert latex.names([person]) == name


@pytest.mark.parametrize(
    ("edtf", "date", "year"),
    [
        ("2021-05", "2021-05", "2021"),
        ("2021-05-03T22:00:00Z", "2021-05-03", "2021"),
        ("1984~", "1984~", "(about 1984)"),
        ("1990/1995", "1990/1995", "1990--1995"),
        ("199X", "199X", None),
        ("2021/..", "2021/..", None),
        ("2021-21", "2021-21", "2021"),
        ("2021-02-30", "", None),
        ("Y17E7", "", None),
        (None, "", None),
    ],
)
def test_dates_say_no_more_than_the_record(edtf: str | None, date: str, year: str | None) -> None:
    dated = Record(title=Title(main="Rivers"), dates=(Date(kind="issued", edtf=edtf),))
    ((_, _, modern),) = entries(written(biblatex, one(dated)))
    ((_, _, classic),) = entries(written(bibtex, one(dated)))
    assert modern.get("date", "") == date
    assert classic.get("year") == year


def test_a_report_of_editors_is_a_collection_and_its_isbn_has_a_field() -> None:
    record = Record(
        type="report", title=Title(main="Rivers"), contributors=(Contributor(name="Rick Roe", family="Roe", given="Rick", role="edt"),),
        series=(Series(title="Papers", number="no. 12"),), identifiers=(Identifier(scheme="isbn", value="9783161484100"),),
    )  # fmt: skip
    ((kind, _, fields),) = entries(written(biblatex, one(record)))
    assert kind == "collection"
    assert fields == {
        "editor": "Roe, Rick",
        "title": "Rivers",
        "series": "{Papers}"[1:-1],
        "number": "12",
        "isbn": "9783161484100",
    }
    assert entries(written(bibtex, one(record)))[0][0] == "book"


def test_what_has_no_title_is_left_out() -> None:
    for module in (bibtex, biblatex):
        out, tally = io.BytesIO(), Tally()
        assert module.write(one(Record(type="report")), out, tally) == 0
        assert tally.lines() == [f"1 record left out ({NO_TITLE}): a:b"]
        assert out.getvalue() == b""


@MODULES
@pytest.mark.slow
def test_bibtexparser_reads_every_record_of_the_corpora(module: ModuleType, shared: Path) -> None:
    data = written(module, list(corpus(shared)))
    expected = entries(data)
    parsed = bibtexparser.parse_string(data.decode())
    assert not parsed.failed_blocks
    assert [(e.entry_type, e.key, {f.key: f.value for f in e.fields}) for e in parsed.entries] == expected


@MODULES
@pytest.mark.slow
def test_pandoc_reads_the_cases_and_records_of_the_corpora(module: ModuleType, shared: Path) -> None:
    data = written(module, [*(one for case in CASES for one in held(case)), *corpus(shared)[::20]])
    assert citing_judges.read_by_pandoc(data, module.NAME) == len(entries(data))


@MODULES
@pytest.mark.slow
def test_biber_finds_only_what_the_records_do_not_have(module: ModuleType, shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "all.bib"
    # biber takes 20 ms an entry: a tenth of the corpora here, all of them when a mapping changes (docs/add-a-format.md).
    path.write_bytes(written(module, [*(one for case in CASES for one in held(case)), *corpus(shared)[::10]]))
    assert not citing_judges.biber_faults(path)


@MODULES
def test_what_goes_out_comes_back(module: ModuleType) -> None:
    (report,) = held("full-report")
    (back,) = bibtex.read(io.BytesIO(written(module, [report])))
    said, read = report.record, back.record
    assert back.key == "10.1234/abc"
    for name in ("type", "type_as_printed", "publisher", "page_count"):
        assert getattr(read, name) == getattr(said, name), name
    assert read.title == Title(main=said.title.main, sub=said.title.sub)
    assert {c.name for c in read.contributors} == {c.name for c in said.contributors if c.role not in ("isb", "edt")}
    assert [d.edtf for d in read.dates] == ["2021-05"]
    assert [s.term for s in read.subjects] == [s.term for s in said.subjects]
    assert {"10.1234/abc", "9783161484100", "WI-2021-12"} <= {i.value for i in read.identifiers}
    assert [e.title for e in read.contents if e.title] == ["Foreword", "Waters", "Rivers: a history", "Annex"]


@pytest.mark.parametrize("name", ["biblatex-examples.bib", "bbt-160.biblatex", "bbt-2752-techreport.bib"])
def test_real_files_give_the_entries_that_an_independent_reader_finds(shared: Path, name: str) -> None:
    data = (shared / "corpus/records/bibtex" / name).read_bytes()
    parsed = bibtexparser.parse_string(data.decode())
    found = list(bibtex.read(io.BytesIO(data)))
    silent = {entry.key for entry in parsed.entries if entry.entry_type.lower() in ("xdata", "set")}
    keys = [entry.key for entry in parsed.entries if entry.key not in silent]
    assert len(found) == len(keys)
    for one_found, key in zip(found, keys, strict=True):
        dois = [i.value for i in one_found.record.identifiers if i.scheme == "doi"]
        assert one_found.key == (dois[0] if dois else key)
    assert all(one.record.title and "\\" not in str(one.record.title) for one in found)


@given(st.lists(st.sampled_from(["@book{a,", "@string{x=", "title", "=", "{", "}", '"', "#", ",", "\\'e", "\n@", "jan", " and ", "(", ")", "crossref={a}", "$", "\\", "year=2020"]), max_size=25).map("".join))  # fmt: skip
def test_any_file_is_read_to_its_end(text: str) -> None:
    found = bibtex.read(io.BytesIO(text.encode()))
    for _ in range(60):
        try:
            assert canonical(next(found).record)
        except ReadError:
            continue
        except StopIteration:
            return
    raise AssertionError("reading does not end")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (r"Fran{\c c}ois M{\"u}ller", "François Müller"),
        (r"{\'E}tienne, \'{e}, \'e, \v{s}, {\o}re, \ss", "Étienne, é, é, š, øre, ß"),
        (r"\noopsort{1973b}1973", "1973"),
        (r"\emph{a} \textit{b} {\LaTeX} -- ---", "a b LaTeX – —"),
        (r"50\% \& \$5 \_ \#", "50% & $5 _ #"),
        ("``x'' and~y", "“x” and y"),
        (r"\'", ""),
        ("plain", "plain"),
    ],
)
def test_latex_is_read_as_it_is_printed(raw: str, text: str) -> None:
    assert plain(raw) == text


@given(any_text)
def test_what_is_escaped_is_printed_as_it_was(text: str) -> None:
    printed = latex.line(text).replace("``", "“").replace("''", "”")
    assert unicodedata.normalize("NFC", plain(latex.escaped(text))) == unicodedata.normalize(
        "NFC", " ".join(printed.split())
    )


@pytest.mark.parametrize(
    ("head", "is_bibtex"),
    [
        (b"% x\n\n@article{a,\n", True),
        (b"@string{x = {y}}", True),
        (b"\xef\xbb\xbf@Book(a,", True),
        (b"Mail: jane@press.example\n", False),
        (b"@media print { a, b }", False),
        (b"<html>", False),
        (b"", False),
    ],
)
def test_a_file_is_told_by_its_first_entry(head: bytes, is_bibtex: bool) -> None:
    assert bibtex.looks_like(head) is is_bibtex
