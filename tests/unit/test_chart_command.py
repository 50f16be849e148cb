"""/chart: a picture, a line of figures, and of a list the day of each member."""

from datetime import timedelta

import pytest

from bot.chat import Call, Destination, Drawing, Picture, Reply
from bot.owners import owned
from handlers.answering import Answerer
from handlers.chart import ROWS
from tests.builders import a_bot, a_quote, a_watchlist, at
from tests.watched import Watched

PRE_OPEN = at("2025-10-10T08:00Z")
NOW = at("2025-10-10T10:40Z")


async def a_morning() -> Watched:
    """IREN rises to 105, WULF falls to 98 from the middle on, and CIFR does not trade."""
    bot = a_bot(at=PRE_OPEN)
    await bot.asks("/chart miners")  # the day is kept from the first question on, without a Bot
    for number in range(1, 33):
        when = PRE_OPEN + timedelta(minutes=5 * number)
        bot.trades("IREN", 97 + (number + 1) // 4, when)
        if number > 16:
            bot.trades("WULF", 98, when + timedelta(milliseconds=1))
    return bot


async def asked(text: str) -> Reply:
    return await (await a_morning()).asks(text)


async def test_an_instrument_is_answered_with_its_session():
    """As of now, which may be long gone when the platform fetches it."""
    reply = await asked("/chart iren")

    assert reply.picture is not None
    assert (Drawing.SESSION, "IREN", "IREN 105.00, +5.00%", ["Price", "Change"]) == (
        reply.picture.drawing,
        reply.picture.subject,
        reply.title,
        [fact.label for fact in reply.facts],
    )


async def test_a_list_is_answered_with_its_cap():
    """What it is worth among its milestones is the picture of a list."""
    bot = await a_morning()
    reply = await bot.asks("/chart miners")

    assert Picture(drawing=Drawing.CAP, subject="miners", at=bot.market.now) == reply.picture
    assert "Bitcoin miners: $3.03B, +1.00%" == reply.title


async def test_the_day_of_each_member_is_a_line_of_letters():
    """The leaders first; before its first trade nobody knows, and who has none has no line."""
    reply = await asked("/chart miners")
    assert reply.table is not None

    assert [
        ("IREN", "105.00", "+5.00%", "▁▂▂▃▃▄▄▅▅▆▆▇▇███"),
        ("WULF", "98.00", "-2.00%", "········▄▄▄▄▄▄▄▄"),
        ("CIFR", "100.00", "n/a", "················"),
    ] == list(reply.table.rows)


async def test_it_says_from_when_the_letters_are():
    """By the clock of whoever asks."""
    bot = await a_morning()
    reply = await bot.asks("/chart miners", timezone="Europe/Berlin")

    assert "Day so far is since 10:00:00 CEST" in reply.body


async def test_of_a_day_that_has_not_begun_it_says_so():
    """A picture of nothing would look like a fault."""
    bot = a_bot(at=PRE_OPEN)
    reply = await bot.asks("/chart IREN")

    assert (None, "Nothing is known of the day of IREN yet.") == (reply.picture, reply.body)


async def test_a_long_list_is_cut_and_counted():
    """A phone shows twenty rows, and a room knows that there are more."""
    members = " ".join(f"A{number}" for number in range(ROWS + 3))
    bot = a_bot(watchlists=[a_watchlist(members=members)])
    reply = await bot.asks("/chart miners")
    assert reply.table is not None

    assert (ROWS, True) == (len(reply.table.rows), "3 more are not shown." in reply.body)


async def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    """The letters need nothing; the operator reads the rest."""
    monkeypatch.setattr("bot.charts.find_spec", lambda _name: None)
    reply = await asked("/chart miners")

    assert reply.body.startswith("A chart needs matplotlib, which is not installed; install it")
    assert reply.table is not None


@pytest.mark.parametrize(
    ("owner", "title"),
    [
        ("telegram:1", "My miners: $1.01B, +1.00%"),
        ("telegram:2", "I don't know mine; there is none yet."),
    ],
)
async def test_a_list_of_a_room_is_drawn_for_that_room_alone(owner: str, title: str):
    """Another room has not even such a list."""
    name = owned("mine", "telegram:1")
    bot = a_bot(at=PRE_OPEN, watchlists=[a_watchlist(name, "IREN", title="My miners")])
    bot.sees(a_quote("IREN", 101, at=NOW))
    room = Destination(platform="telegram", chat=owner.partition(":")[2])
    call = Call(text="/chart mine", person="ann", room=room, owner=owner)

    assert title == (await Answerer(bot.desk).answer(call)).title
