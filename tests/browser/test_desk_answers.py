"""What goes with an answer on the page: buttons that ask, a chart, a file, a form."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.contracts.web_desk import PAINT, Desk, drawn, rich_answer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(loop_scope="module")
async def rich() -> AsyncIterator[Desk]:
    desk = Desk(commands=lambda: [PAINT], draw=drawn)
    await desk.start(rich_answer)
    yield desk
    await desk.stop()


async def _ask(page: Page, desk: Desk, text: str) -> None:
    await page.goto(desk.url)
    await expect(page.locator("#connection")).to_have_text("live")
    await page.fill("#command", text)
    await page.press("#command", "Enter")
    await expect(page.locator(".answer h3").first).to_be_visible()


async def test_a_button_asks_what_it_stands_for(page: Page, rich: Desk):
    """As if it had been typed: the question is seen, and found again by the arrow keys."""
    await _ask(page, rich, "/sector")
    await page.get_by_role("button", name="Show the list").click()

    newest = page.locator(".answer").first
    await expect(newest.locator(".asked")).to_have_text("/watchlist show miners")
    await expect(newest.locator("h3")).to_contain_text("You asked /watchlist show miners")
    await page.focus("#command")
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#command")).to_have_value("/watchlist show miners")


async def test_a_chart_is_drawn_on_the_page(page: Page, rich: Desk):
    await _ask(page, rich, "/sector")

    picture = page.locator(".answer img")
    await expect(picture).to_be_visible()
    assert 1 == await picture.evaluate("image => image.decode().then(() => image.naturalWidth)")


async def test_a_file_can_be_kept(page: Page, rich: Desk, tmp_path: Path):
    await _ask(page, rich, "/sector")
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="Download miners.csv").click()
    download = await waiting.value
    await download.save_as(tmp_path / "kept")

    assert ("miners.csv", b"symbol\nIREN\n") == (
        download.suggested_filename,
        (tmp_path / "kept").read_bytes(),
    )


async def test_a_form_is_filled_in_and_sent(page: Page, rich: Desk):
    """By the names on its lines, and by the keyboard alone."""
    await _ask(page, rich, "/paint")
    await page.get_by_label("What", exact=True).fill("wall")
    await page.get_by_label("Hue", exact=True).select_option("red")
    await page.get_by_label("What", exact=True).press("Enter")

    await expect(page.locator(".answer").first.locator(".body")).to_have_text("name=wall, hue=red")
    await expect(page.locator(".answer").first.locator(".asked")).to_have_text("/paint wall red")


async def test_a_line_that_is_needed_is_asked_for(page: Page, rich: Desk):
    await _ask(page, rich, "/paint")
    await page.get_by_role("button", name="Send").click()

    assert await page.get_by_label("What", exact=True).evaluate("field => !field.validity.valid")
    await expect(page.locator(".answer")).to_have_count(1)


async def test_what_is_for_one_alone_says_so(page: Page, rich: Desk):
    await _ask(page, rich, "/sector")

    await expect(page.locator(".answer .badge")).to_have_text("for you alone")
