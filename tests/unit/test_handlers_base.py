"""What people type finds its command; what is wrong with it is answered with what to type."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.chat import Call, Reply
from bot.market.instruments import Symbol
from handlers import COMMANDS
from handlers.answering import TEXT_LIMIT, Answerer
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName, RuleName
from tests.builders import a_bot, a_call, a_desk, a_reference, a_rule, a_watchlist

FAILED = "That went wrong on our side; it has been logged."


@command("note", "Keep a note", example="/note IREN 15m buy milk")
async def note(call: Call, desk: Desk, symbol: Symbol, every: timedelta, text: str) -> Reply:
    """Repeat what was read, with its types."""
    return Reply(title=f"{call.person} {desk.version}", body=repr((symbol, every, text)))


@command("pick", "Pick one of each")
async def pick(call: Call, desk: Desk, name: ListName, rule: RuleName | None = None) -> Reply:
    """Repeat what was read, and the default where nothing was."""
    return Reply(title=f"{call.person} {desk.version}", body=repr((name, rule)))


@command("top", "Count some")
async def top(call: Call, desk: Desk, most: int = 10) -> Reply:
    """Repeat what was read."""
    return Reply(title=f"{call.person} {desk.version}", body=repr(most))


@command("fall", "Break")
async def fall(call: Call, desk: Desk) -> Reply:
    """Fail as a handler with a mistake in it would."""
    raise ZeroDivisionError((call, desk))


DESK = a_desk(rules=[a_rule(name="premarket-mover", for_each="miners")])


async def says(text: str) -> str:
    reply = await Answerer(DESK, [note, pick, top, fall]).answer(a_call(text))
    return f"{reply.title}\n{reply.body}"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("/note $iren 15m buy  milk", ("IREN", timedelta(minutes=15), "buy milk")),
        ("/note IREN 1H30M x", ("IREN", timedelta(minutes=90), "x")),
        ("/top -3", -3),
        ("/top", 10),
        ("/pick Miners PREMARKET-MOVER", ("miners", "premarket-mover")),
        ("/pick miners", ("miners", None)),
    ],
)
async def test_words_become_what_the_signature_asks_for(text: str, read: object):
    """A handler's signature is all that is needed to read its words, in whatever case."""
    assert f"ann 0.1.0\n{read!r}" == await says(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/note", "/note needs SYM, an instrument such as IREN."),
        ("/note IREN", "/note needs TIME, a duration such as 15m or 4h."),
        ("/note", "Usage: /note SYM TIME TEXT, as in /note IREN 15m buy milk"),
        ("/top x", "x is no whole number; write one like 10."),
        ("/top 1_0", "1_0 is no whole number"),
        ("/top ٣", "٣ is no whole number"),
        ("/note IREN soon a", "soon is no duration; write one like 60s, 15m, 4h or 1h30m."),
        ("/note IRNE 15m a", "I don't know IRNE; did you mean IREN?"),
        ("/note XXXXX 15m a", "I don't know XXXXX; there is IREN, WULF, CIFR."),
        ("/note !!! 15m a", "I don't know !!!; write one like IREN, BRK.B or BTC-USD."),
        ("/note miners 15m a", "miners is a watchlist, not an instrument; try /sector miners."),
        ("/pick minres", "There is no watchlist minres; did you mean miners?"),
        ("/pick xyz", "There is no watchlist xyz; there is miners."),
        ("/pick iren", "IREN is an instrument, not a watchlist; try /quote IREN."),
        ("/pick miners mover", "There is no rule mover; did you mean premarket-mover?"),
        ("/pick miners zzz", "There is no rule zzz; there is premarket-mover."),
        ("/pick miners zzz zzz", "/pick does not know what to do with zzz."),
        ("/pick miners zzz zzz", "Usage: /pick LIST [RULE], as in /pick"),
        ("/fall down", "/fall does not know what to do with down."),
        ("/pikc", "There is no /pikc; did you mean /pick?"),
        ("/xyzzy", "There is no /xyzzy; /help lists what there is."),
        ("", "Type a command, such as /sector; /help lists them all."),
        (" / ", "Type a command"),
        ("/_", "Type a command"),
        ("/pick \x1b[31m\u202e", "There is no watchlist ·[31m·"),
        ("/pick " + "x" * 100, "There is no watchlist " + "x" * 29 + "…;"),
        ("/pick " + "x" * TEXT_LIMIT, f"That is over {TEXT_LIMIT} characters"),
    ],
)
async def test_a_wrong_word_is_answered_with_what_to_type_instead(text: str, said: str):
    """Who asks wrongly should need one more try, not the manual."""
    assert said in await says(text)


async def test_a_form_that_holds_too_much_is_not_read():
    """What is typed has an end, by whichever way it comes."""
    call = replace(a_call("/note"), given={"symbol": "IREN", "every": "1h", "text": "x" * 4000})

    reply = await Answerer(DESK, [note]).answer(call)

    assert "That is over 4,000 characters; leave some out." == reply.title


async def test_without_lists_and_rules_it_is_said_that_there_are_none():
    """An empty list of suggestions would be a riddle."""
    answerer = Answerer(a_desk(watchlists=[]), [pick])

    reply = await answerer.answer(a_call("/pick miners"))

    assert "There is no watchlist miners; there is none yet." == reply.title


@pytest.mark.parametrize(
    "text",
    [
        "/watchlist show miners",
        "watchlist show miners",
        "  /WatchList   Show  MINERS ",
        "/watchlist_show miners",
        "/watchlist_show@prebell_bot miners",
        "/watchlist_show\nminers",
        "@prebell_bot watchlist show miners",
        "/ watchlist show miners",
    ],
)
async def test_every_spelling_of_a_command_finds_it(text: str):
    """Telegram knows no spaces in names, groups add the bot's name, and terminals want no slash."""
    reply = await a_bot().asks(text)

    assert "Bitcoin miners (miners)" == reply.title


async def test_half_a_name_is_answered_with_the_whole():
    """`/watchlist` alone is what everybody types first."""
    bot = a_bot()

    assert (await bot.asks("/watchlist show")).title == (await bot.asks("/watchlist")).title


async def test_a_command_that_breaks_is_logged_and_the_next_call_is_answered(
    caplog: pytest.LogCaptureFixture,
):
    """One command's mistake is ours to mend; it must not cost the others their answers."""
    with caplog.at_level(logging.ERROR):
        broken, after = await says("/fall"), await says("/pick miners")

    assert (f"{FAILED}\n", "ann 0.1.0\n('miners', None)") == (broken, after)
    record = vars(caplog.records[0])
    assert ("/fall", "test:room") == (record["text"], record["room"])


async def test_what_somebody_typed_wrong_stays_between_us():
    """A room need not read who cannot spell."""
    reply = await a_bot().asks("/secter")

    assert reply.private


words = st.sampled_from(
    [
        *(w for c in COMMANDS for w in c.name.split()),
        *("miners", "IREN", "$iren", "BTC-USD", "premarket-mover", "both", "WULF", "@bot", "help"),
    ]
)
lines = st.lists(words | st.text(max_size=8), max_size=6).map(lambda typed: "/" + " ".join(typed))


@settings(max_examples=150)
@given(text=st.text(max_size=TEXT_LIMIT + 20) | lines)
@example(text="/why both miners")
@example(text="/why premarket-mover IREN")
@example(text="/help \x00")
async def test_any_text_is_answered(text: str):
    """Nothing a person types may raise, nor break a command from within."""
    reply = await Answerer(_busy()).answer(a_call(text))

    assert isinstance(reply, Reply)
    assert FAILED != reply.title


def _busy() -> Desk:
    rules = [
        a_rule(name="premarket-mover", for_each="miners"),
        a_rule("not (miners.cap > 4B or IREN.price > 70) and miners.change > 1%", name="both"),
    ]
    lists = [a_watchlist(milestones=["2900000000"], benchmark="BTC-USD"), a_watchlist("other", "X")]
    return a_desk(rules=rules, watchlists=lists, known=[a_reference("BTC-USD")])
