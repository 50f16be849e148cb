"""How the bot itself is doing: what it hears, what it knows, whom it reaches."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from bot import figures
from bot.chat import Action, Call, Fact, Reply
from bot.delivery.lane import Lane
from bot.owners import EVERYBODY
from bot.texts import counted, said, unsaid
from handlers.base import command
from handlers.desk import Desk

CALENDAR_LEFT = timedelta(days=60)
"""A calendar that ends sooner is worth a word: a release takes time to find its way."""

_ENDING = unsaid("ends on {day}, in {days} d, and Prebell stops then; install a newer one")


@command("status", "How Prebell is doing: what it hears and whom it reaches")
async def status(call: Call, desk: Desk) -> Reply:
    """Answer with the state of the source, the rules and the rooms, as far as it concerns one."""
    facts = told(desk, call.timezone) if desk.viewer == EVERYBODY else of_a_room(desk, call)
    return Reply(
        title=said("Prebell {version}", version=desk.version),
        facts=facts,
        actions=(Action(said("Health"), "/health"),),
    )


def told(desk: Desk, zone: str) -> tuple[Fact, ...]:
    """Tell operators how the bot is doing, figure by figure."""
    refused = desk.pipeline.sanity.refused
    return (
        Fact(said("Source"), source(desk)),
        *(Fact(said("Provider"), line) for line in desk.source.details()),
        *(Fact(said("Platform"), line) for tell in desk.platforms for line in tell()),
        *_market(desk, zone),
        Fact(said("Events taken"), figures.count(desk.pipeline.taken)),
        Fact(said("Refused"), _counted(refused) if refused else said("none")),
        *(Fact(said("Doubt"), doubt.text) for doubt in desk.market.doubts),
        Fact(said("Rules"), _rules(desk)),
        Fact(said("Incidents"), _incidents(desk, zone)),
        Fact(said("Store"), "; ".join(filter(None, [desk.where, ailing(desk) or _writing(desk)]))),
        Fact(said("Courier"), _courier(desk.courier.lanes)),
        *(_room(lane) for lane in desk.courier.lanes),
        *_lag(desk.lag()),
        Fact(said("Running for"), figures.age(desk.clock.now() - desk.started)),
        Fact(said("Version"), desk.version),
    )


def of_a_room(desk: Desk, call: Call) -> tuple[Fact, ...]:
    """Tell a server or a chat what concerns it: the market, its rules, incidents and rooms."""
    lanes = [x for x in desk.courier.lanes if desk.tenants.owner(x.destination) == desk.viewer]
    return (
        Fact(said("Source"), source(desk)),
        *_market(desk, call.timezone),
        Fact(said("Rules"), _rules(desk)),
        Fact(said("Incidents"), said("{number} live", number=figures.count(len(desk.incidents)))),
        *([Fact(said("Store"), why)] if (why := ailing(desk)) else []),
        *map(_room, lanes),
        Fact(said("Running for"), figures.age(desk.clock.now() - desk.started)),
    )


def _market(desk: Desk, zone: str) -> tuple[Fact, ...]:
    return (
        Fact(said("Market time"), figures.day_and_time(desk.now, zone)),
        Fact(said("Sessions"), ", ".join(_sessions(desk))),
        Fact(said("Next change"), _next_change(desk, zone)),
        *_ending(desk),
    )


def _room(lane: Lane) -> Fact:
    return Fact(said("Room {room}", room=lane.destination), _lane(lane))


def source(desk: Desk) -> str:
    """Say where the facts come from, and of a recording how far it is."""
    feed = desk.source
    if not feed.recording:
        return feed.title
    if feed.ended():
        return said("a recording, {title}, at {speed}, ended", title=feed.title, speed=feed.speed)
    share = figures.percent(Decimal(round(feed.progress() * 100)), places=0, signed=False)
    return said(
        "a recording, {title}, at {speed}, {share} told",
        title=feed.title,
        speed=feed.speed,
        share=share,
    )


def _sessions(desk: Desk) -> list[str]:
    calendars = desk.market.calendars
    return [f"{venue} {said(c.session(desk.now).label)}" for venue, c in calendars.items()]


def _next_change(desk: Desk, zone: str) -> str:
    changes = {v: c.next_change(desk.now) for v, c in desk.market.calendars.items()}
    venue, at = min(changes.items(), key=lambda change: change[1])
    return said("{venue} at {at}", venue=venue, at=figures.day_and_time(at, zone))


def _ending(desk: Desk) -> list[Fact]:
    left = {
        venue: c.ends - desk.now.astimezone(c.zone).date()
        for venue, c in desk.market.calendars.items()
    }
    return [
        Fact(
            said("Calendar of {venue}", venue=venue),
            said(_ENDING, day=desk.market.calendars[venue].ends, days=span.days),
        )
        for venue, span in left.items()
        if span < CALENDAR_LEFT
    ]


def _lag(worst: timedelta | None) -> list[Fact]:
    if worst is None:
        return []
    late = said("at most {late} ms late in the last minute", late=milliseconds(worst))
    return [Fact(said("Event loop"), late)]


def _rules(desk: Desk) -> str:
    instances = desk.instances
    rules = len({i.rule.name for i in instances})
    stages = Counter(i.stage.value for i in instances)
    if not stages:
        return said("none")
    return counted(rules, "{n} rule: {stages}", "{n} rules: {stages}", stages=_counted(stages))


def _incidents(desk: Desk, zone: str) -> str:
    looking = desk.acting.looking
    living, held, due = len(desk.incidents), looking.held(), looking.next_due()
    told = [counted(living, "{n} lives", "{n} live")]
    if held:
        told.append(said("{number} kept back for digests", number=figures.count(held)))
    if due:
        told.append(said("next due {at}", at=figures.moment(due, desk.now, zone)))
    return ", ".join(told)


def ailing(desk: Desk) -> str:
    """Say why the store takes nothing, and what waits for it or is lost; "" where all is well."""
    why, pages, lost = desk.store(), desk.unwritten(), desk.lost()
    told = []
    if why:
        told.append(_untaken(pages, why))
    if lost:
        told.append(counted(lost, "{n} page lost", "{n} pages lost"))
    return "; ".join(told)


def _untaken(pages: int, why: str) -> str:
    return counted(
        pages,
        "the store takes nothing ({why}), and {n} page waits",
        "the store takes nothing ({why}), and {n} pages wait",
        why=why,
    )


def _writing(desk: Desk) -> str:
    pages = desk.unwritten()
    return said("pages not yet written: {pages}", pages=figures.count(pages)) if pages else ""


def _courier(lanes: Sequence[Lane]) -> str:
    waiting = sum(_under_way(lane) for lane in lanes)
    return said(
        "{waiting} waiting, {sent} sent, {failed} failed, {unsure} unsure,"
        " {disabled} of {rooms} rooms disabled",
        waiting=figures.count(waiting),
        sent=figures.count(sum(lane.sent for lane in lanes)),
        failed=figures.count(sum(lane.failed for lane in lanes)),
        unsure=figures.count(sum(lane.unsure for lane in lanes)),
        disabled=sum(bool(lane.disabled) for lane in lanes),
        rooms=len(lanes),
    )


def _under_way(lane: Lane) -> int:
    return lane.waiting + (lane.busy is not None)


def _lane(lane: Lane) -> str:
    under_way, sent, failed = map(figures.count, (_under_way(lane), lane.sent, lane.failed))
    told = [said("{sent} sent, {failed} failed", sent=sent, failed=failed)]
    if _under_way(lane):
        told.insert(0, said("{number} waiting", number=under_way))
    if lane.unsure:
        told.append(said("{number} unsure", number=figures.count(lane.unsure)))
    if lane.disabled:
        told.append(said("disabled: {why}", why=lane.disabled))
    return ", ".join(told)


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{figures.count(n)} {word}" for word, n in counter.most_common())


def milliseconds(span: timedelta) -> int:
    """Count whole milliseconds, the last of them begun."""
    return -(-span // timedelta(milliseconds=1))
