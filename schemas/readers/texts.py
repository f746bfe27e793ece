"""Prose and agents as metadata formats carry them: HTML in text, placeholders, several names in one element; no format is known here."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from schemas.identifiers import orcid
from schemas.record import Contributor, Identifier
from schemas.values.names import looks_corporate, parse_name, split_names
from schemas.values.text import clean, clean_block, fold, strip_markup

_BLOCK = re.compile(r"<\s*(?:/\s*(?:jats:)?(?:p|div|h\d|li|sec|title)|(?:jats:)?(?:br|p|break))\b[^<>]*>", re.I)
_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,400}>|<!--.*?-->", re.S)
_HEADED = re.compile(
    r"(?:abstract|summary|résumé|resumen|resumo|zusammenfassung|аннотация)(?:\s*[:.]\s*|\s*\n\s*)(?=\S)", re.I
)
_PARAGRAPHS = ("\n\n", "\r\n\r\n", "\n \n", "\r\r", "\u2029")
NOTHING = frozenset(
    "n a|n/a|n.a|na|none|null|nil|unknown|undefined|not available|no abstract|no abstract available|abstract not available|"
    "no description|no description available|no data|tba|tbd|test|empty|missing|keine angabe|s n|s.n|s l|s.l|s a|"
    "anonymous|anon|various|et al|no author|not specified|unspecified|other".split("|")
)  # fmt: skip
"""What stands in a field, in small letters or folded, where the source has nothing to say."""
_ORCID = re.compile(
    r"[;,]?\s*(?:orcid(?:\s?id)?\s*[:=]?\s*)?(?:https?://)?(?:www\.)?(?:orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]/?",
    re.I,
)
LONGEST_NAME = 300
"""Characters; a longer "name" is a sentence."""


def is_placeholder(text: str) -> bool:
    """Tell whether a text only fills a field that may not be empty."""
    if len(text) > 25:
        return False
    if text[:1].isalnum() and text[-1].isalnum():
        return text.lower() in NOTHING
    return fold(text) in NOTHING or not any(c.isalnum() for c in text)


def prose(printed: str) -> str | None:
    """Return running text without markup (escaped or not) and without the word Abstract before it, its paragraphs kept."""
    if "<" in printed or ("&" in printed and "&lt;" in printed):
        printed = _without_tags(printed)
    if "\n" not in printed:
        text = clean(printed)
    elif any(mark in printed for mark in _PARAGRAPHS):
        text = clean_block(printed)
    else:
        text = clean(" ".join(printed.split()))
    if text and text[:1] in "AaSsRrZzАа" and (lead := _HEADED.match(text)):
        text = text[lead.end() :]
    return text


def _without_tags(text: str) -> str:
    """Text once more escaped than its element needs is HTML that was put into XML by a template."""
    for _ in range(3):
        if "<" not in text:
            text = html.unescape(text) if "&lt;" in text else text
        bare = _TAGS.sub("", _BLOCK.sub("\n\n", text))
        if bare == text and "&lt;" not in bare:
            break
        text = bare
    return text


def line(printed: str) -> str | None:
    """Return text of one line, without markup; None when empty."""
    return strip_markup(printed) if "<" in printed or "&" in printed else clean(printed)


def people(printed: Iterable[str], role: str | None, *, inverting: bool = False) -> list[Contributor]:
    """Return the contributors that elements name, each once; an element may hold several, or a name and an affiliation.

    `inverting` says that the source writes "Family, Given": what has no comma there ("Williams College") need not be a
    person, and is not taken apart.
    """
    found: dict[str, Contributor] = {}
    for text in printed:
        if found and "-" in text and (mark := _number_alone(text)):  # DSpace: an element of its own behind the name
            name, last = next(reversed(found.items()))
            found[name] = msgspec.structs.replace(last, identifiers=tuple(dict.fromkeys([*last.identifiers, mark])))
            continue
        for one in agents(text, role, inverting):
            found.setdefault(one.name, one)
    return list(found.values())


def _number_alone(text: str) -> Identifier | None:
    value = orcid(text) if _ORCID.fullmatch(text.strip()) else None
    return Identifier(scheme="orcid", value=value) if value else None


@lru_cache(maxsize=8192)
def agents(text: str, role: str | None, inverting: bool) -> tuple[Contributor, ...]:
    """Return the contributors that one element names."""
    text = text.strip()
    if ";" in text and (told := _ORCID.search(text)) and (value := orcid(told[0].strip(" ;,"))):
        rest = f"{text[: told.start()]}{text[told.end() :]}".strip(" ;,")
        if len(names := agents(rest, role, inverting)) == 1:
            return (
                msgspec.structs.replace(
                    names[0], as_printed=text, identifiers=(Identifier(scheme="orcid", value=value),)
                ),
            )
    if ";" in text or " and " in text or " & " in text or "|" in text or text.count(",") > 2:
        return tuple(_several(line(text) or "", role))
    if "," in text:
        return (parse_name(text, role),) if len(text) < LONGEST_NAME and text != "," else ()
    if _nobody(text):
        return ()
    return (body(line(text) or text, role) if inverting else parse_name(text, role),)


def body(name: str, role: str | None) -> Contributor:
    """Return the contributor of a name that is not to be taken apart: a publisher, or what may be a person or not."""
    return Contributor(kind="organisation" if looks_corporate(name) else None, name=name, role=role)


def _several(text: str, role: str | None) -> list[Contributor]:
    """ "Name; Affiliation" is how OJS writes a creator; everything else with a semicolon is a list."""
    name, mark, after = (part.strip() for part in text.partition(";"))
    if mark and after and not looks_corporate(name) and looks_corporate(after) and not _nobody(name):
        one = parse_name(name, role)
        return [msgspec.structs.replace(one, affiliations=(*one.affiliations, after), as_printed=text)]
    names = split_names(text) if mark or not looks_corporate(text) else (text,)
    return [parse_name(one, role) for one in names if not _nobody(one)]


def _nobody(text: str) -> bool:
    return not text or len(text) > LONGEST_NAME or "://" in text[:10] or is_placeholder(text)
