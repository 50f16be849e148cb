"""The inbox: everything in its order, in handfuls, and no more than it holds."""

import asyncio

from bot.feeds.inbox import Inbox


async def test_all_that_waits_is_taken_at_once_and_in_order():
    inbox: Inbox[int] = Inbox(10)
    for number in range(3):
        await inbox.put(number)

    assert [0, 1, 2] == list(await inbox.take())


async def test_whoever_takes_waits_for_something():
    inbox: Inbox[int] = Inbox(10)
    await inbox.put(1)
    await inbox.take()
    taking = asyncio.create_task(inbox.take())
    await asyncio.sleep(0)
    waited = not taking.done()
    await inbox.put(2)

    assert [2] == list(await taking)
    assert waited


async def test_whoever_brings_more_than_there_is_room_for_waits_and_none_is_lost():
    """A provider that floods us slows itself down, and nobody else's word is dropped."""
    inbox: Inbox[int] = Inbox(2)

    async def bring(numbers: range) -> None:
        for number in numbers:
            await inbox.put(number)

    bringing = [asyncio.create_task(bring(range(n, n + 5))) for n in (0, 10)]
    taken: list[int] = []
    most = 0
    while len(taken) < 10:
        handful = await inbox.take()
        most = max(most, len(handful))
        taken += handful
    await asyncio.gather(*bringing)

    assert [0, 1, 2, 3, 4, 10, 11, 12, 13, 14] == sorted(taken)
    assert [0, 1, 2, 3, 4] == [number for number in taken if number < 5]
    assert most <= 2
