"""Alarms: which instance has to be read again by the clock alone, and when."""

from datetime import datetime
from heapq import heappop, heappush
from itertools import count

from bot.rules.instance import Instance


class Alarms:
    """Keeps what instances wait for; one that was put off, or is needed no longer, is passed by.

    `moved` says that it may be another since somebody last asked for the next.
    """

    def __init__(self) -> None:
        self.moved = False
        self._waiting: list[tuple[datetime, int, Instance]] = []
        self._number = count()

    def set(self, instance: Instance, now: datetime) -> bool:
        """Note when an instance has to be read again; tell whether it asks to be, at this instant.

        One that does keeps the alarm it has.
        """
        alarm = instance.next_alarm(now)
        if alarm is not None and alarm <= now:
            return True
        if alarm != instance.alarm:
            instance.alarm, self.moved = alarm, True
            if alarm is not None:
                heappush(self._waiting, (alarm, next(self._number), instance))
        return False

    def next(self) -> datetime | None:
        """Return when the next one is due."""
        waiting, self.moved = self._waiting, False
        while waiting and waiting[0][2].alarm != waiting[0][0]:
            heappop(waiting)
        return waiting[0][0] if waiting else None

    def take(self, now: datetime) -> Instance | None:
        """Take out whoever has waited longest of those that are due by now."""
        due = self.next()
        if due is None or due > now:
            return None
        instance = heappop(self._waiting)[2]
        instance.alarm = None
        return instance
