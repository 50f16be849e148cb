"""Watchlists of rooms: each is watched like the operator's, and seen by its owner alone."""

from collections.abc import Callable, Collection

from bot.errors import UserError
from bot.holdings import Body
from bot.market.watchlists import Watchlist
from bot.owners import owned, owner_of, plain, sees
from bot.pipeline import Pipeline
from bot.rules.faults import listed, quoted

WatchlistOf = Callable[[str, str, Body], Watchlist]
"""Makes the watchlist of an owner that a name and a document say. Raises UserError."""

MOST_MEMBERS = 200
"""Symbols on one list of a room: every trade of each is added up for it."""

MOST_SYMBOLS = 2000
"""Symbols on all lists together: what a provider of fifty a request tells in forty of them."""


class Lists:
    """Has the market watch lists, and the rules that read them follow their edits.

    What is over because of an edit is told with the change itself, once that is turned in. Those
    that are `written` in the settings file are nobody's to change from a room.
    """

    def __init__(self, pipeline: Pipeline, watchlist_of: WatchlistOf) -> None:
        self._pipeline = pipeline
        self._market = pipeline.market
        self._watchlist_of = watchlist_of
        self.written: Collection[str] = frozenset(pipeline.market.sectors)

    def take(self, owner: str, name: str, body: Body) -> None:
        self._name(owner, name)
        watchlist = self._watchlist_of(owner, name, body)
        self._bounds(watchlist)
        self.follow(watchlist)

    def drop(self, owner: str, name: str) -> None:
        self.leave(owned(name, owner))

    def follow(self, watchlist: Watchlist) -> None:
        """Watch a list in the place of the one of its name, whoever wrote that down."""
        pipeline = self._pipeline
        done = pipeline.engine.lists.enlist(watchlist)
        pipeline.turned(done.edges)
        over = pipeline.book.abandon(done.left, f"it was taken off {plain(watchlist.name)}")
        pipeline.herald.announce(over, whole=False)
        self._tell()

    def leave(self, name: str) -> None:
        """Watch a list no more, whoever wrote it down. Raises UserError where a rule needs it."""
        if needing := self._pipeline.engine.lists.needing(name):
            raise UserError(
                f"{_told(needing, owner_of(name))}; change or delete what needs it first."
            )
        self._pipeline.engine.lists.delist(name)
        self._tell()

    def _name(self, owner: str, name: str) -> None:
        if name in self.written:
            raise UserError(
                f"{quoted(name)} is a list of the operator's settings file; choose another name."
            )
        is_new = owned(name, owner) not in self._market.sectors
        if owner and is_new and name in self._market.sectors:
            raise UserError(f"{quoted(name)} is a list that everybody has; choose another name.")

    def _bounds(self, watchlist: Watchlist) -> None:
        members, known = watchlist.members, self._market.listed
        if len(members) > MOST_MEMBERS:
            raise UserError(
                f"a list has at most {MOST_MEMBERS} symbols, and this one {len(members)};"
                " make two of it."
            )
        new = [symbol for symbol in members if symbol not in known]
        if new and len(known) + len(new) > MOST_SYMBOLS:
            room = max(0, MOST_SYMBOLS - len(known))
            raise UserError(
                f"this bot watches at most {MOST_SYMBOLS:,} symbols, of which {room} are left;"
                f" {len(new)} of these would be new. Leave some out, or take some off other lists."
            )

    # Who keeps a chapter of each list begins one, or goes on with it, before anybody asks.
    def _tell(self) -> None:
        for listener in self._pipeline.moved:
            listener()


# Another room's rule is nobody else's business, not even its name.
def _told(needing: list[str], owner: str) -> str:
    seen = [rule for rule in needing if sees(owner, owner_of(rule))]
    mine = [plain(rule) if owner else rule for rule in seen]
    others = len(needing) - len(mine)
    named = [f"{'these rules need' if len(mine) > 1 else 'this rule needs'} it: {listed(mine)}"]
    hidden = f"{others} rule{'s' if others > 1 else ''} of other rooms need it" if others else ""
    return "; ".join(filter(None, [*(named if mine else []), hidden]))
