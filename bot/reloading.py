"""Reloading: settings that were read again, put to work as far as that goes while it runs."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from bot.belongings import Kind
from bot.delivery.planning import Planning
from bot.errors import UserError
from bot.keepers.lists import Lists
from bot.keepers.rules import Rules
from bot.market.watchlists import Watchlist
from bot.operating import Reloaded
from bot.pipeline import Pipeline
from bot.rules.faults import listed
from bot.rules.model import Rule
from config.settings import Settings

PUT_TO_WORK = frozenset(
    {"watchlists", "rules", "route", "receivers", "inhibit_rules", "quiet_hours", "ping_budget"}
)
"""Settings that take effect at once; every other one does when Prebell is started."""

T = TypeVar("T", Watchlist, Rule)


class Reloading:
    """Brings what the operator has written down to what is written now.

    `settings` are those it runs by. What a person made in a room stays as it is; `made` tells what
    an operator has made for everybody by a command.
    """

    def __init__(  # noqa: PLR0913 (whatever settings are put to work by, each by name)
        self,
        settings: Settings,
        pipeline: Pipeline,
        lists: Lists,
        rules: Rules,
        planning: Planning,
        *,
        made: Callable[[Kind, str], object],
    ) -> None:
        self._started = self._settings = settings
        self._pipeline = pipeline
        self._lists = lists
        self._rules = rules
        self._planning = planning
        self._made = made

    def go_by(self, settings: Settings, now: datetime) -> Reloaded:
        """Go by other settings. Raises UserError, with nothing changed, where that cannot be."""
        before = self._settings
        had, lists = (_named(s.watchlists_of_the_market()) for s in (before, settings))
        followed, rules = (_named(s.rules_of_the_engine()) for s in (before, settings))
        self._clashes(Kind.WATCHLIST, lists.keys() - had.keys())
        self._clashes(Kind.RULE, rules.keys() - followed.keys())
        self._needed(had.keys() - lists.keys(), followed)
        changed = [
            *_put("watchlist", had, lists, self._lists.follow),
            *_put("rule", followed, rules, self._rules.follow),
            *_take("rule", followed, rules, self._rules.leave),
            *_take("watchlist", had, lists, self._lists.leave),
            *self._replan(before, settings, now),
        ]
        self._settings, self._lists.written = settings, lists.keys()
        return Reloaded(changed=changed, waits=list(_waiting(self._started, settings)))

    def _clashes(self, kind: Kind, new: Collection[str]) -> None:
        if found := sorted(name for name in new if self._made(kind, name)):
            raise UserError(
                f"There is a {kind.value} {found[0]} already that was made by a command; nothing"
                " was changed. Delete that, or give the one in the settings another name."
            )

    # A list cannot go that a rule reads which nobody wrote here, or half of this would be done.
    def _needed(self, gone: Collection[str], written: Collection[str]) -> None:
        for name in sorted(gone):
            needing = self._pipeline.engine.lists.needing(name)
            if others := [rule for rule in needing if rule not in written]:
                raise UserError(
                    f"The watchlist {name} is gone from the settings, and rules that were made by"
                    f" commands read it: {listed(others)}. Nothing was changed; put it back."
                )

    def _replan(self, before: Settings, settings: Settings, now: datetime) -> Iterator[str]:
        if before.plan_of_the_alerts() != settings.plan_of_the_alerts():
            self._planning.go_by(settings.plan_of_the_alerts(), now)
            yield "who is told what, and when"


def _named(things: Iterable[T]) -> dict[str, T]:
    return {thing.name: thing for thing in things}


def _put(
    kind: str, old: Mapping[str, T], new: Mapping[str, T], follow: Callable[[T], object]
) -> Iterator[str]:
    for name, one in new.items():
        if name not in old or old[name] != one:
            try:
                follow(one)
            except UserError as error:
                raise UserError(
                    f"{kind} {name} cannot be put to work, nor what is after it: {error}"
                ) from error
            yield f"{kind} {name}, {'changed' if name in old else 'new'}"


def _take(
    kind: str, old: Mapping[str, T], new: Mapping[str, T], leave: Callable[[str], object]
) -> Iterator[str]:
    for name in old:
        if name not in new:
            leave(name)
            yield f"{kind} {name}, gone"


def _waiting(started: Settings, settings: Settings) -> Iterator[str]:
    for name in Settings.model_fields:
        if name not in PUT_TO_WORK and getattr(started, name) != getattr(settings, name):
            yield name
