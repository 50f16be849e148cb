"""The rounds of a bot: its rooms are told, at their times, what each of them may read."""

from dataclasses import replace
from datetime import time

from bot.alerts.quiet import QuietHours
from bot.alerts.rounds import Rounds, Timetable
from bot.belongings import Kind
from bot.chat import Destination, Message
from bot.commands import Preferences
from bot.holdings import Change, Holdings
from bot.keepers.rounding import rounds_of
from bot.tenants import Tenants
from tests.briefed import MORNING
from tests.builders import Watched, a_bot, a_rule, a_watchlist, at

HERE = Destination(platform="telegram", chat="7")
THERE = Destination(platform="telegram", chat="8")
NIGHT = QuietHours(start=time(22), end=time(7), location="Europe/Berlin")


class Told:
    """A bot with its rounds; `heard` is what was told where."""

    def __init__(
        self, bot: Watched, *, night: QuietHours = NIGHT, wants: Preferences | None = None
    ) -> None:
        self.bot = bot
        self.heard: list[tuple[Destination, Message]] = []
        self.holdings = Holdings({}, lambda _document, _entry: None)
        self.rounds: Rounds = rounds_of(
            bot.pipeline,
            Tenants(),
            lambda: self.holdings,
            usual=Timetable(),
            rooms=lambda: (HERE, THERE),
            tell=lambda room, message: self.heard.append((room, message)),
            quiet_hours=lambda room: [night] if room == THERE else [],
            preferences=lambda owner: wants if wants and owner == "telegram:7" else Preferences(),
        )
        bot.pipeline.herald.beside.append(self.rounds)
        bot.pipeline.herald.look_ahead()

    @property
    def rooms(self) -> list[Destination]:
        return [room for room, _ in self.heard]


def test_in_the_morning_each_room_is_told_and_no_sooner():
    told = Told(a_bot())
    told.bot.turns_to("2025-10-10T12:44:59Z")
    before = list(told.heard)
    told.bot.turns_to(MORNING)

    assert ([], [HERE, THERE]) == (before, told.rooms)
    assert {at(MORNING)} == {message.at for _, message in told.heard}


def test_what_falls_in_the_quiet_hours_of_a_room_is_left_out():
    """16:15 in New York is 22:15 in Berlin."""
    told = Told(a_bot(at="2025-10-10T13:00Z"))
    told.bot.turns_to("2025-10-10T20:15Z")

    assert [HERE] == told.rooms


def test_a_room_reads_in_its_own_time():
    told = Told(a_bot(), wants=Preferences(timezone="Europe/Berlin"))
    told.bot.turns_to(MORNING)

    assert ["14:45:00 CEST", "08:45:00 EDT"] == [
        message.body.splitlines()[0].partition(",")[0][15:] for _, message in told.heard
    ]


def test_a_room_that_has_rules_of_its_own_is_told_of_them():
    """The other one does not even learn that there is such a rule."""
    rule = a_rule("IREN.premarket > 5%", name="mine@telegram:7")
    told = Told(a_bot(rules=[rule]))
    change = Change(by="ann", room=HERE, at=told.bot.market.now, action="created")
    told.holdings.put("telegram:7", Kind.RULE, "mine", {"when": rule.when}, change)
    told.bot.trades("IREN", 104, "2025-10-10T12:30Z")
    told.bot.turns_to(MORNING)

    assert [True, False] == ["mine: IREN" in str(message.facts) for _, message in told.heard]


def test_a_room_without_anything_of_its_own_is_told_what_everybody_is():
    told = Told(a_bot(watchlists=[a_watchlist(), a_watchlist("mine@telegram:7", "MSFT")]))
    told.bot.turns_to(MORNING)
    (_, here), (_, there) = told.heard

    assert here is there


def test_what_was_told_is_remembered_with_its_instant():
    told = Told(a_bot())
    told.bot.turns_to(MORNING)

    notes = told.rounds.changes()
    again = Told(a_bot(at="2025-10-10T12:46Z"))
    again.rounds.restore(notes)
    again.bot.pipeline.herald.look_ahead()
    again.bot.turns_to("2025-10-10T13:20Z")

    assert [] == again.heard


def test_who_wants_other_times_has_them():
    told = Told(a_bot())
    own = replace(Timetable(), times=(time(9),))
    told.rounds.want("telegram:7", {HERE: own})
    told.bot.pipeline.herald.look_ahead()
    told.bot.turns_to("2025-10-10T13:00Z")

    assert [THERE, HERE] == told.rooms
