"""What the service answers where it cannot give what was asked; the tree of schemas/errors.py goes on here."""

from __future__ import annotations

from schemas.errors import TocsinError


class Refused(TocsinError):
    """An answer that is no success: its status, and a title for the page that says so."""

    status = 400
    title = "That cannot be answered"


class NotHere(Refused):
    """Nothing is known by this name, or nothing that was ever given out."""

    status = 404
    title = "Not found"


class Gone(Refused):
    """Something that was given out under this name and is no more."""

    status = 410
    title = "No longer here"


class NotAcceptable(Refused):
    """None of the formats that were asked for can hold this."""

    status = 406
    title = "Not in this format"


class NotYet(Refused):
    """What was asked for is being made."""

    status = 503
    title = "Not yet"


class Moved(Refused):
    """What was asked for is at another address now."""

    status = 308
    title = "Moved"
