"""Citations: those of a style equal what pandoc makes of the same items, and no text of a record becomes markup."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.citations.plain import citation
from schemas.citations.runs import as_html, as_markdown, as_text
from schemas.citations.styles import Style, bundled, names
from schemas.entries import entries_of
from schemas.envelope import Envelope, Held
from schemas.errors import NotFound, UsageError
from schemas.formats import csl
from schemas.record import Contributor, Date, Identifier, Link, Publisher, Record, Series, Title
from tests.archive_samples import entry
from tests.list_samples import person

STYLES = ("apa", "chicago-author-date", "harvard-cite-them-right", "modern-language-association", "ieee")
LOCALES = ("en-US", "de-DE")
EXPLAINED = {("ieee", "works:0"): "[Online]. ", ("ieee", "works:6"): "[Online]. "}
"""What stands in ours and not in pandoc's. The style asks for `[Online]` where a work has an address and no medium; its
group calls a variable that is empty (medium) only in a branch that is not taken. IEEE prints the word."""


def held(name: str, record: Record) -> Held:
    envelope = Envelope(datestamp="2026-01-01T00:00:00Z", id=f"works:{name}", key=name, source="works", version=1)
    return Held(envelope=envelope, record=record)


def works() -> list[Held]:
    """Ten reports and books, and two chapters of each."""
    found: list[Held] = []
    institute = Contributor(name="Institute of Rivers", kind="organisation", role="aut")
    several = (person("Jean-Luc", "de la Tour"), person("A.", "Bauer"), person("Cem", "Demir"))
    people: tuple[tuple[Contributor, ...], ...] = (
        (person("Anna", "Müller"),), (person("Anna", "Müller"), person("Bob K.", "Stone")), (institute,), several, (person("Ed", "Itor", "edt"),),
    )  # fmt: skip
    titles = ("Rivers without borders", "China and Russia", "Why bridges fall", "The C++ question")
    subtitles = ("sharing water & power", None, "an Eastern partnership in the making?")
    for n in range(10):
        marks = [Identifier(scheme="doi", value=f"10.5555/x.{n}")] if n % 3 else []
        marks += [Identifier(scheme="isbn", value="9783161484100")] if n % 4 == 0 else []
        marks += [Identifier(scheme="report-number", value=f"R-{n}")] if n % 5 == 1 else []
        record = Record(
            type=("report", "report", "book")[n % 3],
            title=Title(main=titles[n % 4], sub=subtitles[n % 3]),
            contributors=() if n == 7 else people[n % 5],
            dates=(Date(kind="issued", edtf=("2019-05-17", "2020-11", "2021")[n % 3]),),
            publisher=Publisher(name="Lindwater Institute", place=("Bonn", None)[n % 2]),
            series=(Series(title="Lindwater Papers", number=str(40 + n)),) if n % 2 else (),
            identifiers=tuple(marks),
            languages=("en",),
            links=(Link(url=f"https://lindwater.example/r/{n}", rel="landing"),) if n % 2 == 0 else (),
            contents=(
                entry("The price of a gauge: notes", "23", "41", key="a", contributors=() if n in (1, 4) else (person("Jonas", "Feld"),)),
                entry(
                    "Foreword", "v", "vi", key="b", contributors=(person("H. M.", "Sommer"), person("Q", "Roth")),
                    identifiers=(Identifier(scheme="doi", value=f"10.5555/x.{n}.b"),),
                ),
            ),
        )  # fmt: skip
        whole = held(str(n), record)
        found += [whole, *entries_of(whole)]
    return found


def plainly(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ")).strip()


def by_pandoc(style: str, locale: str, folder: Path, items: list[dict[str, Any]]) -> dict[str, str]:
    """What pandoc makes of items, without what depends on their neighbours (2019a, ———)."""
    text = re.sub(
        r' (?:disambiguate-[a-z-]+|subsequent-author-substitute|collapse|givenname-disambiguation-rule)="[^"]*"', "", bundled(style).decode()
    )  # fmt: skip
    (folder / "style.csl").write_text(text, "utf-8")
    (folder / "items.json").write_text(json.dumps(items), "utf-8")
    command = ["pandoc", "--citeproc", "--csl=style.csl", "--bibliography=items.json", "--to=html", "--wrap=none"]
    page = f"---\nnocite: '@*'\nlang: {locale}\n---\n"
    done = subprocess.run(command, input=page.encode(), capture_output=True, check=True, cwd=folder)
    found = {}
    for one in re.finditer(
        r'<div id="ref-([^"]+)"[^>]*>(.*?)</div>\s*(?=<div id="ref|</div>)', done.stdout.decode(), re.DOTALL
    ):
        body = re.sub(r'<div class="csl-left-margin">.*?</div>', "", one[2], flags=re.DOTALL)
        found[html.unescape(one[1])] = plainly(html.unescape(re.sub(r"<[^>]+>", "", body)))
    return found


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("style", STYLES)
def test_citations_equal_those_of_pandoc(style: str, locale: str, tmp_path: Path) -> None:
    items = works()
    assert len(items) == 30
    said = [
        {name: value for name, value in csl.item(one).items() if name not in ("abstract", "keyword")} for one in items
    ]
    theirs = by_pandoc(style, locale, tmp_path, said)
    ours = Style(bundled(style), locale).cite(items)
    for one, runs in zip(items, ours, strict=True):
        extra = EXPLAINED.get((style, one.envelope.id), "")
        mine = plainly(as_text(runs))
        assert extra in mine
        assert mine.replace(extra, "") == theirs[one.envelope.id]


def test_a_few_citations() -> None:
    chapter = works()[1]
    said = {style: as_text(Style(bundled(style), "de").cite([chapter])[0]) for style in ("apa", "ieee")}
    assert (
        said["apa"]
        == "Feld, J. (2019). The price of a gauge: notes. In A. Müller, Rivers without borders: sharing water & power (S. 23–41). Lindwater Institute."
    )
    assert not said["ieee"].startswith("[")  # the list has numbers of its own
    assert as_text(citation(chapter, "de")) == (
        "Feld, Jonas (2019). The price of a gauge: notes. In: Rivers without borders: sharing water & power. Bonn: Lindwater Institute. S. 23–41."
    )
    italic = as_html(Style(bundled("apa")).cite([works()[0]])[0])
    assert "<i>Rivers without borders: sharing water &amp; power</i>" in italic


def test_the_date_of_access_where_the_style_wants_it() -> None:
    from schemas.envelope import Captured

    record = Record(
        type="post",
        title=Title(main="Ice"),
        links=(Link(url="https://a.example/", rel="landing"),),
        dates=(Date(kind="issued", edtf="2020"),),
    )
    envelope = Envelope(
        datestamp="2026-01-01T00:00:00Z", id="a:b", key="b", source="a", version=1, captured=Captured(at="2026-11-24T10:00:00Z", url="https://a.example/")
    )  # fmt: skip
    said = as_text(Style(bundled("ieee")).cite([Held(envelope=envelope, record=record)])[0])
    assert "Accessed: Nov. 24, 2026" in said


@pytest.mark.parametrize(("style", "locale"), [("apa", "en-US"), ("chicago-author-date", "de-DE")])
def test_what_a_style_remembers_changes_no_citation(style: str, locale: str) -> None:
    """Items of many shapes in one style, which has seen all the others, against each in a style of its own."""
    data = bundled(style)
    lacking: tuple[dict[str, Any], ...] = (
        {}, {"dates": ()}, {"contributors": ()}, {"publisher": None, "series": ()}, {"pages": (), "identifiers": ()}
    )  # fmt: skip
    items = [
        Held(envelope=one.envelope, record=msgspec.structs.replace(one.record, **lacking[n % 5]), host=one.host)
        for n, one in enumerate(works())
    ]
    seasoned = Style(data, locale)
    seasoned.cite([*items, *works(), *reversed(items)])
    some = items[::4]
    assert seasoned.cite(some) == [Style(data, locale).cite([one])[0] for one in some]


@pytest.mark.parametrize("style", ["apa", "modern-language-association", "ieee"])
def test_a_citation_that_is_filled_in_is_what_the_processor_gives(style: str) -> None:
    """Texts that end in every sign by which texts are joined, against the processor's own way through the style."""
    from schemas.citations import styles
    from schemas.citations.replaying import Cited

    ends = (
        "Why?",
        ".",
        ". dots .",
        "A stop.",
        "x",
        "Colon:",
        "tail, ",
        " ",
        "Wait!…",
        "Semi;",
        "<i>b</i>",
        "ALL",
        "...",
    )
    items = [
        Held(
            envelope=one.envelope,
            record=msgspec.structs.replace(
                one.record,
                title=Title(main=ends[n % 13]),
                publisher=Publisher(name=ends[n // 3 % 13], place=ends[n % 7]),
                contributors=one.record.contributors or (Contributor(name=ends[n % 11], role="aut"),),
            ),
            host=one.host,
        )
        for n, one in enumerate([*works(), *works()])
    ]
    made = Style(bundled(style))
    made.cite(reversed(items))
    for number, (one, runs) in enumerate(zip(items, made.cite(items), strict=True)):
        told = styles._hidden(styles._item(one))
        text = made._style._made(Cited(told, f"by itself {number}"))
        assert text is not None
        assert runs == styles.runs_of(made._punctuated(text))


def test_styles_that_are_none() -> None:
    with pytest.raises(NotFound, match="did you mean apa"):
        bundled("appa")
    for name in ("../apa", "/etc/passwd", "APA", ""):
        with pytest.raises(NotFound):
            bundled(name)
    for data in (
        b"",
        b"<style/>",
        b"not xml",
        b'<!DOCTYPE style [<!ENTITY x "y">]><style xmlns="http://purl.org/net/xbiblio/csl"/>',
    ):
        with pytest.raises(UsageError):
            Style(data)
    with pytest.raises(UsageError, match="locale xx"):
        Style(bundled("apa"), "xx")
    assert len(names()) > 2000
    assert (
        Style(bundled("ieee-women-in-engineering-magazine")).title == Style(bundled("ieee")).title
    )  # a dependent style


MARKUP = st.text(
    st.sampled_from(list("<>&\"'*_[]()`\\~^$#|!{}=+-@ \x1b\ue000\ue001\ue010ab1é\n")), min_size=1, max_size=30
)
APA = Style(bundled("apa"))


@settings(max_examples=60)
@given(MARKUP, MARKUP)
def test_no_text_becomes_markup(title: str, name: str) -> None:
    record = Record(
        type="book",
        title=Title(main=title),
        contributors=(Contributor(name=name, role="aut"),),
        publisher=Publisher(name=title),
    )
    for runs in (citation(held("x", record)), APA.cite([held("x", record)])[0]):
        said = as_html(runs)
        bare = re.sub(
            r"</?(?:i|b|sup|sub|span)(?: style=\"[a-z:-]+\")?>|</?a(?: href=\"https?://[^\"<>]*\")?>", "", said
        )
        assert "<" not in bare
        assert ">" not in bare
        assert "\x1b" not in as_text(runs) + said
        assert "\n" not in as_markdown(runs)
        assert not re.search(r"(?<!\\)(?:\\\\)*[`\[\]]", as_markdown(runs))
