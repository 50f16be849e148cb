"""The schema. What programs search by is a column; the rest of a thing is its body, as JSON."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)

from bot.storage.columns import Instant

schema = MetaData()
_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up its INTEGER keys alone

progress = Table(
    "progress",
    schema,
    Column("feed", Text, primary_key=True),
    Column("events", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
)

standings = Table(
    "standings",
    schema,
    Column("rule", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

alerts = Table(
    "alerts",
    schema,
    Column("id", _NUMBER, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("fingerprint", Text, nullable=False, index=True),
    Column("rule", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("body", Text, nullable=False),
)

living = Table(
    "living",
    schema,
    Column("fingerprint", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

notes = Table(
    "notes",
    schema,
    Column("stage", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

outbox = Table(
    "outbox",
    schema,
    Column("id", _NUMBER, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("destination", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("made", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("leaving", Instant),  # since when it may have left, and nobody has said so
    Column("holder", Text, nullable=False),
    Column("held_until", Instant),
    Column("body", Text, nullable=False),
    Index("outbox_way", "destination", "priority", "id"),
)

deliveries = Table(
    "deliveries",
    schema,
    Column("id", _NUMBER, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("key", Text, nullable=False, index=True),
    Column("destination", Text, nullable=False),
    Column("fate", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("fingerprints", Text, nullable=False),
)

faces = Table(
    "faces",
    schema,
    Column("incident", Text, primary_key=True),
    Column("destination", Text, primary_key=True),
    Column("ref", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

destinations = Table(
    "destinations",
    schema,
    Column("name", Text, primary_key=True),
    Column("disabled", Text, nullable=False),
    Column("since", Instant, nullable=False),
    Column("moved_to", Text, nullable=False),
)

belongings = Table(
    "belongings",
    schema,
    Column("owner", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("made", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("changed", Instant, nullable=False),
    Column("body", Text, nullable=False),
)

history = Table(
    "history",
    schema,
    Column("series", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

audit = Table(
    "audit",
    schema,
    Column("id", _NUMBER, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("person", Text, nullable=False),
    Column("room", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("person_id", Text, nullable=False, server_default=text("''")),
    Index("audit_person", "person_id"),
)
