"""Feeds: what a room has read as news of its own, beside what everybody hears."""

from datetime import datetime
from urllib.parse import urlsplit

from bot import figures
from bot.belongings import PAUSED, Belonging, Kind
from bot.chat import Action, Call, Fact, Reply, Right
from bot.errors import FeedError, UserError
from bot.feeds.news.following import Following
from bot.feeds.news.newsstand import Sample
from bot.feeds.web.request import shown
from bot.fitting import ELLIPSIS
from bot.holdings import Body, Change, read
from bot.keepers.feeds import URL
from bot.owners import EVERYBODY, owned
from bot.texts import counted, said, unsaid
from handlers import places
from handlers.base import command
from handlers.desk import Desk
from handlers.feed_words import FeedAddress, FeedName, NewFeed, called

HEADLINE = 120
"""Characters of a stranger's headline that are repeated."""

_INSTEAD = unsaid("What everybody reads stands there under `feeds: news:`.")
_HAVE = unsaid("You have that feed already, as {name}.")
_EVERYBODY = unsaid("Everybody has that feed already, as {name}; its news is yours as well.")
_CLOSED = unsaid("A recording is played: it is asked for once Prebell follows live feeds.")
_THERE = unsaid("What stands in it is filed, and rings nobody; news is what comes from now on.")
_OF_ROOMS = unsaid("Rooms follow {number} of their own, of which {failing} give nothing.")
_LINE = unsaid("{name} {url}: {how}")


@command("feed list", "The feeds that are read as news: everybody's, and yours")
async def list_(call: Call, desk: Desk) -> Reply:
    """Answer with a line for each, yours first."""
    mine = desk.holdings.of(call.viewer, Kind.FEED)
    lines = [
        said(_LINE, name=one.name, url=shown(_url(one)), how=_how(one, call, desk)) for one in mine
    ]
    if theirs := ", ".join(desk.newsstand.shared):
        lines.append(said("Everybody has {names}.", names=theirs))
    if call.viewer == EVERYBODY:
        number, failing = map(figures.count, desk.newsstand.of_rooms)
        lines.append(said(_OF_ROOMS, number=number, failing=failing))
    lines.append(said("/feed add URL follows one more, /feed show NAME tells of one."))
    title = counted(len(mine), "{n} feed of yours", "{n} feeds of yours")
    return Reply(
        title=title if mine else said("You have no feed of your own"), body="\n".join(lines)
    )


@command(
    "feed add",
    "Follow an RSS, Atom or JSON feed: its news is for you alone",
    example="/feed add https://example.com/feed.xml hashrate",
    right=Right.CHANGE,
)
async def add(call: Call, desk: Desk, url: FeedAddress, name: NewFeed | None = None) -> Reply:
    """Answer with what it calls itself, or with why it cannot be followed."""
    places.owned_by_somebody(call, said(_INSTEAD))
    if everybodys := desk.newsstand.everybodys(url):
        raise UserError(said(_EVERYBODY, name=everybodys))
    mine = desk.holdings.of(call.viewer, Kind.FEED)
    if same := next((one.name for one in mine if _url(one) == url), None):
        raise UserError(said(_HAVE, name=same))
    sample = await _sample(url, desk)
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    chosen = name or called(sample.title if sample else "", host, taken=[m.name for m in mine])
    await _put(call, desk, chosen, {URL: url}, "created")
    return Reply(
        title=said("{name} is followed", name=chosen),
        body="\n".join([_told(sample, call, desk), said(_THERE)]),
        actions=_actions(chosen),
    )


@command("feed show", "How a feed of yours is doing", example="/feed show hashrate")
async def show(call: Call, desk: Desk, name: FeedName) -> Reply:
    """Answer with what it told so far, and what is wrong with it."""
    one = _own(name, call, desk)
    following = desk.newsstand.of(owned(name, call.viewer))
    title = following.health.title if following else ""
    return Reply(
        title=name,
        facts=(
            Fact(said("Address"), shown(_url(one))),
            *([Fact(said("Called"), title)] if title else []),
            Fact(said("State"), _how(one, call, desk)),
            *(_figures(following, call, desk) if following else ()),
            Fact(said("Added"), figures.moment(one.made, desk.present, call.timezone)),
        ),
        actions=_actions(name),
    )


@command(
    "feed pause", "Ask for a feed of yours no more", example="/feed pause wire", right=Right.CHANGE
)
async def pause(call: Call, desk: Desk, name: FeedName) -> Reply:
    """Answer with how to go on."""
    body = read(_own(name, call, desk))
    await _put(call, desk, name, {**body, PAUSED: True}, "paused")
    return Reply(
        title=said("{name} is paused", name=name),
        body=said("{command} goes on with what is new then.", command=f"/feed resume {name}"),
        actions=(Action(said("Resume"), f"/feed resume {name}"),),
    )


@command("feed resume", "Go on with a paused feed", example="/feed resume wire", right=Right.CHANGE)
async def resume(call: Call, desk: Desk, name: FeedName) -> Reply:
    """Answer that it is followed; the newest of what came meanwhile is told."""
    body = {key: value for key, value in read(_own(name, call, desk)).items() if key != PAUSED}
    await _put(call, desk, name, body, "resumed")
    return Reply(
        title=said("{name} is followed", name=name),
        body=said("Of what came meanwhile the newest is told, and the rest is counted."),
        actions=_actions(name),
    )


@command(
    "feed remove",
    "Follow a feed of yours no more",
    example="/feed remove hashrate",
    right=Right.CHANGE,
)
async def remove(call: Call, desk: Desk, name: FeedName) -> Reply:
    """Answer that it is gone; what it told stays."""
    _own(name, call, desk)

    def drop(by: str, now: datetime) -> None:
        gone = Change(by=by, room=call.room, at=now, action="removed")
        desk.holdings.drop(call.viewer, Kind.FEED, name, gone)

    await desk.acting.do(call, drop)
    return Reply(
        title=said("{name} is removed", name=name),
        body=said("What it told is kept with the stories it belongs to."),
        actions=(Action(said("Feeds"), "/feed list"),),
    )


async def _put(call: Call, desk: Desk, name: str, body: Body, action: str) -> None:
    def change(by: str, now: datetime) -> Belonging:
        made = Change(by=by, room=call.room, at=now, action=action)
        return desk.holdings.put(call.viewer, Kind.FEED, name, body, made)

    await desk.acting.do(call, change)


# Whoever types an address wants to know at once what is there.
async def _sample(url: str, desk: Desk) -> Sample | None:
    if not desk.newsstand.is_open:
        return None
    try:
        return await desk.newsstand.tried(url)
    except FeedError as error:
        raise UserError(said("It cannot be followed: {why}.", why=error)) from error


def _told(sample: Sample | None, call: Call, desk: Desk) -> str:
    if sample is None:
        return said(_CLOSED)
    title = sample.title or said("nothing")
    named = counted(
        sample.items,
        "It calls itself {title}, with {n} item in it.",
        "It calls itself {title}, with {n} items in it.",
        title=_short(title),
    )
    if not sample.headline:
        return named
    newest = said("The first: {headline}", headline=_short(sample.headline))
    if sample.newest is None:
        return f"{named}\n{newest}"
    at = figures.moment(sample.newest, desk.present, call.timezone)
    return f"{named}\n{newest} ({at})"


def _how(one: Belonging, call: Call, desk: Desk) -> str:
    if read(one).get(PAUSED) is True:
        return said("paused")
    if everybodys := desk.newsstand.everybodys(_url(one)):
        return said("everybody's, as {name}", name=everybodys)
    following = desk.newsstand.of(owned(one.name, call.viewer))
    if following is None:
        return said("not asked while a recording is played")
    due = figures.moment(following.due, desk.present, call.timezone)
    if following.health.trouble:
        return said("{trouble}; asked again at {due}", trouble=following.health.trouble, due=due)
    return said("next asked at {due}", due=due)


def _figures(following: Following, call: Call, desk: Desk) -> list[Fact]:
    one = following.health
    asked = said("{answered} of {asked} answered", answered=one.answered, asked=one.asked)
    facts = [
        Fact(said("Requests"), asked),
        Fact(said("Articles told"), figures.count(one.told)),
        Fact(said("Known before"), figures.count(one.known)),
        Fact(said("Left out"), figures.count(one.left_out)),
    ]
    if one.refused:
        facts.append(Fact(said("Without words"), figures.count(one.refused)))
    if one.odd:
        facts.append(Fact(said("Read in spite of"), "; ".join(one.odd)))
    if one.last is not None:
        last = figures.moment(one.last, desk.present, call.timezone)
        facts.append(Fact(said("Last one"), last))
    return facts


def _own(name: FeedName, call: Call, desk: Desk) -> Belonging:
    found = desk.holdings.find(call.viewer, Kind.FEED, name)
    if found is None:
        raise UserError(said("You have no feed {name}.", name=name))
    return found


def _url(one: Belonging) -> str:
    return str(read(one).get(URL, ""))


def _short(text: str) -> str:
    return text if len(text) <= HEADLINE else f"{text[: HEADLINE - 1]}{ELLIPSIS}"


def _actions(name: str) -> tuple[Action, ...]:
    return (
        Action(said("Show"), f"/feed show {name}"),
        Action(said("Pause"), f"/feed pause {name}"),
        Action(said("Remove"), f"/feed remove {name}"),
    )
