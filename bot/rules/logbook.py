"""The logbook: what is to be written down of each rule, and what was before a restart."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bot.rules.alarms import Alarms
from bot.rules.instance import Instance
from bot.rules.model import Rule
from bot.rules.roster import LEARNED, TURNED, Roster
from bot.rules.standing import Body, Left, Standing, Unfit, key, read, take_up, written

log = logging.getLogger(__name__)


class Logbook:
    """Says how far each rule has come with each of its subjects, and has it go on from there.

    `resumed` are the numbers of those that go on from before, and have not been read since.
    """

    def __init__(
        self, roster: Roster, alarms: Alarms, paused: set[int], pause: Callable[[list[int]], None]
    ) -> None:
        self.resumed: set[int] = set()
        self._roster = roster
        self._alarms = alarms
        self._paused = paused
        self._pause = pause
        self._gone: list[Standing] = []
        self._looked = -1
        self._last: dict[int, int] = {}  # the hash of what was last written of each that is no row

    def forget(self, number: int) -> None:
        """Have nothing stand of an instance that is about to be dropped."""
        instance = self._roster[number]
        self._gone.append(Standing(rule=key(instance.rule), subject=instance.subject, body=""))
        self._last.pop(number, None)
        self.resumed.discard(number)

    def changes(self, most: int | None = None) -> list[Standing]:
        """Write down whoever knows another thing than when this was last asked.

        Whoever turned is written down at once; of those who only learned something, at most so many
        are looked at, and the others another time.
        """
        gone, self._gone = self._gone, []
        return [*gone, *self._changes(TURNED), *self._changes(LEARNED, most)]

    def restore(self, standings: Iterable[Standing], *, away: bool) -> list[Left]:
        """Have each instance go on from where it stood; `away` where the market went on meanwhile.

        Returns those of which an alert lived and that nobody goes on from: their rule is gone, or
        is another.
        """
        ours, left, gone = self._ours(), [], dict[str, None]()
        for standing in standings:
            if not standing.body:
                continue
            numbers = ours.get((standing.rule, standing.subject), [])
            body = self._taken_up(standing, numbers, away=away)
            if body is not None and numbers:
                continue
            self._gone.append(replace(standing, body=""))
            gone[standing.name] = None
            if body is None or body.lives:
                left.append(Left(standing.name, standing.subject))
        if gone:
            log.info(
                "rules are gone, or were written anew; nothing is known of %s", ", ".join(gone)
            )
        return left

    def _changes(self, mark: int, most: int | None = None) -> Iterator[Standing]:
        changed = self._roster.changed
        for _ in range(len(changed) if most is None else most):
            # It goes on behind whoever it looked at last, or the first would always be the ones.
            number = changed.find(mark, self._looked + 1)
            if number < 0:
                number = changed.find(mark)
            if number < 0:
                return
            self._looked = number
            changed[number] = 0
            instance = self._roster[number]
            body = written(instance, paused=number in self._paused)
            if self._roster.is_row(number) or self._is_news(number, body):
                yield Standing(rule=key(instance.rule), subject=instance.subject, body=body)

    # Most readings leave what an instance knows as it was, which only its text tells.
    def _is_news(self, number: int, body: str) -> bool:
        mark = hash(body)
        if self._last.get(number) == mark:
            return False
        self._last[number] = mark
        return True

    # What was written of a rule that is gone, or another now, is read all the same: it may live.
    def _taken_up(self, standing: Standing, numbers: list[int], *, away: bool) -> Body | None:
        where = {"rule": standing.name, "subject": standing.subject}
        try:
            body = read(standing.body)
            for number in numbers:
                self._go_on(self._roster[number], body, away=away)
                if not self._roster.is_row(number):
                    self._last[number] = hash(standing.body)
        except Unfit as error:
            log.warning(
                "what is kept of a rule is broken; it begins anew", extra=where, exc_info=error
            )
            return None
        return body

    def _go_on(self, instance: Instance, body: Body, *, away: bool) -> None:
        take_up(instance, body)
        number = instance.number
        self._roster.changed[number] = 0
        instance.awaiting = away and not body.paused
        self._roster.keep(instance)
        self.resumed.add(number)
        if not self._roster.is_row(number):
            self._alarms.put(instance, body.alarm)
        if body.paused:
            self._pause([number])

    def _ours(self) -> dict[tuple[str, str], list[int]]:
        ours: dict[tuple[str, str], list[int]] = {}
        last: tuple[Rule, str] | None = None
        for number, rule, subject in self._roster.owners():
            if last is None or last[0] is not rule:
                last = rule, key(rule)
            ours.setdefault((last[1], subject), []).append(number)
        return ours
