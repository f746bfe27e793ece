"""The formats in which a list is written, by name: those that are read by people, and those of tables and other systems."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO

from schemas.envelope import Held
from schemas.left_out import LeftOut
from schemas.lists import exchange, handout, leganto, table_rows
from schemas.lists.handout import Handout
from schemas.lists.shapes import ReadingList, Section
from schemas.values.text import fold

Write = Callable[[ReadingList, dict[int, Held], BinaryIO, LeftOut], Any]

READ: Mapping[str, Callable[[Handout], str]] = MappingProxyType(
    {"html": handout.page, "fragment": handout.fragment, "markdown": handout.markdown, "text": handout.text}
)
"""What is handed out; none has the notes for the library."""
DATA: Mapping[str, Write] = MappingProxyType(
    {
        "csv": lambda shown, held, out, _: table_rows.write_csv(shown, held, out),
        "xlsx": lambda shown, held, out, _: table_rows.write_xlsx(shown, held, out),
        "leganto": leganto.write,
        "ris": exchange.write_ris,
        "csl": exchange.write_csl,
        "bibtex": exchange.write_bibtex,
        "json": lambda shown, held, out, _: exchange.write_json(shown, held, out),
    }
)
"""What is one file; `ris-talis` is one for each section."""


def talis_files(shown: ReadingList) -> list[tuple[str, Section]]:
    """Return the sections that have items with the names of their files, numbered in their order: Talis Aspire loads them one by one."""
    sections = [one for one in shown.sections if one.items]
    return [(f"{number:02}-{_stem(one.title)}.ris", one) for number, one in enumerate(sections, 1)]


def write_talis_zip(shown: ReadingList, held: dict[int, Held], out: BinaryIO, left_out: LeftOut) -> None:
    """Write the files for Talis Aspire in a ZIP, the same bytes for the same list."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, section in talis_files(shown):
            with packed.open(zipfile.ZipInfo(name), "w") as one:
                exchange.write_talis(section, held, one, left_out)  # type: ignore[arg-type]


def _stem(title: str | None) -> str:
    return "-".join(fold(title or "").split())[:40].strip("-") or "readings"
