"""Figures of a list's members, and where its cap would have to go or could be taken by chance."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.market.events import Event
from bot.market.state import Market
from bot.market.volatility import realised
from bot.rules import metrics
from bot.rules.measure import Measure, Scope
from bot.rules.units import amount
from tests.builders import a_market, a_quote, a_reference, a_watchlist

MEMBERS = ("IREN", "WULF", "CIFR", "RIOT")
MORNING = "2025-10-10T12:00Z"
BELL = "2025-10-10T13:31Z"


def a_list(*heard: Event, members: Sequence[str] = MEMBERS, begun: str = "10-10T06:00Z") -> Market:
    market = a_market(watchlists=[a_watchlist(members=" ".join(members))], at=f"2025-{begun}")
    for event in heard:
        market.turn_to(event.seen)
        market.take(event)
    return market


def measured(market: Market, name: str, *arguments: object) -> Measure:
    metric = metrics.find(name, Scope.WATCHLIST)
    assert metric is not None
    return metric.read(market.sectors["miners"], market.now, *arguments)


def of_a_member(name: str) -> object:
    return metrics.find(name, Scope.INSTRUMENT)


def moved(*prices: int, when: str = MORNING, members: Sequence[str] = MEMBERS) -> Market:
    """Trade each member once; all of them closed at 100."""
    quotes = [a_quote(m, price, at=when) for m, price in zip(members, prices, strict=False)]
    return a_list(*(a_reference(m) for m in members), *quotes, members=members)


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("mean", ["change"], "3"),
        ("mean", ["premarket"], "3"),
        ("median", ["change"], "1"),
        ("breadth", [], "50"),
        ("breadth", ["premarket"], "50"),
        ("breadth", ["yesterday"], "100"),
        ("leader", [], "14"),
        ("laggard", [], "-4"),
    ],
)
def test_each_member_counts_once(name: str, arguments: list[str], value: str):
    """Moves of +14, +2, 0 and −4 %: a mean of 3, a middle of 1, and half of them up."""
    market = moved(114, 102, 100, 96)

    measure = measured(market, name, *map(of_a_member, arguments))

    assert Decimal(value) == measure.value


def test_the_middle_of_an_odd_number_is_a_members_own():
    """Of three, the second."""
    market = moved(114, 102, 90, members=MEMBERS[:3])

    assert Decimal(2) == measured(market, "median", of_a_member("change")).value


@pytest.mark.parametrize(("name", "who"), [("leader", "IREN"), ("laggard", "RIOT")])
def test_the_evidence_names_who_leads(name: str, who: str):
    """That the leader is up 14 % begs the question."""
    measure = measured(moved(114, 102, 100, 96), name)

    assert measure.baseline is not None
    assert f"{who}'s close of 2025-10-09" == measure.baseline.name


def test_of_two_that_lead_the_first_of_the_list_is_named():
    """The same recording must give the same words."""
    measure = measured(moved(110, 110, 100, 100), "leader")

    assert measure.baseline is not None
    assert "IREN's close of 2025-10-09" == measure.baseline.name


def test_a_figure_of_a_session_that_is_over_is_absent_for_the_list_too():
    """The mean pre-market move at noon is no 0."""
    market = moved(114, 102, 100, 96, when=BELL)

    assert measured(market, "mean", of_a_member("premarket")).outside


@pytest.mark.parametrize(
    ("name", "metric", "note"),
    [
        ("mean", "change", "the change of only 3 members is known"),
        ("median", "gap", "the gap of only 3 members is known"),
        ("breadth", "change", "the change of only 3 members is known"),
        ("leader", None, "the change of only 3 members is known"),
        ("mean", "residual", "residual takes something in brackets, which a list cannot give it"),
    ],
)
def test_too_few_members_speak_for_no_list(name: str, metric: str | None, note: str):
    """The missing one may be the one that fell by half."""
    market = moved(110, 110, 110, when=BELL)

    measure = measured(market, name, *([of_a_member(metric)] if metric else []))

    assert (None, False, note) == (measure.value, measure.outside, measure.note)


def test_the_largest_members_share_of_the_cap_is_told_with_its_name():
    """One of four worth $3B of $6B."""
    market = moved(300, 100, 100, 100)

    measure = measured(market, "concentration")

    assert measure.baseline is not None
    assert (Decimal(50), "a cap of which IREN is the largest part") == (
        measure.value,
        measure.baseline.name,
    )


def test_the_growth_a_week_compounds():
    """From $4B to $5.324B in three weeks is 10 % a week: 1.1 × 1.1 × 1.1 = 1.331."""
    measure = measured(moved(100, 100, 100, 100), "required", amount("5.324B"), date(2025, 10, 31))

    assert measure.value is not None
    assert Decimal(10) == round(measure.value, 20)


def test_a_level_that_is_passed_asks_for_no_growth():
    """How far it may fall a week and still be there, as a negative figure."""
    measure = measured(moved(100, 100, 100, 100), "required", amount("3.6B"), date(2025, 10, 17))

    assert measure.value is not None
    assert Decimal(-10) == round(measure.value, 20)


@pytest.mark.parametrize(
    ("name", "arguments", "note"),
    [
        ("required", (amount("5B"), date(2025, 10, 10)), "2025-10-10 is not ahead of us"),
        ("required", (amount("5B"), date(2025, 10, 9)), "2025-10-09 is not ahead of us"),
        ("required", (amount("$0"), date(2025, 10, 20)), "no cap shrinks to nothing"),
        ("projected", (date(2025, 10, 9),), "2025-10-09 is not ahead of us"),
        ("projected", (date(2025, 10, 20),), "only 0 of the 20 days of history that it takes"),
    ],
)
def test_an_outlook_that_cannot_be_told_says_why(
    name: str, arguments: tuple[object, ...], note: str
):
    """A rate over no days divides by nothing; a band without history would be a guess."""
    measure = measured(moved(100, 100, 100, 100), name, *arguments)

    assert (None, True) == (measure.value, note in measure.note)


@pytest.mark.parametrize("name", ["required", "projected", "concentration"])
def test_a_cap_that_is_not_believed_has_no_outlook(name: str):
    """The same reason as the cap's own."""
    level, by = amount("5B"), date(2025, 10, 31)
    arguments = {"required": (level, by), "projected": (by,)}.get(name, ())

    measure = measured(a_list(a_reference("IREN")), name, *arguments)

    assert (None, "no price or share count yet of WULF, CIFR, RIOT") == (
        measure.value,
        measure.note,
    )


def followed(days: int, members: Sequence[str] = ("IREN",)) -> Market:
    """Follow a list for some session days; its first goes 100, 110, 100 …, the others rest."""
    market = a_list(members=members, begun="09-01T06:00Z")
    measured(market, "projected", date(2025, 12, 31))
    for member in members:
        market.take(a_reference(member, at=market.now))
    measured(market, "projected", date(2025, 12, 31))
    follow(market, days)
    return market


def follow(market: Market, days: int) -> None:
    """Trade each member once on each of the next session days."""
    members = market.sectors["miners"].watchlist.members
    for _ in range(days):
        day = market.calendars["US"].next_day(market.now.date())
        for member in members:
            moves = member == members[0] and day.toordinal() % 2
            quote = a_quote(member, 110 if moves else 100, at=f"{day}T15:00Z")
            market.turn_to(quote.seen)
            market.take(quote)


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


def test_a_metric_that_takes_nothing_needs_no_brackets():
    """A message can only tell those; what may stand bare is for the language to ask."""
    bare = {m.name for m in metrics.METRICS if not m.bare}

    assert {
        "high",
        "low",
        "sma",
        "ema",
        "beta",
        "residual",
        "mean",
        "median",
        "required",
        "projected",
    } == bare
