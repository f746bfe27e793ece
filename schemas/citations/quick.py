"""A style as citeproc-py reads it, mended where it does not do what CSL says, and with what it asks again answered once.

The elements are citeproc-py's own, by subclasses that are used for the styles made here and nowhere else.
"""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from citeproc import model
from citeproc.frontend import CitationStylesStyle
from citeproc.source import VariableError
from lxml import etree

from schemas.citations.remembering import Choice, Prints, Remembering, Shaped, shape_of
from schemas.citations.replaying import Cited, Replayed
from schemas.errors import UsageError

_TITLES = ("title", "collection-title", "collection-number")
"""Variables of text that stand in the place of names where nobody is named."""
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


class _Terms(Remembering):
    """The terms of a locale, each looked for once."""

    def get_term(self, name: str, form: str | None = None, zero_padded: bool = False) -> Any:
        known, asked = self.__dict__.setdefault("known", {}), (name, form, zero_padded)
        if asked not in known:
            try:
                known[asked] = super().get_term(name, form, zero_padded)
            except IndexError:
                known[asked] = None
        if known[asked] is None:
            raise IndexError(name)
        return known[asked]


class _Name(Prints):
    """Names, of which a style may say that only what is an initial already is one."""

    def reads(self, item: Any, *arguments: Any, **more: Any) -> tuple[str, ...] | None:
        return tuple(arguments)

    def get_option(self, name: str, context: Any = None, sort_options: Any = None) -> Any:
        if sort_options is not None:
            return super().get_option(name, context, sort_options)  # type: ignore[misc]
        known, asked = self.__dict__.setdefault("options", {}), (name, context)
        if asked not in known:
            known[asked] = super().get_option(name, context)  # type: ignore[misc]
        return known[asked]

    def et_al(self) -> Any:
        if "and_others" not in self.__dict__:
            self.__dict__["and_others"] = super().et_al()  # type: ignore[misc]
        return self.__dict__["and_others"]

    def initialize(self, given: str, mark: str, context: Any) -> str:
        if self.get("initialize") == "false":
            return " ".join([part + mark.rstrip() if len(part) == 1 else part for part in given.split()])
        return str(super().initialize(given, mark, context))  # type: ignore[misc]


class _Names(Prints):
    """People in a role, who are not named again where they stood in the place of others (CSL, `cs:substitute`)."""

    def reads(self, item: Any, *arguments: Any, **more: Any) -> tuple[str, ...] | None:
        return None

    def is_whole(self, item: Any, **more: Any) -> bool:
        """The processor asks whether editors and translators are the same people, and where there is no form of names."""
        roles = self.get("variable").split()
        formed = more.get("names_context")
        if formed is None:
            formed = self if self.name is not None else self._of_substitute()
        here = [role for role in roles if role in item.told]
        return bool(here) and (formed is None or formed.name is None or set(roles) == {"editor", "translator"})

    def process(self, item: Any, names_context: Any = None, context: Any = None, **more: Any) -> Any:
        layout = (self if context is None else context).get_layout()
        if any(role in layout.repressed.get("names", ()) for role in self.get("variable").split()):
            raise VariableError
        if names_context is None and self.name is None:
            names_context = self._of_substitute()
        return super().process(item, names_context=names_context, context=context, **more)  # type: ignore[misc]

    def _of_substitute(self) -> Any:
        """The names that these are in the place of, whose form they have, also from within a choice."""
        if "in_place_of" not in self.__dict__:
            found = self.xpath("ancestor::c:substitute[1]/parent::c:names", namespaces={"c": CSL})
            self.__dict__["in_place_of"] = found[0] if found else None
        return self.__dict__["in_place_of"]


class _Substitute(Remembering):
    """What stands in the place of names, with what it named where it is a choice or a macro."""

    def render(self, item: Any, context: Any = None, **more: Any) -> Any:
        self.__dict__["item"] = item
        return super().render(item, context=context, **more)  # type: ignore[misc]

    def add_to_repressed_list(self, child: Any, context: Any) -> None:
        super().add_to_repressed_list(child, context)  # type: ignore[misc]
        repressed = context.get_layout().repressed
        for tag, said in self._printed(child):
            if tag is not None:
                repressed[tag] = [*repressed.get(tag, ()), said]
            elif any(role in self.__dict__["item"].told for role in said):
                repressed["names"] = [*repressed.get("names", ()), *said]
                return

    def _printed(self, child: Any) -> tuple[Any, ...]:
        """What a part may print: roles, and texts by their tags."""
        if "in_place" not in child.__dict__:
            found: dict[Any, None] = {}
            for one in child.with_macros():
                said = str(one.get("variable") or "")
                # Those of the whole stand beside its title, and never in the place of authors.
                if one.tag == f"{{{CSL}}}names" and not said.startswith("container"):
                    found[None, tuple(said.split())] = None
                elif said in _TITLES:
                    found[one.tag, said] = None
            child.__dict__["in_place"] = tuple(found)
        return tuple(child.__dict__["in_place"])


class _Labels(Prints):
    """Labels, which are plural before a range of roman pages too, and have the case of titles in English."""

    def case(self, text: Any, language: str | None = None) -> Any:
        return super().case(text, language or self.get_root().__dict__.get("language"))  # type: ignore[misc]

    def _is_plural(self, item: Any) -> bool:
        if self.get("variable") == "page":
            return bool(_RANGE.search(str(item.reference.get("page") or "")))
        return bool(super()._is_plural(item))  # type: ignore[misc]


class _Numbers(Prints):
    """Numbers, of which only those in figures are shortened in a range."""

    def _format_last_page(self, first: str, last: str) -> str:
        return str(super()._format_last_page(first, last)) if last.isdecimal() else last  # type: ignore[misc]


class _Texts(_Numbers):
    """Texts, which are not printed again where they stood in the place of names."""

    def reads(self, item: Any, *arguments: Any, **more: Any) -> tuple[str, ...] | None:
        context = more.get("context")
        repressed = (self if context is None else context).get_layout().repressed
        if self.get("variable") in repressed.get(self.tag, ()):
            return None
        return super().reads(item, *arguments, **more)

    def is_whole(self, item: Any, **more: Any) -> bool:
        """All that a macro prints is one text to its case."""
        said = self.attrib
        return "macro" in said and ("text-case" in said or "strip-periods" in said)


_RANGE = re.compile(r"[\divxlcdm]\s*[-–—,&]\s*[\divxlcdm]", re.IGNORECASE)
_MENDED = {
    model.Locale: _Terms,
    model.Name: _Name,
    model.Names: _Names,
    model.Substitute: _Substitute,
    model.Label: _Labels,
    model.Text: _Texts,
    model.Number: _Numbers,
    model.Date: Prints,
    model.Group: Shaped,
    model.Choose: Choice,
}


def _elements() -> dict[str, type]:
    """Citeproc-py's class for each element by its tag, remembering and mended."""
    found = {}
    for one in model.CitationStylesElement.__subclasses__():
        kind = _MENDED.get(one, Remembering)
        found[one.__name__.replace("_", "-").lower()] = type(one.__name__, (kind, one), {})
    return found


class QuickStyle(CitationStylesStyle):  # type: ignore[misc]
    """A style whose elements remember what does not change."""

    def __init__(self, stream: BinaryIO, locale: str, formatter: Any) -> None:
        lookup = etree.ElementNamespaceClassLookup()
        namespace = lookup.get_namespace(CSL)
        namespace[None] = model.CitationStylesElement
        namespace.update(_elements())
        parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
        parser.set_element_class_lookup(lookup)
        self.xml = etree.parse(stream, parser)
        self.root = self.xml.getroot()
        self.root.set_locale_list(locale, validate=False)
        self.root.__dict__["language"] = locale[:2]
        self.root.locales = [self._remembering(one, parser) for one in self.root.locales]
        self.root.formatter = formatter
        # An element that nobody holds is made anew at the next look, and has forgotten everything.
        self._alive = [one for top in (self.root, *self.root.locales) for one in top.iter()]
        self._shapes: dict[tuple[Any, ...], int] = {}
        self._replayed = Replayed(self._made)

    def cite(self, told: dict[str, Any]) -> str | None:
        """Return the citation of an item by its variables; None where the processor does not stand it."""
        shape = self._shapes.setdefault(shape_of(told), len(self._shapes))
        return self._replayed.cite(Cited(told, shape))

    def _made(self, item: Cited) -> str | None:
        made = self.render_bibliography([item])
        return str(made[0]) if made else None

    def _remembering(self, locale: Any, parser: etree.XMLParser) -> Any:
        """The words of a locale, which citeproc-py has read into elements of its own, in ours."""
        if isinstance(locale, Remembering):
            return locale
        made = etree.fromstring(etree.tostring(locale), parser)
        made.style = self.root
        return made
