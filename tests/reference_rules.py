"""Random rules, as text, with levels where the prices of random scenes are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.market.sessions import Session
from bot.rules.model import Initial, NoData, Repeat, Rule, Trigger
from bot.rules.units import duration
from tests.builders import a_rule
from tests.reference_texts import LISTS, SPANS, SYMBOLS, a_comparison

QUANTITIES = ("any of", "all of", "at least 2 of", "50% of", "at least 34% of")
BARS = ("15m", "1h", "1d")


def a_random_rule(random: Random, name: str) -> Rule:
    """Draw a rule about each of a list, about one thing, or about what its condition names."""
    for_each, subject = random.choice(
        [
            ("miners", None),
            ("mixed", None),
            (None, random.choice(SYMBOLS)),
            (None, random.choice(list(LISTS))),
            (None, None),
        ]
    )
    own = "list" if subject in LISTS else "symbol" if for_each or subject else None
    return a_rule(
        _condition(random, own, depth=2, counted=False),
        name=name,
        for_each=for_each,
        subject=subject,
        hold=_maybe(random, SPANS),
        reset=_maybe(random, ("0.5%", "1%", "1%", "2%")),
        initial=random.choice([Initial.WAIT, Initial.WAIT, Initial.FIRE]),
    )


def _maybe(random: Random, choices: Sequence[str]) -> str | None:
    return random.choice(choices) if random.random() < 0.4 else None


# `own` is what a metric alone belongs to: a "symbol", a "list", or nothing.
def _condition(random: Random, own: str | None, *, depth: int, counted: bool) -> str:
    kinds = ["leaf", "leaf", "leaf", "join", "join", "not", "count", "then"]
    kind = random.choice(kinds) if depth else "leaf"
    if kind == "join":
        word = random.choice([" and ", " or "])
        parts = [_condition(random, own, depth=depth - 1, counted=counted) for _ in range(2)]
        return f"({word.join(parts)})"
    if kind == "then":
        parts = [_condition(random, own, depth=depth - 1, counted=counted) for _ in range(2)]
        return f"({' then '.join(parts)} within {random.choice(SPANS)})"
    if kind == "not":
        return f"not ({_condition(random, own, depth=depth - 1, counted=counted)})"
    if kind == "count" and not counted:
        quantity, watchlist = random.choice(QUANTITIES), random.choice(list(LISTS))
        part = _condition(random, "symbol", depth=depth - 1, counted=True)
        return f"{quantity} {watchlist} have ({part})"
    return a_comparison(random, own)


def a_modified(random: Random, rule: Rule, start: datetime) -> Rule:
    """Give a rule some of the modifiers that say how long, how often and when it may ring."""
    some: dict[str, Any] = {
        "keep_firing_for": duration(random.choice(SPANS)),
        "cooldown": duration(random.choice(SPANS)),
        "trigger": Trigger(random.choice(list(Repeat)), duration(random.choice(BARS))),
        "expires_at": start + timedelta(hours=random.choice([1, 6, 24, 30])),
        "fire_during": frozenset(random.sample(list(Session), random.randint(1, 2))),
        "no_data": random.choice(list(NoData)),
    }
    chosen = random.sample(sorted(some), random.randint(1, 2))
    return replace(rule, **{name: some[name] for name in chosen})
