"""Who the web desk lets in: not a stranger's page, not a stranger's name, not without the token."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from http.cookies import SimpleCookie

import aiohttp
import pytest

from bot.platforms.web.guard import HEALTH, LOGIN, PEERS, SESSIONS, Tries
from tests.contracts.web_desk import TOKEN, Desk, StandingClock, answer

PATHS = ["/", "/static/desk.js", "/api/desk", "/events", "/api/ask"]


@pytest.fixture
async def locked() -> AsyncIterator[Desk]:
    desk = Desk(token=TOKEN)
    await desk.start(answer)
    yield desk
    await desk.stop()


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    jar = aiohttp.CookieJar(unsafe=True)  # of an address, which a jar else holds no cookie for
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield session


async def _status(
    browser: aiohttp.ClientSession, url: str, *, method: str = "GET", **headers: str
) -> int:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    async with browser.request(method, url, headers=sent) as response:
        return response.status


async def _login(
    browser: aiohttp.ClientSession, desk: Desk, token: str = TOKEN, **headers: str
) -> tuple[int, str, SimpleCookie]:
    async with browser.post(
        f"{desk.url}/login", data={"token": token}, headers=headers, allow_redirects=False
    ) as response:
        return response.status, await response.text(), response.cookies


@pytest.mark.parametrize(
    "path", ["/", "/static/desk.css", "/api/desk", "/events", "/healthz", "/no"]
)
async def test_every_answer_says_what_a_browser_may_do_with_it(
    path: str, desk: Desk, browser: aiohttp.ClientSession
):
    async with browser.get(desk.url + path) as response:
        said = response.headers

    policy = said["Content-Security-Policy"]
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} <= {
        *policy.split("; ")
    }
    assert "unsafe" not in policy
    assert ("nosniff", "no-referrer", "DENY", "Prebell") == (
        said["X-Content-Type-Options"],
        said["Referrer-Policy"],
        said["X-Frame-Options"],
        said["Server"],
    )
    kept = path == "/" or path.startswith("/static/")
    assert ("no-cache" if kept else "no-store") == said["Cache-Control"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("127.0.0.1:8080", 200),
        ("127.9.9.9", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8080", 421),
        ("localhost:8080@evil.example", 421),
        ("10.0.0.1", 421),
        ("", 421),
    ],
)
async def test_a_name_that_was_made_to_lead_here_leads_nowhere(
    host: str, status: int, desk: Desk, browser: aiohttp.ClientSession
):
    """DNS rebinding: a stranger's page is the same origin as a desk reached by its name."""
    assert status == await _status(browser, f"{desk.url}/api/desk", Host=host)


async def test_with_a_token_any_name_will_do(locked: Desk, browser: aiohttp.ClientSession):
    """Behind a proxy it has the name people gave it."""
    assert 200 == await _status(
        browser,
        f"{locked.url}/api/desk",
        Host="desk.example",
        Authorization=f"Bearer {TOKEN}",
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 415),  # let in, and then told what it should send
        ({"Origin": "http://localhost:8080"}, 415),
        ({"Sec-Fetch-Site": "same-origin"}, 415),
        ({"Origin": "http://localhost:3000"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
async def test_another_page_can_ask_nothing(
    headers: dict[str, str], status: int, desk: Desk, browser: aiohttp.ClientSession
):
    asked = await _status(
        browser, f"{desk.url}/api/ask", method="POST", Host="localhost:8080", **headers
    )

    assert status == asked


async def test_another_page_can_hold_no_stream_but_may_lead_here(
    desk: Desk, browser: aiohttp.ClientSession
):
    """It could else fill every place with requests that it never reads."""
    foreign = {"Sec-Fetch-Site": "cross-site"}

    assert 403 == await _status(browser, f"{desk.url}/events", **foreign)
    assert 200 == await _status(browser, desk.url, **foreign)


@pytest.mark.parametrize("path", PATHS)
async def test_without_the_token_every_address_is_closed(
    path: str, locked: Desk, browser: aiohttp.ClientSession
):
    method = "POST" if path == "/api/ask" else "GET"

    assert 401 == await _status(browser, locked.url + path, method=method)


async def test_no_address_is_left_out(locked: Desk):
    """Whatever is added to the desk is closed until somebody opens it here."""
    runner = locked._runner  # noqa: SLF001 - the only list of addresses there is
    assert runner is not None
    known = {resource.canonical for resource in runner.app.router.resources()}

    closed = {path.replace("desk.js", "{name}") for path in PATHS}
    assert known == closed | HEALTH | LOGIN


async def test_probes_and_the_way_in_are_open(locked: Desk, browser: aiohttp.ClientSession):
    assert {200} == {await _status(browser, locked.url + path) for path in HEALTH | LOGIN}


async def test_the_token_opens_a_session(locked: Desk, browser: aiohttp.ClientSession):
    status, _, cookies = await _login(browser, locked)

    cookie = cookies["prebell"]
    assert (303, True, "Strict", "") == (
        status,
        cookie["httponly"],
        cookie["samesite"],
        cookie["secure"],
    )
    assert TOKEN not in cookie.value
    assert 200 == await _status(browser, f"{locked.url}/api/desk")


async def test_behind_https_the_session_stays_there(locked: Desk, browser: aiohttp.ClientSession):
    _, _, cookies = await _login(browser, locked, **{"X-Forwarded-Proto": "https"})

    assert cookies["prebell"]["secure"]


async def test_a_session_ends(locked: Desk, browser: aiohttp.ClientSession):
    await _login(browser, locked)
    locked.clock.turn(timedelta(days=30))

    assert 401 == await _status(browser, f"{locked.url}/api/desk")


async def test_sessions_are_bounded(locked: Desk, browser: aiohttp.ClientSession):
    _, _, cookies = await _login(browser, locked)
    first = f"prebell={cookies['prebell'].value}"
    for _ in range(SESSIONS):
        await _login(browser, locked)

    async with aiohttp.ClientSession() as other:
        assert 401 == await _status(other, f"{locked.url}/api/desk", Cookie=first)


async def test_a_wrong_token_is_told_so_on_the_page(locked: Desk, browser: aiohttp.ClientSession):
    status, page, cookies = await _login(browser, locked, "wrong")

    assert (401, True, False) == (status, "That is not the token." in page, bool(cookies))
    assert "same-origin" == (await browser.get(f"{locked.url}/login")).headers["Referrer-Policy"]


async def test_the_form_alone_signs_in(locked: Desk, browser: aiohttp.ClientSession):
    async with browser.post(f"{locked.url}/login", json={"token": TOKEN}) as response:
        assert 415 == response.status
    assert 403 == (await _login(browser, locked, Origin="https://evil.example"))[0]


async def test_tokens_cannot_be_tried_one_after_another(
    locked: Desk, browser: aiohttp.ClientSession
):
    """Neither way in is open to guessing, and the right one waits too: it would tell."""
    bearer = [
        await _status(browser, f"{locked.url}/api/desk", Authorization="Bearer wrong")
        for _ in range(3)
    ]
    form = [(await _login(browser, locked, token))[0] for token in ("a", "b", TOKEN)]
    refused = await _status(browser, f"{locked.url}/api/desk", Authorization=f"Bearer {TOKEN}")
    locked.clock.turn(timedelta(minutes=1))

    assert [401, 401, 401, 401, 401, 429, 429] == [*bearer, *form, refused]
    assert 303 == (await _login(browser, locked))[0]


async def test_whoever_is_in_stays_in_while_others_guess(
    locked: Desk, browser: aiohttp.ClientSession
):
    await _login(browser, locked)
    for _ in range(6):
        await _login(browser, locked, "wrong")

    assert 200 == await _status(browser, f"{locked.url}/api/desk")


def test_guessers_are_remembered_within_bounds():
    tries = Tries(StandingClock())
    for _ in range(5):
        tries.note("first")
    assert tries.spent("first")

    for peer in range(PEERS):
        tries.note(str(peer))
    assert not tries.spent("first")


async def test_the_token_is_in_no_log(
    locked: Desk, browser: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        await _login(browser, locked)
        await _login(browser, locked, "wrong")
        await _status(browser, f"{locked.url}/api/desk", Authorization=f"Bearer {TOKEN}")

    assert TOKEN not in caplog.text


async def test_a_desk_open_to_all_says_so(caplog: pytest.LogCaptureFixture):
    desk = Desk(host="0.0.0.0")  # noqa: S104 - what is warned of
    await desk.start(answer)
    await desk.stop()

    assert ["the desk is open to whoever reaches it; set a token"] == [
        record.message for record in caplog.records if record.levelno == logging.WARNING
    ]
