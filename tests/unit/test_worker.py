"""A process of its own: what it says when it cannot go on, and that it is gone afterwards."""

import pytest

from bot.charts.studio import LARGEST, PAINTER
from bot.worker import Worker, WorkerGone
from tests.unit.test_recorded import has_children


async def test_one_that_cannot_start_says_why():
    """The log of the bot is where an operator looks; nothing of it is left."""
    with pytest.raises(WorkerGone, match=r"No module named bot\.charts\.nobody"):
        await Worker.start("bot.charts.nobody", most=LARGEST)

    assert not has_children()


async def test_one_that_breaks_over_a_scene_says_why():
    """What broke is ours to mend, and is in its last words."""
    one = await Worker.start(PAINTER, most=LARGEST)
    with pytest.raises(WorkerGone, match="UnpicklingError"):
        await one.ask(b"no scene")
    await one.end()

    assert not has_children()


async def test_one_that_has_ended_is_of_no_use():
    """Whoever asks it hears of that, and is not left waiting."""
    one = await Worker.start(PAINTER, most=LARGEST)
    await one.end()

    with pytest.raises(WorkerGone):
        await one.ask(b"")


async def test_an_answer_that_is_too_long_is_not_read():
    """Four odd bytes must not have us wait for four gigabytes."""
    with pytest.raises(WorkerGone, match="an answer of 0 bytes"):
        await Worker.start(PAINTER, most=-1)
