"""Prices that go back and forth about a level, and ones that fall through it: told once."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import sin
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.events import Quote
from bot.rules.model import Rule
from bot.rules.units import Amount
from tests.builders import a_bot, a_quote, a_reference, a_rule, a_watchlist, at
from tests.mornings import BELL, MINUTE, SECOND
from tests.proofs import cases
from tests.watched import Watched

COOLDOWN = 10 * MINUTE
Path = Callable[[int], float]
"""The price after so many seconds."""


def sine(random: Random) -> Path:
    height, length = random.uniform(0.05, 0.9), random.uniform(2, 900)
    return lambda second: 104 + height * sin(second / length)


def noise(random: Random) -> Path:
    height = random.uniform(0.01, 0.9)
    return lambda _: 104 + random.uniform(-height, height)


def both(random: Random) -> Path:
    wave, grain = sine(random), random.uniform(0, 0.05)
    return lambda second: wave(second) + random.uniform(-grain, grain)


paths = st.builds(
    lambda kind, seed: kind(Random(seed)),  # noqa: S311 (to be the same each time)
    st.sampled_from([sine, noise, both]),
    st.integers(0, 10**6),
)


def flapped(path: Path, **modifiers: timedelta | Amount | None) -> list[datetime]:
    """Follow an hour of a price about 4 %, and return when the rule on it fired."""
    rule = replace(a_rule("change > 4%", name="mover", subject="IREN"), **modifiers)  # type: ignore[arg-type]  # its own fields
    bot = a_bot(
        rules=[rule],
        watchlists=[a_watchlist(members="IREN")],
        references=[a_reference("IREN")],
        at=BELL - MINUTE,
    )
    bot.sees(a_quote("IREN", 100, at=BELL))
    for second in range(1, 3600, 5):
        price = Decimal(f"{path(second):.2f}")
        bot.sees(a_quote("IREN", price, at=BELL + second * SECOND, volume=1000 + second))
    return fired(bot)["mover"]


def fired(bot: Watched) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {rule.name: [] for rule in _rules(bot)}
    for alert in bot.alerts:
        if alert.state == "firing":
            found[alert.rule].append(alert.updated)
    return found


def _rules(bot: Watched) -> Iterator[Rule]:
    return (instance.rule for instance in bot.engine.instances)


@cases(20, in_full=2_000)
@given(paths)
def test_m16_within_a_cooldown_a_price_that_flaps_is_told_once(path: Path):
    """However often it goes through the level."""
    moments = flapped(path, cooldown=COOLDOWN)

    assert [] == [later - one for one, later in pairwise(moments) if later - one < COOLDOWN]


@cases(20, in_full=2_000)
@given(paths)
def test_m16_a_price_that_flaps_within_its_reset_is_told_once(path: Path):
    """It has to go back by a point before it counts as over."""
    rule = a_rule("change > 4%", reset="1%")

    assert len(flapped(path, reset=rule.reset)) <= 1


@cases(20, in_full=2_000)
@given(st.integers(0, 10**6))
def test_m16_a_price_that_does_not_stay_for_long_enough_is_not_told(seed: int):
    """Half a minute over the level and half a minute under it are no minute over it."""
    random = Random(seed)  # noqa: S311 (to be the same each time)
    length = random.uniform(4, 9)  # a wave takes less than a minute

    assert [] == flapped(lambda second: 104 + sin(second / length), hold=MINUTE)


def test_without_any_of_them_it_is_told_each_time():
    """The property is the modifiers', not the price's."""
    assert len(flapped(lambda second: 104 + sin(second))) > 100


FALL = [("20:50", 116_800), ("21:13", 113_600), ("21:20", 110_500), ("21:26", 107_000)]
REBOUND = [("21:45", 112_900), ("22:00", 113_200), ("23:00", 113_000)]
LEVELS = [
    replace(a_rule("BTC-USD.change < -5%", name="down"), reset=a_rule(reset="1%").reset),
    replace(a_rule("BTC-USD.price falls 5% within 1h", name="falls"), cooldown=60 * MINUTE),
    replace(a_rule("BTC-USD.price crosses below 110000", name="level"), cooldown=60 * MINUTE),
]


def a_crash(seed: int) -> Iterator[Quote]:
    """Tell the evening of 10 October 2025, a trade a second along what is known of its minutes."""
    random = Random(seed)  # noqa: S311 (to be the same each time)
    points = [(at(f"2025-10-10T{when}Z"), price) for when, price in [*FALL, *REBOUND]]
    for (begins, before), (ends, after) in pairwise(points):
        seconds = int((ends - begins).total_seconds())
        for second in range(seconds):
            on_the_way = before + (after - before) * second / seconds
            price = Decimal(f"{on_the_way * random.uniform(0.995, 1.005):.2f}")
            moment = begins + second * SECOND
            yield a_quote("BTC-USD", price, at=moment, volume=None, source="gemini")


@pytest.mark.parametrize("seed", range(3))
def test_a_crash_is_one_alert_of_each_rule_and_not_forty(seed: int):
    """Trap 19: some thousand ticks fall through every level, and back, and through it again."""
    known = a_reference("BTC-USD", previous_close=121_600, at="2025-10-10T00:00Z")
    bot = a_bot(rules=LEVELS, watchlists=[], references=[known], at="2025-10-10T20:49Z")
    ticks = list(a_crash(seed))
    through = Counter(one.price < 110_000 <= later.price for one, later in pairwise(ticks))[True]

    bot.sees(*ticks)

    told = {rule: len(times) for rule, times in fired(bot).items()}
    assert through > 40
    assert {"down": 1, "falls": 1, "level": 1} == told
    assert len(bot.said) <= 2 * len(LEVELS)  # that it began, and that it is over
    assert [] == bot.refused
