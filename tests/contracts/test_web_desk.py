"""The web desk over a real connection: its page, its figures, its questions, its port."""

import logging
import socket
from contextlib import closing
from decimal import Decimal
from typing import Any

import aiohttp
import pytest

from bot.chat import Call, Reply
from bot.errors import SetupError
from tests.contracts.web_desk import Desk, a_sector, a_snapshot, answer


async def _ask(browser: aiohttp.ClientSession, desk: Desk, text: object) -> tuple[int, Any]:
    async with browser.post(f"{desk.url}/api/ask", json={"text": text}) as response:
        return response.status, await response.json()


async def test_the_page_and_its_files_are_kept_until_they_change(
    desk: Desk, browser: aiohttp.ClientSession
):
    """A page that is opened each morning is fetched once a release."""
    async with browser.get(desk.url) as page:
        text, tag = await page.text(), page.headers["ETag"]
    async with browser.get(desk.url, headers={"If-None-Match": tag}) as again:
        kept = again.status
    async with browser.get(f"{desk.url}/static/desk.js") as script:
        kind = script.headers["Content-Type"]

    assert ("Prebell" in text, 304, "text/javascript; charset=utf-8") == (True, kept, kind)


@pytest.mark.parametrize("path", ["/static/no.js", "/static/..%2fserver.py", "/no"])
async def test_nothing_else_is_served(path: str, desk: Desk, browser: aiohttp.ClientSession):
    async with browser.get(desk.url + path) as response:
        assert (404, "There is nothing at this address.") == (
            response.status,
            (await response.json())["error"],
        )


async def test_the_snapshot_is_told_as_it_is(desk: Desk, browser: aiohttp.ClientSession):
    desk.shown["sectors"][0] |= {"progress": float("nan"), "cap_value": Decimal("88.27")}

    async with browser.get(f"{desk.url}/api/desk") as response:
        told = await response.json()

    # What JSON has no word for is unknown to the page too, rather than the end of it.
    sector = a_sector(progress=None, cap_value="88.27")
    assert a_snapshot(sectors=[sector]) == told


async def test_a_question_is_answered(desk: Desk, browser: aiohttp.ClientSession):
    assert (
        200,
        {
            "title": "You asked /sector miners",
            "body": "In two\nlines",
            "facts": [{"label": "Next", "value": "$90B"}],
            "table": {
                "headings": ["Symbol", "Price"],
                "rows": [["IREN", "66.41"], ["MARA", "n/a"]],
            },
            "private": False,
            "actions": [],
            "picture": None,
            "attachment": None,
            "form": None,
        },
    ) == await _ask(browser, desk, "/sector miners")


@pytest.mark.parametrize("text", ["", "x" * 4001, 5, None])
async def test_a_question_is_a_short_text(text: object, desk: Desk, browser: aiohttp.ClientSession):
    status, said = await _ask(browser, desk, text)

    assert (400, 'Send {"text": "/help"} with at most 4000 characters.') == (status, said["error"])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"text": "/help"}', "text/plain", 415),  # what a form of another site can send
        (b"not JSON", "application/json", 400),
        (b'{"text": "\xff"}', "application/json", 400),
        (b'{"no": ' + b"[" * 4000, "application/json", 400),
        (b'{"text": "' + b"x" * 4096 + b'"}', "application/json", 413),
    ],
)
async def test_a_question_that_is_none_is_refused_with_a_sentence(
    body: bytes, kind: str, status: int, desk: Desk, browser: aiohttp.ClientSession
):
    headers = {"Content-Type": kind}
    async with browser.post(f"{desk.url}/api/ask", data=body, headers=headers) as response:
        assert (status, True) == (response.status, (await response.json())["error"].endswith("."))


async def test_a_wrong_method_is_told_the_right_one(desk: Desk, browser: aiohttp.ClientSession):
    async with browser.get(f"{desk.url}/api/ask") as response:
        assert (405, "POST") == (response.status, response.headers["Allow"])


async def test_a_command_that_fails_leaves_its_neighbours_alive(
    browser: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
):
    async def fails(call: Call) -> Reply:
        raise ZeroDivisionError(call.text)

    desk = Desk()
    await desk.start(fails)
    with caplog.at_level(logging.ERROR):
        first, second = await _ask(browser, desk, "/a"), await _ask(browser, desk, "/b")
    await desk.stop()

    assert first == second == (500, {"error": "That failed here; the log says why."})


@pytest.mark.parametrize(("well", "status"), [(True, 200), (False, 503)])
async def test_probes_are_told_whether_it_lives_and_is_ready(
    well: bool, status: int, desk: Desk, browser: aiohttp.ClientSession
):
    desk.well = {"ready": well, "live": well, "detail": "as it is"}

    said = []
    for path in ("/healthz", "/readyz"):
        async with browser.get(desk.url + path, headers={"Host": "10.1.2.3"}) as response:
            said.append((response.status, (await response.json())["status"] == "ok"))

    assert [(status, well), (status, well)] == said


async def test_a_taken_port_leads_to_another(desk: Desk):
    port = int(desk.url.rpartition(":")[2])
    other = Desk(port=port)
    await other.start(answer)
    await other.stop()

    assert desk.url != other.url


async def test_beyond_the_last_port_any_will_do():
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 65535))
        taken.listen()
        desk = Desk(port=65535)
        await desk.start(answer)
        await desk.stop()

    assert "http://127.0.0.1:65535" != desk.url


async def test_an_operator_may_insist_on_a_port(desk: Desk):
    port = int(desk.url.rpartition(":")[2])

    with pytest.raises(SetupError, match=f"port {port} is taken"):
        await Desk(port=port, tries=0).start(answer)


async def test_an_address_that_is_not_ours_is_said_so():
    with pytest.raises(SetupError, match=r"cannot listen on 127\.0\.0\.1:99999"):
        await Desk(port=99999).start(answer)


@pytest.mark.parametrize(
    ("host", "url"),
    [("0.0.0.0", "http://127.0.0.1:8080"), ("::1", "http://[::1]:8080")],  # noqa: S104 - read
)
def test_the_address_said_is_one_a_person_can_open(host: str, url: str):
    assert url == Desk(host=host, port=8080).url
