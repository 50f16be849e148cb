"""Values of the market and its rules, each read from the text it was written as."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Annotated

from bot.chat import Severity
from bot.market.instruments import Symbol, symbol
from bot.rules import metrics
from bot.rules.faults import quoted
from bot.rules.language import KEYWORDS
from bot.rules.measure import Scope
from bot.rules.model import Initial
from bot.rules.units import Amount, Mark, amount, duration
from config.values import one_of, reads

_WATCHLIST = re.compile(r"[a-z][a-z0-9-]{0,31}")
_RULE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LABEL = re.compile(r"[a-z_][a-z0-9_]{0,31}")


def _milestone(written: str) -> Decimal:
    level = amount(written)
    if level.mark is Mark.PERCENT or level.value <= 0:
        raise ValueError(f"{quoted(written)} is no level of USD; write one like `80B`")
    return level.value


def _coverage(written: str) -> Decimal:
    share = amount(written)
    if share.mark is not Mark.PERCENT or not 0 < share.value <= 100:  # noqa: PLR2004 (percent)
        raise ValueError(f"{quoted(written)} is no share of the whole; write one like `95%`")
    return share.value / 100


def _reset(written: str) -> Amount:
    way = amount(written)
    if way.value <= 0:
        raise ValueError(f"{quoted(written)} is no way back; write a distance such as `1%`")
    return way


def _span(written: str) -> timedelta:
    span = duration(written)
    if not span:
        raise ValueError(f"{quoted(written)} is no time at all; write one like `15m`")
    return span


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
Span = Annotated[timedelta, reads(_span)]
Reset = Annotated[Amount, reads(_reset)]
Starting = Annotated[Initial, reads(one_of(Initial))]
Weight = Annotated[Severity, reads(one_of(Severity))]
WatchlistName = Annotated[str, reads(_watchlist)]
RuleName = Annotated[str, reads(_rule)]
LabelName = Annotated[str, reads(_label)]
