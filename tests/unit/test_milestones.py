"""The ladder: what was crossed, held and lost, and what only seemed so."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.milestones import Ladder, Rung, Stand
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from tests.builders import at

START = at("2025-10-10T13:30Z")
MINUTE = timedelta(minutes=1)
LEVELS = [Decimal(n) for n in (80, 90, 100)]

Seen = tuple[int, bool]


def a_ladder(*caps: int) -> Ladder:
    """Make a ladder that has seen a cap each minute."""
    ladder = Ladder(LEVELS)
    for minute, cap in enumerate(caps):
        ladder.see(Decimal(cap), START + minute * MINUTE)
    return ladder


def the_rung(ladder: Ladder, level: int) -> Rung:
    return next(rung for rung in ladder.rungs if rung.level == level)


def stands(ladder: Ladder, cap: str, now: datetime = START + timedelta(hours=1)) -> list[str]:
    calendar = ExchangeCalendar.load()
    return [rung.stand(Decimal(cap), now, calendar).value for rung in ladder.rungs]


def test_what_is_over_at_the_start_was_crossed_before_we_watched():
    """A start is no crossing, and nobody knows since when it holds."""
    ladder = a_ladder(85)

    assert (True, None, None) == (
        the_rung(ladder, 80).over,
        the_rung(ladder, 80).since,
        the_rung(ladder, 80).crossed,
    )


def test_each_milestone_stands_in_one_way():
    """Over 80 since before we watched, over 90 since a minute, and 100 is two percent away."""
    ladder = a_ladder(85, 99)

    assert ["held", "crossed", "near"] == stands(ladder, "99")


def test_a_crossing_of_yesterday_is_held_today():
    """News is of its day; what lasts is what is held."""
    ladder = a_ladder(85, 95)

    assert ["held", "held", "below"] == stands(ladder, "95", at("2025-10-13T13:30Z"))


def test_what_was_lost_today_says_so_until_the_day_ends():
    """Tomorrow it is as far away as any other."""
    ladder = a_ladder(95, 89)

    today, monday = stands(ladder, "89"), stands(ladder, "89", at("2025-10-13T13:30Z"))

    assert (["held", "lost", "below"], ["held", "near", "below"]) == (today, monday)


@pytest.mark.parametrize(("cap", "stand"), [("97.99", "below"), ("98", "near"), ("100", "near")])
def test_near_begins_two_percent_under_and_ends_at_the_milestone(cap: str, stand: str):
    """At the milestone is not yet over it, as in a rule that crosses."""
    assert stand == stands(a_ladder(95), cap)[-1]


def test_how_long_it_was_held_is_told_once_it_is_lost():
    """Crossed at minute 1, lost at minute 4."""
    rung = the_rung(a_ladder(85, 95, 96, 94, 88), 90)

    assert (START + MINUTE, START + 4 * MINUTE, 3 * MINUTE) == (rung.crossed, rung.lost, rung.held)


def test_what_was_held_from_before_we_watched_was_held_nobody_knows_how_long():
    """A guess would be a figure nobody measured."""
    assert the_rung(a_ladder(95, 85), 90).held is None


def test_a_leap_crosses_every_milestone_on_its_way():
    """Over the weekend the sector went from 75 to 105."""
    ladder = a_ladder(75, 105)

    assert [START + MINUTE] * 3 == [rung.crossed for rung in ladder.rungs]


def test_a_rebase_carries_the_cap_over_without_a_crossing():
    """A listing added six billion; nobody bought anything."""
    ladder = a_ladder(85)
    ladder.see(Decimal(95), START + MINUTE, rebased=True)
    rung = the_rung(ladder, 90)

    assert (None, START + MINUTE, True, "held") == (
        rung.crossed,
        rung.since,
        rung.rebased,
        stands(ladder, "95")[1],
    )


def test_a_rebase_that_takes_the_cap_under_loses_nothing():
    """A share count was corrected; the milestone was not sold off."""
    ladder = a_ladder(85, 95)
    ladder.see(Decimal(85), START + 2 * MINUTE, rebased=True)

    assert (None, ["held", "below", "below"]) == (the_rung(ladder, 90).lost, stands(ladder, "85"))


def test_without_milestones_there_is_nothing_to_cross():
    """Most watchlists have none."""
    ladder = Ladder([])
    ladder.see(Decimal(85), START)

    assert ((), True) == (ladder.rungs, ladder.low < 1 <= ladder.high)


@given(st.lists(st.tuples(st.integers(70, 110), st.booleans()), min_size=1, max_size=60))
def test_the_ladder_is_what_a_look_at_every_pair_of_caps_says(seen: list[Seen]):
    """The slow way: for each milestone and step, was it under before and is it over now."""
    ladder = Ladder(LEVELS)
    for minute, (cap, rebased) in enumerate(seen):
        ladder.see(Decimal(cap), START + minute * MINUTE, rebased=rebased)

    expected = [_by_hand(int(level), seen) for level in LEVELS]
    assert expected == [(r.over, r.crossed, r.lost) for r in ladder.rungs]


@given(st.lists(st.integers(70, 110), min_size=1, max_size=40), st.integers(70, 110))
def test_between_low_and_high_nothing_is_crossed(caps: list[int], cap: int):
    """Whoever leaves those caps out has missed nothing."""
    ladder = a_ladder(*caps)
    within = ladder.low < cap <= ladder.high

    assert within == all((cap > level) == (caps[-1] > level) for level in LEVELS)


@given(st.lists(st.integers(70, 110), min_size=1, max_size=40), st.integers(60, 120))
def test_a_cap_stands_over_all_it_has_passed(caps: list[int], last: int):
    """Whatever came before, the ladder and the cap agree."""
    ladder = a_ladder(*caps, last)
    over = {Stand.CROSSED, Stand.HELD}

    stood = [r.stand(Decimal(last), START, AlwaysOpen()) in over for r in ladder.rungs]

    assert [last > level for level in LEVELS] == stood


def _by_hand(level: int, seen: list[Seen]) -> tuple[bool, datetime | None, datetime | None]:
    crossed = lost = None
    for minute in range(1, len(seen)):
        before, (cap, rebased) = seen[minute - 1][0], seen[minute]
        if rebased:
            continue
        if before <= level < cap:
            crossed = START + minute * MINUTE
        if cap <= level < before:
            lost = START + minute * MINUTE
    return seen[-1][0] > level, crossed, lost
