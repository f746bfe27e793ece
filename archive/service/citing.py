"""The cite box: one citation in plain words, author and date first, and the record as BibTeX and RIS to be copied."""

from __future__ import annotations

import io

import msgspec

from archive.service.negotiation import written_formats
from schemas.crosswalk import citing
from schemas.crosswalk.dates import chosen
from schemas.crosswalk.wording import headed, inverted, ranges
from schemas.envelope import Held
from schemas.record import Contributor

COPIED = (("BibTeX", "bibtex"), ("RIS", "ris"))


class Cited(msgspec.Struct, frozen=True):
    """A citation in one style or format; `plain` ones are running text."""

    name: str
    text: str
    plain: bool


def citations(held: Held) -> list[Cited]:
    """Return the citations of a record or entry."""
    found = [Cited("Author–date", citation(held), True)]
    for name, form in COPIED:
        out = io.BytesIO()
        if written_formats()[form].write([held], out):
            found.append(Cited(name, out.getvalue().decode("utf-8", "replace").replace("\r\n", "\n").strip(), False))
    return found


def citation(held: Held) -> str:
    """Return `Family, Given, and Given Family. 2021. Title. Series 41. Publisher. Address.`; what is unknown is left out."""
    record = held.record
    people, editors = citing.authors(record), citing.editors(record)
    who = _names(people) or (f"{_names(editors)} (eds.)" if editors else "") or citing.publisher(record) or ""
    whole = citing.host_of(held)
    title = headed(record.title) or "[no title]"
    parts = [
        who,
        (chosen(record.dates) or "n.d.")[:4],
        f"“{title}{'' if title[-1] in '.?!' else '.'}”" if whole else title,
    ]
    if whole:
        pages = f", {ranges(record.pages).replace('-', '–')}" if record.pages else ""
        parts.append(f"In {headed(whole.title) or '[no title]'}{pages}")
    elif journal := citing.journal(record):
        parts.append(
            " ".join(one for one in (journal.title, journal.volume, journal.issue and f"({journal.issue})") if one)
        )
    else:
        parts += [" ".join(one for one in (s.title, citing.number_of(s)) if one) for s in record.series[:1]]
    publisher = citing.publisher(record)
    place = record.publisher.place if record.publisher else None
    if publisher and publisher != who:
        parts.append(f"{place}: {publisher}" if place else publisher)
    doi = citing.first(record, "doi")
    parts.append(f"https://doi.org/{doi}" if doi else citing.url(record) or "")
    return " ".join(one if one[-1] in ".?!”" or "://" in one else f"{one}." for one in parts if one)


def _names(people: list[Contributor]) -> str:
    names = [inverted(one) if place == 0 else one.name for place, one in enumerate(people[:10])]
    if len(people) > 10:
        return ", ".join(names[:7]) + ", et al."
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f", and {names[-1]}" if names else ""
