"""Alembic's entry: runs migrations on the connection that archive.migrations.run hands over, and on no other."""

from alembic import context

from archive.migrations import compared
from archive.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    compare_type=True,
    include_object=compared,
)
with context.begin_transaction():
    context.run_migrations()
