"""The page of the web desk, as a person sees it in a browser."""

from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from bot.chat import Destination, Fact, Severity
from tests.contracts.web_desk import (
    Desk,
    a_member,
    a_message,
    a_sector,
    a_snapshot,
    an_alert,
    answer,
)

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

ROOM = Destination(platform="web", chat="desk")
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\u202e__proto__ " + "W" * 300

WIDER_THAN_ITSELF = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

# Text that stands out less than WCAG AA asks for, with its ratio.
FAINT = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const over = ([r, g, b, a = 1], under) => [r, g, b].map((c, i) => c * a + under[i] * (1 - a));
  const light = (colour) => colour.map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    if (!node) return [255, 255, 255];
    return over(parse(getComputedStyle(node).backgroundColor), behind(node.parentElement));
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.closest(".sr")) continue;
    const style = getComputedStyle(node);
    const back = node.matches(".tag-text")
      ? parse(getComputedStyle(document.querySelector(".tag")).fill) : behind(node);
    const ink = parse(node instanceof SVGElement ? style.fill : style.color);
    const [high, low] = [light(over(ink, back)), light(back)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) faint.push(`${walker.currentNode.data}: ${ratio}`);
  }
  return faint;
}"""


async def _open(page: Page, desk: Desk) -> None:
    await page.goto(desk.url)
    await expect(page.locator("#connection")).to_have_text("live")
    await expect(page.locator("#cap")).not_to_have_text("…")


async def test_the_page_shows_the_figures(page: Page, desk: Desk):
    await _open(page, desk)

    figures = ["66.41", "+4.01%", "+4.01%", "+6.26%", "+576.27%", "$18.06B", "20.5%", "307,962"]
    await expect(page.locator("#members tr:first-child td")).to_have_text([*figures, "12 s"])
    for place, text in {
        "#clock": "Fri 2025-10-10 08:52:00 EDT",
        "#session": "pre-market",
        "#recording-text": "This is a recording: Bitcoin miners, 10 October 2025. Played at 120×.",
        "#sector-title": "Bitcoin miners",
        "#cap": "$88.27B",
        "#change": "▲ +3.13% since the previous close",
        "#next": "$90B",
        "#next-way": "$1.73B to go (+1.96%)",
        "#coverage": "100%",
        "#benchmark": "121,621.00",
        "#benchmark-change": "change n/a",
        "#members tr:first-child th": "▲IREN  IREN Limited",
        "#alerts .alert-title": "APLD +9.01% before the bell at 31.93",
        "#alerts .state": "Firing",
        "#rules .rule-name": "premarket-mover",
        "#rules summary": "fired 3× · 1 firing, 1 armed",
        "#status": "Feedrecording",
        "#version": "Prebell 0.1.0",
    }.items():
        await expect(page.locator(place)).to_have_text(text)
    await expect(page).to_have_title("$88.27B +3.13% · Prebell")


async def test_a_push_changes_what_is_shown(page: Page, desk: Desk):
    await _open(page, desk)
    series = a_sector()["series"]
    later = [*series[:-1], [series[-1][0], 89.9], [series[-1][0] + 60, 90.01]]
    desk.shown = a_snapshot(
        sectors=[a_sector(cap="$90.01B", cap_value=90.01, series=later)],
        members=[a_member(price="70.00")],
        source={"recording": False},
    )
    desk.changed()

    await expect(page.locator("#cap")).to_have_text("$90.01B")
    await expect(page.locator("#members tr")).to_have_count(1)
    await expect(page.locator("#recording")).to_be_hidden()
    await expect(page.locator("#chart")).to_have_attribute("aria-valuemax", str(len(later) - 1))
    await expect(page.locator("#chart")).to_have_attribute("aria-valuetext", "08:53 EDT  $90.01B")


async def test_an_alert_rings_on_top_and_is_read_aloud(page: Page, desk: Desk):
    await _open(page, desk)
    await desk.says(a_message("IREN +4.01%", body="over 4%", severity=Severity.CRITICAL))

    first = page.locator("#alerts li").first
    await expect(first.locator(".alert-title")).to_have_text("IREN +4.01%")
    await expect(first.locator(".severity")).to_have_text("critical")
    await expect(page.locator("#said-now")).to_have_text("firing: IREN +4.01%. over 4%")

    desk.clock.turn(timedelta(seconds=0.5))
    await expect(page.locator("#alerts li")).to_have_count(2)


async def test_a_brief_stands_in_its_lines_and_is_counted_as_no_alert(page: Page, desk: Desk):
    await _open(page, desk)
    counted = await page.locator("#alerts-count").text_content()
    body, facts = "APLD +23.6%\nWULF +4.9%", (Fact("Due", "nothing"),)
    await desk.says(a_message("Miners: $88.83B", body=body, facts=facts, reason="brief"))

    first = page.locator("#alerts li").first
    await expect(first.locator(".state")).to_have_text("Brief")
    await expect(page.locator("#alerts-count")).to_have_text(counted or "")
    shown = await first.locator("p.soft").inner_text()
    assert ["APLD +23.6%", "WULF +4.9%", "Due nothing"] == shown.splitlines()


async def test_what_strangers_named_stays_text(page: Page, desk: Desk):
    """Symbols, titles and rules come from feeds and chats; none may run or break the page."""
    desk.shown = a_snapshot(
        clock=HOSTILE,
        session=HOSTILE,
        source={"recording": True, "title": HOSTILE, "speed": HOSTILE},
        sectors=[a_sector(name=HOSTILE, title=HOSTILE, note=HOSTILE)],
        members=[a_member(HOSTILE, name=HOSTILE, list=HOSTILE, up=HOSTILE), a_member("__proto__")],
        alerts=[an_alert(title=HOSTILE, because=HOSTILE, state=HOSTILE, severity=HOSTILE)] * 2,
        rules=[{"name": HOSTILE, "when": HOSTILE, "state": HOSTILE}],
        status=[{"label": HOSTILE, "value": HOSTILE}],
        commands=[{"usage": "/" + HOSTILE, "summary": HOSTILE}],
    )
    await page.set_viewport_size({"width": 360, "height": 740})
    await _open(page, desk)
    await page.fill("#command", HOSTILE[:400])
    await page.press("#command", "Enter")

    await expect(page.locator(".answer h3")).to_have_text(f"You asked {HOSTILE[:400]}")
    await expect(page.locator("#members .symbol")).to_have_text(HOSTILE)
    await expect(page.locator("#alerts .alert-title")).to_have_text([HOSTILE, HOSTILE])
    await expect(page.locator("img, body script")).to_have_count(0)
    assert not await page.evaluate(WIDER_THAN_ITSELF)


@pytest.mark.parametrize(
    "shown", [{}, {"sectors": [{"name": "x"}], "members": [{}], "rules": [{}]}]
)
async def test_a_desk_that_knows_nothing_yet_says_so(
    shown: dict[str, object], page: Page, desk: Desk
):
    desk.shown = shown
    await page.goto(desk.url)

    await expect(page.locator("#connection")).to_have_text("live")
    await expect(page.locator("#alerts-empty")).to_be_visible()
    if not shown:
        await expect(page.locator("#members-empty")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1440])
async def test_the_page_never_scrolls_sideways(width: int, page: Page, desk: Desk):
    await page.set_viewport_size({"width": width, "height": 740})
    await _open(page, desk)

    assert not await page.evaluate(WIDER_THAN_ITSELF)
    ytd = await page.locator("#members .col-ytd").first.bounding_box()
    assert ytd is not None
    assert width >= ytd["x"] + ytd["width"]


async def test_a_phone_shows_the_columns_that_matter(page: Page, desk: Desk):
    await page.set_viewport_size({"width": 360, "height": 740})
    await _open(page, desk)

    headings = page.locator("#headings th:visible")
    assert ["symbol", "price", "premarket", "yesterday", "ytd"] == [
        await heading.get_attribute("data-column") for heading in await headings.all()
    ]


async def test_what_is_watched_beside_the_sector_is_named_so(page: Page, desk: Desk):
    desk.shown["members"].append(a_member("MSFT", list=""))
    await _open(page, desk)

    await expect(page.locator("#beside .symbol")).to_have_text("MSFT")
    await expect(page.locator("#members .symbol")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_can_be_read(
    scheme: Literal["light", "dark"], page: Page, desk: Desk, tmp_path: Path
):
    desk.shown["sectors"][0] |= {"coverage_ok": False, "note": "MARA is stale"}
    desk.shown["alerts"] += [
        an_alert(state="pending", severity="warning", fingerprint="a"),
        an_alert(state="resolved", severity="critical", fingerprint="b"),
    ]
    desk.shown["rules"] += [
        {"name": state, "when": "price > 1", "state": state}
        for state in ("armed", "pending", "already holding", "cannot tell")
    ]
    await page.emulate_media(color_scheme=scheme)
    await _open(page, desk)
    await page.fill("#command", "/movers")
    await page.press("#command", "Enter")
    await expect(page.locator(".answer table")).to_be_visible()
    await page.fill("#command", "/")
    await page.press("#command", "ArrowDown")

    assert [] == await page.evaluate(FAINT)
    assert await page.screenshot(path=tmp_path / f"{scheme}.png", full_page=True)


async def test_a_lost_desk_is_said_and_found_again(page: Page, desk: Desk):
    await _open(page, desk)
    port = int(desk.url.rpartition(":")[2])
    await desk.stop()
    await expect(page.locator("#connection")).to_have_text("reconnecting…")
    await expect(page.locator("#offline")).to_have_text(
        "The desk does not answer; these figures are from Fri 2025-10-10 08:52:00 EDT."
    )

    again = Desk(a_snapshot(session="closed"), port=port, tries=0)
    await again.start(answer)
    await expect(page.locator("#connection")).to_have_text("live")
    await expect(page.locator("#session")).to_have_text("closed")
    await expect(page.locator("#offline")).to_be_hidden()
    await again.stop()
