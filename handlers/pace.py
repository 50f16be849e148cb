"""Pace: how many calls a person may make, so that nobody takes the bot from the others."""

from collections import deque
from datetime import datetime, timedelta

from bot.chat import Call, Right
from bot.clock import Clock
from bot.errors import UserError
from bot.texts import said

MOST = 30
"""Calls that a person may make within a minute; the quickest of us types half as many."""

WITHIN = timedelta(minutes=1)

PEOPLE = 10_000
"""People whose calls are remembered; whoever was quiet for longest is forgotten first."""


class Pace:
    """Counts the calls of each person. Operators look after the bot, and are not counted."""

    def __init__(self, clock: Clock, *, most: int = MOST, people: int = PEOPLE) -> None:
        self._clock = clock
        self._most = most
        self._people = people
        self._calls: dict[str, deque[datetime]] = {}

    @property
    def known(self) -> int:
        """How many people's calls are remembered."""
        return len(self._calls)

    def admit(self, call: Call) -> None:
        """Count a call. Raises UserError, with how long to wait, where there were too many."""
        if call.right is Right.OPERATE:
            return
        now, who = self._clock.now(), call.person_id or f"{call.room} {call.person}"
        calls = self._calls.pop(who, None) or deque(maxlen=self._most)
        self._calls[who] = calls
        if len(self._calls) > self._people:
            del self._calls[next(iter(self._calls))]
        over = now - calls[0] if calls else WITHIN
        if len(calls) == self._most and timedelta() <= over < WITHIN:
            left = -((over - WITHIN) // timedelta(seconds=1))
            asked = said(
                "Those are {most} questions within a minute; wait {left} s.",
                most=self._most,
                left=left,
            )
            raise UserError(asked)
        calls.append(now)
