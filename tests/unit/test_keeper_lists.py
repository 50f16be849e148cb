"""Watchlists of rooms are watched within bounds, for as long as nobody needs them."""

import pytest

from bot.belongings import Kind
from bot.chat import Destination
from bot.errors import UserError
from bot.holdings import Change
from bot.keepers.lists import MOST_MEMBERS, MOST_SYMBOLS
from bot.market.annals import Annals
from bot.owners import owned
from tests.builders import a_bot, a_reference, a_rule, a_watchlist, at
from tests.relisted import put
from tests.ruled import ROOM, Ruled, ruled
from tests.watched import Watched

OTHER = "telegram:2"
NOON = at("2025-10-10T12:00Z")
CHANGE = Change(
    by="ann on telegram",
    room=Destination(platform="telegram", chat="1"),
    at=NOON,
    action="created",
)


def makes(it: Ruled, name: str, *members: str, owner: str = ROOM) -> None:
    it.bot.desk.holdings.put(owner, Kind.WATCHLIST, name, {"members": list(members)}, CHANGE)


def drops(it: Ruled, name: str, owner: str = ROOM) -> None:
    it.bot.desk.holdings.drop(owner, Kind.WATCHLIST, name, CHANGE)


def numbered(number: int, letter: str = "A") -> list[str]:
    return [f"{letter}{n}" for n in range(number)]


def refused(it: Ruled, name: str, *members: str, owner: str = ROOM) -> str:
    """Say why a list cannot be made; nothing has changed then."""
    before = list(it.bot.market.sectors)
    with pytest.raises(UserError) as error:
        makes(it, name, *members, owner=owner)
    assert before == list(it.bot.market.sectors)
    return str(error.value)


def test_a_list_has_an_end():
    """Every trade of each member is added up for it."""
    it = ruled(a_bot())
    makes(it, "long", *numbered(MOST_MEMBERS))

    assert ("a list has at most 200 symbols, and this one 201; make two of it.") == refused(
        it, "longer", *numbered(MOST_MEMBERS + 1)
    )


def test_all_lists_together_have_an_end_and_who_is_known_costs_nothing():
    """What is asked of a provider is asked for everybody."""
    it = ruled(a_bot(watchlists=[a_watchlist(members="IREN")]))
    for page in range(9):
        makes(it, f"page-{page}", *numbered(MOST_MEMBERS, f"P{page}X"))
    makes(it, "same", *numbered(MOST_MEMBERS, "P1X"))

    told = refused(it, "more", *numbered(MOST_MEMBERS, "Z"))
    makes(it, "rest", *numbered(MOST_MEMBERS - 1, "Z"))

    assert (
        (
            "this bot watches at most 2,000 symbols, of which 199 are left; 200 of these would be"
            " new. Leave some out, or take some off other lists."
        ),
        MOST_SYMBOLS,
    ) == (told, len(it.bot.market.listed))


def test_a_name_that_everybody_has_is_nobodys_own():
    """A rule of that room would read another list than its owner thinks."""
    it = ruled(a_bot())
    makes(it, "ai", "MSFT", owner="")

    assert (
        "`miners` is a list of the operator's settings file; choose another name.",
        "`ai` is a list that everybody has; choose another name.",
    ) == (refused(it, "miners", "IREN"), refused(it, "ai", "IREN"))


def test_a_list_that_was_there_before_everybody_s_stays_its_owner_s():
    """What the operator calls theirs later takes nothing from a room, and can be edited there."""
    it = ruled(a_bot())
    makes(it, "ai", "IREN")
    makes(it, "ai", "MSFT", owner="")

    makes(it, "ai", "IREN", "WULF")

    assert ("IREN", "WULF") == it.bot.market.sectors[f"ai@{ROOM}"].watchlist.members


def test_whose_rule_needs_a_list_is_named_to_whoever_may_see_it():
    """Another room's rule is counted, and not named."""
    it = ruled(a_bot())
    makes(it, "ai", "MSFT", owner="")
    for owner in (ROOM, OTHER):
        it.bot.engine.add(a_rule("ai.cap > 1B", name=owned("big", owner)))
    makes(it, "mine", "IREN")
    it.bot.engine.add(a_rule("premarket > 4%", name=owned("each", ROOM), for_each="mine"))

    with pytest.raises(UserError) as mine:
        drops(it, "mine")
    with pytest.raises(UserError) as everybodys:
        drops(it, "ai", owner="")

    assert (
        "this rule needs it: each; change or delete what needs it first.",
        (
            "these rules need it: big@telegram:1, big@telegram:2;"
            " change or delete what needs it first."
        ),
    ) == (str(mine.value), str(everybodys.value))


def test_a_rule_of_another_room_does_not_hold_a_list_of_that_name():
    """Two rooms may each have `mine`."""
    it = ruled(a_bot())
    makes(it, "mine", "IREN")
    makes(it, "mine", "WULF", owner=OTHER)
    it.bot.engine.add(a_rule("premarket > 4%", name=owned("each", OTHER), for_each="mine"))
    it.bot.engine.add(a_rule("mine.cap > 1B", name=owned("cap", OTHER)))

    drops(it, "mine")

    assert ["miners", "mine@telegram:2"] == list(it.bot.market.sectors)


def test_lists_are_there_again_after_a_restart_with_their_members_and_milestones():
    """Before anything is heard, and before the rules that read them."""
    it = ruled(a_bot())
    body = {"members": ["IREN", "WULF"], "milestones": ["2B"]}
    kept = [it.bot.desk.holdings.put(ROOM, Kind.WATCHLIST, "mine", body, CHANGE)]
    kept += [it.bot.desk.holdings.put(ROOM, Kind.RULE, "up", {"when": "mine.cap > 3B"}, CHANGE)]

    again = ruled(a_bot(), restored=kept[::-1])

    sector = again.bot.desk.seen_by(ROOM).lists["mine"]
    assert ([], ["up@telegram:1"], ("IREN", "WULF"), [2_000_000_000]) == (
        again.refused,
        again.names,
        sector.watchlist.members,
        [int(level) for level in sector.watchlist.milestones],
    )


def test_a_list_whose_name_the_operator_has_taken_since_is_left_out_and_said():
    """Its rules would read the operator's."""
    it = ruled(a_bot(watchlists=[]))
    kept = it.bot.desk.holdings.put(ROOM, Kind.WATCHLIST, "miners", {"members": ["IREN"]}, CHANGE)

    again = ruled(a_bot(), restored=[kept])

    assert [(kept, "`miners` is a list of the operator's settings file; choose another name.")] == (
        again.refused
    )


def kept_an_eye_on() -> tuple[Watched, Annals]:
    bot = a_bot(watchlists=[a_watchlist(milestones=["2500000000", "3500000000"])])
    annals = Annals(bot.market)
    bot.pipeline.moved.append(annals)
    bot.trades("IREN", 101, "2025-10-10T12:01Z")
    return bot, annals


def test_an_edit_crosses_no_milestone():
    """A cap of $2B is under 2.5B, and nobody has lost that."""
    bot, annals = kept_an_eye_on()

    put(bot, a_watchlist(members="IREN WULF", milestones=["2500000000", "3500000000"]))

    rung = annals.chapters["miners"].ladder.rungs[0]
    assert (False, None, True) == (rung.over, rung.lost, rung.rebased)


def test_other_milestones_begin_where_the_cap_is():
    """Those it is over already were crossed before anybody looked."""
    bot, annals = kept_an_eye_on()

    put(bot, a_watchlist(milestones=["1000000000", "3100000000"]))
    bot.trades("IREN", 130, "2025-10-10T12:02Z")

    rungs = annals.chapters["miners"].ladder.rungs
    assert [(None, True), (at("2025-10-10T12:02Z"), True)] == [(r.crossed, r.over) for r in rungs]


def test_a_list_made_anew_under_an_old_name_has_a_history_of_its_own():
    """What somebody deleted is not told of what somebody made later."""
    bot, annals = kept_an_eye_on()
    before = annals.chapters["miners"]

    bot.engine.lists.delist("miners")
    put(bot, a_watchlist())

    assert before is not annals.chapters["miners"]


def test_a_member_that_went_is_a_rebase_of_the_day():
    """What it took with it is no move of the others."""
    bot = a_bot(references=[a_reference(s) for s in ("IREN", "WULF", "CIFR")])
    annals = Annals(bot.market)
    bot.pipeline.moved.append(annals)
    for day in ("10", "13"):
        for symbol in ("IREN", "WULF", "CIFR"):
            bot.trades(symbol, 101, f"2025-10-{day}T19:59Z")
        bot.trades("IREN", 101, f"2025-10-{day}T20:00:05Z")
        if day == "10":
            put(bot, a_watchlist(members="IREN WULF"))

    assert ("CIFR",) == annals.chapters["miners"].history.days[-1].rebased
