"""`tocsin cite`: one record or entry as a citation."""

from __future__ import annotations

import click

from cli.output import form_of, plain
from cli.selection import part_of
from cli.session import Session, pass_session
from cli.styles import locale_option, style_of, style_option
from schemas.errors import UsageError


@click.command()
@click.argument("names", metavar="ID...", nargs=-1, required=True)
@style_option
@locale_option
@form_of("output", "text", "html", "markdown")
@pass_session
def cite(session: Session, names: tuple[str, ...], style: str | None, locale: str | None, form: str) -> None:
    """Cite records or entries (ID#key), each on a line.

    The style is plain, or one of the Citation Style Language: apa, chicago-author-date, ieee, and thousands more.
    """
    from archive.list_rows import parts_of
    from schemas.citations.plain import citation
    from schemas.citations.runs import as_html, as_markdown, as_text

    chosen = style_of(style, locale)
    forms = {"text": lambda runs: plain(as_text(runs)), "html": as_html, "markdown": as_markdown}
    with session.open() as store:
        for name in names:
            record, key = part_of(store, store.one(name))
            held = store.get(record)
            cited = held if key is None else parts_of(held, [key]).get(key)
            if cited is None:
                raise UsageError(f"{name}: has no title, and cannot be cited")
            if cited.record.deleted:
                raise UsageError(f"{name}: its source has deleted it: tocsin show {record} --history has its versions")
            click.echo(forms[form](citation(cited, locale) if chosen is None else chosen.cite([cited])[0]))
