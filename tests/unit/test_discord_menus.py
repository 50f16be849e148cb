"""Discord's menus: each command can be picked, and the list is written only when it must be."""

import random
import re

import pytest

import handlers
from bot.commands import Offered, Parameter
from bot.platforms.discord.menus import Menu, Picked, digest
from tests.discord.served import COMMANDS, FORM, a_command

NAME = re.compile(r"[-_a-z0-9]{1,32}")
OFFERED = tuple(command.offered for command in handlers.COMMANDS)
Json = dict[str, object]


def leaves(menu: Menu) -> list[tuple[str, Json]]:
    """List what can be picked, each by its path."""
    found = []
    for command in menu.listed():
        inner = [o for o in command["options"] if o["type"] == 1]
        found += [(f"{command['name']} {one['name']}", one) for one in inner]
        found += [] if inner else [(command["name"], command)]
    return found


def test_every_command_can_be_picked():
    """One that a menu swallows is there for whoever types it, and for nobody else."""
    menu = Menu(OFFERED)
    picked = [menu.picked(_data(path.split())).name for path, _ in leaves(menu)]

    assert sorted(command.name for command in OFFERED) == sorted(picked)


def test_every_command_is_one_that_discord_lists():
    """https://docs.discord.com/developers/interactions/application-commands."""
    listed = Menu(OFFERED).listed()

    assert [] == [fault for command in listed for fault in _faults(command)]
    assert len(listed) <= 100


@pytest.mark.parametrize(
    ("names", "paths"),
    [
        (("sector", "sector history"), ["sector show", "sector history"]),
        (("watchlist show", "watchlist"), ["watchlist show"]),
        (("rule add", "rule list"), ["rule add", "rule list"]),
        (("status",), ["status"]),
    ],
)
def test_a_command_of_two_words_stands_beneath_the_first(names: tuple[str, ...], paths: list[str]):
    menu = Menu(a_command(name) for name in names if name != "watchlist")

    assert paths == [path for path, _ in leaves(menu)]


def test_the_order_of_a_list_is_not_a_difference():
    """Discord lists commands in an order of its own."""
    listed = Menu(COMMANDS).listed()
    shuffled = random.Random(1).sample(listed, len(listed))  # noqa: S311 (an order is no secret)

    assert digest(listed) == digest(shuffled)


def test_what_discord_adds_is_not_a_difference():
    listed = Menu(COMMANDS).listed()
    told = [
        {**one, "id": "1", "version": "2", "nsfw": False, "dm_permission": True} for one in listed
    ]

    assert digest(listed) == digest(told)


@pytest.mark.parametrize(
    "changed",
    [
        a_command("quote"),
        a_command("quote", summary="another"),
        a_command("quote", Parameter(name="symbol", word="S", meaning="else", required=True)),
        a_command("quote", Parameter(name="symbol", word="S", meaning="m", required=False)),
        a_command(
            "quote", Parameter(name="symbol", word="S", meaning="m", required=True, whole=True)
        ),
        a_command(
            "quote", Parameter(name="symbol", word="S", meaning="m", required=True, suggests=True)
        ),
        a_command(
            "quote", Parameter(name="symbol", word="S", meaning="m", required=True, choices=("a",))
        ),
    ],
)
def test_whatever_people_would_see_is_a_difference(changed: Offered):
    before = a_command("quote", Parameter(name="symbol", word="S", meaning="m", required=True))

    assert digest(Menu([before]).listed()) != digest(Menu([changed]).listed())


def test_a_command_with_a_form_can_be_called_without_a_word():
    """Discord would not let anybody call it otherwise, and so no form would open."""
    word = Parameter(name="name", word="NAME", meaning="a name", required=True)
    menu = Menu([a_command("rule add", word, form=FORM)])
    ((_, listed),) = leaves(menu)

    assert [False] == [option["required"] for option in listed["options"]]  # type: ignore[attr-defined]  # a list


def test_what_is_typed_is_told_apart():
    data = {
        "name": "sector",
        "options": [
            {
                "name": "history",
                "type": 1,
                "options": [
                    {"name": "name", "type": 3, "value": "miners"},
                    {"name": "count", "type": 4, "value": "1", "focused": True},
                ],
            }
        ],
    }

    assert Picked(
        name="sector history", given={"name": "miners", "count": "1"}, typing="count"
    ) == Menu(COMMANDS).picked(data)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("/sector history miners", "sector history"),
        ("sector", "sector"),
        ("/QUOTE iren", "quote"),
        ("/nothing", None),
        ("", None),
    ],
)
def test_a_text_names_its_command(text: str, name: str | None):
    offered = Menu(COMMANDS).asked_in(text)

    assert name == (offered.name if offered else None)


def _data(path: list[str]) -> Json:
    first, *rest = path
    return {"name": first, "options": [{"type": 1, "name": one, "options": []} for one in rest]}


def _faults(command: Json) -> list[str]:
    options = command.get("options") or []
    assert isinstance(options, list)
    found = [f"/{command['name']}: {len(options)} options"] if len(options) > 25 else []
    if not NAME.fullmatch(str(command["name"])):
        found.append(f"no name: {command['name']}")
    if not 1 <= len(str(command["description"])) <= 100:
        found.append(f"/{command['name']}: its description")
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        found.append(f"/{command['name']}: what is required comes first")
    for option in options:
        if len(option.get("choices") or ()) > 25:
            found.append(f"/{command['name']}: the choices of {option['name']}")
        found += _faults(option)
    return found
