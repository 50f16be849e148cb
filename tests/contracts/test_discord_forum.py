"""Discord's forums: a post for each incident, in which all that is said of it stands."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.parcel import Manner, Parcel
from bot.errors import DeliveryRefused, DeliveryUnsure
from tests.discord.served import Stage, place, served
from tests.discord.world import THREAD, Channel
from tests.discord_server import DiscordServer, Fault
from tests.parcels import NOW, a_message, a_parcel


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
def forum(server: DiscordServer) -> Channel:
    return server.guild().forum()


@pytest.fixture
async def stage(server: DiscordServer, forum: Channel) -> AsyncIterator[Stage]:
    async with served(server, ready=False, rooms=(place(forum),)) as stage:
        yield stage


def posts(forum: Channel) -> list[Channel]:
    assert forum.guild is not None
    return [c for c in forum.guild.channels if c.kind == THREAD and not c.gone]


def a_post(forum: Channel, title: str, manner: Manner = Manner.NEW) -> Parcel:
    return a_parcel(title, place(forum), manner=manner, incident="i")


async def says(stage: Stage, parcel: Parcel, face: str = "") -> str:
    return await stage.platform.send(parcel, face=face, repeat=False)


async def test_an_incident_has_a_post_named_as_it_is(stage: Stage, forum: Channel):
    ref = await says(stage, a_post(forum, "IREN +4%"))
    (post,) = posts(forum)

    assert ("IREN +4%", f"{post.id}/{post.id}") == (post.name, ref)


async def test_what_follows_stands_in_its_post(stage: Stage, server: DiscordServer, forum: Channel):
    face = await says(stage, a_post(forum, "rings"))
    await says(stage, a_post(forum, "still", Manner.REPLY), face)
    await says(stage, a_post(forum, "is over", Manner.EDIT), face)
    (post,) = posts(forum)

    assert ["is over", "still"] == [said.title for said in server.read_in(post)]


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.HALF, Fault.BROKEN])
async def test_a_post_whose_answer_was_lost_is_made_once(
    stage: Stage, server: DiscordServer, forum: Channel, fault: Fault
):
    """Posts have no nonce, so one that stands there already is looked for."""
    server.fails(forum, fault)
    parcel = a_post(forum, "rings")
    with pytest.raises(DeliveryUnsure):
        await says(stage, parcel)
    ref = await says(stage, parcel)

    assert [ref] == [f"{post.id}/{post.id}" for post in posts(forum)]


async def test_two_incidents_of_one_name_have_two_posts(stage: Stage, forum: Channel):
    """Only the same words of the same instant are the same message."""
    for hour in (12, 13):
        message = a_message("3 alerts of dips", at=NOW.replace(hour=hour))
        await says(stage, a_parcel(message, place(forum), incident=f"of {hour}"))

    assert 2 == len(posts(forum))


async def test_an_incident_whose_post_was_deleted_has_another(stage: Stage, forum: Channel):
    """What rings must be heard, whatever became of the post."""
    face = await says(stage, a_post(forum, "rings"))
    posts(forum)[0].gone = True
    await says(stage, a_post(forum, "still", Manner.REPLY), face)

    assert ["still"] == [post.name for post in posts(forum)]


async def test_a_forum_that_is_closed_is_refused(stage: Stage, forum: Channel):
    face = await says(stage, a_post(forum, "rings"))
    forum.mute = True
    with pytest.raises(DeliveryRefused):
        await says(stage, a_post(forum, "still", Manner.REPLY), face)


async def test_a_thread_of_a_forum_is_a_thread(stage: Stage, server: DiscordServer, forum: Channel):
    """Whoever names the post wants all of it there."""
    thread = forum.thread("everything")
    await says(stage, a_parcel("a", place(thread)))

    assert ["a"] == [said.title for said in server.read_in(thread)]


async def test_a_name_is_cut_and_the_message_is_whole(
    stage: Stage, server: DiscordServer, forum: Channel
):
    await says(stage, a_post(forum, "long " * 40))
    (post,) = posts(forum)

    assert (True, True) == (len(post.name) <= 100, "long " * 39 in server.read_in(post)[0].text)
