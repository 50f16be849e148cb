"""The process that draws: what it says when it cannot, and that it is gone afterwards."""

import pytest

from bot.charts import worker
from bot.charts.worker import Worker, WorkerGone
from tests.unit.test_recorded import has_children


async def test_one_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch):
    """The log of the bot is where an operator looks; nothing of it is left."""
    monkeypatch.setattr(worker, "_PAINTER", "bot.charts.nobody")

    with pytest.raises(WorkerGone, match=r"No module named bot\.charts\.nobody"):
        await Worker.start()

    assert not has_children()


async def test_one_that_breaks_over_a_scene_says_why():
    """What broke is ours to mend, and is in its last words."""
    one = await Worker.start()
    with pytest.raises(WorkerGone, match="UnpicklingError"):
        await one.draw(b"no scene")
    await one.end()

    assert not has_children()


async def test_one_that_has_ended_is_of_no_use():
    """Whoever asks it hears of that, and is not left waiting."""
    one = await Worker.start()
    await one.end()

    with pytest.raises(WorkerGone):
        await one.draw(b"")


async def test_an_answer_that_is_no_picture_of_ours_is_not_read(monkeypatch: pytest.MonkeyPatch):
    """Four odd bytes must not have us wait for four gigabytes."""
    monkeypatch.setattr(worker, "MOST", -1)

    with pytest.raises(WorkerGone, match="an answer of 0 bytes"):
        await Worker.start()
