"""The whole language, from its words to an edge."""

from datetime import timedelta

import pytest

from bot.rules.metrics import METRICS
from tests.builders import a_bot, a_quote, a_reference, a_rule, a_watchlist, at

EARLY, NOON = "2025-10-10T07:55Z", at("2025-10-10T12:00Z")
MEMBERS = "IREN WULF CIFR"

FORMS = [
    "IREN.price crosses 100",
    "IREN.price inside 90..110",
    "IREN.price outside 90..110",
    "IREN.price enters 90..110",
    "IREN.price leaves 90..110",
    "IREN.price rises 5% within 15m",
    "miners.cap falls 100M within 1h",
    "IREN.change moves 2% within 30m",
    "IREN.price at new high over 30m",
    "miners.cap at new low over 1d",
    "no data of IREN for 10m",
    "IREN.price > 104 then WULF.price > 104 within 30m",
    "IREN.change - WULF.change > 5%",
    "IREN.price / WULF.price > 2x",
    "IREN.price * 2 > 210",
]


@pytest.mark.parametrize("when", [*FORMS, *(m.example for m in METRICS)])
def test_every_form_and_every_metric_can_be_followed(when: str, caplog: pytest.LogCaptureFixture):
    """Parsed, bound, read on trades, on references and on the clock: nothing breaks on the way."""
    bot = a_bot(
        rules=[when],
        watchlists=[a_watchlist(members=MEMBERS)],
        references=[a_reference(s) for s in (*MEMBERS.split(), "BTC-USD", "MSFT")],
        at=EARLY,
    )
    for minute, price in enumerate((100, 103, 107, 98, 106)):
        for symbol in (*MEMBERS.split(), "BTC-USD", "MSFT"):
            bot.trades(symbol, price, NOON + timedelta(minutes=minute))
    bot.sees(a_reference("IREN", at=NOON + timedelta(minutes=30)))
    bot.turns_to("2025-10-11T15:00Z")

    assert "could not be read" not in caplog.text


@pytest.mark.parametrize(
    ("when", "trades", "expected"),
    [
        (
            "IREN.price rises 5% within 15m",
            [(0, 100), (5, 106)],
            [("firing", 5), ("resolved", 20)],
        ),
        (
            "IREN.price crosses 104",
            [(0, 103), (1, 105), (2, 103)],
            [
                ("firing", 1),
                ("resolved", 2),
                ("firing", 2),
            ],
        ),
        (
            "no data of IREN for 10m",
            [(0, 100), (15, 100)],
            [("resolved", 0), ("firing", 10), ("resolved", 15)],
        ),
        (
            "IREN.price enters 100..110",
            [(0, 99), (1, 100), (2, 111)],
            [
                ("firing", 1),
                ("resolved", 2),
            ],
        ),
        (
            "IREN.price > 104 then IREN.price > 108 within 5m",
            [(0, 100), (1, 105), (6, 109), (7, 107)],
            [("firing", 6), ("resolved", 7)],
        ),
        ("IREN.price > 104 then IREN.price > 108 within 5m", [(0, 100), (1, 105), (7, 109)], []),
        ("IREN.price > 104 then IREN.price > 108 within 5m", [(0, 105), (1, 109)], []),
        ("IREN.price * 2 - 10 > 200", [(0, 105), (1, 105.01)], [("firing", 1)]),
        ("IREN.price at new high over 10m", [(0, 100), (5, 101), (11, 102)], []),
        ("IREN.price at new high over 10m", [(0, 100), (10, 99), (11, 101)], [("firing", 11)]),
    ],
)
def test_what_it_says_is_when_it_rings(
    when: str, trades: list[tuple[int, float]], expected: list[tuple[str, int]]
):
    """To the minute, and over on the clock where time alone ends it."""
    bot = a_bot(rules=[a_rule(when)], at=EARLY)
    for minute, price in trades:
        bot.trades("IREN", str(price), NOON + timedelta(minutes=minute))
    if "within 15m" in when:
        bot.turns_to(NOON + timedelta(minutes=40))

    told = [(a.state.value, (a.updated - NOON) // timedelta(minutes=1)) for a in bot.alerts]
    assert expected == [t for t in told if t[1] >= 0]


def test_a_window_forgets_what_was_before_a_split_in_the_figures():
    """A new share count makes the cap jump; the sector did not rise."""
    lists = [a_watchlist(members="IREN WULF")]
    bot = a_bot(rules=["miners.cap rises 10% within 1h"], watchlists=lists, at=EARLY)
    bot.sees(a_quote("IREN", 100, at=NOON), a_quote("WULF", 100, at=NOON))

    bot.sees(a_reference("IREN", at=NOON + timedelta(minutes=1), shares=12_000_000))
    bot.trades("IREN", 101, NOON + timedelta(minutes=2))

    assert [] == bot.told


def test_a_share_of_a_list_is_told_without_a_sign():
    """Two of three is 66.67 %, and no rise."""
    bot = a_bot(rules=["miners.breadth > 50%"], at="2025-10-10T12:00Z")
    for second, (symbol, price) in enumerate(
        [("IREN", 99), ("WULF", 101), ("CIFR", 99), ("CIFR", 102)]
    ):
        bot.trades(symbol, price, at("2025-10-10T12:00Z") + timedelta(seconds=second))

    assert "breadth 66.67%" in bot.alerts[0].because
