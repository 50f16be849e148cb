"""What a start takes up again: where the feeds, rules, alerts and stages were when it ended."""

from sqlalchemy import Connection, select

from bot.alerts.model import Alert
from bot.journal import Note, Progress, Standing
from bot.storage.bodies import read
from bot.storage.tables import living, notes, progress, standings


def progress_of(connection: Connection, feed: str) -> Progress | None:
    """Return how far a feed was followed; None where it never was."""
    row = connection.execute(select(progress).where(progress.c.feed == feed)).first()
    return None if row is None else Progress(feed=row.feed, events=row.events, at=row.at)


def living_alerts(connection: Connection) -> list[Alert]:
    """Return the alerts that are not resolved, the oldest first."""
    bodies = connection.scalars(select(living.c.body))
    return sorted((read(body, Alert) for body in bodies), key=lambda a: (a.started, a.fingerprint))


def all_standings(connection: Connection) -> list[Standing]:
    """Return how far each rule had come with each of its subjects."""
    query = select(standings).order_by(standings.c.rule, standings.c.subject)
    return [
        Standing(rule=row.rule, subject=row.subject, body=row.body)
        for row in connection.execute(query)
    ]


def notes_of(connection: Connection, stage: str | None = None) -> list[Note]:
    """Return what the stages have to remember, or one of them."""
    query = select(notes).order_by(notes.c.stage, notes.c.key)
    if stage is not None:
        query = query.where(notes.c.stage == stage)
    return [Note(stage=row.stage, key=row.key, body=row.body) for row in connection.execute(query)]
