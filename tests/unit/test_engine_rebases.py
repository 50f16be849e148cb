"""New share counts change what figures mean, and ring no bell."""

from bot.rules.engine import Stage
from tests.builders import a_bot, a_quote, a_reference
from tests.movers import PRE, all_at, prices, states


def test_a_new_share_count_never_fires_a_rule():
    """The sector did not rally; the count changed."""
    bot = a_bot(rules=["miners.cap > 3.1B"], known=all_at(100))

    bot.sees(a_reference("IREN", at=PRE, shares=12_000_000))

    assert ([], Stage.HOLDING) == (bot.told, bot.engine.instances[0].stage)


def test_a_new_share_count_is_not_a_crossing():
    """Nor is the next quote after it."""
    bot = a_bot(rules=["miners.cap crosses above 3.1B"], known=all_at(100))
    bot.sees(a_reference("IREN", at=PRE, shares=12_000_000))

    prices(bot, 101)

    assert [] == bot.told


def test_what_a_new_share_count_seemed_to_cross_counts_for_nothing_later():
    """The other half of the rule comes true in its own time, and the first was no crossing."""
    rule = "IREN.cap crosses above 1.1B and IREN.volume > 5000"
    bot = a_bot(rules=[rule], known=all_at(100))
    bot.sees(a_reference("IREN", at=PRE, shares=12_000_000))

    bot.sees(a_quote("IREN", 101, at="2025-10-10T12:01Z", volume=6000))

    assert [] == bot.told


def test_a_new_share_count_may_end_an_alert():
    """What is no longer so must not stand on the board."""
    bot = a_bot(rules=["miners.cap > 3.1B"], known=all_at(100))
    prices(bot, 115)

    bot.sees(a_reference("IREN", at="2025-10-10T12:10Z", shares=8_000_000))

    assert ["firing", "resolved"] == states(bot)
