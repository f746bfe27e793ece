"""What judges exports for citing from outside: pandoc, biber, bibutils, the official schemas; absent ones are named and skip."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from tests.marc_judges import judge

LACKS = re.compile(r"Missing mandatory field(?: '\w+'| - one of 'date, year' must be defined)$")
"""The record does not have it: biber counts it, and so it is counted here."""
KNOWN = re.compile(r"legacy year field .* is not an integer|Invalid value of field 'year' must be datatype 'datepart'")
"""biber holds classic BibTeX to biblatex's idea of a year; btxdoc has `(about 1984)` as its example."""


def file_of(shared: Path, name: str) -> Path:
    """An official schema, or a skip that says that it is not here."""
    path = shared / "schemas" / name
    if not path.is_file():
        pytest.skip(f"{name} is not here (../shared/schemas)")
    return path


def valid_xml(data: bytes, schema: Path) -> int:
    """Hold each record of a file against a schema by itself, as an OAI-PMH provider gives it, and count them."""
    judged = etree.XMLSchema(etree.parse(str(schema)))
    found = [etree.fromstring(etree.tostring(child)) for child in etree.fromstring(data)]
    for child in found:
        judged.assertValid(child)
    return len(found)


def csl_faults(data: bytes, shared: Path) -> list[str]:
    """What csl-data.json finds in items."""
    validator = jsonschema.Draft7Validator(json.loads(file_of(shared, "csl-data.json").read_text("utf-8")))
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(json.loads(data))]


def cited_by_pandoc(path: Path) -> int:
    """How many items of a file pandoc cites; it must have nothing to say."""
    command = [judge("pandoc"), "--citeproc", "--bibliography", str(path), "-f", "markdown", "-t", "html"]
    text = '---\nnocite: "@*"\n---\n'
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr.strip()
    return done.stdout.count('class="csl-entry"')


def read_by_pandoc(data: bytes, form: str) -> int:
    """How many entries pandoc reads of BibTeX or biblatex; it must have nothing to say."""
    done = subprocess.run([judge("pandoc"), "-f", form, "-t", "csljson"], input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[:500]
    assert not done.stderr
    return done.stdout.count(b'"id": ')


def biber_faults(path: Path) -> Counter[str]:
    """What biber finds by its data model, but for what the records do not have."""
    made = str(path.with_name("out.bib"))
    command = [judge("biber"), "--tool", "--validate-datamodel", "--nolog", "--output-file", made, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=path.parent)
    assert not done.stderr.strip()
    told = [line for line in done.stdout.splitlines() if not line.startswith("INFO")]
    ours = [line for line in told if not LACKS.search(line) and not KNOWN.search(line)]
    return Counter(re.sub(r"entry '.*?'", "entry", line, flags=re.I) for line in ours)


def ris_by_bibutils(path: Path) -> etree._Element:
    """The MODS collection that bibutils make of RIS."""
    done = subprocess.run([judge("ris2xml"), "-un", str(path)], capture_output=True, check=True)
    return etree.fromstring(done.stdout)


def mods_by_bibutils(path: Path) -> int:
    """How many references bibutils make of MODS."""
    done = subprocess.run([judge("xml2ris"), "-nb", str(path)], capture_output=True, check=True)
    return done.stdout.count(b"TY  - ")
