"""Silencing: what people want to hear nothing of, by symbol or by matchers."""

from collections.abc import Iterable
from datetime import datetime

from bot.alerts.grouping import Group, Groups, Member
from bot.alerts.incidents import Act, Deed, Until
from bot.alerts.matchers import Matcher, Sign, labels_of, shown, take
from bot.alerts.silences import Silence
from bot.delivery.parcel import key_of
from bot.delivery.stages import Stages
from bot.delivery.telling import Opening, Teller
from bot.delivery.tray import Tray
from bot.errors import UserError
from bot.owners import owner_of, sees

_NAME = 8
"""How many characters name a silence: people type them."""


class Silencing:
    """Makes silences and ends them, and records who it was and when."""

    def __init__(self, stages: Stages, tray: Tray, teller: Teller, *, opening: Opening) -> None:
        self._stages = stages
        self._tray = tray
        self._teller = teller
        self._opening = opening

    @property
    def all(self) -> list[Silence]:
        """The silences there are, the oldest first."""
        return self._stages.silences.all

    def mute(
        self, symbol: str, by: str, now: datetime, until: datetime | Until, *, owner: str = ""
    ) -> Silence:
        """Hear nothing of a symbol for a while, whatever rule it is that rings."""
        matcher = Matcher(label="subject", sign=Sign.IS, value=symbol)
        silence = self._silence((matcher,), by, now, until, why="", owner=owner)
        ends = silence.ends
        act = Act(at=now, by=by, deed=Deed.MUTED, about=symbol, until=ends, owner=owner)
        self._tray.enter(act)
        for group in _about(symbol, self._stages.groups, owner):
            group.incident.note(act)
            self._teller.edit_all(group, now, owner=owner)
            self._stages.groups.keep(group)
        return silence

    def silence(  # noqa: PLR0913 (what a silence says, by name)
        self,
        matchers: Iterable[Matcher],
        by: str,
        now: datetime,
        until: datetime | Until,
        *,
        why: str = "",
        owner: str = "",
    ) -> Silence:
        """Hear nothing of the alerts that all matchers take, for a while."""
        made = self._silence(tuple(matchers), by, now, until, why=why, owner=owner)
        about, ends = shown(made.matchers), made.ends
        act = Act(at=now, by=by, deed=Deed.SILENCED, about=about, until=ends, owner=owner)
        self._tray.enter(act)
        return made

    def unsilence(self, name: str, by: str, now: datetime) -> None:
        """End a silence early."""
        silence = self._stages.silences.remove(name)
        if silence is None:
            raise UserError(f"there is no silence `{name}`; it may have ended")
        about, owner = shown(silence.matchers), silence.owner
        self._tray.enter(Act(at=now, by=by, deed=Deed.UNSILENCED, about=about, owner=owner))
        self._stages.unmute(now)

    def _silence(  # noqa: PLR0913 (what a silence says, by name)
        self,
        matchers: tuple[Matcher, ...],
        by: str,
        now: datetime,
        until: datetime | Until,
        *,
        why: str,
        owner: str,
    ) -> Silence:
        end = ending(until, now, self._opening)
        awaits = self._living(matchers, owner) if end is None else ()
        if end is None and not awaits:
            raise UserError(
                f"nothing that matches {shown(matchers)} fires; there is no end to await"
            )
        made = Silence(
            id=self._name(matchers, by, now),
            matchers=matchers,
            author=by,
            starts=now,
            ends=end,
            why=why,
            awaits=awaits,
            owner=owner,
        )
        self._stages.silences.add(made)
        return made

    def _living(self, matchers: tuple[Matcher, ...], owner: str) -> tuple[str, ...]:
        living = (a for a in self._stages.living() if sees(owner, owner_of(a.rule)))
        return tuple(a.fingerprint for a in living if take(matchers, labels_of(a)))

    def _name(self, matchers: tuple[Matcher, ...], by: str, now: datetime) -> str:
        known = {silence.id for silence in self.all}
        number = 0
        while (name := key_of(("silence", *matchers, by, now, number))[:_NAME]) in known:
            number += 1
        return name


def ending(until: datetime | Until, now: datetime, opening: Opening) -> datetime | None:
    """Say when something ends; None where it ends with what it was made for."""
    if isinstance(until, Until):
        return opening(now) if until is Until.OPEN else None
    if until <= now:
        raise UserError("that is over already; name a time to come")
    return until


def _about(symbol: str, groups: Groups, owner: str) -> list[Group]:
    subjects = {
        name: {m.alert.subject for m in group.members.values() if _sees(owner, m)}
        for name, group in groups.living.items()
    }
    return [groups.living[name] for name in sorted(subjects) if symbol in subjects[name]]


def _sees(owner: str, member: Member) -> bool:
    return sees(owner, owner_of(member.alert.rule))
