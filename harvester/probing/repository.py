"""What an OAI-PMH interface offers: what it says of itself, formats, sets, how many records, and the first of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from harvester.oai.answers import read_answer
from harvester.oai.asking import Failure, Origin
from harvester.oai.protocol import choose_prefix, formats_of, repository_of
from harvester.oai.reading import local
from harvester.oai.shapes import OaiPage
from harvester.probing.shapes import Offer, Sample
from schemas.formats import readers
from schemas.payloads import read_payload
from schemas.rules import check

SETS_SHOWN = 8


class RepositoryProbe:
    """Asks one interface; what it tells is in `offers`, `samples` and `notes`."""

    def __init__(self, origin: Origin, today: date) -> None:
        self._origin, self._today = origin, today
        self.offers: list[Offer] = []
        self.samples: list[Sample] = []
        self.notes: list[str] = []
        self.prefix = "oai_dc"
        self.name = "an OAI-PMH repository"

    async def run(self, count: int) -> bool:
        """Ask; says whether this is such an interface at all."""
        try:
            told = await self._origin.tell("Identify")
        except Failure:
            return False
        if told.page.verb != "Identify":
            return False
        self._identity(told.page)
        await self._formats()
        await self._sets()
        await self._records(count)
        return True

    def _identity(self, page: OaiPage) -> None:
        said = repository_of(page)
        self.name = said.name or self.name
        kept = {
            "no": "not kept: records that are gone become missing, by complete walks",
            "transient": "kept for a time",
        }
        self.offers += [
            Offer("OAI-PMH", self._origin.base),
            Offer("name", said.name or "not said"),
            Offer("datestamps", said.granularity + (f", from {said.earliest}" if said.earliest else "")),
            Offer("deletions", kept.get(said.deleted, said.deleted)),
        ]

    async def _formats(self) -> None:
        try:
            offered = formats_of((await self._origin.tell("ListMetadataFormats")).page)
        except Failure as failure:
            self.notes.append(f"ListMetadataFormats: {failure}")
            return
        known = {
            space.rstrip("/") for module in readers().values() for space in getattr(module, "NAMESPACES", ()) if space
        }
        self.prefix = choose_prefix(offered)
        said = (f"{one.prefix}{'' if one.namespace.rstrip('/') in known else ' (not read)'}" for one in offered)
        self.offers += [Offer("formats", ", ".join(said)), Offer("richest that is read", self.prefix)]

    async def _sets(self) -> None:
        try:
            page = (await self._origin.tell("ListSets")).page
        except Failure as failure:
            if failure.code != "noSetHierarchy":
                self.notes.append(f"ListSets: {failure}")
            return
        sets = list(_sets(page.about if page.about is not None else ()))
        more = "" if len(sets) <= SETS_SHOWN and page.token is None else " ..."
        size = f" of {page.token.size}" if page.token is not None and page.token.size else ""
        self.offers.append(Offer("sets", f"{len(sets)}{size}: {', '.join(sets[:SETS_SHOWN])}{more}"))

    async def _records(self, count: int) -> None:
        address = self._origin.address("ListRecords", metadataPrefix=self.prefix)
        try:
            capture = await self._origin.capture(address)
        except Failure as failure:
            self.notes.append(f"ListRecords: {failure}")
            return
        page = read_answer(capture.body)
        self.notes += [f"ListRecords: {error}" for error in page.errors]
        self.notes += [f"ListRecords: damaged: {damage.reason}" for damage in page.damage]
        size = page.token.size if page.token is not None else None
        many = f"{size} by its own count" if size else f"{len(page.records)}" + (" or more" if page.token else "")
        self.offers += [Offer("records", many), Offer("records in a page", str(len(page.records)))]
        self.samples = self._sampled(page, count)

    def _sampled(self, page: OaiPage, count: int) -> list[Sample]:
        found = []
        for one in page.records:
            if one.payload is None or one.header.deleted:
                continue
            record = read_payload(one.payload, prefix=self.prefix).record
            found.append(
                Sample(name=one.header.identifier or "-", record=record, findings=check(record, today=self._today))
            )  # fmt: skip
            if len(found) == count:
                break
        return found


def _sets(container: Sequence[Any]) -> Iterator[str]:
    for one in container:
        said = {local(child): (child.text or "").strip() for child in one}
        if local(one) == "set" and said.get("setSpec"):
            yield said["setSpec"]
