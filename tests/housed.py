"""A bot whose rooms have rules, routes, subscriptions and quiet hours of their own, all at work.

it = housed(a_bot(...))
await it.asks("/subscribe miners")                  in telegram:1, whose people may change things
await it.asks("/route list", room="telegram:1:7")   in a topic of it
it.heard("telegram:1")                              what was said there
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.alerts.audience import Tenancy
from bot.alerts.plan import Plan
from bot.belongings import Belonging, Kind
from bot.chat import Call, Reply, Right
from bot.delivery.parcel import Manner
from bot.holdings import Holdings
from bot.keepers.plans import Homes, Plans
from bot.tenants import Tenants
from config import documents
from handlers.answering import Answerer
from handlers.preferring import preferences
from tests.acted import acted
from tests.builders import a_bot
from tests.dispatches import a_room
from tests.ruled import keeper_of
from tests.scenes import shown
from tests.watched import Watched

HERE = "telegram:1"
DESK = "web:desk"
MOVED = "IREN premarket +6.00% at 106.00, over 4% (against the close of 2025-10-09, 100.00)"
"""What is said where IREN goes from 100 to 106 before the bell."""


class Housed:
    """A watched bot with its whole way out; `opened` are the rooms that something is to go to."""

    def __init__(self, bot: Watched, plan: Plan | None, rooms: Iterable[str]) -> None:
        self.bot = bot
        self.tenants = Tenants()
        tenancy = Tenancy(
            owner=self.tenants.owner,
            operators=lambda: [a_room(DESK)],
            home=Homes(lambda: self.holdings, self.tenants),
        )
        self.acted = acted(bot, plan, rooms=rooms, tenancy=tenancy)
        self.opened: list[str] = []
        plans = Plans(
            self.acted.dispatch.planning,
            self.tenants,
            documents.quiet_hours_of,
            opened=lambda room: self.opened.append(str(room)),
            present=lambda: bot.market.now,
        )
        keepers = {Kind.RULE: keeper_of(bot.pipeline), **plans.keepers}
        self.holdings = Holdings(keepers, bot.pipeline.herald.keep)
        bot.desk = replace(
            bot.desk,
            holdings=self.holdings,
            tenants=self.tenants,
            preferences=lambda owner: preferences(self.holdings, owner),
        )

    async def replies(
        self, text: str, *, room: str = HERE, owner: str | None = None, right: Right = Right.CHANGE
    ) -> Reply:
        """Ask as somebody in a room, which is its own chat's unless an `owner` is named."""
        where = a_room(room)
        whose = self.tenants.owner(where) if owner is None else owner
        call = Call(text=text, person="ann", room=where, owner=whose, right=right)
        return await Answerer(self.bot.desk).answer(call)

    async def asks(
        self, text: str, *, room: str = HERE, owner: str | None = None, right: Right = Right.CHANGE
    ) -> str:
        """Ask, and return the answer as a plain platform would show it."""
        return shown(await self.replies(text, room=room, owner=owner, right=right))

    def heard(self, room: str = HERE) -> list[str]:
        """The titles of what was said in a room, edits left out."""
        parcels = (p for p in self.acted.diary.parcels if str(p.destination) == room)
        return [p.message.title for p in parcels if p.manner is not Manner.EDIT]

    @property
    def kept(self) -> list[Belonging]:
        """What was written down of what rooms own, in its order."""
        return [document for page in self.acted.diary.pages for document in page.belongings]

    @property
    def entries(self) -> list[str]:
        """What was written down of what people did: who, where, what, to what."""
        entries = [entry for page in self.acted.diary.pages for entry in page.entries]
        return [f"{e.person} in {e.room}: {e.action} {e.about}" for e in entries]


def housed(
    bot: Watched | None = None, plan: Plan | None = None, *, rooms: Iterable[str] = (DESK,)
) -> Housed:
    """Let rooms own things; those of the operator's settings are `rooms`."""
    return Housed(bot or a_bot(), plan, rooms)
