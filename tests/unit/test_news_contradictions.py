"""Claims of one article that cannot both be true."""

import pytest

from bot.news.claims import Claim, Figure
from bot.news.contradictions import contradictions
from bot.news.counting.kinds import Bound
from tests.claimed import a_claim
from tests.news_pieces import claims

BEFORE = Figure.PREMARKET
LED = a_claim("IREN", Figure.LEADER, 4, session=BEFORE)


def pairs(*said: Claim) -> list[tuple[str, str]]:
    return [(pair.claim.subject, pair.against.subject) for pair in contradictions(said)]


def test_the_story_this_began_with_contradicts_itself_about_who_led():
    found = contradictions(
        claims("IREN led with a gain of 4% before the bell. TeraWulf added 5%, 150% this year.")
    )

    assert ["IREN is said to lead with +4%, yet WULF moved +5% in the same session."] == [
        pair.why for pair in found
    ]


def test_its_correction_does_not():
    found = claims("TeraWulf led with a gain of 5% before the bell. IREN added 4%.")

    assert () == contradictions(found)


@pytest.mark.parametrize(
    "other",
    [
        a_claim("WULF", BEFORE, 4),
        a_claim("WULF", BEFORE, 3),
        a_claim("WULF", BEFORE, -9),
        a_claim("WULF", BEFORE, 5, bound=Bound.UNDER),
        a_claim("WULF", BEFORE, 2, upper=9),
        a_claim("WULF", Figure.YTD, 150),
        a_claim("WULF", Figure.YESTERDAY, 10),
        a_claim("WULF", BEFORE, 5, on="2025-10-06"),
        a_claim("WULF", BEFORE, 5, due="2025-12-31"),
        a_claim("BTC-USD", BEFORE, 5),
        a_claim("miners", BEFORE, 5),
        a_claim("IREN", BEFORE, 5),
    ],
    ids=str,
)
def test_a_leader_stands_against_what_is_no_larger_move_of_that_session(other: Claim):
    """A fall is no rise; `as much as`, other sessions, coins and sectors are another matter."""
    assert [] == pairs(LED, other)


def test_of_several_who_moved_more_the_first_of_them_is_named():
    assert [("IREN", "CIFR")] == pairs(LED, a_claim("WULF", BEFORE, 5), a_claim("CIFR", BEFORE, 7))


def test_a_leader_down_is_held_to_larger_falls():
    led = a_claim("IREN", Figure.LEADER, -4, session=BEFORE)

    assert [("IREN", "WULF")] == pairs(led, a_claim("WULF", BEFORE, -5))


def test_a_leader_without_a_number_is_held_to_its_own_move():
    led = a_claim("IREN", Figure.LEADER, None, session=BEFORE)

    assert [("IREN", "WULF")] == pairs(led, a_claim("IREN", BEFORE, 4), a_claim("WULF", BEFORE, 5))


def test_a_leader_of_whom_no_move_is_told_contradicts_nothing():
    led = a_claim("IREN", Figure.LEADER, None, session=BEFORE)

    assert [] == pairs(led, a_claim("WULF", BEFORE, 5))


def test_a_leader_who_rose_by_more_than_a_number_may_still_have_led():
    led = a_claim("IREN", Figure.LEADER, 4, session=BEFORE, bound=Bound.OVER)

    assert [] == pairs(led, a_claim("WULF", BEFORE, 5))


def test_rounding_is_no_contradiction():
    """4 % may be 4.4 %, which 4.3 % does not exceed."""
    assert [] == pairs(LED, a_claim("WULF", BEFORE, "4.3", step="0.1"))


@pytest.mark.parametrize(
    ("groups", "found"),
    [((), 1), ((("IREN", "WULF"),), 1), ((("IREN", "CIFR"), ("WULF", "MSFT")), 0)],
)
def test_where_groups_are_known_a_leader_is_held_to_its_own(
    groups: tuple[tuple[str, ...], ...], found: int
):
    said = [LED, a_claim("WULF", BEFORE, 5)]

    assert found == len(contradictions(said, groups))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (a_claim(value=5), a_claim(value=8)),
        (a_claim(value=5), a_claim(value=-5)),
        (a_claim(value=2, upper=4), a_claim(value=9)),
        (a_claim(value=10, bound=Bound.OVER), a_claim(value=8)),
        (a_claim(value=5, bound=Bound.ABOUT), a_claim(value=8)),
        (
            a_claim(figure=Figure.CAP, value=90_000_000_000, step=1_000_000_000),
            a_claim(figure=Figure.CAP, value=80_000_000_000, step=1_000_000_000),
        ),
    ],
    ids=str,
)
def test_one_figure_said_twice_with_numbers_far_apart_is_found(first: Claim, second: Claim):
    assert [("IREN", "IREN")] == pairs(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (a_claim(value=5), a_claim(value=5)),
        (a_claim(value=5), a_claim(value="4.8", step="0.1")),
        (a_claim(value=5), a_claim("WULF", value=8)),
        (a_claim(value=5), a_claim(figure=Figure.WEEK, value=8)),
        (a_claim(value=5), a_claim(value=8, on="2025-10-06")),
        (a_claim(value=5), a_claim(value=8, due="2025-12-31")),
        (a_claim(value=5), a_claim(value=9, bound=Bound.UNDER)),
        (a_claim(value=5, bound=Bound.OVER), a_claim(value=8)),
        (a_claim(value=2, upper=4), a_claim(value=3)),
        (a_claim(value=100, bound=Bound.ABOUT), a_claim(value=104)),
        (a_claim(figure=Figure.PRICE, value=60), a_claim(figure=Figure.PRICE, value=66)),
        (a_claim(figure=Figure.SINCE, value=60), a_claim(figure=Figure.SINCE, value=20)),
        (
            a_claim(figure=Figure.CAP, value=7, currency="CAD"),
            a_claim(figure=Figure.CAP, value=5),
        ),
    ],
    ids=str,
)
def test_numbers_that_can_both_be_true_are_no_contradiction(first: Claim, second: Claim):
    """A price moves on within an article, and a span without a day may be any span."""
    assert [] == pairs(first, second)


def test_the_later_of_two_is_held_to_the_earlier():
    first, second = a_claim(value=5), a_claim(value=8, start=40)

    (found,) = contradictions([first, second])

    assert (second, first, "IREN is said to be at +5%, and then at +8%.") == (
        found.claim,
        found.against,
        found.why,
    )


def test_two_sources_may_disagree():
    found = claims("IREN rose 5%, according to Farside. IREN rose 8%, according to Gridview.")

    assert () == contradictions(found)
