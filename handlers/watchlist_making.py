"""Making watchlists: a new one, another name for one, or an end of it."""

from bot.chat import Call, Reply, Right
from bot.commands import Question
from bot.errors import UserError
from bot.owners import owned
from bot.texts import said, unsaid
from handlers import listing
from handlers.base import command
from handlers.desk import Desk
from handlers.listed import NewName, Symbols
from handlers.words import ListName

_NEEDED = unsaid("{name} cannot be renamed: {rules} would not find it any more.")
_NEXT = unsaid(
    "/watchlist add puts more on it, and /alert create makes an alert on it or on each of it."
)


@command(
    "watchlist create",
    "Make a watchlist of your own, of symbols one after the other",
    example="/watchlist create mine IREN WULF CIFR",
    right=Right.CHANGE,
    form=(
        Question(name="name", label=unsaid("Name"), hint=unsaid("mine")),
        Question(name="symbols", label=unsaid("Symbols"), hint=unsaid("IREN WULF CIFR")),
    ),
)
async def create(call: Call, desk: Desk, name: NewName, symbols: Symbols) -> Reply:
    """Answer with the list as it stands, and who on it has not been heard of."""
    listing.free(name, call, desk)
    body = {listing.TITLE: name, listing.MEMBERS: list(symbols)}
    made = await listing.put(call, desk, name, body, "created")
    return listing.reply(listing.watched(name, len(symbols)), made, desk, said(_NEXT))


@command(
    "watchlist rename",
    "Give a watchlist of yours another name",
    example="/watchlist rename mine miners-i-like",
    right=Right.CHANGE,
)
async def rename(call: Call, desk: Desk, name: ListName, new: NewName) -> Reply:
    """Answer with the list under its new name; what was seen of the old one begins anew."""
    old, body = listing.own(name, call, desk)
    listing.free(new, call, desk)
    if needing := desk.engine.lists.needing(owned(old, call.viewer)):
        named = ", ".join(desk.shown(rule) for rule in needing if desk.sees(rule))
        rules = named or said("rules of other rooms")
        raise UserError(said(_NEEDED, name=old, rules=rules))
    if body.get(listing.TITLE) == old:
        body = {**body, listing.TITLE: new}
    made = await listing.put(call, desk, new, body, "renamed")
    await listing.drop(call, desk, old)
    title = said("{name} is {new} now", name=old, new=new)
    return listing.reply(title, made, desk, said("Its history begins anew."))


@command(
    "watchlist delete",
    "Do away with a watchlist of yours",
    example="/watchlist delete mine",
    right=Right.CHANGE,
)
async def delete(call: Call, desk: Desk, name: ListName) -> Reply:
    """Answer with how to have it back."""
    old, body = listing.own(name, call, desk)
    await listing.drop(call, desk, old)
    again = f"/watchlist create {old} {' '.join(listing.members_of(body))}"
    return Reply(
        title=said("{name} is deleted", name=old),
        body=said("To have it back: {command}", command=again),
        actions=listing.actions((said("Undo"), again)),
    )
