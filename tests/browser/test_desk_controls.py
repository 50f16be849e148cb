"""What a person does on the page of the web desk: ask, sort, read, choose, sign in."""

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from tests.contracts.web_desk import TOKEN, Desk, a_member, a_sector, a_snapshot, answer

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


async def _open(page: Page, desk: Desk) -> None:
    await page.goto(desk.url)
    await expect(page.locator("#connection")).to_have_text("live")
    await expect(page.locator("#cap")).not_to_have_text("…")


async def test_a_command_is_suggested_asked_and_answered(page: Page, desk: Desk):
    await _open(page, desk)
    await page.keyboard.press("Control+k")
    await page.keyboard.type("/s")
    await expect(page.locator("#suggestions li")).to_have_text(["/sector [LIST]A sector's cap"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.type("miners")
    await page.keyboard.press("Enter")

    await expect(page.locator(".answer h3")).to_have_text("You asked /sector miners")
    await expect(page.locator(".answer .facts")).to_have_text("Next$90B")
    await expect(page.locator(".answer tbody tr")).to_have_text(["IREN66.41", "MARAn/a"])

    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#command")).to_have_value("/sector miners")
    await page.locator("#answers-close").click()
    await expect(page.locator("#answers")).to_be_hidden()


async def test_a_command_of_two_words_is_suggested_and_filled_in_whole(page: Page, desk: Desk):
    usages = ["/alerts", "/alert test RULE", "/sector [LIST]", "/sector history [LIST]"]
    desk.shown["commands"] = [{"usage": usage, "summary": ""} for usage in usages]
    await _open(page, desk)
    suggestions, command = page.locator("#suggestions li"), page.locator("#command")
    await command.focus()
    await page.keyboard.type("alert ")
    await expect(suggestions).to_have_text(["/alert test RULE"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(command).to_have_value("/alert test ")

    await command.fill("/sector h")
    await expect(suggestions).to_have_text(["/sector history [LIST]"])
    await command.fill("/sector history miners")
    await expect(suggestions).to_have_count(0)


async def test_a_question_that_cannot_be_answered_says_so(page: Page, desk: Desk):
    await _open(page, desk)
    await page.route("**/api/ask", lambda route: route.abort())
    await page.fill("#command", "/help")
    await page.press("#command", "Enter")

    await expect(page.locator(".answer .failed")).to_have_text(
        "The desk did not answer; ask again when it is live."
    )


async def test_members_sort_by_any_column_with_the_unknown_last(page: Page, desk: Desk):
    desk.shown["members"] = [
        a_member("ABTC", change="-4.10%", ytd="n/a"),
        a_member("IREN", change="+4.01%", ytd="+576.27%"),
        a_member("MARA", change="+12.23%", ytd="+20.16%"),
    ]
    await _open(page, desk)
    symbols = page.locator("#members .symbol")
    heading = page.locator("#headings th[data-column=change]")
    await heading.get_by_role("button").press("Enter")
    await expect(heading).to_have_attribute("aria-sort", "descending")
    await expect(symbols).to_have_text(["MARA", "IREN", "ABTC"])

    ytd = page.locator("#headings th[data-column=ytd]")
    await ytd.get_by_role("button").press("Enter")
    await expect(symbols).to_have_text(["IREN", "MARA", "ABTC"])
    await ytd.get_by_role("button").press("Enter")
    await expect(ytd).to_have_attribute("aria-sort", "ascending")
    await expect(symbols).to_have_text(["MARA", "IREN", "ABTC"])


async def test_each_minute_of_the_line_can_be_read(page: Page, desk: Desk):
    await _open(page, desk)
    chart = page.locator("#chart")
    await chart.focus()
    await page.keyboard.press("Home")
    await expect(chart).to_have_attribute("aria-valuetext", "04:00 EDT  $85.60B")
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("#tip")).to_have_text("04:01 EDT  $85.61B")
    await page.keyboard.press("Escape")
    await expect(page.locator("#tip")).to_be_hidden()

    await chart.hover()
    await expect(page.locator("#tip")).to_be_visible()


async def test_sectors_take_turns(page: Page, desk: Desk):
    other = a_sector(name="chips", title="Chip makers", cap="$3.10T", cap_value=3100, next=None)
    desk.shown = a_snapshot(
        sectors=[a_sector(), other], members=[a_member(), a_member("NVDA", list="chips")]
    )
    await _open(page, desk)
    await expect(page.locator("#members .symbol")).to_have_text("IREN")
    await page.get_by_role("tab", name="Bitcoin miners").press("ArrowRight")

    await expect(page.locator("#cap")).to_have_text("$3.10T")
    await expect(page.locator("#next-way")).to_have_text("above every milestone")
    await expect(page.locator("#members .symbol")).to_have_text("NVDA")


async def test_a_rule_opens_to_its_subjects(page: Page, desk: Desk):
    await _open(page, desk)
    await page.locator("#rules summary").click()

    await expect(page.locator("#rules details li")).to_have_text(
        ["IRENfiring+4.01% of 4%", "MARAarmed-0.25% of 4%"]
    )


async def test_a_chosen_theme_is_remembered(page: Page, desk: Desk):
    await _open(page, desk)
    theme = page.get_by_role("button", name="Theme: automatic")
    await theme.click()
    await page.reload()

    await expect(page.get_by_role("button", name="Theme: dark")).to_be_visible()
    await expect(page.locator("html")).to_have_css("color-scheme", "dark")
    await page.get_by_role("button", name="Theme: dark").click()
    await page.get_by_role("button", name="Theme: light").click()
    await expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


async def test_a_locked_desk_asks_for_its_token(page: Page):
    """By a name on plain http, where browsers say less of whose page posts a form."""
    locked = Desk(token=TOKEN)
    await locked.start(answer)
    address = locked.url.replace("127.0.0.1", "desk.test")
    await page.goto(address)
    await page.get_by_label("Token of this desk").fill("wrong")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("That is not the token.")
    await page.get_by_label("Token of this desk").fill(TOKEN)
    await page.keyboard.press("Enter")

    await expect(page.locator("#cap")).to_have_text("$88.27B")
    assert f"{address}/" == page.url
    await page.fill("#command", "/help")
    await page.press("#command", "Enter")
    await expect(page.locator(".answer h3")).to_have_text("You asked /help")
    await locked.stop()


async def test_whose_session_ended_is_asked_to_sign_in(page: Page):
    locked = Desk(token=TOKEN)
    await locked.start(answer)
    await page.goto(locked.url)
    await page.get_by_label("Token of this desk").fill(TOKEN)
    await page.keyboard.press("Enter")
    await expect(page.locator("#connection")).to_have_text("live")
    locked.clock.turn(timedelta(days=30))
    await page.evaluate("dispatchEvent(new Event('online'))")

    await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    await locked.stop()
