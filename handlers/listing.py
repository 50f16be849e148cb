"""Listing: the lists that somebody owns, as documents, and what an edit of one came to."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot import figures
from bot.belongings import Belonging, Kind
from bot.chat import ACTION_LIMIT, Action, Call, Fact, Reply
from bot.errors import UserError
from bot.holdings import Change, read
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.market.watchlists import Watchlist
from bot.owners import EVERYBODY, owned, owner_of, plain
from bot.rules import faults
from bot.texts import counted, said, unsaid
from handlers import ledger
from handlers.desk import Desk
from handlers.words import ListName

YOURS = unsaid("yours")
WRITTEN = unsaid("settings file")
"""Whose a list is that no command made."""

TITLE, MEMBERS, MILESTONES = "title", "members", "milestones"
"""What a document says of a list, as the settings file would."""

_WRITTEN_THERE = unsaid("{name} is written in the settings file, under `{key}`; change it there.")
_OPERATORS = unsaid(
    "{name} is the operator's, in the settings file of this bot; nobody changes it from here."
)

_MOST = 8  # symbols that are named in a sentence


def own(name: ListName, call: Call, desk: Desk) -> tuple[str, dict[str, object]]:
    """Return the name and the document of a list that the caller may change.

    Raises UserError for one that is somebody else's, and says where it stands.
    """
    whole = desk.lists[name].watchlist.name
    found = desk.holdings.find(call.viewer, Kind.WATCHLIST, plain(whole))
    if found is not None and owned(found.name, call.viewer) == whole:
        return found.name, read(found)
    raise UserError(f"{_stands(name, whole, call, desk)}\n{_instead(name, call, desk)}")


def whose(whole: str, desk: Desk) -> str:
    """Say whose a list is, as its viewer would."""
    owner = owner_of(whole)
    if owner and owner == desk.viewer:
        return said(YOURS)
    if owner:
        return owner
    made = desk.holdings.find(EVERYBODY, Kind.WATCHLIST, whole) is not None
    if desk.viewer:
        return said("everybody's")
    return said("everybody's") if made else said(WRITTEN)


async def put(call: Call, desk: Desk, name: str, body: Mapping[str, object], action: str) -> Sector:
    """Make a list of the caller's, or put it in the place of what it was. Raises UserError."""

    def change(by: str, now: datetime) -> Belonging:
        made = Change(by=by, room=call.room, at=now, action=action)
        return desk.holdings.put(call.viewer, Kind.WATCHLIST, name, body, made)

    await desk.acting.do(call, change)
    return desk.lists[name]


async def drop(call: Call, desk: Desk, name: str) -> None:
    """Do away with a list of the caller's, and the code it was shared by.

    Raises UserError where a rule needs it.
    """
    holdings = desk.holdings

    def change(by: str, now: datetime) -> None:
        gone = Change(by=by, room=call.room, at=now, action="deleted")
        holdings.drop(call.viewer, Kind.WATCHLIST, name, gone)
        for one in holdings.of(call.viewer, Kind.SHARE):
            if read(one).get("list") == name:
                holdings.drop(call.viewer, Kind.SHARE, one.name, gone)

    await desk.acting.do(call, change)


def free(name: str, call: Call, desk: Desk) -> None:
    """Raise UserError where the caller has a list of that name already."""
    if desk.holdings.find(call.viewer, Kind.WATCHLIST, name) is not None:
        raise UserError(
            said(
                "There is a list {name} already; {command} shows it.",
                name=name,
                command=f"/watchlist show {name}",
            )
        )


def reply(title: str, sector: Sector, desk: Desk, *besides: str) -> Reply:
    """Answer with a list as it is now, and what can be done with it next."""
    name = desk.shown(sector.watchlist.name)
    return Reply(
        title=title,
        body="\n".join(filter(None, [*besides, _unheard(sector, desk)])),
        facts=(
            Fact(said("Members"), figures.count(len(sector.watchlist.members))),
            *ledger.worth(sector, desk),
        ),
        actions=actions(
            (said("Show"), f"/watchlist show {name}"),
            (said("Sector"), f"/sector show {name}"),
            (said("Movers"), f"/movers {name}"),
        ),
    )


def actions(*named: tuple[str, str]) -> tuple[Action, ...]:
    """Make buttons of labels and commands; one whose command is too long for a button is none."""
    return tuple(Action(*pair) for pair in named if len(pair[1].encode()) <= ACTION_LIMIT)


def members_of(body: Mapping[str, object]) -> tuple[Symbol, ...]:
    """Return who is on a list, as its document says."""
    members = body.get(MEMBERS)
    return tuple(map(Symbol, map(str, members))) if isinstance(members, list) else ()


def named(symbols: Iterable[Symbol]) -> str:
    """Name some symbols in a sentence, the first few of many."""
    return faults.listed(symbols, _MOST)


def watched(name: str, symbols: int) -> str:
    """Say that a list of so many is watched from now on."""
    return counted(
        symbols, "{name} is watched: {n} symbol", "{name} is watched: {n} symbols", name=name
    )


def as_document(watchlist: Watchlist) -> dict[str, object]:
    """Return what a list says, as the settings file would."""
    benchmark = {"benchmark": watchlist.benchmark} if watchlist.benchmark else {}
    return {
        TITLE: watchlist.title,
        MEMBERS: list(watchlist.members),
        **benchmark,
        MILESTONES: [figures.plain(level) for level in watchlist.milestones],
    }


def _stands(name: str, whole: str, call: Call, desk: Desk) -> str:
    if owner_of(whole):
        return said(
            "{name} is a list of {owner}, whose people alone can change it.",
            name=name,
            owner=owner_of(whole),
        )
    if desk.holdings.find(EVERYBODY, Kind.WATCHLIST, whole) is not None:
        return said("{name} is everybody's; whoever runs this bot can change it.", name=name)
    if call.viewer == EVERYBODY:
        return said(_WRITTEN_THERE, name=name, key=f"watchlists: {whole}")
    return said(_OPERATORS, name=name)


def _instead(name: ListName, call: Call, desk: Desk) -> str:
    members = desk.lists[name].watchlist.members
    copy = f"/watchlist create my-{plain(name)[:28]} {' '.join(members)}"
    own = said("A list of your own: {command}", command=copy)
    return own if call.viewer and len(copy) <= 200 else ""  # noqa: PLR2004 (what people copy)


def _unheard(sector: Sector, desk: Desk) -> str:
    unheard = [s for s in sector.watchlist.members if desk.market.tape(s).quote is None]
    if not unheard:
        return ""
    if desk.source.recording:
        return said(
            "No quote yet of {symbols}; this is a recording, and may tell none.",
            symbols=named(unheard),
        )
    return said(
        "No quote yet of {symbols}; a provider that knows them tells one within a round.",
        symbols=named(unheard),
    )
