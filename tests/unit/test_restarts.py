"""Restarts: what rules know survives them, so that they ring for nothing and miss nothing."""

from datetime import timedelta
from decimal import Decimal
from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.model import State
from bot.rules.model import Rule
from tests.builders import a_quote, a_reference, a_rule, at
from tests.proofs import cases
from tests.reference_run import described
from tests.reference_scenes import Scene, a_scene
from tests.restarts import Restarting, a_run

RANDOM = st.randoms(use_true_random=False)
KINDS = (
    "price > 100",
    "price crosses above 100",
    "price crosses 100",
    "price within 1% below 101",
    "price enters 99..101",
    "price leaves 99..101",
    "price rises 2% within 5m",
    "price falls 2% within 5m",
    "price moves 2% within 5m",
    "price at new high over 5m",
    "price at new low over 5m",
    "regular < 1%",
    "no data for 3m",
    "age > 2m",
    "not price > 100",
    "price > 99 and WULF.price > 100",
    "price > 102 or WULF.price > 102",
    "any of miners have price > 102",
    "any of miners have no data for 3m",
    "all of miners have (price > 99 and price crosses above 100)",
    "price > 99 then WULF.price > 99 within 30m",
    "price > 99 then price rises 1% within 2m within 5m",
)


# Two stocks that wander, and now and then rest.
def a_walk(rules: tuple[Rule, ...], seed: int) -> Scene:
    random = Random(seed)  # noqa: S311 (to be the same each time)
    start = now = at("2025-10-10T13:25Z")  # before the bell
    prices, events = {"IREN": 400, "WULF": 400}, []
    for _ in range(50):
        now += timedelta(seconds=random.choice([20, 60, 60, 240]))
        symbol = random.choice(["IREN", "WULF"])
        prices[symbol] += random.randint(-8, 8)
        events.append(a_quote(symbol, Decimal(prices[symbol]) / 4, at=now))
    known = (a_reference("IREN"), a_reference("WULF"))
    return Scene(start=start, rules=rules, known=known, events=tuple(events))


@pytest.mark.parametrize("when", KINDS)
def test_every_kind_of_condition_goes_on_from_any_instant(when: str):
    """Stopped at each step, it tells line for line what it tells undisturbed."""
    subject = "miners" if when.startswith(("any", "all")) else "IREN"
    eased = a_rule(when, name="eased", subject=subject, reset="0.5%")
    waits = a_rule(when, name="waits", subject=subject, hold="90s")
    scenes = [a_walk((eased, waits), seed) for seed in range(2)]

    undisturbed = [line for scene in scenes for line in a_run(scene, often=0).lines]
    restarted = [line for scene in scenes for line in a_run(scene, often=1).lines]

    assert [] != undisturbed == restarted


@cases(40, in_full=3000)
@given(random=RANDOM)
def test_a_live_bot_that_comes_back_fires_nothing_again(random: Random):
    """It is told piece by piece what it was told before: all that fired does so still."""
    scene = a_scene(random, modified=0.6)
    bot, stop = Restarting(scene), random.randint(0, 60)
    for _ in islice(bot.steps(), stop):
        pass

    turned = bot.comes_back(random)

    fired = {(a.rule, a.subject) for a in turned if a.state is State.FIRING}
    assert set() == fired & bot.firing, described(scene)


@cases(40, in_full=3000)
@given(random=RANDOM)
def test_a_bot_that_is_stopped_at_any_instant_tells_what_one_tells_that_never_is(random: Random):
    """Line for line: nothing fires again, nothing is lost, every timer rings when it would have."""
    scene = a_scene(random, modified=0.6)

    undisturbed, restarted = a_run(scene, often=0), a_run(scene, often=0.1, random=random)

    assert undisturbed.lines == restarted.lines, described(scene)
