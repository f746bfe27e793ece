"""Reading one OAI-PMH answer strictly: bytes in, an OaiPage out; what is not well-formed is salvage.py's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from harvester.oai.datestamps import normal
from harvester.oai.encoding import believed, plain
from harvester.oai.shapes import Header, OaiError, OaiPage, OaiRecord, Token
from schemas.errors import ReadError

VERBS = frozenset(
    ("Identify", "ListMetadataFormats", "ListSets", "ListIdentifiers", "ListRecords", "GetRecord")
)  # fmt: skip
MAX_DEPTH = 256
LARGE = 9_000_000
"""Above this libxml2 reads only with its own bounds lifted, so the depth is looked at afterwards."""

_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*(<!DOCTYPE)?", re.S)
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,60}:)?OAI-PMH[\s>/]")


def looks_like_oai(body: bytes) -> bool:
    """Say whether bytes have an OAI-PMH element near their beginning."""
    return _ROOT.search(plain(body[:16384])) is not None


def parse(body: bytes) -> Any:
    """Return the root element of a page of XML; raises ReadError where it is not well-formed or has a DOCTYPE."""
    body = plain(body)
    prolog = _PROLOG.match(body)
    if prolog and prolog[1]:
        raise ReadError("it has a DOCTYPE, which is not read")
    parser = etree.XMLParser(
        encoding=believed(body), huge_tree=len(body) > LARGE, load_dtd=False, no_network=True, recover=False,
        remove_comments=True, remove_pis=True, resolve_entities=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise ReadError(f"not well-formed: {_words(error)}") from error
    if root.getroottree().docinfo.doctype:
        raise ReadError("it has a DOCTYPE, which is not read")
    if len(body) > LARGE and _too_deep(root):
        raise ReadError(f"deeper than {MAX_DEPTH} elements")
    return root


def _words(error: Exception) -> str:
    text = str(error).partition(" (<string>")[0]
    return " ".join("".join(c if c.isprintable() else "?" for c in text).split())[:200] or type(error).__name__


def _too_deep(root: Any) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            return True
    return False


def page_of(root: Any) -> OaiPage:
    """Return what a parsed answer holds; namespaces are not looked at, because origins get them wrong.

    Without an OAI-PMH element, records that lie in the document are given all the same.
    """
    envelope = root if local(root) == "OAI-PMH" else next((e for e in root.iter() if local(e) == "OAI-PMH"), None)
    if envelope is None:
        return OaiPage(rooted=False, records=tuple(map(record_of, _loose(root))), token=_token(root))
    errors, records, headers = [], [], []
    verb, about, token, date = None, None, None, None
    for child in envelope:
        name = local(child)
        if name == "error":
            errors.append(OaiError(code=(child.get("code") or "").strip() or "unnamed", text=words_of(child)))
        elif name in VERBS:
            verb, about = name, child
            records += [record_of(one) for one in child if local(one) == "record"]
            headers += [header_of(one) for one in child if local(one) == "header"]
            token = _token(child) or token
        elif name == "responseDate":
            date = (child.text or "").strip() or None
        elif name == "record":
            records.append(record_of(child))
        elif name == "resumptionToken":
            token = _token_of(child)
    return OaiPage(
        about=about, errors=tuple(errors), headers=tuple(headers), records=tuple(records), response_date=date,
        token=token, verb=verb,
    )  # fmt: skip


def _loose(root: Any) -> Iterator[Any]:
    """Yield the records of the protocol in a document: those that hold a header or metadata, not within another."""
    if _is_record(root):
        yield root
        return
    stack = list(root)[::-1]
    while stack:
        one = stack.pop()
        if _is_record(one):
            yield one
        else:
            stack += list(one)[::-1]


def _is_record(element: Any) -> bool:
    return local(element) == "record" and any(local(child) in ("header", "metadata") for child in element)


def record_of(element: Any, raw: bytes | None = None) -> OaiRecord:
    """Return a record: its header, and the first element within its metadata."""
    header, payload = Header(), None
    for child in element:
        name = local(child)
        if name == "header":
            header = header_of(child)
        elif name == "metadata" and payload is None:
            payload = next((one for one in child if isinstance(one.tag, str)), None)
    return OaiRecord(header=header, payload=payload, raw=raw)


def header_of(element: Any) -> Header:
    """Return a header; a datestamp that cannot be read stays as it was sent."""
    identifier, sent, sets = None, None, []
    for child in element:
        name, text = local(child), child.text
        if name == "setSpec":
            if text and (spec := " ".join(text.split())):
                sets.append(spec)
        elif name == "identifier" and identifier is None:
            identifier = (text.strip() if text else "") or None
        elif name == "datestamp" and sent is None:
            sent = text or None
    stamp = normal(sent) if sent else None
    return Header(
        identifier=identifier, datestamp=stamp, sets=tuple(sets), as_sent=None if stamp == sent else sent,
        deleted=(element.get("status") or "").strip().lower() == "deleted",
    )  # fmt: skip


def _token(container: Any) -> Token | None:
    """Return the token of a list, which stands at its end; of several the last that says something."""
    found = [_token_of(child) for child in container if local(child) == "resumptionToken"]
    return next((one for one in reversed(found) if one.value), found[-1] if found else None)


def _token_of(element: Any) -> Token:
    value = "".join(element.itertext()).strip()
    return Token(value=value, size=element.get("completeListSize"), cursor=element.get("cursor"))


def local(element: Any) -> str:
    """Return an element's name without its namespace; nothing for what is no element."""
    return _local(element.tag)


@lru_cache(4096)  # few names, met again and again
def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words_of(element: Any) -> str:
    """Return the text of an element in one line."""
    return " ".join("".join(element.itertext()).split())[:500]
