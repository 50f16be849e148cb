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
        self._waiting: list[tuple[datetime, int, int, Instance]] = []
        self._count = count()

    def set(self, instance: Instance, now: datetime) -> bool:
        """Note when an instance has to be read again; tell whether it asks to be, at this instant.

        One that does keeps the alarm it has.
        """
        alarm = instance.next_alarm(now)
        if alarm is not None and alarm <= now:
            return True
        if alarm != instance.alarm:
            self.put(instance, alarm)
        return False

    def put(self, instance: Instance, alarm: datetime | None) -> None:
        """Have an instance read again at that instant; it may be past, and is due at once then."""
        instance.alarm, self.moved = alarm, True
        if alarm is not None:
            # Those of one instant come in the order the rules were made, whoever asked first.
            entry = (alarm, instance.number, next(self._count), instance)
            heappush(self._waiting, entry)

    def next(self) -> datetime | None:
        """Return when the next one is due."""
        waiting, self.moved = self._waiting, False
        while waiting and waiting[0][3].alarm != waiting[0][0]:
            heappop(waiting)
        return waiting[0][0] if waiting else None

    def take(self, now: datetime) -> Instance | None:
        """Take out whoever has waited longest of those that are due by now."""
        due = self.next()
        if due is None or due > now:
            return None
        instance = heappop(self._waiting)[3]
        instance.alarm = None
        return instance
