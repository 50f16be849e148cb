"""Quiet hours of a room and its digest: what waits until people are awake."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import figures
from bot.alerts.digest import Item
from bot.alerts.quiet import QuietHours, endless
from bot.alerts.wording import headline
from bot.belongings import Kind
from bot.chat import Action, Call, Reply, Right
from bot.errors import UserError
from bot.holdings import Change
from bot.texts import counted, said, unsaid
from handlers import places
from handlers.base import command
from handlers.desk import Desk
from handlers.night import DAYS, Night, shown_days

LISTED = 10
"""How many alerts that wait are named; the digest itself names more."""

_INSTEAD = unsaid("Write them under `quiet_hours` and type /reload; docs/delivery.md shows how.")
_ENDLESS = unsaid("These quiet hours never end, so nothing is ever told; name fewer days.")
_GOES_ON = unsaid("Alerts go on being found; what fires then comes in one digest as they end.")
_THEIRS = unsaid(
    "This room has no quiet hours of its own; the operator's are set in the settings file."
)
_NONE = unsaid("This room has no quiet hours of its own; /quiet hours sets some.")
_WAITS, _WAITS_OVER = unsaid("{alert}, until {until}"), unsaid("{alert}, over, until {until}")
_WHEN = unsaid("/quiet show says when it would be.")


@command(
    "quiet hours",
    "When this room is not to be disturbed: what fires then waits for one digest",
    example="/quiet hours 22:00-07:00 mon-fri Berlin",
    right=Right.CHANGE,
)
async def hours(call: Call, desk: Desk, night: Night) -> Reply:
    """Answer with when they hold, and what passes all the same."""
    places.owned_by_somebody(call, said(_INSTEAD))
    made = _hours(night, call)
    if endless([made]):
        raise UserError(said(_ENDLESS))
    body = {
        "start": f"{made.start:%H:%M}",
        "end": f"{made.end:%H:%M}",
        "days": [DAYS[day] for day in sorted(made.days)],
        "location": made.location,
        "destinations": [str(call.room)],
        "critical_may_pass": made.critical_may_pass,
    }
    await desk.acting.do(
        call,
        lambda by, now: desk.holdings.put(
            call.viewer,
            Kind.QUIET_HOURS,
            str(call.room),
            body,
            Change(by=by, room=call.room, at=now, action="set"),
        ),
    )
    return Reply(
        title=said("Quiet here {hours}", hours=_line(made, desk.present)),
        body=f"{_now(made, call, desk)} {said(_GOES_ON)} {_passes(made)}",
        actions=(_end(),),
    )


@command("quiet show", "When this room is not disturbed, and what waits for its digest")
async def show(call: Call, desk: Desk) -> Reply:
    """Answer with the hours that hold here, whoever set them."""
    looking = desk.acting.looking
    found = looking.quiet_hours(call.room)
    own = desk.holdings.find(call.viewer, Kind.QUIET_HOURS, str(call.room))
    waits = len(looking.kept_from(call.room))
    # One's own are the last of them.
    theirs = len(found) - (1 if own else 0)
    hours = [_line(one, desk.present) for one in found]
    lines = [said("{hours}, by the operator", hours=one) for one in hours[:theirs]]
    if not found:
        hint = said("/quiet hours 22:00-07:00 sets some.")
        return Reply(title=said("No quiet hours here"), body=f"{_kept_back(waits)} {hint}")
    return Reply(
        title=said("Quiet hours here"),
        body="\n".join([*lines, *hours[theirs:], _kept_back_now(waits)]),
        actions=(_end(),) if own else (),
    )


@command(
    "quiet off", "End the quiet hours of this room; what they held back is told", right=Right.CHANGE
)
async def off(call: Call, desk: Desk) -> Reply:
    """Answer with what was ended, and with what still holds here."""
    places.owned_by_somebody(call, said(_INSTEAD))
    name = str(call.room)
    looking = desk.acting.looking
    if desk.holdings.find(call.viewer, Kind.QUIET_HOURS, name) is None:
        theirs = looking.quiet_hours(call.room)
        raise UserError(said(_THEIRS if theirs else _NONE))
    before = len(looking.kept_from(call.room))
    await desk.acting.do(
        call,
        lambda by, now: desk.holdings.drop(
            call.viewer,
            Kind.QUIET_HOURS,
            name,
            Change(by=by, room=call.room, at=now, action="ended"),
        ),
    )
    told = before - len(looking.kept_from(call.room))
    return Reply(
        title=said("No quiet hours of this room's own any more"),
        body=_told_now(told) if told else "",
    )


@command("digest show", "What is kept back from this room now, until when and why")
async def digest(call: Call, desk: Desk) -> Reply:
    """Answer with a line for each alert that waits."""
    items = desk.acting.looking.kept_from(call.room)
    if not items:
        return Reply(title=said("Nothing is kept back here"), body=said(_WHEN))
    lines = [_waits(item, call, desk) for item in items[:LISTED]]
    left = len(items) - LISTED
    more = [said("and {number} more", number=left)] if left > 0 else []
    return Reply(
        title=counted(len(items), "{n} alert kept back", "{n} alerts kept back"),
        body="\n".join([*lines, *more]),
        actions=(Action(said("Send it now"), "/digest now"),),
    )


@command("digest now", "Have what is kept back from this room told at once", right=Right.CHANGE)
async def now_(call: Call, desk: Desk) -> Reply:
    """Answer with how much that is."""
    people = desk.acting.people
    told = await desk.acting.do(call, lambda _by, now: people.digest(call.room, now))
    if not told:
        raise UserError(said("Nothing is kept back here; /quiet show says when it would be."))
    return Reply(
        title=counted(
            told, "{n} alert told here in one digest", "{n} alerts told here in one digest"
        )
    )


def _hours(night: Night, call: Call) -> QuietHours:
    return QuietHours(
        start=night.start,
        end=night.end,
        days=night.days,
        location=night.zone or call.timezone,
        destinations=frozenset([call.room]),
        critical_may_pass=not night.strict,
    )


def _line(one: QuietHours, now: datetime) -> str:
    zone = f"{now.astimezone(ZoneInfo(one.location)):%Z}"
    told = said(
        "{start} to {end} {zone}, {days}",
        start=f"{one.start:%H:%M}",
        end=f"{one.end:%H:%M}",
        zone=zone,
        days=shown_days(one.days),
    )
    return told if one.critical_may_pass else said("{hours}, also for what is critical", hours=told)


def _now(one: QuietHours, call: Call, desk: Desk) -> str:
    end = one.around(desk.present)
    if end is None:
        return said("They do not hold now.")
    until = figures.moment(end, desk.present, call.timezone)
    return said("They hold now, until {end}.", end=until)


def _passes(one: QuietHours) -> str:
    if one.critical_may_pass:
        return said("What is critical is told at once; `strict` at the end would hold that too.")
    return said("What is critical waits as well.")


def _waits(item: Item, call: Call, desk: Desk) -> str:
    until = figures.moment(item.due, desk.present, call.timezone)
    told = said(_WAITS_OVER if item.over else _WAITS, alert=headline(item.alert), until=until)
    return f"{told}: {item.why}"


def _end() -> Action:
    return Action(said("Quiet off"), "/quiet off")


def _kept_back(alerts: int) -> str:
    return counted(alerts, "{n} alert kept back.", "{n} alerts kept back.")


def _kept_back_now(alerts: int) -> str:
    return counted(
        alerts,
        "{n} alert kept back now; /digest shows what.",
        "{n} alerts kept back now; /digest shows what.",
    )


def _told_now(alerts: int) -> str:
    return counted(
        alerts,
        "{n} alert kept back until now: told in one digest.",
        "{n} alerts kept back until now: told in one digest.",
    )
