"""Alembic's entry: runs on the connection that ``installation.migrate`` hands in."""

from alembic import context

from coordinator.core.database import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
