"""What rooms want outlives the process, and whoever loses one room hears of it in another."""

from contextlib import AsyncExitStack
from pathlib import Path

from bot.chat import Destination
from bot.delivery.parcel import Manner, Parcel
from bot.errors import DeliveryMoved, DeliveryRefused
from bot.rooms import open_platform
from tests.flows.test_rooms_own_rules import Ears, a_run

STRANGER = Destination(platform="telegram", chat="7")
"""A room that no settings name."""

SETTINGS = """
watchlists:
  miners: {members: [IREN, WULF]}
rules:
  - {name: mover, for_each: miners, when: change > 4%, message: "{symbol} moves"}
receivers:
  - {name: desk, destinations: ["telegram:1"]}
route: {receiver: desk, group_wait: 0s}
"""


async def test_what_a_room_has_subscribed_to_is_told_there_by_the_next_process(tmp_path: Path):
    """And in no other that is open to it: `telegram:2` has asked for nothing."""
    async with a_run(tmp_path, settings=SETTINGS) as it:
        await it.asks("/subscribe miners", STRANGER)
    async with a_run(tmp_path, "12:10", settings=SETTINGS) as it:
        await it.trades("IREN", 100, "12:11")
        await it.trades("IREN", 105, "12:12")
        await it.turns_to("12:15")

        assert [("telegram:1", "IREN moves"), ("telegram:7", "IREN moves")] == sorted(it.heard)


async def test_what_quiet_hours_held_is_told_by_the_next_process(tmp_path: Path):
    async with a_run(tmp_path, settings=SETTINGS) as it:
        await it.asks("/quiet hours 7:00-8:30 daily ET")
        await it.trades("IREN", 100, "12:01")
        await it.trades("IREN", 105, "12:02")
        await it.turns_to("12:05")
        before = list(it.heard)
    async with a_run(tmp_path, "12:10", settings=SETTINGS) as it:
        await it.turns_to("12:31")

        assert ([], [("telegram:1", "Digest: 1 alert kept back")]) == (before, it.heard)


async def test_a_route_leads_a_room_s_alerts_by_the_next_process(tmp_path: Path):
    topic = Destination(platform="telegram", chat="1", thread="5")
    async with a_run(tmp_path) as it:
        await it.asks("/alert create over IREN > 104")
        await it.asks(f"/route add {topic}")
        await it.trades("IREN", 100, "12:01")
    async with a_run(tmp_path, "12:10") as it:
        await it.trades("IREN", 100, "12:11")
        await it.trades("IREN", 105, "12:12")
        await it.turns_to("12:20")

        assert ["telegram:1:5"] == [room for room, _ in it.heard]


async def test_a_silence_of_a_room_is_in_force_in_the_next_process_and_there_alone(tmp_path: Path):
    everywhere = SETTINGS.replace("receiver: desk", "receiver: everywhere")
    async with a_run(tmp_path, settings=everywhere) as it:
        await it.asks("/mute IREN 1h")
    async with a_run(tmp_path, "12:10", settings=everywhere) as it:
        await it.trades("IREN", 100, "12:11")
        await it.trades("IREN", 105, "12:12")
        await it.turns_to("12:15")

        assert [("telegram:2", "IREN moves")] == it.heard


class Server(Ears):
    """A chat platform of which one room has thrown us out."""

    name = "discord"

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:
        if parcel.destination.chat == "55" and parcel.manner is Manner.NEW:
            raise DeliveryRefused("the channel was deleted")
        return await super().send(parcel, face=face, repeat=repeat)


async def test_who_loses_a_room_hears_of_it_once_in_another_room_of_theirs(tmp_path: Path):
    """The operator is told as well; nobody else is."""
    server = Server()
    rooms = [Destination(platform="discord", chat=chat) for chat in ("55", "56", "99")]
    receivers = SETTINGS.replace('"telegram:1"', '"discord:55"')
    async with a_run(tmp_path, settings=receivers) as it, AsyncExitStack() as stack:
        await open_platform(server, rooms, it.bot, stack)
        for room, owner in zip(rooms, ("discord:9", "discord:9", "discord:8"), strict=True):
            it.bot.tenants.learn(room, owner)
        for symbol, price, when in (("IREN", 100, "01"), ("IREN", 105, "02"), ("WULF", 100, "03")):
            await it.trades(symbol, price, f"12:{when}")
        await it.trades("WULF", 105, "12:20")
        await it.turns_to("12:40")

        assert ([("discord:56", "discord:55 takes nothing more from me")], []) == (
            server.heard,
            it.heard,
        )


class Moved(Ears):
    """A chat platform of which one group has become a supergroup."""

    name = "signal"

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:
        if parcel.destination.chat == "1":
            raise DeliveryMoved("the group is a supergroup now", chat="-1001")
        return await super().send(parcel, face=face, repeat=repeat)


async def test_a_chat_that_goes_on_under_another_name_keeps_what_it_has(tmp_path: Path):
    """Its alerts go there, and who asks there sees and changes what was made before."""
    old, new = (Destination(platform="signal", chat=chat) for chat in ("1", "-1001"))
    heard = []
    for hour in ("12", "13"):
        since = f"{hour}:00"
        async with a_run(tmp_path, since, settings=SETTINGS) as it, AsyncExitStack() as stack:
            moved = Moved()
            await open_platform(moved, [], it.bot, stack)
            if hour == "12":
                await it.asks("/subscribe miners", old)
            await it.trades("IREN", 100, f"{hour}:01")
            await it.trades("IREN", 105, f"{hour}:02")
            await it.trades("IREN", 100, f"{hour}:20")
            await it.turns_to(f"{hour}:40")
            heard.append((moved.heard[:1], (await it.asks("/subscriptions", new)).splitlines()[0]))

    told = ([("signal:-1001", "IREN moves")], "1 subscription here")
    assert [told, told] == heard
