"""How a migration is run: on the connection that is handed over, within its transaction."""

from alembic import context

from bot.storage.migrations import TABLE
from bot.storage.tables import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema,
    version_table=TABLE,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
