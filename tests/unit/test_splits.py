"""Splits: a price of before and one of after are never held against each other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.market.events import CorporateAction, Event, Reference
from bot.market.instruments import Symbol
from bot.market.state import Market
from tests.builders import a_bot, a_market, a_quote, a_reference, a_rule, a_watchlist, at
from tests.proofs import cases
from tests.watched import Number

IREN = Symbol("IREN")
MORNING = at("2025-10-09T07:00Z")
EFFECTIVE = at("2025-10-10T08:00Z")  # four in New York, before anything trades
PAIR = [a_watchlist("pair", "IREN WULF")]
PERCENTS = [
    "change > 4% or change < -4%",
    "premarket > 4% or premarket < -4%",
    "regular > 4% or regular < -4%",
    "gap > 4% or gap < -4%",
    "yesterday > 4% or yesterday < -4%",
    "ytd > 110% or ytd < 90%",
    "price moves 5% within 2h",
    "price > sma(2, 30m) * 1.1",
]
RULES = [a_rule(when, name=when, subject="IREN") for when in PERCENTS] + [
    a_rule("pair.change > 2% or pair.change < -2%", name="pair"),
    a_rule("pair.cap crosses 2.1B", name="up"),
    a_rule("pair.cap crosses 1.9B", name="down"),
]


def a_split(
    ratio: Number = 2,
    *,
    effective: datetime = EFFECTIVE,
    seen: datetime | None = None,
    successor: str | None = None,
    source: str = "test",
) -> CorporateAction:
    return CorporateAction(
        symbol=IREN,
        ratio=Decimal(ratio),
        successor=Symbol(successor) if successor else None,
        effective=effective,
        source=source,
        seen=seen or effective,
    )


def adjusted(reference: Reference, by: Decimal) -> Reference:
    """Write a reference as a provider does that divides all it knows by `by`."""

    def close(price: Decimal | None) -> Decimal | None:
        return None if price is None else round(price / by, 6)

    return replace(
        reference,
        previous_close=close(reference.previous_close),
        close_before=close(reference.close_before),
        year_close=close(reference.year_close),
        shares_outstanding=round((reference.shares_outstanding or 0) * by),
    )


def prices(random: Random, start: str, minutes: int, scale: Decimal) -> Iterator[Event]:
    """Trade around 100 of before the split, never over 1 % from it; not all see the bell."""
    now, pause = at(start), random.choice([15, 30])
    for _ in range(minutes // pause):
        now += timedelta(minutes=pause)
        price = round(Decimal(random.uniform(99, 101)) / scale, 4)
        yield a_quote("IREN", price, at=now, seen=now + timedelta(milliseconds=1))
        yield a_quote("WULF", 100, at=now, seen=now + timedelta(milliseconds=2))


RATIOS = [Decimal(n) for n in range(2, 191)] + [1 / Decimal(n) for n in range(2, 191)]


@dataclass(frozen=True)
class Day:
    """A split between two days, told in time, late or never, by providers of all kinds.

    References tell closes and counts adjusted before it, after it, twice, or not at all.
    """

    seed: int
    ratio: Decimal
    references: list[tuple[str, int]]
    splits: list[tuple[str, int]]

    def events(self) -> list[Event]:
        random = Random(self.seed)  # noqa: S311 (to be the same each time)
        told: list[Event] = list(prices(random, "2025-10-09T13:00Z", 7 * 60, Decimal(1)))
        told += prices(random, "2025-10-10T08:00Z", 12 * 60, self.ratio)
        known = a_reference("IREN", close_before=100)
        for when, times in self.references:
            seen = at(f"2025-10-{when}Z")
            told.append(replace(adjusted(known, self.ratio**times), seen=seen))
        for when, hours in self.splits:
            dated = EFFECTIVE - timedelta(hours=hours)
            told.append(a_split(self.ratio, effective=dated, seen=at(f"2025-10-{when}Z")))
        return sorted(told, key=lambda event: event.seen)


DAYS = st.builds(
    Day,
    seed=st.integers(0, 10**6),
    ratio=st.sampled_from(RATIOS),
    references=st.lists(
        st.tuples(
            st.sampled_from(["09T21:00", "10T07:30", "10T08:31", "10T13:41"]), st.integers(0, 2)
        )
    ),
    splits=st.lists(
        st.tuples(
            st.sampled_from(["09T20:30", "10T07:00", "10T09:07", "10T14:03"]),
            st.sampled_from([0, 8]),
        )
    ),
)


@cases(150, in_full=500)
@given(DAYS)
def test_m2_no_split_is_ever_told_as_a_move(day: Day):
    """500 of them, 2:1 to 1:190 and back: no percent crosses the day on which the unit changed."""
    old = [
        a_reference(s, at=MORNING, close_before=100, previous_close_date="2025-10-08")
        for s in ("IREN", "WULF")
    ]
    bot = a_bot(rules=RULES, watchlists=PAIR, references=old, at=MORNING)

    bot.sees(*day.events())

    assert [] == bot.told


def a_split_market(*heard: Event) -> Market:
    market = a_market(watchlists=PAIR, at=MORNING)
    for event in heard:
        market.turn_to(event.seen)
        market.take(event)
    return market


CLOSED = a_quote("IREN", 99, at="2025-10-09T19:59Z")
KNOWN = a_reference("IREN", at="2025-10-09T07:30Z", previous_close_date="2025-10-08")


def test_a_split_puts_every_baseline_on_the_scale_of_after_it():
    """Closes, the close of the year, the last price, the share count; the worth stays."""
    market = a_split_market(KNOWN, CLOSED, a_split(3, seen=at("2025-10-09T21:00Z")))
    before = market.tape(IREN).bells.of(date(2025, 10, 8))

    market.turn_to(EFFECTIVE)

    tape = market.tape(IREN)
    closes = [tape.bells.of(date(2025, 10, day)) for day in (8, 9)]
    year = tape.bells.of_year(EFFECTIVE)
    assert before is not None
    assert before.price == 100
    assert ["33.3333333333", "33"] == [str(close.price) for close in closes if close]
    assert ("16.6666666667", 30_000_000) == (str(year.price) if year else "", tape.shares)
    assert [3] == [action.ratio for action in market.splits]


def test_a_split_is_due_at_its_own_instant():
    """It does not wait for the first quote after it."""
    market = a_split_market(KNOWN, CLOSED, a_split(seen=at("2025-10-09T21:00Z")))
    market.turn_to(at("2025-10-10T04:00Z"))

    assert market.next_change() == EFFECTIVE


def test_a_split_that_two_feeds_tell_is_one():
    """One of them dates it by midnight in Greenwich."""
    midnight = at("2025-10-10T00:00Z")
    heard = (a_split(effective=midnight, source="one"), a_split(source="another"))
    market = a_split_market(KNOWN, CLOSED, *heard)

    assert (20_000_000, 1) == (market.tape(IREN).shares, len(market.splits))


def test_a_split_of_before_we_watched_changes_nothing():
    """Providers tell those of all years; what is heard today is adjusted for them."""
    old = a_split(7, effective=at("2014-06-09T08:00Z"), seen=at("2025-10-09T21:00Z"))
    market = a_split_market(KNOWN, CLOSED, old)

    assert (10_000_000, []) == (market.tape(IREN).shares, market.splits)


def test_a_split_makes_the_new_price_no_jump():
    """And the old one, from a feed that knows nothing of it, one."""
    bot = a_bot(watchlists=PAIR, references=[KNOWN], at=MORNING)
    bot.sees(CLOSED, a_split(10, seen=at("2025-10-09T21:00Z")))

    bot.sees(
        a_quote("IREN", "9.95", at="2025-10-10T08:05Z"),
        a_quote("IREN", 99, at="2025-10-10T08:06Z"),
    )

    assert ["jump"] == [refusal.reason for refusal in bot.refused]
    assert Decimal("9.95") == bot.market.tape(IREN).quote.price  # type: ignore[union-attr]  # it has one


def test_a_move_after_a_split_is_told_as_ever():
    """From the old close on the new scale: 50 to 52.5 is 5 %."""
    bot = a_bot(rules=["IREN.premarket > 4%"], watchlists=PAIR, references=[KNOWN], at=MORNING)
    bot.sees(replace(CLOSED, price=Decimal(100)), a_split(2, seen=at("2025-10-09T21:00Z")))

    bot.trades("IREN", 50, "2025-10-10T08:05Z")
    bot.trades("IREN", "52.5", "2025-10-10T08:06Z")

    assert ["firing"] == [state for _, _, state in bot.told]
    assert "+5.00% at 52.50" in bot.alerts[0].because


def test_a_count_that_a_split_explains_is_no_doubt():
    """Told a day early, or a day late."""
    coming = a_split(2, seen=at("2025-10-09T21:00Z"))
    early = replace(KNOWN, shares_outstanding=20_000_000, seen=at("2025-10-09T21:30Z"))
    late = replace(KNOWN, shares_outstanding=10_000_000, seen=at("2025-10-10T09:00Z"))
    market = a_split_market(KNOWN, CLOSED, coming, early)
    before = market.tape(IREN).shares
    market.turn_to(late.seen)
    market.take(late)

    assert (10_000_000, 20_000_000) == (before, market.tape(IREN).shares)
    assert [] == list(market.doubts)


def test_m9_a_rename_is_proposed_and_never_applied():
    """The owner is told once; whatever names the old symbol goes on naming it."""
    rule = a_rule("IREN.price > 105", name="rule")
    bot = a_bot(rules=[rule], watchlists=PAIR, references=[KNOWN], at=MORNING)
    told = a_split(1, successor="IRN", seen=at("2025-10-09T21:00Z"))
    bot.sees(told, replace(told, seen=at("2025-10-09T22:00Z")))
    before = bot.market.alias(IREN)

    bot.turns_to(EFFECTIVE)

    assert (None, "IRN") == (before, bot.market.alias(IREN))
    assert ["IREN is IRN from 2025-10-10; what names it has to be told"] == [
        doubt.text for doubt in bot.market.doubts
    ]
    assert ["rule"] == [instance.rule.name for instance in bot.engine.instances]


def test_a_rename_takes_effect_with_the_first_trade_of_its_day():
    """Feeds date it by midnight in Greenwich, which is the evening before; and tell it again."""
    coming = a_split(
        1, successor="IRN", effective=at("2025-10-10T00:00Z"), seen=at("2025-10-09T21:00Z")
    )
    market = a_split_market(coming, replace(coming, effective=at("2025-10-10T04:00Z")))
    names = []
    for when in (EFFECTIVE - timedelta(seconds=1), EFFECTIVE):
        market.turn_to(when)
        names.append(market.alias(IREN))

    assert [None, "IRN"] == names


def test_names_that_follow_each_other_lead_to_the_last():
    """And a circle of them leads out again."""
    market = a_split_market(
        a_split(1, successor="IRN"),
        replace(a_split(1, successor="IREN"), symbol=Symbol("IRN")),
    )

    assert Symbol("IRN") == market.alias(IREN)


def test_a_split_pauses_the_rules_whose_levels_are_of_before():
    """What was typed in dollars a share meant another share; a percent goes on as it was."""
    rules = [a_rule("IREN.price < 60", name="level"), a_rule("IREN.change > 4%", name="move")]
    bot = a_bot(rules=rules, watchlists=PAIR, references=[KNOWN], at=MORNING)
    bot.sees(CLOSED, a_split(2, seen=at("2025-10-09T21:00Z")))

    for second, price in enumerate(["50", "61", "53"], start=1):
        bot.trades("IREN", price, EFFECTIVE + timedelta(hours=1, seconds=second))

    assert "level" not in [rule for rule, _, _ in bot.told]
    assert ["paused, for their levels are of before: level"] == [
        doubt.text.partition("; ")[2] for doubt in bot.market.doubts if "levels" in doubt.text
    ]
