"""What goes with an answer on the desk: buttons, a picture, a file, and a form to fill in."""

from base64 import b64decode
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from bot.chat import Call, Picture, Reply
from tests.contracts.web_desk import DOT, PAINT, PICTURE, Desk, Json, drawn, rich_answer


@pytest.fixture
async def rich() -> AsyncIterator[Desk]:
    desk = Desk(commands=lambda: [PAINT], draw=drawn)
    await desk.start(rich_answer)
    yield desk
    await desk.stop()


async def ask(browser: aiohttp.ClientSession, desk: Desk, **question: Any) -> tuple[int, Json]:  # noqa: ANN401 (of every kind)
    async with browser.post(f"{desk.url}/api/ask", json=question) as response:
        return response.status, await response.json()


async def test_all_that_goes_with_an_answer_is_told(rich: Desk, browser: aiohttp.ClientSession):
    status, told = await ask(browser, rich, text="/sector")

    assert (200, True, "/watchlist show miners") == (
        status,
        told["private"],
        told["actions"][0]["text"],
    )
    assert (DOT, "miners.csv", b"symbol\nIREN\n") == (
        b64decode(told["picture"]),
        told["attachment"]["name"],
        b64decode(told["attachment"]["content"]),
    )


async def test_a_form_is_told_line_by_line(rich: Desk, browser: aiohttp.ClientSession):
    _, told = await ask(browser, rich, text="/paint")

    form = told["form"]
    assert ("paint", ["name", "hue"]) == (form["command"], [q["name"] for q in form["questions"]])
    assert {
        "name": "hue",
        "label": "Hue",
        "hint": "in which",
        "required": False,
        "options": ["blue", "red"],
        "all_there_is": True,
    } == form["questions"][1]


async def test_what_a_form_held_is_given_by_the_names_of_its_lines(
    rich: Desk, browser: aiohttp.ClientSession
):
    _, told = await ask(browser, rich, text="/paint", given={"name": "wall", "hue": "blue"})

    assert "name=wall, hue=blue" == told["body"]


@pytest.mark.parametrize(
    "given", [{"name": "x" * 4001}, {f"n{n}": "x" for n in range(26)}, {"name": 5}, ["wall"]]
)
async def test_a_form_is_short_texts(given: object, rich: Desk, browser: aiohttp.ClientSession):
    """What a page sends is nobody's promise."""
    status, _ = await ask(browser, rich, text="/paint", given=given)

    assert 400 == status


async def test_a_chart_that_takes_a_while_is_waited_for(browser: aiohttp.ClientSession):
    """The first one starts a process, and whoever looks at a page has the seconds."""
    drawings = iter([None, None, DOT])

    async def slowly(_: Picture) -> bytes | None:
        return next(drawings)

    desk = Desk(draw=slowly)
    await desk.start(rich_answer)
    _, told = await ask(browser, desk, text="/chart IREN")
    await desk.stop()

    assert DOT == b64decode(told["picture"])


async def test_what_cannot_be_drawn_is_left_out(browser: aiohttp.ClientSession):
    """The figures are worth more than the chart beside them."""

    async def answers(call: Call) -> Reply:
        return Reply(title=call.text, picture=replace(PICTURE, subject="WULF"))

    desk = Desk(draw=drawn)
    await desk.start(answers)
    status, told = await ask(browser, desk, text="/chart WULF")
    await desk.stop()

    assert (200, "/chart WULF", None) == (status, told["title"], told["picture"])
