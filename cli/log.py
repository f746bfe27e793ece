"""What is said beside the data: one line each on standard error, as text or as JSON objects, as much as was asked for."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import click
import msgspec

LOG = logging.getLogger("tocsin")
"""The log of the whole program; the harvester tells it pages (info) and requests (debug)."""

NOTICE = 25
"""What is said without being asked for: an archive was created, a file was written."""

LEVELS = {-1: logging.ERROR, 0: NOTICE, 1: logging.INFO}
NAMES = {logging.ERROR: "error", NOTICE: "notice", logging.INFO: "info", logging.DEBUG: "debug"}


class Lines(logging.Handler):
    """Writes to the standard error of the moment; in text only an error bears the program's name."""

    def __init__(self, form: str = "text") -> None:
        super().__init__()
        self.form = form

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        said = " ".join(record.getMessage().split())
        if self.form == "json":
            at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            level = NAMES.get(record.levelno, record.levelname.lower())
            said = msgspec.json.encode({"at": at, "level": level, "message": said}).decode()
        elif record.levelno >= logging.ERROR:
            said = f"tocsin: {said}"
        click.echo(said, err=True)


def listen(verbosity: int = 0, form: str = "text") -> None:
    """Let the log be written: errors only (-1), notices (0), pages (1), requests (2)."""
    LOG.handlers = [Lines(form)]
    LOG.propagate = False
    LOG.setLevel(LEVELS.get(verbosity, logging.DEBUG))
