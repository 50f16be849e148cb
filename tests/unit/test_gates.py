"""Gates: asking only those whose edges a tick passed gives the answers of asking everybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.market.events import Event
from bot.market.tape import Tape
from bot.rules import engine, watchers
from bot.rules.edges import edges_of, series_of
from bot.rules.model import Initial
from tests.builders import a_bot, a_quote, a_reference, a_rule, a_watchlist, at
from tests.watched import Watched

EARLY = "2025-10-10T07:55Z"
START = at("2025-10-10T12:40Z")

RULES = [
    a_rule("premarket > 4% or premarket < -4%", name="mover", for_each="pair", reset="1%"),
    a_rule("IREN.price crosses above 104", name="crosses", reset="$2"),
    a_rule("IREN.price crosses below 97", name="falls", hold="3m"),
    a_rule("WULF.change within 2% below 5%", name="near", reset="1%"),
    a_rule("IREN.cap >= 1.05B and IREN.cap < 1.2B", name="cap"),
    a_rule("pair.cap crosses above 2.05B", name="sector", reset="1%", hold="60s"),
    a_rule("pair.cap within 2% of 2B", name="about"),
    a_rule("pair.change > 2%", name="pair-up", reset="1%"),
    a_rule("not WULF.ytd < 110%", name="year"),
    a_rule("any of pair have change > 6%", name="any"),
    a_rule("IREN.price > WULF.price", name="race"),
    a_rule("IREN.postmarket > 1%", name="late"),
    a_rule("IREN.price = 100", name="exactly"),
    a_rule("IREN.price > 102 and WULF.change > 1% and pair.cap > 2B", name="three", reset="1%"),
    a_rule("at least 2 of pair have price > 101 or pair.cap < 1.95B", name="both"),
    a_rule("IREN.price crosses above 101 and not WULF.price crosses below 99", name="apart"),
    a_rule("IREN.premarket within 1% of 3%", name="zone", reset="0.5%"),
    a_rule("IREN.price crosses below 103", name="first", initial=Initial.FIRE),
    a_rule("change > 2%", name="each", for_each="pair"),
]


@contextmanager
def everybody_asked() -> Iterator[None]:
    """Let every rule be read at every change, as if there were no gates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watchers, "series_of", lambda _part: None)
        yield


def a_story(events: list[Event]) -> list[tuple[str, str, str, object]]:
    lists = [a_watchlist("pair", "IREN WULF")]
    bot: Watched = a_bot(rules=RULES, watchlists=lists, at=EARLY)
    bot.sees(*events)
    return [(a.rule, a.subject, a.state.value, a.updated) for a in bot.alerts]


@st.composite
def days(draw: st.DrawFn) -> list[Event]:
    """A morning that runs past the bell, or an afternoon into the next morning."""
    now = START
    told: list[Event] = []
    for _ in range(draw(st.integers(1, 50))):
        now += timedelta(seconds=draw(st.sampled_from([1, 20, 60, 300, 1900, 7 * 3600, 16 * 3600])))
        symbol = draw(st.sampled_from(["IREN", "WULF"]))
        kind = draw(st.integers(0, 14))
        if kind == 0:
            close = draw(st.sampled_from([100, 95, None]))
            shares = draw(st.sampled_from([10_000_000, 11_000_000, 0]))
            told.append(a_reference(symbol, at=now, previous_close=close, shares=shares))
        else:
            price = Decimal(draw(st.integers(9400, 11200))) / 100
            told.append(a_quote(symbol, price, at=now))
    return told


@settings(max_examples=100)
@given(days())
def test_asking_only_those_concerned_gives_the_same_day(events: list[Event]):
    """References, share counts, bells, midnights, silences and equal prices included."""
    with everybody_asked():
        expected = a_story(events)

    assert expected == a_story(events)


@pytest.mark.parametrize(
    ("when", "edges"),
    [
        ("premarket > 4%", ["103", "104", "105"]),
        ("change < -4%", ["95", "96", "97"]),
        ("ytd > 100%", ["99.5", "100", "100.5"]),
        ("price crosses above 70", ["69.3", "70", "70.7"]),
        ("cap > 1.1B", ["108.9", "110", "111.1"]),
        ("price within 2% below 100", ["97.02", "98", "100", "101"]),
        ("premarket > 4% or price < 90", ["89.1", "90", "90.9", "103", "104", "105"]),
        ("postmarket > 4%", []),
    ],
)
def test_the_edges_of_a_rule_are_exact_prices(when: str, edges: list[str]):
    """Worked out once in Decimal: 63.85 × 1.04 is 66.404, and nothing else."""
    bot = a_bot(rules=[a_rule(when, subject="IREN", reset="1%")])
    part = bot.engine.instances[0].part

    tape = bot.market.tape(a_quote().symbol)
    assert frozenset([tape]) == series_of(part)
    assert [Decimal(edge) for edge in edges] == sorted(edges_of(part, tape, bot.market.now))


@pytest.mark.parametrize(
    "when",
    [
        "IREN.price > WULF.price",
        "IREN.change > 2% and IREN.volume > 5000",
        "IREN.volume > 5000",
        "miners.breadth > 50%",
    ],
)
def test_what_is_no_set_of_edges_is_looked_at_each_time(when: str):
    """Two prices that both move, a figure that no price turns."""
    bot = a_bot(rules=[when])

    assert series_of(bot.engine.instances[0].part) is None


@pytest.mark.parametrize(
    "when",
    ["any of pair have change > 2%", "IREN.change > 2% and WULF.change > 2% and pair.cap > 2B"],
)
def test_a_rule_on_several_series_has_edges_on_each(when: str):
    """A tick of one of them concerns it no more often than a rule on that one alone."""
    bot = a_bot(rules=[when], watchlists=[a_watchlist("pair", "IREN WULF")], at=EARLY)
    found = series_of(bot.engine.instances[0].part)
    named = {series.symbol for series in found or () if isinstance(series, Tape)}

    assert {"IREN", "WULF"} == named


def test_between_two_edges_nobody_is_asked(monkeypatch: pytest.MonkeyPatch):
    """A tick that passes nothing costs nothing, however many rules are armed."""
    bot = a_bot(
        rules=[a_rule(f"IREN.price > {level}", name=str(level)) for level in range(90, 110)]
    )
    bot.trades("IREN", "100.10", START)
    asked: list[str] = []
    turn = engine.Instance.turn

    def told(self: engine.Instance, *a: object, **k: object) -> object:
        asked.append(self.rule.name)
        return turn(self, *a, **k)  # type: ignore[arg-type]  # whatever it was called with

    monkeypatch.setattr(engine.Instance, "turn", told)
    bot.trades("IREN", "100.90", START + timedelta(seconds=1))
    bot.trades("IREN", "101.90", START + timedelta(seconds=2))

    assert ["101"] == asked
