"""Elements of MODS as text: escaped, left out where nothing is left of them, names and titles as every item has them."""

from __future__ import annotations

from schemas.crosswalk.xml import language, xml
from schemas.record import Contributor, Identifier, Title
from schemas.writers.marc.articles import nonfiling
from schemas.writers.marc.terms import TERMS

_SCHEMES = {"handle": "hdl", "report-number": "report number"}
"""Names of identifier schemes in the format's own list where they differ from ours."""
_ROLES = TERMS["eng"].roles
_NAMES = {"person": ' type="personal"', "organisation": ' type="corporate"'}


def element(name: str, text: str | None, attributes: str = "") -> str:
    """Return an element with text, "" where there is none."""
    return f"<{name}{attributes}>{said}</{name}>" if text and (said := xml(text)).strip() else ""


def wrapped(name: str, inner: str, attributes: str = "") -> str:
    """Return an element around others, "" where there are none."""
    return f"<{name}{attributes}>{inner}</{name}>" if inner else ""


def attribute(name: str, value: str | None) -> str:
    """Return an attribute with a space before it, "" where there is no value."""
    said = " ".join(xml(value).replace('"', "&quot;").split()) if value else ""
    return f' {name}="{said}"' if said else ""


def title_info(title: Title | None, languages: tuple[str, ...], attributes: str = "", number: str | None = None) -> str:
    """Return a title: the leading article apart (nonSort), subtitle, number of the part."""
    if title is None:
        return ""
    main = title.main or (title.as_printed if not title.sub else None)
    count = nonfiling(main, languages) if main else 0
    article, rest = (main[:count], main[count:]) if main and main[count:].strip() else ("", main)
    inner = element("nonSort", article, ' xml:space="preserve"') if article.strip() else ""
    inner += element("title", rest) + element("subTitle", title.sub) + element("partNumber", number)
    return wrapped("titleInfo", inner, attributes)


def agent(one: Contributor, *, role: bool = True) -> str:
    """Return a name: its parts where they are certain, identifiers, affiliations and the relator code."""
    if one.family and one.kind != "organisation":
        kind, inner = _NAMES["person"], element("namePart", one.family, ' type="family"')
        inner += element("namePart", one.given, ' type="given"')
        inner += element("namePart", one.suffix, ' type="termsOfAddress"')
    else:
        kind, inner = _NAMES.get(one.kind or "", ""), element("namePart", one.name)
    if not inner:
        return ""
    for mark in one.identifiers:
        inner += element("nameIdentifier", mark.value, attribute("type", mark.scheme))
    if role and one.role:
        code = element("roleTerm", one.role, ' type="code" authority="marcrelator"')
        inner += wrapped(
            "role", code + element("roleTerm", _ROLES.get(one.role), ' type="text" authority="marcrelator"')
        )
    return wrapped("name", inner + "".join([element("affiliation", place) for place in one.affiliations]), kind)


def identifier(one: Identifier) -> str:
    """Return an identifier; one whose check digit is wrong is marked as the format has it, and what it names is its label."""
    scheme, invalid = one.scheme.removesuffix("-invalid"), ' invalid="yes"' if one.scheme.endswith("-invalid") else ""
    kind = attribute("type", _SCHEMES.get(scheme, scheme))
    return element("identifier", one.value, f"{kind}{attribute('displayLabel', one.of)}{invalid}")


def text(name: str, said: str, lang: str | None) -> str:
    """Return running text with its language."""
    return element(name, said, language(lang))
