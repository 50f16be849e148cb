"""People make and change watchlists of their own, and hear what came of it."""

import pytest

from bot.belongings import Kind
from bot.chat import Right
from bot.holdings import read
from tests.builders import a_quote, a_reference
from tests.ruled import ROOM, Ruled, ruled
from tests.scenes import a_morning, shown

OTHER = "telegram:2"


async def a_room(*texts: str) -> Ruled:
    """Make a room with a list `mine` of IREN and WULF, in a morning of three miners."""
    it = ruled(a_morning())
    for text in ("/watchlist create mine IREN WULF", *texts):
        await it.asks(text)
    return it


def on(it: Ruled, name: str = "mine", owner: str = ROOM) -> object:
    """Who is on a list, as it is kept."""
    kept = it.bot.desk.holdings.find(owner, Kind.WATCHLIST, name)
    return read(kept)["members"] if kept else None


@pytest.mark.parametrize(
    ("text", "fragments"),
    [
        (
            "/watchlist create two iren, $cifr;IREN",
            ["two is watched: 2 symbols", "Members: 2", "Cap: $2.05B", "Change: +2.50% (against"],
        ),
        (
            "/watchlist create far CLOV BTC-USD",
            ["far is watched: 2 symbols", "No quote yet of CLOV; this is a recording"],
        ),
        (
            "/watchlist add mine CIFR IREN",
            [
                "CIFR put on mine",
                "On it already: IREN.",
                "No alert rings because of it.",
                "Members: 2 before, 3 now",
                "Cap: $2.09B before, $3.08B now; recorded as a rebase",
            ],
        ),
        (
            "/watchlist remove mine WULF",
            ["WULF taken off mine", "Members: 2 before, 1 now", "Cap: $2.09B before, $1.06B now"],
        ),
        (
            "/watchlist milestones mine 3B, 2B 2.1b",
            [
                "mine has 3 milestones",
                "Milestones: $2B, $2.1B, $3B",
                "Next milestone: $2.1B, $10.00M away (+0.48%)",
                "Previous milestone: $2B, $90.00M away (-4.31%)",
            ],
        ),
        ("/watchlist milestones mine none", ["mine has no milestones now"]),
        (
            "/watchlist rename mine ours",
            ["mine is ours now", "Its history begins anew.", "Cap: $2.09B"],
        ),
        (
            "/watchlist delete mine",
            ["mine is deleted", "To have it back: /watchlist create mine IREN WULF"],
        ),
        ("/sector mine", ["mine: $2.09B, +4.50%", "IREN | 106.00 | +6.00% | $1.06B | 50.7%"]),
        (
            "/watchlist show mine",
            ["mine (mine)", "Whose: yours", "IREN | IREN Inc. | 106.00 | +6.00%"],
        ),
        (
            "/watchlist",
            ["3 watchlists", "miners | everybody's | Bitcoin miners", "mine | yours | mine | 2 |"],
        ),
    ],
)
async def test_what_somebody_does_with_a_list_is_answered(text: str, fragments: list[str]):
    """They read the figures that their edit has changed, and what to type next."""
    it = await a_room()

    answer = await it.asks(text)

    assert [] == [part for part in fragments if part not in answer], answer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "/watchlist create mine CIFR",
            "There is a list mine already; /watchlist show mine shows it.",
        ),
        ("/watchlist create miners CIFR", "`miners` is a list of the operator's settings file"),
        (
            "/watchlist create over CIFR",
            "`over` is a word of the rule language; choose another name",
        ),
        ("/watchlist create cap CIFR", "`cap` is a word of the rule language; choose another name"),
        (
            "/watchlist create a_b CIFR",
            "`a_b` is no name for a watchlist; write lower case letters",
        ),
        ("/watchlist create two", "/watchlist create needs SYM…"),
        (
            "/watchlist create two IRNE",
            "I have not heard of IRNE; did you mean IREN? Type IRNE! to insist.",
        ),
        ("/watchlist create two IREN §$%", "§$% is no symbol; write symbols like IREN, BRK.B"),
        (
            "/watchlist add miners CIFR",
            "miners is the operator's, in the settings file of this bot",
        ),
        ("/watchlist add miners CIFR", "/watchlist create my-miners IREN WULF CIFR"),
        ("/watchlist add mine IREN", "IREN: on mine already."),
        ("/watchlist remove mine CIFR", "CIFR: not on mine; there is IREN, WULF."),
        (
            "/watchlist remove mine IREN WULF",
            "That would leave nobody on mine; /watchlist delete mine",
        ),
        ("/watchlist milestones mine 5%", "5% is no amount of USD; write one like 80B or 1.5T."),
        ("/watchlist milestones mine soon", "SOON is no amount of USD"),
        ("/watchlist rename mine miners", "`miners` is a list of the operator's settings file"),
        ("/watchlist delete miners", "miners is the operator's, in the settings file of this bot"),
        ("/watchlist show teck", "There is no watchlist teck; did you mean tech?"),
    ],
)
async def test_what_cannot_be_done_is_said_with_what_to_type(text: str, said: str):
    """Nobody has to look up why, and nothing has changed."""
    it = await a_room()
    before = [(one.name, one.body) for one in it.bot.desk.holdings.everything(ROOM)]

    answer = await it.asks(text)

    after = [(one.name, one.body) for one in it.bot.desk.holdings.everything(ROOM)]
    assert (True, before) == (said in answer, after), answer


async def test_a_symbol_is_taken_as_it_was_typed_where_somebody_insists():
    """A new listing may be one letter away from an old one."""
    it = await a_room("/watchlist create two IRNE!")

    assert ["IRNE"] == on(it, "two")


async def test_two_rooms_have_a_list_of_one_name_and_neither_sees_the_others():
    """What a room has made is its own."""
    it = await a_room()
    await it.asks("/watchlist create mine CIFR", owner=OTHER)

    answer = await it.asks("/watchlist show mine", owner=OTHER)

    assert (["IREN", "WULF"], ["CIFR"], False) == (on(it), on(it, owner=OTHER), "WULF" in answer)


async def test_a_list_of_somebody_who_runs_the_bot_is_everybodys():
    """It lives in the store like others, and can be changed from the desk."""
    it = await a_room()
    await it.asks("/watchlist create ai MSFT", owner="", right=Right.OPERATE)

    seen = await it.asks("/watchlist")
    refused = await it.asks("/watchlist add ai IREN")

    told = ("ai | everybody's" in seen, "ai is everybody's; whoever runs this bot" in refused)
    assert (True, True) == told


async def test_whoever_may_only_read_changes_no_list():
    """It is checked here, whatever a platform shows."""
    it = await a_room()

    answer = await it.asks("/watchlist add mine CIFR", right=Right.READ)

    assert (["IREN", "WULF"], True) == (on(it), "changes what this room has" in answer)


async def test_a_list_that_an_alert_needs_stays():
    """The alert would be deaf; its owner hears which one it is."""
    it = await a_room("/alert create high mine cap > 4B")

    deleted = await it.asks("/watchlist delete mine")
    renamed = await it.asks("/watchlist rename mine ours")

    assert (
        "this rule needs it: high; change or delete what needs it first.",
        "mine cannot be renamed: high would not find it any more.",
        ["IREN", "WULF"],
    ) == (deleted.strip(), renamed.strip(), on(it))


async def test_an_alert_of_somebody_who_was_taken_off_is_over_and_said():
    """Whoever takes it off sees what that ended."""
    it = await a_room("/alert create up each of mine price > 107")
    it.bot.sees(a_quote("WULF", 108, at="2025-10-10T12:01Z"))

    answer = await it.asks("/watchlist remove mine WULF")

    living = [alert.subject for alert in it.bot.desk.living if alert.rule.startswith("up@")]
    assert ("Over because of it: up on WULF.", []) == (
        next(line for line in answer.splitlines() if line.startswith("Over")),
        living,
    )


async def test_a_change_is_kept_with_who_made_it():
    """An audit says who put what on which list."""
    it = await a_room("/watchlist add mine CIFR")

    assert [
        ("ann on telegram", "watchlist created", "mine"),
        ("ann on telegram", "watchlist changed", "mine"),
    ] == [(entry.person, entry.action, entry.about) for _, entry in it.kept]


async def test_a_new_member_that_is_heard_of_is_added_up():
    """The list tells what it is worth once it can."""
    it = await a_room("/watchlist create fresh CLOV")
    it.bot.sees(a_reference("CLOV", at="2025-10-10T12:01Z"))
    it.bot.sees(a_quote("CLOV", 110, at="2025-10-10T12:02Z"))

    assert "fresh: $1.10B, +10.00%" in await it.asks("/sector fresh")


async def test_buttons_lead_on_and_undo():
    """What is pressed is a command, as if it were typed."""
    it = await a_room()

    made = await it.replies("/watchlist create two IREN")
    gone = await it.replies("/watchlist delete two")
    await it.asks(gone.actions[0].text)

    assert (["Show", "Sector", "Movers"], ["Undo"], ["IREN"]) == (
        [one.label for one in made.actions],
        [one.label for one in gone.actions],
        on(it, "two"),
    )


async def test_the_last_of_several_symbols_is_suggested_behind_the_others():
    """What was typed whole stays; a label that would not fit is none."""
    it = await a_room()

    assert (["IREN, WULF"], []) == (
        [choice.value for choice in it.suggests("watchlist add", "symbols", "IREN, wu")],
        it.suggests("watchlist add", "symbols", f"{'IREN ' * 20}wu"),
    )


async def test_a_room_without_lists_is_told_how_to_make_one():
    """The first thing somebody types leads on."""
    assert "/watchlist create mine IREN WULF" in shown(await a_morning().asks("/watchlist"))
