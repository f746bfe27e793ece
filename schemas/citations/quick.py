"""A style as citeproc-py reads it, with what it asks again and again answered once: macros, terms, what calls a variable.

The elements are citeproc-py's own, by subclasses that are used for the styles made here and nowhere else.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from citeproc import CitationItem, model
from citeproc.frontend import CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from lxml import etree

from schemas.errors import UsageError

CSL = "http://purl.org/net/xbiblio/csl"


def locale_of(tag: str | None) -> str:
    """Return the locale of the processor that a language tag means (`de` is de-DE); raises UsageError for none."""
    by_name = {one.lower(): one for one in model.LANGUAGE_NAMES}
    wanted = (tag or "en-US").lower()
    language = wanted.partition("-")[0]
    for one in (wanted, str(model.PRIMARY_DIALECTS.get(language, "")).lower(), language):
        if one in by_name:
            return str(by_name[one])
    raise UsageError(f"locale {tag}: there are no words for it: give en, en-GB, de, fr ...")


class _Remembering:
    """What an element of a style answers from its own attributes once it knows; styles do not change."""

    def get_root(self) -> Any:
        if "root" not in self.__dict__:
            self.__dict__["root"] = super().get_root()  # type: ignore[misc]
        return self.__dict__["root"]

    def get_macro(self, name: str) -> Any:
        known = self.get_root().__dict__.setdefault("macros", {})
        if name not in known:
            known[name] = super().get_macro(name)  # type: ignore[misc]
        return known[name]

    def get_layout(self) -> Any:
        if "layout_above" not in self.__dict__:
            self.__dict__["layout_above"] = super().get_layout()  # type: ignore[misc]
        return self.__dict__["layout_above"]

    def calls_variable(self) -> bool:
        if "calls" not in self.__dict__:
            self.__dict__["calls"] = super().calls_variable()  # type: ignore[misc]
        return bool(self.__dict__["calls"])

    def is_locale_date(self) -> bool:
        if "of_locale" not in self.__dict__:
            self.__dict__["of_locale"] = super().is_locale_date()  # type: ignore[misc]
        return bool(self.__dict__["of_locale"])


class _Terms(_Remembering):
    """The terms of a locale, each looked for once."""

    def get_term(self, name: str, form: str | None = None, zero_padded: bool = False) -> Any:
        known, asked = self.__dict__.setdefault("known", {}), (name, form, zero_padded)
        if asked not in known:
            try:
                known[asked] = super().get_term(name, form, zero_padded)  # type: ignore[misc]
            except IndexError:
                known[asked] = None
        if known[asked] is None:
            raise IndexError(name)
        return known[asked]


def _elements() -> dict[str, type]:
    """Citeproc-py's class for each element by its tag, remembering."""
    found = {}
    for one in model.CitationStylesElement.__subclasses__():
        kind = _Terms if one is model.Locale else _Remembering
        found[one.__name__.replace("_", "-").lower()] = type(one.__name__, (kind, one), {})
    return found


class QuickStyle(CitationStylesStyle):  # type: ignore[misc]
    """A style whose elements remember what does not change."""

    def __init__(self, stream: BinaryIO, locale: str) -> None:
        lookup = etree.ElementNamespaceClassLookup()
        namespace = lookup.get_namespace(CSL)
        namespace[None] = model.CitationStylesElement
        namespace.update(_elements())
        parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
        parser.set_element_class_lookup(lookup)
        self.xml = etree.parse(stream, parser)
        self.root = self.xml.getroot()
        self.root.set_locale_list(locale, validate=False)
        # An element that nobody holds is made anew at the next look, and has forgotten everything.
        self._alive = [one for top in (self.root, *self.root.locales) for one in top.iter()]


class Cited(CitationItem):  # type: ignore[misc]
    """The one item of a bibliography, its reference at hand, and without the number that some styles begin a line with."""

    number = ""
    reference: Any = None

    def __init__(self, item: dict[str, Any]) -> None:
        super().__init__(item["id"])
        self.source = CiteProcJSON([item])
        reference = self.source[self.key]
        reference.__dict__.update(reference)
        self.__dict__["reference"] = reference
