"""Settings of briefs: when rooms are told the story of a sector, and of which ones."""

from datetime import time

from pydantic import Field, field_validator

from bot.alerts.rounds import USUAL, Timetable
from config import alert_values as alert
from config import market_values as market
from config.sections import Section

MOST = 6


class Briefs(Section):
    times: tuple[alert.WallClock, ...] = Field(
        default=USUAL,
        description="When they are told on trading days, in New York; none where it is empty.",
    )
    lists: tuple[market.WatchlistName, ...] = Field(
        default=(), description="The watchlists they are of; else those with milestones."
    )

    @field_validator("times")
    @classmethod
    def _few(cls, times: tuple[time, ...]) -> tuple[time, ...]:
        if len(times) > MOST:
            raise ValueError(f"these are {len(times)} briefs a day; write at most {MOST}")
        return times

    def timetable(self) -> Timetable:
        return Timetable(times=self.times, lists=self.lists)
