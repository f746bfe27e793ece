"""Text that would be obeyed by who reads it (a terminal, a spreadsheet, TeX, a program for references) is not, in every format."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from cli.output import plain, print_rows
from schemas.entries import entries_of
from schemas.envelope import Captured, Envelope, Held
from schemas.formats import formats
from schemas.record import (
    ContentsEntry,
    Contributor,
    Date,
    Identifier,
    Link,
    Pages,
    Publisher,
    Record,
    Relation,
    Rights,
    Series,
    Subject,
    Text,
    Title,
    canonical,
)
from tests.format_cases import written

SAID = [
    "\\input{/etc/passwd}", "}\\immediate\\write18{x}{", "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\x1b[31m",
    "\x9b31m", "\x90q\x9c", "\x7f", "</script><script>x</script>", "]]>", "<!--x-->", "\u202egnp", "a\u2028b\u2029c", "nul\0", "x\nTY  - BOOK\nER  - \n",
    "x\r\nER  - ", "\x1d\x1e\x1f$a", "a\x1fzb", "\ufeff", "\ufffe\uffff", "\x85TY  - GEN", "\x0b\x0c", '"a","b"', "javascript:alert(1)",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(SAID) | st.text(max_size=3), min_size=1, max_size=3).map("".join)
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
TYPES = ("report", "chapter", "article", "proceedings", "dataset", "thesis", "journal")


def everywhere(text: str, kind: str) -> Held:
    """A record that says the text in every field, and has an entry that does."""
    one = Contributor(
        name=text, family=text, given=text, suffix=text, role="aut", affiliations=(text,), identifiers=(Identifier(scheme="orcid", value=text),),
    )  # fmt: skip
    pages, title = (Pages(first=text, last=text),), Title(main=text, sub=text, as_printed=text)
    record = Record(
        abstract=(Text(text=text, lang=text),), alternative_titles=(title,), contributors=(one, Contributor(name=text, role=text)), edition=text,
        contents=(ContentsEntry(title=text, label=text, contributors=(one,), pages=pages, url=text, extract=text, key="k", identifiers=one.identifiers),),
        dates=(Date(edtf=text, as_printed=text, kind="issued"),), extent=text, languages=(text,), links=(Link(url=text, rel="landing", media_type=text),),
        identifiers=tuple(Identifier(scheme=each, value=text, of=text) for each in ("doi", "isbn", "local", "url", "citation", "report-number", text)),
        pages=pages, publisher=Publisher(name=text, place=text), relations=(Relation(kind="isPartOf", title=text, to=text), Relation(kind=text, to=text)),
        rights=(Rights(statement=text, uri=text),), series=(Series(title=text, number=text, issn=text),), subjects=(Subject(term=text, scheme=text, uri=text),),
        title=title, type=kind, type_as_printed=text,
    )  # fmt: skip
    seen = Captured(at="2026-11-24T12:00:00Z", reader=text, url=text)
    return Held(
        envelope=Envelope(id=f"s:{text}", source="s", key=text, version=1, datestamp="2026-11-24T12:00:00Z", captured=seen),
        record=record,
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(formats()))
@given(text=HOSTILE, kind=st.sampled_from(TYPES))
@settings(max_examples=25, deadline=None)
def test_nothing_is_obeyed(name: str, text: str, kind: str) -> None:
    held = everywhere(text.encode("utf-8", "ignore").decode(), kind)
    items = [held, *entries_of(held)]
    said = written(formats()[name], items).decode("utf-8")
    controls = set(CONTROLS.findall(said))
    assert controls <= (set("\x1d\x1e\x1f") if name == "marc" else set())
    if name in ("csv", "tsv", "kbart"):
        for row in csv.reader(io.StringIO(said.lstrip("\ufeff"), newline=""), delimiter="," if name == "csv" else "\t"):
            assert not [cell for cell in row if len(cell) > 1 and cell.strip()[:1] in ("=", "+", "-", "@")]
    elif name in ("ris", "ris-talis"):
        lines = [line for line in said.splitlines() if line]
        assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
        assert sum(line.startswith("TY  - ") for line in lines) == sum(line.startswith("ER  - ") for line in lines)
        assert sum(line.startswith("TY  - ") for line in lines) <= len(items)
    elif name in ("bibtex", "biblatex"):
        assert not re.search(r"\\(?:input|immediate|write)", said)
    elif name == "jsonld":
        assert "</script" not in said
    elif formats()[name].SUFFIX == ".xml":
        etree.fromstring(said.encode())


@given(text=HOSTILE)
def test_a_terminal_is_shown_one_line_and_obeys_nothing(text: str) -> None:
    shown = plain(text)
    assert len(shown.splitlines()) <= 1
    assert not CONTROLS.search(shown)
    assert not set(shown) & set("\t\r\n\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


@pytest.mark.parametrize("form", ["csv", "json", "table"])
@given(text=HOSTILE)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_in_every_form_obey_nothing(form: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = text.encode("utf-8", "ignore").decode()
    print_rows(("id", "title"), [("a:1", text)], form)
    assert not CONTROLS.search(capsys.readouterr().out)


@pytest.mark.parametrize("name", ["dc", "qdc"])
@given(text=HOSTILE, kind=st.sampled_from(TYPES))
@settings(max_examples=25, deadline=None)
def test_nothing_is_obeyed_of_canonical_json_either(name: str, text: str, kind: str) -> None:
    """As the archive hands it over, which is looked at before it is read."""
    held = everywhere(text.encode("utf-8", "ignore").decode(), kind)
    held.canonical = canonical(held.record)
    said = written(formats()[name], [held])
    assert not CONTROLS.search(said.decode())
    etree.fromstring(said)
