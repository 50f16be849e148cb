"""How far a figure of ours may be from what is said: rounding, hedges, bounds, time to write."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.claims import Figure
from bot.news.counting.kinds import Bound
from bot.news.tolerance import fits, is_exact, is_far, outward
from tests.claimed import a_claim

PERCENTS = st.decimals("-90", "900", places=2)
OURS = st.decimals("-90", "2000", places=3)
STEPS = st.sampled_from([Decimal(1), Decimal("0.1"), Decimal("0.01")])
FIGURES = st.sampled_from([Figure.CHANGE, Figure.YESTERDAY, Figure.YTD, Figure.PRICE, Figure.CAP])


@pytest.mark.parametrize(
    ("said", "step", "least", "most"),
    [
        (6, "1", "5.50", "6.50"),
        ("6.3", "0.1", "6.25", "6.35"),
        ("6.26", "0.01", "6.255", "6.265"),
        (-4, "1", "-4.50", "-3.50"),
        (99, "1", "98.50", "99.50"),
        (100, "1", "99", "101"),
        (520, "1", "514.80", "525.20"),  # a hundredth of it: nobody tells hundreds to the point
    ],
)
def test_what_is_over_stands_for_all_that_is_rounded_to_it(
    said: int | str, step: str, least: str, most: str
):
    """A past day's move stands still, so nothing but rounding is let pass."""
    claim = a_claim(figure=Figure.YESTERDAY, value=said, step=step)
    hair = Decimal("0.001")
    edges = [Decimal(least) - hair, Decimal(least), Decimal(most), Decimal(most) + hair]

    assert [False, True, True, False] == [fits(claim, ours) for ours in edges]


def edges_of(figure: Figure, said: int, bound: Bound, *candidates: str) -> list[bool]:
    claim = a_claim(figure=figure, value=said, bound=bound)
    return [fits(claim, Decimal(ours)) for ours in candidates]


def test_a_move_that_goes_on_may_have_gone_half_a_percent_since():
    """Of 4 % that is 0.5 for rounding, and 0.5 % of a price that is 105.05 by now."""
    found = edges_of(Figure.PREMARKET, 4, Bound.EXACT, "2.98", "2.99", "5.02", "5.03")

    assert [False, True, True, False] == found


def test_the_further_it_has_come_the_more_a_percent_moves():
    """Up 140 % a price that moves half a percent moves it by 1.2 points, and 1.4 are rounding."""
    found = edges_of(Figure.YTD, 140, Bound.EXACT, "137.3", "137.5", "142.5", "142.7")

    assert [False, True, True, False] == found


def test_a_hedge_lets_pass_a_tenth_of_a_percent_figure():
    found = edges_of(Figure.YESTERDAY, 40, Bound.ABOUT, "35.8", "36", "44.9", "45.1")

    assert [False, True, True, False] == found


def test_share_counts_differ_by_two_in_a_hundred():
    billion = 10**9
    found = edges_of(Figure.CAP, 90 * billion, Bound.EXACT, "88e9", "88.3e9", "91.8e9", "92e9")

    assert [False, True, True, False] == found


def test_near_a_value_is_four_in_a_hundred():
    billion = 10**9
    found = edges_of(Figure.CAP, 90 * billion, Bound.ABOUT, "86.4e9", "86.6e9", "93.7e9", "93.8e9")

    assert [False, True, True, False] == found


def test_a_past_price_is_told_to_its_last_digit():
    claim = a_claim(figure=Figure.PRICE, value="63.85", step="0.01", on="2025-10-09")

    assert [True, False] == [fits(claim, Decimal(ours)) for ours in ("63.85", "63.86")]


@pytest.mark.parametrize(
    ("bound", "said", "holds"),
    [
        (Bound.OVER, 6, [False, False, True, True]),
        (Bound.UNDER, 6, [True, True, True, False]),
        (Bound.OVER, -6, [True, True, True, False]),  # fell more than 6 %
        (Bound.UNDER, -6, [False, False, True, True]),
    ],
)
def test_a_bound_holds_on_one_side(bound: Bound, said: int, holds: list[bool]):
    """Of a fall the far side is below; a hair is spared at the bound itself."""
    claim = a_claim(figure=Figure.YESTERDAY, value=said, bound=bound)
    ours = ["3", "5.5", "5.95", "7"] if said > 0 else ["-7", "-6.5", "-5.95", "-3"]

    assert holds == [fits(claim, Decimal(one)) for one in ours]


def test_a_range_holds_all_that_is_in_it():
    claim = a_claim(figure=Figure.YESTERDAY, value=2, upper=4)

    assert [False, True, True, False] == [fits(claim, Decimal(o)) for o in ("1.4", "2", "4", "4.6")]


def test_a_range_of_falls_is_a_range_as_well():
    claim = a_claim(figure=Figure.YESTERDAY, value=-2, upper=-4)

    assert [False, True, False] == [fits(claim, Decimal(o)) for o in ("-1", "-3", "-5")]


@pytest.mark.parametrize(("ours", "far"), [("4.5", False), ("5.5", False), ("40", True)])
def test_a_bound_that_holds_may_mislead(ours: str, far: bool):
    """`Over 4 %` is true of 40 %, and no help."""
    claim = a_claim(figure=Figure.PREMARKET, value=4, bound=Bound.OVER)

    assert far == is_far(claim, Decimal(ours))


@pytest.mark.parametrize(
    ("bound", "exact"),
    [
        (Bound.EXACT, [False, True, True, True, False]),
        (Bound.ABOUT, [False, True, True, True, False]),
        (Bound.OVER, [False, False, True, True, True]),
        (Bound.UNDER, [True, True, True, False, False]),
    ],
)
def test_what_fits_as_it_is_written_is_told_from_what_is_near(bound: Bound, exact: list[bool]):
    """4 % is 3.5 to 4.5; what prices did meanwhile is let pass, and said."""
    claim = a_claim(figure=Figure.PREMARKET, value=4, bound=bound)
    ours = ["3.49", "3.5", "4", "4.5", "4.51"]

    assert exact == [is_exact(claim, Decimal(one)) for one in ours]


@given(said=PERCENTS, ours=OURS, step=STEPS, figure=FIGURES, bound=st.sampled_from(Bound))
def test_what_fits_as_it_is_written_fits(
    said: Decimal, ours: Decimal, step: Decimal, figure: Figure, bound: Bound
):
    claim = a_claim(figure=figure, value=said, step=step, bound=bound)

    assert not is_exact(claim, ours) or fits(claim, ours)


def test_only_what_has_a_bound_can_be_far():
    assert not is_far(a_claim(value=4), Decimal(40))


@given(said=PERCENTS, ours=OURS, step=STEPS, figure=FIGURES)
def test_a_hedge_never_makes_a_claim_wrong(
    said: Decimal, ours: Decimal, step: Decimal, figure: Figure
):
    exact = a_claim(figure=figure, value=said, step=step)
    about = replace(exact, bound=Bound.ABOUT)

    assert not fits(exact, ours) or fits(about, ours)


@given(said=PERCENTS, ours=OURS, more=st.decimals("0", "50", places=1), figure=FIGURES)
def test_a_longer_range_never_makes_a_claim_wrong(
    said: Decimal, ours: Decimal, more: Decimal, figure: Figure
):
    claim = a_claim(figure=figure, value=said)
    longer = replace(claim, upper=said + more)

    assert not fits(claim, ours) or fits(longer, ours)


@given(said=PERCENTS, ours=OURS, figure=FIGURES)
def test_fewer_digits_never_make_a_claim_wrong(said: Decimal, ours: Decimal, figure: Figure):
    fine = a_claim(figure=figure, value=said, step="0.01")
    coarse = replace(fine, step=Decimal(1))

    assert not fits(fine, ours) or fits(coarse, ours)


@given(said=st.decimals("1", "900", places=1), ours=st.decimals("1", "900", places=1))
def test_a_rise_is_no_fall(said: Decimal, ours: Decimal):
    """Whatever the hedge, a figure on the other side of nothing does not fit."""
    bounds = (Bound.EXACT, Bound.ABOUT, Bound.OVER)
    rises = [a_claim(figure=Figure.YESTERDAY, value=said, bound=b, step="0.1") for b in bounds]

    assert not any(fits(claim, -ours) for claim in rises)


@given(said=st.decimals("1", "90", places=1), ours=st.decimals("1", "90", places=1))
def test_what_holds_of_a_rise_holds_of_a_fall(said: Decimal, ours: Decimal):
    """Mirrored, for days that are over."""
    bounds = list(Bound)
    rises = [a_claim(figure=Figure.YESTERDAY, value=said, bound=b) for b in bounds]
    falls = [a_claim(figure=Figure.YESTERDAY, value=-said, bound=b) for b in bounds]

    assert [fits(c, ours) for c in rises] == [fits(c, -ours) for c in falls]


@given(said=PERCENTS, ours=OURS, less=st.decimals("0", "50", places=1))
def test_over_less_holds_where_over_more_does(said: Decimal, ours: Decimal, less: Decimal):
    """Rises only: more than 3 % is true wherever more than 4 % is."""
    more = a_claim(figure=Figure.YESTERDAY, value=abs(said) + less, bound=Bound.OVER)
    fewer = replace(more, value=abs(said))

    assert not fits(more, ours) or fits(fewer, ours)


@given(said=PERCENTS)
def test_our_own_figure_always_fits(said: Decimal):
    assert all(
        fits(a_claim(figure=figure, value=said, bound=bound), said)
        for figure in (Figure.CHANGE, Figure.YESTERDAY, Figure.YTD)
        for bound in Bound
    )


def test_a_bound_of_a_fall_is_turned():
    claim = a_claim(value=-4, bound=Bound.OVER)

    assert (Bound.UNDER, Bound.ABOUT) == (
        outward(claim),
        outward(replace(claim, bound=Bound.ABOUT)),
    )
