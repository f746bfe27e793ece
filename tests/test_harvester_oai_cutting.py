"""One record cut out of an answer with many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvester.oai.cutting import record_in
from tests.oai_server import Rec, Repo

MARC = '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 i 4500</leader><record/></record>'


def test_a_record_of_a_list() -> None:
    repo = Repo(3)
    repo.records["oai:repo.example:2"] = Rec(payload=MARC)
    repo.records["a & b"] = Rec(deleted=True)
    body = repo.answer({"verb": "ListRecords", "metadataPrefix": "oai_dc"})
    second = record_in(body, "oai:repo.example:2")
    assert second is not None
    assert second.startswith(b"<record><header><identifier>oai:repo.example:2</identifier>")
    assert second.endswith(b"</record></metadata></record>")
    assert second.count(b"<header>") == 1
    assert (record_in(body, "a & b") or b"").count(b"</record>") == 1
    assert record_in(body, "oai:repo.example:9") is None
    assert record_in(body.replace(b"record>", b"x:record>"), "oai:repo.example:3") is not None


@given(st.binary())
def test_any_bytes(body: bytes) -> None:
    assert record_in(b"<OAI-PMH><record>" + body, "x") is None or b"x" in body
