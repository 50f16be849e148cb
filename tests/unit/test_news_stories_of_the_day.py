"""The recorded day: who tells which story, and what its corrected article is."""

import gzip
import json
from functools import cache
from pathlib import Path

from bot.news.pieces import Piece
from bot.news.stories import Placing, Step
from tests.told import a_piece, placed

RECORDING = Path("config/recordings/2025-10-10.jsonl.gz")


@cache
def the_day() -> tuple[Placing, ...]:
    """Place the articles of the day, in the order they came."""
    with gzip.open(RECORDING, "rt", encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines if '"kind": "article"' in line]
    return tuple(placed(*map(_piece, told)))


def test_the_sectors_morning_is_one_story_and_the_shortage_another():
    """The breathless outlet ends with the shortage and its two gigawatts, and is not about it."""
    stories: dict[str, list[str]] = {}
    for placing in the_day():
        stories.setdefault(placing.story.id, []).append(placing.piece.article.id)

    assert [["wire-1"], ["local-7"], ["desk-1", "fan-1", "desk-1"], ["wire-2"]] == list(
        stories.values()
    )


def test_the_second_outlet_updates_the_story_with_what_only_it_says():
    fan = the_day()[3]

    assert (Step.UPDATE, True) == (fan.step, {"$66", "MSFT"} <= set(fan.fresh))


def test_the_corrected_article_is_a_correction_of_the_first():
    corrected = the_day()[4]

    assert (Step.CORRECTION, "2025-10-10 12:20") == (
        corrected.step,
        f"{corrected.beside.article.seen:%Y-%m-%d %H:%M}" if corrected.beside else "",
    )


def test_why_the_two_are_one_story_names_whom_and_what_they_share():
    why = the_day()[3].why

    assert all(
        shared in why for shared in ("Miner Desk's of 12:20 UTC", "IREN", "$90B", "520 %", "28 min")
    )


def _piece(told: dict[str, str]) -> Piece:
    return a_piece(
        told["title"],
        told["text"],
        id=told["id"],
        outlet=told["outlet"],
        at=told["at"],
        published=told["published"],
    )
