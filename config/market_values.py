"""Values of the market and its rules, each read from the text it was written as."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated

from bot.chat import Severity
from bot.market.instruments import Symbol, symbol
from bot.market.sessions import Session
from bot.rules import metrics, modifiers
from bot.rules.faults import one_of, quoted
from bot.rules.language import KEYWORDS
from bot.rules.measure import Scope
from bot.rules.model import Initial, NoData, Trigger
from bot.rules.units import Amount, Unit, amount, span
from config.values import reads

_WATCHLIST = re.compile(r"[a-z][a-z0-9-]{0,31}")
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


def _watchlist(written: str) -> str:
    if not _WATCHLIST.fullmatch(written):
        hint = "write lower case letters, digits and `-`, such as `miners`"
        raise ValueError(f"{quoted(written)} is no name for a watchlist; {hint}")
    if written in KEYWORDS or any(metrics.find(written, scope) for scope in Scope):
        raise ValueError(f"{quoted(written)} is a word of the rule language; choose another name")
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
Firing = Annotated[Trigger, reads(modifiers.trigger)]
Expiry = Annotated[datetime, reads(modifiers.expiry)]
FiringSession = Annotated[Session, reads(modifiers.session)]
Untold = Annotated[NoData, reads(one_of(NoData))]
Reset = Annotated[Amount, reads(modifiers.reset)]
Starting = Annotated[Initial, reads(one_of(Initial))]
Weight = Annotated[Severity, reads(one_of(Severity))]
WatchlistName = Annotated[str, reads(_watchlist)]
RuleName = Annotated[str, reads(modifiers.name)]
LabelName = Annotated[str, reads(_label)]
