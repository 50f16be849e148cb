"""What people ask on Telegram: answered where they asked, to whom it is for, in order."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.chat import Picture
from bot.clock import ManualClock
from bot.platforms.telegram import Telegram, speaker
from tests.parcels import NOW
from tests.telegram_bot import PNG, a_telegram
from tests.telegram_faults import Fault, Refused
from tests.telegram_people import Person
from tests.telegram_server import TelegramServer
from tests.telegram_world import Chat

DESK, FORUM = -1001, -1002


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(ManualClock(NOW)) as server:
        yield server


@pytest.fixture
async def ann(server: TelegramServer) -> Person:
    return server.person("Ann", language="de")


@pytest.fixture
async def desk(server: TelegramServer) -> Chat:
    return server.group(DESK, "Desk")


@pytest.fixture
async def telegram(server: TelegramServer) -> AsyncIterator[Telegram]:
    async with a_telegram(server, open=True) as telegram:
        yield telegram


@pytest.mark.usefixtures("telegram")
class TestAsked:
    async def test_a_command_is_answered_where_it_was_asked(self, ann: Person, desk: Chat):
        """The answer knows who asked, in whose name, and in which language they read."""
        seen = await ann.asks("/echo hello", desk)

        assert (
            "hello\nPerson Ann telegram:1000\nOwner telegram:-1001\nRight READ\nLocale de"
            == seen.text
        )

    async def test_an_answer_answers_the_question(self, ann: Person, desk: Chat):
        """Where thirty people ask, each sees which answer is theirs."""
        number = ann.types("/echo a", desk)
        seen = await ann.server.next_in(desk, 0)

        assert number == seen.answers

    async def test_a_topic_is_answered_in_that_topic(self, server: TelegramServer, ann: Person):
        """Forums are read by topic; and what belongs to the group is the same in all of them."""
        forum = server.group(FORUM, "Forum", topics={7: "Alerts"})
        seen = await ann.asks("/echo hello", forum, topic=7)

        assert (7, True) == (seen.topic, "Owner telegram:-1002" in seen.text)

    async def test_a_thread_of_answers_is_no_topic(self, ann: Person, desk: Chat):
        """Groups without topics number those too, and refuse whoever names one."""
        seen = await ann.asks("/echo a", desk, message_thread_id=5)

        assert (None, []) == (seen.topic, ann.server.wrong)

    @pytest.mark.parametrize(
        "text", ["/echo@prebell_bot a", "/echo@Prebell_Bot a", "/ECHO a", "/echo\na"]
    )
    async def test_a_command_may_name_the_bot(self, text: str, ann: Person, desk: Chat):
        """Apps add the name where a group has several bots."""
        assert (await ann.asks(text, desk)).text.startswith("a\n")

    @pytest.mark.parametrize("text", ["/echo@other_bot a", "/weather", "/weather@other_bot"])
    async def test_what_is_for_another_bot_is_not_answered(
        self, text: str, ann: Person, desk: Chat
    ):
        """Groups have several bots, and each command reaches all of them."""
        ann.types(text, desk)
        seen = await ann.asks("/echo mine", desk)

        assert (1, True) == (len(ann.server.read_in(desk)), seen.text.startswith("mine"))

    async def test_an_unknown_command_that_names_us_is_answered(self, ann: Person, desk: Chat):
        """Who asks us by name is told what to type instead."""
        seen = await ann.asks("/ecko@prebell_bot a", desk)

        assert "There is no /ecko; did you mean /echo?" == seen.text

    async def test_two_words_of_a_name_are_joined_by_a_line(self, ann: Person):
        """Telegram's commands have no spaces."""
        assert "Made\na, info, no note" == (await ann.asks("/alert_create a")).text

    async def test_commands_in_answers_can_be_tapped_on(self, ann: Person):
        """An app makes a link of what is one word, and would send half of a name."""
        assert (await ann.asks("/echo try /alert create")).text.startswith("try /alert_create\n")

    async def test_start_shows_what_there_is(self, ann: Person):
        """It is what an app sends for whoever opens the bot; `/help` is not among these here."""
        assert "There is no /help" in (await ann.asks("/start hello")).text

    async def test_in_private_words_need_no_slash(self, ann: Person):
        """Nobody else is talked to there."""
        assert (await ann.asks("echo hello")).text.startswith("hello\n")

    async def test_answers_come_in_the_order_of_the_questions(self, ann: Person, desk: Chat):
        """Forty at once are over the limit of a group; all that are taken are told in order."""
        for number in range(20):
            ann.types(f"/echo number {number}", desk)
        await ann.server.until(lambda: len(ann.server.read_in(desk)) == 20)

        titles = [seen.text.partition("\n")[0] for seen in ann.server.read_in(desk)]
        assert [f"number {n}" for n in range(20)] == titles

    async def test_a_limit_is_waited_for_and_nothing_is_lost(self, ann: Person, desk: Chat):
        """429 tells how long; the chat's next answers wait behind, those of others do not."""
        ann.server.fails(str(DESK), Refused(429, "Too Many Requests", retry_after=9))
        ann.types("/echo first", desk)
        seen = await ann.asks("/echo second", desk)

        assert "first" == seen.text.partition("\n")[0]

    async def test_a_button_asks_as_whoever_presses_it(self, ann: Person, desk: Chat):
        """Its text is all it has: it outlives any restart."""
        bob = ann.server.person("Bob")
        seen = await ann.asks("/echo hello", desk)
        note = await bob.presses(seen, "Again")
        answer = await ann.server.next_in(desk, 1)

        assert ("pressed", True) == (note.text, "Person Bob" in answer.text)

    async def test_a_picture_comes_with_its_answer(self, ann: Person):
        """What fits under it is said there."""
        seen = await ann.asks("/chart")

        assert (PNG, "A chart") == (seen.photo, seen.text)

    async def test_words_that_leave_no_room_for_a_picture_offer_it(self, ann: Person):
        """A brief is one message; its chart is a press away."""
        seen = await ann.asks("/brief")
        await ann.presses(seen, "Chart")
        await ann.server.until(lambda: len(ann.server.read_in(ann.private)) == 2)
        brief, chart = ann.server.read_in(ann.private)

        assert (b"", 2000, PNG) == (brief.photo, brief.text.count("y"), chart.photo)

    async def test_a_narrow_table_stands_in_columns_and_a_file_follows(self, ann: Person):
        """A phone shows forty columns; figures stand under each other."""
        ann.types("/file")
        await ann.server.until(lambda: len(ann.server.read_in(ann.private)) == 2)
        table, file = ann.server.read_in(ann.private)

        assert ["Symbol  Price\nIREN    60.10\nWULF     9.00"] == table.has("pre")
        assert ("a.csv", b"a,b") == file.file

    async def test_a_long_answer_has_pages(self, ann: Person, desk: Chat):
        """A press asks again and shows another page in the same place."""
        seen = await ann.asks("/long 100", desk)
        first = seen.text
        await ann.presses(seen, "»")
        await ann.server.until(lambda: seen.edits)

        assert ["«", "2/4", "»"] == [button.label for button in seen.buttons[0]]
        assert (True, True, False) == (
            "line 0" in first,
            "line 40" in seen.text,
            "line 0" in seen.text,
        )
        assert 1 == len(ann.server.read_in(desk))

    async def test_a_very_long_answer_is_a_file_as_well(self, ann: Person):
        """Nobody leafs through twelve pages."""
        ann.types("/long 400")
        await ann.server.until(lambda: len(ann.server.read_in(ann.private)) == 2)
        _, file = ann.server.read_in(ann.private)
        assert file.file is not None

        assert (True, True) == (b"line 0 " in file.file[1], b"line 399 " in file.file[1])

    async def test_what_is_for_one_alone_is_told_in_private(self, ann: Person, desk: Chat):
        """Nobody else in the group reads it."""
        ann.types("/mine", desk)
        seen = await ann.server.next_in(ann.private, 0)

        assert ("Only for Ann\nSecret 42", []) == (seen.text, ann.server.read_in(desk))

    async def test_whoever_never_wrote_to_us_is_led_to_us(self, server: TelegramServer, desk: Chat):
        """A bot cannot begin a conversation; the group hears where the answer is, and not what."""
        bob = server.person("Bob", started=False)
        seen = await bob.asks("/mine", desk)

        assert ("https://t.me/prebell_bot?start=hello", False) == (
            seen.button("Open").url,
            "Secret" in seen.text,
        )

    async def test_what_somebody_typed_wrong_is_said_in_the_group(self, ann: Person, desk: Chat):
        """Others learn what to type as well."""
        seen = await ann.asks("/long x", desk)

        assert seen.text.startswith("x is no whole number")

    async def test_a_quote_can_be_put_into_any_chat(self, ann: Person):
        """Inline: what may be meant, and the answer of `/quote` to each."""
        choices = await ann.looks_up("IR")

        assert [("IREN IREN Inc.", "IREN 60.10 for telegram:1000")] == [
            (one["title"], one["shown"].text) for one in choices
        ]

    async def test_every_call_was_one_that_telegram_takes(self, ann: Person, desk: Chat):
        """The server is as strict as theirs, and none of this annoys it."""
        await ann.asks("/echo <b>&amp;@everyone https://a.example", desk)

        assert [] == ann.server.wrong


ANSWERED_ONCE = [
    (Fault.DOWN, 1),
    (Refused(503, "Service Unavailable"), 1),
    (Fault.RESET_AFTER, 1),
    (Fault.HALF, 1),
    (Fault.RESET_BEFORE, 0),
    (Refused(400, "Bad Request: chat not found"), 0),
    (Refused(429, "Too Many Requests", retry_after=3000), 0),
]


@pytest.mark.usefixtures("telegram")
@pytest.mark.parametrize(("fault", "times"), ANSWERED_ONCE, ids=[str(f) for f, _ in ANSWERED_ONCE])
async def test_an_answer_is_never_said_twice(fault: Fault | Refused, times: int, ann: Person):
    """What was not taken is said again; what may have been is not: they can ask again."""
    server = ann.server
    server.fails(str(ann.private.id), fault)
    ann.types("/echo first")
    await server.until(lambda: any(method == "sendMessage" for method, _ in server.asked))
    ann.types("/echo second")
    await server.until(lambda: server.read_in(ann.private)[times:])

    said = [seen.text.split("\n")[0] for seen in server.read_in(ann.private)]
    assert ["first"] * times + ["second"] == said


async def test_a_picture_that_takes_too_long_is_left_out(
    server: TelegramServer, ann: Person, monkeypatch: pytest.MonkeyPatch
):
    """The words are what matters, and they are late already."""
    monkeypatch.setattr(speaker, "DRAWN_WITHIN", timedelta(milliseconds=1))

    async def never(_: Picture) -> bytes | None:
        await asyncio.Event().wait()
        return None

    async with a_telegram(server, open=True, draw=never):
        seen = await ann.asks("/chart")

    assert (b"", "A chart") == (seen.photo, seen.text)


async def test_pages_without_room_on_a_button_come_as_a_file(ann: Person):
    """A command of more than a few words cannot be asked again by a button."""
    async with a_telegram(ann.server, open=True):
        ann.types("/much " + "word " * 12)
        await ann.server.until(lambda: len(ann.server.read_in(ann.private)) == 2)
    page, file = ann.server.read_in(ann.private)

    assert ([], True) == (page.buttons, file.file is not None and b"199 word" in file.file[1])
