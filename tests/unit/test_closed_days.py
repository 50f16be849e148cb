"""Days on which a venue keeps other hours, or none: what trades rings, what does not is quiet."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.alerts.model import Alert
from bot.market.sessions import AlwaysOpen, Closure, ExchangeCalendar
from bot.market.state import Market
from tests.builders import Watched, a_bot, a_quote, a_reference, a_rule, a_watchlist, at

MEMBERS = ("IREN", "WULF", "CIFR")
TEN_MINUTES = timedelta(minutes=10)
FRIDAYS_LAST = at("2025-10-10T19:59:30Z")


def rung(bot: Watched) -> list[tuple[str, str, str]]:
    """Name the alerts so far: subject, state, and when."""
    return [(a.subject, a.state.value, f"{a.updated:%a %H:%M}") for a in bot.alerts]


def a_weekend() -> Watched:
    """Make a bot from Friday's last hour to Monday's first print before the bell.

    BTC trades every ten minutes: 120,000 until Saturday noon, 125,000 until Sunday noon, 118,000
    from then on. The feed repeats the equities' last prints every hour, as feeds do.
    """
    bot = a_bot(
        at="2025-10-10T19:00Z",
        watchlists=[a_watchlist(milestones=["3200000000"], benchmark="BTC-USD")],
        references=[
            *(a_reference(member) for member in MEMBERS),
            a_reference("BTC-USD", previous_close=120_000),
        ],
        rules=[
            a_rule("change > 4% or change < -4%", name="mover", for_each="miners"),
            a_rule("premarket > 3% or postmarket > 3%", name="outside", for_each="miners"),
            a_rule("miners.cap crosses 3.2B", name="level"),
            a_rule("BTC-USD.change > 3% or BTC-USD.change < -3%", name="btc"),
        ],
    )
    for member in MEMBERS:
        bot.sees(a_quote(member, "103.9", at=FRIDAYS_LAST))
    now = FRIDAYS_LAST
    while now < at("2025-10-13T04:00Z"):
        now += TEN_MINUTES
        bot.sees(a_quote("BTC-USD", _bitcoin(now), at=now))
        if now.minute < 10:
            seen = now + timedelta(seconds=1)
            bot.sees(*(a_quote(m, "103.9", at=FRIDAYS_LAST, seen=seen) for m in MEMBERS))
    return bot


def _bitcoin(now: datetime) -> int:
    if now < at("2025-10-11T12:00Z"):
        return 120_000
    return 125_000 if now < at("2025-10-12T12:00Z") else 118_000


def test_over_a_weekend_crypto_rings_by_its_own_days_and_no_equity_rings():
    """Its day is the UTC day: up 4 % on Saturday, over at midnight, down 5 % on Sunday."""
    assert [
        ("BTC-USD", "firing", "Sat 12:09"),
        ("BTC-USD", "resolved", "Sun 00:00"),
        ("BTC-USD", "firing", "Sun 12:09"),
        ("BTC-USD", "resolved", "Mon 00:00"),
    ] == rung(a_weekend())


def test_over_a_weekend_the_sector_stands_where_friday_left_it():
    """Repeated prints are no trades, and nothing goes stale while nothing trades."""
    bot = a_weekend()
    sector = bot.market.sectors["miners"]

    assert (Decimal(3_117_000_000), True) == (sector.cap, sector.believed(bot.market.now))


CLOSED_IN_MAY = Closure(day=date(2026, 5, 5), why="a day of mourning")


@pytest.mark.parametrize(
    ("closures", "before", "closed", "then"),
    [
        pytest.param([], "2025-01-08", "2025-01-09", "2025-01-10", id="2025-01-09, in the table"),
        pytest.param(
            [CLOSED_IN_MAY], "2026-05-04", "2026-05-05", "2026-05-06", id="said by the operator"
        ),
    ],
)
def test_on_a_closure_by_decree_nothing_rings_and_the_next_day_counts_from_the_day_before(
    closures: list[Closure], before: str, closed: str, then: str
):
    """Feeds print on such days, and those prints are no pre-market."""
    bot = _a_mover(closures, before)

    bot.trades("IREN", 106, f"{closed}T13:00Z")
    quiet = list(bot.alerts)
    bot.trades("IREN", 106, f"{then}T13:00Z")

    assert ([], [("firing", f"the close of {before}")]) == (quiet, _told(bot.alerts))


def test_the_same_day_rings_where_nobody_closed_it():
    """Else the test above would prove nothing."""
    bot = _a_mover([], "2026-05-04")

    bot.trades("IREN", 106, "2026-05-05T13:00Z")

    assert [("firing", "the close of 2026-05-04")] == _told(bot.alerts)


def test_on_an_early_close_after_hours_begin_at_one_and_end_at_five():
    """The alert of half past one is over at five; what prints at half past is of no session."""
    bot = a_bot(
        at="2025-11-28T17:00Z",
        references=[
            a_reference(m, at="2025-11-28T07:00Z", previous_close_date="2025-11-26")
            for m in MEMBERS
        ],
        rules=["IREN.postmarket > 4%", "IREN.regular > 4%"],
    )
    bot.trades("IREN", 100, "2025-11-28T17:59:30Z")
    bot.trades("IREN", 105, "2025-11-28T18:30Z")
    bot.turns_to("2025-11-28T22:15Z")
    bot.trades("IREN", 106, "2025-11-28T22:30Z")
    bot.turns_to("2025-11-29T01:30Z")

    assert [("IREN", "firing", "Fri 18:30"), ("IREN", "resolved", "Fri 22:00")] == rung(bot)


def _a_mover(closures: list[Closure], before: str) -> Watched:
    calendars = {"US": ExchangeCalendar.load(closures), "crypto": AlwaysOpen()}
    market = Market(calendars, [a_watchlist()], at(f"{before}T22:00Z"))
    told = [a_reference(m, at=market.now, previous_close_date=before) for m in MEMBERS]
    return Watched(market, [a_rule("IREN.premarket > 4%")], told)


def _told(alerts: list[Alert]) -> list[tuple[str, str]]:
    return [(a.state.value, a.because.partition("against ")[2].partition(",")[0]) for a in alerts]
