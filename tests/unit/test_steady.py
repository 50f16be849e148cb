"""The steady clock goes on whatever becomes of the machine's."""

from datetime import UTC, datetime, timedelta

from bot.feeds.web.steady import SteadyClock

NOON = datetime(2025, 10, 10, 12, tzinfo=UTC)
MOMENT = timedelta(milliseconds=5)


async def test_it_begins_where_it_is_told_to_and_goes_on():
    clock = SteadyClock(NOON)
    before = clock.now()
    await clock.until(before + MOMENT)

    assert NOON <= before
    assert clock.now() >= before + MOMENT * 0.9  # a loop's timer may be that early


async def test_what_is_past_is_not_waited_for():
    clock = SteadyClock(NOON)
    await clock.until(NOON - timedelta(days=1))

    assert clock.now() - NOON < timedelta(minutes=1)
