"""Where a sector would have to go by a date, and where chance alone could take it."""

from datetime import date
from decimal import Decimal

from bot import figures
from bot.chat import Fact, Reply
from bot.errors import UserError
from bot.market.sector import Sector
from bot.market.sessions import Calendar, CalendarEnds
from bot.rules import units
from bot.rules.metrics import outlook
from bot.rules.units import Amount, Mark, Unit
from bot.texts import counted, said, unsaid
from handlers import ledger, moves
from handlers.base import Command, Parameter
from handlers.desk import Desk
from handlers.kind import Kind
from handlers.kinds import KINDS
from handlers.words import ListName, echo

CAVEAT = unsaid("Arithmetic, not a forecast: it says what would have to happen, not what will.")
_ONE_LIST = unsaid("/sector projection takes one watchlist, not {one} and {other}.")


async def _projection(
    _call: object, desk: Desk, by: date, level: Amount | str | None = None, name: str | None = None
) -> Reply:
    level, name = _sorted(level, name)
    asked, default = ledger.asked_for(desk, ListName(name) if name else None)
    to = level or _next_milestone(asked, desk)
    tape = desk.market.tape(asked.watchlist.members[0])
    return Reply(
        title=_title(asked, by, to),
        body="\n".join(filter(None, [default, said(CAVEAT)])),
        facts=(
            Fact(said("Cap"), figures.money(ledger.standing(asked, desk.now).cap)),
            *(_needed(asked, desk, to, by, tape.calendar) if to else ()),
            Fact(said("Chance alone"), _band(asked, desk, by)),
        ),
    )


def _title(asked: Sector, by: date, to: Amount | None) -> str:
    title = asked.watchlist.title
    if to is None:
        return said("{title} by {day}", title=title, day=by)
    return said("{title} by {day}, to {level}", title=title, day=by, level=figures.level(to.value))


def _needed(
    asked: Sector, desk: Desk, to: Amount, by: date, calendar: Calendar
) -> tuple[Fact, ...]:
    weekly = outlook.required.read(asked, desk.now, to, by)
    needed = [Fact(said("Needed a week"), moves.told(weekly))]
    left = _sessions(desk, by, calendar)
    if weekly.value is not None and left:
        ratio = to.value / asked.cap
        a_session = figures.percent((ratio ** (1 / Decimal(left)) - 1) * 100)
        needed = [
            Fact(said("Needed in all"), figures.percent((ratio - 1) * 100)),
            *needed,
            Fact(said("Needed a session"), _over(left, a_session)),
        ]
    return tuple(needed)


def _over(sessions: int, change: str) -> str:
    return counted(
        sessions, "{change}, over {n} session", "{change}, over {n} sessions", change=change
    )


def _band(asked: Sector, desk: Desk, by: date) -> str:
    band = outlook.projected.read(asked, desk.now, by)
    known = band.value is not None and band.baseline is not None
    return band.baseline.name if known and band.baseline else moves.told(band)


# The session days that have yet to close, the last day's included.
def _sessions(desk: Desk, by: date, calendar: Calendar) -> int | None:
    day, left = calendar.last_finished(desk.now), 0
    try:
        while (day := calendar.next_day(day)) <= by:
            left += 1
    except CalendarEnds:
        return None
    return left


def _next_milestone(asked: Sector, desk: Desk) -> Amount | None:
    ahead = ledger.standing(asked, desk.now).ahead
    return Amount(ahead.milestone, Mark.NONE, figures.level(ahead.milestone)) if ahead else None


# The level may be left out with the list still named.
def _sorted(level: Amount | str | None, name: str | None) -> tuple[Amount | None, str | None]:
    if not isinstance(level, str):
        return level, name
    if name is not None:
        raise UserError(said(_ONE_LIST, one=level, other=name))
    return None, level


def _day(word: str, _desk: Desk) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        no_date = said("{typed} is no date; write one like 2030-12-31.", typed=echo(word))
        raise UserError(no_date) from None


def _level(word: str, desk: Desk) -> object:
    try:
        level = units.amount(word.upper())
    except ValueError:
        level = None
    if level is not None and level.fits(Unit.MONEY):
        return level
    if level is not None or not word[0].isalpha():
        raise UserError(said("{typed} is no amount of USD; write one like 100B.", typed=echo(word)))
    return KINDS[ListName].read(word, desk)


projection = Command(
    name="sector projection",
    summary="The growth a sector needs to reach a level by a date; arithmetic, not a forecast",
    example="/sector projection 2030-12-31 100B miners",
    parameters=(
        Parameter(
            name="by",
            kind=Kind(word="DATE", meaning=unsaid("a date ahead"), read=_day),
            required=True,
        ),
        Parameter(
            name="level",
            kind=Kind(
                word="LEVEL",
                meaning=unsaid("a cap such as 100B, else the next milestone"),
                read=_level,
            ),
            required=False,
        ),
        Parameter(name="name", kind=KINDS[ListName], required=False),
    ),
    run=_projection,
)
