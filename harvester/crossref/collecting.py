"""From the pages of one collection to what is written: the works in them, brought together; the same live and replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.shapes import Put
from harvester.crossref.address import doi_in, is_beside, limit_of
from harvester.naming import put_of_record
from harvester.options import HarvestOptions
from schemas.capture import Capture
from schemas.formats.crossref import NAME, READER, found_of
from schemas.readers.crossref_hosts import Deposit, together


def collected(
    deposits: Sequence[Deposit], address: str, captures: Mapping[int, Capture], options: HarvestOptions
) -> list[Deposit]:
    """Return the works that an address asked for, with their parts: of a DOI that work alone; `place` is a capture's number.

    The deposits stand in the order in which they came; of a DOI the first answer is the work itself, whole, and
    says more than the list of its parts.
    """
    doi = doi_in(address)
    if doi is None:
        limit = limit_of(address, options)
        listed = [one for one in deposits if not is_beside(captures[one.place].asked, address)]
        beside = [one for one in deposits if is_beside(captures[one.place].asked, address)]
        return together([*(listed[:limit] if limit else listed), *beside])
    own = next((one for one in deposits if one.doi == doi), None)
    if own is None:
        return together(deposits[:1])
    return [one for one in together([*(one for one in deposits if one.doi != doi), own]) if one.doi == doi]


def puts_by_capture(
    deposits: Sequence[Deposit], address: str, captures: Mapping[int, Capture], options: HarvestOptions
) -> dict[int, list[Put]]:
    """Return what is to be written, by the number of the capture in which each work stood."""
    puts: dict[int, list[Put]] = {number: [] for number in captures}
    works = collected(deposits, address, captures, options)
    for one in works:
        capture = captures[one.place]
        put = put_of_record(found_of(one), capture, one.place, READER, options, NAME, alone=len(works) == 1)
        puts[one.place].append(put)
    return puts
