"""Rules of rooms are taken up, changed and let go of while the bot runs, and nothing else moves."""

import json
from collections.abc import Mapping

import pytest

from bot.alerts.audience import Tenancy
from bot.belongings import Belonging, Kind
from bot.chat import Destination
from bot.errors import UserError
from bot.holdings import Change
from bot.market.events import Quote
from config.documents import Documents
from tests.acted import Acted, acted
from tests.builders import Watched, a_bot, a_quote, a_rule, at
from tests.dispatches import a_room
from tests.ruled import ROOM, Ruled, ruled

OVER = {"when": "price > 104", "subject": "IREN"}
NOON = at("2025-10-10T12:00Z")


def a_change(action: str = "created") -> Change:
    room = Destination(platform="telegram", chat="1")
    return Change(by="ann on telegram", room=room, at=NOON, action=action)


def put(it: Ruled, name: str, body: Mapping[str, object], owner: str = ROOM) -> None:
    """Make a rule, or put it in the place of the one of its name, and turn the instant in."""
    it.bot.desk.holdings.put(owner, Kind.RULE, name, body, a_change())
    it.bot.pipeline.herald.turn_in()


def drop(it: Ruled, name: str) -> None:
    it.bot.desk.holdings.drop(ROOM, Kind.RULE, name, a_change("deleted"))
    it.bot.pipeline.herald.turn_in()


def prints(*prices: int) -> list[Quote]:
    """Trades of IREN, a second apart."""
    return [a_quote(price=p, at=f"2025-10-10T12:00:{n:02}Z") for n, p in enumerate(prices, 10)]


def at_work(*prices: int) -> Ruled:
    """Make a bot that has seen IREN at these prices."""
    bot = a_bot()
    bot.sees(*prints(*prices))
    return ruled(bot)


def goes_on(bot: Watched, *prices: int) -> None:
    bot.sees(*(a_quote(price=p, at=f"2025-10-10T12:01:{n:02}Z") for n, p in enumerate(prices)))


def test_a_rule_that_was_made_while_the_bot_runs_rings():
    """It knows at once where it stands, and the next quote turns it."""
    it = at_work(100)

    put(it, "over", OVER)
    before = it.stage("over")
    goes_on(it.bot, 105)

    assert (["armed"], [("over@telegram:1", "IREN", "firing")]) == (before, it.bot.told)


def test_a_rule_that_holds_when_it_is_made_stays_quiet_until_it_did_not():
    """Whoever makes it sees the price; that is no news."""
    it = at_work(106)

    put(it, "over", OVER)
    made = it.stage("over")
    goes_on(it.bot, 107, 103, 105)

    assert (["already holding"], [("over@telegram:1", "IREN", "firing")]) == (made, it.bot.told)


def test_a_rule_that_is_to_fire_at_once_does():
    """`initial: fire` is for whoever wants to hear of what is so already."""
    it = at_work(106)

    put(it, "over", {**OVER, "initial": "fire"})

    assert [("over@telegram:1", "IREN", "firing")] == it.bot.told


def test_two_rooms_may_have_a_rule_of_one_name():
    """Neither hears of the other's, nor changes it."""
    it = at_work(100)

    put(it, "over", OVER)
    put(it, "over", {**OVER, "when": "price > 200"}, owner="telegram:2")
    goes_on(it.bot, 105)

    assert [("over@telegram:1", "IREN", "firing")] == it.bot.told


def test_what_rang_of_a_rule_that_is_changed_is_over():
    """Nothing else would end it; people are told why."""
    it = at_work(100)
    put(it, "over", OVER)
    goes_on(it.bot, 105)

    put(it, "over", {**OVER, "when": "price > 150"})

    last = it.bot.alerts[-1]
    assert ("resolved", "its rule was changed") == (last.state.value, last.because)
    assert ({}, ["armed"]) == (it.bot.book.living, it.stage("over"))


def test_what_rang_of_a_rule_that_is_deleted_is_over():
    """And the rule is nowhere any more."""
    it = at_work(100)
    put(it, "over", OVER)
    goes_on(it.bot, 105)

    drop(it, "over")

    assert ("its rule was deleted", []) == (it.bot.alerts[-1].because, it.names)


@pytest.mark.parametrize(
    "body",
    [
        {**OVER, "when": "prize > 104"},
        {**OVER, "for_each": "nobody", "subject": None},
        {**OVER, "for": "soon"},
        {**OVER, "reset": "$-1"},
        {"when": "price > 104"},
    ],
)
def test_a_change_that_cannot_be_leaves_the_rule_as_it_is(body: dict[str, object]):
    """Its alert lives on, and rings no second time."""
    it = at_work(100)
    put(it, "over", OVER)
    goes_on(it.bot, 105)
    kept = list(it.kept)

    with pytest.raises(UserError):
        put(it, "over", body)
    it.bot.sees(a_quote(price=106, at="2025-10-10T12:02Z"))

    assert ([("over@telegram:1", "IREN", "firing")], ["firing"], kept) == (
        it.bot.told,
        it.stage("over"),
        it.kept,
    )


def test_a_rule_that_is_paused_hears_nothing_and_comes_in_where_it_is():
    """What began to hold meanwhile is no news; what holds anew is."""
    it = at_work(100)
    put(it, "over", OVER)

    put(it, "over", {**OVER, "paused": True})
    goes_on(it.bot, 105)
    paused = list(it.bot.told)
    put(it, "over", OVER)
    quiet = (it.stage("over"), list(it.bot.told))
    it.bot.sees(
        a_quote(price=103, at="2025-10-10T12:02Z"), a_quote(price=105, at="2025-10-10T12:03Z")
    )

    assert ([], (["already holding"], [])) == (paused, quiet)
    assert [("over@telegram:1", "IREN", "firing")] == it.bot.told


def test_what_ended_while_its_rule_was_paused_is_over_once_it_is_resumed():
    """Its alert stands meanwhile, for nobody can tell."""
    it = at_work(100)
    put(it, "over", OVER)
    goes_on(it.bot, 105)
    put(it, "over", {**OVER, "paused": True})
    it.bot.sees(a_quote(price=103, at="2025-10-10T12:02Z"))
    meanwhile = len(it.bot.book.living)

    put(it, "over", OVER)

    assert (1, "resolved") == (meanwhile, it.bot.told[-1][2])


def test_a_rule_of_the_settings_is_in_nobodys_hands():
    """An operator who types its name in a chat would have two of it."""
    it = ruled(a_bot(rules=[a_rule("IREN.price > 104", name="over")]))

    with pytest.raises(UserError, match="over is a rule of the settings file"):
        put(it, "over", OVER, owner="")

    assert ["over"] == it.names


def test_a_rule_is_about_the_lists_its_owner_sees():
    """By the names they type: `mine` is theirs, whoever else has a list of that name."""
    it = at_work(100)
    for owner, members in ((ROOM, ["IREN"]), ("telegram:2", ["WULF"])):
        it.bot.desk.holdings.put(owner, Kind.WATCHLIST, "mine", {"members": members}, a_change())

    put(it, "each", {"for_each": "mine", "when": "price > 104"})
    put(it, "both", {"when": "all of mine have price > 104"})
    goes_on(it.bot, 105)

    assert [
        ("each@telegram:1", "IREN", "firing"),
        ("both@telegram:1", "mine@telegram:1", "firing"),
    ] == it.bot.told


def test_what_was_kept_is_taken_up_before_anything_is_read():
    """A start reads every rule once, the rooms' like the operator's."""
    kept = Belonging(
        owner=ROOM,
        kind=Kind.RULE,
        name="over",
        body=json.dumps({**OVER, "paused": True, "room": "telegram:1"}),
        made=NOON,
        made_by="ann on telegram",
        changed=NOON,
    )

    it = ruled(a_bot(), [kept])
    goes_on(it.bot, 100, 105)

    assert ([], ["cannot tell"], []) == (it.refused, it.stage("over"), it.bot.told)


def a_told_room() -> tuple[Acted, Ruled]:
    """Make a room with the whole way out that was told of a rule of its own."""
    bot = a_bot()
    way = acted(bot, rooms=(ROOM,), tenancy=Tenancy(home=lambda _rule: a_room(ROOM)))
    it = ruled(bot)
    bot.sees(*prints(100))
    put(it, "over", OVER)
    goes_on(bot, 105)
    bot.turns_to("2025-10-10T12:02Z")
    return way, it


def test_an_alert_that_is_over_with_its_rule_is_told_so():
    """Nobody is left with a message that says it rings."""
    way, it = a_told_room()

    drop(it, "over")
    it.bot.turns_to("2025-10-10T12:10Z")

    assert (True, "its rule was deleted") == (
        way.said[-1].startswith("Over: "),
        way.diary.parcels[-1].message.body,
    )


def test_what_ends_with_a_rule_is_on_the_page_of_the_change():
    """A crash in between would leave a rule without its alert, or an alert without its rule."""
    way, it = a_told_room()
    bot = it.bot
    bot.desk.holdings.drop(ROOM, Kind.RULE, "over", a_change("deleted"))
    pages = len(way.diary.pages)

    bot.pipeline.herald.keep(*it.kept[-1])
    bot.pipeline.herald.acted(bot.market.now)

    [page] = way.diary.pages[pages:]
    assert (["resolved"], [""]) == (
        [alert.state.value for alert in page.alerts],
        [document.body for document in page.belongings],
    )


def test_an_export_of_a_room_is_taken_in_again_with_what_is_said_besides():
    """A rule that was paused when it was handed out is paused where it is taken in."""
    body = {**OVER, "paused": True, "room": "telegram:1"}

    faults = list(Documents([]).rule("over", body))

    assert ([], ["silly: "]) == (
        faults,
        [f[:7] for f in Documents([]).rule("over", {**body, "silly": 1})],
    )
