"""The seven lost titles of the seed are supplied, and stay through a refresh; skipped where the corpus is absent."""

import json
from pathlib import Path

import pytest

from cli.main import run


def test_the_seven_titles_stay(tmp_path: Path, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, db, name = shared / "corpus/seed/jstor-resrep06942.txt", str(tmp_path / "t.db"), "jstor:resrep06942"

    def said() -> dict:
        capsys.readouterr()
        assert run(["--db", db, "show", name, "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    assert run(["--db", db, "harvest", str(page)]) == 0
    keys = [one["key"] for one in said()["contents"]]
    assert len(keys) == 7
    rows = [f"{name},{key},title,,Chapter of {key}" for key in keys]
    (tmp_path / "c.csv").write_text("\n".join(["id,entry key,field,current,new", *rows]))
    assert run(["--db", db, "correct", "--from", str(tmp_path / "c.csv"), "--reason", "from the book"]) == 0
    assert run(["--db", db, "harvest", str(page)]) == 0
    assert run(["--db", db, "replay"]) == 0
    assert [(one["key"], one["title"]) for one in said()["contents"]] == [(key, f"Chapter of {key}") for key in keys]
    assert said()["version"] == 2
    assert run(["--db", db, "correct", "--list", "active"]) == 0
    capsys.readouterr()
    assert run(["--db", db, "show", name, "--why", "contents"]) == 0
    assert "from the book" in capsys.readouterr().out
    assert run(["--db", db, "suppress", name, "--reason", "takedown"]) == 0
    capsys.readouterr()
    assert run(["--db", db, "export", "jsonl"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["--db", db, "suppress", name, "--undo", "--reason", "settled"]) == 0
    assert run(["--db", db, "correct", "--undo", name, "--reason", "wrong book"]) == 0
    assert "title" not in said()["contents"][0]
