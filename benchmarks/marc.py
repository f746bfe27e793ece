"""MARC 21 export of many records against pymarc writing the same prepared fields: CPU per record, in one run.

    python -m benchmarks.marc [--records 20000]

The base is pymarc making its Record from leader, tags, indicators and subfields that lie ready, and as_marc() of it.
Ours makes the fields from the record first. Prints microseconds of CPU per record and the ratio to the base.
"""

from __future__ import annotations

import argparse
import gc
import io
import time
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import pymarc

from benchmarks.records import records
from schemas.envelope import Captured, Envelope, Held
from schemas.formats import marc, marcxml
from schemas.left_out import unnoticed
from schemas.record import canonical
from schemas.writers.marc.profile import PLAIN, style_of
from schemas.writers.marc.record import marc_of

Prepared = tuple[str, list[tuple[str, Any]]]


def held(count: int) -> Iterator[Held]:
    """Yield invented records as the archive hands them out: with their canonical JSON."""
    at = Captured(url="https://bench.example/", at="2026-11-23T18:00:00Z", reader="bench/1", sha256="0" * 64)
    for key, record in records(count):
        envelope = Envelope(
            id=f"bench:{key}", source="bench", key=key, version=1, datestamp="2026-11-23T18:00:00Z", captured=at
        )
        yield Held(envelope=envelope, record=record, canonical=canonical(record))


def prepared(items: list[Held]) -> list[Prepared]:
    """The fields of each record as pymarc takes them, but for its own objects."""
    style = style_of(PLAIN)
    found = []
    for one in items:
        made = marc_of(one, style, unnoticed)
        assert made is not None
        fields: list[tuple[str, Any]] = []
        for tag, content in made.fields:
            head, *subs = content.split("\x1f")
            fields.append((tag, content if tag < "010" else (head[0], head[1], [(sub[0], sub[1:]) for sub in subs])))
        found.append((made.leader, fields))
    return found


def by_pymarc(given: list[Prepared], out: BinaryIO) -> None:
    """Write prepared fields with pymarc."""
    for leader, fields in given:
        record = pymarc.Record(leader=leader, force_utf8=True)
        for tag, content in fields:
            if isinstance(content, str):
                record.add_field(pymarc.Field(tag=tag, data=content))
            else:
                first, second, subs = content
                record.add_field(
                    pymarc.Field(
                        tag=tag,
                        indicators=pymarc.Indicators(first, second),
                        subfields=[pymarc.Subfield(code, text) for code, text in subs],
                    )
                )
        out.write(record.as_marc())


def cpu(act: Callable[[io.BytesIO], object]) -> float:
    """Return the CPU seconds of an act, the best of three."""
    best = float("inf")
    for _ in range(3):
        out = io.BytesIO()
        gc.collect()
        start = time.process_time()
        act(out)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Measure in one round and print the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=20_000)
    count = parser.parse_args().records
    items = list(held(count))
    given = prepared(items)
    base = cpu(lambda out: by_pymarc(given, out))
    print(f"{'base: pymarc, prepared fields':<32}{base / count * 1e6:8.1f} µs    1.00")
    for form in (marc, marcxml):
        used = cpu(lambda out, form=form: form.write(items, out))  # type: ignore[misc]
        print(f"{form.NAME:<32}{used / count * 1e6:8.1f} µs {used / base:7.2f}")


if __name__ == "__main__":
    main()
