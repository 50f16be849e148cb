"""Who is on a watchlist: symbols put on it and taken off; no alert rings because of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot import figures
from bot.alerts.model import Alert
from bot.chat import Call, Fact, Reply, Right
from bot.errors import UserError
from bot.market.instruments import Symbol
from bot.rules import faults
from bot.texts import said, unsaid
from handlers import listing
from handlers.base import command
from handlers.desk import Desk
from handlers.listed import Symbols
from handlers.words import ListName

_NOBODY = unsaid("That would leave nobody on {list}; {command} deletes it.")
_REBASED = unsaid("{before} before, {now} now; recorded as a rebase")
_DID_YOU_MEAN = unsaid("{symbols}: not on {list}; did you mean {close}?")
_NOT_THERE = unsaid("{symbols}: not on {list}; there is {members}.")


@command(
    "watchlist add",
    "Put symbols on a watchlist of yours",
    example="/watchlist add mine CLSK HUT",
    right=Right.CHANGE,
)
async def add(call: Call, desk: Desk, name: ListName, symbols: Symbols) -> Reply:
    """Answer with who has come, and what that made of the list."""
    own, body = listing.own(name, call, desk)
    before = listing.members_of(body)
    new = [symbol for symbol in symbols if symbol not in before]
    if not new:
        raise UserError(
            said("{symbols}: on {list} already.", symbols=listing.named(symbols), list=own)
        )
    known = [symbol for symbol in symbols if symbol in before]
    already = said("On it already: {symbols}.", symbols=listing.named(known)) if known else ""
    title = said("{symbols} put on {list}", symbols=listing.named(new), list=own)
    return await _edited(call, desk, name, (*before, *new), title, already)


@command(
    "watchlist remove",
    "Take symbols off a watchlist of yours; their alerts of its rules are over",
    example="/watchlist remove mine CIFR",
    right=Right.CHANGE,
)
async def remove(call: Call, desk: Desk, name: ListName, symbols: Symbols) -> Reply:
    """Answer with who has gone, and what is over because of it."""
    own, body = listing.own(name, call, desk)
    before = listing.members_of(body)
    if strangers := [symbol for symbol in symbols if symbol not in before]:
        raise UserError(_not_on(strangers, own, before))
    rest = tuple(symbol for symbol in before if symbol not in symbols)
    if not rest:
        raise UserError(said(_NOBODY, list=own, command=f"/watchlist delete {own}"))
    living = {alert.fingerprint: alert for alert in desk.living}
    title = said("{symbols} taken off {list}", symbols=listing.named(symbols), list=own)
    reply = await _edited(call, desk, name, rest, title, "")
    still = {alert.fingerprint for alert in desk.living}
    over = [alert for mark, alert in living.items() if mark not in still]
    return replace(reply, body="\n".join(filter(None, [reply.body, _over(over, desk)])))


def _over(alerts: list[Alert], desk: Desk) -> str:
    if not alerts:
        return ""
    named = faults.listed(
        said("{rule} on {subject}", rule=desk.shown(alert.rule), subject=alert.subject)
        for alert in alerts
    )
    return said("Over because of it: {alerts}.", alerts=named)


async def _edited(  # noqa: PLR0913, PLR0917 (what an edit is)
    call: Call, desk: Desk, name: ListName, members: Iterable[Symbol], title: str, besides: str
) -> Reply:
    own, body = listing.own(name, call, desk)
    sector = desk.lists[name]
    was = figures.money(sector.cap) if sector.whole else figures.UNKNOWN
    count = len(listing.members_of(body))
    document: Mapping[str, object] = {**body, listing.MEMBERS: list(members)}
    made = await listing.put(call, desk, own, document, "changed")
    answer = listing.reply(title, made, desk, besides, said("No alert rings because of it."))
    now = figures.money(made.cap) if made.whole else figures.UNKNOWN
    members_now = len(made.watchlist.members)
    changed = (
        Fact(said("Members"), said("{before} before, {now} now", before=count, now=members_now)),
        Fact(said("Cap"), said(_REBASED, before=was, now=now)),
    )
    labels = {fact.label for fact in changed}
    kept = [fact for fact in answer.facts if fact.label not in labels]
    return replace(answer, facts=(*changed, *kept))


def _not_on(strangers: list[Symbol], own: str, members: tuple[Symbol, ...]) -> str:
    close = faults.nearest(strangers[0], [member.lower() for member in members])
    named = listing.named(strangers)
    if close is not None:
        return said(_DID_YOU_MEAN, symbols=named, list=own, close=close.upper())
    return said(_NOT_THERE, symbols=named, list=own, members=listing.named(members))
