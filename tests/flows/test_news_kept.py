"""News over a restart, with the real store: nothing is told again, and nothing is lost."""

from pathlib import Path

from tests.tenanted import ANNA, BERT, OPERATOR, House, a_house, said


def told(house: House, room: str) -> list[str]:
    """Take what was said in a room since this was last asked."""
    titles = [text for one in house.listeners for where, text in one.said if where == room]
    for one in house.listeners:
        one.said.clear()
    return titles


async def test_a_story_is_the_same_after_a_restart_and_rings_once(tmp_path: Path):
    """The feed has the item for hours, and tells it whenever it is asked."""
    async with a_house(tmp_path) as house:
        await house.reads(OPERATOR, 7)
        first, stories, now = told(house, ANNA.room), house.stories, house.now
    async with a_house(tmp_path, now) as house:
        await house.reads(OPERATOR, 7)
        again, kept = told(house, ANNA.room), house.stories
        shown = said(await house.asks(OPERATOR, f"/story {stories[0]}"))

    assert (1, [], stories) == (len(first), again, kept)
    assert "IREN signs a lease over 7 MW" in shown


async def test_what_a_feed_has_told_is_known_after_a_restart(tmp_path: Path):
    """What it tells then is held to that: no flood of what was there before."""
    async with a_house(tmp_path) as house:
        await house.reads(ANNA, 3)
        now = house.now
    async with a_house(tmp_path, now) as house:
        known = house.bot.pipeline.newsroom.known_of(f"wire@{ANNA.owner}")

    assert (frozenset({"3"}), now) == (known.ids, known.newest)


async def test_a_room_s_own_story_is_its_own_after_a_restart(tmp_path: Path):
    async with a_house(tmp_path) as house:
        await house.reads(ANNA, 3)
        now = house.now
    async with a_house(tmp_path, now) as house:
        mine, theirs = [said(await house.asks(who, "/news")) for who in (ANNA, BERT)]

    assert (True, False) == ("aardvark" in mine, "aardvark" in theirs)
