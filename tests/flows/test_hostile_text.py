"""Whatever a headline, a symbol or a person is called, it is shown, and does nothing else.

The looks are those of the servers on loopback: what they would refuse, whom a message calls, which
links apps make of it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Destination, Fact, Message, Reply, Table
from bot.clock import ManualClock
from tests import proofs
from tests.discord.served import place, served
from tests.discord_server import DiscordServer
from tests.hostile import AT, LONG, Hostile, texts
from tests.parcels import a_parcel
from tests.seen import HINTED, on_discord, on_telegram
from tests.telegram_bot import a_telegram
from tests.telegram_server import TelegramServer

Look = Callable[[Message | Reply], Iterator[str]]

LOOKS = pytest.mark.parametrize("look", [on_discord, on_telegram])
ROUNDS = proofs.of(300, in_full=25_000)
"""How often each platform is shown three messages and an answer."""

HEADLINES = proofs.of(50, in_full=10_000)
"""Messages that go all the way to a server."""

APART = timedelta(seconds=4)
"""How far apart they are: no limit of a server is to say no."""

messages = st.builds(
    Message,
    at=st.just(AT),
    title=texts,
    body=texts,
    facts=st.lists(st.builds(Fact, texts, texts), max_size=4).map(tuple),
)
tables = st.integers(1, 4).flatmap(
    lambda columns: st.builds(
        Table,
        st.lists(texts, min_size=columns, max_size=columns).map(tuple),
        st.lists(st.lists(texts, min_size=columns, max_size=columns).map(tuple), max_size=4).map(
            tuple
        ),
    )
)
replies = st.builds(Reply, title=texts, body=texts, table=st.none() | tables)


@pytest.mark.proof
@LOOKS
def test_hostile_text_is_taken_and_shown_as_it_was_meant(look: Look):
    """Nobody is called, no tag is left open, no link is made; and what is cut says that it was."""
    hostile = Hostile(seed=7)
    wrong: Counter[str] = Counter()
    for _ in range(ROUNDS):
        for made in (hostile.message, hostile.message, hostile.message, hostile.reply):
            wrong.update(look(made()))

    assert not wrong


@LOOKS
@given(told=messages | replies)
def test_no_text_there_is_does_harm(look: Look, told: Message | Reply):
    """What nobody thought of is tried as well, and made small where it is found."""
    assert [] == list(look(told))


@LOOKS
def test_a_message_of_ghosts_says_something(look: Look):
    """Platforms refuse what has nothing to see; the rest of an incident would wait behind it."""
    ghosts = Message(
        at=AT, title="\u200b\u3164", body="\u2800\n", facts=(Fact("\u202e", "\ufeff"),)
    )

    assert [] == list(look(ghosts))


@pytest.mark.parametrize(
    "text", ["*", "<", "\\", "`", "&", "@", "\U0001f600", "|", "\n> ", "e\u0301"]
)
@LOOKS
def test_ten_thousand_of_a_sign_are_too_many_and_do_no_harm(look: Look, text: str):
    """Each of them is longer as it is sent than as it is seen."""
    told = Reply(
        title=text * 300, body=(text * LONG)[:LONG], facts=(Fact(text * 300, text * 2_000),)
    )

    assert [] == list(look(told))


@pytest.mark.proof
async def test_on_telegram_every_headline_arrives_and_calls_nobody():
    """A 400 is a message that nobody ever reads."""
    hostile, clock = Hostile(seed=8), ManualClock(AT)
    async with TelegramServer(clock) as server, a_telegram(server) as telegram:
        desk = server.group(-1001, "Desk")
        room = Destination(platform="telegram", chat=str(desk.id))
        for _ in range(HEADLINES):
            clock.turn_to(clock.now() + APART)
            await telegram.send(a_parcel(hostile.message(), room), face="", repeat=False)
        links = {e.kind for seen in server.read_in(desk) for e in (*seen.entities, *seen.links)}

        assert ([], HEADLINES) == (server.wrong, len(server.read_in(desk)))
        assert links <= {"bold", "italic", *HINTED}


@pytest.mark.proof
async def test_on_discord_every_headline_arrives_and_calls_nobody():
    hostile, clock = Hostile(seed=9), ManualClock(AT)
    async with DiscordServer(clock) as server:
        room = server.guild().channel()
        async with served(server, ready=False, rooms=(place(room),)) as stage:
            for _ in range(HEADLINES):
                clock.turn_to(clock.now() + APART)
                parcel = a_parcel(hostile.message(), place(room))
                await stage.platform.send(parcel, face="", repeat=False)
        seen = server.read_in(room)

        assert (HEADLINES, 0) == (len(seen), server.rest.invalid)
        assert not any(said.pings for said in seen)
