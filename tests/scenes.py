"""Scenes: small markets at a certain hour, for tests that ask about them."""

from bot.chat import Reply
from tests.builders import (
    BEFORE_THE_BELL,
    Watched,
    a_bot,
    a_quote,
    a_reference,
    a_rule,
    a_watchlist,
)

MILESTONES = ("2900000000", "3000000000", "3200000000")


def nothing_yet() -> Watched:
    """Make a bot that has its references and has not heard a quote."""
    return a_bot()


def no_lists() -> Watched:
    """Make a bot whose operator has set up nothing."""
    return a_bot(watchlists=[])


def a_morning() -> Watched:
    """Make a bot before the bell: IREN is up 6 %, WULF 3 %, CIFR down 1 %.

    MSFT is on a list without milestones, and nothing was ever told about it.
    """
    bot = a_bot(
        at="2025-10-10T07:55Z",
        watchlists=[
            a_watchlist("tech", "MSFT", title="Big tech"),
            a_watchlist(milestones=MILESTONES, benchmark="BTC-USD"),
        ],
        references=[
            a_reference("IREN"),
            a_reference("WULF", close_before=None),
            a_reference("CIFR", year_close=None),
            a_reference("BTC-USD", previous_close=120_000),
        ],
        rules=[
            a_rule(
                "premarket > 4% or premarket < -4%", name="mover", for_each="miners", reset="1%"
            ),
            a_rule("miners.cap crosses above 3.2B", name="level", hold="60s"),
            a_rule("at least 2 of miners have change > 4%", name="rally"),
            a_rule("not MSFT.price > 500", name="calm"),
        ],
    )
    bot.sees(
        a_quote("BTC-USD", 121_200, at="2025-10-10T11:50Z", volume=None),
        a_quote("WULF", 103, at="2025-10-10T11:58Z", volume=7000),
        a_quote("IREN", 106, at="2025-10-10T11:59:30Z", volume=123456),
        a_quote("CIFR", 99, at=BEFORE_THE_BELL),
    )
    return bot


def a_forenoon() -> Watched:
    """Make the same bot half an hour after the bell, which WULF has not traded since."""
    bot = a_morning()
    bot.sees(
        a_quote("IREN", 108, at="2025-10-10T13:30:05Z"),
        a_quote("CIFR", 101, at="2025-10-10T13:50:07Z"),
        a_quote("IREN", 110, at="2025-10-10T13:51:00Z"),
    )
    bot.turns_to("2025-10-10T14:00Z")
    return bot


def shown(reply: Reply) -> str:
    """Write a reply out as a plain platform would."""
    rows = (reply.table.headings, *reply.table.rows) if reply.table else ()
    facts = [f"{f.label}: {f.value}" for f in reply.facts]
    return "\n".join([reply.title, reply.body, *facts, *(" | ".join(row) for row in rows)])
