"""Lists of rooms outlive the process: the real store, the real way out, and a room that listens."""

from pathlib import Path

from tests.flows.test_rooms_own_rules import ROOMS, a_run

HERE, ELSEWHERE = ROOMS


async def test_a_list_that_was_edited_is_the_same_after_a_restart_and_so_are_its_alerts(
    tmp_path: Path,
):
    """Who stayed goes on ringing as before, and who came later rings for the first time."""
    async with a_run(tmp_path) as it:
        for symbol in ("IREN", "WULF"):
            await it.trades(symbol, 100, "12:01")
        await it.asks("/watchlist create mine IREN")
        await it.asks("/alert create up each of mine change > 4%")
        await it.trades("IREN", 105, "12:02")
        await it.asks("/watchlist add mine WULF")
        await it.turns_to("12:05")
        first = len(it.heard)
    async with a_run(tmp_path, "12:10") as it:
        members = (await it.replies("/watchlist show mine")).table
        await it.trades("IREN", 106, "12:11")
        await it.turns_to("12:20")
        meanwhile = list(it.heard)
        await it.trades("WULF", 106, "12:21")
        await it.turns_to("12:30")
        last = [room for room, title in it.heard if "WULF" in title]

    assert members is not None
    assert (1, ["IREN", "WULF"], [], [str(HERE)]) == (
        first,
        [row[0] for row in members.rows],
        meanwhile,
        last,
    )


async def test_a_count_of_an_edited_list_goes_on_over_a_restart(tmp_path: Path):
    """What it remembers of each member is of the members there are now."""
    async with a_run(tmp_path) as it:
        for symbol in ("IREN", "WULF"):
            await it.trades(symbol, 100, "12:01")
        await it.asks("/watchlist create mine IREN")
        await it.asks("/alert create some at least 1 of mine have change > 4%")
        await it.trades("IREN", 105, "12:02")
        await it.asks("/watchlist add mine WULF")
        await it.turns_to("12:05")
    async with a_run(tmp_path, "12:10") as it:
        stands = await it.now("some")
        await it.trades("WULF", 106, "12:11")
        await it.turns_to("12:20")

        assert ("some: firing", []) == (stands, it.heard)


async def test_whoever_is_taken_off_a_list_is_over_for_the_room_that_heard_of_it(tmp_path: Path):
    """They were told that it rings, and are told why it is over; no other room hears of either."""
    async with a_run(tmp_path) as it:
        for symbol in ("IREN", "WULF"):
            await it.trades(symbol, 100, "12:01")
        await it.asks("/watchlist create mine IREN WULF")
        await it.asks("/alert create up each of mine change > 4%")
        await it.trades("IREN", 105, "12:02")
        await it.turns_to("12:05")

        await it.asks("/watchlist remove mine IREN")
        await it.turns_to("12:15")

        heard = list(it.heard)

    assert [(str(HERE), True), (str(HERE), False)] == [
        (room, "change" in title) for room, title in heard
    ]


async def test_a_list_is_shared_with_another_room_and_each_goes_its_own_way(tmp_path: Path):
    """A copy of it survives the end of the first."""
    async with a_run(tmp_path) as it:
        await it.asks("/watchlist create mine IREN WULF")
        shared = await it.replies("/watchlist share mine")
        code = shared.title.rpartition(" ")[2]
        await it.asks(f"/watchlist import {code} theirs", ELSEWHERE)
        await it.asks("/watchlist delete mine")
    async with a_run(tmp_path, "12:10") as it:
        here = await it.asks("/watchlist")
        there = await it.asks("/watchlist show theirs", ELSEWHERE)

    assert (False, False, True) == ("yours" in here, "theirs" in here, "WULF" in there)
