"""The browser that looks at the web desk: the system's Chromium, one fresh window a test."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

from bot.chat import Call, Reply
from tests.contracts.web_desk import Desk, answer

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",  # as root there is none to be had
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
    # A name that does not resolve reaches nobody, whatever the page asks for.
    "--host-resolver-rules=MAP desk.test 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; CI must have it, for a test that is always skipped hides what it tests."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("there is no Chromium here, and CI must have one: apt-get install chromium")
    if found is None:
        pytest.skip("there is no Chromium here; as root, 'apt-get install chromium' brings it")
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """Start the browser once a module; it takes longer than most tests."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """Open a window, and fail the test whose page threw, was blocked or asked another machine."""
    troubles: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # That a server is away is told to people on the page; there it is looked for.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            troubles.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith(
            ("http://127.0.0.1:", "http://desk.test:", "blob:http://127")
        ):
            troubles.append(request.url)

    context = await browser.new_context(reduced_motion="reduce", color_scheme="light")
    page = await context.new_page()
    page.on("console", heard)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", lambda dialog: troubles.append(dialog.message))
    page.on("request", asked)
    yield page
    await context.close()
    assert [] == troubles


@pytest_asyncio.fixture(loop_scope="module")
async def desk() -> AsyncIterator[Desk]:
    """Serve a desk on any free port."""

    async def answers(call: Call) -> Reply:
        return await answer(call)

    desk = Desk()
    await desk.start(answers)
    yield desk
    await desk.stop()
