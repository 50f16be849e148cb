"""Courses: a point a minute of whatever is watched, as it was, and nothing that was not seen."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.market import course
from bot.market.course import Course, Courses
from bot.market.events import CorporateAction
from bot.market.instruments import Symbol
from tests.builders import a_bot, a_quote, a_reference, a_watchlist, at
from tests.watched import Watched

START = at("2025-10-10T12:00Z")
EVER = (START - timedelta(days=9), START + timedelta(days=9))


def followed(bot: Watched) -> Courses:
    courses = Courses(bot.market)
    bot.pipeline.moved.append(courses)
    return courses


def points(kept: Course) -> list[tuple[float, float]]:
    """When, in seconds since the start, and what."""
    times, values = kept.between(*EVER)
    return [(time - START.timestamp(), value) for time, value in zip(times, values, strict=True)]


def trade(bot: Watched, seconds: float, price: float | str, symbol: str = "IREN") -> None:
    bot.trades(symbol, Decimal(str(price)), START + timedelta(seconds=seconds))


def test_of_each_minute_the_last_trade_is_kept_with_its_own_moment():
    """A minute that ended at 104 was not there before its trade was."""
    bot = a_bot(at=START)
    courses = followed(bot)

    for seconds, price in [(1, 100), (20, 103), (40, 104), (61, 105), (62, 101), (125, 102)]:
        trade(bot, seconds, price)
        trade(bot, seconds + 0.5, 101, "WULF")

    assert [(1, 100), (61, 105), (125, 102)] == points(courses.of("IREN"))


def test_another_instruments_quote_is_enough_to_look():
    """Who traded last at 12:00:40 is kept as of then, whoever begins the next minute."""
    bot = a_bot(at=START)
    courses = followed(bot)

    for seconds, price in [(1, 100), (40, 104)]:
        trade(bot, seconds, price)
    trade(bot, 61, 101, "WULF")
    trade(bot, 70, 90)
    trade(bot, 121, 102, "WULF")

    assert [(1, 100), (40, 104), (70, 90)] == points(courses.of("IREN"))


def test_who_asks_sees_the_trade_of_just_now():
    """A picture of now does not end a minute ago."""
    bot = a_bot(at=START)
    courses = followed(bot)

    trade(bot, 1, 100)
    trade(bot, 2, 101)

    assert (2, 101) == points(courses.of("IREN"))[-1]


def test_an_instant_that_was_noted_stays_to_be_seen():
    """The alert of 12:00:10 is drawn where it rang, however much later somebody looks."""
    bot = a_bot(at=START)
    courses = followed(bot)

    trade(bot, 1, 100)
    trade(bot, 10, 105)
    courses.note("IREN")
    for seconds in (20, 90, 150):
        trade(bot, seconds, 100)

    assert (10, 105) in points(courses.of("IREN"))


@given(st.lists(st.integers(1, 400), min_size=1, max_size=40), st.integers(0, 4000))
def test_nothing_later_than_an_instant_is_between_any_and_it(steps: list[int], until: int):
    """And what is, is the newest trade as of some look, never one that nobody made."""
    bot = a_bot(at=START)
    courses = followed(bot)
    made: list[tuple[float, float]] = []
    seconds = 0
    for number, step in enumerate(steps):
        seconds += step
        made.append((seconds, 100 + number % 7))
        trade(bot, *made[-1])

    times, values = courses.of("IREN").between(START, START + timedelta(seconds=until))
    told = [(t - START.timestamp(), v) for t, v in zip(times, values, strict=True)]

    assert [] == [one for one in told if one not in made or one[0] > until]


def test_a_cap_is_kept_only_while_it_is_believed():
    """A member that nobody has heard of leaves a gap, not a cap without it."""
    bot = a_bot(at=START, watchlists=[a_watchlist("pair", "IREN WULF")], references=[])
    courses = followed(bot)

    trade(bot, 1, 100)
    bot.sees(a_reference("IREN", at=START + timedelta(seconds=2)))
    bot.sees(a_reference("WULF", at=START + timedelta(seconds=3), previous_close=None))
    before = points(courses.of("pair"))
    trade(bot, 70, 50, "WULF")

    assert ([], [(70, 1.5e9)]) == (before, points(courses.of("pair")))


def test_what_was_traded_before_a_split_is_forgotten():
    """A fall to a tenth that nobody lost a cent by would be drawn as a crash."""
    bot = a_bot(at="2025-10-09T18:00Z", references=[])
    courses = followed(bot)
    bot.trades("IREN", 100, "2025-10-09T18:30Z")
    bot.sees(
        CorporateAction(
            symbol=Symbol("IREN"),
            ratio=Decimal(10),
            successor=None,
            effective=at("2025-10-10T08:00Z"),
            seen=at("2025-10-09T18:31Z"),
            source="test",
        )
    )
    bot.trades("IREN", 10, "2025-10-10T08:00:01Z")

    assert [10.0] == list(courses.of("IREN").between(*EVER)[1])


def test_a_list_that_is_made_anew_has_nothing_of_the_one_before():
    """Two lists that were called the same are worth different things."""
    bot = a_bot(at=START, watchlists=[a_watchlist("pair", "IREN WULF")])
    courses = followed(bot)
    trade(bot, 1, 100)
    bot.market.delist("pair")
    bot.market.enlist(a_watchlist("pair", "IREN"))
    trade(bot, 120, 100)

    assert [(120, 1e9)] == points(courses.of("pair"))


def test_of_a_list_that_is_gone_nothing_is_kept():
    """Rooms make lists and drop them for years."""
    bot = a_bot(at=START, watchlists=[a_watchlist("pair", "IREN WULF"), a_watchlist("one", "IREN")])
    courses = followed(bot)
    trade(bot, 1, 100)
    bot.market.delist("pair")
    trade(bot, 61, 100)

    assert [] == points(courses.of("pair"))


def test_an_instrument_that_only_a_rule_names_has_a_course():
    """`TSLA > 400` rings though no list has it, and is drawn."""
    bot = a_bot(rules=["TSLA.price > 400"], at=START)
    courses = followed(bot)

    trade(bot, 1, 390, "TSLA")
    trade(bot, 62, 395, "TSLA")

    assert [(1, 390), (62, 395)] == points(courses.of("TSLA"))


def test_a_course_does_not_grow_for_ever():
    """It holds a day and more, and the newest is never what goes."""
    kept = Course()
    for number in range(course.KEPT * 3):
        kept.add(START + timedelta(minutes=number), Decimal(number))

    values = kept.between(START, START + timedelta(days=99))[1]

    assert course.KEPT // 2 < len(values) <= course.KEPT
    assert course.KEPT * 3 - 1 == values[-1]


def test_a_figure_is_as_exact_as_it_was_told():
    """A price is shown beside the picture, and must be the one that was quoted."""
    bot = a_bot(at=START)
    courses = followed(bot)

    bot.sees(a_quote("IREN", "66.4123", at=START + timedelta(seconds=1)))

    assert "66.4123" == repr(courses.of("IREN").between(*EVER)[1][0])
