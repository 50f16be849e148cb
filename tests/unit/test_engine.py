"""The engine: readings become edges here and nowhere else."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.market.bells import Bells
from bot.rules.engine import Stage
from bot.rules.model import Initial
from tests.builders import a_bot, a_quote, a_reference, a_rule, a_watchlist, at
from tests.movers import BELL, EARLY, PRE, all_at, prices, states

MOVER = a_rule("premarket > 4%", name="mover", for_each="miners", reset="1%")


def test_a_rule_fires_once_on_the_edge_and_not_on_every_quote():
    """A bell that rings on every print is switched off by noon."""
    bot = a_bot(rules=[MOVER], at=EARLY)

    prices(bot, 103, 105, 106, 107)

    assert [("mover", "IREN", "firing")] == bot.told


def test_exactly_the_threshold_does_not_fire():
    """`>` is strict: 104.00 against 100 is +4 %, and not over it."""
    bot = a_bot(rules=[MOVER], at=EARLY)

    prices(bot, "104.00")

    assert [] == bot.told


def test_a_cent_over_the_threshold_fires():
    """The other side of the same level."""
    bot = a_bot(rules=[MOVER], at=EARLY)

    prices(bot, "104.01")

    assert ["firing"] == states(bot)


def test_the_way_back_is_the_threshold_less_the_reset_to_the_cent():
    """`> 4%` with a reset of 1% holds until 3 % or less, and no longer."""
    bot = a_bot(rules=[MOVER], at=EARLY)

    prices(bot, 105, "103.01")
    assert ["firing"] == states(bot)
    prices(bot, "103.00", start="2025-10-10T12:10Z")

    assert ["firing", "resolved"] == states(bot)


def test_a_rule_does_not_fire_again_before_it_has_come_all_the_way_back():
    """Swinging around 4 % is one move, not a dozen."""
    bot = a_bot(rules=[MOVER], at=EARLY)

    prices(bot, 105, "103.5", 105, "103.5", 105)

    assert ["firing"] == states(bot)


def test_a_rule_that_came_back_fires_again():
    """A forgotten re-arm would silence the second rally of the day."""
    bot = a_bot(rules=[MOVER], at=EARLY)

    prices(bot, 105, 102, 105)

    assert ["firing", "resolved", "firing"] == states(bot)


def test_a_fall_counts_as_a_rise_does():
    """Both sides of `or` have their own way back."""
    rule = a_rule("premarket > 4% or premarket < -4%", for_each="miners", reset="1%")
    bot = a_bot(rules=[rule], at=EARLY)

    prices(bot, 95, "96.99", 97)

    assert ["firing", "resolved"] == states(bot)


def test_a_rule_that_already_holds_stays_quiet_at_start():
    """Restarting in the middle of a rally does not replay it."""
    bot = a_bot(rules=[MOVER], known=[a_quote("IREN", 110)])

    prices(bot, 111)

    assert ([], Stage.HOLDING) == (bot.told, bot.engine.instances[0].stage)


def test_a_rule_that_already_held_fires_once_it_was_seen_not_holding():
    """Quiet at start is not quiet for good."""
    bot = a_bot(rules=[MOVER], known=[a_quote("IREN", 110)])

    prices(bot, 102, 110)

    assert ["firing"] == states(bot)


def test_initial_fire_rings_for_what_already_holds():
    """Who makes a rule may want to hear at once that it is true."""
    rule = a_rule("premarket > 4%", for_each="miners", initial=Initial.FIRE)
    bot = a_bot(rules=[rule], known=[a_quote("IREN", 110)])

    prices(bot, 111)

    assert ["firing"] == states(bot)


def test_a_stock_that_gaps_at_its_first_print_fires():
    """Outside its session the reading was False, not unknown: the rule was armed."""
    bot = a_bot(rules=[MOVER], at="2025-10-10T07:55Z")

    bot.trades("IREN", 109, "2025-10-10T08:00Z")

    assert ["firing"] == states(bot)


def test_an_alert_of_a_session_is_over_at_its_end_and_to_the_second():
    """Nobody trades on a pre-market move after the bell."""
    bot = a_bot(rules=[MOVER], at=EARLY)
    prices(bot, 109)

    bot.turns_to("2025-10-10T15:00Z")

    assert (["firing", "resolved"], at(BELL)) == (states(bot), bot.alerts[-1].ended)


def test_no_quote_yet_is_unknown_and_arms_nothing():
    """A process that starts in the middle cannot tell whether the move is news."""
    bot = a_bot(rules=[MOVER], at=PRE)

    assert Stage.UNREAD is bot.engine.instances[0].stage


def test_unknown_changes_no_state():
    """A feed that goes down neither fires nor resolves anything."""
    bot = a_bot(rules=["miners.cap > 3.1B"], known=all_at(100))
    prices(bot, 140)
    assert ["firing"] == states(bot)

    # Every price is older than the watchlist believes by now, so the cap cannot be told.
    bot.turns_to("2025-10-10T13:00Z")
    bot.sees(a_reference("IREN", at="2025-10-10T13:00Z"))

    assert ["firing"] == states(bot)


@pytest.mark.parametrize(
    ("when", "seconds"), [("IREN.age > 10m", 600.000001), ("IREN.age >= 10m", 600)]
)
def test_a_price_that_grows_old_is_noticed_by_the_clock(when: str, seconds: float):
    """No quote will come to say that none has come."""
    bot = a_bot(rules=[when], at=EARLY)
    bot.trades("IREN", 100, PRE)

    bot.turns_to(at(PRE) + timedelta(minutes=20))

    assert [seconds] == [(a.updated - at(PRE)).total_seconds() for a in bot.alerts]


def test_a_level_that_is_another_metric_moves_with_it():
    """`IREN.change > WULF.change` has no number in it."""
    bot = a_bot(rules=["IREN.change > WULF.change"], at=EARLY)

    bot.trades("IREN", 102, PRE)
    bot.trades("WULF", 103, PRE)
    bot.trades("IREN", 104, "2025-10-10T12:01Z")

    assert ["firing"] == states(bot)


def test_the_instances_of_a_list_are_read_in_the_order_they_were_made():
    """The same recording gives the same file, byte for byte."""
    bot = a_bot(rules=[MOVER], at=EARLY)
    for symbol in ("CIFR", "IREN", "WULF"):
        bot.trades(symbol, 109, PRE)

    bot.turns_to(BELL)

    assert ["IREN", "WULF", "CIFR"] == [s for _, s, state in bot.told if state == "resolved"]


def test_a_rule_that_breaks_lets_its_neighbours_live(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """One rule's reading is a seam: it is logged once, and the rest goes on."""
    bot = a_bot(rules=["WULF.ytd > 100%", MOVER], at=EARLY)
    monkeypatch.setattr(Bells, "of_year", lambda *_: 1 / 0)

    bot.trades("WULF", 110, PRE)
    bot.trades("WULF", 111, PRE)

    assert [("mover", "WULF", "firing")] == bot.told
    assert 1 == caplog.text.count("rule could not be read")


def test_counting_knows_what_it_cannot_tell():
    """Two of three hold: enough for two, too few for three, and open while one is unknown."""
    lists = [a_watchlist(members="IREN WULF CIFR")]
    for least, expected in [(2, True), (3, None)]:
        rule = f"at least {least} of miners have change > 2%"
        bot = a_bot(rules=[a_rule(rule, initial=Initial.FIRE)], watchlists=lists)
        bot.trades("IREN", 110, PRE)
        bot.trades("WULF", 110, PRE)

        assert expected is bot.engine.instances[0].part.read(bot.market.now, None)


@pytest.mark.parametrize(
    ("quantifier", "needed"),
    [("any of", 1), ("all of", 3), ("at least 2 of", 2), ("50% of", 2), ("at least 34% of", 2)],
)
def test_how_many_it_takes(quantifier: str, needed: int):
    """Half of three is one and a half, and it takes the second to be half of them."""
    bot = a_bot(rules=[a_rule(f"{quantifier} miners have change > 2%")], known=all_at(100))

    fired_after = None
    for count, symbol in enumerate(("IREN", "WULF", "CIFR"), start=1):
        bot.trades(symbol, 110, PRE)
        fired_after = fired_after or (count if bot.told else None)

    assert needed == fired_after


MOVES = st.lists(st.integers(min_value=90, max_value=110), min_size=1, max_size=40)


@settings(max_examples=200)
@given(moves=MOVES, threshold=st.integers(-6, 6), reset=st.integers(1, 4), over=st.booleans())
def test_the_engine_agrees_with_a_slow_and_obvious_reading(
    moves: list[int], threshold: int, reset: int, *, over: bool
):
    """Edges, re-arming and the way back, against ten lines that can be read at a glance."""
    sign = ">" if over else "<"
    rule = a_rule(f"change {sign} {threshold}%", subject="IREN", reset=f"{reset}%")
    bot = a_bot(rules=[rule], at=EARLY)

    prices(bot, *moves)

    assert obvious([m - 100 for m in moves], threshold, reset, over=over) == states(bot)


def obvious(moves: list[int], threshold: int, reset: int, *, over: bool) -> list[str]:
    direction = 1 if over else -1
    told, holds, armed, firing = [], False, False, False
    for move in moves:
        level = threshold - direction * reset if holds else threshold
        holds = direction * move > direction * level
        if holds and armed:
            told.append("firing")
            firing = True
        if not holds and firing:
            told.append("resolved")
            firing = False
        armed = not holds
    return told
