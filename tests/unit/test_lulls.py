"""Lulls: the short way of a quote that turns nothing comes to what the long way comes to."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.market.events import Event, Quote
from bot.market.instruments import Symbol
from bot.rules.instance import Stage
from bot.rules.model import Initial
from tests.builders import a_bot, a_quote, a_reference, a_rule, a_watchlist, at
from tests.watched import Watched

START = at("2025-10-10T13:25Z")  # five minutes before the bell
IREN = Symbol("IREN")
RULES = [
    a_rule("IREN.price crosses above 103", name="over", reset="$1"),
    a_rule("change < -3%", name="down", for_each="pair"),
    a_rule("pair.cap within 1% of 2.02B", name="near"),
    a_rule("pair.change > 2%", name="pair"),
    a_rule("premarket > 1%", name="early", for_each="pair"),
]


def a_pair(events: list[Event]) -> Watched:
    bot = a_bot(rules=RULES, watchlists=[a_watchlist("pair", "IREN WULF")], at=START)
    bot.sees(*events)
    return bot


def what_is_known(bot: Watched) -> list[object]:
    """All that a question could be answered with."""
    market = bot.market
    found: list[object] = []
    for tape in market.tapes.values():
        bells = tape.bells
        found += [tape.quote, bells.opened, tape.last(market.now)]
        found += [bells.last_premarket(market.now), bells.of(date(2025, 10, 10))]
        found += [tape.traded_in_session(market.now)]
    ledger = market.sectors["pair"]
    found += [ledger.cap, ledger.terms, ledger.minutes.series, ledger.traded]
    found += [ledger.coverage(market.now), ledger.freshness(market.now).next(), market.now]
    found += [ledger.freshness(market.now).stale]
    found += [bot.pipeline.taken, [r.reason for r in bot.refused]]
    return [*found, [(a.rule, a.subject, a.state, a.because, a.updated) for a in bot.alerts]]


@st.composite
def days(draw: st.DrawFn) -> list[Event]:
    """Two members' trades: late ones, the same again, silences, the bell, prices that are none."""
    now = START
    told: list[Event] = []
    for _ in range(draw(st.integers(1, 40))):
        now += timedelta(seconds=draw(st.sampled_from([0, 1, 60, 60, 150, 1000, 20_000])))
        symbol = draw(st.sampled_from(["IREN", "WULF"]))
        if draw(st.integers(0, 12)) == 0:
            told.append(a_reference(symbol, at=now, previous_close=draw(st.integers(98, 102))))
            continue
        price = Decimal(draw(st.integers(9600, 10400))) / 100
        late = timedelta(seconds=draw(st.sampled_from([0, 0, 0, 2, 200, -1, -3])))
        volume = draw(st.sampled_from([None, 1000, -1]))
        source = draw(st.sampled_from(["one", "one", "another"]))
        quote = a_quote(symbol, price, at=now - late, seen=now, volume=volume, source=source)
        odd = [{"price": Decimal("NaN")}, {"currency": "EUR"}]
        odd += [{"price": price * n / 100} for n in (55, 80, 118, 119, 150)]
        told.append(draw(st.sampled_from([quote] * 12 + [replace(quote, **o) for o in odd])))  # type: ignore[arg-type]  # one field each
        if draw(st.integers(0, 9)) == 0:
            told.append(quote)
    return told


@settings(max_examples=150)
@given(days())
def test_a_lull_changes_nothing_that_anybody_could_see(events: list[Event]):
    """Whoever is followed trade by trade has no lulls, and comes to the same in every figure."""
    followed = a_bot(rules=RULES, watchlists=[a_watchlist("pair", "IREN WULF")], at=START)
    for symbol in ("IREN", "WULF"):
        assert followed.market.tape(Symbol(symbol)).followers is not None
    followed.sees(*events)

    assert what_is_known(followed) == what_is_known(a_pair(events))


def a_lull() -> tuple[Watched, Quote]:
    """A bot in a lull, and the quote it has just seen."""
    bot = a_bot(rules=["IREN.price > 105"], watchlists=[a_watchlist("pair", "IREN WULF")], at=START)
    quote = a_quote("IREN", 100, at=START + timedelta(seconds=1))
    bot.sees(a_quote("WULF", 100, at=START + timedelta(milliseconds=1)), quote)
    bot.sees(
        quote := replace(quote, at=START + timedelta(seconds=2), seen=START + timedelta(seconds=2))
    )
    assert bot.market.tape(IREN).lull
    return bot, quote


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("price", {"price": Decimal("NaN")}),
        ("price", {"price": Decimal("sNaN")}),
        ("price", {"price": Decimal(0)}),
        ("price", {"price": Decimal(-1)}),
        ("price", {"price": Decimal(10) ** 9}),
        ("volume", {"volume": -1}),
        ("jump", {"price": Decimal("59.99")}),
        ("jump", {"price": Decimal("140.01")}),
        ("currency", {"currency": "EUR"}),
        ("order", {"at": START + timedelta(seconds=1)}),
        ("future", {"at": START + timedelta(seconds=6)}),
        ("backwards", {"seen": START}),
        ("duplicate", {"seen": START + timedelta(seconds=2), "at": START + timedelta(seconds=2)}),
    ],
)
def test_what_is_insane_is_refused_in_a_lull_too(reason: str, change: dict[str, object]):
    """The short way lets in nothing that the door would not."""
    bot, quote = a_lull()
    later = START + timedelta(seconds=3)

    told = replace(quote, **{"at": later, "seen": later} | change)  # type: ignore[arg-type]  # one field each
    refusal = bot.pipeline.offer(told)

    assert refusal is not None
    assert reason == refusal.reason
    assert quote == bot.market.tape(IREN).quote


def test_a_price_that_creeps_is_no_jump_and_one_that_leaps_back_is():
    """What counts is the last price, not the one at which the lull began."""
    bot, _ = a_lull()
    for second, price in enumerate(range(99, 68, -1), start=3):
        bot.trades("IREN", price, START + timedelta(seconds=second))

    bot.trades("IREN", 100, START + timedelta(seconds=60))

    assert ["jump"] == [refusal.reason for refusal in bot.refused]


def test_a_late_print_of_the_session_before_moves_no_price():
    """It is history; what is newer by the venue's clock stands, and the next one rings."""
    dawn = at("2025-10-10T08:00Z")  # four in New York
    rules = [a_rule("premarket > 3%", name="early", subject="IREN")]
    lists = [a_watchlist("one", "IREN")]
    bot = a_bot(rules=rules, watchlists=lists, at=dawn - timedelta(hours=9))
    for second in range(1, 5):
        bot.trades("IREN", 101, dawn + timedelta(seconds=second))
    assert bot.market.tape(IREN).lull is not None

    late = dawn - timedelta(hours=8, seconds=1)
    bot.sees(a_quote("IREN", 106, at=late, seen=dawn + timedelta(seconds=6)))
    assert Decimal(101) == bot.market.tape(IREN).quote.price  # type: ignore[union-attr]  # it has one
    bot.trades("IREN", 106, dawn + timedelta(seconds=7))

    assert [("early", "IREN", "firing")] == bot.told


def test_a_late_print_may_be_the_close_that_a_list_was_waiting_for():
    """Yesterday's last trade arrives after midnight, and with it what today is measured from."""
    midnight = at("2025-11-28T00:00Z")
    rules = [a_rule("mixed.change > -2%", name="list", initial=Initial.FIRE)]
    then = midnight - timedelta(days=2)
    coin = a_reference("BTC-USD", at=then, previous_close=None)
    known = [
        a_reference("IREN", at=then, previous_close_date="2025-11-26"),
        replace(coin, close_before=None, shares_outstanding=10_000_000),
    ]
    lists = [a_watchlist("mixed", "IREN BTC-USD")]
    bot = a_bot(rules=rules, watchlists=lists, references=known, at=midnight - timedelta(hours=9))
    bot.trades("IREN", 100, midnight - timedelta(hours=8))
    bot.trades("BTC-USD", 100, midnight - timedelta(hours=1))
    bot.trades("BTC-USD", 100, midnight)
    assert [] == bot.told

    late = midnight - timedelta(seconds=1)
    bot.sees(a_quote("BTC-USD", 101, at=late, seen=midnight + timedelta(seconds=1)))

    assert [("list", "mixed", "firing")] == bot.told


def test_a_price_at_the_very_level_ends_a_lull():
    """66.4 is nearest to a float that is a little more; it is reached all the same."""
    bot = a_bot(rules=["IREN.price >= 66.4"], watchlists=[a_watchlist("one", "IREN")], at=START)
    for second, price in enumerate(["66.1", "66.2", "66.3", "66.4"]):
        bot.trades("IREN", price, START + timedelta(seconds=second))

    assert ["firing"] == [state for _, _, state in bot.told]


def test_a_crossing_is_over_past_its_way_back_and_no_sooner():
    """Over 104 by a dollar of reset: it lasts down to 103, and not at 103.50."""
    bot = a_bot(rules=[a_rule("IREN.price crosses above 104", reset="$1")], at=START)
    told = []
    for second, price in enumerate(["100", "105", "103.5", "104.5", "103"]):
        bot.trades("IREN", price, START + timedelta(seconds=second))
        told.append(len(bot.told))

    assert [0, 1, 1, 1, 2] == told


def test_a_rule_made_in_a_lull_is_heard_at_the_next_quote():
    """Nobody has to wait for another rule's edge."""
    bot, _ = a_lull()
    bot.engine.add(a_rule("IREN.price > 101", name="new"))

    bot.trades("WULF", 100, START + timedelta(seconds=3))
    bot.trades("IREN", 100, START + timedelta(seconds=4))
    bot.trades("IREN", 102, START + timedelta(seconds=5))

    assert [("new", "IREN", "firing")] == bot.told


def test_a_follower_made_in_a_lull_misses_no_trade():
    """A figure that somebody asks for begins to be followed at once."""
    bot, _ = a_lull()
    bars = bot.market.tape(IREN).followers.bars(timedelta(minutes=1), bot.market.now)

    bot.trades("IREN", 101, START + timedelta(seconds=61))
    bot.trades("IREN", 102, START + timedelta(seconds=121))

    assert Decimal(101) in [bar.close for bar in bars.bars]


def test_what_somebody_looks_at_is_the_row_as_it_stands():
    """A rule that is a row has an instance as soon as it is asked for, and one that agrees."""
    bot = a_bot(rules=[a_rule("IREN.price > 105", name="over", reset="$1")], at=START)
    stages = []
    for second, price in enumerate(["100", "106", "104.5", "104", "110"]):
        bot.trades("IREN", price, START + timedelta(seconds=second))
        stages.append(bot.engine.instances[0].stage)

    firing = Stage.FIRING
    assert [Stage.ARMED, firing, firing, Stage.ARMED, firing] == stages
    assert START + timedelta(seconds=4) == bot.engine.instances[0].since
    assert "over 105" in bot.alerts[-1].because


def test_a_dropped_rule_is_silent_and_nobody_else_is_read():
    """The others keep their edges, and their numbers."""
    rules = [a_rule(f"IREN.price > {n}", name=f"over-{n}") for n in (101, 102, 103)]
    rules += [a_rule("IREN.volume > 5000", name="volume"), a_rule("pair.cap > 3B", name="cap")]
    bot = a_bot(rules=rules, watchlists=[a_watchlist("pair", "IREN WULF")], at=START)
    bot.trades("IREN", 100, START + timedelta(seconds=1))

    assert [1, 1, 1, 0] == [bot.engine.drop(n) for n in ("over-102", "volume", "cap", "cap")]
    bot.sees(a_quote("IREN", 104, at=START + timedelta(seconds=2), volume=9000))

    assert ["over-101", "over-103"] == [rule for rule, _, _ in bot.told]
    assert ["over-101", "over-103"] == [i.rule.name for i in bot.engine.instances]
    assert 2 == len(bot.engine.instances)


@pytest.mark.parametrize("when", ["IREN.price > 101", "IREN.volume > 5000"])
def test_a_paused_rule_comes_in_where_it_is_resumed(when: str):
    """What happened meanwhile is old news; what happens next is not."""
    bot = a_bot(rules=[a_rule(when, name="rule")], at=START)
    seconds = iter(range(1, 9))

    def trades(price: int) -> None:
        moment = START + timedelta(seconds=next(seconds))
        bot.sees(a_quote("IREN", price, at=moment, volume=price * 50))

    trades(100)
    assert 1 == bot.engine.pause("rule")
    trades(102)
    assert [] == bot.engine.resume("rule")
    trades(103)
    assert [] == bot.told
    trades(100)
    trades(102)
    assert [("rule", "IREN", "firing")] == bot.told


def test_each_way_back_is_a_rule_of_its_own():
    """Two rules on one figure share what they read, and not what ends them."""
    rules = [a_rule("IREN.price > 105", name=f"back-{n}", reset=f"${n}") for n in (1, 3)]
    bot = a_bot(rules=rules, at=START)
    for second, price in enumerate([100, 106, 103]):
        bot.trades("IREN", price, START + timedelta(seconds=second))

    assert ["back-1", "back-3", "back-1"] == [rule for rule, _, _ in bot.told]


def test_a_figure_of_now_is_not_over_for_what_is_told_late():
    """A print of the day before leaves a pre-market move as it was, and the bell ends it."""
    bot = a_bot(rules=[a_rule("premarket > 4%", name="early", subject="IREN")], at=START)
    for second, price in enumerate([100, 105]):
        bot.trades("IREN", price, START + timedelta(seconds=second))
    bot.sees(a_quote("IREN", 105, at=START - timedelta(days=1), seen=START + timedelta(seconds=3)))
    assert [("early", "IREN", "firing")] == bot.told

    bot.turns_to("2025-10-10T13:30Z")

    assert ("early", "IREN", "resolved") == bot.told[-1]
