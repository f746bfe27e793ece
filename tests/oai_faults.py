"""What the faults of a repository are made of: when one happens, what is sent then, and what a harvest must make of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from tests.oai_server import Answer, Args, Fault, Repo

Want = Literal["whole", "whole, told", "told", "failed"]
"""All records and exit 0; all records and exit 3; exit 3, with at least so many; exit 4, nothing came."""

Sends = Callable[[Answer], "Answer | Callable[[Any], None]"]
When = Callable[[Args], bool]


class Case(NamedTuple):
    """A fault and what is wanted; `least` records must be held, `arrange` changes the repository before."""

    name: str
    want: Want
    fault: Fault | None = None
    least: int = 35
    arrange: Callable[[Repo], None] | None = None
    options: Mapping[str, Any] = {}
    slow: bool = False


def first(args: Args) -> bool:
    """The first page of the list."""
    return args.get("verb") == "ListRecords" and "resumptionToken" not in args


def second(args: Args) -> bool:
    """The second page, however it is asked for."""
    return args.get("verb") == "ListRecords" and args.get("resumptionToken", "").endswith("|10")


def last(args: Args) -> bool:
    """The last page."""
    return args.get("verb") == "ListRecords" and args.get("resumptionToken", "").endswith("|30")


def pages(args: Args) -> bool:
    """Every page of the list."""
    return args.get("verb") == "ListRecords"


def lists(args: Args) -> bool:
    """Every page of any list of records."""
    return args.get("verb") in ("ListRecords", "ListIdentifiers")


def anything(args: Args) -> bool:
    """Every request."""
    return True


def verb(name: str) -> When:
    """Every request of one verb."""
    return lambda args: args.get("verb") == name


def when(test: When, sends: Sends, times: int = 1_000_000) -> Fault:
    """A fault that happens where the test says so, at most so many times for the same request."""
    return lambda args, answer, before: sends(answer) if test(args) and before < times else answer


def once(test: When, sends: Sends) -> Fault:
    """A fault that is gone when the same is asked again."""
    return when(test, sends, 1)


def swap(old: str, new: str, count: int = -1) -> Sends:
    """The right answer with other words in it."""
    return lambda answer: answer._replace(body=answer.body.replace(old.encode(), new.encode(), count))


def swap_bytes(old: bytes, new: bytes) -> Sends:
    """The right answer with other bytes in it."""
    return lambda answer: answer._replace(body=answer.body.replace(old, new, 1))


def status(code: int, body: bytes | None = None, **headers: str) -> Sends:
    """A status; without a body that of the right answer."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda answer: Answer(answer.body if body is None else body, code, said)


def wire(send: Callable[[Any, bytes], None]) -> Sends:
    """Something done on the connection itself, with the body of the right answer."""
    return lambda answer: lambda handler: send(handler, answer.body)


def head(length: int | None, *more: str, code: str = "200 OK") -> bytes:
    """The head of an answer as bytes."""
    lines = [f"HTTP/1.1 {code}", "Content-Type: text/xml", *more]
    return "\r\n".join([*lines, *([f"Content-Length: {length}"] if length is not None else []), "\r\n"]).encode()
