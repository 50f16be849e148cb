"""Ahead: what is due, what was predicted, and the growth that a level would take; no forecast."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from bot import figures
from bot.alerts.briefing.basis import View
from bot.alerts.briefing.words import clock, fitted, listed, weekday
from bot.market.sessions import CalendarEnds, Hours
from bot.news.claims import Claim, Figure, Holder
from bot.news.counting.kinds import Bound
from bot.news.phrasing import named
from bot.news.phrasing import said as claimed
from bot.news.predictions import Prediction
from bot.owners import plain
from bot.rules.metrics import cap
from bot.texts import counted, said, unsaid

LONGEST = 300
"""Characters of what is due."""

NAMED = 3
"""Predictions, rules and splits that are named."""

ROUND = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
"""The first digits of amounts that people call round."""

AWAY = Decimal("1.05")
"""How far off a round amount is that is worth working out what it takes: 5 %."""

WEEK = timedelta(days=7)

_TAKES = unsaid("{level} by {day} takes {growth}, or {each} in each of {n} sessions")
_FORECAST = unsaid("{takes}{by}: arithmetic, not a forecast.")


def required(view: View) -> Iterator[str]:
    """Say what growth it takes to a level that was predicted, else to the next round one."""
    if cap.untold(view.sector, view.now) or not view.sector.cap:
        return
    level, due, by = _predicted(view) or (_round(view.sector.cap), date(view.day.year, 12, 31), "")
    left = _sessions(view, due)
    if not left:
        return
    ratio = level / view.sector.cap
    takes = said(
        _TAKES,
        level=figures.level(level),
        day=due,
        growth=figures.percent((ratio - 1) * 100, places=1),
        each=figures.percent((ratio ** (1 / Decimal(left)) - 1) * 100),
        n=left,
    )
    yield said(_FORECAST, takes=takes, by=by)


def due(view: View) -> str:
    """Say what this day brings: odd hours, splits, predictions that end, and rules that do."""
    told = [*_hours(view), *_splits(view), *_predictions(view), *_scored(view), *_expiring(view)]
    return fitted("; ".join(told), LONGEST)


# What an article said the whole sector will be worth; the first of them to come true or not.
def _predicted(view: View) -> tuple[Decimal, date, str] | None:
    found = [
        (one.due, claim.value, one.outlet)
        for one in view.basis.predictions
        for claim in [one.finding.claim]
        if one.scored is None
        and one.due > view.day
        and (claim.subject, claim.holder, claim.figure) == (view.name, Holder.WATCHLIST, Figure.CAP)
        and claim.value is not None
        and claim.currency == "USD"
        and not _is_there(claim, view.sector.cap)
    ]
    if not found:
        return None
    day, level = min((day, value) for day, value, _ in found)
    outlets = list(dict.fromkeys(by for at, value, by in found if (at, value) == (day, level)))
    named_ = fitted(listed(outlets, NAMED), LONGEST)
    return level, day, said(" (predicted by {outlets})", outlets=named_)


# Over $80B is nothing to come to from $88B.
def _is_there(claim: Claim, value: Decimal) -> bool:
    level = claim.value or Decimal(0)
    bound = claim.bound
    return (bound is Bound.OVER and level <= value) or (bound is Bound.UNDER and level >= value)


def _round(value: Decimal) -> Decimal:
    scale = Decimal(1).scaleb(value.adjusted())
    return next(one * scale for one in (*ROUND, Decimal(20)) if one * scale >= value * AWAY)


# The session days that have yet to close, the last day's included.
def _sessions(view: View, last: date) -> int:
    day, left = view.calendar.last_finished(view.now), 0
    try:
        while (day := view.calendar.next_day(day)) <= last:
            left += 1
    except CalendarEnds:
        return 0
    return left


# Hours that are unlike the others, today and in the week ahead.
def _hours(view: View) -> Iterator[str]:
    first = view.now.astimezone(view.calendar.zone).date()
    for day in (first + timedelta(days=n) for n in range(WEEK.days)):
        if not view.calendar.starts <= day <= view.calendar.ends:
            return
        hours = view.calendar.hours(day)
        if hours is not None and hours.is_early_close:
            yield _early(day, hours, view)
        elif hours is None and day.weekday() < 5:  # noqa: PLR2004 (Saturday)
            yield said("no session on {day}", day=figures.day(day))


def _early(day: date, hours: Hours, view: View) -> str:
    if day == view.day:
        return said("closes early, at {at}", at=clock(hours.close, view.now))
    return said("closes early on {day}", day=figures.day(day))


def _splits(view: View) -> list[str]:
    market, today = view.basis.market, view.day
    return [
        said("{symbol} splits {ratio} for 1", symbol=symbol, ratio=figures.plain(action.ratio))
        for symbol in view.members
        for action in market.actions.splits_of(symbol)
        if view.calendar.trading_day(action.effective) == today
    ]


def _predictions(view: View) -> Iterator[str]:
    open_ = [one for one in _mine(view) if one.scored is None and one.due == view.day]
    if open_:
        told = listed([_prediction(one) for one in open_], NAMED)
        yield said("predicted for today: {predictions}", predictions=told)


def _scored(view: View) -> Iterator[str]:
    scored = [one for one in _mine(view) if one.scored and view.day_before <= one.due <= view.day]
    for one in scored[:NAMED]:
        if one.scored is not None:
            told, what = _prediction(one), one.scored.verdict.value
            day = weekday(one.due)
            yield said("predicted for {day}: {told}, {what}", day=day, told=told, what=what)


def _mine(view: View) -> list[Prediction]:
    about = {view.name, *view.symbols}
    return [one for one in view.basis.predictions if one.finding.claim.subject in about]


def _prediction(one: Prediction) -> str:
    claim = one.finding.claim
    return f"{named(claim)} {claimed(claim)} ({one.outlet})"


def _expiring(view: View) -> Iterator[str]:
    end = view.now + timedelta(days=1)
    rules = {
        rule.name: rule.expires_at
        for _, rule, _ in view.basis.engine.instances.owners()
        if rule.expires_at is not None
        and view.now < rule.expires_at <= end
        and view.basis.sees(rule.name)
    }
    if rules:
        names = listed([plain(name) for name in rules], NAMED)
        yield counted(
            len(rules), "{names} expires within a day", "{names} expire within a day", names=names
        )
