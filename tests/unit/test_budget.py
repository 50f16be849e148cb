"""A budget lets through what a provider allows, and nothing while it is told to stop."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.errors import FeedError
from bot.feeds.web.budget import Allowance, Bucket, Budget, Budgets

NOON = datetime(2025, 10, 10, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
HERE = "api.example.com/quote"

allowances = st.builds(
    lambda burst, more, per: Allowance(requests=burst + more, burst=burst, per=per),
    st.integers(1, 10),
    st.integers(0, 50),
    st.timedeltas(timedelta(milliseconds=10), timedelta(hours=1)),
)
gaps = st.lists(st.timedeltas(timedelta(), timedelta(minutes=2)), min_size=1, max_size=100)


def a_budget(clock: ManualClock | None = None, **allowed: int) -> Budget:
    return Budget(Allowance(**allowed), clock=clock or ManualClock(NOON))  # type: ignore[arg-type]  # counts alone


@given(allowances, gaps)
def test_no_stretch_of_time_sees_more_than_is_allowed(allowance: Allowance, gaps: list[timedelta]):
    """However they come: a provider counts over any of its minutes, not over ours."""
    bucket, now, used = Bucket(allowance), NOON, []
    for gap in gaps:
        now += gap
        used.append(bucket.take(now))

    one_too_many = zip(used, used[allowance.requests :], strict=False)
    assert all(last - first >= allowance.per for first, last in one_too_many)


@given(allowances, gaps)
def test_nobody_waits_who_need_not(allowance: Allowance, gaps: list[timedelta]):
    """After a quiet while a whole burst goes at once."""
    bucket, now = Bucket(allowance), NOON
    for gap in gaps:
        now += gap
        now = max(now, bucket.take(now))
    later = now + allowance.pace * allowance.burst

    assert [later] * allowance.burst == [bucket.take(later) for _ in range(allowance.burst)]


@given(allowances, gaps)
def test_places_are_given_in_the_order_they_were_taken(allowance: Allowance, gaps: list[timedelta]):
    bucket, now, used = Bucket(allowance), NOON, []
    for gap in gaps:
        now += gap
        used.append(bucket.take(now))

    assert all(before <= after for before, after in pairwise(used))


@pytest.mark.parametrize(
    "impossible",
    [{"requests": 0}, {"burst": 0}, {"requests": 2, "burst": 3}, {"at_once": 0}],
)
def test_an_allowance_under_which_nothing_could_be_asked_is_refused(impossible: dict[str, int]):
    with pytest.raises(ValueError, match="no request"):
        Allowance(**impossible)  # type: ignore[arg-type]  # counts alone


async def test_what_exceeds_the_burst_waits_for_its_place():
    clock = ManualClock(NOON)
    budget = a_budget(clock, requests=4, burst=2)
    went = []
    for _ in range(4):
        async with budget.turn(HERE):
            went.append(clock.now() - NOON)

    assert [0 * SECOND, 0 * SECOND, 20 * SECOND, 40 * SECOND] == went


async def test_no_more_are_under_way_than_allowed():
    budget = a_budget(at_once=2)
    done = asyncio.Event()
    under_way: list[int] = []

    async def ask(number: int):
        async with budget.turn(HERE):
            under_way.append(number)
            await done.wait()

    async with asyncio.TaskGroup() as group:
        for number in range(4):
            group.create_task(ask(number))
        for _ in range(20):
            await asyncio.sleep(0)
        before = list(under_way)
        done.set()

    assert ([0, 1], [0, 1, 2, 3]) == (before, under_way)


async def test_a_frozen_budget_says_how_long_instead_of_waiting():
    """A ban may last for days; whoever asks has something better to do meanwhile."""
    clock = ManualClock(NOON)
    budget = a_budget(clock)
    budget.freeze(10 * MINUTE)
    clock.turn_to(NOON + 4 * MINUTE)

    with pytest.raises(FeedError, match="360 s more") as refused:
        async with budget.turn(HERE):
            pytest.fail("nothing is to be asked during a ban")

    assert 6 * MINUTE == refused.value.retry_after


async def test_a_short_freeze_does_not_end_a_long_one():
    clock = ManualClock(NOON)
    budget = a_budget(clock)
    budget.freeze(10 * MINUTE)
    budget.freeze(SECOND)
    clock.turn_to(NOON + 5 * MINUTE)

    with pytest.raises(FeedError):
        async with budget.turn(HERE):
            pass


async def test_whoever_waits_when_the_ban_comes_does_not_go():
    """They were queued behind the very request that was told to stop."""
    budget = a_budget(at_once=1)
    asked = []

    async def first():
        async with budget.turn(HERE):
            await asyncio.sleep(0)
            budget.freeze(MINUTE)

    async def second():
        async with budget.turn(HERE):
            asked.append("second")

    outcomes = await asyncio.gather(first(), second(), return_exceptions=True)

    assert [] == asked
    assert isinstance(outcomes[1], FeedError)


async def test_a_ban_ends():
    clock = ManualClock(NOON)
    budget = a_budget(clock)
    budget.freeze(MINUTE)
    clock.turn_to(NOON + MINUTE)

    async with budget.turn(HERE):
        pass


async def test_a_request_that_was_given_up_leaves_its_place():
    budget = a_budget(at_once=1)

    async def give_up():
        async with budget.turn(HERE):
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await give_up()

    async with budget.turn(HERE):
        pass


def test_hosts_that_ban_as_one_share_a_budget():
    """Yahoo counts both of its hosts together."""
    budgets = Budgets(
        {("query1.example.com", "query2.example.com"): Allowance()}, clock=ManualClock(NOON)
    )

    assert budgets.of("query1.example.com") is budgets.of("query2.example.com")
    assert budgets.of("query1.example.com") is not budgets.of("api.example.com")
    assert budgets.of("api.example.com") is budgets.of("api.example.com")
