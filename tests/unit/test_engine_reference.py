"""The engine beside a slow and obvious evaluator: the same turns of the same rules at one time."""

from dataclasses import replace
from random import Random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.market.events import Event
from bot.market.sessions import Session
from bot.rules import conditions, language, metrics
from bot.rules.measure import Scope
from bot.rules.model import Initial, NoData, Repeat, Rule, Trigger
from bot.rules.units import duration
from tests import reference_scenes as scenes
from tests.builders import a_quote, a_reference, a_rule, at
from tests.reference_life import Transition
from tests.reference_run import described
from tests.reference_scenes import Scene, a_scene, by_the_engine, by_the_reference
from tests.reference_texts import FIGURES, OF_LISTS, a_comparison

RANDOM = st.randoms(use_true_random=False)


def a_morning(rule: Rule, *events: Event, start: str = "2025-10-10T12:00Z") -> Scene:
    known = (a_reference("IREN"), a_reference("WULF"))
    return Scene(start=at(start), rules=(rule,), known=known, events=events)


@settings(max_examples=60)
@given(random=RANDOM)
def test_rules_turn_as_a_slow_and_obvious_reading_says(random: Random):
    """Hysteresis, crossings, counting, `for`, rebases, sessions and gaps, in any mixture."""
    scene = a_scene(random, modified=0)

    assert by_the_reference(scene) == by_the_engine(scene), described(scene)


@settings(max_examples=60)
@given(random=RANDOM)
def test_rules_with_modifiers_turn_as_a_slow_and_obvious_reading_says(random: Random):
    """How long, how often and when a rule may ring, in any mixture."""
    scene = a_scene(random, modified=1)

    assert by_the_reference(scene) == by_the_engine(scene), described(scene)


def test_the_random_scenes_make_rules_turn():
    """Two that both say nothing agree on everything."""
    scenes = [a_scene(Random(seed)) for seed in range(40)]  # noqa: S311 (to be the same each time)

    told = [state for s in scenes for life in by_the_engine(s).values() for state, _ in life]

    assert min(told.count(state) for state in ("pending", "firing", "resolved")) >= 5


@pytest.mark.parametrize(
    ("scope", "drawn"), [(Scope.INSTRUMENT, FIGURES), (Scope.WATCHLIST, OF_LISTS)]
)
def test_the_random_rules_speak_of_every_metric(scope: Scope, drawn: dict[str, tuple[str, ...]]):
    """A metric that is added is held against the slow evaluator, or this says so."""
    written = {figure.split("(")[0] for figures in drawn.values() for figure in figures}

    assert set(metrics.names(scope)) == written


def test_the_random_rules_take_every_form():
    """What is never drawn always agrees."""
    random = Random(0)  # noqa: S311 (to be the same each time)
    lists = {w.name: w for w in scenes.LISTS}
    texts = [a_comparison(random, None) for _ in range(150)]
    read = {type(language.parse(text, watchlists=lists, own=None)) for text in texts}

    assert set(get_args(conditions.Measured)) == read


def test_a_day_that_turns_as_a_session_ends_begins_no_alert():
    """In summer the exchange's evening ends at midnight UTC, when a coin's day turns."""
    rule = a_rule("BTC-USD.change < 1% and IREN.price > 50", subject="IREN")
    bitcoin = a_reference("BTC-USD", at="2025-10-10T23:00Z")
    scene = a_morning(
        rule,
        bitcoin,
        a_quote("IREN", 60, at="2025-10-10T23:50Z"),
        a_quote("BTC-USD", 105, at="2025-10-10T23:50Z"),
        start="2025-10-10T23:00Z",
    )

    assert [] == by_the_reference(scene)["a-rule", "IREN"]
    assert [] == by_the_engine(scene)["a-rule", "IREN"]


def test_a_rebase_of_one_instrument_leaves_the_crossings_of_another_alone():
    """WULF crosses, whatever was told of IREN meanwhile."""
    scene = a_morning(
        a_rule("any of miners have price crosses above 104"),
        a_quote("IREN", 100, at="2025-10-10T12:01Z"),
        a_quote("WULF", 103, at="2025-10-10T12:01Z"),
        a_reference("IREN", at="2025-10-10T12:02Z"),
        a_quote("WULF", 105, at="2025-10-10T12:03Z"),
    )

    assert ["firing"] == [state for state, _ in by_the_reference(scene)["a-rule", "miners"]]
    assert by_the_reference(scene) == by_the_engine(scene)


def test_a_rebase_between_two_bars_is_looked_at_whole():
    """A count then says what the same written with `or` says."""
    told: list[list[Transition]] = []
    for when in ("any of miners have price > 104", "IREN.price > 104 or WULF.price > 104"):
        rule = a_rule(when, subject="miners" if "have" in when else "IREN")
        scene = a_morning(
            replace(rule, trigger=Trigger(Repeat.ONCE_PER_BAR_CLOSE, duration("1h"))),
            a_quote("WULF", 100, at="2025-10-10T12:01Z"),
            a_quote("IREN", 100, at="2025-10-10T12:01Z"),
            a_quote("WULF", 105, at="2025-10-10T13:10Z"),
            a_quote("WULF", 100, at="2025-10-10T14:10Z"),
            a_reference("IREN", at="2025-10-10T14:20Z"),
        )
        told += by_the_engine(scene).values()

    assert told[1] == told[0]


def test_what_waits_for_a_session_fires_at_its_start_whatever_it_reads():
    """A miner's rule on bitcoin, to be heard of in the miner's hours."""
    rule = a_rule("BTC-USD.price > 104", subject="IREN")
    scene = a_morning(
        replace(rule, fire_during=frozenset({Session.REGULAR})),
        a_quote("BTC-USD", 100, at="2025-10-10T12:01Z"),
        a_quote("BTC-USD", 105, at="2025-10-10T12:02Z"),
    )

    assert [("firing", at("2025-10-10T13:30Z"))] == by_the_engine(scene)["a-rule", "IREN"][:1]


def test_a_feed_that_falls_silent_is_told_when_the_cap_is_no_longer_known():
    """Who asks to be told that data is missing cannot wait for data."""
    scene = a_morning(
        replace(a_rule("miners.cap > 2.5B"), no_data=NoData.ALERT),
        a_quote("IREN", 100, at="2025-10-10T12:01Z"),
        a_quote("WULF", 100, at="2025-10-10T12:01Z"),
    )

    assert [("firing", at("2025-10-10T12:31Z"))] == by_the_engine(scene)["a-rule", "miners"][:1]


def test_a_late_print_that_does_not_count_hides_no_rise():
    """After the close a print of the afternoon, told late, is not the last price; the next is."""
    scene = a_morning(
        a_rule("IREN.price > 104"),
        a_quote("IREN", 100, at="2025-10-10T19:10Z"),
        a_reference("IREN", at="2025-10-10T20:06Z", previous_close_date="2025-10-10"),
        a_quote("IREN", 106, at="2025-10-10T19:30Z", seen="2025-10-10T20:10Z"),
        a_quote("IREN", "106.5", at="2025-10-10T20:15Z"),
        start="2025-10-10T19:00Z",
    )

    assert ("firing", at("2025-10-10T20:15Z")) == by_the_reference(scene)["a-rule", "IREN"][0]
    assert by_the_reference(scene) == by_the_engine(scene)


def test_arithmetic_with_what_does_not_exist_now_is_false_whichever_side_it_stands_on():
    """`a + b` and `b + a` are one figure; neither exists outside a session of one of them."""
    told: list[list[Transition]] = []
    for when in ("gap + WULF.regular > 1%", "WULF.regular + gap > 1%"):
        rule = a_rule(f"not {when}", subject="IREN", initial=Initial.FIRE)
        told += by_the_engine(a_morning(rule, start="2025-10-10T21:00Z")).values()

    assert told[1] == told[0]


def test_a_count_of_a_cap_that_has_aged_cannot_be_told():
    """The cap was over a billion half an hour ago; what it is now nobody knows."""
    coin = replace(a_reference("BTC-USD", at="2025-10-10T12:00Z"), shares_outstanding=10_000_000)
    scene = a_morning(
        a_rule("IREN.price > 104 and any of mixed have mixed.cap > 1B", subject="IREN"),
        coin,
        a_quote("WULF", 100, at="2025-10-10T12:01Z"),
        a_quote("BTC-USD", 100, at="2025-10-10T12:01Z"),
        a_quote("IREN", 100, at="2025-10-10T12:02Z"),
        a_quote("IREN", 105, at="2025-10-10T12:45Z"),
    )

    assert [] == by_the_reference(scene)["a-rule", "IREN"]
    assert [] == by_the_engine(scene)["a-rule", "IREN"]


def test_a_price_told_late_is_too_old_no_later_than_one_told_in_time():
    """Half the cap is from 11:41, and half an hour later nobody knows what it is."""
    scene = a_morning(
        replace(a_rule("miners.cap > 2.5B"), no_data=NoData.ALERT),
        a_quote("IREN", 100, at="2025-10-10T12:00Z"),
        a_quote("WULF", 100, at="2025-10-10T11:41Z", seen="2025-10-10T12:01Z"),
    )

    assert [("firing", at("2025-10-10T12:11Z"))] == by_the_engine(scene)["a-rule", "miners"][:1]
