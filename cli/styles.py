"""Citation styles and locales as they are typed, and the citations of a list in them: made once and kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.extras import need
from cli.session import Session
from schemas.errors import NotFound

if TYPE_CHECKING:
    from archive.store import Store
    from schemas.citations.runs import Run
    from schemas.citations.styles import Style
    from schemas.envelope import Held
    from schemas.lists.shapes import Item, ReadingList

style_option = click.option(
    "--style",
    metavar="NAME|FILE",
    help="Citation style: apa, chicago-author-date, ieee ..., or a CSL file [default: plain].",
)
locale_option = click.option("--locale", metavar="TAG", help="Language of citations: en, en-GB, de, fr ...")


def style_of(style: str | None, locale: str | None) -> Style | None:
    """Return the style that was named, None for the plain one; raises NotFound and UsageError."""
    if style is None or style == "plain":
        return None
    need("cite", "citeproc", f"--style {style}")
    from schemas.citations.styles import Style, bundled

    if style.endswith(".csl") or "/" in style:
        try:
            return Style(Path(style).read_bytes(), locale)
        except OSError as error:
            raise NotFound(f"{style}: cannot be read: {error.strerror}") from error
    return Style(bundled(style), locale)


def citations_of(
    session: Session, store: Store, shown: ReadingList, held: Mapping[int, Held], style: str | None, locale: str | None
) -> tuple[dict[int, tuple[Run, ...]], str | None]:
    """Return the citations of a list's items by their numbers, and the title of the style where it is no plain one."""
    from schemas.citations.plain import citation

    items = list(shown.items())
    language = locale or shown.about.language
    chosen = style_of(style, language)
    made = {item.number: typed for item in items if (typed := _typed(item, held[item.number]))}
    cited = {item.number: held[item.number] for item in items if item.number not in made}
    if chosen is None:
        return made | {number: citation(one, language) for number, one in cited.items()}, None
    from cli.kept_citations import kept

    return made | kept(session, store, chosen, cited), chosen.title


def _typed(item: Item, held: Held) -> tuple[Run, ...] | None:
    """A reference that was typed as a line is cited as it was typed, and what is held back is said to be."""
    if held.record.deleted:
        return (("[held back]", ""),)
    return ((item.typed, ""),) if item.typed else None
