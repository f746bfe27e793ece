"""A list as people read it: a page to print, a fragment for a learning platform, Markdown and text; nothing in it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import msgspec

from schemas.citations.runs import Run, as_html, as_markdown, as_text, marked
from schemas.crosswalk.plain_text import line
from schemas.envelope import Held
from schemas.lists.handout_style import STYLE
from schemas.lists.shapes import Item, ReadingList, Section
from schemas.lists.wording import WORDS, counted, days, language_of, to_be_read, total

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a browser may load for the page: nothing but the style that is in it."""


class Handout(msgspec.Struct, kw_only=True):
    """A list with its citations by the numbers of its items, in the words of a locale; `style` names how is cited."""

    citations: Mapping[int, Sequence[Run]]
    held: dict[int, Held]
    list: ReadingList
    locale: str | None = None
    style: str | None = None

    @property
    def language(self) -> str:
        """The language of the words around the citations."""
        return language_of(self.list, self.locale)

    @property
    def words(self) -> dict[str, str]:
        """Those words."""
        return WORDS[self.language]


def page(made: Handout) -> str:
    """Return the list as a page of HTML that stands alone and prints well."""
    title = escape(line(made.list.title))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(made.locale or made.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{_head(made)}{''.join(_sections(made, 2))}"
        f"{_foot(made)}</main>\n</body>\n</html>\n"
    )


def fragment(made: Handout) -> str:
    """Return the list as a piece of HTML for the page of another system: no style, headings from h3 on."""
    return f'<div lang="{escape(made.locale or made.language)}">\n{"".join(_sections(made, 3))}</div>\n'


def _head(made: Handout) -> str:
    about = made.list.about
    facts = [line(one) for one in (about.course_code, about.owner) if one]
    numbers = [counted(len(list(made.list.items())), made.language), total(made.list.items(), made.held, made.language)]
    kind = escape(" · ".join([made.words["list"], *facts]))
    return (
        f'<header>\n<p class="kind">{kind}</p>\n<h1>{escape(line(made.list.title))}</h1>\n'
        f'<p class="facts">{escape(" · ".join([one for one in numbers if one]))}</p>\n</header>\n'
    )


def _foot(made: Handout) -> str:
    return f"<footer>{escape(made.words['cited'].format(made.style))}</footer>\n" if made.style else ""


def _sections(made: Handout, level: int) -> Iterator[str]:
    for section in made.list.sections:
        heading = ""
        if section.title:
            facts = [days(section, made.language), total(section.items, made.held, made.language)]
            told = " · ".join([one for one in facts if one])
            small = f'\n<p class="facts">{escape(told)}</p>' if told else ""
            heading = f"<h{level}>{escape(line(section.title))}</h{level}>{small}\n"
        items = "".join([_item(made, item) for item in section.items])
        yield f"<section>\n{heading}" + (f"<ol>\n{items}</ol>\n" if items else "") + "</section>\n"


def _item(made: Handout, item: Item) -> str:
    said = [f'<p class="work">{as_html(made.citations[item.number])}</p>']
    facts = []
    if pages := to_be_read(item, made.language):
        facts.append(f'<span class="pages">{escape(made.words["read"])} {escape(pages)}</span>')
    if item.importance:
        facts.append(f'<span class="{escape(item.importance)}">{escape(made.words[item.importance])}</span>')
    if facts:
        said.append(f'<p class="reading">{" · ".join(facts)}</p>')
    if item.note:
        lines = "<br>".join([escape(line(one)) for one in item.note.splitlines() if one.strip()])
        said.append(f'<p class="note">{lines}</p>')
    return f"<li>{''.join(said)}</li>\n"


def markdown(made: Handout) -> str:
    """Return the list as Markdown (CommonMark, as pandoc reads it too); no text becomes markup."""
    said = [f"# {marked(line(made.list.title))}\n"]
    about = made.list.about
    facts = [line(one) for one in (about.course_code, about.owner) if one]
    if facts:
        said.append(marked(" · ".join(facts)) + "\n")
    for section in made.list.sections:
        said += [f"## {marked(line(section.title))}\n"] if section.title else []
        if told := _facts(made, section):
            said.append(f"{marked(told)}\n")
        for number, item in enumerate(section.items, 1):
            said.append(_marked_item(made, item, number))
    return "\n".join(said)


def _facts(made: Handout, section: Section) -> str:
    if not section.title:
        return ""
    return " · ".join(
        [one for one in (days(section, made.language), total(section.items, made.held, made.language)) if one]
    )


def _reading(made: Handout, item: Item) -> str:
    facts = [f"{made.words['read']} {pages}"] if (pages := to_be_read(item, made.language)) else []
    return " · ".join([*facts, *([made.words[item.importance]] if item.importance else [])])


def _marked_item(made: Handout, item: Item, number: int) -> str:
    lead = f"{number}. "
    parts = [as_markdown(made.citations[item.number])]
    parts += [marked(told)] if (told := _reading(made, item)) else []
    if item.note:
        # A backslash at the end of a line is a line break; the escape of a first sign keeps lists and headings out.
        parts.append("\\\n".join([as_markdown([(line(one), "")]) for one in item.note.splitlines() if one.strip()]))
    indent = " " * len(lead)
    body = "\n\n".join(parts).replace("\n", f"\n{indent}").replace(f"\n{indent}\n", "\n\n")
    return f"{lead}{body}\n"


def text(made: Handout) -> str:
    """Return the list as plain text, UTF-8, without anything that a terminal obeys."""
    said = [line(made.list.title)]
    facts = [line(one) for one in (made.list.about.course_code, made.list.about.owner) if one]
    said += [" · ".join(facts)] if facts else []
    for section in made.list.sections:
        told = [one for one in (line(section.title or ""), _facts(made, section)) if one]
        said += ["", *told[:1], *([told[1]] if told[1:] else []), *(["-" * min(len(told[0]), 72)] if told else [])]
        for number, item in enumerate(section.items, 1):
            said.append(f"{number}. {as_text(made.citations[item.number])}")
            more = [_reading(made, item), *(item.note or "").splitlines()]
            said += [f"   {line(one)}" for one in more if one.strip()]
    return "\n".join(said) + "\n"
