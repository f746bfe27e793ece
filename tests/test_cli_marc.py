"""MARC on the command line: what tocsin.toml sets, both levels in one file, a file that is whole or absent."""

from __future__ import annotations

from pathlib import Path

import pymarc
import pytest

from cli.main import run
from tests.marc_judges import by_pymarc

PAGE = """<html lang="en"><head><meta name="citation_title" content="Harbours: what the coast pays">
<meta name="citation_author" content="Ostrow, Mira"><meta name="citation_publication_date" content="2021/03/05">
<meta name="citation_technical_report_institution" content="Lindwater Institute"></head>
<body><h1>Harbours: what the coast pays</h1><h2>Contents</h2><ul>
<li><a href="#a">Small harbours</a> <span>5-20</span></li><li><a href="#b">Large ships</a> <span>21-40</span></li></ul></body></html>"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an archive of one report, where commands run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    Path("harbours.html").write_text(PAGE, "utf-8")
    assert run(["harvest", "harbours.html", "--source", "lindwater"]) == 0
    return tmp_path


def records(path: Path) -> list[pymarc.Record]:
    return by_pymarc(path.read_bytes())


def test_both_levels_name_each_other(folder: Path) -> None:
    Path("tocsin.toml").write_text(
        '[export.marc]\nagency = "DE-101"\ncatalogued_in = "ger"\nadd = ["912 ## $a batch"]\n'
    )
    assert run(["export", "marc", "--level", "both", "-o", "out.mrc"]) == 0
    report, first, second = records(folder / "out.mrc")
    assert [field["w"] for field in report.get_fields("774")] == [
        f"(DE-101){one['001'].data}" for one in (first, second)
    ]
    assert {one["773"]["w"] for one in (first, second)} == {"(DE-101)lindwater:harbours"}
    assert [one["912"]["a"] for one in (report, first, second)] == ["batch"] * 3
    assert report["040"]["b"] == "ger"
    assert report["505"].value() == "Small harbours (Seiten 5-20) -- Large ships (Seiten 21-40)."
    assert run(["export", "marcxml", "-o", "out.xml"]) == 0
    (same,) = pymarc.parse_xml_to_array(str(folder / "out.xml"))
    assert same["003"].data == "DE-101", "one table for both forms"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[export.marc]\nagnecy = "x"\n', "[export.marc] in tocsin.toml: Object contains unknown field `agnecy`"),
        ("[export.marc]\nisbd = 1\n", "[export.marc] in tocsin.toml: Expected `bool`"),
        ("[export.mrac]\nisbd = true\n", "[export.mrac] in tocsin.toml: no format has options by this name"),
        ('[export.marc]\nadd = ["x"]\n', "[export.marc] add = 'x': write it as"),
    ],
)
def test_what_tocsin_toml_cannot_say(folder: Path, capsys: pytest.CaptureFixture[str], toml: str, said: str) -> None:
    Path("tocsin.toml").write_text(toml)
    capsys.readouterr()
    assert run(["export", "marc", "-o", "out.mrc"]) == 2
    assert said in capsys.readouterr().err
    assert not (folder / "out.mrc").exists()
