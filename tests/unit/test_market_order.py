"""Trades out of order, told twice, or told by a source that is behind: only the newest counts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.market.events import Event, Quote
from tests.builders import a_quote, a_rule
from tests.mornings import BELL, MINUTE, MOVES, SECOND, a_morning, reasons
from tests.proofs import cases


def a_day(random: Random) -> list[Quote]:
    """A morning of trades that go up and down through every level there is a rule at."""
    now, price, told = BELL, Decimal(100), []
    for _ in range(60):
        now += timedelta(seconds=random.choice([1, 20, 60, 400]))
        price = min(max(price + random.choice([-3, -1, 0, 1, 3]), Decimal(90)), Decimal(110))
        told.append(a_quote("IREN", price, at=now, volume=None))
    return told


LEVELS = [
    *MOVES,
    a_rule("price crosses 102", name="crosses", subject="IREN", reset="$1"),
    a_rule("price at new high over 20m", name="high", subject="IREN"),
    a_rule("price > sma(3, 1m)", name="average", subject="IREN"),
]


@cases(100, in_full=10_000)
@given(st.integers(0, 10**6))
def test_m7_what_is_told_again_or_late_changes_no_alert(seed: int):
    """The venue's time decides: of what is heard out of order, only the newest is the price."""
    random = Random(seed)  # noqa: S311 (to be the same each time)
    told = a_day(random)
    expected = a_story(told)
    mixed: list[Event] = []
    for n, quote in enumerate(told):
        mixed.append(quote)
        for _ in range(random.choice([0, 0, 1, 3])):
            old = random.choice(told[: n + 1])
            mixed.append(quote if old is quote else replace(old, seen=quote.seen))

    assert expected == a_story(mixed)


def a_story(told: Sequence[Event]) -> list[tuple[str, str, datetime]]:
    bot = a_morning(LEVELS)
    bot.sees(*told)
    bot.turns_to(BELL + timedelta(hours=5))
    return [(a.rule, a.state.value, a.updated) for a in bot.alerts]


def test_m7_a_trade_dated_ahead_of_all_clocks_is_refused():
    """It would be the newest for as long as nobody caught up with it."""
    bot = a_morning()

    bot.sees(a_quote("IREN", 101, at=BELL + 5 * SECOND, seen=BELL + 2 * SECOND))

    assert ["future"] == reasons(bot)


def followed_by(told: list[Quote], behind: timedelta, random: Random) -> Iterator[Event]:
    """Tell the same from another source, which is so far behind and a little off."""
    others = [
        replace(
            q,
            source="another",
            seen=q.seen + behind,
            price=round(q.price * Decimal(random.uniform(0.995, 1.005)), 2),
        )
        for q in told
    ]
    yield from sorted([*told, *others], key=lambda q: q.seen)


@cases(100, in_full=2_000)
@given(st.integers(0, 10**6))
def test_m17_a_source_that_is_behind_moves_nothing(seed: int):
    """A feed that is 15 minutes late says what was; the one that is in time says what is."""
    random = Random(seed)  # noqa: S311 (to be the same each time)
    told = a_day(random)
    last = told[-1].seen
    both = [e for e in followed_by(told, 15 * MINUTE, random) if e.seen <= last]

    assert a_story(told) == a_story(both)


def test_m17_a_source_that_means_another_thing_moves_nothing():
    """Where the next provider has the ticker of another company."""
    bot = a_morning()

    bot.sees(a_quote("IREN", 12, at=BELL + SECOND, source="another"))

    assert (["jump"], []) == (reasons(bot), bot.told)
