"""Where a list's cap would have to go by a date, and where chance alone could take it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.events import CorporateAction
from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.market.volatility import realised
from bot.rules import metrics
from bot.rules.measure import Measure, Scope
from bot.rules.units import amount
from tests.builders import a_bot, a_market, a_quote, a_reference, a_watchlist, at

MEMBERS = ("IREN", "WULF", "CIFR", "RIOT")
MORNING = at("2025-10-10T12:00Z")


def a_list(*, members: Sequence[str] = MEMBERS, begun: str = "10-10T06:00Z") -> Market:
    return a_market(watchlists=[a_watchlist(members=" ".join(members))], at=f"2025-{begun}")


def measured(market: Market, name: str, *arguments: object) -> Measure:
    metric = metrics.find(name, Scope.WATCHLIST)
    assert metric is not None
    return metric.read(market.sectors["miners"], market.now, *arguments)


def at_100() -> Market:
    """Four members, each of which closed at 100 and has traded there this morning."""
    market = a_list()
    for member in MEMBERS:
        market.take(a_reference(member))
    market.turn_to(MORNING)
    for member in MEMBERS:
        market.take(a_quote(member, 100, at=MORNING))
    return market


def test_the_growth_a_week_compounds():
    """From $4B to $5.324B in three weeks is 10 % a week: 1.1 × 1.1 × 1.1 = 1.331."""
    measure = measured(at_100(), "required", amount("5.324B"), date(2025, 10, 31))

    assert measure.value is not None
    assert Decimal(10) == round(measure.value, 20)


def test_a_level_that_is_passed_asks_for_no_growth():
    """How far it may fall a week and still be there, as a negative figure."""
    measure = measured(at_100(), "required", amount("3.6B"), date(2025, 10, 17))

    assert measure.value is not None
    assert Decimal(-10) == round(measure.value, 20)


@pytest.mark.parametrize(
    ("name", "arguments", "note"),
    [
        ("required", (amount("5B"), date(2025, 10, 10)), "2025-10-10 is not ahead of us"),
        ("required", (amount("5B"), date(2025, 10, 9)), "2025-10-09 is not ahead of us"),
        ("required", (amount("$0"), date(2025, 10, 20)), "no cap shrinks to nothing"),
        ("projected", (date(2025, 10, 9),), "2025-10-09 is not ahead of us"),
        ("projected", (date(2025, 10, 20),), "only 2 of the 20 days of history that it takes"),
    ],
)
def test_an_outlook_that_cannot_be_told_says_why(
    name: str, arguments: tuple[object, ...], note: str
):
    """A rate over no days divides by nothing; a band without history would be a guess."""
    measure = measured(at_100(), name, *arguments)

    assert (None, True) == (measure.value, note in measure.note)


@pytest.mark.parametrize("name", ["required", "projected"])
def test_a_cap_that_is_not_believed_has_no_outlook(name: str):
    """The same reason as the cap's own."""
    level, by = amount("5B"), date(2025, 10, 31)
    arguments = {"required": (level, by), "projected": (by,)}[name]
    market = a_list()
    market.take(a_reference("IREN"))

    measure = measured(market, name, *arguments)

    assert (None, "no price or share count yet of WULF, CIFR, RIOT") == (
        measure.value,
        measure.note,
    )


def followed(days: int, members: Sequence[str] = ("IREN",)) -> Market:
    """Follow a list for some session days; its first goes 100, 110, 100 …, the others rest."""
    market = a_list(members=members, begun="09-01T06:00Z")
    for member in members:
        told = a_reference(member, at=market.now)
        market.take(replace(told, previous_close=None, previous_close_date=None))
    follow(market, days)
    return market


def follow(market: Market, days: int) -> None:
    """Trade each member once on each of the next session days, a minute before its last bell."""
    members = market.sectors["miners"].watchlist.members
    for _ in range(days):
        day = market.calendars["US"].next_day(market.now.date())
        bell = at(f"{day}T19:59Z") if day < date(2025, 11, 2) else at(f"{day}T20:59Z")
        for member in members:
            moves = member == members[0] and day.toordinal() % 2
            market.turn_to(bell)
            market.take(a_quote(member, 110 if moves else 100, at=bell))


def test_the_centre_of_a_projection_is_the_cap_itself():
    """Nothing here knows where a market goes; only how far chance alone has taken it before."""
    market = followed(21)
    ahead = market.now.date() + timedelta(days=7)

    measure = measured(market, "projected", ahead)

    assert measure.baseline is not None
    assert measured(market, "cap").value == measure.value
    assert (
        "the cap now, no drift assumed; at 9.53% a day, as over the last 20 days, chance alone ends"
        f" between $762.55M and $1.31B on {ahead} 80 times of 100: arithmetic, not a forecast"
    ) == measure.baseline.name


def test_a_projection_takes_twenty_days():
    """Nineteen, and it is told how many there are."""
    measure = measured(followed(20), "projected", date(2025, 12, 31))

    assert "only 19 of the 20 days" in measure.note


def test_a_projection_follows_each_day_that_ends():
    """One more day than before, and never more than about a quarter."""
    market, said = followed(21), []
    for days in (0, 1, 60):
        follow(market, days)
        base = measured(market, "projected", date(2026, 12, 31)).baseline
        assert base is not None
        said.append(base.name.partition("over the last ")[2].partition(",")[0])

    assert ["20 days", "21 days", "61 days"] == said


def test_the_past_is_summed_at_todays_share_counts():
    """WULF stood still; once it is nine tenths of the list, the list has hardly moved."""
    market = followed(21, members=["IREN", "WULF"])
    before = measured(market, "projected", date(2025, 12, 31)).baseline
    for source in ("one", "another"):
        told = a_reference("WULF", shares=90_000_000, at=market.now, source=source)
        market.take(told)

    after = measured(market, "projected", date(2025, 12, 31)).baseline

    assert before is not None
    assert after is not None
    assert ("at 4.88% a day", "at 1.00% a day") == (
        before.name.partition("; ")[2].partition(",")[0],
        after.name.partition("; ")[2].partition(",")[0],
    )


def test_volatility_is_the_root_of_the_mean_squared_move():
    """e^0.1 up and down again, over a weekend: 0.1 a session day, 0.03 ÷ 5 a calendar day."""
    up = Decimal("0.1").exp()
    closes = {date(2025, 10, day): value for day, value in ((8, 1), (9, up), (10, 1), (13, up))}

    found = realised({day: Decimal(value) for day, value in closes.items()})

    assert (Decimal("0.1"), Decimal("0.006")) == (round(found.a_day, 20), round(found.variance, 20))


def test_a_band_widens_with_the_root_of_time():
    """Four times as far ahead is twice as wide, in logarithms; both sides are as far away."""
    found = realised({date(2025, 10, day): Decimal(100 + day % 2) for day in range(6, 11)})

    near, far = (found.band(Decimal(90), days) for days in (7, 28))

    assert round(2 * (near[1] / 90).ln(), 20) == round((far[1] / 90).ln(), 20)
    assert Decimal(8100) == round(far[0] * far[1], 20)


def test_a_trade_after_the_question_is_told_at_once():
    """What is kept between two days is the history, never the cap."""
    market = followed(21)
    market.take(a_quote("IREN", 150, at=market.now))

    measure = measured(market, "projected", date(2025, 12, 31))

    assert Decimal(1_500_000_000) == measure.value


def test_a_split_is_no_move():
    """What was kept of before it is put on the scale of after it, and the count is as well."""
    market = followed(21, members=["IREN", "WULF"])
    ahead = date(2025, 12, 31)
    before = measured(market, "projected", ahead)
    day = market.calendars["US"].next_day(market.now.date())
    split = CorporateAction(
        symbol=Symbol("IREN"),
        ratio=Decimal(4),
        successor=None,
        effective=at(f"{day}T08:00Z"),
        source="test",
        seen=market.now,
    )
    market.take(split)
    market.turn_to(at(f"{day}T08:00Z"))
    unsplit = followed(21, members=["IREN", "WULF"])
    unsplit.turn_to(market.now)

    after, same = (measured(it, "projected", ahead) for it in (market, unsplit))

    assert (before.value, same.baseline) == (after.value, after.baseline)


OUTLOOKS = ["pair.required(3B, 2025-12-31) < 3%", "pair.projected(2025-12-31) > 2.1B"]


@pytest.mark.parametrize("when", OUTLOOKS)
def test_a_rule_on_an_outlook_leaves_its_members_their_lulls(when: str):
    """Between two edges of the cap it has nothing to say, however often they trade."""
    bot = a_bot(rules=[when], watchlists=[a_watchlist("pair", "IREN WULF")], at=MORNING)

    for second in (1, 2, 3):
        for symbol in ("IREN", "WULF"):
            bot.trades(symbol, 100, MORNING + timedelta(seconds=second))

    tapes = [bot.market.tape(Symbol(symbol)) for symbol in ("IREN", "WULF")]
    assert [(True, False)] * 2 == [(tape.lull is not None, tape.followed) for tape in tapes]


def test_asking_for_an_outlook_costs_nobody_their_lulls():
    """A question is answered from what is kept anyway."""
    bot = a_bot(rules=["IREN.price > 200"], watchlists=[a_watchlist("miners", "IREN")], at=MORNING)
    bot.trades("IREN", 100, MORNING + timedelta(seconds=1))
    lull = bot.market.tape(Symbol("IREN")).lull

    measured(bot.market, "projected", date(2025, 12, 31))
    measured(bot.market, "required", amount("3B"), date(2025, 12, 31))

    assert lull is not None
    assert lull is bot.market.tape(Symbol("IREN")).lull


near_100 = st.decimals(96, 104, places=2)


@given(
    st.lists(st.tuples(st.sampled_from(["IREN", "WULF"]), near_100), max_size=30),
    st.decimals("-0.5", "0.5", places=1),
)
def test_a_growth_that_is_asked_for_turns_at_the_cap_it_turns_at(
    trades: list[tuple[str, Decimal]], percent: Decimal
):
    """Held between edges or read at every quote: the same bells. `+ 0%` has no edges."""
    figure, told = "pair.required(2B, 2025-11-28)", []
    for when in (f"{figure} < {percent}%", f"{figure} + 0% < {percent}%"):
        bot = a_bot(rules=[when], watchlists=[a_watchlist("pair", "IREN WULF")], at=MORNING)
        for second, (symbol, price) in enumerate(trades, start=1):
            bot.trades(symbol, price, MORNING + timedelta(seconds=second))
        told.append([(alert.state, alert.updated) for alert in bot.alerts])

    assert told[0] == told[1]


def test_a_growth_that_is_asked_for_moves_its_edge_at_midnight():
    """A day less makes it a cap of $1.934B that it takes 3 % a week from; no session began."""
    rule = "pair.required(2B, 2025-10-20) < 3%"
    bot = a_bot(rules=[rule], watchlists=[a_watchlist("pair", "IREN WULF")], at=MORNING)
    saturday, sunday = at("2025-10-11T16:00Z"), at("2025-10-12T16:00Z")
    bot.trades("IREN", 90, saturday)
    bot.trades("WULF", 100, saturday + timedelta(seconds=1))

    for second, price in enumerate(["91", "93", "94"]):
        bot.trades("IREN", price, sunday + timedelta(seconds=second))

    assert [sunday + timedelta(seconds=2)] == [alert.updated for alert in bot.alerts]
