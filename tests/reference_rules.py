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

SYMBOLS = ("IREN", "WULF", "BTC-USD")
LISTS = {"miners": 2, "mixed": 2}
PERCENTS = (
    "change",
    "change",
    "change",
    "premarket",
    "regular",
    "postmarket",
    "gap",
    "yesterday",
    "ytd",
)
SIGNS = (">", ">=", "<", "<=", "=", "!=")
QUANTITIES = ("any of", "all of", "at least 2 of", "50% of", "at least 34% of")

SPANS = ("30s", "60s", "60s", "10m", "2h")
CHANNELS = {
    "percent": ["-1%..1%", "0.5%..2%", "-3%..-1%"],
    "share": ["34%..50%"],
    "price": ["99..101", "100..103"],
    "volume": ["500..1000"],
    "cap": ["990M..1B", "1B..1.02B"],
    "miners cap": ["1.98B..2.01B"],
    "mixed cap": ["1.97B..2.01B"],
}
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
    kind = random.choice(["leaf", "leaf", "join", "join", "not", "count"]) if depth else "leaf"
    if kind == "join":
        word = random.choice([" and ", " or "])
        parts = [_condition(random, own, depth=depth - 1, counted=counted) for _ in range(2)]
        return f"({word.join(parts)})"
    if kind == "not":
        return f"not ({_condition(random, own, depth=depth - 1, counted=counted)})"
    if kind == "count" and not counted:
        quantity, watchlist = random.choice(QUANTITIES), random.choice(list(LISTS))
        part = _condition(random, "symbol", depth=depth - 1, counted=True)
        return f"{quantity} {watchlist} have ({part})"
    return _leaf(random, own)


def _leaf(random: Random, own: str | None) -> str:
    if own == "list" or random.random() < 0.25:
        watchlist = random.choice(list(LISTS))
        metric = random.choice(["cap", "cap", "change", "breadth"])
        left = metric if own == "list" and random.random() < 0.5 else f"{watchlist}.{metric}"
        kind = {"cap": f"{watchlist} cap", "change": "percent", "breadth": "share"}[metric]
        others = [f"{random.choice(SYMBOLS)}.change"] if metric == "change" else []
    else:
        metric = random.choice([*PERCENTS, "price", "price", "price", "cap", "volume"])
        left = metric if own == "symbol" and random.random() < 0.7 else _of(random, metric)
        kind = "percent" if metric in PERCENTS else metric
        others = [_of(random, random.choice(PERCENTS) if kind == "percent" else metric)]
        if random.random() < 0.15:
            left = f"{left} {random.choice('+-')} {others[0]}"
    right = random.choice([_amount(random, kind), _amount(random, kind), *others])
    return _compared(random, left, right, kind)


def _compared(random: Random, left: str, right: str, kind: str) -> str:
    form = random.choice(["compares", "compares", "crosses", "within", "channel"])
    if form == "channel":
        where = random.choice(["inside", "outside", "enters", "leaves"])
        return f"{left} {where} {random.choice(CHANNELS[kind])}"
    if form == "compares":
        return f"{left} {random.choice(SIGNS)} {right}"
    if form == "crosses":
        return f"{left} crosses {random.choice(['above', 'below'])} {right}"
    width = random.choice(["$1", "$2"] if kind == "price" else ["0.5%", "1%", "2%"])
    return f"{left} within {width} {random.choice(['below', 'above', 'of'])} {right}"


def _of(random: Random, metric: str) -> str:
    return f"{random.choice(SYMBOLS)}.{metric}"


# Caps as if every member had ten million shares and traded near 100.
def _amount(random: Random, kind: str) -> str:
    match kind:
        case "percent":
            return f"{random.choice(range(-6, 7)) / 2}%"
        case "share":
            return random.choice(["0%", "34%", "50%", "100%"])
        case "price":
            return str(random.choice(range(97, 104)))
        case "volume":
            return random.choice(["500", "1000", "2000"])
    return f"{random.choice(range(980, 1030, 10)) * LISTS.get(kind.removesuffix(' cap'), 1)}M"


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
