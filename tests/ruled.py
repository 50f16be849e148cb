"""A bot whose rooms make rules of their own: what they own is kept, and put to work at once.

it = ruled(a_bot(...))
await it.asks("/alert create dips IREN > 104")       as the room telegram:1, which may change it
await it.asks("/alert list", owner="telegram:2")     as another
"""

from collections.abc import Iterable
from dataclasses import replace

from bot import owners
from bot.belongings import Belonging, Entry, Kind
from bot.chat import Call, Destination, Reply, Right
from bot.commands import Choice
from bot.holdings import Body, Holdings, Keeper, read
from bot.keepers.lists import Lists
from bot.keepers.rules import Rules
from bot.pipeline import Pipeline
from bot.rules.model import Rule
from config import documents
from handlers.answering import Answerer
from tests.scenes import shown
from tests.watched import Watched

ROOM = "telegram:1"


class Ruled:
    """A watched bot with the holdings of its rooms; `kept` is what was written of them."""

    def __init__(self, bot: Watched, restored: Iterable[Belonging] = ()) -> None:
        self.bot = bot
        self.kept: list[tuple[Belonging, Entry]] = []
        self.keeper = keeper_of(bot.pipeline)
        lists = Lists(bot.pipeline, documents.watchlist_of)
        keepers: dict[Kind, Keeper] = {Kind.WATCHLIST: lists, Kind.RULE: self.keeper}
        holdings = Holdings(keepers, lambda document, entry: self.kept.append((document, entry)))
        self.refused = holdings.restore(restored)
        bot.desk = replace(bot.desk, holdings=holdings)

    async def replies(
        self, text: str, *, owner: str = ROOM, right: Right = Right.CHANGE, **given: str
    ) -> Reply:
        """Ask as somebody in a room whose things are that owner's; `given` are words by name."""
        platform, _, chat = (owner or "web:desk").partition(":")
        call = Call(
            text=text,
            person="ann",
            room=Destination(platform=platform, chat=chat),
            owner=owner,
            right=right,
            given=given or None,
        )
        return await Answerer(self.bot.desk).answer(call)

    async def asks(self, text: str, *, owner: str = ROOM, right: Right = Right.CHANGE) -> str:
        """Ask, and return the answer as a plain platform would show it."""
        return shown(await self.replies(text, owner=owner, right=right))

    def suggests(self, command: str, parameter: str, typed: str = "") -> list[Choice]:
        """Return what is suggested to somebody of that room."""
        room = Destination(platform="telegram", chat="1")
        call = Call(text="", person="ann", room=room, owner=ROOM, right=Right.CHANGE)
        return Answerer(self.bot.desk).suggest(call, command, parameter, typed)

    def rule_body(self, name: str, owner: str = ROOM) -> dict[str, object]:
        """What is written down of a rule of a room; nothing where there is none."""
        kept = self.bot.desk.holdings.find(owner, Kind.RULE, name)
        return {} if kept is None else read(kept)

    @property
    def names(self) -> list[str]:
        """The names of the rules there are, as the bot knows them."""
        return list(dict.fromkeys(one.rule.name for one in self.bot.engine.instances))

    def stage(self, name: str, owner: str = ROOM) -> list[str]:
        """Where a rule of a room stands, a word for each subject."""
        instances = self.bot.engine.instances
        whole = owners.owned(name, owner)
        return [one.stage.value for one in instances if one.rule.name == whole]


def keeper_of(pipeline: Pipeline) -> Rules:
    """Make what puts rules of rooms to work."""

    def rule(owner: str, name: str, body: Body) -> Rule:
        lists = owners.seen(pipeline.market.sectors, owner)
        return documents.rule_of(owner, name, body, watchlists=lists)

    return Rules(pipeline, rule)


def ruled(bot: Watched, restored: Iterable[Belonging] = ()) -> Ruled:
    """Let the rooms of a bot own rules and watchlists."""
    return Ruled(bot, restored)
