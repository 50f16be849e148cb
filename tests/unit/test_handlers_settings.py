"""Settings of a room: each is its own, may be taken back, and says what follows from it."""

from dataclasses import replace

import pytest

from bot.belongings import Kind
from bot.chat import Call, Destination, Reply, Right
from bot.holdings import read
from handlers.answering import Answerer
from handlers.desk import Desk
from handlers.preferring import preferences
from tests.builders import a_call, a_desk

ADMIN = Right.CHANGE
TRADERS = "112233445566778899"
GUILD = "discord:900000000000000001"


def a_server_call(text: str, *, right: Right = ADMIN, roles: frozenset[str] = frozenset()) -> Call:
    call = a_call(text, person_id="discord:7", room="discord:42", owner=GUILD, right=right)
    return replace(call, roles=roles)


def a_chat_call(text: str, *, right: Right = ADMIN) -> Call:
    return a_call(text, person_id="telegram:7", room="telegram:1", owner="telegram:1", right=right)


async def says(desk: Desk, call: Call) -> str:
    return shown(await Answerer(desk).answer(call))


def shown(reply: Reply) -> str:
    facts = [f"{fact.label}: {fact.value}" for fact in reply.facts]
    return "\n".join([reply.title, reply.body, *facts])


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("ET", "America/New_York"),
        ("EST", "America/New_York"),
        ("europe/berlin", "Europe/Berlin"),
        ("UTC", "UTC"),
        ("la", "America/Los_Angeles"),
        ("Kolkata", "Asia/Kolkata"),
    ],
)
async def test_a_time_zone_is_known_by_what_people_call_it(typed: str, zone: str):
    """`EST` of the world's table never has summer time; nobody who types it means that."""
    desk = a_desk()

    await says(desk, a_chat_call(f"/settings timezone {typed}"))

    assert zone == desk.preferences("telegram:1").timezone


async def test_a_time_zone_is_what_later_answers_are_told_in():
    desk = a_desk()
    said = await says(desk, a_chat_call("/settings timezone berlin"))

    later = await says(desk, a_chat_call("/status"))

    assert "Now: Fri 2025-10-10 14:00:00 CEST" in said
    assert "Market time: Fri 2025-10-10 14:00:00 CEST" in later


async def test_what_one_room_sets_is_no_others():
    """Two chats live by two clocks."""
    desk = a_desk()
    await says(desk, a_chat_call("/settings timezone berlin"))

    other = replace(a_chat_call("/status"), owner="telegram:2")

    assert "Market time: Fri 2025-10-10 08:00:00 EDT" in await says(desk, other)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("/settings timezone Berlni", "did you mean Europe/Berlin?"),
        ("/settings timezone 123456", "name a city, such as Berlin."),
        ("/settings timezone ../../etc/passwd", "I know no time zone"),
        ("/settings timezone Etc/GMT+5", "I know no time zone"),
        ("/settings language germna", "did you mean de?"),
        ("/settings language xx-YY-zz", "I know no language"),
        ("/settings language " + "x" * 400, "I know no language"),
    ],
)
async def test_what_is_no_zone_or_language_is_answered_with_one(text: str, hint: str):
    assert hint in await says(a_desk(), a_chat_call(text))


@pytest.mark.parametrize(
    ("typed", "locale", "figure"),
    [
        ("de", "de", "A move: +4,01\u00a0%"),
        ("German", "de", "A move: +4,01\u00a0%"),
        ("Deutsch", "de", "A move: +4,01\u00a0%"),
        ("de-CH", "de_CH", "A price: 1’066.41"),
        ("pt-BR", "pt_BR", "A price: 1.066,41"),
        ("en", "en", "A cap: $90.01B"),
    ],
)
async def test_a_language_shows_at_once_how_figures_look(typed: str, locale: str, figure: str):
    """Whoever chose the wrong one sees it before the next alert."""
    desk = a_desk()

    said = await says(desk, a_chat_call(f"/settings language {typed}"))

    assert (locale, True) == (desk.preferences("telegram:1").locale, figure in said), said


@pytest.mark.parametrize("text", ["timezone berlin", "language de", "channel", "mention none"])
async def test_who_may_only_read_sets_nothing(text: str):
    desk = a_desk()

    said = await says(desk, a_chat_call(f"/settings {text}", right=Right.READ))

    assert "its admins may" in said
    assert [] == desk.holdings.of("telegram:1", Kind.PREFERENCES)


async def test_roles_may_change_things_once_the_admins_say_so():
    """But may not say who else may: else the first of them could lock the admins' choice."""
    desk, roles = a_desk(), frozenset({TRADERS})
    await says(desk, a_server_call(f"/settings roles <@&{TRADERS}>"))

    trader = [
        await says(desk, a_server_call(text, right=Right.READ, roles=roles))
        for text in ("/settings timezone berlin", "/settings roles 999999999999999999")
    ]

    assert ["Times are shown as in Europe/Berlin", "Who may change things here is for the"] == [
        said[: len(start)]
        for said, start in zip(
            trader,
            ("Times are shown as in Europe/Berlin", "Who may change things here is for the"),
            strict=True,
        )
    ]
    assert (TRADERS,) == desk.preferences(GUILD).roles


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("/settings roles @everyone", "@everyone is everybody, and no role"),
        ("/settings mention @here", "@here is everybody, and no role"),
        ("/settings mention traders", "`traders` is no role; pick one as @role"),
        ("/settings roles " + " ".join(str(10**17 + n) for n in range(11)), "name at most 10"),
    ],
)
async def test_nobody_is_named_who_is_not_a_role(text: str, why: str):
    """A room in which everybody may change everything was not meant."""
    desk = a_desk()

    said = await says(desk, a_server_call(text))

    assert (True, []) == (why in said, desk.holdings.of(GUILD, Kind.PREFERENCES)), said


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (a_chat_call("/settings mention 112233445566778899"), "Roles are Discord's"),
        (
            replace(a_server_call("/settings roles none"), owner="discord:@7"),
            "There are no roles in private",
        ),
    ],
)
async def test_where_there_are_no_roles_it_is_said(call: Call, why: str):
    assert why in await says(a_desk(), call)


async def test_a_setting_is_taken_back_with_none():
    desk = a_desk()
    await says(desk, a_server_call(f"/settings mention <@&{TRADERS}>"))
    was = desk.preferences(GUILD).mention

    await says(desk, a_server_call("/settings mention none"))

    assert (TRADERS, "") == (was, desk.preferences(GUILD).mention)


async def test_alerts_go_to_the_room_one_stands_in():
    desk = a_desk()

    await says(desk, a_server_call("/settings channel"))

    assert "discord:42" == desk.preferences(GUILD).channel


async def test_another_room_has_to_be_of_the_same_server():
    """Else one server could have its alerts told in the room of another."""
    desk = a_desk()
    ours, theirs = "112233445566778801", "112233445566778802"
    desk.tenants.learn(Destination(platform="discord", chat=ours), GUILD)
    desk.tenants.learn(Destination(platform="discord", chat=theirs), "discord:5")

    refused = await says(desk, a_server_call(f"/settings channel <#{theirs}>"))
    taken = await says(desk, a_server_call(f"/settings channel <#{ours}>"))

    assert "is not known as a room of yours" in refused
    assert (f"discord:{ours}", True) == (desk.preferences(GUILD).channel, ours in taken)


async def test_the_operators_rooms_have_theirs_from_the_file():
    """One who types it at the desk is told where it stands."""
    said = await says(a_desk(), a_call("/settings channel"))

    assert "The operator's rooms have this from the settings file." in said


async def test_all_settings_stand_on_one_page():
    desk = a_desk()
    for text in ("timezone tokyo", "language fr", f"mention {TRADERS}", "channel"):
        await says(desk, a_server_call(f"/settings {text}"))

    said = await says(desk, a_server_call("/settings"))

    assert [] == [
        word
        for word in ("Asia/Tokyo", "French", f"<@&{TRADERS}>", "discord:42", "admins alone")
        if word not in said
    ]


async def test_each_setting_is_one_document_and_is_told_to_the_audit():
    """An export holds what people set; the audit holds who did."""
    desk = a_desk()
    for text in ("timezone tokyo", "language fr"):
        await says(desk, a_chat_call(f"/settings {text}"))

    (kept,) = desk.holdings.of("telegram:1", Kind.PREFERENCES)

    assert ("settings", "ann on telegram") == (kept.name, kept.made_by)
    assert {"timezone": "Asia/Tokyo", "locale": "fr"} == read(kept)
    assert preferences(desk.holdings, "telegram:1") == desk.preferences("telegram:1")


async def test_zones_and_languages_are_suggested_as_they_are_typed():
    """Discord shows them; a person knows their city, not the table."""
    answerer, call = Answerer(a_desk()), a_chat_call("")

    first = answerer.suggest(call, "settings timezone", "zone", "")
    found = answerer.suggest(call, "settings timezone", "zone", "ber")
    languages = answerer.suggest(call, "settings language", "locale", "germ")

    assert ("America/New_York", "Europe/Berlin") == (first[0].value, found[0].value)
    assert "Berlin: Europe/Berlin, 14:00 now" == found[0].label
    assert ["de", "de_CH"] == [choice.value for choice in languages]
