"""What is asked about the market is answered with figures, their baselines, and what is unknown."""

from collections.abc import Callable

import pytest

from tests.builders import Watched, a_bot, a_watchlist
from tests.scenes import a_forenoon, a_morning, no_lists, nothing_yet, shown

CLOSE = "against the close of 2025-10-09, 100.00"

CASES: list[tuple[Callable[[], Watched], str, list[str]]] = [
    (
        a_morning,
        "/quote iren",
        [
            "IREN 106.00, +6.00%",
            "IREN Inc., USD",
            "Price: 106.00 at 07:59:30 EDT, 30 s ago [test]",
            "Session: pre-market",
            f"Change: +6.00% ({CLOSE})",
            f"Pre-market: +6.00% ({CLOSE})",
            "Yesterday: +25.00% (against the close of 2025-10-08, 80.00)",
            "Year to date: +112.00% (against the close of 2024-12-31, 50.00)",
            "Volume: 123,456",
            "Market cap: $1.06B",
            "Shares: 10,000,000 as of 2025-10-09 [test, told 5 h ago]",
        ],
    ),
    (a_morning, "/quote WULF", ["Yesterday: n/a (no close of WULF before 2025-10-09)"]),
    (a_morning, "/quote CIFR", ["Year to date: n/a (no close of CIFR for the end of 2024)"]),
    (
        a_morning,
        "/quote BTC-USD",
        ["Volume: n/a (no volume of BTC-USD is told)", "Shares: n/a (no share count of BTC-USD)"],
    ),
    (
        a_morning,
        "/quote MSFT",
        [
            "MSFT n/a, n/a",
            "Price: n/a (no quote and no close yet)",
            "Change: n/a (no quote of MSFT yet)",
            "Market cap: n/a (no quote of MSFT yet)",
            "Shares: n/a (no share count of MSFT)",
        ],
    ),
    (
        nothing_yet,
        "/quote WULF",
        [
            "Price: 100.00, the last close; nothing has traded since",
            "Pre-market: n/a (WULF has not traded in this session)",
        ],
    ),
    (
        a_forenoon,
        "/quote IREN",
        [
            "Session: regular session",
            f"Change: +10.00% ({CLOSE})",
            f"Pre-market: +6.00% ({CLOSE})",
            "Regular session: +1.85% (against the open of 2025-10-10, 108.00)",
            f"Gap: +8.00% ({CLOSE})",
        ],
    ),
    (
        a_morning,
        "/sector",
        [
            "Bitcoin miners: $3.08B, +2.67%",
            "This is miners, as you named no list.",
            "Cap: $3.08B\n",
            "Change: +2.67% (against the cap at the previous closes, $3.00B)",
            "Coverage: 100% of the cap is fresh, 0 carried, 0 stale",
            "Next milestone: $3.2B, $120.00M away (+3.90%)",
            "Previous milestone: $3B, $80.00M away (-2.60%)",
            "Breadth: 2 up, 1 down, 0 unchanged",
            "Leader: IREN +6.00% at 106.00",
            "Laggard: CIFR -1.00% at 99.00",
            "Benchmark: BTC-USD 121,200.00, +1.00% (against the close of 2025-10-09, 120,000.00)",
            "Symbol | Price | Change | Cap | Share\nIREN | 106.00 | +6.00% | $1.06B | 34.4%\nWULF",
        ],
    ),
    (
        a_forenoon,
        "/sector miners",
        [
            "Cap: $3.14B (only 67% of the cap is fresh, and it takes 95%)",
            "Coverage: 67% of the cap is fresh, 1 carried, 1 stale (WULF)",
            "Change: n/a (only 67% of the cap is fresh, and it takes 95%)",
        ],
    ),
    (
        a_morning,
        "/sector TECH",
        [
            "Big tech: n/a, n/a",
            "Missing: MSFT (no price).",
            "Cap: n/a (no price or share count yet of MSFT)",
            "Next milestone: none",
            "Breadth: 0 up, 0 down, 0 unchanged, 1 unknown",
            "MSFT | n/a | n/a | n/a | n/a",
        ],
    ),
    (nothing_yet, "/sector", ["Bitcoin miners: $3.00B, 0.00%", "3 carried", "milestone: none"]),
    (no_lists, "/sector", ["There is no watchlist yet; /watchlist create mine IREN WULF makes"]),
    (
        a_morning,
        "/movers miners",
        [
            "Movers: Bitcoin miners, pre-market",
            "Pre-market: against the close of 2025-10-09.",
            "Symbol | Price | Pre-market | Yesterday | Year to date\nIREN | 106.00 | +6.00% | +25",
            "WULF | 103.00 | +3.00% | n/a | +106.00%\nCIFR | 99.00 | -1.00% | +25.00% | n/a",
        ],
    ),
    (
        a_forenoon,
        "/movers",
        [
            "Movers: Bitcoin miners, regular session",
            "Change: against the close of 2025-10-09.",
            "IREN | 110.00 | +10.00%",
        ],
    ),
    (a_morning, "/movers tech", ["Not ranked: MSFT has not traded in this session."]),
    (
        a_morning,
        "/watchlist show",
        [
            "2 watchlists",
            "tech | settings file | Big tech | 1 | none | none",
            "miners | settings file | Bitcoin miners | 3 | BTC-USD | $2.9B, $3B, $3.2B",
        ],
    ),
    (
        a_morning,
        "/watchlist show miners",
        [
            "Bitcoin miners (miners)",
            "Coverage it takes: 95% of the cap",
            "Fresh within: pre-market 30 min, regular session 15 min, after hours 30 min",
            "IREN | IREN Inc. | 106.00 | +6.00%",
        ],
    ),
    (a_morning, "/watchlist show tech", ["Benchmark: none", "MSFT | n/a"]),
    (no_lists, "/watchlist show", ["There is no watchlist yet"]),
]


@pytest.mark.parametrize(
    ("made", "text", "fragments"), CASES, ids=[f"{m.__name__} {text}" for m, text, _ in CASES]
)
async def test_a_question_is_answered(made: Callable[[], Watched], text: str, fragments: list[str]):
    """What people read is the product; each figure here was worked out by hand."""
    answer = shown(await made().asks(text))

    assert [] == [part for part in fragments if part not in answer], answer


@pytest.mark.parametrize("made", [a_morning, a_forenoon, nothing_yet, no_lists])
@pytest.mark.parametrize("text", sorted({text for _, text, _ in CASES}))
async def test_nothing_breaks_and_tables_are_whole(made: Callable[[], Watched], text: str):
    """Every row is as long as the headings, whatever is unknown at the time."""
    reply = await made().asks(text)

    assert "That went wrong" not in reply.title
    assert reply.table is None or {len(reply.table.headings)} >= set(map(len, reply.table.rows))


async def test_times_are_told_in_the_time_zone_of_the_person_who_asks():
    """Nobody should have to add six hours in their head."""
    reply = await a_morning().asks("/quote IREN", timezone="Europe/Berlin")

    assert "13:59:30 CEST" in shown(reply)


async def test_the_pre_market_move_is_not_carried_into_the_next_day():
    """On Monday, Friday's pre-market is nobody's news."""
    bot = a_morning()
    bot.turns_to("2025-10-13T14:00Z")

    assert "Pre-market" not in shown(await bot.asks("/quote IREN"))


async def test_the_only_watchlist_needs_no_word_about_being_the_default():
    """There is nothing it could be confused with."""
    assert "as you named no list" not in shown(await nothing_yet().asks("/sector"))


async def test_a_name_that_printed_before_the_bell_and_fell_silent_is_named():
    """Prints were coming and have stopped; those that never came are another matter."""
    bot = a_bot(at="2025-10-10T08:00Z")
    bot.trades("WULF", 110, "2025-10-10T08:10Z")
    bot.turns_to("2025-10-10T09:00Z")

    answer = shown(await bot.asks("/sector"))

    assert "Coverage: 65% of the cap is fresh, 2 carried, 1 stale (WULF)" in answer


async def test_without_milestones_the_first_watchlist_is_the_default():
    """Some list must be, and the operator put it first."""
    bot = a_bot(watchlists=[a_watchlist("tech", "MSFT", title="Big tech"), a_watchlist()])

    assert "This is tech, as you named no list." in shown(await bot.asks("/movers"))


async def test_the_milestone_the_cap_stands_at_is_still_ahead():
    """At a level is not past it: `crosses above` has not happened yet."""
    bot = a_bot(watchlists=[a_watchlist(milestones=["2000000000", "3000000000"])])

    answer = shown(await bot.asks("/sector"))

    assert "Next milestone: $3B, $0.00 away (0.00%)" in answer
    assert "Previous milestone: $2B, $1.00B away (-33.33%)" in answer


async def test_a_long_list_is_cut_and_says_so():
    """A phone shows about ten rows; the rest must not be missed for lack of a word."""
    bot = a_bot(watchlists=[a_watchlist("many", " ".join(f"S{n}" for n in range(30)))])

    assert "The largest 10 of 30 members:" in shown(await bot.asks("/sector"))
    assert "10 more are not shown." in shown(await bot.asks("/movers"))
