"""Readings: the seam of one rule's reading; what breaks in here does not silence the neighbours."""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal

from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.rules.alarms import Alarms
from bot.rules.coverage import newest
from bot.rules.edges import Series
from bot.rules.instance import Instance
from bot.rules.roster import LEARNED, TURNED, Edge, Roster
from bot.rules.sources import reads

log = logging.getLogger(__name__)

LOOKS = 3
"""How often a rule may ask for another look at one instant: a crossing back asks once."""


class Readings:
    """Reads instances by their numbers, and says once of each that it cannot be read."""

    def __init__(self, market: Market, roster: Roster, alarms: Alarms) -> None:
        self._market = market
        self._roster = roster
        self._alarms = alarms
        self._round = 0
        self._broken: set[int] = set()

    def of(
        self,
        numbers: Iterable[int],
        changed: Collection[Symbol] | None,
        *,
        quietly: bool,
        due: bool = False,
    ) -> list[Edge]:
        """Read instances, of whose instruments `changed` may read differently, and say what turned.

        A quiet reading ends alerts and begins none; where nothing of the market has changed it is
        because a list has. Who looks only when a bar ends is read when it is `due`, or quietly.
        """
        edges: list[Edge] = []
        roster, rows, now = self._roster, self._roster.rows, self._market.now
        self._round += 1
        for number in numbers:
            shape = rows[number]
            try:
                if shape is None:
                    instance = roster[number]
                    if instance.at_bar_close and not (due or quietly):
                        continue
                    quiet = quietly and _reads_any(instance, changed)
                    self._look(instance, changed, edges, quietly=quiet)
                else:
                    edge = roster.turn(number, shape, now, self._round, quietly=quietly)
                    if edge is not None:
                        edges.append(edge)
            except Exception as error:  # noqa: BLE001 (one rule's reading: its neighbours live)
                self._broke(number, error)
                continue
            if self._broken:
                self._broken.discard(number)
        return edges

    def edges(self, number: int, series: Series, now: datetime) -> Iterable[Decimal] | None:
        """Return the values of a series at which an instance may turn; None where that breaks."""
        try:
            return self._roster.edges(number, series, now)
        except Exception:  # noqa: BLE001 (one rule's reading: logged when it is read, which is at once)
            return None

    # Time goes on for what breaks too, so its alarm is set all the same.
    def _look(
        self,
        instance: Instance,
        changed: Collection[Symbol] | None,
        edges: list[Edge],
        *,
        quietly: bool,
    ) -> None:
        now = self._market.now
        marks = self._roster.changed
        marks[instance.number] = marks[instance.number] or LEARNED  # as its parts may have
        for _ in range(LOOKS):
            try:
                turn = instance.turn(now, changed, quietly=quietly)
            finally:
                again = self._alarms.set(instance, now)
            if turn is not None:
                marks[instance.number] = TURNED
                heard = newest(instance.part) if instance.listens else None
                edges.append(
                    Edge(instance.rule, instance.subject, turn, now, instance.cause, heard)
                )
            if not again:
                break

    def _broke(self, number: int, error: Exception) -> None:
        if number not in self._broken:  # said once, not once a quote
            self._broken.add(number)
            instance = self._roster[number]
            where = {"rule": instance.rule.name, "subject": instance.subject}
            log.error("rule could not be read", extra=where, exc_info=error)


# Whoever waits for the session of what it does not read has nothing that a rebase could change.
def _reads_any(instance: Instance, changed: Collection[Symbol] | None) -> bool:
    if not changed or instance.rule.fire_during is None:
        return True
    return not reads(instance.part).isdisjoint(changed)
