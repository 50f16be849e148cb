"""The webhook: whoever does not know the secret is nobody, and whoever does is answered at once."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

import aiohttp
import pytest

from bot.clock import ManualClock
from bot.errors import SetupError
from bot.platforms.telegram import Hook, Telegram
from bot.platforms.telegram.webhook import BODY, Webhook
from tests import canaries
from tests.parcels import NOW
from tests.proofs import of
from tests.telegram_bot import a_telegram
from tests.telegram_server import HEADER, TelegramServer
from tests.telegram_world import BOT, Chat

SECRET = canaries.TELEGRAM_HOOK
PATH = "/telegram-with-a-secret-end"
DESK = -1001


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooked:
    """Is a bot that listens at `url`, before a Telegram."""

    server: TelegramServer
    telegram: Telegram
    url: str
    session: aiohttp.ClientSession
    headers: Mapping[str, str] = field(default_factory=lambda: {HEADER: SECRET})

    async def posts(self, body: bytes | BytesIO, headers: Mapping[str, str] | None = None) -> int:
        """Post something, and return the status of the answer."""
        given = self.headers if headers is None else headers
        async with self.session.post(self.url, data=body, headers=given) as answer:
            return answer.status


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(ManualClock(NOW)) as server:
        yield server


@pytest.fixture
async def desk(server: TelegramServer) -> Chat:
    return server.group(DESK, "Desk")


@pytest.fixture
async def hooked(server: TelegramServer, unused_tcp_port: int) -> AsyncIterator[Hooked]:
    url = f"http://127.0.0.1:{unused_tcp_port}{PATH}"
    hook = Hook(url=url, secret=SECRET, path=PATH, port=unused_tcp_port)
    async with (
        a_telegram(server, open=True, webhook=hook) as telegram,
        aiohttp.ClientSession() as session,
    ):
        await server.until(lambda: server.hook)
        yield Hooked(server=server, telegram=telegram, url=url, session=session)


def an_update(text: str = "/keep", number: int = 1, chat: int = 1000) -> bytes:
    """Write an update as Telegram posts it."""
    message = {
        "message_id": number,
        "date": int(NOW.timestamp()),
        "chat": {"id": chat, "type": "private"},
        "from": {"id": chat, "is_bot": False, "first_name": "Eve"},
        "text": text,
    }
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_what_is_posted_is_answered(hooked: Hooked, desk: Chat):
    """By the same commands as everywhere."""
    ann = hooked.server.person("Ann")

    assert "a" == (await ann.asks("/echo a", desk)).text.split("\n")[0]


@pytest.mark.parametrize(
    "headers",
    [{}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: f"{SECRET} "[1:]}, {HEADER: "é"}],
    ids=["none", "empty", "short", "other", "no ascii"],
)
async def test_whoever_does_not_know_the_secret_is_refused(
    headers: Mapping[str, str], hooked: Hooked
):
    """And nothing comes of what they say."""
    eve = hooked.server.person("Eve")
    status = await hooked.posts(an_update(chat=eve.id), headers)
    await eve.looks_up("IREN")

    assert (403, []) == (status, hooked.server.read_in(eve.private))


async def test_another_path_is_none(hooked: Hooked):
    """Whoever finds the port does not find what listens there."""
    async with hooked.session.post(
        hooked.url.replace(PATH, "/"), data=an_update(), headers=hooked.headers
    ) as answer:
        assert 404 == answer.status


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
async def test_what_is_no_update_is_refused(body: bytes, hooked: Hooked):
    """Whatever it is, the next one is heard."""
    assert 400 == await hooked.posts(body)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"update_id": "1"},
        {"update_id": 1},
        {"update_id": 1, "message": 5},
        {"update_id": 1, "message": {"text": "/keep"}},
        {"update_id": 1, "poll": {}},
        {"update_id": 1, "callback_query": {"id": "1"}},
    ],
)
async def test_an_update_that_makes_no_sense_is_taken_and_forgotten(
    told: dict[str, object], hooked: Hooked, desk: Chat
):
    """Refused, it would be posted again for a day; and it must not silence what follows."""
    ann = hooked.server.person("Ann")
    status = await hooked.posts(json.dumps(told).encode())
    seen = await ann.asks("/echo a", desk)

    assert (200, "a") == (status, seen.text.split("\n")[0])


async def test_a_body_without_end_is_refused(hooked: Hooked):
    """A megabyte is ten times the longest update there is."""
    assert 413 == await hooked.posts(BytesIO(b" " * (BODY + 1)))


async def test_what_is_posted_twice_is_heard_once(hooked: Hooked):
    """Telegram posts again what it has no answer to; an alert is not to be made twice."""
    eve = hooked.server.person("Eve")
    for _ in range(3):
        await hooked.posts(an_update("/echo a", chat=eve.id))
    await hooked.server.next_in(eve.private, 0)
    await eve.asks("/echo b")

    said = [seen.text.split("\n")[0] for seen in hooked.server.read_in(eve.private)]
    assert ["a", "b"] == said


async def test_one_who_says_too_much_holds_up_nobody_else(hooked: Hooked, desk: Chat):
    """What there is no room for is not heeded, and counted; the chats beside it are answered."""
    eve, ann = hooked.server.person("Eve"), hooked.server.person("Ann")
    for number in range(300):
        update = json.loads(an_update("/long 1", number, eve.id))
        hooked.telegram._hearing.hear(update)  # noqa: SLF001 (as posts at once would)
    seen = await ann.asks("/echo a", desk)

    assert "a" == seen.text.split("\n")[0]
    assert "telegram: 200 messages were too many at once" in hooked.telegram.details()


@pytest.mark.proof
async def test_a_flood_of_forgeries_comes_to_nothing(hooked: Hooked):
    """Whatever is posted without the secret, in whatever number, changes nothing."""
    eve = hooked.server.person("Eve")
    most = of(200, in_full=10_000)
    forged = [{HEADER: f"{SECRET[:-3]}{n:03}"} for n in range(most)]
    found: set[int] = set()
    for at in range(0, most, 20):
        some = forged[at : at + 20]
        posts = (hooked.posts(an_update(number=at, chat=eve.id), one) for one in some)
        found |= set(await asyncio.gather(*posts))

    assert ({403}, []) == (found, [one for one in hooked.server.seen if one.person == BOT])
    assert f"telegram: {most} posts without the secret" in hooked.telegram.details()


async def test_a_webhook_that_somebody_took_away_is_set_again(hooked: Hooked):
    """Another program with the token may have done so; nobody has to notice."""
    hooked.server.hook = {}
    hooked.server.changed()
    await hooked.server.until(lambda: hooked.server.hook.get("url"))

    assert {"url": hooked.url, "secret_token": SECRET} == {
        name: hooked.server.hook[name] for name in ("url", "secret_token")
    }


async def test_a_port_that_is_taken_is_told_of_at_the_start(server: TelegramServer):
    """The operator names another one."""
    taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    hook = Hook(url="http://127.0.0.1/x", secret=SECRET, path="/x", port=port)
    async with taken:
        with pytest.raises(SetupError, match="the port is taken"):
            async with a_telegram(server, webhook=hook):
                pass


async def test_its_secrets_are_not_shown(hooked: Hooked):
    """Neither by the settings of it, nor by what people are told of it."""
    way = hooked.telegram.way
    assert isinstance(way, Webhook)
    shown = f"{way!r} {hooked.telegram!r} {hooked.telegram.details()}"

    assert (False, False) == (SECRET in shown, PATH in shown)
