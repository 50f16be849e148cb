"""Our own figures for what articles claim: of which day, from which close, as of when."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.market.events import Event, Reference
from bot.market.state import Market
from bot.news.claims import Claim, Figure
from bot.news.ledger import Ours, Untold
from bot.reckoning import Reckoning
from tests.builders import a_market, a_quote, a_reference, a_watchlist
from tests.claimed import a_claim
from tests.watched import Number, Time, instant

FRIDAY_MORNING = "2025-10-10T12:20Z"
FRIDAY_EVENING = "2025-10-10T21:00Z"
SATURDAY = "2025-10-11T15:00Z"


def a_market_of(*events: Event, at: Time = FRIDAY_MORNING, members: str = "IREN WULF") -> Market:
    """A market that has heard these events, of each member a reference, and is at an instant."""
    market = a_market(watchlists=[a_watchlist(members=members)], at="2025-10-10T07:00Z")
    told = {event.symbol for event in events if isinstance(event, Reference)}
    known = [a_reference(member) for member in members.split() if member not in told]
    for event in (*known, *events):
        market.turn_to(event.seen)
        market.take(event)
    market.turn_to(instant(at))
    return market


def a_friday(*, at: Time = FRIDAY_MORNING, **prices: Number) -> Market:
    """IREN has been at 104 before the bell; `open`, `close` and `late` are its other trades."""
    times = {"open": "2025-10-10T13:30Z", "close": "2025-10-10T19:59Z", "late": "2025-10-10T20:30Z"}
    trades = [a_quote("IREN", 104, at="2025-10-10T12:19Z")]
    trades += [a_quote("IREN", price, at=times[name]) for name, price in prices.items()]
    return a_market_of(*trades, at=at)


def ours(market: Market, claim: Claim, *, published: Time | None = None) -> Ours | Untold:
    at = instant(published) if published else market.now
    return Reckoning(market).figure(claim, published=at, now=market.now)


def value(market: Market, claim: Claim, *, published: Time | None = None) -> Decimal | None:
    found = ours(market, claim, published=published)
    return found.value if isinstance(found, Ours) else None


def why_not(market: Market, claim: Claim, *, published: Time | None = None) -> str:
    found = ours(market, claim, published=published)
    return found.why if isinstance(found, Untold) else ""


@pytest.mark.parametrize(
    ("figure", "figure_of_ours"),
    [
        (Figure.PREMARKET, 4),  # 104 from 100
        (Figure.CHANGE, 4),
        (Figure.REGULAR, 4),
        (Figure.YESTERDAY, 25),  # 100 from 80
        (Figure.YTD, 108),  # 104 from 50
        (Figure.PRICE, 104),
        (Figure.CAP, 1_040_000_000),
        (Figure.YEAR, None),
        (Figure.SINCE, None),
        (Figure.POSTMARKET, None),
        (Figure.LEADER, None),
    ],
)
def test_a_claim_is_held_to_the_figure_of_its_name(figure: Figure, figure_of_ours: int | None):
    assert figure_of_ours == value(a_friday(), a_claim("IREN", figure))


def test_the_move_before_the_bell_is_known_after_it():
    """An article of 09:29 may come at 09:35."""
    market = a_friday(at="2025-10-10T13:35Z", open=110)

    assert Decimal(4) == value(market, a_claim(figure=Figure.PREMARKET), published=FRIDAY_MORNING)


def test_the_move_after_hours_is_known_when_they_are_over():
    market = a_friday(at="2025-10-11T02:00Z", open=110, close=120, late=126)

    assert Decimal(5) == value(market, a_claim(figure=Figure.POSTMARKET))


def test_a_day_that_has_closed_has_moved_from_close_to_close():
    """What it trades at in the evening is no part of the day's move."""
    market = a_friday(at=FRIDAY_EVENING, open=110, close=120, late=126)

    assert Decimal(20) == value(market, a_claim(figure=Figure.CHANGE))


def test_on_a_saturday_the_session_before_is_fridays():
    market = a_friday(at=SATURDAY, open=110, close=120)

    assert Decimal(20) == value(market, a_claim(figure=Figure.YESTERDAY))


def test_on_a_saturday_the_day_is_fridays():
    market = a_friday(at=SATURDAY, open=110, close=120)

    assert Decimal(20) == value(market, a_claim(figure=Figure.CHANGE))


@pytest.mark.parametrize(
    ("on", "move"), [("2025-10-09", 25), ("2025-10-08", None), ("2025-10-07", None)]
)
def test_a_past_day_is_asked_for_by_its_date(on: str, move: int | None):
    """Of the 8th we know the close alone, and not what it came from."""
    assert move == value(a_friday(), a_claim(figure=Figure.CHANGE, on=on))


def test_a_missing_close_is_named():
    assert "no close of IREN for 2025-10-07" == why_not(
        a_friday(), a_claim(figure=Figure.CHANGE, on="2025-10-08")
    )


@pytest.mark.parametrize(
    ("on", "close"), [("2025-10-09", 100), ("2025-10-08", 80), ("2024-10-09", None)]
)
def test_a_past_price_is_the_close_of_its_day(on: str, close: int | None):
    assert close == value(a_friday(), a_claim(figure=Figure.PRICE, on=on))


def test_a_price_of_a_day_without_session_is_the_close_before_it():
    """Who says what something will stand at on New Year's Day means its last close."""
    market = a_friday(at=SATURDAY, open=110, close=120)

    assert Decimal(120) == value(market, a_claim(figure=Figure.PRICE, on="2025-10-11"))


def test_since_a_day_is_from_its_close():
    assert Decimal(30) == value(a_friday(), a_claim(figure=Figure.SINCE, on="2025-10-08"))


@pytest.mark.parametrize("figure", [Figure.WEEK, Figure.MONTH, Figure.QUARTER])
def test_a_span_whose_beginning_nobody_told_is_not_known(figure: Figure):
    """A close from the middle of the week is no base of the week."""
    assert "no close of IREN from before that time" == why_not(a_friday(), a_claim(figure=figure))


def test_a_week_is_from_the_last_close_of_the_one_before():
    """We have seen Friday close at 120; on Monday it stands at 126."""
    market = a_market_of(
        a_quote("IREN", 104, at="2025-10-10T13:30Z"),
        a_quote("IREN", 120, at="2025-10-10T19:59Z"),
        a_quote("IREN", 126, at="2025-10-13T14:00Z"),
        at="2025-10-13T14:01Z",
    )

    assert Decimal(5) == value(market, a_claim(figure=Figure.WEEK))


def test_what_was_written_yesterday_is_not_held_to_today():
    market = a_market_of(a_quote("IREN", 126, at="2025-10-13T14:00Z"), at="2025-10-13T14:01Z")

    assert "the day it speaks of, 2025-10-10, is over" == why_not(
        market, a_claim(figure=Figure.CHANGE), published=FRIDAY_MORNING
    )


def test_a_price_made_long_after_an_article_leaves_it_in_doubt():
    market = a_friday(at="2025-10-10T19:59:30Z", open=110, close=120)

    found = ours(market, a_claim(figure=Figure.PRICE), published=FRIDAY_MORNING)

    assert isinstance(found, Ours)
    assert "ours was made 7 h after it was written" == found.doubt


def test_of_a_coins_day_nobody_knows_the_beginning():
    market = a_market_of(
        replace(a_reference("BTC-USD"), previous_close_date=instant(FRIDAY_MORNING).date()),
        a_quote("BTC-USD", 101, at="2025-10-11T12:00Z"),
        at="2025-10-11T12:00Z",
    )

    found = ours(market, a_claim("BTC-USD", Figure.CHANGE))

    assert isinstance(found, Ours)
    assert (Decimal(1), True) == (found.value, "a coin's day" in found.doubt)


@pytest.mark.parametrize("figure", [Figure.PRICE, Figure.CAP])
def test_money_of_another_currency_is_not_compared(figure: Figure):
    claim = a_claim(figure=figure, currency="CAD")

    assert "it is in CAD, and ours are in USD" == why_not(a_friday(), claim)


def test_a_percent_has_no_currency():
    assert Decimal(4) == value(a_friday(), a_claim(figure=Figure.CHANGE, currency="CAD"))


def test_who_is_not_watched_is_not_known():
    assert "nobody here watches HOOD" == why_not(a_friday(), a_claim("HOOD"))


@pytest.mark.parametrize("when", ["1970-01-01T00:00Z", "2099-12-31T00:00Z"])
def test_days_that_no_calendar_has_are_not_known(when: str):
    """Feeds say such dates; nothing of ours may break over them."""
    assert "it speaks of a day that our calendar does not have" == why_not(
        a_friday(), a_claim(figure=Figure.YESTERDAY), published=when
    )


def test_a_list_is_worth_its_sum():
    market = a_friday()
    market.take(a_quote("WULF", 100, at=FRIDAY_MORNING))

    assert Decimal(2_040_000_000) == value(market, a_claim("miners", Figure.CAP))


@pytest.mark.parametrize(
    ("figure", "move"),
    [
        (Figure.PREMARKET, 2),  # 2.04B from 2B
        (Figure.CHANGE, 2),
        (Figure.YESTERDAY, 25),
        (Figure.YTD, 104),  # from 1B
        (Figure.WEEK, None),
    ],
)
def test_a_list_moves_as_its_sum_does(figure: Figure, move: int | None):
    assert move == value(a_friday(), a_claim("miners", figure))


def test_a_list_is_held_to_the_minute_in_which_it_was_written():
    """An article that comes an hour late still speaks of what was then."""
    market = a_market_of(
        *(a_quote("IREN", 104, at=f"2025-10-10T12:{minute}Z") for minute in (19, 20)),
        *(a_quote("IREN", 150, at=f"2025-10-10T13:{minute}Z") for minute in (20, 25)),
        at="2025-10-10T13:26Z",
    )

    assert Decimal(2_040_000_000) == value(
        market, a_claim("miners", Figure.CAP), published="2025-10-10T12:21Z"
    )


def test_a_list_of_which_a_close_is_missing_has_no_move_of_that_day():
    claim = a_claim("miners", Figure.CHANGE, on="2025-10-08")

    assert "no close of IREN for that" == why_not(a_friday(), claim)


def names(market: Market, claim: Claim) -> list[str]:
    found = Reckoning(market).others(claim, published=market.now, now=market.now)
    return [f"{one.of} {one.value:.2f}{'' if one.fair else '?'}" for one in found]


@pytest.mark.parametrize(
    ("figure", "others"),
    [
        (Figure.YTD, ["to 100.00, the close of 2025-10-09 100.00"]),
        (Figure.PREMARKET, ["in the session before 25.00?"]),
        (Figure.PRICE, ["at the close of 2025-10-09 100.00"]),
        (Figure.YESTERDAY, []),
        (Figure.CAP, []),
    ],
)
def test_what_else_may_have_been_measured_is_named(figure: Figure, others: list[str]):
    """What is another way to the same is fair; another day is none."""
    assert others == names(a_friday(), a_claim(figure=figure))


def test_a_session_may_be_measured_from_its_open():
    market = a_friday(at="2025-10-10T14:00Z", open=110)

    assert "from the open 0.00" in names(market, a_claim(figure=Figure.REGULAR))


@pytest.mark.parametrize(
    "claim",
    [
        a_claim(figure=Figure.CHANGE, on="2025-10-09"),
        a_claim(figure=Figure.PRICE, on="2025-10-09"),
        a_claim(figure=Figure.SINCE),
        a_claim("miners", Figure.CAP, on="2025-10-09"),
        a_claim("HOOD"),
        a_claim("nobodys", Figure.CAP),
    ],
)
def test_what_has_a_day_of_its_own_may_be_nothing_else(claim: Claim):
    assert [] == names(a_friday(), claim)


def test_since_a_day_may_be_from_the_close_before_it():
    """`Since Thursday` counts its own move, or does not; the 9th ended at 100, the 8th at 80."""
    assert ["from 80.00, the close of 2025-10-08 30.00"] == names(
        a_friday(), a_claim(figure=Figure.SINCE, on="2025-10-09")
    )


def test_since_a_day_may_be_to_the_last_close():
    assert "to 100.00, the close of 2025-10-09 25.00" in names(
        a_friday(), a_claim(figure=Figure.SINCE, on="2025-10-08")
    )


@pytest.mark.parametrize(("subject", "worth"), [("IREN", 1_000_000_000), ("miners", 2_000_000_000)])
def test_a_past_value_is_that_at_the_close_of_its_day(subject: str, worth: int):
    assert worth == value(a_friday(), a_claim(subject, Figure.CAP, on="2025-10-09"))


@pytest.mark.parametrize("subject", ["IREN", "miners"])
def test_without_a_share_count_there_is_no_past_value(subject: str):
    market = a_market_of(a_reference("IREN", shares=None), a_quote("IREN", 104))

    assert value(market, a_claim(subject, Figure.CAP, on="2025-10-09")) is None


def test_a_value_of_a_day_that_nobody_told_is_named():
    assert "no close for 2025-10-07 of IREN" == why_not(
        a_friday(), a_claim(figure=Figure.CAP, on="2025-10-07")
    )


@pytest.mark.parametrize("figure", [Figure.REGULAR, Figure.CHANGE])
def test_before_the_bell_the_last_session_is_meant_as_fairly(figure: Figure):
    """Who writes at eight that it rose 25 % may well speak of Thursday."""
    assert "in the session before 25.00" in names(a_friday(), a_claim(figure=figure))


def test_what_a_list_was_worth_at_its_highest_is_fair():
    """It topped 2.1B at noon and stands at 2.04B: whoever said so was right."""
    market = a_market_of(
        *(
            a_quote("IREN", price, at=f"2025-10-10T12:{minute}Z")
            for price, minute in ((104, 10), (110, 12), (90, 14), (104, 16))
        ),
        at="2025-10-10T12:20Z",
    )

    assert [
        "at its highest that day 2100000000.00",
        "at its lowest that day 1900000000.00",
    ] == names(market, a_claim("miners", Figure.CAP))


def test_in_the_morning_after_hours_was_last_evening():
    """Until a trade before the bell takes its place."""
    market = a_friday(at="2025-10-13T08:30Z", open=110, close=120, late=126)

    assert Decimal(5) == value(market, a_claim(figure=Figure.POSTMARKET))


@pytest.mark.parametrize(
    "claim", [a_claim(figure=Figure.PREMARKET), a_claim(figure=Figure.CHANGE, on="2025-10-09")]
)
def test_what_is_no_session_of_today_is_not_measured_from_its_open(claim: Claim):
    market = a_friday(at="2025-10-10T14:00Z", open=110)

    assert not any("open" in name for name in names(market, claim))


def a_list_morning(*, at: Time = FRIDAY_MORNING, **prices: Number) -> Market:
    """IREN is worth three times what WULF is; both trade at noon, at 104 and 108 but for these."""
    noon = {"IREN": 104, "WULF": 108, **prices}
    quotes = [a_quote(name, price, at="2025-10-10T12:10Z") for name, price in noon.items()]
    return a_market_of(a_reference("IREN", shares=30_000_000), *quotes, at=at)


def test_a_list_may_be_averaged_plainly():
    """By their worth it is +5 %."""
    market = a_list_morning()

    assert (Decimal(5), ["as the plain mean of its members 6.00"]) == (
        value(market, a_claim("miners", Figure.CHANGE)),
        names(market, a_claim("miners", Figure.CHANGE)),
    )


@pytest.mark.parametrize(
    "claim",
    [
        a_claim("miners", Figure.CHANGE, on="2025-10-09"),
        a_claim("miners", Figure.YTD),
        a_claim("miners", Figure.YESTERDAY),
    ],
)
def test_no_other_move_of_a_list_is_averaged(claim: Claim):
    assert [] == names(a_list_morning(), claim)


def test_what_is_not_known_of_a_list_is_not_averaged():
    market = a_market_of(a_quote("IREN", 104))

    assert [] == names(market, a_claim("miners", Figure.CHANGE))


def test_a_list_whose_day_has_closed_has_moved_from_close_to_close():
    closing = [a_quote(name, 110, at="2025-10-10T19:59Z") for name in ("IREN", "WULF")]
    late = [a_quote(name, 150, at="2025-10-10T20:30Z") for name in ("IREN", "WULF")]
    market = a_market_of(*closing, *late, at=FRIDAY_EVENING)

    assert Decimal(10) == value(market, a_claim("miners", Figure.CHANGE))


def test_a_list_on_a_saturday_moved_the_session_before():
    closing = [a_quote(name, 110, at="2025-10-10T19:59Z") for name in ("IREN", "WULF")]

    assert Decimal(10) == value(
        a_market_of(*closing, at=SATURDAY), a_claim("miners", Figure.YESTERDAY)
    )


@pytest.mark.parametrize(
    ("published", "at", "why"),
    [
        (FRIDAY_MORNING, "2025-10-10T13:31Z", "the pre-market is over"),
        (FRIDAY_MORNING, "2025-10-13T12:00Z", "the day it speaks of is over"),
    ],
)
def test_a_list_is_not_held_to_a_later_session(published: str, at: str, why: str):
    market = a_list_morning(at=at)

    assert why == why_not(market, a_claim("miners", Figure.PREMARKET), published=published)


@pytest.mark.parametrize(
    ("published", "billions"),
    [("2025-10-10T12:10:30Z", "2.1"), ("2025-10-10T12:11Z", "2.2"), ("2025-10-10T12:59Z", "2.3")],
)
def test_of_the_minutes_it_is_the_last_before_an_article(published: str, billions: str):
    """It was worth 2.1B, 2.2B and 2.3B; now, an hour later, it is 3B."""
    prices = {"12:10": 110, "12:11": 120, "12:12": 130, "13:40": 200}
    quotes = [a_quote("IREN", price, at=f"2025-10-10T{at}Z") for at, price in prices.items()]
    market = a_market_of(*quotes, at="2025-10-10T13:41Z")

    assert Decimal(billions) * 10**9 == value(
        market, a_claim("miners", Figure.CAP), published=published
    )


def test_what_a_list_was_worth_before_anybody_added_it_up_is_not_known():
    market = a_list_morning(at="2025-10-10T13:41Z")

    assert "it was written before we began to add that up" == why_not(
        market, a_claim("miners", Figure.CAP), published="2025-10-10T06:00Z"
    )


def test_what_a_list_came_to_after_an_article_is_no_excuse_for_it():
    prices = {"12:10": 110, "12:30": 200}
    quotes = [a_quote("IREN", price, at=f"2025-10-10T{at}Z") for at, price in prices.items()]
    market = a_market_of(*quotes, at="2025-10-10T12:40Z")

    found = Reckoning(market).others(
        a_claim("miners", Figure.CAP), published=instant(FRIDAY_MORNING), now=market.now
    )

    assert Decimal(2_100_000_000) == max(one.value for one in found)


def leaders(market: Market, claim: Claim) -> list[str] | str:
    found = Reckoning(market).leaders(claim, published=market.now, now=market.now)
    return found.why if isinstance(found, Untold) else [one.symbol for one in found]


def a_race(**prices: Number) -> Market:
    trades = [a_quote(name, price, at=FRIDAY_MORNING) for name, price in prices.items()]
    return a_market_of(*trades, members="IREN WULF CIFR")


LED = a_claim(figure=Figure.LEADER, session=Figure.PREMARKET)


def test_members_are_ranked_by_the_move_of_the_session():
    assert ["WULF", "IREN"] == leaders(a_race(IREN=104, WULF=105), LED)


def test_of_several_lists_it_is_the_one_in_which_the_leader_stands_best():
    """Who leads the small ones need not lead them all."""
    market = a_race(IREN=104, WULF=105)
    market.enlist(a_watchlist("small", "IREN CIFR"))

    assert ["IREN"] == leaders(market, LED)


def test_lists_of_rooms_are_no_groups_of_the_news():
    """What one room watches is nothing that an article speaks of."""
    market = a_race(IREN=104, WULF=105)
    market.enlist(a_watchlist("mine@discord:1", "IREN CIFR"))

    assert ["WULF", "IREN"] == leaders(market, LED)


def test_who_is_on_no_list_leads_nobody():
    assert "HOOD is on no watchlist of everybody's" == leaders(
        a_race(IREN=104), replace(LED, subject="HOOD")
    )


def test_who_has_not_traded_has_no_place():
    assert "we have no such move of IREN" == leaders(a_race(WULF=105), LED)


@pytest.mark.parametrize(
    ("due", "left"),
    [("2025-10-10", 0), ("2025-10-13", 1), ("2025-12-31", 56), ("2099-01-01", None)],
)
def test_the_sessions_of_a_prediction_are_counted(due: str, left: int | None):
    market = a_friday()
    claim = a_claim(figure=Figure.PRICE, due=due)

    assert left == Reckoning(market).days_left(claim, market.now)


@pytest.mark.parametrize(
    ("subject", "due", "settled"),
    [
        ("IREN", "2025-12-31", "2026-01-01T01:00Z"),
        ("IREN", "2025-11-28", "2025-11-28T22:00Z"),  # the day after Thanksgiving ends early
        ("IREN", "2025-10-12", "2025-10-11T00:00Z"),  # a Sunday has no more of it than its Friday
        ("BTC-USD", "2025-10-12", "2025-10-13T00:00Z"),  # and of a coin it has
        ("miners", "2025-12-31", "2026-01-01T01:00Z"),
        ("IREN", "2055-12-31", "2056-01-01T06:00Z"),
    ],
)
def test_a_prediction_is_settled_once_its_day_is_over(subject: str, due: str, settled: str):
    claim = a_claim(subject, Figure.PRICE, due=due)

    assert instant(settled) == Reckoning(a_friday()).settled(claim)


def test_a_listing_in_another_currency_is_held_to_that():
    told: Reference = replace(a_reference("IREN"), currency="CAD")
    claim = a_claim(figure=Figure.PRICE, currency="CAD")

    assert Decimal(104) == value(a_market_of(told, a_quote("IREN", 104)), claim)
