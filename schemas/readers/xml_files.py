"""Files of XML records, one after another in flat memory; what one record says is read by its format."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from lxml import etree

from schemas.errors import ReadError
from schemas.readers.keys import key_of
from schemas.reading import Found
from schemas.record import Record

_HEAD = 65_536
"""Bytes in which a document type would stand."""


class XmlRecords(Iterator[Found]):
    """The records of a stream of XML, wherever in it they stand.

    A record that cannot be read raises ReadError when its turn comes, and the next call goes on behind it. Where the
    XML is damaged the parser goes on as well as it can, and the damage is raised once, at the end.
    """

    def __init__(
        self, stream: BinaryIO, is_record: Callable[[Any], bool], record_of: Callable[[Any], Record],
        name_of: Callable[[Any], str | None] = lambda element: None,
        parts_of: Callable[[Any], Iterable[Any]] = lambda element: (element,),
    ) -> None:  # fmt: skip
        """`name_of` gives the key that a record bears itself, where its format has such a thing.

        `parts_of` gives what is to be read of an element that holds several records (the articles of a journal).
        """
        self._is_record, self._record_of, self._name_of, self._parts_of = is_record, record_of, name_of, parts_of
        self._waiting: deque[Found | ReadError] = deque()
        self._parser = etree.iterparse(
            _NoEntities(stream), events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_pis=True, remove_comments=True,
        )  # fmt: skip
        self._ended = False

    def __next__(self) -> Found:
        while not self._waiting:
            if self._ended:
                raise StopIteration
            self._go_on()
        one = self._waiting.popleft()
        if isinstance(one, ReadError):
            raise one
        return one

    def _go_on(self) -> None:
        """Take the next element; what it holds is read before it is freed."""
        try:
            _, element = next(self._parser)
        except StopIteration:
            self._ended = True
            self._complain()
            return
        except etree.XMLSyntaxError as error:
            self._ended = True
            raise ReadError(f"the XML cannot be read: {error}") from error
        if self._is_record(element):
            for part in self._parts_of(element):
                try:
                    record = self._record_of(part)
                    self._waiting.append(Found(key=self._name_of(part) or key_of(record), record=record))
                except ReadError as error:
                    self._waiting.append(error)
            _forget(element)

    def _complain(self) -> None:
        """Undeclared prefixes are habit; everything else that the parser had to pass over is damage."""
        errors = [e for e in self._parser.error_log if e.domain_name != "NAMESPACE"]
        if errors:
            more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
            raise ReadError(f"the XML is damaged: line {errors[0].line}: {errors[0].message.strip()}{more}")


class _NoEntities:
    """A stream whose document type, if it has one, declares no entities: they could grow without end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._head = stream.read(_HEAD)
        if b"<!ENTITY" in self._head:
            raise ReadError("the file declares entities, which are not read")

    def read(self, size: int = -1) -> bytes:
        """Give the head first, then the rest."""
        if self._head:
            data, self._head = (self._head, b"") if size < 0 else (self._head[:size], self._head[size:])
            return data
        return self._stream.read(size)


def _forget(element: Any) -> None:
    """Free a record that was read, and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local_name(tag: Any) -> str:
    """Return the name of an element without namespace or undeclared prefix; "" for comments."""
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def namespace(tag: Any) -> str:
    """Return the namespace of an element, "" where it has none."""
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag[:1] == "{" else ""
