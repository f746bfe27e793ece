"""Reading one OAI-PMH answer strictly: bytes in, an OaiPage out; what is not well-formed is salvage.py's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
from lxml import etree

from harvester.oai.datestamps import normal
from harvester.oai.encoding import believed, plain
from harvester.oai.shapes import Header, OaiError, OaiPage, OaiRecord, Token
from schemas.errors import ReadError

VERBS = frozenset(
    ("Identify", "ListMetadataFormats", "ListSets", "ListIdentifiers", "ListRecords", "GetRecord")
)  # fmt: skip
LISTS = frozenset(("ListIdentifiers", "ListRecords", "GetRecord"))
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
    found = [root] if local(root) == "OAI-PMH" else list(_envelopes(root))
    if not found:
        return OaiPage(rooted=False, records=tuple(map(record_of, _loose(root))), token=_token(root))
    first, *others = map(_answer, found)
    return first if not others else msgspec.structs.replace(
        first, errors=tuple(e for page in (first, *others) for e in page.errors), token=([*others][-1]).token,
        headers=tuple(h for page in (first, *others) for h in page.headers),
        records=tuple(r for page in (first, *others) for r in page.records),
    )  # fmt: skip


def _envelopes(root: Any) -> Iterator[Any]:
    """Yield the answers within a document of another kind (SOAP, several glued together)."""
    for one in root.iter():
        if local(one) == "OAI-PMH" and not any(local(above) == "OAI-PMH" for above in one.iterancestors()):
            yield one


def _answer(envelope: Any) -> OaiPage:
    errors, records, headers = [], [], []
    verb, about, token, date = None, None, None, None
    for child in envelope:
        name = local(child)
        if name == "error":
            errors.append(_error(child))
        elif name in VERBS:
            verb, about = name, child
            records += [record_of(one) for one in child if local(one) == "record"]
            headers += [header_of(one) for one in child if local(one) == "header"]
            token = _token(child) or token
            if name in LISTS and len(child) > len(records) + len(headers) + (token is not None):
                errors += [_error(one) for one in child if local(one) == "error"]
                for one in child:  # a list within the list
                    if local(one) not in ("record", "header", "error", "resumptionToken"):
                        records += map(record_of, _loose(one))
                        token = token or _token(one)
        elif name == "responseDate":
            date = (child.text or "").strip() or None
        elif name == "record":
            records.append(record_of(child))
        elif name == "resumptionToken":
            token = _token_of(child)
        elif name != "request" and len(child):  # a list by a name that nobody knows
            records += map(record_of, _loose(child))
            token = _token(child) or token
    return OaiPage(
        about=about, errors=tuple(errors), headers=tuple(headers), records=tuple(records), response_date=date,
        token=token, verb=verb,
    )  # fmt: skip


def _error(element: Any) -> OaiError:
    return OaiError(code=(element.get("code") or "").strip() or "unnamed", text=words_of(element))


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
        if name == "header" and header.identifier is None:
            header = header_of(child)
        elif name == "metadata" and payload is None:
            payload = _payload(child)
    if header.identifier is None and (flat := header_of(element)).identifier:  # the header's parts without a header
        header = msgspec.structs.replace(flat, deleted=flat.deleted or header.deleted)
    return OaiRecord(header=header, payload=payload, raw=raw)


def _payload(metadata: Any) -> Any:
    """Return the first element of metadata, through a second `metadata`; of markup that was sent as text what it says."""
    found = next((one for one in metadata if isinstance(one.tag, str)), None)
    if found is not None:
        return _payload(found) if found.tag == metadata.tag else found
    text = (metadata.text or "").strip()
    if not text.startswith("<"):
        return None
    try:
        return parse(text.encode("utf-8", "replace"))
    except ReadError:
        return None


def header_of(element: Any) -> Header:
    """Return a header; a datestamp that cannot be read stays as it was sent."""
    identifier, sent, sets = None, None, []
    for child in element:
        name, text = local(child), child.text
        if name == "setSpec":
            if text and (spec := " ".join(text.split())):
                sets.append(spec)
        elif name == "identifier" and identifier is None:
            identifier = (text.strip() if text and not len(child) else words_of(child)) or None
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
