"""Alerts are shown as they stand, told as they did, and handed out as a file."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.backtest.recorded import Recorded
from bot.chat import Right
from bot.ground import Ground
from config.load import load
from tests.builders import a_bot, a_quote, a_reference, a_watchlist
from tests.recordings import a_recording
from tests.ruled import ROOM, Ruled, ruled
from tests.scenes import a_morning, nothing_yet


async def test_every_alert_is_listed_ones_own_first():
    """With what it says, where it stands, how often it fired and whose it is."""
    it = ruled(a_morning())
    await it.asks("/alert create dips IREN < 90 for 60s")
    await it.asks("/alert create theirs IREN < 80", owner="telegram:2")

    reply = await it.replies("/alert list")

    assert reply.table is not None
    assert (
        "5 alerts, 1 of your own",
        ("dips", "IREN price < 90 for 1m", "armed", "0", "yours"),
    ) == (
        reply.title,
        reply.table.rows[0],
    )
    assert ["dips", "mover", "level", "rally", "calm"] == [row[0] for row in reply.table.rows]
    assert ("2 armed, 1 firing", "1", "the settings'") == reply.table.rows[1][2:]


async def test_without_an_alert_it_says_how_to_make_one():
    answer = await ruled(nothing_yet()).asks("/alert list")

    assert "There is no alert yet\n/alert create makes one, as in /alert create dips" in answer


async def test_a_long_list_is_cut_and_says_so():
    it = ruled(a_morning())
    for number in range(40):
        await it.asks(f"/alert create a{number} IREN > {200 + number}")

    reply = await it.replies("/alert")

    assert reply.table is not None
    assert (40, "and 4 more") == (len(reply.table.rows), reply.body.splitlines()[0])


async def test_one_alert_is_shown_with_whose_it_is():
    it = ruled(a_morning())
    await it.asks("/alert create dips IREN < 90 message Cheap: {price}")

    answer = await it.asks("/alert show DIPS")

    assert [
        "dips: armed",
        "Rule: IREN price < 90",
        "Message: Cheap: {price}",
        "Whose: yours",
        "Made: by ann on telegram, 08:00:00 EDT",
        "Fired: 0 so far",
    ] == [line for line in answer.splitlines() if not line.startswith("✗")]


@pytest.mark.parametrize(
    ("right", "labels"),
    [
        (Right.CHANGE, ["Why", "Test"]),
        (Right.OPERATE, ["Why", "Test", "Pause"]),
    ],
)
async def test_only_what_somebody_may_do_is_on_a_button(right: Right, labels: list[str]):
    """A rule of the settings is paused by those who run the bot, and deleted in the file."""
    reply = await ruled(a_morning()).replies("/alert show mover", right=right)

    assert labels == [action.label for action in reply.actions]


def of_a_day(folder: Path) -> Ruled:
    """Make a bot that has seen IREN over 104 and back, and has a recording of it."""
    bot = a_bot(at="2025-10-10T11:00Z")
    moves = ((100, "12:00"), (105, "12:30"), (106, "12:34"), (103, "12:40"), (105, "12:50"))
    quotes = [a_quote(price=price, at=f"2025-10-10T{when}Z") for price, when in moves]
    lists = [a_watchlist()]
    ground = Ground(calendars=bot.market.calendars, watchlists=tuple(lists))
    references = [a_reference(symbol) for symbol in ("IREN", "WULF", "CIFR")]
    file = a_recording(folder, *references, *quotes)
    bot.desk = replace(bot.desk, recorded=Recorded(ground, files=lambda: (file,)))
    return ruled(bot)


def goes(it: Ruled) -> None:
    moves = ((100, "12:00"), (105, "12:30"), (103, "12:40"), (105, "12:50"))
    it.bot.sees(*(a_quote(price=price, at=f"2025-10-10T{when}Z") for price, when in moves))


async def test_stats_tell_how_often_when_and_how_long(tmp_path: Path):
    it = of_a_day(tmp_path)
    await it.asks("/alert create over IREN > 104")
    await it.asks("/alert create never IREN > 1000")
    goes(it)

    reply = await it.replies("/alert stats")

    assert reply.table is not None
    assert ("Fired 2 times so far", ("over", "2", "08:50:00 EDT", "10 min")) == (
        reply.title,
        reply.table.rows[0],
    )
    assert ("never", "0", "never", "n/a") == reply.table.rows[1]


async def test_stats_of_one_tell_what_came_after(tmp_path: Path):
    """As far as it was recorded."""
    it = of_a_day(tmp_path)
    await it.asks("/alert create over IREN > 104")
    goes(it)

    answer = await it.asks("/alert stats over")

    assert [
        "over: fired 2 times since this bot was started",
        "",
        "Rule: IREN price > 104",
        "Last: 08:50:00 EDT",
        "Lasted: 10 min",
        "Living: IREN",
        "As recorded: fired 2 times, 2 a day, 1 trading day",
        "What came after: 1 of 1 (100%) by 5 min",
    ] == answer.splitlines()


async def test_where_nothing_was_recorded_stats_say_what_they_know():
    it = ruled(a_morning())

    answer = await it.asks("/alert stats calm")

    assert ("calm: never fired since this bot was started", False) == (
        answer.splitlines()[0],
        "recorded" in answer,
    )


async def test_a_rule_on_a_list_of_ones_own_can_be_tried(tmp_path: Path):
    """The trial runs elsewhere, and knows the list by the name its owner types."""
    it = of_a_day(tmp_path)
    await it.asks("/alert create over each of miners change > 4%")
    goes(it)

    reply = await it.replies("/alert test over")
    typed = await it.replies("/alert test IREN change > 4% for 60s")

    assert ("over: fired 2 times, 2 a day", "IREN change > 4% for 60s: fired once, 1 a day") == (
        reply.title,
        typed.title,
    )
    assert ("/alert show over", "/alert quick IREN change > 4% for 60s") == (
        reply.actions[0].text,
        typed.actions[0].text,
    )


async def exported(it: Ruled, text: str, folder: Path) -> Path:
    reply = await it.replies(text)
    assert reply.attachment is not None
    file = folder / reply.attachment.name
    file.write_bytes(reply.attachment.content)
    return file


async def test_an_export_is_a_settings_file(tmp_path: Path):
    """What it comes to is the rules themselves, with every modifier and the lists they name."""
    it = ruled(a_morning())
    for text in (
        "dips IREN change < -5% for 60s reset 1% severity critical message Cheap: {price}",
        "up each of miners premarket > 4% once per session during pre label team=credit",
        "cap miners cap crosses 3B expires 2030-01-01 cooldown 1h keep 5m no_data alert",
    ):
        await it.asks(f"/alert create {text}")

    settings = load(await exported(it, "/alert export", tmp_path), {})

    made = [it.bot.desk.seen_by(ROOM).rules[name] for name in ("dips", "up", "cap")]
    assert [replace(rule, name=rule.name.partition("@")[0]) for rule in made] == list(
        settings.rules_of_the_engine()
    )
    assert [it.bot.market.sectors["miners"].watchlist] == list(settings.watchlists_of_the_market())


async def test_any_alert_one_sees_can_be_handed_out_by_its_name(tmp_path: Path):
    it = ruled(a_morning())

    settings = load(await exported(it, "/alert export mover", tmp_path), {})

    assert ["mover"] == [rule.name for rule in settings.rules_of_the_engine()]


async def test_without_an_alert_of_ones_own_there_is_nothing_to_hand_out():
    answer = await ruled(a_morning()).asks("/alert export")

    assert "There is no alert of yours yet; /alert export NAME takes any other.\n" == answer
