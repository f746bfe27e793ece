"""Round trip over real files: read, written, read again; what does not come back is named and counted."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest

from schemas.envelope import Envelope, Held
from schemas.errors import ReadError
from schemas.formats import formats, readers
from schemas.reading import Found
from tests.format_cases import written
from tests.reader_cases import every

FILES = {
    "csl": ("csl/csl-list.json", "csl/manubot-raw.json"),
    "ris": ("ris/jabref-1.ris", "ris/jabref-Scopus.ris", "ris/ris_bug.ris", "ris/rispy-full.ris"),
    "bibtex": ("bibtex/biblatex-examples.bib", "bibtex/bbt-160.biblatex", "bibtex/bbt-2752-techreport.bib"),
}
LOST = {
    # Rights have no variable, the file has one that the schema refuses; a PMID that stands in a note is not written.
    ("csl", "csl"): {"identifiers": 1, "rights": 1},
    ("ris", "ris"): {},
    # Types without an entry type of their own (patents, manuals, pictures) become @misc; articles have no publisher, editors
    # of a kind and authors of afterwords go out as contributors, articles and @misc have no version, a second series no field.
    ("bibtex", "biblatex"): {"contributors": 5, "edition": 6, "pages": 1, "publisher": 2, "series": 1, "type": 10},
    # Classic BibTeX has no field for the day of a date.
    ("bibtex", "bibtex"): {
        "contributors": 5, "dates": 7, "edition": 6, "pages": 1, "publisher": 2, "series": 1, "type": 13, "type_as_printed": 3,
    },
}  # fmt: skip


@pytest.mark.parametrize(("read", "write"), LOST)
def test_real_files_come_back(shared: Path, read: str, write: str) -> None:
    lost: Counter[str] = Counter()
    for file in FILES[read]:
        for one in every(readers()[read], shared / "corpus/records" / file):
            if isinstance(one, ReadError):
                continue
            envelope = Envelope(id="a:b", source="a", key="b", version=1, datestamp="2026-11-23T18:00:00Z")
            data = written(formats()[write], [Held(envelope=envelope, record=one.record)])
            (back,) = readers()[read].read(io.BytesIO(data))
            assert isinstance(back, Found)
            lost.update(
                name for name in one.record.__struct_fields__ if getattr(one.record, name) != getattr(back.record, name)
            )
    assert lost == LOST[read, write]
