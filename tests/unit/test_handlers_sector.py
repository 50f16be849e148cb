"""What is asked about a sector is answered from what was kept of it, and by arithmetic."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.market.annals import Annals
from tests.builders import Watched, a_bot, a_quote, a_reference, a_watchlist
from tests.scenes import MILESTONES, a_forenoon, a_morning, no_lists, nothing_yet, shown

MINUTE = timedelta(minutes=1)
MEMBERS = ("IREN", "WULF", "CIFR")


def a_kept(*, when: str = "2025-10-10T12:00Z") -> Watched:
    """Make a bot that was kept an eye on from the start, at $3B."""
    bot = a_bot(watchlists=[a_watchlist(milestones=MILESTONES)], at=when)
    bot.pipeline.moved.append(Annals(bot.market))
    return bot


def an_hour_of_crossings() -> Watched:
    """Cross $3.0B at 12:05 and 3.2B at 12:10, and lose the latter ten minutes later."""
    bot = a_kept()
    bot.trades("IREN", 105, "2025-10-10T12:05Z")
    bot.trades("IREN", 125, "2025-10-10T12:10Z")
    bot.trades("IREN", 118, "2025-10-10T12:20Z")
    bot.turns_to("2025-10-10T12:25Z")
    return bot


def three_days() -> Watched:
    """Close at 110, at 121 with a million shares more, and at 108.9."""
    bot = a_kept()
    for day, price in (("10", "110"), ("13", "121"), ("14", "108.9")):
        for member in MEMBERS:
            bot.trades(member, price, f"2025-10-{day}T19:59Z")
        bot.trades("IREN", price, f"2025-10-{day}T20:00:05Z")
        if day == "10":
            bot.sees(
                a_reference(
                    "IREN",
                    at="2025-10-13T07:00Z",
                    previous_close=110,
                    previous_close_date="2025-10-10",
                    shares=11_000_000,
                )
            )
    return bot


def forty_days(bot: Watched | None = None) -> Watched:
    """Trade at both bells, one percent up and down in turn, from the 10th of October on."""
    bot = bot or a_kept()
    calendar, day = bot.market.calendars["US"], bot.market.now.date()
    for n in range(40):
        hours = calendar.hours(day)
        assert hours
        for bell in (hours.open + MINUTE, hours.close - MINUTE, hours.close + MINUTE):
            bot.sees(*(a_quote(member, 100 + n % 2, at=bell) for member in MEMBERS))
        day = calendar.next_day(day)
    return bot


CASES: list[tuple[Callable[[], Watched], str, list[str]]] = [
    (
        a_morning,
        "/sector attribution",
        [
            "Bitcoin miners: +$80.00M (+2.67%)",
            "This is miners, as you named no list.",
            "Cap: $3.08B",
            "At the previous closes: $3.00B",
            "Without IREN, the largest: $2.02B, +$20.00M (+1.00%)",
            "IREN | +$60.00M | +2.00% | $1.06B\nWULF | +$30.00M | +1.00% | $1.03B\n",
            "CIFR | -$10.00M | -0.33% | $990.00M",
        ],
    ),
    (
        a_forenoon,
        "/sector attribution",
        ["miners: n/a", "Not told: only 67% of the cap is fresh, and it takes 95%."],
    ),
    (a_morning, "/sector attribution tech", ["Not told: no price or share count yet of MSFT."]),
    (
        an_hour_of_crossings,
        "/sector milestones miners",
        [
            "Bitcoin miners: $3.18B",
            "Watched since Fri 2025-10-10 08:00:00 EDT.",
            "$3.2B | lost | +0.63% | 08:10:00 EDT | 10 min, until 08:20:00 EDT",
            "$3B | crossed | -5.66% | 08:05:00 EDT | 20 min",
            "$2.9B | held | -8.81% | not seen | 25 min or longer",
        ],
    ),
    (a_morning, "/sector milestones tech", ["Big tech has no milestones"]),
    (
        a_forenoon,
        "/sector milestones",
        ["miners: n/a", "Not told: only 67% of the cap is fresh, and it takes 95%."],
    ),
    (
        three_days,
        "/sector history",
        [
            "$3.38B on 2025-10-14",
            "2025-10-14 | $3.38B | -10.00% | 100% | no\n",
            "2025-10-13 | $3.75B | n/a | 100% | IREN\n",
            "2025-10-10 | $3.30B | +10.00% | 100% | no\n",
            "2025-10-09 | $3.00B | n/a | 100% | no",
        ],
    ),
    (
        forty_days,
        "/sector history",
        ["The last 20 of 41 days:", "2025-12-05 | $3.03B | +1.00% | 100% | no"],
    ),
    (a_morning, "/sector history tech", ["no history", "No day has ended yet with every member"]),
    (
        a_morning,
        "/sector projection 2025-12-31",
        [
            "Bitcoin miners by 2025-12-31, to $3.2B",
            "Arithmetic, not a forecast",
            "Needed in all: +3.90%",
            "Needed a week: +0.33% (against the cap now, 11.7 weeks before 2025-12-31, $3.08B)",
            "Needed a session: +0.07%, over 57 sessions",
            "Chance alone: n/a (only 1 of the 20 days",
        ],
    ),
    (a_morning, "/sector projection 2025-12-31 4b miners", ["to $4B", "in all: +29.87%"]),
    (a_morning, "/sector projection 2025-12-31 tech", ["Big tech by 2025-12-31\n", "Cap: n/a"]),
    (
        a_morning,
        "/sector projection 2035-12-31 4B",
        ["Needed a week: +0.05%"],
    ),
    (
        a_morning,
        "/sector projection 2025-10-10 4B",
        ["Needed a week: n/a (2025-10-10 is not ahead of us)"],
    ),
    (a_morning, "/sector projection soon", ["soon is no date; write one like 2030-12-31."]),
    (
        a_morning,
        "/sector projection 2025-12-31 5%",
        ["5% is no amount of USD; write one like 100B."],
    ),
    (
        a_morning,
        "/sector projection 2025-12-31 minors",
        ["There is no watchlist minors; did you mean miners?"],
    ),
    (
        a_morning,
        "/sector projection 2025-12-31 miners tech",
        ["/sector projection takes one watchlist, not miners and tech."],
    ),
]


@pytest.mark.parametrize(
    ("made", "text", "fragments"), CASES, ids=[f"{m.__name__} {text}" for m, text, _ in CASES]
)
async def test_a_question_is_answered(made: Callable[[], Watched], text: str, fragments: list[str]):
    """Each figure here was worked out by hand."""
    answer = shown(await made().asks(text))

    assert [] == [part for part in fragments if part not in answer], answer


@pytest.mark.parametrize("made", [a_morning, a_forenoon, nothing_yet, no_lists, three_days])
@pytest.mark.parametrize("text", sorted({text for _, text, _ in CASES}))
async def test_nothing_breaks_and_tables_are_whole(made: Callable[[], Watched], text: str):
    """Every row is as long as the headings, whatever is unknown at the time."""
    reply = await made().asks(text)

    assert "That went wrong" not in reply.title
    assert reply.table is None or {len(reply.table.headings)} >= set(map(len, reply.table.rows))


async def test_the_first_question_begins_what_is_kept_where_nobody_has():
    """What came before it was not seen, and what comes after is."""
    bot = a_bot(watchlists=[a_watchlist(milestones=MILESTONES)])
    await bot.asks("/sector milestones")
    bot.trades("IREN", 105, "2025-10-10T12:05Z")

    assert "$3B | crossed | -1.64% | 08:05:00 EDT" in shown(await bot.asks("/sector milestones"))


async def test_a_rebase_is_told_as_one_and_never_as_a_crossing():
    """A million more shares are no rally."""
    bot = a_kept()
    bot.sees(a_reference("IREN", shares=11_000_000, at="2025-10-10T12:05Z"))

    assert "$3B | held | -3.23% | not seen | 0 s, rebased" in shown(
        await bot.asks("/sector milestones")
    )


async def test_what_was_held_before_we_watched_is_lost_after_nobody_knows_how_long():
    """We came in at $3B, which is over 2.9."""
    bot = a_kept()
    bot.trades("IREN", 85, "2025-10-10T12:05Z")

    assert "$2.9B | lost | +1.75% | not seen | from before we watched, until 08:05" in shown(
        await bot.asks("/sector milestones")
    )


async def test_chance_alone_is_a_band_once_there_is_a_history():
    """It says on its face that it is arithmetic; the closes of 80 and 100 told us count too."""
    bot = forty_days()

    answer = shown(await bot.asks("/sector projection 2026-12-31"))

    assert "Chance alone: the cap now, no drift assumed; at 3.62% a day" in answer
    assert "80 times of 100: arithmetic, not a forecast" in answer


async def test_the_only_member_of_a_list_is_not_left_out():
    """Without its largest there would be nobody."""
    bot = a_bot(watchlists=[a_watchlist("one", "IREN")])

    assert "Without" not in shown(await bot.asks("/sector attribution"))


async def test_a_long_list_shows_those_that_moved_most_and_says_so():
    """Nobody reads thirty rows; those that gave or took most are in it."""
    bot = a_bot(watchlists=[a_watchlist("many", " ".join(f"S{n}" for n in range(30)))])
    bot.trades("S29", 90, "2025-10-10T12:05Z")

    answer = shown(await bot.asks("/sector attribution"))

    assert "The 20 that moved most, of 30:" in answer
    assert "S29 | -$100.00M" in answer
