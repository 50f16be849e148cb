"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.BigInteger


def upgrade() -> None:
    """Make every table."""
    _of_the_market()
    _of_alerts()
    _of_the_way_out()
    _of_people()


def _of_the_market() -> None:
    op.create_table(
        "progress",
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("events", sa.BigInteger, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_table(
        "standings",
        sa.Column("rule", sa.Text, primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "history",
        sa.Column("series", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )


def _of_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("at", _INSTANT, nullable=False, index=True),
        sa.Column("fingerprint", sa.Text, nullable=False, index=True),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "living",
        sa.Column("fingerprint", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "notes",
        sa.Column("stage", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )


def _of_the_way_out() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("priority", sa.SmallInteger, nullable=False),
        sa.Column("made", _INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("leaving", _INSTANT),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("held_until", _INSTANT),
        sa.Column("body", sa.Text, nullable=False),
        sa.Index("outbox_way", "destination", "priority", "id"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("at", _INSTANT, nullable=False, index=True),
        sa.Column("key", sa.Text, nullable=False, index=True),
        sa.Column("destination", sa.Text, nullable=False),
        sa.Column("fate", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("fingerprints", sa.Text, nullable=False),
    )
    op.create_table(
        "faces",
        sa.Column("incident", sa.Text, primary_key=True),
        sa.Column("destination", sa.Text, primary_key=True),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_table(
        "destinations",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("disabled", sa.Text, nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("moved_to", sa.Text, nullable=False),
    )


def _of_people() -> None:
    op.create_table(
        "belongings",
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("made", _INSTANT, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("changed", _INSTANT, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("at", _INSTANT, nullable=False, index=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("room", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
