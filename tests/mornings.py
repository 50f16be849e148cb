"""A morning in which something goes wrong, and the rules that would ring if it were believed."""

from dataclasses import replace
from datetime import timedelta

from bot.market.instruments import Symbol
from bot.rules.model import Rule
from tests.builders import Watched, a_bot, a_quote, a_reference, a_rule, a_watchlist, at

IREN = Symbol("IREN")
BELL = at("2025-10-10T13:30Z")
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
MOVES = [
    a_rule("change > 4% or change < -4%", name="change", subject="IREN"),
    a_rule("price moves 5% within 15m", name="moves", subject="IREN"),
    a_rule("no data for 10m", name="silence", subject="IREN"),
    a_rule("miners.change < -5%", name="sector"),
]


def a_morning(rules: list[Rule] | None = None, **known: object) -> Watched:
    """A bot that has seen IREN at 100 as the bell rang."""
    reference = replace(a_reference("IREN", at="2025-10-10T07:00Z"), **known)  # type: ignore[arg-type]  # its own fields
    lists = [a_watchlist(members="IREN")]
    made = MOVES if rules is None else rules
    bot = a_bot(rules=made, watchlists=lists, references=[reference], at=BELL - MINUTE)
    bot.sees(a_quote("IREN", 100, at=BELL))
    return bot


def reasons(bot: Watched) -> list[str]:
    return [refusal.reason for refusal in bot.refused]
