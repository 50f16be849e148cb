"""Tenants: servers and chats on one bot, with its real store, and what each may not know of others.

async with a_house(folder) as house:
reply = await house.asks(ANNA, "/silences")
house.trouble(ANNA, said(reply))      what of another's stands in it
house.owns(BERT)                      all there is of Bert's, to compare with later
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bot import owners
from bot.alerts.grouping import Group
from bot.chat import Call, Destination, Message, Reply, Right
from bot.delivery.parcel import Parcel
from bot.market.events import Article, Quote
from bot.market.instruments import Symbol
from bot.parts import Bot
from bot.rooms import open_platform
from bot.storage.address import Address
from bot.storage.keeping import in_store
from bot.storage.store import open_store
from config.load import load
from handlers.desk import Source
from tests.builders import a_reference
from tests.flows.test_rooms_own_rules import Ears
from tests.watched import instant

BEGINS = instant("2025-10-10T12:00:00Z")
SYMBOLS = ("IREN", "WULF", "CIFR")
SETTINGS = """
watchlists:
  miners: {members: [IREN, WULF]}
rules:
  - {name: mover, for_each: miners, when: change > 20%, severity: critical}
  - {name: dips, when: CIFR.price < 90}
  - {name: deals, when: news about IREN}
route: {group_wait: 0s}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """Somebody who shares the bot; nobody else may read its `word`, `level` or `symbol`."""

    owner: str
    room: str
    word: str = ""
    level: str = ""
    symbol: str = ""
    person: str

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.word, self.level, self.symbol)))


ANNA = Tenant(
    owner="discord:1",
    room="discord:11",
    word="aardvark",
    level="91.6131",
    symbol="AARD",
    person="ann",
)
BERT = Tenant(
    owner="discord:2",
    room="discord:21",
    word="bittern",
    level="92.6232",
    symbol="BITT",
    person="bob",
)
CARL = Tenant(
    owner="telegram:-3",
    room="telegram:-3",
    word="caracal",
    level="93.6333",
    symbol="CARA",
    person="cem",
)
OPERATOR = Tenant(owner=owners.EVERYBODY, room="web:desk", person="op")
TENANTS = (ANNA, BERT, CARL)


class Listener(Ears):
    """A platform that keeps whole messages, edits as well."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.said: list[tuple[str, str]] = []

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:
        self.said.append((str(parcel.destination), read_in(parcel.message)))
        return await super().send(parcel, face=face, repeat=repeat)


@dataclass(slots=True)
class House:
    """A bot and its tenants; its market and its time are the test's."""

    bot: Bot
    now: datetime
    listeners: list[Listener] = field(default_factory=list)

    async def asks(self, who: Tenant, text: str, right: Right = Right.CHANGE) -> Reply:
        """Ask as somebody of a tenant's; the operator may do everything."""
        return await self.bot.answer(call(who, text, right))

    async def trades(self, symbol: str, price: int) -> None:
        """Follow a trade, a minute after what was before it, and tell what that comes to."""
        pipeline = self.bot.pipeline
        await self.passes(timedelta(minutes=1))
        quote = Quote(
            symbol=Symbol(symbol),
            price=Decimal(price),
            at=self.now,
            seen=self.now,
            source="test",
            volume=1000,
        )
        pipeline.offer(quote)
        await self._told()

    async def reads(self, who: Tenant, number: int) -> None:
        """Follow an article of a tenant's own feed, or of everybody's, which says all its marks."""
        await self.passes(timedelta(minutes=1))
        article = Article(
            id=str(number),
            outlet=f"Wire of {who.word or 'all'}",
            url=f"https://wire.example/{who.word}",
            title=f"IREN signs a lease over {number} MW {who.word}".strip(),
            text=f"IREN rose {number % 9}% on {who.level or 'the'} news of ${who.symbol or 'HUT'}.",
            published=self.now,
            seen=self.now,
            feed=owners.owned("wire", who.owner),
            owner=who.owner,
        )
        self.bot.pipeline.offer(article)
        await self._told()

    async def passes(self, span: timedelta) -> None:
        """Let time go by."""
        pipeline = self.bot.pipeline
        self.now += span
        while (due := pipeline.next_due()) <= self.now:
            pipeline.tick(due)
        pipeline.tick(self.now)
        await self._told()

    def owns(self, tenant: Tenant) -> list[str]:
        """Return all there is of a tenant's, with all it has come to, in no order of its own."""
        bot, owner = self.bot, tenant.owner
        rules = bot.pipeline.engine.instances.rules()
        sectors = bot.pipeline.market.sectors
        told: list[object] = [
            *bot.holdings.everything(owner),
            bot.desk.preferences(owner),
            *(rule for name, rule in rules.items() if owners.owner_of(name) == owner),
            *(s.watchlist for name, s in sectors.items() if owners.owner_of(name) == owner),
            *(one for one in bot.desk.acting.silencing.all if one.owner == owner),
        ]
        if owner:  # what is the operator's is acted on by all who hear of it
            theirs = [g for g in bot.desk.acting.looking.all() if _is_of(g, owner)]
            told += [(g.incident, g.route, sorted(map(repr, g.members.items()))) for g in theirs]
        return sorted(map(repr, told))

    def leaks(self, tenant: Tenant, text: str) -> list[str]:
        """List what a text says that another tenant alone may read."""
        others = (one for one in TENANTS if one is not tenant and tenant is not OPERATOR)
        return [mark for one in others for mark in one.marks if mark in text]

    def overheard(self) -> list[str]:
        """List what was said in a room that another tenant alone may read; say it once."""
        found = [
            f"{room}: {leaks}"
            for listener in self.listeners
            for room, text in listener.said
            for tenant in TENANTS
            if room == tenant.room and (leaks := self.leaks(tenant, text))
        ]
        for listener in self.listeners:
            listener.said.clear()
        return found

    @property
    def ids(self) -> list[str]:
        """The ids of all incidents and silences there are, whosever."""
        acting = self.bot.desk.acting
        return [g.id for g in acting.looking.all()] + [s.id for s in acting.silencing.all]

    @property
    def stories(self) -> list[str]:
        """The ids of all stories there are, whosever."""
        kept = self.bot.pipeline.newsroom.archive.newest_first()
        return list(dict.fromkeys(one.story.id for one in kept))

    async def _told(self) -> None:
        self.bot.pipeline.herald.turn_in(most=None)
        await self.bot.journal.settle()
        await self.bot.courier.drain()


@asynccontextmanager
async def a_house(folder: Path, now: datetime = BEGINS) -> AsyncIterator[House]:
    """Start a bot with a store in a folder, as `prebell run` does with a live feed."""
    file = folder / "prebell.yaml"
    file.write_text(SETTINGS, encoding="utf-8")
    source = Source(
        title="A test",
        recording=True,  # whose time is the market's
        speed="1×",
        progress=lambda: 0.0,
        ended=lambda: False,
    )
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(Address.of("", folder=folder)))
        bot = Bot(load(file, {}), now, source, files=lambda: (), keeping=await in_store(store))
        stack.push_async_callback(bot.close)
        house = House(bot, now)
        for name in ("discord", "telegram"):
            listener = Listener(name)
            rooms = [one for one in TENANTS if one.room.startswith(name)]
            for one in rooms:
                bot.tenants.learn(place(one), one.owner)
            await open_platform(listener, map(place, rooms), bot, stack)
            house.listeners.append(listener)
        await bot.courier.resume()
        bot.pipeline.market.turn_to(now)
        bot.pipeline.begin()
        for symbol in SYMBOLS:
            bot.pipeline.take(a_reference(symbol, at=now + timedelta(seconds=1)))
        yield house


def call(who: Tenant, text: str, right: Right = Right.CHANGE) -> Call:
    """Say something as somebody of a tenant's."""
    return Call(
        text=text,
        person=who.person,
        person_id=f"{who.room}:person",
        room=place(who),
        owner=who.owner,
        right=Right.OPERATE if who is OPERATOR else right,
    )


def place(tenant: Tenant) -> Destination:
    return Destination.parse(tenant.room)


def said(reply: Reply) -> str:
    """Return all that a reply tells, in whichever way."""
    rows = [" ".join(row) for row in reply.table.rows] if reply.table else []
    file = reply.attachment.content.decode(errors="replace") if reply.attachment else ""
    return "\n".join([*_common(reply), *rows, file])


def read_in(message: Message) -> str:
    """Return all that a message tells."""
    return "\n".join(_common(message))


def _is_of(group: Group, owner: str) -> bool:
    return any(owners.owner_of(member.alert.rule) == owner for member in group.all())


def _common(told: Reply | Message) -> Iterator[str]:
    yield from (told.title, told.body)
    yield from (f"{fact.label} {fact.value}" for fact in told.facts)
    yield from (f"{action.label} {action.text}" for action in told.actions)
    yield str(told.picture or "")
