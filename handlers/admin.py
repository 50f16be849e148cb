"""Looking after the bot: its rooms and what they own, and a room that is to hear again."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from bot import figures
from bot.belongings import Kind
from bot.chat import ACTION_LIMIT, Action, Call, Fact, Reply, Right
from bot.delivery.lane import Lane
from bot.errors import StoreError, UserError
from bot.texts import counted, said
from handlers.base import command
from handlers.desk import Desk
from handlers.words import RoomName

LISTED = 20
"""Rooms and owners that are named; the rest are counted."""

MOST_BUTTONS = 5

_THINGS: Mapping[Kind, Callable[[int], str]] = {
    Kind.WATCHLIST: lambda number: counted(number, "{n} watchlist", "{n} watchlists"),
    Kind.RULE: lambda number: counted(number, "{n} rule", "{n} rules"),
    Kind.ROUTE: lambda number: counted(number, "{n} route", "{n} routes"),
    Kind.RECEIVER: lambda number: counted(number, "{n} receiver", "{n} receivers"),
    Kind.QUIET_HOURS: lambda number: counted(number, "{n} quiet hours", "{n} quiet hours"),
    Kind.SUBSCRIPTION: lambda number: counted(number, "{n} subscription", "{n} subscriptions"),
    Kind.PREFERENCES: lambda number: counted(number, "{n} preferences", "{n} preferences"),
    Kind.SHARE: lambda number: counted(number, "{n} share", "{n} shares"),
    Kind.FEED: lambda number: counted(number, "{n} feed", "{n} feeds"),
}
"""So many of each kind that may be owned."""


@command(
    "admin show",
    "The rooms there are, what each owner has, and which rooms take nothing more",
    right=Right.OPERATE,
    private=True,
)
async def show(call: Call, desk: Desk) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with those that need a hand first."""
    lanes = sorted(desk.courier.lanes, key=lambda lane: (not lane.disabled, str(lane.destination)))
    deaf = [lane for lane in lanes if lane.disabled]
    owners = list(_owners(desk))
    return Reply(
        title=counted(
            len(lanes),
            "{n} room, {disabled} of them disabled",
            "{n} rooms, {disabled} of them disabled",
            disabled=len(deaf),
        ),
        facts=(
            *(_room(lane, desk) for lane in lanes[:LISTED]),
            *_more_rooms(len(lanes) - LISTED),
            *owners[:LISTED],
            *_more_owners(len(owners) - LISTED),
        ),
        actions=tuple(_enabling(deaf))[:MOST_BUTTONS],
    )


@command(
    "admin enable",
    "Let a room take messages again, once what was wrong there is mended",
    example="/admin enable telegram:-100123",
    right=Right.OPERATE,
    private=True,
)
async def enable(call: Call, desk: Desk, room: RoomName) -> Reply:  # noqa: ARG001 (likewise)
    """Answer with what is waiting for it."""
    lane = next(x for x in desk.courier.lanes if str(x.destination) == room)
    if not lane.disabled:
        raise UserError(said("{room} takes messages already.", room=room))
    why = lane.disabled
    try:
        await desk.courier.enable(lane.destination)
    except StoreError as error:
        raise UserError(said("The store takes nothing just now: {why}", why=error)) from error
    return Reply(
        title=said("{room} takes messages again", room=room),
        body=said("It was disabled: {why}.", why=why),
    )


def _room(lane: Lane, desk: Desk) -> Fact:
    whose = desk.tenants.owner(lane.destination)
    if lane.disabled:
        told = said("disabled: {why}; of {owner}", why=lane.disabled, owner=whose)
    else:
        told = said("{sent} sent; of {owner}", sent=figures.count(lane.sent), owner=whose)
    return Fact(str(lane.destination), told)


def _owners(desk: Desk) -> Iterator[Fact]:
    for owner in desk.holdings.owners():
        kinds = Counter(one.kind for one in desk.holdings.everything(owner))
        things = ", ".join(_THINGS[kind](number) for kind, number in kinds.items())
        yield Fact(owner or said("everybody"), things)


def _more_rooms(left: int) -> list[Fact]:
    return [Fact(said("And"), counted(left, "{n} more room", "{n} more rooms"))] if left > 0 else []


def _more_owners(left: int) -> list[Fact]:
    more = counted(left, "{n} more owner", "{n} more owners")
    return [Fact(said("And"), more)] if left > 0 else []


def _enabling(lanes: Iterable[Lane]) -> Iterator[Action]:
    for lane in lanes:
        text = f"/admin enable {lane.destination}"
        if len(text.encode()) <= ACTION_LIMIT:
            yield Action(said("Enable {room}", room=lane.destination), text)
