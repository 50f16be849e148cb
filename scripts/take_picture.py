"""Takes the README's picture: the desk as it stood at 08:52 in New York on the recorded day.

python -m scripts.take_picture [docs/images/desk.png] [--scheme dark] [--width 390]
"""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import async_playwright

from bot.clock import ManualClock
from bot.feeds.recording import Recording
from bot.platforms.web import WebDesk
from bot.player import Player
from bot.playing import play
from bot.rooms import DESK_ROOM
from config.load import load
from handlers import http

MOMENT = datetime(2025, 10, 10, 12, 52, tzinfo=UTC)
CHROMIUM = "/usr/bin/chromium"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")


async def take(target: Path, *, scheme: str, width: int, height: int, moment: datetime) -> None:
    """Play the day up to its moment, serve the desk, and photograph it."""
    settings = load(None, {})
    recording = Recording(settings.recording.path())
    bot = Player(settings, recording, speed=120)
    web = WebDesk(snapshot=lambda: http.snapshot(bot.desk), health=lambda: http.health(bot.desk))
    await web.start(bot.answer)
    bot.courier.serve(web)
    bot.courier.open(DESK_ROOM)
    await play(bot.pipeline, recording, ManualClock(recording.begins), until=moment)
    await bot.courier.drain()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        await page.goto(web.url)
        await page.get_by_text("APLD").first.wait_for()
        await page.screenshot(path=target, full_page=width < height)
        await browser.close()
    await bot.courier.stop()
    await web.stop()
    print(f"{target} is the desk at {moment:%H:%M}Z.")


def main() -> None:
    """Read what to take from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", nargs="?", type=Path, default=Path("docs/images/desk.png"))
    parser.add_argument("--scheme", choices=("light", "dark"), default="light")
    parser.add_argument("--width", type=int, default=1360)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--at", type=datetime.fromisoformat, default=MOMENT)
    given = parser.parse_args()
    asyncio.run(
        take(
            given.target,
            scheme=given.scheme,
            width=given.width,
            height=given.height,
            moment=given.at.astimezone(UTC),
        )
    )


if __name__ == "__main__":
    main()
