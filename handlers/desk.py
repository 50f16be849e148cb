"""What handlers may see: the market, the rules and alerts upon it, and how the bot is doing."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot import owners
from bot.alerts.grouping import Group
from bot.alerts.lifecycle import Book
from bot.alerts.model import Alert
from bot.alerts.silences import Silence
from bot.backtest.recorded import Recorded
from bot.chat import Picture
from bot.clock import Clock, SystemClock
from bot.commands import Preferences
from bot.delivery.courier import Courier
from bot.holdings import Holdings
from bot.market.sector import Sector
from bot.market.state import Market
from bot.pipeline import Pipeline
from bot.rules.engine import Engine, Instance
from bot.rules.model import Rule
from bot.tenants import Tenants
from handlers.acting import Acting


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Brings together what a question may be about.

    `viewer` is whose things are seen; the operator's, "", is everybody's. What is seen is asked of
    the desk itself (`lists`, `rules`, `alerts`, `incidents`, `silences`), never of what holds it.

    `clock` shows the machine's time, from which `started` is told; the market has its own, `now`.
    `lag` is by how much the event loop was late at worst in the last minute, where it is watched.
    `store` says why nothing is written just now, "" where all is well; `where` names the place, and
    `unwritten` counts the pages that are not safe yet, `lost` those that never will be.
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

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules, by the names that the viewer types."""
        named = {rule.name: rule for _, rule, _ in self.engine.instances.owners()}
        return owners.seen(named, self.viewer)

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
    def silences(self) -> list[Silence]:
        """The silences there are, the oldest first."""
        found = self.acting.silencing.all
        return [one for one in found if self.viewer in {owners.EVERYBODY, one.owner}]

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
