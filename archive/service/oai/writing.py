"""Answers as XML: the envelope, headers, records, provenance, sets; what goes into them is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit
from xml.sax.saxutils import quoteattr

from archive.service.oai.listing import Row
from archive.service.oai.metadata import Form
from archive.service.oai.sets import Set
from archive.service.oai.shapes import OAI
from archive.types import to_second
from schemas.crosswalk.xml import xml
from schemas.payloads import format_of_prefix

_OPEN = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="{OAI}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f' xsi:schemaLocation="{OAI} {OAI}OAI-PMH.xsd">\n<responseDate>'
)
PROVENANCE = f"{OAI}provenance"
_ABOUT = (
    f'<about><provenance xmlns="{PROVENANCE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f' xsi:schemaLocation="{PROVENANCE} {PROVENANCE}.xsd"><originDescription harvestDate="'
)
_DATESTAMP = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ)?", re.ASCII)
_HARMLESS = re.compile(r"[A-Za-z0-9\-_.!~*'();/?:@=+$,]+")
_URI = "-_.!~*'();/?:@&=+$,%#[]"


def envelope(date: str, base: str, request: Mapping[str, str], body: bytes) -> bytes:
    """Return an answer: when it is of, what was asked of whom, and its content."""
    said = "".join(f" {name}={quoteattr(value)}" for name, value in request.items() if value.isprintable())
    return b"".join(
        (f"{_OPEN}{date}</responseDate>\n<request{said}>{xml(base)}</request>\n".encode(), body, b"</OAI-PMH>\n")
    )


def error(code: str, message: str) -> bytes:
    """Return an error of the protocol."""
    return f'<error code="{code}">{xml(message)}</error>\n'.encode()


def header(row: Row, name: str, specs: Sequence[str], *, deleted: bool) -> str:
    """Return the header of a record."""
    sets = "".join([f"<setSpec>{spec}</setSpec>" for spec in specs])
    status = ' status="deleted"' if deleted else ""
    if "&" in name:
        name = name.replace("&", "&amp;")
    return (
        f"<header{status}><identifier>{name}</identifier><datestamp>{row.stamp}</datestamp>{sets}</header>"
    )  # fmt: skip


def record(head: str, payload: bytes | None, about: str) -> bytes:
    """Return a record from its header, its metadata (None where it is deleted) and what is said about that."""
    if payload is None:
        return f"<record>{head}</record>\n".encode()
    return b"".join((f"<record>{head}<metadata>\n".encode(), payload, f"</metadata>{about}</record>\n".encode()))


def provenance(row: Row, namespaces: Mapping[str, str]) -> str:
    """Return the `about` container that says from which repository a record was harvested.

    Nothing for one that is of a page or file, or whose repository gave no datestamp that can be handed on: the
    container demands both. It is always altered, because it is written anew.
    """
    prefix = row.input.removeprefix("oai:")
    if row.version is None or prefix == row.input:
        return ""
    stamp, url, at = row.version[4], row.version[6], row.version[7]
    namespace = namespaces.get(_format_of(prefix))
    if not namespace or not url or not stamp or not _DATESTAMP.fullmatch(stamp):
        return ""
    return (
        f'{_ABOUT}{to_second(at)}" altered="true"><baseURL>{_base(url)}</baseURL><identifier>{_uri(row.key)}</identifier>'
        f"<datestamp>{stamp}</datestamp><metadataNamespace>{namespace}</metadataNamespace></originDescription></provenance></about>"
    )


@lru_cache(256)
def _format_of(prefix: str) -> str:
    return format_of_prefix(prefix)


@lru_cache(256)
def _base(url: str) -> str:
    """Return the base URL of the repository that a request went to."""
    return _uri(urlunsplit((*urlsplit(url)[:3], "", "")))


def _uri(text: str) -> str:
    """Return what an origin uses as a URI as one that a schema lets through."""
    if _HARMLESS.fullmatch(text):
        return text
    return xml(quote(text, safe=_URI, errors="replace"))


def token(value: str, attributes: Mapping[str, object]) -> bytes:
    """Return a resumptionToken; an empty one ends a list."""
    said = "".join(f' {name}="{one}"' for name, one in attributes.items() if one is not None)
    return (f"<resumptionToken{said}>{value}</resumptionToken>\n" if value else f"<resumptionToken{said}/>\n").encode()


def formats(offered: Iterable[Form]) -> bytes:
    """Return the content of ListMetadataFormats."""
    return "".join(
        f"<metadataFormat><metadataPrefix>{one.prefix}</metadataPrefix><schema>{one.schema}</schema>"
        f"<metadataNamespace>{one.namespace}</metadataNamespace></metadataFormat>\n"
        for one in offered
    ).encode()


def sets(found: Iterable[Set]) -> bytes:
    """Return sets as ListSets lists them."""
    return "".join(
        f"<set><setSpec>{one.spec}</setSpec><setName>{xml(one.name)}</setName></set>\n" for one in found
    ).encode()


def identify(*, base: str, name: str, emails: Sequence[str], earliest: str, namespace: str, sample: str) -> bytes:
    """Return the content of Identify, with the description of the identifiers."""
    space = f"{OAI[:-1]}/oai-identifier"
    return (
        f"<repositoryName>{xml(name)}</repositoryName>\n<baseURL>{xml(base)}</baseURL>\n<protocolVersion>2.0</protocolVersion>\n"
        + "".join(f"<adminEmail>{xml(one)}</adminEmail>\n" for one in emails)
        + f"<earliestDatestamp>{earliest}</earliestDatestamp>\n<deletedRecord>persistent</deletedRecord>\n"
        "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>\n<compression>gzip</compression>\n"
        f'<description><oai-identifier xmlns="{space}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{space} {space}.xsd"><scheme>oai</scheme><repositoryIdentifier>{namespace}</repositoryIdentifier>'
        f"<delimiter>:</delimiter><sampleIdentifier>{xml(sample)}</sampleIdentifier></oai-identifier></description>\n"
    ).encode()
