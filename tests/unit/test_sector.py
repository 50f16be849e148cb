"""The ledger: an exact sum, how much of it is fresh, and what changed its meaning."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.market.attribution import base
from bot.market.sector import Sector
from bot.market.state import Market
from tests.builders import a_market, a_quote, a_reference, a_watchlist, at

MEMBERS = ("IREN", "WULF", "CIFR")
NOON = at("2025-10-10T12:00Z")


def a_sector(
    *, quotes: str | None = None, when: str = "2025-10-10T12:00Z"
) -> tuple[Market, Sector]:
    market = a_market(watchlists=[a_watchlist(members=" ".join(MEMBERS))], at="2025-10-10T07:00Z")
    for symbol in MEMBERS:
        market.take(a_reference(symbol))
    if quotes:
        market.turn_to(at(when))
        for symbol in MEMBERS:
            market.take(a_quote(symbol, quotes, at=when))
    return market, market.sectors["miners"]


def test_the_cap_is_every_members_price_times_its_shares():
    """Three members of ten million shares at 100 are $3B."""
    _, sector = a_sector()

    assert Decimal(3_000_000_000) == sector.cap


@given(st.lists(st.tuples(st.sampled_from(MEMBERS), st.decimals(1, 10_000, places=6)), max_size=60))
def test_the_running_sum_is_the_sum_to_the_last_digit(trades: list[tuple[str, Decimal]]):
    """Adding differences forever must not drift by a cent."""
    market, sector = a_sector()
    for symbol, price in trades:
        market.take(a_quote(symbol, price, at="2025-10-10T12:00Z"))

    prices = {s: Decimal(100) for s in MEMBERS} | dict(trades)
    assert sum(p * 10_000_000 for p in prices.values()) == sector.cap


def test_a_member_that_was_never_heard_of_leaves_the_cap_unknown_and_is_named():
    """A sum that silently leaves out a member crosses nothing."""
    market = a_market(watchlists=[a_watchlist(members="IREN WULF")])
    market.take(a_reference("IREN"))

    sector = market.sectors["miners"]

    assert (("WULF",), Decimal(0), False) == (
        sector.missing,
        sector.coverage(market.now),
        sector.believed(market.now),
    )


def test_a_member_without_a_share_count_is_missing():
    """Unknown shares are not no shares."""
    market = a_market(watchlists=[a_watchlist(members="IREN WULF")])
    market.take(a_reference("IREN"))
    market.take(a_reference("WULF", shares=None))

    assert ("WULF",) == market.sectors["miners"].missing


def test_before_the_bell_a_member_that_has_not_traded_is_fresh_at_its_close():
    """Thin names trade late, and are none the worse for it."""
    _, sector = a_sector()

    assert Decimal(1) == sector.coverage(NOON)


def test_a_print_before_the_bell_ages():
    """They were coming, and have stopped: half an hour later the cap is not believed."""
    _, sector = a_sector(quotes="100")

    believed = [sector.believed(NOON + timedelta(minutes=m)) for m in (0, 29, 30)]

    assert [True, True, False] == believed


def test_a_new_print_is_fresh_again():
    """One print is all it takes."""
    market, sector = a_sector(quotes="100")
    later = NOON + timedelta(minutes=40)
    for symbol in MEMBERS:
        market.take(a_quote(symbol, 101, at=later))

    assert Decimal(1) == sector.coverage(later)


def test_coverage_is_the_share_of_the_cap_and_not_of_the_heads():
    """One large member that is stale weighs more than two small ones."""
    market, sector = a_sector(quotes="100")
    later = NOON + timedelta(minutes=40)
    for symbol in MEMBERS[1:]:
        market.take(a_quote(symbol, 400, at=later))

    assert Decimal(8) / 9 == sector.coverage(later)


def test_in_regular_hours_the_limit_counts_from_the_bell():
    """At the open nobody has traded yet, and nobody is stale for that."""
    market, sector = a_sector(quotes="100")
    bell = at("2025-10-10T13:30Z")
    market.turn_to(bell)

    believed = [sector.believed(bell + timedelta(minutes=m)) for m in (0, 14, 15)]

    assert [True, True, False] == believed


def test_after_hours_the_last_regular_price_stays_good():
    """It is the close, and the close does not age."""
    market, sector = a_sector(quotes="100", when="2025-10-10T19:59Z")
    market.turn_to(at("2025-10-10T20:00Z"))

    assert sector.believed(at("2025-10-10T23:00Z"))


def test_after_hours_a_price_of_noon_is_no_close():
    """The feed died during the day; the evening does not heal that."""
    market, sector = a_sector(quotes="100", when="2025-10-10T16:00Z")
    market.turn_to(at("2025-10-10T20:00Z"))

    assert not sector.believed(at("2025-10-10T20:30Z"))


def test_a_weekend_does_not_make_prices_stale():
    """Nothing trades, so nothing is missing."""
    market, sector = a_sector(quotes="100", when="2025-10-10T19:59Z")
    market.turn_to(at("2025-10-12T12:00Z"))

    assert sector.believed(at("2025-10-12T12:00Z"))


def test_a_new_share_count_is_recorded_as_a_rebase():
    """The line jumps for a reason that is no rally, and the ledger says which."""
    market, sector = a_sector()

    market.take(a_reference("IREN", shares=12_000_000))

    rebase = sector.rebases[-1]
    assert (Decimal(3_000_000_000), Decimal(3_200_000_000)) == (rebase.before, rebase.after)
    assert "IREN" in rebase.why


def test_the_same_reference_again_is_no_rebase():
    """A daily refresh usually changes nothing."""
    market, sector = a_sector()

    market.take(a_reference("IREN"))

    assert 0 == len(sector.rebases)


def test_the_line_has_one_point_a_minute_and_its_last_is_the_newest():
    """A chart of a day is a thousand points, however busy it was."""
    market, sector = a_sector()
    for second, price in [(0, 101), (30, 102), (59, 103), (60, 104)]:
        market.take(a_quote("IREN", price, at=NOON + timedelta(seconds=second)))

    expected = [
        (NOON, Decimal(3_030_000_000)),
        (NOON + timedelta(minutes=1), Decimal(3_040_000_000)),
    ]
    assert expected == list(sector.minutes.series)[-2:]


def test_the_base_is_the_cap_at_the_previous_closes():
    """A sector's change is weighted by cap, with the share counts of today."""
    _, sector = a_sector(quotes="110")

    assert Decimal(3_000_000_000) == base(sector, NOON)


def test_the_base_is_unknown_as_soon_as_one_close_is():
    """Leaving a member out would make the others' move look like the sector's."""
    market = a_market(watchlists=[a_watchlist(members="IREN WULF")])
    market.take(a_reference("IREN"))
    market.take(a_reference("WULF", previous_close=None, close_before=None))
    market.take(a_quote("WULF", 110))

    assert base(market.sectors["miners"], NOON) is None
