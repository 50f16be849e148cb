"""Watchlists leave a room as a code or a file, and come in as whatever other programs write."""

import json

import pytest

from bot.belongings import Kind
from bot.errors import UserError
from bot.holdings import read
from handlers.listed import sheet
from tests.ruled import ROOM, Ruled, ruled
from tests.scenes import a_morning

OTHER = "telegram:2"


async def a_room() -> Ruled:
    it = ruled(a_morning())
    await it.asks("/watchlist create mine IREN WULF")
    return it


def on(it: Ruled, name: str, owner: str = ROOM) -> object:
    kept = it.bot.desk.holdings.find(owner, Kind.WATCHLIST, name)
    return read(kept)["members"] if kept else None


async def a_code(it: Ruled, name: str = "mine") -> str:
    return (await it.replies(f"/watchlist share {name}")).title.rpartition(" ")[2]


@pytest.mark.parametrize("name", ["mine", "theirs"])
async def test_a_shared_list_is_copied_by_its_code(name: str):
    """Under its own name, or another; what is changed later stays with whoever changes it."""
    it = await a_room()
    code = await a_code(it)
    await it.asks("/watchlist remove mine WULF")

    await it.asks(f"/watchlist import {code} {'' if name == 'mine' else name}", owner=OTHER)

    assert ["IREN", "WULF"] == on(it, name, OTHER)


async def test_a_code_cannot_be_guessed_and_a_list_has_one():
    """Shared again it gives the list as it is then."""
    it = await a_room()
    code = await a_code(it)
    await it.asks("/watchlist add mine CIFR")

    again = await a_code(it)
    await it.asks(f"/watchlist import {code}", owner=OTHER)

    assert (12, code, ["IREN", "WULF", "CIFR"]) == (len(code), again, on(it, "mine", OTHER))


async def test_the_code_of_a_list_ends_with_it():
    """Whoever deletes a list gives it to nobody any more."""
    it = await a_room()
    code = await a_code(it)

    await it.asks("/watchlist delete mine")

    assert "No list is shared as" in await it.asks(f"/watchlist import {code}", owner=OTHER)


async def test_the_operators_list_can_be_shared_and_taken_in_with_its_milestones():
    """A room that wants to change it needs a copy."""
    it = await a_room()
    code = await a_code(it, "miners")

    await it.asks(f"/watchlist import {code} my-miners")

    levels = it.bot.desk.seen_by(ROOM).lists["my-miners"].watchlist.milestones
    assert [2_900_000_000, 3_000_000_000, 3_200_000_000] == [int(level) for level in levels]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abcDEF123-_x", "No list is shared as abcDEF123-_x; ask for the code again."),
        ("IREN WULF", "Name it first, as in /watchlist import mine IREN, WULF, CIFR."),
        ("two", "Name it first"),
        ("two IREN wu§lf {x}", "These are no symbols: wu§lf, {x}."),
        ('two {"members": 7}', "This JSON is no list"),
        ("mine CIFR", "There is a list mine already"),
    ],
)
async def test_what_is_no_list_is_refused_with_what_to_type(text: str, said: str):
    """A pasted text is anything at all."""
    it = await a_room()

    answer = await it.asks(f"/watchlist import {text}")

    assert said in answer


@pytest.mark.parametrize(
    "pasted",
    [
        "IREN, WULF, CIFR",
        "NASDAQ:IREN,NASDAQ:WULF\nNASDAQ:CIFR",
        "Symbol,Name\nIREN,IREN Limited\nWULF,TeraWulf Inc.\nCIFR,Cipher Mining",
        'Name;Ticker\n"IREN; Limited";IREN\nTeraWulf;WULF\nCipher;CIFR',
        "IREN\tIREN Limited\nWULF\tTeraWulf Inc.\nCIFR\tCipher Mining",
        '{"members": ["IREN", "WULF", "CIFR"], "title": "Three"}',
    ],
)
async def test_a_list_of_another_program_is_taken_in(pasted: str):
    """However it separates its cells, and whatever else it says of them."""
    it = await a_room()

    await it.asks(f"/watchlist import three {pasted}")

    assert ["IREN", "WULF", "CIFR"] == on(it, "three")


async def test_a_form_takes_a_pasted_file_whole():
    """Where a platform has a field for it, its ends of line come with it."""
    it = await a_room()

    await it.replies(
        "watchlist import", pasted="three Symbol,Name\nIREN,IREN Limited\nWULF,Tera Wulf"
    )

    assert ["IREN", "WULF"] == on(it, "three")


async def test_what_was_exported_is_taken_in_again():
    """As a file of symbols, and as JSON with all it says."""
    it = await a_room()
    exported = await it.replies("/watchlist export miners")
    assert exported.attachment

    await it.asks(f"/watchlist import a {exported.attachment.content.decode()}")
    await it.asks(f"/watchlist import b {exported.body}")

    lists = it.bot.desk.seen_by(ROOM).lists
    names = ("a", "b")
    assert (
        "symbol,name\nIREN,IREN Inc.\nWULF,WULF Inc.\nCIFR,CIFR Inc.\n",
        [("IREN", "WULF", "CIFR")] * 2,
        ["2900000000", "3000000000", "3200000000"],
        lists["miners"].watchlist.milestones,
    ) == (
        exported.attachment.content.decode(),
        [lists[name].watchlist.members for name in names],
        json.loads(exported.body)["milestones"],
        lists["b"].watchlist.milestones,
    )


@pytest.mark.parametrize("text", ["{", '{"members": [[]]}', '{"members": {}}', "[1]", '"\n"', "\0"])
def test_a_broken_text_is_somebodys_mistake_and_no_fault(text: str):
    """Whatever is pasted, they are told that it is no list."""
    with pytest.raises(UserError):
        sheet(text)
