"""An invented site of landing pages of about 24 KB, made by number and served from memory; answers 304 to its ETags."""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import random
import sys
from typing import ClassVar

WORDS = (
    "water basin report trade energy border security regional policy coast city council language archive union market "
    "climate migration school health labour forest river bridge account valley history museum letter island"
).split()
GIVEN = "Ana Jonas Mei Pavel Siri Oisín Katarzyna Lucas Greta Tomasz Inés Ruth".split()
FAMILY = "Quandt Feld Horák Dahl Byrne Lis Moreau Vollmer Wierzba Ortiz Abendroth Lenoir".split()


def path(number: int) -> str:
    """Return the path of a landing page."""
    return f"/reports/{number:05d}"


def page(number: int, base: str) -> bytes:
    """Return a landing page with Highwire tags, JSON-LD and a contents list."""
    chance = random.Random(number)
    title = f"{_words(chance, 4, 8).capitalize()}: {_words(chance, 3, 6)}"
    authors = [(chance.choice(GIVEN), chance.choice(FAMILY)) for _ in range(chance.randint(1, 4))]
    chapters = _chapters(chance)
    date = f"{chance.randint(1998, 2026)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    doi = f"10.5555/bench.{number}"
    head = _head(number, base, title, authors, date, doi, chapters, _words(chance, 60, 90))
    body = _body(chance, title, authors, chapters)
    return f'<!DOCTYPE html>\n<html lang="en">{head}{body}</html>'.encode()


def _words(chance: random.Random, low: int, high: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(low, high)))


def _chapters(chance: random.Random) -> list[tuple[str, str, int, int]]:
    found, start = [], 5
    for _ in range(chance.randint(6, 11)):
        end = start + chance.randint(4, 20)
        found.append((_words(chance, 3, 7).capitalize(), f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}", start, end))
        start = end + 1
    return found


def _head(number: int, base: str, title: str, authors: list[tuple[str, str]], date: str, doi: str,
          chapters: list[tuple[str, str, int, int]], abstract: str) -> str:  # fmt: skip
    metas = [
        ("citation_title", title), *(("citation_author", f"{family}, {given}") for given, family in authors),
        ("citation_publication_date", date.replace("-", "/")), ("citation_doi", doi), ("citation_language", "en"),
        ("citation_technical_report_institution", "Bench Institute"), ("citation_technical_report_number", str(number)),
        ("citation_issn", "2049-3630"), ("citation_pdf_url", f"{base}{path(number)}.pdf"), ("description", abstract),
    ]  # fmt: skip
    about = {
        "@context": "https://schema.org", "@type": "Report", "name": title, "datePublished": date, "inLanguage": "en",
        "author": [{"@type": "Person", "givenName": g, "familyName": f, "name": f"{g} {f}"} for g, f in authors],
        "publisher": {"@type": "Organization", "name": "Bench Institute"}, "identifier": f"https://doi.org/{doi}",
        "numberOfPages": chapters[-1][3] + 4, "description": abstract,
        "hasPart": [{"@type": "Chapter", "name": n, "author": a, "pageStart": s, "pageEnd": e} for n, a, s, e in chapters],
    }  # fmt: skip
    tags = "".join(f'<meta name="{name}" content="{html.escape(value)}">\n' for name, value in metas)
    style = "\n".join(f".c{n} {{ margin: {n}px; padding: {n}px; color: #{n:06x}; }}" for n in range(90))
    return (
        f'<head><meta charset="utf-8"><title>{html.escape(title)} | Bench Institute</title>\n{tags}'
        f'<link rel="canonical" href="{base}{path(number)}"><style>{style}</style>'
        f'<script type="application/ld+json">{json.dumps(about)}</script></head>'
    )


def _body(
    chance: random.Random, title: str, authors: list[tuple[str, str]], chapters: list[tuple[str, str, int, int]]
) -> str:
    menu = "".join(f'<li class="c{n}"><a href="/topic/{n}">{_words(chance, 1, 3)}</a></li>' for n in range(60))
    names = ", ".join(f'<a href="/people/{f.lower()}">{g} {f}</a>' for g, f in authors)
    entries = "".join(
        f'<li class="entry"><a href="#c{s}">{n}</a> <span class="by">{a}</span> <span class="pages">pp. {s}-{e}</span></li>'
        for n, a, s, e in chapters
    )
    text = "".join(f"<p>{_words(chance, 50, 80).capitalize()}.</p>" for _ in range(10))
    aside = "".join(f'<div class="card c{n}"><a href="/news/{n}">{_words(chance, 4, 8)}</a></div>' for n in range(30))
    return (
        f'<body><header><nav><ul>{menu}</ul></nav></header><main><h1>{html.escape(title)}</h1><p class="authors">{names}</p>'
        f'<section><h2>Summary</h2>{text}</section><section id="toc"><h2>Table of contents</h2><ol>{entries}</ol></section>'
        f"</main><aside>{aside}</aside><footer><p>Bench Institute, Lindwater</p></footer></body>"
    )


def answers(count: int, base: str) -> dict[bytes, tuple[bytes, bytes, bytes]]:
    """Return by path: the ETag, the whole answer with the page, the whole answer 304."""
    found = {}
    pages = {path(number).encode(): (b"text/html; charset=utf-8", page(number, base)) for number in range(1, count + 1)}
    urls = "".join(f"<url><loc>{base}{one.decode()}</loc></url>" for one in pages)
    site = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    pages[b"/sitemap.xml"] = (b"application/xml", site.encode())
    for one, (kind, body) in pages.items():
        etag = b'"' + hashlib.sha256(body).hexdigest()[:16].encode() + b'"'
        same = b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\nContent-Length: 0\r\n\r\n"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nETag: %s\r\nContent-Length: %d\r\n\r\n" % (
            kind,
            etag,
            len(body),
        )
        found[one] = (etag, head + body, same)
    return found


class Origin(asyncio.Protocol):
    """Answers GETs on one connection; requests come whole in one piece, as they do on loopback."""

    known: ClassVar[dict[bytes, tuple[bytes, bytes, bytes]]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        found = self.known.get(data.split(b" ", 2)[1])
        if found is None:
            answer = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        else:
            etag, whole, same = found
            answer = same if etag in data else whole
        self.transport.write(answer)  # type: ignore[attr-defined]


async def serve(count: int) -> None:
    """Serve on a free port, print the address, and go on until the process is ended."""
    server = await asyncio.get_running_loop().create_server(Origin, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    Origin.known = answers(count, base)
    print(base, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
