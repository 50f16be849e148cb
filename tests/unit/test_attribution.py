"""A sector's move taken apart: whose dollars it is made of, and none of them lost."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.market.attribution import Attribution, attributed, base, previous_closes
from bot.market.sector import Sector
from tests.builders import a_market, a_quote, a_reference, a_watchlist, at

MEMBERS = ("IREN", "WULF", "CIFR")
NOON = at("2025-10-10T12:00Z")

prices = st.decimals("0.01", 10_000, places=6)
counts = st.integers(1, 10_000_000_000)


def a_sector(*trades: tuple[str, Decimal | int], **shares: int) -> Sector:
    """Make three members that closed at 100, of ten million shares unless said otherwise."""
    market = a_market(watchlists=[a_watchlist(members=" ".join(MEMBERS))], at="2025-10-10T07:00Z")
    for symbol in MEMBERS:
        market.take(a_reference(symbol, shares=shares.get(symbol, 10_000_000)))
    market.turn_to(NOON)
    for symbol, price in trades:
        market.take(a_quote(symbol, price))
    return market.sectors["miners"]


def moved(sector: Sector) -> Attribution:
    return attributed(sector, previous_closes(sector, NOON))


@given(
    st.lists(st.tuples(st.sampled_from(MEMBERS), prices), max_size=20),
    st.fixed_dictionaries(dict.fromkeys(MEMBERS, counts)),
)
def test_the_parts_are_the_whole_move_to_the_last_digit(
    trades: list[tuple[str, Decimal]], shares: dict[str, int]
):
    """A table whose rows do not add up is believed by nobody."""
    sector = a_sector(*trades, **shares)

    parts = moved(sector).parts

    before = base(sector, NOON)
    assert before is not None
    assert sector.cap - before == sum(part.dollars for part in parts)


@given(st.lists(st.tuples(st.sampled_from(MEMBERS), prices), max_size=20))
def test_the_move_without_a_member_and_its_part_are_the_whole_again(
    trades: list[tuple[str, Decimal]],
):
    """Leaving one out takes its dollars, and nobody else's."""
    whole = moved(a_sector(*trades))

    rest = whole.without(whole.largest.symbol)

    assert (whole.cap, whole.dollars) == (
        rest.cap + whole.largest.value,
        rest.dollars + whole.largest.dollars,
    )


def test_each_part_is_told_in_dollars_and_in_points_most_gained_first():
    """IREN +6, WULF -3: of $3B that is +2 points and -1."""
    whole = moved(a_sector(("IREN", 106), ("WULF", 97)))

    parts = [(part.symbol, part.dollars, whole.points(part)) for part in whole.parts]

    assert [
        ("IREN", Decimal(60_000_000), Decimal(2)),
        ("CIFR", Decimal(0), Decimal(0)),
        ("WULF", Decimal(-30_000_000), Decimal(-1)),
    ] == parts


def test_the_largest_is_the_one_worth_most_and_not_the_one_that_moved_most():
    """What people ask is whether the sector moves without its giant."""
    whole = moved(a_sector(("WULF", 150), CIFR=90_000_000))

    rest = whole.without(whole.largest.symbol)

    assert ("CIFR", Decimal(25)) == (whole.largest.symbol, rest.percent)


def test_a_member_without_a_previous_close_is_left_out_of_the_closes():
    """What its move would be measured from was never told."""
    market = a_market(watchlists=[a_watchlist(members="IREN WULF")])
    market.take(a_reference("IREN"))
    market.take(a_reference("WULF", previous_close=None, close_before=None))
    market.take(a_quote("WULF", 110))

    assert {"IREN": Decimal(100)} == previous_closes(market.sectors["miners"], NOON)


def test_nothing_at_all_has_no_percent():
    """A list of one without its one is a list of none."""
    assert Attribution(()).percent is None
