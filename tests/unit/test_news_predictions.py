"""Predictions: kept once a story, scored when their day is over, past any restart."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.market.state import Market
from bot.news.claims import Claim, Figure
from bot.news.counting.kinds import Bound
from bot.news.developments import Development
from bot.news.entities import Found
from bot.news.findings import Verdict
from bot.news.pieces import Piece
from bot.news.predictions import FURTHEST, MOST, Predictions
from bot.news.stories import Placing, Step, Story
from bot.news.words import Words
from bot.reckoning import Reckoning
from tests.builders import a_market, a_quote, a_reference, a_watchlist
from tests.claimed import a_claim, an_article, found
from tests.watched import Number, instant

MONDAY = "2025-10-13"
REACHES = a_claim("IREN", Figure.PRICE, 120, due=MONDAY)


def a_morning() -> Market:
    market = a_market(watchlists=[a_watchlist(members="IREN WULF")], at="2025-10-10T07:00Z")
    for event in (a_reference("IREN"), a_reference("WULF"), a_quote("IREN", 104)):
        market.take(event)
    return market


def a_development(
    market: Market, *claims: Claim, story: str = "story", owner: str = "", at: str | None = None
) -> Development:
    """What an article comes to that says nothing but these claims."""
    article = replace(an_article(at=at or market.now), owner=owner)
    piece = Piece(article=article, words=Words.of(article.title, ""), found=Found(), quantities=())
    seen = article.seen
    one = Story(id=story, owner=owner, began=seen, updated=seen, pieces=[piece])
    placing = Placing(step=Step.NEW, story=one, piece=piece, why="")
    return Development(placing=placing, findings=tuple(found(market, *claims)))


def kept_of(market: Market, *developments: Development) -> Predictions:
    predictions = Predictions(Reckoning(market))
    for development in developments:
        predictions.keep(development)
    return predictions


def on_monday_evening(market: Market, price: Number) -> None:
    """Let Monday's regular session end at a price, and its evening be over."""
    for at in ("2025-10-13T14:00Z", "2025-10-13T19:59Z"):
        market.turn_to(instant(at))
        market.take(a_quote("IREN", price, at=at))
        market.take(a_quote("WULF", 100, at=at))
    market.turn_to(instant("2025-10-14T00:00Z"))


def scored(market: Market, predictions: Predictions) -> list[tuple[str, str]]:
    predictions.score(market.now)
    results = [one.scored for one in predictions.all]
    return [("open", "") if it is None else (it.verdict.name, it.why) for it in results]


def test_what_is_predicted_waits_for_its_day():
    """That of a Monday is known once its after-hours trading is over."""
    market = a_morning()

    predictions = kept_of(market, a_development(market, REACHES))

    assert instant("2025-10-14T00:00Z") == predictions.next_due()


def test_what_is_said_of_now_is_no_prediction():
    market = a_morning()

    predictions = kept_of(market, a_development(market, replace(REACHES, due=None)))

    assert ([], None) == (predictions.all, predictions.next_due())


@pytest.mark.parametrize(
    ("claim", "price", "verdict", "why"),
    [
        (
            REACHES,
            120,
            "CONFIRMED",
            (
                "IREN price, 2025-10-13: said $120, ours $120.00 (the close of 2025-10-13):"
                " confirmed."
            ),
        ),
        (
            REACHES,
            110,
            "OFF",
            (
                "IREN price, 2025-10-13: said $120, ours $110.00 (the close of 2025-10-13):"
                " off by $10.00."
            ),
        ),
        (
            REACHES,
            150,
            "CONFIRMED",
            "IREN price, 2025-10-13: said $120, ours $150.00: reached, and passed: confirmed.",
        ),
        (
            replace(REACHES, value=Decimal(90)),
            80,
            "CONFIRMED",
            "IREN price, 2025-10-13: said $90, ours $80.00: reached, and passed: confirmed.",
        ),
        (
            replace(REACHES, bound=Bound.UNDER),
            150,
            "OFF",
            (
                "IREN price, 2025-10-13: said under $120, ours $150.00 (the close of"
                " 2025-10-13): off by $30.00."
            ),
        ),
        (
            a_claim("IREN", Figure.YTD, 200, due=MONDAY),
            150,
            "CONFIRMED",
            (
                "IREN this year: said +200%, ours +200.0% (from 50.00, the close of 2024-12-31, at"
                " 15:59:00 EDT): confirmed."
            ),
        ),
    ],
)
def test_a_prediction_is_scored_on_its_day(claim: Claim, price: int, verdict: str, why: str):
    """A level is there to be reached: whoever said 120 at 104 was right at 150."""
    market = a_morning()
    predictions = kept_of(market, a_development(market, claim))
    on_monday_evening(market, price)

    assert [(verdict, why)] == scored(market, predictions)


def test_the_value_of_a_list_is_scored_as_well():
    market = a_morning()
    claim = a_claim("miners", Figure.CAP, 2_500_000_000, due=MONDAY)
    predictions = kept_of(market, a_development(market, claim))
    on_monday_evening(market, 150)

    assert ["CONFIRMED"] == [verdict for verdict, _ in scored(market, predictions)]


def test_before_its_day_is_over_nothing_is_scored():
    market = a_morning()
    predictions = kept_of(market, a_development(market, REACHES))
    market.turn_to(instant("2025-10-13T23:59:59Z"))

    assert [("open", "")] == scored(market, predictions)


def test_what_was_scored_waits_for_nothing_more():
    market = a_morning()
    predictions = kept_of(market, a_development(market, REACHES))
    on_monday_evening(market, 120)

    predictions.score(market.now)

    assert predictions.next_due() is None


def test_a_bot_that_was_away_on_the_day_scores_by_its_close():
    """The close of Monday is told with Tuesday's references."""
    market = a_morning()
    predictions = kept_of(market, a_development(market, REACHES))
    market.turn_to(instant("2025-10-14T12:00Z"))
    told = a_reference("IREN", at="2025-10-14T12:00Z", previous_close=110)
    market.take(replace(told, previous_close_date=instant("2025-10-13T12:00Z").date()))

    assert ["OFF"] == [verdict for verdict, _ in scored(market, predictions)]


def test_what_nobody_saw_cannot_be_scored():
    market = a_morning()
    predictions = kept_of(market, a_development(market, REACHES))
    market.turn_to(instant("2025-10-14T12:00Z"))

    assert ["UNVERIFIABLE"] == [verdict for verdict, _ in scored(market, predictions)]


def test_a_story_predicts_a_thing_once():
    """Two outlets that repeat one forecast are one, whether they say `about` or `more than`."""
    market = a_morning()
    more = replace(REACHES, bound=Bound.OVER)
    same = [a_development(market, REACHES), a_development(market, more)]

    assert 1 == len(kept_of(market, *same).all)


@pytest.mark.parametrize(
    "other",
    [
        replace(REACHES, value=Decimal(130)),
        a_claim("WULF", Figure.PRICE, 120, due=MONDAY),
        a_claim("IREN", Figure.PRICE, 120, due="2025-10-14"),
    ],
)
def test_another_prediction_of_a_story_is_another(other: Claim):
    market = a_morning()

    assert 2 == len(kept_of(market, a_development(market, REACHES, other)).all)


def test_what_another_story_predicts_is_its_own():
    market = a_morning()
    two = [a_development(market, REACHES, story=name) for name in ("one", "two")]

    assert 2 == len(kept_of(market, *two).all)


def test_what_everybody_was_told_is_not_kept_for_a_room_again():
    market = a_morning()
    told = [a_development(market, REACHES, owner=owner) for owner in ("", "discord:1")]

    assert [""] == [one.owner for one in kept_of(market, *told).all]


def test_what_a_room_was_told_first_is_kept_for_everybody_once_they_are():
    """Nobody else may hear of it by the room's own feed."""
    market = a_morning()
    told = [a_development(market, REACHES, owner=owner) for owner in ("discord:1", "")]

    assert ["discord:1", ""] == [one.owner for one in kept_of(market, *told).all]


def test_a_restart_forgets_no_prediction():
    market = a_morning()
    before = kept_of(market, a_development(market, REACHES))
    notes = before.changes()

    after = Predictions(Reckoning(market))
    after.restore(notes)

    assert (before.all, before.next_due()) == (after.all, after.next_due())


def test_a_restart_scores_nothing_twice():
    market = a_morning()
    before = kept_of(market, a_development(market, REACHES))
    notes = before.changes()
    on_monday_evening(market, 120)
    before.score(market.now)

    after = Predictions(Reckoning(market))
    after.restore({note.key: note for note in [*notes, *before.changes()]}.values())

    assert (before.all, None) == (after.all, after.next_due())


def test_nothing_is_written_down_twice():
    market = a_morning()
    predictions = kept_of(market, a_development(market, REACHES))
    predictions.changes()

    assert [] == predictions.changes()


def test_what_is_centuries_away_is_not_waited_for():
    market = a_morning()
    far = market.now.date() + FURTHEST + timedelta(days=1)
    claim = a_claim("IREN", Figure.PRICE, 120, due=str(far))

    assert [] == kept_of(market, a_development(market, claim)).all


def test_the_oldest_make_room():
    """A feed that predicts all day fills no memory; the article said what it said."""
    market = a_morning()
    claims = [a_claim("IREN", Figure.PRICE, 200 + n, due=MONDAY) for n in range(99)]
    many = [
        a_development(market, *claims, story=f"story-{hour}", at=f"2025-10-10T{hour}:00Z")
        for hour in range(10, 20)
    ]

    kept = kept_of(market, *many).all

    assert (MOST, "story-19", False) == (
        len(kept),
        kept[-1].story,
        "story-10" in {one.story for one in kept},
    )


def test_a_prediction_has_our_figure_of_when_it_was_made():
    market = a_morning()

    one = kept_of(market, a_development(market, REACHES)).all[0]

    assert (Verdict.PREDICTION, Decimal(104)) == (one.finding.verdict, one.finding.ours)
