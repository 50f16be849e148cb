"""What handlers may see: the market, the rules and alerts upon it, and how the bot is doing."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot import owners
from bot.alerts.grouping import Group
from bot.alerts.lifecycle import Book
from bot.alerts.model import Alert
from bot.alerts.silences import Silence
from bot.backtest.recorded import Recorded
from bot.chat import Destination, Picture
from bot.clock import Clock, SystemClock
from bot.commands import Preferences
from bot.delivery.courier import Courier
from bot.errors import UserError
from bot.feeds.news.newsstand import Newsstand
from bot.holdings import Holdings
from bot.market.sector import Sector
from bot.market.state import Market
from bot.operating import InMemory, Operating, Reloaded
from bot.pipeline import Pipeline
from bot.rules.engine import Engine, Instance
from bot.rules.model import Rule
from bot.tenants import Tenants
from bot.texts import said
from handlers.acting import Acting
from handlers.newsdesk import News


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the facts come from, as people are told: a recording says plainly that it is one.

    `speed` is how it is played (`120×`), `progress` the fraction told so far, `ended` whether it
    has no more to say; `details` are lines on each provider, for operators.
    """

    title: str
    recording: bool
    speed: str
    progress: Callable[[], float]
    ended: Callable[[], bool]
    details: Callable[[], Sequence[str]] = tuple


async def undrawn(_: Picture) -> bytes | None:
    """Draw nothing."""
    return None


Apply = Callable[[datetime], Reloaded]
"""Puts settings to work at an instant. Raises UserError, having changed nothing then."""


async def unread() -> Apply:
    """Read nothing again."""
    raise UserError(said("These settings cannot be read again; start Prebell anew."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Brings together what a question may be about.

    `viewer` is whose things are seen; the operator's, "", is everybody's. What is seen is asked of
    the desk itself (`lists`, `rules`, `alerts`, `incidents`, `silences`, `news`), and never of what
    holds it.

    `clock` shows the machine's time, from which `started` is told; the market has its own, `now`.
    `lag` is by how much the event loop was late at worst in the last minute, where it is watched.
    `store` says why nothing is written just now, "" where all is well; `where` names the place, and
    `unwritten` counts the pages that are not safe yet, `lost` those that never will be.

    `platforms` tell of their connections, a line each, for operators. `operating` looks after what
    is kept, and `reread` reads the settings again, to be put to work; raises SetupError. `house`
    lists the rooms that the operator has named; without it no room is a guest. `newsstand` holds
    what is read as news.
    """

    pipeline: Pipeline
    courier: Courier
    source: Source
    recorded: Recorded
    acting: Acting
    started: datetime
    version: str
    clock: Clock = field(default_factory=SystemClock)
    lag: Callable[[], timedelta | None] = lambda: None
    store: Callable[[], str] = lambda: ""
    where: str = "memory"
    unwritten: Callable[[], int] = lambda: 0
    lost: Callable[[], int] = lambda: 0
    viewer: str = owners.EVERYBODY
    holdings: Holdings = field(default_factory=lambda: Holdings({}, lambda _document, _entry: None))
    tenants: Tenants = field(default_factory=Tenants)
    preferences: Callable[[str], Preferences] = lambda _owner: Preferences()
    draw: Callable[[Picture], Awaitable[bytes | None]] = undrawn
    platforms: list[Callable[[], Sequence[str]]] = field(default_factory=list)
    operating: Operating = field(default_factory=InMemory)
    reread: Callable[[], Awaitable[Apply]] = unread
    house: Callable[[], Sequence[Destination]] | None = None
    newsstand: Newsstand = field(default_factory=Newsstand)

    def seen_by(self, viewer: str) -> "Desk":
        """Return it as a server or a chat sees it."""
        return replace(self, viewer=viewer)

    @property
    def lists(self) -> Mapping[str, Sector]:
        """The watchlists, by the names that the viewer types."""
        return owners.seen(self.market.sectors, self.viewer)

    @property
    def instances(self) -> list[Instance]:
        """Every rule about every subject, in the order they were made."""
        return [i for i in self.engine.instances if self.sees(i.rule.name)]

    def about(self, rule: str) -> list[Instance]:
        """List what a rule says, a subject each; nothing where the viewer may not see it."""
        return self.each([rule])[rule]

    def each(self, rules: Collection[str]) -> dict[str, list[Instance]]:
        """List what each of some rules says, a subject each."""
        roster = self.engine.instances
        found = roster.of([name for name in rules if self.sees(name)])
        return {name: [roster[number] for number in found.get(name, ())] for name in rules}

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules, by the names that the viewer types."""
        return owners.seen(self.engine.instances.rules(), self.viewer)

    @property
    def living(self) -> list[Alert]:
        """The alerts that live."""
        return [alert for alert in self.book.living.values() if self.sees(alert.rule)]

    @property
    def transitions(self) -> list[Alert]:
        """The last transitions of alerts, the oldest first."""
        return [alert for alert in self.book.transitions if self.sees(alert.rule)]

    @property
    def incidents(self) -> list[Group]:
        """The incidents that live, the oldest first: one's own, and those told in one's rooms."""
        return [group for group in self.acting.looking.all() if self._concerned(group)]

    @property
    def news(self) -> News:
        """What was read as news, as the viewer sees it."""
        return News(self.pipeline.newsroom, self.viewer)

    def may_end(self, group: Group) -> bool:
        """Tell whether the viewer may keep an incident from everybody who hears of it.

        Its owner may, and of everybody's the operator and the rooms that are no guests.
        """
        whose = {owners.owner_of(member.alert.rule) for member in group.members.values()}
        if self.viewer == owners.EVERYBODY or whose == {self.viewer} or self.house is None:
            return True
        return self.viewer in {self.tenants.owner(room) for room in self.house()}

    @property
    def silences(self) -> list[Silence]:
        """The silences there are, the oldest first."""
        found = self.acting.silencing.all
        return [one for one in found if self.viewer in {owners.EVERYBODY, one.owner}]

    def sector(self, name: str) -> Sector | None:
        """Return the watchlist of a name as the market knows it, where the viewer may see it."""
        return self.market.sectors.get(name) if self.sees(name) else None

    def alert(self, fingerprint: str) -> Alert | None:
        """Return the alert of a fingerprint, where it lives and the viewer may see it."""
        found = self.book.living.get(fingerprint)
        return found if found and self.sees(found.rule) else None

    def alert_about(self, instance: Instance) -> Alert | None:
        """Return the alert of a rule about a subject, where it lives and the viewer may see it."""
        rule = instance.rule
        found = self.book.about(rule.name, instance.subject, rule.labels)
        return found if found and self.sees(rule.name) else None

    def sees(self, name: str) -> bool:
        """Tell whether the viewer may see the rule or the watchlist of a name."""
        return owners.sees(self.viewer, owners.owner_of(name))

    def shown(self, name: str) -> str:
        """Return the name of a rule or a subject as the viewer types it."""
        return name if self.viewer == owners.EVERYBODY else owners.plain(name)

    def _concerned(self, group: Group) -> bool:
        if self.viewer == owners.EVERYBODY:
            return True
        whose = {owners.owner_of(member.alert.rule) for member in group.members.values()}
        if whose != {owners.EVERYBODY}:
            return whose == {self.viewer}
        rooms = group.incident.rooms.values()
        return any(self.tenants.owner(known.destination) == self.viewer for known in rooms)

    @property
    def market(self) -> Market:
        return self.pipeline.market

    @property
    def engine(self) -> Engine:
        return self.pipeline.engine

    @property
    def book(self) -> Book:
        return self.pipeline.book

    @property
    def present(self) -> datetime:
        """When people act: by the wall clock, unless a recording is played."""
        return self.now if self.source.recording else max(self.now, self.clock.now())

    @property
    def now(self) -> datetime:
        """The market's present: the recording's time when one is played."""
        return self.market.now
