"""Patience: a wait that takes too long ends, and nothing else does."""

import asyncio
from contextlib import suppress

import pytest

from bot.feeds.web.patience import Patience

SOON, NEVER = 0.005, 3600.0


def instant(after: float) -> float:
    return asyncio.get_running_loop().time() + after


async def test_what_comes_in_time_is_returned():
    patience = Patience()
    come = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(come.set_result, "a frame")

    assert "a frame" == await patience.wait(come, instant(NEVER))
    patience.close()


async def test_a_wait_ends_where_nothing_comes():
    with pytest.raises(TimeoutError):
        await Patience().wait(asyncio.Event().wait(), instant(SOON))


async def test_what_is_there_already_is_returned_though_the_time_is_over():
    """A machine that stood still has still to read what came meanwhile."""
    come = asyncio.get_running_loop().create_future()
    come.set_result("a frame")

    assert "a frame" == await Patience().wait(come, instant(-SOON))


async def test_a_wait_takes_as_long_as_it_may_though_another_was_to_be_shorter():
    """The timer of the last wait is still set, and ends nothing but itself."""
    patience, come = Patience(), asyncio.get_running_loop().create_future()
    there = asyncio.get_running_loop().create_future()
    there.set_result(None)
    await patience.wait(there, instant(SOON))
    asyncio.get_running_loop().call_later(3 * SOON, come.set_result, "a frame")

    assert "a frame" == await patience.wait(come, instant(NEVER))
    patience.close()


async def test_a_wait_ends_in_time_though_another_might_have_been_longer():
    """The timer of the last wait would ring in an hour."""
    patience, there = Patience(), asyncio.get_running_loop().create_future()
    there.set_result(None)
    await patience.wait(there, instant(NEVER))

    with pytest.raises(TimeoutError):
        await patience.wait(asyncio.Event().wait(), instant(SOON))


async def test_whoever_listens_may_take_longer_than_a_wait():
    """What they do between two waits is not theirs to end."""
    patience, there = Patience(), asyncio.get_running_loop().create_future()
    there.set_result(None)
    await patience.wait(there, instant(SOON))

    done = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(3 * SOON, done.set_result, "finished")

    assert "finished" == await done


async def test_who_is_cancelled_meanwhile_is_cancelled():
    """A bot that stops does not wait for a stream."""
    waiting = asyncio.create_task(Patience().wait(asyncio.Event().wait(), instant(NEVER)))
    await asyncio.sleep(0)
    waiting.cancel()
    with suppress(asyncio.CancelledError):
        await waiting

    assert waiting.cancelled()
