"""What judges MARC records from outside: yaz-marcdump, marcvalidate, MARC::Lint, the official schema, pymarc; absent ones are named."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pymarc
import pytest
from lxml import etree

KNOWN = {
    "last mark": re.compile(r"245: MARC21 allows \? or ! as final punctuation but LCRI"),
    "article": re.compile(r"(?:245|830): First word, .*(?:may be an article|does not appear to be an article), check 2nd indicator"),
}  # fmt: skip
"""MARC::Lint's own faults: it wants "?." where MARC 21 does not, and judges articles without asking for the language."""
WITHOUT_MARKS = {
    "marks of ISBD": re.compile(
        r"245: (?:Must end with|Subfield _c must be preceded by|Subfield _b should be preceded)"
    ),
}
"""What it finds besides in records that say in leader/18 that they have no marks of ISBD: it does not look there."""
_LINT = (
    '$l=MARC::Lint->new; $b=MARC::Batch->new("USMARC",shift);'
    ' while($r=$b->next){$l->check_record($r); print $r->field("001")->data,"\\t$_\\n" for $l->warnings}'
    ' print STDERR "$_\\n" for $b->warnings;'
)


def judge(name: str) -> str:
    """The path of a program, or a skip that says that it is not here."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed, which judges exports")
    return found


def structure(path: Path) -> str:
    """What yaz-marcdump says of a file of ISO 2709; nothing where it is sound."""
    done = subprocess.run([judge("yaz-marcdump"), "-n", str(path)], capture_output=True, text=True)
    return done.stdout + done.stderr + (f"exit {done.returncode}" if done.returncode else "")


def schema_faults(path: Path) -> list[str]:
    """What marcvalidate (MARC::Schema) finds: it prints a line for each fault and nothing else."""
    done = subprocess.run([judge("marcvalidate"), str(path)], capture_output=True, text=True, check=True)
    return [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]


def lint(path: Path, *, isbd: bool = True) -> tuple[list[str], Counter[str]]:
    """What MARC::Lint finds, and how much of its own known faults by name."""
    perl = judge("perl")
    if subprocess.run([perl, "-MMARC::Lint", "-e", "1"], capture_output=True).returncode:
        pytest.skip("MARC::Lint is not installed, which judges exports")
    done = subprocess.run(
        [perl, "-MMARC::Batch", "-MMARC::Lint", "-e", _LINT, str(path)], capture_output=True, check=True
    )
    known, faults = Counter[str](), []
    shapes = KNOWN if isbd else KNOWN | WITHOUT_MARKS
    for line in (done.stdout + done.stderr).decode("utf-8", "replace").splitlines():
        name = next((name for name, shape in shapes.items() if shape.search(line)), None)
        if name:
            known[name] += 1
        else:
            faults.append(line)
    return faults, known


def by_pymarc(data: bytes) -> list[pymarc.Record]:
    """The records as pymarc reads them, strictly."""
    reader = pymarc.MARCReader(data, permissive=False, to_unicode=True, force_utf8=True)
    return [record for record in reader if record is not None]


def valid(xml: bytes, shared: Path) -> None:
    """Hold a collection against MARC21slim.xsd."""
    schema = etree.XMLSchema(etree.parse(str(shared / "schemas" / "MARC21slim.xsd")))
    schema.assertValid(etree.fromstring(xml))
