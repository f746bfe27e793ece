"""An invented OAI-PMH repository served from memory: records of about 2.7 KB made by number, pages gzipped beforehand.

At `/oai` nothing has changed since the first harvest; at `/changed/oai` one record in a hundred has, `/empty/oai` never had any.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import sys
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

OAI = "http://www.openarchives.org/OAI/2.0/"
SPACES = {"oai_dc": OAI + "oai_dc/", "marcxml": "http://www.loc.gov/MARC21/slim"}
PAGE = 100
ENGLISH = (
    "water basin report trade energy border security regional policy coast city council language archive union market "
    "climate migration school health labour forest river bridge account valley history museum letter island the of and"
)
LATIN = (
    "Gemeinde Straße größer Verkehr über für die Wasserversorgung der Städte und Länder",
    "élection frontière économie études société les des une région développement politique",
    "población desarrollo años región economía los las una educación política",
)
OTHERS = (
    "граница торговля политика вода регион школа",
    "政策 地域 経済 歴史 言語 都市",
    "σύνορα εμπόριο νερό πολιτική",
    "नीति भाषा शहर इतिहास",
)
GIVEN = "Ana Jonas Mei Pavel Siri Oisín Katarzyna Lucas Greta Tomasz Inés Ruth".split()
FAMILY = "Quandt Feld Horák Dahl Byrne Lis Moreau Vollmer Wierzba Ortiz Abendroth Lenoir".split()


class Work:
    """The work that a record describes, made from its number; `edition` changes the title."""

    def __init__(self, number: int, edition: int = 0) -> None:
        chance = self._chance = random.Random(7_000_003 * number)
        part = chance.random()
        words = (ENGLISH if part < 0.6 else chance.choice(LATIN if part < 0.89 else OTHERS)).split()
        self.number, self.deleted = number, chance.random() < 0.02
        self.stamp = f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}T12:00:00Z"
        self.title = f"{self._words(words, 5, 9).capitalize()}: {self._words(words, 4, 8)}" + " (revised)" * edition
        self.names = [f"{chance.choice(FAMILY)}, {chance.choice(GIVEN)}" for _ in range(chance.randint(1, 4))]
        self.subjects = [self._words(words, 1, 3) for _ in range(chance.randint(3, 6))]
        self.abstract = ". ".join(self._words(words, 12, 22).capitalize() for _ in range(10)) + "."
        self.year = str(chance.randint(1990, 2025))
        self.language = "eng" if part < 0.6 else "und"

    def _words(self, words: list[str], low: int, high: int) -> str:
        return " ".join(self._chance.choices(words, k=self._chance.randint(low, high)))

    def record(self, prefix: str) -> str:
        """Return the record in the form of a list."""
        status = ' status="deleted"' if self.deleted else ""
        head = (
            f"<header{status}><identifier>oai:bench.example:{self.number}</identifier><datestamp>{self.stamp}</datestamp>"
            f"<setSpec>com_1</setSpec><setSpec>col_{self.number % 40}</setSpec></header>"
        )
        payload = "" if self.deleted else f"<metadata>{(self.dc if prefix == 'oai_dc' else self.marc)()}</metadata>"
        return f"<record>{head}{payload}</record>\n"

    def dc(self) -> str:
        """Return the payload as oai_dc, as a repository of theses and reports has it."""
        fields = [
            ("title", self.title), *(("creator", name) for name in self.names),
            *(("subject", one) for one in self.subjects), ("description", self.abstract),
            ("publisher", "Bench Institute for Basin Studies"), ("date", f"{self.year}-05-17"), ("date", self.year),
            ("type", "info:eu-repo/semantics/report"), ("type", "Text"), ("format", "application/pdf"),
            ("identifier", f"https://repository.bench.example/handle/10986/{self.number}"),
            ("identifier", f"https://doi.org/10.5555/bench.{self.number}"), ("language", self.language),
            ("relation", f"Bench Working Papers; {self.number % 500}"), ("rights", "info:eu-repo/semantics/openAccess"),
            ("rights", "https://creativecommons.org/licenses/by/4.0/"),
        ]  # fmt: skip
        inner = "\n".join(f"<dc:{name}>{escape(value)}</dc:{name}>" for name, value in fields)
        return (
            f'<oai_dc:dc xmlns:oai_dc="{SPACES["oai_dc"]}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ '
            f'http://www.openarchives.org/OAI/2.0/oai_dc.xsd">\n{inner}</oai_dc:dc>'
        )

    def marc(self) -> str:
        """Return the payload as MARCXML with a contents note of six chapters."""
        main, _, sub = self.title.partition(": ")
        chapters = " -- ".join(
            f"{' '.join(self.abstract.split()[4 * n : 4 * n + 4])} / {name}" for n, name in enumerate(self.names)
        )
        fields = [
            ("024", "7 ", [("a", f"10.5555/bench.{self.number}"), ("2", "doi")]), ("100", "1 ", [("a", self.names[0]), ("e", "author.")]),
            ("245", "10", [("a", f"{main} :"), ("b", sub)]), ("264", " 1", [("a", "Lindwater :"), ("b", "Bench Institute,"), ("c", f"{self.year}.")]),
            ("300", "  ", [("a", f"{self.number % 400 + 20} pages")]), ("490", "1 ", [("a", "Bench Working Papers ;"), ("v", str(self.number % 500))]),
            ("505", "0 ", [("a", chapters)]), ("520", "  ", [("a", self.abstract)]),
            *(("650", " 0", [("a", one)]) for one in self.subjects), *(("700", "1 ", [("a", name)]) for name in self.names[1:]),
            ("856", "40", [("u", f"https://repository.bench.example/handle/10986/{self.number}")]),
        ]  # fmt: skip
        inner = "".join(
            f'<datafield tag="{tag}" ind1="{marks[0]}" ind2="{marks[1]}">'
            + "".join(f'<subfield code="{code}">{escape(value)}</subfield>' for code, value in parts)
            + "</datafield>"
            for tag, marks, parts in fields
        )
        return (
            f'<record xmlns="{SPACES["marcxml"]}"><leader>00000nam a2200000 i 4500</leader><controlfield tag="001">{self.number}'
            f'</controlfield><controlfield tag="008">200101s{self.year}    xx ||||| |||| 00| ||eng d</controlfield>{inner}</record>'
        )


def envelope(body: str, verb: str) -> bytes:
    """Return an answer, gzipped."""
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="{OAI}"><responseDate>2026-01-01T00:00:00Z</responseDate>'
        f'<request verb="{verb}">http://bench.example/oai</request>{body}</OAI-PMH>'
    )
    return gzip.compress(text.encode(), 6)


def listed(works: list[Work], prefix: str, mark: str) -> list[bytes]:
    """Return the pages of a list."""
    pages = []
    for start in range(0, len(works), PAGE):
        records = "".join(one.record(prefix) for one in works[start : start + PAGE])
        more = f"{mark}{start // PAGE + 1}" if start + PAGE < len(works) else ""
        token = f'<resumptionToken completeListSize="{len(works)}" cursor="{start}">{more}</resumptionToken>'
        pages.append(envelope(f"<ListRecords>{records}{token}</ListRecords>", "ListRecords"))
    return pages


class Origin(asyncio.Protocol):
    """Answers GETs on one connection; requests come whole in one piece, as they do on loopback."""

    pages: ClassVar[dict[str, bytes]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        parts = urlsplit(data.split(b" ", 2)[1].decode())
        said = {name: values[0] for name, values in parse_qs(parts.query).items()}
        place = parts.path.removesuffix("oai").strip("/")
        asked = said.get("resumptionToken") or f"{place}:{'from' if 'from' in said else said.get('verb')}"
        body = self.pages.get(asked) or self.pages["none"]
        self.transport.write(  # type: ignore[attr-defined]
            b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
            % len(body)
            + body
        )


def answers(count: int, prefix: str) -> dict[str, bytes]:
    """Return every answer by what is asked: a verb, `from` for an increment, a token."""
    identify = (
        "<Identify><repositoryName>Bench</repositoryName><baseURL>http://bench.example/oai</baseURL><protocolVersion>2.0"
        "</protocolVersion><adminEmail>a@bench.example</adminEmail><earliestDatestamp>2010-01-01T00:00:00Z</earliestDatestamp>"
        "<deletedRecord>persistent</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"
    )
    offer = (
        f"<ListMetadataFormats><metadataFormat><metadataPrefix>{prefix}</metadataPrefix><schema>x</schema>"
        f"<metadataNamespace>{SPACES[prefix]}</metadataNamespace></metadataFormat></ListMetadataFormats>"
    )
    found = {"none": envelope('<error code="noRecordsMatch">none</error>', "ListRecords")}
    for place in ("", "changed", "empty"):
        found[f"{place}:Identify"] = envelope(identify, "Identify")
        found[f"{place}:ListMetadataFormats"] = envelope(offer, "ListMetadataFormats")
    changed = [Work(number, edition=1) for number in range(0, count, 100)]
    for mark, key, works in (
        ("all-", ":ListRecords", [Work(n) for n in range(count)]),
        ("new-", "changed:from", changed),
    ):
        pages = listed(works, prefix, mark)
        found[key] = pages[0]
        found |= {f"{mark}{number}": page for number, page in enumerate(pages)}
    return found


async def serve(count: int, prefix: str) -> None:
    """Serve on a free port, print the address, and go on until the process is ended."""
    Origin.pages = answers(count, prefix)
    server = await asyncio.get_running_loop().create_server(Origin, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
