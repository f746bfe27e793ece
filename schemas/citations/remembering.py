"""What citeproc-py asks the elements of a style again and again, answered once: by the element, or by the shape of an item.

Its own classes do the work; these stand before them, and are used for the styles of quick.py and nowhere else. A style
does not change once it is read, and which of its parts say nothing is the same for all items of a shape (decision 0074).
"""

from __future__ import annotations

from typing import Any

from citeproc import model
from citeproc.source import VariableError

_STEPS = {
    "is formatted": ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align"),
    "is wrapped": ("prefix", "suffix"),
    "is quoted": ("quotes",),
}
"""Steps of the work at an element, and the attributes without which they do nothing."""


class Remembering:
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

    def get_term(self, *arguments: Any, **more: Any) -> Any:
        root = self.get_root()
        known, asked = root.__dict__.setdefault("known_terms", {}), (*arguments, *more.items())
        if isinstance(root, model.Locale):
            return super().get_term(*arguments, **more)  # type: ignore[misc]
        if asked not in known:
            known[asked] = super().get_term(*arguments, **more)  # type: ignore[misc]
        return known[asked]

    def get_date(self, form: str) -> Any:
        known = self.get_root().__dict__.setdefault("known_dates", {})
        if form not in known:
            known[form] = super().get_date(form)  # type: ignore[misc]
        return known[form]

    def get_formatter(self) -> Any:
        if "formatter_of_all" not in self.__dict__:
            self.__dict__["formatter_of_all"] = super().get_formatter()  # type: ignore[misc]
        return self.__dict__["formatter_of_all"]

    def get_locale_option(self, name: str) -> Any:
        known = self.get_root().__dict__.setdefault("locale_options", {})
        if name not in known:
            known[name] = super().get_locale_option(name)  # type: ignore[misc]
        return known[name]

    def xpath_search(self, expression: str) -> Any:
        """The elements that a path leads to, which are found once: no style gets another but a `name` in its `names`."""
        known = self.__dict__.setdefault("found", {})
        if expression not in known:
            known[expression] = super().xpath_search(expression)  # type: ignore[misc]
        return known[expression]

    def __getattr__(self, name: str) -> Any:
        found = super().__getattr__(name)  # type: ignore[misc]
        if name != "name" or found is not None:
            self.__dict__[name] = found
        return found

    def iterchildren(self, *arguments: Any, **more: Any) -> Any:
        if arguments or more:
            return super().iterchildren(*arguments, **more)  # type: ignore[misc]
        if "children" not in self.__dict__:
            self.__dict__["children"] = tuple(super().iterchildren())  # type: ignore[misc]
        return iter(self.__dict__["children"])

    def with_macros(self) -> tuple[Any, ...]:
        """The element and all below it, also in the macros that it calls, each once."""
        if "all_parts" not in self.__dict__:
            self.__dict__["all_parts"] = ()  # where a macro calls itself
            found: dict[Any, None] = {}
            for one in (self, *self.iterdescendants()):
                found[one] = None
                if one.get("macro") is not None:
                    found.update(dict.fromkeys(self.get_macro(one.get("macro")).with_macros()))
            self.__dict__["all_parts"] = tuple(found)
        return tuple(self.__dict__["all_parts"])

    def format(self, text: Any) -> Any:
        return super().format(text) if self._has("is formatted") or isinstance(text, int | float) else text  # type: ignore[misc]

    def wrap(self, text: Any) -> Any:
        return super().wrap(text) if self._has("is wrapped") else text  # type: ignore[misc]

    def quote(self, text: Any) -> Any:
        return super().quote(text) if self._has("is quoted") else text  # type: ignore[misc]

    def _has(self, step: str) -> bool:
        """Say whether the element has an attribute for a step of the work; without, that does nothing."""
        known = self.__dict__
        if step not in known:
            known[step] = any(name in self.attrib for name in _STEPS[step])
        return bool(known[step])


class Shaped(Remembering):
    """What prints no value of an item gives the same for any of the same shape, and is not looked through again.

    That is what it gives in a recording, of which other items are filled in (replaying.py); other times it has no shape.
    """

    def render(self, item: Any, context: Any = None, **more: Any) -> Any:
        recording = item.recording
        if recording is None:
            return super().render(item, context=context, **more)  # type: ignore[misc]
        layout = (self if context is None else context).get_layout()
        before, known = str(layout.repressed), self.__dict__.setdefault("constant", {})
        shape, steps = (item.shape, before), len(recording.steps)
        if shape in known:
            given = known[shape]
        else:
            try:
                given = super().render(item, context=context, **more)  # type: ignore[misc]
            except VariableError:
                given = VariableError
            if len(recording.steps) == steps and str(layout.repressed) == before:
                known[shape] = given
        if given is VariableError:
            raise VariableError
        return given


class Prints(Shaped):
    """What prints values of an item: where it is recorded, by way of the recording."""

    def render(self, item: Any, *arguments: Any, **more: Any) -> Any:
        if item.recording is None:
            return self.plainly(item, *arguments, **more)
        names = self.reads(item, *arguments, **more)
        if names is not None:
            return item.recording.print(item, self, names, arguments, more)
        if self.is_whole(item, **more):
            return item.recording.print(item, self, self.variables(), arguments, more, whole=True)
        return self.plainly(item, *arguments, **more) if arguments else super().render(item, **more)

    def plainly(self, item: Any, *arguments: Any, **more: Any) -> Any:
        """Return what the element of citeproc-py gives."""
        return super(Shaped, self).render(item, *arguments, **more)  # type: ignore[misc]

    def reads(self, item: Any, *arguments: Any, **more: Any) -> tuple[str, ...] | None:
        """Return the variables that it prints of an item, and those that decide how; None where it prints none."""
        if "printed" not in self.__dict__:
            said = str(self.get("variable") or "")
            also = ("language",) if self.get("text-case") else ()
            self.__dict__["printed"] = (*_names(said), *also) if said else ()
        names: tuple[str, ...] = self.__dict__["printed"]
        return names if any(name in item.told for name in names if name != "language") else None

    def is_whole(self, item: Any, **more: Any) -> bool:
        """Say whether it does something else with values than to print those of its variable."""
        return False

    def variables(self) -> tuple[str, ...]:
        """Return all variables that are named in it."""
        if "all_variables" not in self.__dict__:
            said = [str(one.get(name) or "") for one in self.with_macros() for name in _VARIABLES]
            self.__dict__["all_variables"] = tuple(sorted({"type", "language", *_names(" ".join(said))}))
        return tuple(self.__dict__["all_variables"])


_VARIABLES = ("variable", "is-numeric", "is-uncertain-date")


def _names(variables: str) -> list[str]:
    """The variables of an item that are read for those of a style."""
    return [
        name for said in variables.split() for name in ((said, f"{said}-short") if said != "page-first" else ("page",))
    ]


class Choice(Shaped):
    """A choice, of which the branch that holds for an item is tried first for others of the same shape."""

    def render(self, item: Any, context: Any = None, delimiter: str = "", **more: Any) -> Any:
        held = self.__dict__.setdefault("held", {})
        if item.shape in held:
            try:
                return held[item.shape].render(item, context=context, delimiter=delimiter, **more)
            except model.ConditionFailed:
                pass
        for child in self.iterchildren():
            try:
                text = child.render(item, context=context, delimiter=delimiter, **more)
            except model.ConditionFailed:
                continue
            held[item.shape] = child
            return text
        return None


def shape_of(item: dict[str, Any]) -> tuple[Any, ...]:
    """What decides how a style goes through an item, but for what is printed: its type, its language, which variables
    it has, and of each what tests ask for: of names whether there are several, of dates whether they are about, of all
    others whether they are numbers.
    """
    return (item.get("type"), str(item.get("language"))[:2], *((name, _shape(item[name])) for name in sorted(item)))


def _shape(value: Any) -> Any:
    if isinstance(value, list):
        return min(len(value), 2)
    if isinstance(value, dict):
        return value.get("circa", 0) != 0 and bool(value.get("date-parts") or value.get("literal"))
    return model.If.re_numeric.match(str(value)) is not None
