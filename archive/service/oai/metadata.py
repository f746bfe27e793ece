"""The metadata formats of the provider: prefix, schema and namespace of each; the formats' own modules write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from archive.heads import held_of
from archive.service.oai.shapes import Refused, Repository
from schemas.crosswalk.xml import unremarkable
from schemas.envelope import Held
from schemas.errors import UsageError
from schemas.formats import dc, marcxml, mods, qdc
from schemas.record import decode
from schemas.writers.marc.profile import style_of
from schemas.writers.marc.slim import NAMESPACE as MARC21

TITLED = '%"title":{%'
"""In canonical JSON the title of the record alone is an object, and within a text the quotation marks are escaped."""


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A metadata format; `element` makes it of the columns of heads.VERSION: None for a record that it cannot hold.

    `needs` is a pattern that the text of a record has which it can hold.
    """

    element: Callable[[tuple[Any, ...]], bytes | None]
    namespace: str
    needs: str | None = None
    prefix: str
    schema: str


def forms(repository: Repository) -> dict[str, Form]:
    """Return the formats that a repository offers, by prefix; raises UsageError for one that there is not."""
    style = style_of(repository.marc)
    known = (
        Form(
            prefix="oai_dc", schema="http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
            namespace="http://www.openarchives.org/OAI/2.0/oai_dc/", element=_dublin_core,
        ),
        Form(
            prefix="qdc", schema="http://dspace.org/qualifieddc/qualifieddc.xsd", namespace=qdc.DSPACE,
            element=_qualified,
        ),
        Form(
            prefix="marcxml", schema="http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd", namespace=MARC21,
            element=lambda row: marcxml.element(held_of(row), style), needs=TITLED,
        ),
        Form(
            prefix="mods", schema="http://www.loc.gov/standards/mods/v3/mods-3-8.xsd",
            namespace="http://www.loc.gov/mods/v3", element=lambda row: mods.element(held_of(row)),
        ),
    )  # fmt: skip
    found = {one.prefix: one for one in known if one.prefix in repository.formats}
    if unknown := [name for name in repository.formats if name not in found]:
        raise UsageError(f"{unknown[0]}: not a format of the provider: {', '.join(one.prefix for one in known)}")
    return found


def chosen(offered: dict[str, Form], prefix: str) -> Form:
    """Return the format of a prefix; raises Refused."""
    if prefix not in offered:
        raise Refused("cannotDisseminateFormat", f"there is no format {prefix}: there is {', '.join(offered)}")
    return offered[prefix]


def _dublin_core(row: tuple[Any, ...]) -> bytes | None:
    """Dublin Core says nothing of the envelope and of entry keys: only the text is read."""
    text = bytes(row[-1])
    return dc.element_of(Held(canonical=text, read=partial(decode, text)))


def _qualified(row: tuple[Any, ...]) -> bytes:
    text = bytes(row[-1])
    return qdc.element(decode(text), clean=unremarkable(text), named=True)
