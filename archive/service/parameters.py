"""What stands in the paths of records, entries and lists; nothing is looked up here."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote

from fastapi import Path
from pydantic import AfterValidator


def _decoded(text: str) -> str:
    """Return a path parameter decoded: paths are routed as they came, so that an encoded slash parts nothing."""
    return unquote(text, errors="replace")


Source = Annotated[str, Path(description="Name of the source."), AfterValidator(_decoded)]
Key = Annotated[str, Path(description="Key of the record, percent-encoded as one segment."), AfterValidator(_decoded)]
EntryKey = Annotated[str, Path(description="Key of the entry."), AfterValidator(_decoded)]
ListName = Annotated[str, Path(description="Name of the reading list."), AfterValidator(_decoded)]
