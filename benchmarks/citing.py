"""Export to RIS, BibTeX, biblatex and CSL-JSON against a string template, and to MARC against pymarc: CPU per record.

    python -m benchmarks.citing [--records 20000]

The base is Python's string.Template, one for all records that have the same fields, filled with values that lie ready:
chosen, put into the format's words and escaped. It must write the same bytes as ours. Beside it stands what no template
goes below: joining the same names and values with one f-string a field. pymarc's base is in benchmarks/marc.py. Ours makes
the fields from the record first. Records come in batches, base and ours in turn, because an export writes a record right
after it was decoded. Prints microseconds of CPU per record and ratios to the bases.
"""

from __future__ import annotations

import argparse
import io
import json
import string
import time
from collections.abc import Callable
from itertools import islice
from types import ModuleType
from typing import BinaryIO, NamedTuple

from benchmarks.marc import by_pymarc, held, prepared
from schemas.envelope import Held
from schemas.formats import biblatex, bibtex, csl, marc, marcxml, ris

BATCH = 100

Act = Callable[[BinaryIO], object]
Fields = list[tuple[str, str]]


class Cut(NamedTuple):
    """An output taken apart: what stands before, between and after records, and each as its head, fields and foot."""

    first: str
    between: str
    last: str
    field: str
    comma: str
    records: list[tuple[str, Fields, str]]


def cut_ris(ours: str) -> Cut:
    """Take the references of a file apart into tags and values."""
    found = ours.split("ER  - \r\n")[:-1]
    given = [
        ("", [_pair(line, "  - ") for line in one.removesuffix("\r\n").split("\r\n")], "ER  - \r\n") for one in found
    ]
    return Cut("", "", "", "{name}  - {value}\r\n", "", given)


def cut_bibtex(ours: str) -> Cut:
    """Take the entries of a file apart into types and keys, fields and values."""
    given = []
    for one in ours.removesuffix("}\n").split("}\n\n"):
        head, *lines = one.removesuffix(",\n").split(",\n")
        given.append((head + ",\n", [_pair(line, " = ") for line in lines], "}\n"))
    return Cut("", "\n", "", "{name} = {value},\n", "", given)


def cut_csl(ours: str) -> Cut:
    """Take the items of a file apart into variables and the JSON of their values."""
    given = [
        (
            "{",
            [(name, json.dumps(value, ensure_ascii=False, separators=(",", ":"))) for name, value in one.items()],
            "}",
        )
        for one in json.loads(ours)
    ]
    return Cut("[\n", ",\n", "\n]\n", '"{name}":{value}', ",", given)


def by_template(cut: Cut) -> Act:
    """Return what writes the records with templates that lie ready, one for all records with the same fields."""
    templates: dict[tuple[str, ...], string.Template] = {}
    given: list[tuple[string.Template, dict[str, str]]] = []
    for head, fields, foot in cut.records:
        names = tuple([name for name, _ in fields])
        if names not in templates:
            inner = cut.comma.join([_blank(cut.field, name, place) for place, name in enumerate(names)])
            templates[names] = string.Template("${head}" + inner + foot)
        values = {f"v{place}": value for place, (_, value) in enumerate(fields)}
        given.append((templates[names], {"head": head} | values))

    def act(out: BinaryIO) -> None:
        between = cut.first
        for template, values in given:
            out.write((between + template.substitute(values)).encode())
            between = cut.between
        out.write(cut.last.encode())

    return act


def _blank(field: str, name: str, place: int) -> str:
    return field.replace("{name}", name).replace("{value}", f"${{v{place}}}")


def by_joining(cut: Cut) -> Act:
    """Return what writes the records by joining names and values."""
    before, middle, after = cut.field.replace("{name}", "\0").replace("{value}", "\0").split("\0")

    def act(out: BinaryIO) -> None:
        between = cut.first
        for head, fields, foot in cut.records:
            inner = cut.comma.join([f"{before}{name}{middle}{value}{after}" for name, value in fields])
            out.write(f"{between}{head}{inner}{foot}".encode())
            between = cut.between
        out.write(cut.last.encode())

    return act


def _pair(line: str, between: str) -> tuple[str, str]:
    name, _, value = line.partition(between)
    return name, value


CUTS = {ris: cut_ris, bibtex: cut_bibtex, biblatex: cut_bibtex, csl: cut_csl}


def acts(form: ModuleType, batch: list[Held]) -> tuple[Act, Act, Act]:
    """Return what writes a batch: the format itself, its base, and the least that any base needs (for MARC the base again)."""

    def ours(out: BinaryIO) -> None:
        form.write(batch, out)

    if form not in CUTS:
        given = prepared(batch)
        return (ours, *[lambda out: by_pymarc(given, out)] * 2)
    expected = written(ours)
    cut = CUTS[form](expected.decode())
    bases = by_template(cut), by_joining(cut)
    if any(written(base) != expected for base in bases):
        raise SystemExit(f"the template of {form.NAME} does not write the same")
    return ours, *bases


def written(act: Act) -> bytes:
    """Return what an act writes."""
    out = io.BytesIO()
    act(out)
    return out.getvalue()


def cpu(act: Act) -> float:
    """Return the CPU seconds of an act, the best of three."""
    best = float("inf")
    for _ in range(3):
        out = io.BytesIO()
        start = time.process_time()
        act(out)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Measure base and format batch by batch and print the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=20_000)
    count = parser.parse_args().records
    used = {form: [0.0, 0.0, 0.0] for form in (*CUTS, marc, marcxml)}
    made = held(count)
    while batch := list(islice(made, BATCH)):
        for form, seconds in used.items():
            for place, act in enumerate(acts(form, batch)):
                seconds[place] += cpu(act)
    for form, (ours, base, least) in used.items():
        mine, other = f"{form.NAME:<10}{ours / count * 1e6:7.1f} µs", f"{base / count * 1e6:7.1f} µs {ours / base:6.2f}"
        if form in CUTS:
            print(f"{mine}   string.Template {other}   joining alone {least / count * 1e6:5.1f} µs {ours / least:6.2f}")
        else:
            print(f"{mine}   pymarc          {other}")


if __name__ == "__main__":
    main()
