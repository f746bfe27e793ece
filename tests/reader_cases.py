"""Cases of the reading tests: files written for the tests in tests/readers/FORMAT, beside each what is to be read from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from schemas.errors import ReadError
from schemas.formats import readers
from schemas.reading import Found

FOLDER = Path(__file__).parent / "readers"
EXPECTED = ".expected.json"
INPUTS = sorted(path for path in FOLDER.glob("*/*") if not path.name.endswith(EXPECTED))


def every(module: ModuleType, path: Path) -> Iterator[Found | ReadError]:
    """What reading a file gives, one after another: records, and what could not be read, whose turn it was."""
    with path.open("rb") as stream:
        try:
            found = module.read(stream)
        except ReadError as error:
            yield error
            return
        while True:
            try:
                yield next(found)
            except StopIteration:
                return
            except ReadError as error:
                yield error


def told(path: Path) -> list[Any]:
    """What a case gives, as its expected file has it: key and record, or the words of the error."""
    module = readers()[path.parent.name]
    return [
        {"unreadable": str(one)}
        if isinstance(one, ReadError)
        else {"key": one.key, "record": json.loads(msgspec.json.encode(one.record))}
        | ({"source": one.source} if one.source else {})
        for one in every(module, path)
    ]


def expected_of(path: Path) -> Path:
    return path.with_name(path.name + EXPECTED)


def main() -> None:
    """Write what is expected anew, to be read line by line before it is committed: python -m tests.reader_cases."""
    for path in INPUTS:
        expected_of(path).write_text(json.dumps(told(path), ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
