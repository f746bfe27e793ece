"""Requests of OAI-PMH 2.0 as addresses, and what an origin says of itself in answer to Identify and its like; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import msgspec

from harvester.oai.datestamps import DAY, SECONDS, normal
from harvester.oai.reading import local
from harvester.oai.shapes import OaiPage
from schemas.formats import readers
from schemas.payloads import PREFERRED

ARGUMENTS = frozenset(("verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"))


def base_url(address: str) -> str:
    """Return the base URL that an address was made from: without the arguments of the protocol."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in ARGUMENTS]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def asked_for(address: str) -> dict[str, str]:
    """Return the arguments of the protocol in an address."""
    return {name: value for name, value in parse_qsl(urlsplit(address).query) if name in ARGUMENTS}


def request(base: str, verb: str, **arguments: str | None) -> str:
    """Return the address of a request; each argument is encoded once, and none is sent that is None or empty.

    `from_` and `set_` stand for the arguments that are words of Python.
    """
    said = [f"verb={verb}"]
    said += [f"{name.rstrip('_')}={quote(value, safe='')}" for name, value in arguments.items() if value]
    return f"{base}{'&' if '?' in base else '?'}{'&'.join(said)}"


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A metadata format that an origin offers."""

    namespace: str = ""
    prefix: str


class Repository(msgspec.Struct, frozen=True, kw_only=True):
    """What an origin says of itself; the defaults are what can be relied on where it says nothing."""

    deleted: str = "no"
    earliest: str | None = None
    granularity: str = DAY
    name: str | None = None


def repository_of(page: OaiPage) -> Repository:
    """Return what the answer to Identify says."""
    said = {
        local(child): " ".join((child.text or "").split()) for child in (page.about if page.about is not None else ())
    }
    seconds = said.get("granularity", "").lower() == SECONDS.lower()
    return Repository(
        deleted=said.get("deletedRecord", "no").lower(), earliest=normal(said.get("earliestDatestamp")),
        granularity=SECONDS if seconds else DAY, name=said.get("repositoryName") or None,
    )  # fmt: skip


def formats_of(page: OaiPage) -> tuple[Format, ...]:
    """Return the formats in an answer to ListMetadataFormats."""
    return tuple(_formats(page.about if page.about is not None else ()))


def _formats(container: Any) -> Iterator[Format]:
    for one in container:
        said = {local(child): (child.text or "").strip() for child in one}
        if local(one) == "metadataFormat" and said.get("metadataPrefix"):
            yield Format(prefix=said["metadataPrefix"], namespace=said.get("metadataNamespace", ""))


def choose_prefix(offered: Iterable[Format]) -> str:
    """Return the prefix of the richest format that is offered and read, by its namespace; else oai_dc, which all offer."""
    return ranked(offered)[0]


def ranked(offered: Iterable[Format]) -> tuple[str, ...]:
    """Return the prefixes of the formats that are offered and read, the richest first; oai_dc, which all offer, is always one."""
    known: dict[str, list[str]] = {}
    for one in offered:
        known.setdefault(one.namespace.rstrip("/"), []).append(one.prefix)
    spaces = (space.rstrip("/") for name in PREFERRED if name in readers() for space in readers()[name].NAMESPACES)
    found = [prefix for space in spaces if space for prefix in known.get(space, ())]
    return tuple(dict.fromkeys([*found, "oai_dc"]))
