"""The exception tree: problems in programs and in what the user asked; problems in data are findings instead.

TocsinError            one line for the user: what happened, where, what to do next
+- UsageError          exit 2: the command or its configuration asks for something that cannot be
|  +- NoArchive        the database does not exist
|  +- NewerArchive     the database was written by a newer version
|  +- NotFound         an id, a file or a name that is not there
|  +- Ambiguous        a name that fits several records
+- NothingCame         exit 4: host unreachable, a single page that is a challenge or no record
+- Busy                exit 3: a lock held by another run
+- StorageError        exit 4: disk full, read-only folder, a database that refuses
+- ReadError           a page or payload that its reader cannot read: kept with its bytes, counted
"""


class TocsinError(Exception):
    """Base of all: the message is one line for the user; `exit_code` is what the command ends with."""

    exit_code = 4


class UsageError(TocsinError):
    """What was asked cannot be: a wrong option, name, address or configuration."""

    exit_code = 2


class NoArchive(UsageError):
    """The database that the command needs does not exist."""


class NewerArchive(UsageError):
    """The database was written by a newer version of tocsin."""


class NotFound(UsageError):
    """An id, a file or a name that is not there."""


class Ambiguous(UsageError):
    """A name that fits several records."""


class NothingCame(TocsinError):
    """Nothing came from the origin: unreachable, refused, a challenge, or a page that is no record."""


class Busy(TocsinError):
    """Another run holds the lock of the source."""

    exit_code = 3


class StorageError(TocsinError):
    """The archive cannot be written or read: disk full, read-only, damaged."""


class ReadError(TocsinError):
    """A page or payload that its reader cannot read; its bytes are kept and the failure is counted."""

    exit_code = 3
