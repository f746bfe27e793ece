"""`tocsin same` and what is combined, as people type it."""

from __future__ import annotations

from pathlib import Path

from tests.test_cli_selection import PAGE, Here, tocsin  # noqa: F401 (fixture)

DOI = '<meta name="citation_doi" content="10.5555/harbours">'


def test_two_sources_of_one_report(tocsin: Here) -> None:  # noqa: F811
    page = PAGE.replace("<body>", f"{DOI}<body>")
    for name, text in (("one", page.replace("Lindwater Institute", "Lindwater")), ("two", page)):
        Path(f"{name}.html").write_text(text, "utf-8")
        tocsin("harvest", f"{name}.html", "--source", name, "--key", "1")
    assert [row["member"] for row in tocsin.lines("same", "list", "--format", "json")] == ["one:1", "two:1"]
    (record,) = tocsin.lines("export", "jsonl", "--combined", "--prefer", "two,one", "--source", "two")
    assert record["id"] == "one:1"
    assert record["publisher"] == {"name": "Lindwater Institute"}
    said = tocsin("show", "one:1", "--combined", "--prefer", "two", "--why", "publisher")
    assert "two:1" in said
    assert "lost: one:1" in said
    tocsin("same", "split", "one:1", "two:1", "--reason", "two printings")
    assert tocsin("same", "list") == ""
    assert "two printings" in tocsin("same", "list", "--apart")
    tocsin("same", "join", "one:1", "two:1", "--reason", "one printing")
    assert "joined: one printing" in tocsin("same", "list", "one:1")
    assert "joined" in tocsin("changes")
    tocsin("export", "jsonl", "--prefer", "two", code=2)
    tocsin("export", "jsonl", "--combined", "--prefer", "nowhere", code=2)
    tocsin("same", "join", "one:1", "--reason", "alone", code=2)
