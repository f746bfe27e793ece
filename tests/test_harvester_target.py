"""What a target is."""

from pathlib import Path

import pytest

from harvester.options import HarvestOptions
from harvester.target import find_target
from schemas.errors import NotFound, UsageError

PLAIN = HarvestOptions()


def test_files_folders_and_addresses(tmp_path: Path) -> None:
    page = tmp_path / "a page.html"
    page.write_text("x")
    assert find_target(str(page), PLAIN).kind == "file"
    assert find_target(str(tmp_path), PLAIN).kind == "folder"
    address = find_target("HTTP://Reports.Example:80/r/1?utm_source=a#b", PLAIN)
    assert (address.kind, address.name, address.endpoint) == (
        "url",
        "http://reports.example/r/1",
        ("reports.example", 80),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no-such-file.html", "no such file or folder"),
        ("www.reports.example/list", "write https://www.reports.example/list"),
        ("localhost:8000", "write http://localhost:8000"),
        ("10.5555/Lindwater.41", "if it is a DOI, write https://doi.org/10.5555/lindwater.41"),
        ("no such folder/x", "no such file"),
        ("a" * 300, "no such file or folder: File name too long"),
        ("~nobody-of-this-name/x", "no such file or folder"),
    ],
)
def test_what_is_not_there(text: str, words: str) -> None:
    with pytest.raises(NotFound, match=words):
        find_target(text, PLAIN)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ftp://reports.example/", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://me:secret@reports.example/", "password"),
        ("http://", "no host"),
        ("http://reports.example:99999/", "not an address"),
        ("http://[::1", "not an address"),
        ("https://reports example/", "not an address"),
        ("", "empty name"),
        (" ", "empty name"),
        ("https://www.jstor.org/stable/resrep06942", "JSTOR is not crawled"),
        ("http://slave2.omega.jstor.org/stable/resrep06942", "JSTOR is not crawled"),
    ],
)
def test_what_is_not_asked(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        find_target(text, PLAIN)


def test_options_that_do_not_fit(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="folder"):
        find_target(str(tmp_path), HarvestOptions(key="a"))
    with pytest.raises(UsageError, match="--url"):
        find_target("http://reports.example/", HarvestOptions(url="http://reports.example/1"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (HarvestOptions(url="reports.example/1"), "--url reports.example/1: give the whole address"),
        (HarvestOptions(url=""), "--url .*says nothing"),
        (HarvestOptions(key=""), "--key .*says nothing"),
        (HarvestOptions(related=True), "is a file: --related is for addresses"),
        (HarvestOptions(as_="oai"), "is a file: --as oai is for addresses"),
        (HarvestOptions(as_="sitemap"), "is a file: --as sitemap is for addresses"),
        (HarvestOptions(since="2026-01-01"), "is a file: --since is for addresses"),
        (HarvestOptions(sets=("a",)), "is a file: --set is for addresses"),
    ],
)
def test_options_that_a_file_cannot_follow(tmp_path: Path, options: HarvestOptions, words: str) -> None:
    page = tmp_path / "page.html"
    page.write_text("x")
    with pytest.raises(UsageError, match=words):
        find_target(str(page), options)
