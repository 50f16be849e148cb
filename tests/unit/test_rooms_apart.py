"""Rooms apart: whatever a room types, it reads nothing of what another room has made."""

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.alerts.silences import Silence
from bot.belongings import Kind
from bot.chat import Reply, Right
from bot.holdings import Change
from handlers import COMMANDS
from handlers.answering import Answerer
from handlers.desk import Desk
from tests.acted import acted
from tests.builders import a_bot, a_call, a_lane, a_rule, a_watchlist, at

US, THEM = "telegram:1", "telegram:2"
NOW = at("2025-10-10T12:00Z")

MARKS = ("Classified", "61.613", "their own reason", "their-code", "Tokyo", "them on telegram")
"""What stands in things of the other room alone; its names may be typed by anybody."""


def a_desk_of_two_rooms() -> Desk:
    """Make a desk on which one room has made a thing of each kind, and its rule has rung."""
    it = acted(
        a_bot(
            rules=[
                a_rule("IREN.price > 105", name="public"),
                a_rule("price > 61.613", name=f"secret@{THEM}", for_each=f"hidden@{THEM}"),
            ],
            watchlists=[
                a_watchlist(),
                a_watchlist(f"hidden@{THEM}", "IREN WULF", title="Classified"),
            ],
        ),
        rooms=(US, THEM),
    )
    for symbol in ("IREN", "WULF"):
        it.bot.trades(symbol, 61, "2025-10-10T12:00:10Z")
        it.bot.trades(symbol, 62, "2025-10-10T12:00:20Z")
    it.bot.turns_to("2025-10-10T12:05Z")
    desk = it.bot.desk
    change = Change(by="them on telegram", room=a_call("", room=THEM).room, at=NOW, action="made")
    bodies: dict[Kind, dict[str, object]] = {
        Kind.WATCHLIST: {"title": "Classified", "members": ["IREN"]},
        Kind.RULE: {"when": "price > 61.613", "for_each": "hidden"},
        Kind.PREFERENCES: {"timezone": "Asia/Tokyo"},
        Kind.SHARE: {"code": "their-code", "title": "Classified"},
        Kind.ROUTE: {"matchers": ["rule=Classified"], "room": THEM},
    }
    for kind, body in bodies.items():
        name = "settings" if kind is Kind.PREFERENCES else "secret"
        desk.holdings.put(THEM, kind, name, body, change)
    made = Silence(
        id="abcdefgh", matchers=(), author="them on telegram", starts=NOW, owner=THEM, why="x"
    )
    desk.acting.silencing._stages.silences.add(replace(made, why="their own reason"))  # noqa: SLF001 (as another room's command leaves it)
    desk.courier.lanes.append(a_lane(THEM, disabled="their own reason"))
    return desk


def all_of(reply: Reply) -> str:
    """Return all that a reply tells, in whichever way."""
    facts = [f"{fact.label} {fact.value}" for fact in reply.facts]
    rows = [" ".join(row) for row in reply.table.rows] if reply.table else []
    actions = [f"{action.label} {action.text}" for action in reply.actions]
    file = reply.attachment.content.decode() if reply.attachment else ""
    return "\n".join([reply.title, reply.body, *facts, *rows, *actions, file])


names = ("secret", "hidden", f"secret@{THEM}", f"hidden@{THEM}", "settings", THEM, "abcdefgh")
words = st.sampled_from((*names, "miners", "public", "IREN", "WULF", "1h", "none", "yes", "80B"))
lines = st.builds(
    lambda command, typed: f"/{command.name} {' '.join(typed)}",
    st.sampled_from(COMMANDS),
    st.lists(words | st.just("price > 5"), max_size=4),
)


@settings(max_examples=200)
@given(text=lines, right=st.sampled_from([Right.READ, Right.CHANGE]))
@example(text=f"/why secret@{THEM} IREN", right=Right.READ)
@example(text=f"/chart hidden@{THEM}", right=Right.READ)
@example(text=f"/sector hidden@{THEM}", right=Right.READ)
@example(text=f"/watchlist export hidden@{THEM}", right=Right.CHANGE)
@example(text="/alert export", right=Right.CHANGE)
@example(text="/alerts", right=Right.READ)
@example(text="/incidents", right=Right.READ)
@example(text="/silences", right=Right.READ)
@example(text="/unsilence abcdefgh", right=Right.CHANGE)
@example(text="/status", right=Right.READ)
@example(text="/settings", right=Right.READ)
async def test_whatever_a_room_types_it_reads_nothing_of_anothers(text: str, right: Right):
    """One leak, of a position or a name, and nobody shares a bot with strangers again."""
    call = a_call(text, person_id="telegram:7", room=US, owner=US, right=right)

    reply = await Answerer(a_desk_of_two_rooms()).answer(call)

    assert [] == [mark for mark in MARKS if mark in all_of(reply)], all_of(reply)


def test_nothing_of_another_room_is_suggested():
    desk = a_desk_of_two_rooms()
    call = a_call("", room=US, owner=US, right=Right.CHANGE)
    asked = [(c.name, p.name) for c in COMMANDS for p in c.parameters]

    found = [
        f"/{command}: {choice.label}"
        for command, parameter in asked
        for typed in ("", "s", "h", "secret", "hidden")
        for choice in Answerer(desk).suggest(call, command, parameter, typed)
    ]

    marks = (*(m for m in MARKS if m != "Tokyo"), "secret", "hidden", THEM)
    assert [] == [told for told in found if any(mark in told for mark in marks)]


async def test_the_other_room_reads_its_own():
    """The look above would pass on a desk that shows nothing at all."""
    desk = a_desk_of_two_rooms()
    call = a_call("", person_id="telegram:8", room=THEM, owner=THEM, right=Right.CHANGE)
    texts = ("/watchlist show hidden", "/why secret IREN", "/silences", "/status", "/settings")

    told = [all_of(await Answerer(desk).answer(replace(call, text=text))) for text in texts]

    assert [True] * 5 == [any(mark in said for mark in MARKS) for said in told]
