"""Every difference between the two databases in column types, for the tables; what only reads and writes rows does without SQLAlchemy."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, Text

Number = BigInteger().with_variant(Integer(), "sqlite")
"""A row number; on SQLite it must be INTEGER to be the rowid."""

Key = Text().with_variant(Text(collation="C"), "postgresql")
"""Text compared and ordered by bytes on both databases, whatever locale the server has; instants are kept so too."""

Bytes = LargeBinary()
Flag = Boolean(create_constraint=False)
