"""What is asked for: the arguments of a request, each checked for its form; whether there is such a thing is not known here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import parse_qsl

from archive.service.oai.shapes import Asked, Refused

MOST = 8192
"""Characters that a request may have: an identifier of 2,000 and a token fit in."""
FIELDS = 32


class Verb(NamedTuple):
    """The arguments of a verb; a token, where a verb takes one, stands alone."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    listed: bool = False


_LIST = Verb(("metadataPrefix",), ("from", "until", "set"), listed=True)
VERBS: Mapping[str, Verb] = {
    "GetRecord": Verb(("identifier", "metadataPrefix")),
    "Identify": Verb(),
    "ListIdentifiers": _LIST,
    "ListMetadataFormats": Verb((), ("identifier",)),
    "ListRecords": _LIST,
    "ListSets": Verb(listed=True),
}
_FORMS = {
    "from": re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?", re.ASCII),
    "identifier": re.compile(r"[A-Za-z0-9\-_.!~*'();/?:@&=+$,%#\[\]]+"),
    "metadataPrefix": re.compile(r"[A-Za-z0-9\-_.!~*'()]+"),
    "set": re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*"),
}
_FORMS["until"] = _FORMS["from"]
"""Forms by OAI-PMH.xsd; what cannot be said in the answer's `request` is refused. A token may be anything: tokens.py tells."""


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Return the arguments of a query string or form; raises Refused for more than anybody needs."""
    if len(text) > MOST:
        raise Refused("badArgument", f"a request has at most {MOST} characters")
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS, errors="replace")
    except ValueError as error:
        raise Refused("badArgument", f"a request has at most {FIELDS} arguments") from error


def asked(pairs: Sequence[tuple[str, str]]) -> Asked:
    """Return the request that arguments make; raises Refused."""
    verb, shape = _verb([value for name, value in pairs if name == "verb"])
    given: dict[str, str] = {}
    known = {*shape.required, *shape.optional, *(("resumptionToken",) if shape.listed else ())}
    for name, value in pairs:
        if name == "verb":
            continue
        if name not in known:
            raise Refused("badArgument", f"{verb} has no argument {_shown(name)}")
        if name in given:
            raise Refused("badArgument", f"{name} is given more than once")
        given[name] = value
    if "resumptionToken" in given:
        if len(given) > 1:
            raise Refused("badArgument", "resumptionToken stands alone: it holds all other arguments")
    elif missing := [name for name in shape.required if name not in given]:
        raise Refused("badArgument", f"{verb} needs {' and '.join(missing)}")
    for name, value in given.items():
        if name in _FORMS and not _FORMS[name].fullmatch(value):
            raise Refused("badArgument", f"{name} has not the form that it must have: {_shown(value)}")
    return Asked(verb=verb, arguments=given)


def _verb(said: Sequence[str]) -> tuple[str, Verb]:
    if not said:
        raise Refused("badVerb", f"no verb is given: one of {', '.join(VERBS)}")
    if len(said) > 1:
        raise Refused("badVerb", "verb is given more than once")
    if said[0] not in VERBS:
        raise Refused("badVerb", f"{_shown(said[0])} is no verb: one of {', '.join(VERBS)}")
    return said[0], VERBS[said[0]]


def _shown(text: str) -> str:
    """Return what somebody sent in a form that can be shown to anybody."""
    return ascii(text if len(text) <= 80 else text[:80] + "...")


def bounds(first: str | None, until: str | None) -> tuple[str | None, str | None]:
    """Return from and until to the second, a day meaning its first and its last; raises Refused."""
    if first and until and len(first) != len(until):
        raise Refused("badArgument", "from and until have different granularities")
    start = _moment("from", first, "T00:00:00Z")
    end = _moment("until", until, "T23:59:59Z")
    if start and end and start > end:
        raise Refused("badArgument", "from is later than until")
    return start, end


def _moment(name: str, said: str | None, rest: str) -> str | None:
    if said is None:
        return None
    whole = said if len(said) > 10 else said + rest
    try:
        datetime.strptime(whole, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError as error:
        raise Refused("badArgument", f"{name}: there is no such time: {_shown(said)}") from error
    return whole
