"""When a room is told its brief, and what it reads then: what people type, and what is kept."""

from datetime import time
from pathlib import Path

import pytest

from bot.alerts.rounds import Circuit, Rounds, Timetable
from bot.alerts.writing import MOST, Writer
from bot.chat import Call, Destination, Reply, Right
from bot.errors import UserError
from bot.holdings import Body
from bot.keepers.briefs import Briefs, read, written
from bot.reading import ANYBODY, Reader
from bot.tenants import Tenants
from config.faults import ConfigFaults
from config.load import PACKAGED, load
from handlers.answering import Answerer
from handlers.desk import Desk
from tests.briefed import a_basis, a_morning
from tests.builders import a_bot, a_call, a_desk, a_rule, a_watchlist

HERE = Destination(platform="telegram", chat="7")
OWNER = "telegram:7"


async def says(desk: Desk, text: str, **whose: str) -> Reply:
    return await Answerer(desk).answer(of(text, **whose))


def of(
    text: str, *, room: str = OWNER, owner: str = OWNER, timezone: str = "America/New_York"
) -> Call:
    return a_call(text, room=room, owner=owner, timezone=timezone, right=Right.CHANGE)


class Kept:
    """Stands for somebody else who puts settings of a room to work."""

    def __init__(self) -> None:
        self.had: list[tuple[str, str]] = []

    def take(self, owner: str, name: str, body: Body) -> None:
        if body.get("channel") == "nowhere":
            raise UserError("no such room")
        self.had.append((owner, name))

    def drop(self, owner: str, name: str) -> None:
        self.had.append((owner, f"-{name}"))


def a_keeper(*others: Kept) -> tuple[Briefs, Rounds]:
    """Make who puts the times of rooms to work, and the rounds that are made of it."""
    bot = a_bot()
    circuit = Circuit(
        calendar=bot.market.calendars["US"],
        now=lambda: bot.market.now,
        rooms=lambda: (),
        write=lambda _room, _lists: (),
        tell=lambda _room, _message: None,
    )
    rounds = Rounds(circuit)
    return Briefs(rounds, Tenants(), *others), rounds


async def test_the_brief_is_told_to_whoever_asks():
    reply = await says(a_morning().desk, "/brief miners")

    assert "Bitcoin miners: $3.13B, +4.33% before the bell" == reply.title
    assert "WULF 110.00  +10.0%" in reply.body
    assert ["Fired since Thu 16:00", "Nearly", "Due"] == [fact.label for fact in reply.facts]


async def test_without_a_name_it_is_of_the_first_list_and_says_so():
    lists = [a_watchlist("others", "MSFT"), a_watchlist(milestones=[10**9])]
    reply = await says(a_bot(watchlists=lists).desk, "/brief")

    assert reply.body.endswith("This is miners, as you named no list.")


async def test_it_tells_a_room_of_its_own_rules_and_of_no_others():
    """Another room's alert is nobody else's business, not even its name."""
    desk = a_morning([a_rule("IREN.premarket > 5%", name=f"mine@{OWNER}")]).desk

    own, other = [await says(desk, "/brief miners", owner=owner) for owner in (OWNER, "telegram:8")]

    assert ("mine: IREN", "nothing") == (own.facts[1].value[:10], other.facts[1].value)


async def test_a_room_may_choose_its_times_and_lists():
    desk = a_desk()
    reply = await says(desk, "/settings brief 16:15, 8:45 miners")

    assert "This room is told the brief at 08:45, 16:15" == reply.title
    assert ("telegram:7 08:45 16:15 miners",) == desk.preferences(OWNER).briefs


async def test_times_are_shown_by_both_clocks_where_they_differ():
    """What is typed is New York's time, for there is the bell."""
    reply = await says(a_desk(), "/settings brief 08:45", timezone="Europe/Berlin")

    assert "This room is told the brief at 08:45 (14:45 here)" == reply.title


async def test_each_room_of_a_server_has_its_own():
    desk = a_desk()
    for room, times in (("discord:1", "08:45"), ("discord:2", "off"), ("discord:1", "09:00")):
        await says(desk, f"/settings brief {times}", room=room, owner="discord:99")

    assert ("discord:2 off", "discord:1 09:00") == desk.preferences("discord:99").briefs


async def test_a_room_may_have_none_and_go_back_to_what_everybody_has():
    desk = a_desk()
    none = await says(desk, "/settings brief off")
    kept = desk.preferences(OWNER).briefs
    usual = await says(desk, "/settings brief usual")

    assert ("This room is told no brief any more", ("telegram:7 off",)) == (none.title, kept)
    assert "This room is told the brief when everybody is" == usual.title
    assert () == desk.preferences(OWNER).briefs


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("miners", "names no time"),
        ("25:00", "There is no watchlist"),
        ("08:45 minrs", "did you mean miners?"),
        ("1:00 2:00 3:00 4:00 5:00 6:00 7:00", "at most 6 times a day"),
        ("", "needs TIME"),
    ],
)
async def test_what_is_no_time_is_told_with_what_to_type(typed: str, instead: str):
    reply = await says(a_desk(), f"/settings brief {typed}")

    assert instead in f"{reply.title} {reply.body}"


async def test_the_operators_rooms_have_it_from_the_settings_file():
    reply = await says(a_desk(), "/settings brief 08:45", owner="")

    assert "The operator's rooms have this from the settings file." in reply.title + reply.body


async def test_what_is_set_is_shown_with_the_other_settings():
    desk = a_desk()
    await says(desk, "/settings brief 08:45")
    shown = {fact.label: fact.value for fact in (await says(desk, "/settings show")).facts}

    assert "telegram:7 08:45" == shown["The brief is told"]


@pytest.mark.parametrize(
    ("line", "table"),
    [
        ("telegram:7 08:45 16:15", Timetable(times=(time(8, 45), time(16, 15)))),
        ("telegram:7 off", Timetable(times=())),
        ("telegram:7 09:00 mine", Timetable(times=(time(9),), lists=("mine",))),
    ],
)
def test_what_is_written_down_is_what_is_read(line: str, table: Timetable):
    assert (HERE, table) == read(line)
    assert line == written(HERE, table.times, table.lists)


@pytest.mark.parametrize(
    "line", ["", "nowhere 08:45", "telegram:7", "telegram:7 mine", "telegram:7 25:00"]
)
def test_a_line_that_says_no_room_or_no_time_is_refused(line: str):
    with pytest.raises(UserError):
        read(line)


def test_what_a_room_has_chosen_is_put_to_work_beside_its_other_settings():
    kept = Kept()
    keeper, rounds = a_keeper(kept)
    keeper.take(OWNER, "settings", {"briefs": ["telegram:7 09:00"]})

    assert ([(OWNER, "settings")], Timetable(times=(time(9),))) == (
        kept.had,
        rounds.own(OWNER, HERE),
    )


def test_what_is_done_away_with_is_no_more():
    kept = Kept()
    keeper, rounds = a_keeper(kept)
    keeper.take(OWNER, "settings", {"briefs": ["telegram:7 09:00"]})
    keeper.drop(OWNER, "settings")

    assert ((OWNER, "-settings"), None) == (kept.had[-1], rounds.own(OWNER, HERE))


@pytest.mark.parametrize(
    "body",
    [
        {"briefs": "telegram:7 09:00"},
        {"briefs": ["telegram:8 09:00"]},
        {"briefs": ["telegram:7 soon"]},
        {"briefs": ["telegram:7 09:00"], "channel": "nowhere"},
    ],
)
def test_what_cannot_be_put_to_work_changes_nothing(body: Body):
    """A room of somebody else is none of theirs."""
    keeper, rounds = a_keeper(Kept())
    keeper.take("telegram:8", "settings", {"briefs": ["telegram:8 10:00"]})
    with pytest.raises(UserError):
        keeper.take(OWNER, "settings", body)

    assert None is rounds.own(OWNER, HERE)


def a_writer(*watchlists: str, owns: str = "", reads: Reader = ANYBODY) -> Writer:
    """Make a writer for a market with these lists; what has milestones ends with a `+`."""
    lists = [
        a_watchlist(name.rstrip("+"), title=name, milestones=[10**9] if "+" in name else ())
        for name in watchlists
    ]
    bot = a_bot(watchlists=lists)
    return Writer(
        a_basis(bot),
        owner=lambda room: f"{room.platform}:{room.chat}",
        owns=lambda owner: owner == owns,
        reader=lambda _owner: reads,
    )


@pytest.mark.parametrize(
    ("watchlists", "told"),
    [
        (["a", "b+", "c+"], ["b+", "c+"]),
        (["a", "b"], ["a"]),
        (["a@telegram:7", "b"], ["b"]),
        ([], []),
        ([f"{letter}+" for letter in "abcdefgh"], [f"{letter}+" for letter in "abcdefgh"[:MOST]]),
    ],
)
def test_the_usual_briefs_are_of_sectors_with_milestones(watchlists: list[str], told: list[str]):
    """Else of the operator's first list; never of another room's."""
    titles = [message.title.partition(":")[0] for message in a_writer(*watchlists)(HERE, ())]

    assert told == titles


def test_a_room_is_told_of_its_own_lists_before_everybodys():
    write = a_writer("miners", f"mine@{OWNER}", "mine@telegram:8", owns=OWNER)
    titles = [message.title for message in write(HERE, ("mine", "miners", "gone"))]

    assert [f"mine@{OWNER}", "miners"] == [title.partition(": ")[0] for title in titles]


def test_rooms_that_read_the_same_share_what_was_written():
    """A thousand rooms are no thousand briefs."""
    write = a_writer("miners")

    assert write(HERE, ())[0] is write(Destination(platform="telegram", chat="8"), ())[0]


def test_a_room_reads_by_its_own_clock():
    message = a_writer("miners", reads=Reader(zone="Europe/Berlin"))(HERE, ())[0]

    assert message.body.startswith("Fri 2025-10-10 14:00:00 CEST")


def test_the_settings_say_when_and_of_what(tmp_path: Path):
    file = tmp_path / "prebell.yaml"
    file.write_text('watchlists: {a: {members: [IREN]}}\nbriefs: {times: ["09:00"], lists: [a]}\n')

    assert Timetable(times=(time(9),), lists=("a",)) == load(file, {}).briefs.timetable()


def test_without_settings_it_is_before_the_bell_and_after_the_close():
    """And the packaged file says the same."""
    tables = load(PACKAGED, {}).briefs.timetable(), Timetable()

    assert (Timetable(times=(time(8, 45), time(16, 15))),) * 2 == tables


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("briefs: {lists: [minres]}\nwatchlists: {miners: {members: [IREN]}}", "did you mean"),
        ("briefs: {lists: [tech]}\nwatchlists: {miners: {members: [IREN]}}", "there is miners"),
        ("briefs: {lists: [tech]}", "make one first"),
        ('briefs: {times: ["8:45"]}', "no time of day"),
        ("briefs: {times: [" + '"08:00", ' * 7 + "]}", "at most 6"),
    ],
)
def test_what_is_wrong_in_them_is_told_with_what_to_write(tmp_path: Path, text: str, fault: str):
    file = tmp_path / "prebell.yaml"
    file.write_text(f"{text}\n")

    with pytest.raises(ConfigFaults) as refusal:
        load(file, {})

    assert fault in str(refusal.value)
