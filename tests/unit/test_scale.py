"""Which conditions speak of amounts per share, and so of other things after a split."""

import pytest

from bot.market.instruments import Symbol
from bot.rules import language
from bot.rules.measure import Scope
from bot.rules.plan import bind
from bot.rules.scale import has_levels
from tests.builders import a_market, a_rule

IREN = Symbol("IREN")


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("price > 70", True),
        ("price crosses below $70", True),
        ("price inside 60..70", True),
        ("price within $2 of sma(50)", True),
        ("price rises $2 within 5m", True),
        ("price - 5 > sma(50)", True),
        ("change > 4% and not price < 70", True),
        ("volume > 5M", True),
        ("WULF.price > 70", False),
        ("price > sma(50) * 1.1", False),
        ("price within 2% of high(20)", False),
        ("price rises 5% within 5m", False),
        ("change > 4%", False),
        ("cap > 1B", False),
    ],
)
def test_levels_per_share_are_told_from_those_that_no_split_touches(when: str, *, expected: bool):
    """`price > 70` of a share that was cut in two means another thing."""
    market = a_market()
    rule = a_rule(when, subject="IREN")
    condition = language.parse(when, watchlists=market.sectors, own=Scope.INSTRUMENT)

    assert expected is has_levels(bind(condition, rule, "IREN", market), IREN)
