"""Written: measures as claims are held to them, and closes as people read them."""

from datetime import datetime, timedelta

from bot import figures
from bot.market.closes import Close
from bot.news.ledger import Ours, Untold
from bot.rules.measure import Measure

LATE = timedelta(minutes=30)
"""How much newer a price of ours may be than what an article says of it."""


def close(one: Close) -> str:
    """Name a close with its price."""
    return f"{figures.price(one.price)}, the close of {one.day}"


def told(measure: Measure, published: datetime) -> Ours | Untold:
    """Hand over a measure; one that is newer than the article may differ from it in all honour."""
    if measure.value is None:
        return Untold(measure.note)
    base = measure.baseline
    named = "" if base is None else base.name
    if base is not None and named.startswith("the close"):
        named = f"{figures.price(base.value)}, {named}"
    return Ours(
        value=measure.value,
        baseline=named,
        base=None if base is None else base.value,
        at=measure.at,
        doubt=newer(measure.at, published),
    )


def newer(at: datetime | None, published: datetime) -> str:
    """Say that a price was made too long after an article to hold it to; "" where it was not."""
    if at is None or at <= published + LATE:
        return ""
    return f"ours was made {figures.age(at - published)} after it was written"
