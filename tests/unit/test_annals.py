"""The annals: a bot that trades, and what is kept of its sectors."""

from datetime import date, timedelta
from decimal import Decimal

from bot.market.annals import Annals, Chapter
from bot.market.history import KEPT
from bot.market.milestones import Rung
from tests.builders import Watched, a_bot, a_quote, a_reference, a_watchlist, at

MEMBERS = ("IREN", "WULF", "CIFR")
MINUTE = timedelta(minutes=1)
MILESTONES = ("2900000000", "3000000000", "3200000000")


def a_kept_bot(when: str = "2025-10-10T12:00Z") -> tuple[Watched, Chapter]:
    """Make a bot whose sector is worth $3B, and the chapter that is kept of it."""
    bot = a_bot(watchlists=[a_watchlist(milestones=MILESTONES)], at=when)
    annals = Annals(bot.market)
    bot.pipeline.moved.append(annals)
    return bot, annals.chapters["miners"]


def the_rung(chapter: Chapter, level: int) -> Rung:
    return next(rung for rung in chapter.ladder.rungs if rung.level == level)


def trade_all(bot: Watched, price: int, when: str) -> None:
    for symbol in MEMBERS:
        bot.trades(symbol, price, when)


def test_a_milestone_is_crossed_by_the_trade_that_lifts_the_cap_over_it():
    """At $3B is not over it; a cent more is, at that trade's moment."""
    bot, chapter = a_kept_bot()
    bot.trades("IREN", 101, "2025-10-10T12:05Z")

    assert at("2025-10-10T12:05Z") == the_rung(chapter, 3_000_000_000).crossed


def test_a_new_share_count_crosses_nothing():
    """A million more shares are no rally."""
    bot, chapter = a_kept_bot()
    bot.sees(a_reference("IREN", shares=11_000_000, at="2025-10-10T12:05Z"))
    rung = the_rung(chapter, 3_000_000_000)

    assert (None, True, True) == (rung.crossed, rung.over, rung.rebased)


def test_a_cap_that_is_not_believed_crosses_nothing_until_it_is():
    """Two of three have fallen silent; the third alone carries nothing over."""
    bot, chapter = a_kept_bot()
    trade_all(bot, 100, "2025-10-10T12:00:01Z")
    bot.trades("IREN", 130, "2025-10-10T12:40Z")
    unseen = the_rung(chapter, 3_200_000_000).crossed
    for symbol in MEMBERS[1:]:
        bot.trades(symbol, 100, "2025-10-10T12:41Z")

    assert (None, at("2025-10-10T12:41Z")) == (
        unseen,
        the_rung(chapter, 3_200_000_000).crossed,
    )


def test_a_day_is_closed_by_the_first_event_after_its_bell():
    """The last prints of the day, not the first one after hours."""
    bot, chapter = a_kept_bot()
    trade_all(bot, 110, "2025-10-10T19:59Z")
    bot.trades("IREN", 130, "2025-10-10T20:00:05Z")

    closes = [(d.day, d.cap, d.coverage) for d in chapter.history.days]

    assert [
        (date(2025, 10, 9), Decimal(3_000_000_000), Decimal(1)),
        (date(2025, 10, 10), Decimal(3_300_000_000), Decimal(1)),
    ] == closes


def test_a_member_without_a_close_of_the_day_stands_at_its_last_price_and_is_not_covered():
    """WULF and CIFR fell silent at noon; their share of the cap is not of the close."""
    bot, chapter = a_kept_bot()
    trade_all(bot, 100, "2025-10-10T16:00Z")
    bot.trades("IREN", 125, "2025-10-10T19:59Z")
    bot.trades("IREN", 125, "2025-10-10T20:00:05Z")

    last = chapter.history.days[-1]

    assert (Decimal(3_250_000_000), Decimal(5) / 13) == (last.cap, last.coverage)


def test_an_early_close_ends_its_day_early():
    """On the day after Thanksgiving the bell rings at 13:00."""
    bot, chapter = a_kept_bot("2025-11-28T12:00Z")
    trade_all(bot, 110, "2025-11-28T17:59Z")
    bot.trades("IREN", 110, "2025-11-28T18:00:01Z")

    assert date(2025, 11, 28) == chapter.history.days[-1].day


def test_a_day_whose_share_counts_differ_from_the_day_before_is_marked():
    """What an issue of shares adds is no move of the sector."""
    bot, chapter = a_kept_bot()
    bot.sees(a_reference("WULF", shares=11_000_000, at="2025-10-10T12:05Z"))
    trade_all(bot, 100, "2025-10-10T19:59Z")
    bot.trades("IREN", 100, "2025-10-10T20:00:05Z")

    assert [(), ("WULF",)] == [day.rebased for day in chapter.history.days]


def test_a_history_is_bounded_and_each_day_is_in_it_once():
    """Three years of sessions, two of which are kept."""
    bot, chapter = a_kept_bot("2025-10-10T12:00Z")
    day = date(2025, 10, 10)
    calendar = chapter.first.calendar
    for _ in range(KEPT + 30):
        hours = calendar.hours(day)
        assert hours
        bot.market.turn_to(hours.close - MINUTE)
        for symbol in MEMBERS:
            bot.market.take(a_quote(symbol, 100, at=hours.close - MINUTE))
        bot.market.turn_to(hours.close)
        chapter.look(hours.close)
        chapter.look(hours.close + MINUTE)
        day = calendar.next_day(day)

    days = [d.day for d in chapter.history.days]

    assert (KEPT, sorted(set(days))) == (len(days), days)


def test_the_last_day_of_the_calendar_is_closed_too():
    """Nothing is due after it, and nothing breaks."""
    bot, chapter = a_kept_bot("2030-12-31T15:00Z")
    trade_all(bot, 100, "2030-12-31T20:59Z")
    for hour in (21, 22):
        bot.market.turn_to(at(f"2030-12-31T{hour}:00Z"))
        chapter.look(bot.market.now)

    assert [date(2030, 12, 31)] == [d.day for d in chapter.history.days]


def test_a_day_before_we_watched_is_not_made_up_of_later_prices():
    """The references are of another week, and today's trades are no closes of yesterday."""
    bot, chapter = a_kept_bot("2025-11-28T12:00Z")
    trade_all(bot, 110, "2025-11-28T15:00Z")

    assert [] == list(chapter.history.days)
