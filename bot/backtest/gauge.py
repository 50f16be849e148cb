"""One rule about one subject, read beside the engine: the nearest it came on each day."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from bot.backtest.model import Miss
from bot.backtest.nearness import Near, is_known, nearest, why_unknown
from bot.market.instruments import Symbol
from bot.rules.joins import Part


class Gauge:
    """Reads a part of its own, so that looking never changes what the engine reads.

    `told` says that its figures were known at some time.
    """

    def __init__(self, rule: str, subject: str, part: Part) -> None:
        self.rule = rule
        self.subject = subject
        self.nearest: dict[date, Miss] = {}
        self.told = False
        self._part = part

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Near | None:
        """Tell how near it is; None where that cannot be said."""
        self._part.read(now, changed)
        near = nearest(self._part, now)
        self.told = self.told or near is not None or is_known(self._part)
        return near

    def keep(self, near: Near, day: date, now: datetime, level: Decimal | None) -> None:
        """Keep this reading if it is the nearest of its day."""
        best, last = self.nearest.get(day), near.leaf.last
        if last is None or last.value is None or (best and gap(best) <= abs(near.distance)):
            return
        self.nearest[day] = Miss(
            subject=self.subject,
            at=now,
            text=near.leaf.text,
            unit=near.leaf.unit,
            value=last.value,
            threshold=near.leaf.threshold,
            level=level,
            distance=near.distance,
        )

    @property
    def why_unknown(self) -> str:
        """Why its figures cannot be told."""
        return why_unknown(self._part)


def gap(miss: Miss) -> Decimal:
    """Return how far a miss was from firing, whichever way."""
    return abs(miss.distance)
