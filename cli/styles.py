"""Citation styles and locales as they are typed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.extras import need
from schemas.errors import NotFound

if TYPE_CHECKING:
    from schemas.citations.styles import Style

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
