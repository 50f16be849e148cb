"""Instruments that people may name: those of their own, those of everybody, and no neighbour's."""

from handlers.heard import instruments
from tests.builders import a_bot, a_rule, a_watchlist

US, THEM = "telegram:1", "telegram:2"


def named_by(viewer: str) -> set[str]:
    """Return what somebody may name where each room has a list and a rule, and one trades."""
    bot = a_bot(
        rules=[
            a_rule("SOLO.price > 5", name=f"lone@{THEM}"),
            a_rule("BOTH.price > 5", name=f"both@{THEM}"),
            a_rule("BOTH.price > 5 and IREN.price > PEER.price", name=f"both@{US}"),
        ],
        watchlists=[a_watchlist(), a_watchlist(f"hidden@{THEM}", "DEEP")],
    )
    bot.trades("FREE", 10, "2025-10-10T12:00:10Z")
    return set(instruments(bot.desk.seen_by(viewer)))


def test_what_another_room_alone_watches_is_named_to_nobody_else():
    """A symbol that is suggested tells whoever types what a neighbour is after."""
    assert set() == {"SOLO", "DEEP"} & named_by(US)


def test_what_a_room_watches_too_is_its_own_to_name():
    assert {"BOTH", "PEER", "IREN", "FREE"} <= named_by(US)


def test_whoever_watches_it_may_name_it():
    assert {"SOLO", "DEEP", "BOTH"} <= named_by(THEM)


def test_the_operator_names_everything():
    assert {"SOLO", "DEEP", "BOTH", "PEER", "FREE"} <= named_by("")
