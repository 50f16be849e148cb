"""A bot whose alerts people act on: its stages and its way out are real, its journal in memory.

bot = acted(a_bot(rules=[...]), rooms=("telegram:1", "web:desk"))
bot.trades("IREN", 106, ...)
await bot.asks("/incidents")
bot.pages                                   what was written, page by page
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from bot.alerts.audience import Tenancy
from bot.alerts.plan import Plan
from bot.chat import Severity
from bot.delivery.dispatch import ALONE, Dispatch
from bot.delivery.parcel import Manner, Parcel
from bot.ground import opening
from bot.journal import MemoryJournal, Page
from bot.wayout import WayOut
from handlers.acting import Acting
from handlers.words import short
from tests.builders import a_bot, a_rule
from tests.dispatches import a_room
from tests.scenes import shown
from tests.watched import Watched, nothing_waits


class Diary(MemoryJournal):
    """Keeps the pages it was given, and whatever may leave."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.parcels: list[Parcel] = []
        super().__init__(self.parcels.extend)

    def write(self, page: Page) -> None:
        self.pages.append(page)
        super().write(page)


class Acted:
    """A watched bot with the whole way out behind it, for rooms that hear everything."""

    def __init__(self, bot: Watched, plan: Plan, rooms: Iterable[str], tenancy: Tenancy) -> None:
        self.bot = bot
        self.diary = Diary()
        self.written: Callable[[], Awaitable[None]] = nothing_waits
        self.rooms = [a_room(name) for name in rooms]
        us = bot.market.calendars["US"]
        self.dispatch = dispatch = Dispatch(
            plan,
            rooms=lambda: self.rooms,
            opening=lambda at: opening(us, at),
            price=lambda _symbol: None,
            tenancy=tenancy,
        )
        self.way = WayOut(
            dispatch, self.diary, rooms=lambda: self.rooms, operators=lambda: self.rooms
        )
        bot.pipeline.herald.lead(self.way)
        acting = Acting(
            dispatch, bot.pipeline, present=lambda: bot.desk.present, written=self._written
        )
        bot.desk = replace(bot.desk, acting=acting)

    async def _written(self) -> None:
        await self.written()

    @property
    def names(self) -> list[str]:
        """The whole names of the incidents that live."""
        return [group.id for group in self.bot.desk.acting.looking.all()]

    def of(self, rule: str) -> str:
        """Name the incident of a rule."""
        groups = self.bot.desk.acting.looking.all()
        return next(g.id for g in groups if g.incident.values == (("rule", rule),))

    @property
    def edits(self) -> list[tuple[str, dict[str, str]]]:
        """Each edit: in which room, and its facts."""
        edits = [p for p in self.diary.parcels if p.manner is Manner.EDIT]
        return [
            (str(p.destination), {fact.label: fact.value for fact in p.message.facts})
            for p in edits
        ]

    @property
    def said(self) -> list[str]:
        """The titles of what was said, edits left out."""
        parcels = self.diary.parcels
        return [p.message.title for p in parcels if p.manner is not Manner.EDIT]

    @property
    def acts(self) -> list[tuple[str, str, str]]:
        """What was written down of people: who, what, about what."""
        acts = [act for page in self.diary.pages for act in page.acts]
        return [(act.by, act.deed.value, act.about) for act in acts]


def acted(
    bot: Watched,
    plan: Plan | None = None,
    *,
    rooms: Iterable[str] = ("telegram:1", "web:desk"),
    tenancy: Tenancy = ALONE,
) -> Acted:
    """Put the whole way out behind a bot that has told of nothing yet."""
    return Acted(bot, plan or Plan(), rooms, tenancy)


RULES = (
    a_rule(name="mover", for_each="miners", severity=Severity.WARNING),
    a_rule("IREN.price > 105", name="level"),
)


def a_room_that_was_told(plan: Plan | None = None, *, rules: int = 1) -> Acted:
    """Make a bot of which two rooms have heard that IREN and WULF move, a minute ago."""
    it = acted(a_bot(rules=RULES[:rules]), plan)
    for symbol in ("IREN", "WULF"):
        it.bot.trades(symbol, 100, "2025-10-10T12:00:10Z")
    for symbol, price in (("IREN", 106), ("WULF", 105)):
        it.bot.trades(symbol, price, "2025-10-10T12:00:20Z")
    it.bot.turns_to("2025-10-10T12:01Z")
    return it


def name_of(it: Acted) -> str:
    """Name the oldest incident as people type it."""
    return short(it.names[0], it.names)


async def asks(it: Acted, text: str) -> str:
    """Ask of the oldest incident, where ID stands for its name."""
    return shown(await it.bot.asks(text.replace("ID", name_of(it) if it.names else "gone")))
