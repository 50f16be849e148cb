"""Presses: an ack that goes from one platform to the other, and how long it is under way."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import SystemClock
from tests.both import Both
from tests.discord.world import Said
from tests.telegram_world import Seen

EVERY = timedelta(seconds=5.5)
"""How often something is pressed: each is an edit in every room, and a group takes 20 a minute."""

ACKED = "Acked by"
"""What the answer to a press begins with, which a group can read beside its alerts."""

OLD = 3  # buttons pressed after a restart
PATIENCE = timedelta(seconds=20)
LOOK = timedelta(milliseconds=2)
BY_TIM = "by Tim on telegram"

clock = SystemClock()


async def there_and_back(both: Both, times: int) -> tuple[list[timedelta], list[timedelta]]:
    """Ack in Telegram and take it back in Discord, so often; return how long the other took."""
    there, back = [], []
    begun = clock.now()
    for number in range(times):
        await clock.until(begun + 2 * number * EVERY)
        there.append(await _acked(both))
        await clock.until(begun + (2 * number + 1) * EVERY)
        back.append(await _taken_back(both))
    return there, back


async def old_buttons(both: Both) -> int:
    """Press three buttons of the first alert of the day; return how many did nothing."""
    answer = await both.ann.presses(_on_discord(both), "Why")
    took = [await _acked(both), await _taken_back(both)]
    return sum(["premarket" not in answer.text, *(one >= PATIENCE for one in took)])


async def _acked(both: Both) -> timedelta:
    face = _on_discord(both)
    begun = clock.now()
    pressing = asyncio.create_task(both.tim.presses(_on_telegram(both), "Ack"))
    took = await _until(lambda: BY_TIM in face.text) - begun
    await pressing
    return took


async def _taken_back(both: Both) -> timedelta:
    seen = _on_telegram(both)
    begun = clock.now()
    pressing = asyncio.create_task(both.ann.presses(_on_discord(both), "Unack"))
    took = await _until(lambda: BY_TIM not in seen.text) - begun
    await pressing
    return took


# Returns when it was seen, or when nobody waits for it any longer.
async def _until(holds: Callable[[], bool]) -> datetime:
    last = clock.now() + PATIENCE
    while not holds() and clock.now() < last:
        await clock.until(clock.now() + LOOK)
    return clock.now()


def _on_discord(both: Both) -> Said:
    return both.alerts_in(both.miners)[0]


def _on_telegram(both: Both) -> Seen:
    return both.telegram.read_in(both.desk)[0]
