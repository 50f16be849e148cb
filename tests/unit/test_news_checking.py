"""Claims held to our own figures: what is said of them, whole."""

import copy
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.state import Market
from bot.news.checking import MOST
from bot.news.claims import Claim, Figure, Holder
from bot.news.counting.kinds import Bound
from tests.builders import a_market, a_quote, a_reference, a_watchlist
from tests.claimed import a_claim, found, verdicts

BILLION = Decimal(10) ** 9
BELL = "2025-10-10T12:19Z"


def a_morning(**prices: int | str) -> Market:
    """Each closed at 100 after 80, ended the year before at 50, and trades at these prices now."""
    market = a_market(watchlists=[a_watchlist(members="IREN WULF CIFR")], at="2025-10-10T07:00Z")
    for member in ("IREN", "WULF", "CIFR"):
        market.take(a_reference(member))
    for member, price in (prices or {"IREN": 104}).items():
        market.take(a_quote(member, price, at=BELL))
    market.turn_to(market.now)
    return market


def why(market: Market, claim: Claim, *, published: str | None = None) -> str:
    return found(market, claim, published=published)[0].why


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (
            a_claim(figure=Figure.PREMARKET, value=4),
            (
                "IREN before the bell: said +4%, ours +4.0% (from 100.00, the close of 2025-10-09,"
                " at 08:19:00 EDT): confirmed."
            ),
        ),
        (
            a_claim(figure=Figure.PREMARKET, value=7),
            (
                "IREN before the bell: said +7%, ours +4.0% (from 100.00, the close of 2025-10-09,"
                " at 08:19:00 EDT): off by 3.00 points."
            ),
        ),
        (
            a_claim(figure=Figure.YESTERDAY, value=25),
            (
                "IREN the session before: said +25%, ours +25.0% (from 80.00, the close of"
                " 2025-10-08, to 100.00, the close of 2025-10-09): confirmed."
            ),
        ),
        (
            a_claim(figure=Figure.PREMARKET, value=25),
            (
                "IREN before the bell: said +25%, ours +4.0% (from 100.00, the close of 2025-10-09,"
                " at 08:19:00 EDT): off by 21.00 points; it fits what it did in the session"
                " before (+25.0%)."
            ),
        ),
        (
            a_claim(figure=Figure.YTD, value=100),
            (
                "IREN this year: said +100%, ours +108.0% (from 50.00, the close of 2024-12-31,"
                " at 08:19:00 EDT); +100.0% to 100.00, the close of 2025-10-09: confirmed."
            ),
        ),
        (
            a_claim(figure=Figure.YTD, value=160),
            (
                "IREN this year: said +160%, ours +108.0% (from 50.00, the close of 2024-12-31,"
                " at 08:19:00 EDT): off by 52.00 points; as if from 40.00."
            ),
        ),
        (
            a_claim(figure=Figure.YTD, value=-100),
            (
                "IREN this year: said -100%, ours +108.0% (from 50.00, the close of 2024-12-31,"
                " at 08:19:00 EDT): off by 208.00 points."
            ),
        ),
        (
            a_claim(figure=Figure.YTD, value=60, bound=Bound.OVER),
            (
                "IREN this year: said over +60%, ours +108.0% (from 50.00, the close of 2024-12-31,"
                " at 08:19:00 EDT): confirmed, though ours is far more."
            ),
        ),
        (
            a_claim(figure=Figure.PRICE, value=66),
            "IREN price: said $66, ours $104.00 (at 08:19:00 EDT): off by $38.00.",
        ),
        (
            a_claim("miners", Figure.CAP, 3 * BILLION, bound=Bound.ABOUT, step=BILLION),
            "miners market value: said about $3B, ours $3.04B (at 08:19:00 EDT): confirmed.",
        ),
        (
            a_claim("miners", Figure.CAP, 3 * BILLION, step=BILLION / 100),
            (
                "miners market value: said $3B, ours $3.04B (at 08:19:00 EDT): confirmed,"
                " $40.00M apart."
            ),
        ),
        (
            a_claim(figure=Figure.PREMARKET, value=5),
            (
                "IREN before the bell: said +5%, ours +4.0% (from 100.00, the close of 2025-10-09,"
                " at 08:19:00 EDT): confirmed, 1.00 points apart."
            ),
        ),
        (
            a_claim(figure=Figure.PREMARKET, value=40, bound=Bound.UNDER),
            (
                "IREN before the bell: said under +40%, ours +4.0% (from 100.00, the close of"
                " 2025-10-09, at 08:19:00 EDT): confirmed, though ours is far less."
            ),
        ),
        (
            a_claim(figure=Figure.CHANGE, value=2, upper=3, on="2025-10-09"),
            (
                "IREN on 2025-10-09: said +2% to +3%, ours +25.0% (from 80.00, the close of"
                " 2025-10-08, to 100.00, the close of 2025-10-09): off by 22.00 points."
            ),
        ),
        (
            a_claim(figure=Figure.PRICE, value=14, currency="CAD"),
            "IREN price: said CAD 14; we cannot tell: it is in CAD, and ours are in USD.",
        ),
        (
            a_claim("HOOD", value=4),
            "HOOD on the day: said +4%; we cannot tell: nobody here watches HOOD.",
        ),
        (
            replace(a_claim("Acme", value=4), holder=Holder.NOBODY),
            "Acme on the day: said +4%; we cannot tell: nobody here watches Acme.",
        ),
        (
            a_claim(value=None),
            "IREN on the day; we cannot tell: it says no number.",
        ),
        (
            a_claim("miners", Figure.CAP, 4_000_000_000, due="2025-12-31"),
            (
                "miners market value: $4B by 2025-12-31 is predicted; ours is $3.04B now,"
                " +31.6% away, with 56 sessions to go."
            ),
        ),
        (
            a_claim(figure=Figure.YTD, value=200, due="2025-12-31"),
            (
                "IREN this year: +200% by 2025-12-31 is predicted; ours is +108.0% now, with 56"
                " sessions to go."
            ),
        ),
        (
            a_claim("HOOD", Figure.PRICE, 400, due="2025-12-31"),
            "HOOD price: $400 by 2025-12-31 is predicted.",
        ),
    ],
)
def test_a_finding_is_a_sentence_that_can_be_checked(claim: Claim, sentence: str):
    assert sentence == why(a_morning(), claim)


def test_a_prediction_beyond_all_calendars_is_kept_without_a_count():
    claim = a_claim("IREN", Figure.PRICE, 208, due="2060-12-31")

    assert "IREN price: $208 by 2060-12-31 is predicted; ours is $104.00 now, +100.0% away." == why(
        a_morning(), claim
    )


LED = a_claim("IREN", Figure.LEADER, 4, session=Figure.PREMARKET)


@pytest.mark.parametrize(
    ("prices", "verdict", "sentence"),
    [
        (
            {"IREN": 104, "WULF": 102},
            "CONFIRMED",
            "IREN as the leader before the bell: ours +4.0%, and nobody further: confirmed.",
        ),
        (
            {"IREN": 104, "WULF": "104.5"},
            "CONFIRMED",
            "IREN as the leader before the bell: ours +4.0%, level with WULF at +4.5%: confirmed.",
        ),
        (
            {"IREN": 104, "WULF": 110},
            "OFF",
            (
                "IREN as the leader before the bell: ours +4.0%, WULF ahead with +10.0%:"
                " off by 6.00 points."
            ),
        ),
        (
            {"WULF": 110},
            "UNVERIFIABLE",
            (
                "IREN as the leader before the bell: said +4%; we cannot tell: we have no such"
                " move of IREN."
            ),
        ),
    ],
)
def test_who_led_is_looked_up(prices: dict[str, int | str], verdict: str, sentence: str):
    finding = found(a_morning(**prices), LED)[0]

    assert (verdict, sentence) == (finding.verdict.name, finding.why)


def test_who_led_the_falls_fell_the_most():
    falling = a_claim("IREN", Figure.LEADER, -4, session=Figure.PREMARKET)

    assert ["CONFIRMED"] == verdicts(a_morning(IREN=96, WULF=102), falling)


def test_an_article_that_contradicts_itself_is_told_with_what_it_says_otherwise():
    """It says that IREN led with 4 %, and then that TeraWulf added 5 %."""
    added = a_claim("WULF", Figure.PREMARKET, 5, start=40)
    told = found(a_morning(IREN=104, WULF=105), LED, added)

    assert [("CONTRADICTS", added), ("CONFIRMED", None)] == [
        (finding.verdict.name, finding.against) for finding in told
    ]


def test_a_contradiction_has_our_own_figure_beside_it():
    added = a_claim("WULF", Figure.PREMARKET, 5, start=40)
    told = found(a_morning(IREN=104, WULF=105), LED, added)[0]

    assert told.why == (
        "IREN is said to lead with +4%, yet WULF moved +5% in the same session. "
        "IREN as the leader before the bell: ours +4.0%, WULF ahead with +5.0%: off by 1.00 points."
    )


def test_what_differs_from_a_later_price_need_not_be_wrong():
    """An article of eight, read at twenty past, is not accused of what the price did since."""
    claim = a_claim(figure=Figure.PREMARKET, value=9)

    assert (
        "IREN before the bell: said +9%, ours +4.0% (from 100.00, the close of 2025-10-09, at"
        " 08:19:00 EDT): off by 5.00 points, which need not be wrong: ours was made 79 min after"
        " it was written."
    ) == why(a_morning(), claim, published="2025-10-10T11:00Z")


def test_what_fits_a_later_price_is_confirmed():
    claim = a_claim(figure=Figure.PREMARKET, value=4)

    assert ["CONFIRMED"] == verdicts(a_morning(), claim, published="2025-10-10T11:00Z")


def test_a_claim_never_changes_the_market():
    """Whatever an article says, our figures are what feeds told."""
    market = a_morning(IREN=104, WULF=105)
    every = [
        a_claim(subject, figure, 4, due=due, session=Figure.PREMARKET)
        for subject in ("IREN", "miners", "HOOD")
        for figure in Figure
        for due in (None, "2025-12-31")
    ]
    before = _state(market)

    found(market, *every)

    assert before == _state(market)


def _state(market: Market) -> object:
    tapes = {
        symbol: (tape.quote, tape.reference, tape.bells.opened, tape.bells.premarket)
        for symbol, tape in market.tapes.items()
    }
    sectors = {name: (s.cap, s.whole, list(s.minutes.series)) for name, s in market.sectors.items()}
    return copy.deepcopy((tapes, sectors, market.now, market.edition, len(market.splits)))


@given(
    claim=st.builds(
        a_claim,
        subject=st.sampled_from(["IREN", "miners", "HOOD", "BTC-USD", "nobodys"]),
        figure=st.sampled_from(Figure),
        value=st.none() | st.decimals("-1e12", "1e12", places=2),
        bound=st.sampled_from(Bound),
        upper=st.none() | st.decimals("-1e12", "1e12", places=2),
        on=st.none() | st.dates().map(str),
        due=st.none() | st.dates().map(str),
        session=st.none() | st.sampled_from(Figure),
    )
)
def test_every_claim_gets_a_sentence(claim: Claim):
    """Texts are anybody's; whatever is read out of them is answered."""
    finding = found(a_morning(IREN=104, WULF=105), claim)[0]

    assert finding.why.endswith(".")


MOVES = st.sampled_from([Figure.PREMARKET, Figure.CHANGE, Figure.YESTERDAY, Figure.YTD])


@given(said=st.decimals("-200", "200", places=1), figure=MOVES)
def test_a_hedge_takes_no_confirmation_away(said: Decimal, figure: Figure):
    exact = a_claim(figure=figure, value=said, step="0.1")
    both = verdicts(a_morning(), exact, replace(exact, bound=Bound.ABOUT, start=9))

    assert both != ["CONFIRMED", "OFF"]


@given(said=st.decimals("1", "200", places=1), figure=MOVES)
def test_a_fall_is_never_confirmed_of_what_rose(said: Decimal, figure: Figure):
    """Every figure of IREN is a rise here, and by more than a price moves in a minute."""
    assert ["OFF"] == verdicts(a_morning(), a_claim(figure=figure, value=-said, step="0.1"))


@pytest.mark.parametrize("said", ["1e62", "-1e200", "NaN", "Infinity", "9" * 80])
def test_what_nobody_can_mean_is_no_claim(said: str):
    """A line of nines is written in a second, and must not stop whoever reads it."""
    claims = [a_claim(value=said), a_claim(upper=said), a_claim(step=said)]

    assert [] == found(a_morning(), *claims)


def test_a_table_of_a_whole_exchange_is_not_checked_to_its_end():
    claims = [a_claim(value=number, start=number) for number in range(3 * MOST)]

    assert MOST == len(found(a_morning(), *claims))
