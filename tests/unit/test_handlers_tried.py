"""What `/alert test` answers: what a rule came to so far, in few words."""

import asyncio
import gzip
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path

import pytest

from bot.backtest.recorded import Recorded
from bot.chat import Fact, Reply
from bot.ground import Ground
from bot.market.events import Quote, Reference
from tests.builders import a_bot, a_quote, a_reference, a_rule, a_watchlist
from tests.recordings import a_recording
from tests.scenes import shown

MOVER = a_rule("change > 4%", name="mover", for_each="miners", reset="1%", hold="60s")
NOW = "2025-10-10T13:00Z"
EARLY = "2025-10-09T07:00Z"
DAY: tuple[Quote | Reference, ...] = (
    *(a_reference(symbol) for symbol in ("IREN", "WULF", "CIFR")),
    a_quote("IREN", 100, at="2025-10-10T12:00Z"),
    a_quote("WULF", 103, at="2025-10-10T12:10Z"),
    a_quote("IREN", 105, at="2025-10-10T12:30Z"),
    a_quote("IREN", 106, at="2025-10-10T12:34Z"),
    a_quote("IREN", 90, at="2025-10-10T15:00Z"),
)

Ask = Callable[[str], Coroutine[None, None, Reply]]


def asking(*files: Path, now: str = NOW) -> Ask:
    """Make a bot that has the rule `mover` and these files, and ask it."""
    bot = a_bot(rules=[MOVER], at=now)
    ground = Ground(calendars=bot.market.calendars, watchlists=(a_watchlist(),))
    bot.desk = replace(bot.desk, recorded=Recorded(ground, files=lambda: files))
    return bot.asks


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Ask a bot on whose day IREN is over 4 % from 12:30Z to past the present."""
    return asking(a_recording(tmp_path, *DAY))


async def test_it_tells_each_firing_with_what_came_after(ask: Ask):
    """And not what had not come by then: at 13:00Z nobody knows the close."""
    reply = await ask("/alert test IREN change > 4%")

    assert "IREN change > 4%: fired once, 1 a day" == reply.title
    assert reply.table is not None
    assert [("08:30:00 EDT", "IREN", "+5.00%", "105.00", "+0.95%", "+0.95%", "n/a", "n/a")] == list(
        reply.table.rows
    )


async def test_it_says_up_to_when_it_was_tried_and_on_what(ask: Ask):
    """A figure of one morning is not one of a year."""
    body = (await ask("/alert test IREN change > 4%")).body

    assert [
        "Tried on what was recorded up to Fri 2025-10-10 09:00:00 EDT: A quiet day; 1 trading day.",
        "A hit is a firing after which the price went on the way the rule looks.",
    ] == body.splitlines()


async def test_it_tells_what_other_amounts_would_have_done(ask: Ask):
    """The one that was asked about among them; what nobody knows yet is left out."""
    facts = (await ask("/alert test IREN change > 4%")).facts

    hits = "hits: 1 of 1 (100%) by 5 min, 1 of 1 (100%) by 30 min"
    assert [
        Fact("At 2%", f"once; {hits}"),
        Fact("At 3%", f"once; {hits}"),
        Fact("At 4% (as given)", f"once; {hits}"),
        Fact("At 5%", "once; hits: nobody knows what came after"),
        Fact("At 6%", "never"),
    ] == list(facts)


async def test_a_rule_there_is_can_be_named_and_keeps_its_modifiers(ask: Ask):
    """It fires a minute later, for it has to hold that long; and it tells who came near."""
    reply = await ask("/alert test MOVER")

    assert reply.table is not None
    assert ("mover: fired once, 1 a day", "08:31:00 EDT") == (reply.title, reply.table.rows[0][0])
    assert {Fact("Rule", "change > 4%"), Fact("For", "60 s"), Fact("Reset", "1%")} < {*reply.facts}
    near = "WULF +3.00% at 08:10:00 EDT, +1.00 points to go (change > 4%)"
    assert Fact("Near miss", near) == reply.facts[-1]


async def test_a_rule_that_never_fired_tells_how_near_it_came(ask: Ask):
    """No table of nothing."""
    reply = await ask("/alert test WULF change > 40%")

    assert "WULF change > 40%: never fired" == reply.title
    assert "At 20%, 30%, 40%, 50% or 60% it would not have fired either." in reply.body
    assert (None, "+37.00 points to go") == (
        reply.table,
        reply.facts[0].value.partition(", ")[2].partition(" (")[0],
    )


async def test_a_figure_that_was_never_known_is_told_with_the_reason(ask: Ask):
    """It did not stay quiet because nothing moved."""
    body = (await ask("/alert test CIFR change > 4%")).body

    assert "Never known: CIFR (no quote of CIFR yet)." in body


async def test_a_rule_without_an_amount_tells_its_hits(ask: Ask):
    """There is no other threshold to tell them of."""
    facts = (await ask("/alert test IREN.change > WULF.change")).facts

    assert ["Hits"] == [fact.label for fact in facts]


async def test_a_long_list_is_cut_to_the_last(tmp_path: Path):
    """They are of the most interest; all are counted."""
    prices = [a_quote("IREN", 100 + 5 * (n % 2), at=f"2025-10-10T12:{n:02}Z") for n in range(30)]
    reply = await asking(a_recording(tmp_path, a_reference(), *prices))(
        "/alert test IREN change > 4%"
    )

    assert reply.table is not None
    assert ("fired 15 times, 15 a day", "The last 10 of 15 are listed.", 10, "08:29:00 EDT") == (
        reply.title.partition(": ")[2],
        reply.body.splitlines()[1],
        len(reply.table.rows),
        reply.table.rows[-1][0],
    )


async def test_several_days_add_up(tmp_path: Path):
    """A firing of another day is told with its date; what one day did not hold, another did."""
    thursday = a_recording(
        tmp_path,
        *(a_reference(s, at=EARLY, previous_close_date="2025-10-08") for s in ("IREN", "CIFR")),
        a_quote("CIFR", 100, at="2025-10-09T12:00Z"),
        a_quote("IREN", 100, at="2025-10-09T12:00Z"),
        a_quote("IREN", 105, at="2025-10-09T12:30Z"),
        name="thursday.jsonl",
    )
    ask = asking(thursday, a_recording(tmp_path, *DAY))

    reply = await ask("/alert test IREN change > 4%")
    other = await ask("/alert test CIFR change > 4%")

    assert ("IREN change > 4%: fired 2 times, 1 a day", False) == (
        reply.title,
        "Never known" in other.body,
    )
    assert reply.table is not None
    assert ["Thu 2025-10-09 08:30:00 EDT", "08:30:00 EDT"] == [row[0] for row in reply.table.rows]


async def test_lines_that_could_not_be_used_are_counted(tmp_path: Path):
    """The figures rest on what was left."""
    negative = a_quote("IREN", -1, at="2025-10-10T12:20Z")
    file = a_recording(tmp_path, *DAY[:5], negative, *DAY[5:])

    assert "1 line could not be used." in (await asking(file)("/alert test IREN change > 4%")).body


async def test_a_recording_that_breaks_off_is_told_with_its_place(tmp_path: Path):
    """What came after it is missing from every figure."""
    file = tmp_path / "day.jsonl.gz"
    file.write_bytes(gzip.compress(a_recording(tmp_path, *DAY).read_bytes())[:-12])

    reply = await asking(file, now="2025-10-10T22:00Z")("/alert test IREN change > 4%")

    assert "A quiet day: the file breaks off after line " in reply.body


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("/alert test IREN premarkt > 4%", "`premarket`?\n  IREN premarkt > 4%\n       ^^^^^^^^"),
        ("/alert test change > 4%", "which instrument? name it, as in `IREN.change`"),
        ("/alert test movr", "There is no rule movr; did you mean mover?"),
        ("/alert test", "/alert test needs RULE, a rule such as IREN premarket > 4%"),
        ("/alert_test IREN change >", "an amount"),
    ],
)
async def test_what_cannot_be_tried_is_said_with_what_to_type_instead(
    ask: Ask, text: str, says: str
):
    """The caret stands under the character it went wrong at."""
    assert says in shown(await ask(text))


async def test_other_questions_are_answered_meanwhile(ask: Ask):
    """Who comes second with a rule is told to come again, and nobody else has to wait."""
    trying = asyncio.create_task(ask("/alert test mover"))
    await asyncio.sleep(0)

    alerts, second = await ask("/alerts"), await ask("/alert test IREN change > 4%")

    assert ("No alert lives", False) == (alerts.title, trying.done())
    assert "Another rule is being tried just now; ask again in a few seconds." == second.title
    assert "mover: fired once, 1 a day" == (await trying).title


async def test_a_past_that_holds_nothing_is_no_quiet_one():
    """`never fired` would be a figure of nothing."""
    assert "Nothing was recorded by now" in (await asking()("/alert test IREN change > 4%")).title
