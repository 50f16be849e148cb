"""What a sector is made of: its terms, its members, and how many of them a move is."""

from collections.abc import Callable

import pytest

from tests.builders import Watched, a_bot, a_quote, a_watchlist
from tests.relisted import edits
from tests.scenes import a_morning, shown


def an_edited_morning() -> Watched:
    """CIFR was taken off."""
    bot = a_morning()
    edits(bot, "IREN WULF")
    return bot


def edges() -> Watched:
    """Members exactly on the edges between bands, and one that is unchanged."""
    moves = {"A": 105, "B": 102, "C": 100, "D": 98, "E": 95, "F": 94}
    bot = a_bot(watchlists=[a_watchlist(members=" ".join(moves))])
    for second, (symbol, price) in enumerate(moves.items()):
        bot.sees(a_quote(symbol, price, at=f"2025-10-10T12:00:{second:02}Z"))
    return bot


def many() -> Watched:
    """Thirty-one members that are up one percent, all but the last."""
    members = [f"S{n}" for n in range(31)]
    bot = a_bot(watchlists=[a_watchlist(members=" ".join(members))])
    for second, symbol in enumerate(members[:-1]):
        bot.sees(a_quote(symbol, 101, at=f"2025-10-10T12:00:{second:02}Z"))
    return bot


CASES: list[tuple[Callable[[], Watched], str, list[str]]] = [
    (
        a_morning,
        "/sector cap miners",
        [
            "Bitcoin miners: $3.08B",
            "Cap: $3.08B",
            "Change: +2.67% (against the cap at the previous closes, $3.00B)",
            "Next milestone: $3.2B, $120.00M away (+3.90%)",
            "IREN | $1.06B | 106.00 | 10,000,000 | Thu 2025-10-09 | 30 s | test",
        ],
    ),
    (
        an_edited_morning,
        "/sector cap miners",
        [
            "Last rebase: CIFR removed at 08:00:00 EDT, $3.08B to $2.09B; no move of the market",
        ],
    ),
    (a_morning, "/sector cap tech", ["MSFT | n/a | n/a | n/a | n/a | n/a | no price"]),
    (many, "/sector cap", ["The largest 30 of 31 members:", "S0 | $1.01B"]),
    (
        a_morning,
        "/sector members",
        [
            "Bitcoin miners: 3 members",
            "This is miners, as you named no list.",
            "Changes are against the previous close.",
            "IREN | 106.00 | +6.00% | +112.00% | $1.06B | 34.4%",
            "CIFR | 99.00 | -1.00% | n/a | $990.00M | 32.1%",
        ],
    ),
    (many, "/sector members", ["The largest 30 of 31:"]),
    (
        a_morning,
        "/sector breadth miners",
        [
            "Bitcoin miners: 2 up, 1 down, 0 unchanged",
            "Up: 67% of the members that are known",
            "Cap-weighted: +2.67%",
            "Mean: +2.67%",
            "Median: +3.00%",
            "over +5% | 1 | IREN",
            "under -5% | 0 | nobody",
        ],
    ),
    (
        edges,
        "/sector breadth",
        [
            (
                "over +5% | 0 | nobody\n+2% to +5% | 1 | A\n0% to +2% | 2 | B C\n"
                "-2% to 0% | 1 | D\n-5% to -2% | 1 | E\nunder -5% | 1 | F"
            )
        ],
    ),
    (many, "/sector breadth", ["0% to +2% | 30 | S0 S1 S2 S3 S4 S5 and 24 more"]),
    (a_morning, "/sector breadth tech", ["Up: n/a (the change of only 0 members is known)"]),
]


@pytest.mark.parametrize(
    ("made", "text", "fragments"), CASES, ids=[f"{m.__name__} {text}" for m, text, _ in CASES]
)
async def test_what_a_sector_is_made_of_is_told(
    made: Callable[[], Watched], text: str, fragments: list[str]
):
    """Each figure here was worked out by hand."""
    answer = shown(await made().asks(text))

    assert [] == [part for part in fragments if part not in answer], answer


async def test_a_sector_leads_on_to_what_it_is_made_of():
    """A button is a command about the same list."""
    reply = await a_morning().asks("/sector miners")

    assert [
        "/sector attribution miners",
        "/sector members miners",
        "/sector milestones miners",
        "/sector history miners",
    ] == [action.text for action in reply.actions]
