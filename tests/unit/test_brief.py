"""The brief: what a trader reads on a phone before the bell, and nothing that was not recorded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Drawing, Picture
from bot.market.events import Halt
from bot.market.instruments import Symbol
from bot.platforms.discord.embeds import of_message
from bot.platforms.telegram.rendering import TEXT_LIMIT, message_said
from bot.reading import Reader, reading
from tests.briefed import (
    MORNING,
    News,
    a_development,
    a_finding,
    a_morning,
    an_article,
    line,
    told,
)
from tests.builders import a_bot, a_quote, a_reference, a_rule, a_watchlist, at
from tests.watched import Watched

SIZES = st.integers(min_value=1, max_value=200)
TEXTS = st.text(max_size=300)


def many(number: int) -> Watched:
    """Make a bot with so many members, all of which have traded, the first highest."""
    members = [
        f"M{n:03}".translate(str.maketrans("0123456789", "ABCDEFGHIJ")) for n in range(number)
    ]
    lists = [a_watchlist(members=" ".join(members), milestones=[10**9 * number * 2])]
    bot = a_bot(watchlists=lists, references=[a_reference(m) for m in members])
    for n, member in enumerate(members):
        bot.sees(a_quote(member, 110 - Decimal(n) / 20, at="2025-10-10T12:00Z"))
    return bot


def test_its_title_says_what_the_sector_is_worth_and_how_far_it_moved():
    assert "Bitcoin miners: $3.13B, +4.33% before the bell" == told(a_morning()).title


def test_it_begins_with_the_time_and_when_the_bell_is():
    first = told(a_morning()).body.splitlines()[0]

    assert "Fri 2025-10-10 08:45:00 EDT, pre-market; the bell is at 09:30" == first


def test_the_distance_to_the_milestones_around_it_is_told():
    expected = "$3.2B is $70.00M away (+2.24%), $2.9B is $230.00M behind."

    assert expected == line(told(a_morning()), "$3.2B")


def test_at_a_milestone_nothing_is_left_to_go():
    """At a milestone is not yet past it."""
    bot = a_morning(IREN=108, WULF=110, CIFR=102)

    assert "it stands at $3.2B, $2.9B is $300.00M behind." == line(told(bot), "it stands")


def test_the_move_is_told_in_dollars_by_whoever_added_most():
    """WULF is most of it: without it the rest rose by 1.5 %."""
    expected = "WULF +$100.00M, IREN +$40.00M, CIFR -$10.00M, +1.5% without WULF."

    assert line(told(a_morning()), "+$130").endswith(f": {expected}")


def test_the_day_before_is_told_of_the_whole_sector():
    """It rose from 80 to 100 in every share."""
    expected = "+$130.00M since Thu's closes, after +25.0% on Thu: WULF"

    assert line(told(a_morning()), "+$130").startswith(expected)


def test_a_day_before_that_somebody_has_no_close_of_is_left_out():
    bot = a_bot(
        watchlists=[a_watchlist(members="IREN")], references=[a_reference(close_before=None)]
    )

    assert line(told(bot), "$0").startswith("$0.00 since Thu's closes: nobody moved")


def test_a_fall_names_first_whoever_took_most():
    bot = a_morning(IREN=95, WULF=90, CIFR=101)

    assert "WULF -$100.00M, IREN -$50.00M, CIFR +$10.00M" in line(told(bot), "-$140")


def test_members_are_ranked_by_the_move_with_the_day_before_and_the_year():
    """Whoever gained most leads, whatever anybody wrote."""
    lines = told(a_morning()).body.splitlines()
    place = lines.index("Last, before the bell · Thu · year to date:")

    assert [
        "WULF 110.00  +10.0% · +25.0% · +120%",
        "IREN 104.00  +4.0% · +25.0% · +108%",
        "CIFR 99.00  -1.0% · +25.0% · +98%",
    ] == lines[place + 1 : place + 4]


def test_the_bases_and_the_age_of_all_figures_are_said_once():
    expected = "Measured from the closes of 2025-10-09 · 2025-10-08 · 2024-12-31, of all alike;"

    assert f"{expected} trades 7 min old [test]." == line(told(a_morning()), "Measured")


def test_whoever_has_not_traded_comes_last_and_is_named():
    bot = a_bot(watchlists=[a_watchlist()], at=MORNING)
    bot.sees(a_quote("WULF", 101, at=MORNING))
    message = told(bot)

    assert "IREN n/a" in line(message, "IREN").replace("100.00", "n/a")
    assert "Not known: the move of IREN, CIFR;" in line(message, "Not known")


def test_of_one_figure_that_is_missing_it_is_told_why():
    """A company that was listed this year has no year to date."""
    bot = a_morning()
    bot.sees(a_reference("CIFR", at="2025-10-10T12:46Z", year_close=None))

    assert "Not known: no close of CIFR for the end of 2024." == line(told(bot), "Not known")


def test_of_a_long_list_the_ends_have_a_line_and_the_middle_is_one():
    """200 lines are no brief."""
    assert "188 more, between +9.6% and +0.2%" == line(told(many(200)), "188 more")


def test_what_members_are_held_against_is_told_with_its_own_bases():
    expected = "BTC-USD 121,000.00 (5 min old [test]): day +0.8% from the close of 2025-10-09"

    assert line(told(a_morning()), "BTC-USD").startswith(expected)


def test_a_cap_that_is_not_believed_is_not_told():
    """A member without a price leaves the sum unknown, and everything that rests on it."""
    bot = a_bot(watchlists=[a_watchlist(milestones=[10**9])], references=[a_reference("IREN")])
    message = told(bot)

    assert "Bitcoin miners: n/a, n/a before the bell" == message.title
    assert "Its value cannot be told: no price or share count yet of" in message.body
    assert "arithmetic" not in message.body


def test_without_a_close_of_the_day_before_no_move_is_told():
    """What a member added since then nobody knows."""
    bot = a_bot(
        watchlists=[a_watchlist(members="IREN", milestones=[10**10])],
        references=[a_reference("IREN", previous_close=None)],
        at=MORNING,
    )
    bot.sees(a_quote("IREN", 101, at=MORNING))
    message = told(bot)

    assert ("$10B is $8.99B away", False) == (
        line(message, "$10B")[:19],
        "since Thu's closes" in message.body,
    )


def test_what_members_are_held_against_may_have_no_price_yet():
    bot = a_bot(watchlists=[a_watchlist(benchmark="BTC-USD")])

    assert "BTC-USD: no price yet." == line(told(bot), "BTC-USD")


def test_of_a_long_list_that_nobody_traded_the_middle_is_counted():
    """Early in the morning most of a list is quiet."""
    members = [f"M{letter}{other}" for letter in "ABCDE" for other in "ABCD"]
    bot = a_bot(watchlists=[a_watchlist(members=" ".join(members))])
    message = told(bot)

    assert "8 more, not known" == line(message, "8 more")
    assert "the move of MAA, MAB, MAC, MAD, MBA and 15 more" in line(message, "Not known")


def test_on_the_last_day_of_the_calendar_nobody_knows_the_next_bell():
    """It ends with 2030; what is known is told all the same."""
    bot = a_morning(when="2030-12-31T22:00Z")
    first = told(bot).body.splitlines()[0]

    assert "Tue 2030-12-31 17:00:00 EST, after hours" == first


def test_a_halt_is_told():
    bot = a_morning()
    symbol, when = Symbol("IREN"), at("2025-10-10T12:41Z")
    bot.sees(Halt(symbol=symbol, at=when, reason="T1", resumes=None, seen=at("2025-10-10T12:46Z")))

    assert "Halted: IREN (T1, 08:41)." == line(told(bot), "Halted")


def test_who_stands_at_a_price_of_before_is_counted():
    bot = a_bot(watchlists=[a_watchlist()], at=MORNING)
    bot.sees(a_quote("WULF", 101, at=MORNING))

    assert "2 stand at an earlier session's price" in line(told(bot), "100% of the cap")


def test_while_all_is_closed_everybody_does():
    message = told(a_morning(when="2025-10-11T15:00Z"))

    assert "earlier session" not in message.body


def test_the_growth_to_the_next_round_level_is_arithmetic():
    """From $3.13B to $5B in 57 sessions is 0.83 % in each."""
    expected = "$5B by 2025-12-31 takes +59.7%, or +0.83% in each of 57 sessions"

    assert f"{expected}: arithmetic, not a forecast." == line(told(a_morning()), "$5B")


@pytest.mark.parametrize(
    ("price", "level"), [("63.40", "$2B"), ("63.60", "$5B"), ("317", "$10B"), ("318", "$20B")]
)
def test_a_level_that_is_nearly_there_is_no_goal(price: str, level: str):
    """Under 5 % away the next round one is told."""
    bot = a_morning(closed=price, IREN=price, WULF=price, CIFR=price)

    assert f"{level} by 2025-12-31 takes" in told(bot).body


def test_after_the_close_it_tells_of_the_day():
    bot = a_morning()
    for symbol in ("IREN", "WULF", "CIFR"):
        bot.trades(symbol, 102, "2025-10-10T20:01Z")
    bot.turns_to("2025-10-10T20:15Z")
    message = told(bot)

    assert message.title.endswith("+2.00% after the close")
    assert "after hours; the bell is at Mon 09:30" in message.body.splitlines()[0]
    assert "Last, the day · Thu · year to date:" in message.body


@pytest.mark.parametrize(
    ("when", "bell"),
    [
        ("2025-10-11T15:00Z", "Mon 09:30"),
        ("2025-10-13T07:00Z", "09:30"),
        ("2025-10-10T13:29:59Z", "09:30"),
    ],
)
def test_the_next_bell_is_the_next_one_there_is(when: str, bell: str):
    first = told(a_morning(when=when)).body.splitlines()[0]

    assert first.endswith(f"; the bell is at {bell}")


def test_in_the_session_nobody_waits_for_the_bell():
    first = told(a_morning(when="2025-10-10T14:00Z")).body.splitlines()[0]

    assert "Fri 2025-10-10 10:00:00 EDT, regular session" == first


def test_it_is_as_the_room_reads():
    """Times are by the room's clock."""
    with reading(Reader(zone="Europe/Berlin")):
        first = told(a_morning()).body.splitlines()[0]

    assert first.startswith("Fri 2025-10-10 14:45:00 CEST, pre-market; the bell is at 15:30")


def test_it_comes_with_a_picture_of_the_value():
    expected = Picture(
        drawing=Drawing.CAP, subject="miners", at=at(MORNING), question="/chart miners"
    )

    assert expected == told(a_morning()).picture


def test_its_buttons_ask_for_more():
    texts = [action.text for action in told(a_morning()).actions]

    assert ["/sector show miners", "/movers miners", "/news miners", "/chart miners"] == texts


def test_the_list_of_a_room_is_called_as_the_room_calls_it():
    bot = a_bot(watchlists=[a_watchlist("mine@telegram:7")])

    assert "/sector show mine" == told(bot, name="mine@telegram:7").actions[0].text


def test_the_same_market_gives_the_same_brief():
    assert told(a_morning()) == told(a_morning())


@given(members=SIZES, titles=st.lists(TEXTS, max_size=8), rule=st.text(max_size=80))
def test_it_is_one_message_whatever_there_is_to_tell(members: int, titles: list[str], rule: str):
    """4,096 units of UTF-16 on Telegram, one whole embed on Discord; news are cut, not lost."""
    bot, news = many(members), News()
    for n, title in enumerate(titles):
        article = an_article(
            title, "About 2 GW. " * n, outlet=title[:60], seen=f"2025-10-10T1{n % 2}:0{n}Z"
        )
        wrong = [a_finding(why=title * 3), a_finding(subject="X" * n, value=n)]
        news.hears(a_development(article, *wrong, symbols=["MAAA"]))
    bot.engine.add(a_rule("MAAA.change < 100%", name=f"r{rule}"))
    bot.sees(a_quote("MAAA", 99, at="2025-10-10T12:30Z"))
    message = told(bot, news)
    shown = of_message(message)

    assert (True, 1, ()) == (
        message_said(message).length <= TEXT_LIMIT,
        len(shown.embeds),
        shown.files,
    )
