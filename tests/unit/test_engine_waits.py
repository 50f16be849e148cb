"""Rules that wait: what holds for as long as they ask fires on the clock."""

from datetime import timedelta

from tests.builders import a_bot, a_rule, at
from tests.movers import EARLY, PRE, states


def test_for_fires_on_the_clock_without_another_quote():
    """A level that is held in silence has been held all the same."""
    rule = a_rule("premarket > 4%", subject="IREN", hold="60s")
    bot = a_bot(rules=[rule], at=EARLY)
    bot.trades("IREN", 105, PRE)

    bot.turns_to("2025-10-10T12:05Z")

    assert [("pending", at(PRE)), ("firing", at(PRE) + timedelta(seconds=60))] == [
        (a.state.value, a.updated) for a in bot.alerts
    ]


def test_for_does_not_fire_a_moment_early():
    """Fifty-nine seconds are not sixty."""
    rule = a_rule("premarket > 4%", subject="IREN", hold="60s")
    bot = a_bot(rules=[rule], at=EARLY)
    bot.trades("IREN", 105, PRE)

    bot.trades("IREN", 106, "2025-10-10T12:00:59Z")

    assert ["pending"] == states(bot)


def test_what_stops_holding_before_its_time_lapses_and_nobody_is_told():
    """A spike is what `for` is there to leave out."""
    rule = a_rule("premarket > 4%", subject="IREN", hold="60s")
    bot = a_bot(rules=[rule], at=EARLY)
    bot.trades("IREN", 105, PRE)
    bot.trades("IREN", 101, "2025-10-10T12:00:30Z")

    bot.turns_to("2025-10-10T12:05Z")

    assert (["pending", "resolved"], []) == (states(bot), bot.said)
    assert "before it had held" in bot.alerts[-1].because


def test_a_second_wait_is_not_ended_by_the_timer_of_the_first():
    """Each pending spell is counted from its own beginning."""
    rule = a_rule("premarket > 4%", subject="IREN", hold="60s")
    bot = a_bot(rules=[rule], at=EARLY)
    for second, price in [(0, 105), (30, 101), (40, 105)]:
        bot.trades("IREN", price, at(PRE) + timedelta(seconds=second))

    bot.turns_to("2025-10-10T12:01:39Z")

    assert ["pending", "resolved", "pending"] == states(bot)


def test_a_session_that_ends_comes_before_a_timer_of_the_same_instant():
    """At the bell the pre-market is over, so what waited for it does not fire."""
    rule = a_rule("premarket > 4%", subject="IREN", hold="60s")
    bot = a_bot(rules=[rule], at=EARLY)
    bot.trades("IREN", 105, "2025-10-10T13:29Z")

    bot.turns_to("2025-10-10T13:31Z")

    assert ["pending", "resolved"] == states(bot)
