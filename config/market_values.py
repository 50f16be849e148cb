"""Values of the market and its rules, each read from the text it was written as."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.chat import Severity
from bot.market.instruments import Symbol, symbol
from bot.market.sessions import Session
from bot.rules import metrics
from bot.rules.faults import nearest, quoted
from bot.rules.language import KEYWORDS
from bot.rules.measure import Scope
from bot.rules.model import Initial, NoData, Repeat, Trigger
from bot.rules.units import Amount, Unit, amount, span
from config.values import one_of, reads

_WATCHLIST = re.compile(r"[a-z][a-z0-9-]{0,31}")
_RULE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TRIGGER = re.compile(r"(?P<name>[^()]*)\((?P<bar>[^()]*)\)")
_DAY = timedelta(days=1)
_OF_BARS = {Repeat.ONCE_PER_BAR, Repeat.ONCE_PER_BAR_CLOSE}
_REPEATS = [repeat.value for repeat in Repeat]
_LABEL = re.compile(r"[a-z_][a-z0-9_]{0,31}")


def _milestone(written: str) -> Decimal:
    level = amount(written)
    if not level.fits(Unit.MONEY) or level.value <= 0:
        raise ValueError(f"{quoted(written)} is no level of USD; write one like `80B`")
    return level.value


def _coverage(written: str) -> Decimal:
    share = amount(written)
    if not share.fits(Unit.PERCENT) or not 0 < share.value <= 100:  # noqa: PLR2004 (percent)
        raise ValueError(f"{quoted(written)} is no share of the whole; write one like `95%`")
    return share.value / 100


def _percent(written: str) -> Decimal:
    move = amount(written)
    if not move.fits(Unit.PERCENT) or move.value <= 0:
        raise ValueError(f"{quoted(written)} is no move; write a percent such as `15%`")
    return move.value


def _reset(written: str) -> Amount:
    way = amount(written)
    if way.value <= 0:
        raise ValueError(f"{quoted(written)} is no way back; write a distance such as `1%`")
    return way


def _trigger(written: str) -> Trigger:
    found = _TRIGGER.fullmatch(written)
    name, bar = (found["name"], found["bar"]) if found else (written, None)
    if name not in _REPEATS:
        close = nearest(name, _REPEATS)
        known = "once, every_time, once_per_session, once_per_bar(5m) or once_per_bar_close(5m)"
        hint = f"did you mean {quoted(close)}?" if close else f"write {known}"
        raise ValueError(f"{quoted(name)} is not known here; {hint}")
    repeat = Repeat(name)
    if repeat in _OF_BARS and bar is None:
        raise ValueError(f"which bars? write `{name}(5m)`")
    if repeat not in _OF_BARS and bar is not None:
        raise ValueError(f"{quoted(name)} knows no bars; write it alone")
    return Trigger(repeat, _bar(bar) if bar is not None else None)


def _bar(written: str) -> timedelta:
    bar = span(written)
    if _DAY % bar:
        raise ValueError(f"bars of {quoted(written)} do not fill a day; write one like `5m`")
    return bar


def _session(written: str) -> Session:
    known = {s.value: s for s in Session if s is not Session.CLOSED}
    if written not in known:
        close = nearest(written, known)
        hint = f"did you mean {quoted(close)}?" if close else f"write one of {', '.join(known)}"
        raise ValueError(f"{quoted(written)} is no session to fire in; {hint}")
    return known[written]


def _expiry(written: str) -> datetime:
    try:
        if "T" not in written:
            day = date.fromisoformat(written) + _DAY
            return datetime.combine(day, time(), ZoneInfo("America/New_York")).astimezone(UTC)
        instant = datetime.fromisoformat(written)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    message = "no day or instant; write one like `2026-12-31` or `2026-12-31T21:00:00Z`"
    raise ValueError(f"{quoted(written)} is {message}")


def _watchlist(written: str) -> str:
    if not _WATCHLIST.fullmatch(written):
        hint = "write lower case letters, digits and `-`, such as `miners`"
        raise ValueError(f"{quoted(written)} is no name for a watchlist; {hint}")
    if written in KEYWORDS or any(metrics.find(written, scope) for scope in Scope):
        raise ValueError(f"{quoted(written)} is a word of the rule language; choose another name")
    return written


def _rule(written: str) -> str:
    if not _RULE.fullmatch(written):
        hint = "write letters, digits, `-`, `_` and `.`, such as `sector-90B`"
        raise ValueError(f"{quoted(written)} is no name for a rule; {hint}")
    return written


def _label(written: str) -> str:
    if not _LABEL.fullmatch(written):
        hint = "write lower case letters, digits and `_`, such as `team`"
        raise ValueError(f"{quoted(written)} is no name for a label; {hint}")
    return written


Condition = Annotated[str, reads(str)]
Member = Annotated[Symbol, reads(symbol)]
Milestone = Annotated[Decimal, reads(_milestone)]
Coverage = Annotated[Decimal, reads(_coverage)]
Percent = Annotated[Decimal, reads(_percent)]
Span = Annotated[timedelta, reads(span)]
Firing = Annotated[Trigger, reads(_trigger)]
Expiry = Annotated[datetime, reads(_expiry)]
FiringSession = Annotated[Session, reads(_session)]
Untold = Annotated[NoData, reads(one_of(NoData))]
Reset = Annotated[Amount, reads(_reset)]
Starting = Annotated[Initial, reads(one_of(Initial))]
Weight = Annotated[Severity, reads(one_of(Severity))]
WatchlistName = Annotated[str, reads(_watchlist)]
RuleName = Annotated[str, reads(_rule)]
LabelName = Annotated[str, reads(_label)]
