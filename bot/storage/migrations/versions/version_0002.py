"""The audit knows people for good, by what their platform calls them: names are anybody's."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add who it was; of what was done before, nobody knows."""
    op.add_column(
        "audit", sa.Column("person_id", sa.Text, nullable=False, server_default=sa.text("''"))
    )
    op.create_index("audit_person", "audit", ["person_id"])
