"""The Discord of the tests: it refuses what Discord does, or what passes here would mean little."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from bot.clock import ManualClock
from tests.discord.form import live, pings, read
from tests.discord.interactions import Interaction
from tests.discord.world import Channel
from tests.discord_server import DiscordServer, Fault
from tests.parcels import NOW

SECOND = timedelta(seconds=1)
Json = dict[str, object]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[DiscordServer]:
    async with DiscordServer(clock) as server:
        yield server


@pytest.fixture
def room(server: DiscordServer) -> Channel:
    return server.guild().channel()


async def asks(
    server: DiscordServer, path: str, body: Json, *, token: str = ""
) -> tuple[int, Json]:
    """Post something; return the status and what it says."""
    known = token or server.token.get_secret_value()
    headers = {"Authorization": f"Bot {known}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{server.api}/{path}", json=body) as answer,
    ):
        return answer.status, await answer.json() if answer.content_length else {}


async def says(server: DiscordServer, room: Channel, **body: object) -> tuple[int, object]:
    status, told = await asks(server, f"channels/{room.id}/messages", body)
    return status, told.get("code")


def an_embed(**more: object) -> list[Json]:
    return [{"title": "a", **more}]


@pytest.mark.parametrize(
    ("body", "no"),
    [
        ({}, (400, 50006)),
        ({"content": "x" * 2001}, (400, 50035)),
        ({"content": "🚀" * 1001}, (400, 50035)),
        ({"content": "a", "nonce": "x" * 26}, (400, 50035)),
        ({"embeds": an_embed() * 11}, (400, 50035)),
        ({"embeds": [{"color": 1}]}, (400, 50035)),
        ({"embeds": an_embed(title="x" * 257)}, (400, 50035)),
        ({"embeds": an_embed(description="x" * 4097)}, (400, 50035)),
        ({"embeds": an_embed(description="x" * 3000) * 2}, (400, 50035)),
        ({"embeds": an_embed(fields=[{"name": "a", "value": "b"}] * 26)}, (400, 50035)),
        ({"embeds": an_embed(fields=[{"name": "a", "value": ""}])}, (400, 50035)),
        ({"embeds": an_embed(fields=[{"name": "a", "value": "x" * 1025}])}, (400, 50035)),
        ({"content": "a", "components": [{"components": []}]}, (400, 50035)),
        ({"content": "a", "attachments": [{"id": 0}]}, (400, 50035)),
        ({"content": "a"}, (200, None)),
    ],
)
async def test_a_message_is_held_to_its_limits(
    server: DiscordServer, room: Channel, body: Json, no: tuple[int, int | None]
):
    assert no == await says(server, room, **body)


@pytest.mark.parametrize(
    ("button", "status"),
    [
        ({"label": "a", "custom_id": "x" * 100}, 200),
        ({"label": "a", "custom_id": "x" * 101}, 400),
        ({"label": "x" * 81, "custom_id": "x"}, 400),
        ({"label": "", "custom_id": "x"}, 400),
    ],
)
async def test_a_button_is_held_to_its_limits(
    server: DiscordServer, room: Channel, button: Json, status: int
):
    rows = [{"type": 1, "components": [{"type": 2, **button}]}]

    assert status == (await says(server, room, content="a", components=rows))[0]


async def test_a_channel_takes_five_in_five_seconds(
    server: DiscordServer, room: Channel, clock: ManualClock
):
    first = [(await says(server, room, content="a"))[0] for _ in range(6)]
    clock.turn_to(NOW + 5 * SECOND)

    assert ([200] * 5 + [429], 200) == (first, (await says(server, room, content="a"))[0])


async def test_everything_takes_fifty_in_a_second(server: DiscordServer):
    rooms = [server.guild().channel() for _ in range(11)]
    told = [(await says(server, room, content="a"))[0] for room in rooms for _ in range(5)]

    assert ([200] * 50, [429] * 5, 5) == (told[:50], told[50:], server.invalid)


async def test_a_nonce_is_known_for_a_few_minutes(
    server: DiscordServer, room: Channel, clock: ManualClock
):
    for after in (0, 60, 400):
        clock.turn_to(NOW + after * SECOND)
        await says(server, room, content="a", nonce="n", enforce_nonce=True)

    assert 2 == len(server.read_in(room))


async def test_whoever_has_another_token_is_sent_away(server: DiscordServer, room: Channel):
    path = f"channels/{room.id}/messages"

    assert 401 == (await asks(server, path, {"content": "a"}, token="another"))[0]  # noqa: S106 (of tests)


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.HALF, Fault.BROKEN])
async def test_what_was_said_before_it_failed_is_read(
    server: DiscordServer, room: Channel, fault: Fault
):
    server.fails(room, fault)
    with pytest.raises((aiohttp.ClientError, ValueError)):
        await says(server, room, content="a")

    assert 1 == len(server.read_in(room))


def an_interaction(server: DiscordServer, room: Channel) -> Interaction:
    made = Interaction(id="7", token="t", at=NOW, person="1", channel=room, type=2)  # noqa: S106 (of tests)
    server.interactions.append(made)
    return made


@pytest.mark.parametrize(("seconds", "answer"), [(3, (200, None)), (4, (404, 10062))])
async def test_an_interaction_is_void_after_three_seconds(
    server: DiscordServer,
    room: Channel,
    clock: ManualClock,
    seconds: int,
    answer: tuple[int, int | None],
):
    an_interaction(server, room)
    clock.turn_to(NOW + seconds * SECOND)
    status, told = await asks(server, "interactions/7/t/callback", {"type": 5})

    assert answer == (status, told.get("code"))


async def test_an_interaction_is_answered_once(server: DiscordServer, room: Channel):
    an_interaction(server, room)
    body: Json = {"type": 4, "data": {"content": "a"}}
    answers = [await asks(server, "interactions/7/t/callback", body) for _ in range(2)]

    assert [(200, None), (400, 40060)] == [(status, told.get("code")) for status, told in answers]


async def test_a_token_of_an_interaction_lasts_a_quarter_of_an_hour(
    server: DiscordServer, room: Channel, clock: ManualClock
):
    an_interaction(server, room)
    await asks(server, "interactions/7/t/callback", {"type": 5})
    clock.turn_to(NOW + 901 * SECOND)

    assert 401 == (await asks(server, "webhooks/1/t", {"content": "late"}))[0]


async def test_what_follows_a_promise_is_as_private_as_it_was(server: DiscordServer, room: Channel):
    """The first message after it takes its place, whatever its own flags say."""
    an_interaction(server, room)
    await asks(server, "interactions/7/t/callback", {"type": 5})
    await asks(server, "webhooks/1/t", {"content": "only you", "flags": 64})

    assert ["only you"] == [said.text for said in server.read_in(room)]


@pytest.mark.parametrize(
    ("body", "calls"),
    [
        ({"content": "@everyone"}, True),
        ({"content": "<@&5>"}, True),
        ({"content": "<@&5> @here", "allowed_mentions": {"parse": []}}, False),
        ({"content": "<@&5>", "allowed_mentions": {"parse": [], "roles": ["5"]}}, True),
        ({"content": "<@&6>", "allowed_mentions": {"parse": [], "roles": ["5"]}}, False),
        ({"embeds": [{"description": "@everyone <@&5>"}]}, False),
    ],
)
def test_only_what_is_allowed_calls(body: Json, calls: bool):
    assert calls is bool(pings(body))


@pytest.mark.parametrize(
    ("text", "seen", "does"),
    [
        (r"\*a\* \[x\](y)", "*a* [x](y)", False),
        ("**a**", "**a**", True),
        ("[x](https://e.example)", "[x](https://e.example)", True),
        ("<@1>", "<@1>", True),
        ("```\n*a* <@1>\n```", "*a* <@1>", False),
    ],
)
def test_what_is_escaped_is_read_and_does_nothing(text: str, seen: str, does: bool):
    assert (seen, does) == (read(text), bool(live(text)))
