"""What stands where a figure should and is none: no data, never 0 % and never −100 %."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.feeds.door import Door
from bot.feeds.providers.cnbc import Cnbc
from bot.feeds.providers.massive import Massive
from bot.market.events import CorporateAction, Event
from bot.market.sanity import Refusal
from tests.builders import a_bot, a_quote, a_reference, a_rule, a_watchlist
from tests.mornings import BELL, IREN, MINUTE, SECOND
from tests.proofs import cases
from tests.watched import Watched

KNOWN = a_reference("IREN", at="2025-10-10T07:00Z")
FIGURES = {
    "change": "change < -50% or change > 300% or change = 0%",
    "gap": "gap < -50% or gap > 300% or gap = 0%",
    "yesterday": "yesterday < -50% or yesterday > 300% or yesterday = 0%",
    "ytd": "ytd < -50% or ytd > 300% or ytd = 0%",
    "regular": "regular < -50% or regular > 300%",
    "premarket": "premarket < -50% or premarket > 300%",
    "price": "price < 50 or price > 200 or price moves 30% within 1h",
    "volume": "volume > 1B",
}
RULES = [a_rule(when, name=name, subject="IREN") for name, when in FIGURES.items()]
RULES += [
    a_rule("cap < 0.5B or cap > 2B", name="cap", subject="IREN"),
    a_rule("miners.change < -50% or miners.change > 300%", name="sector"),
]

NO_PRICE = [Decimal(t) for t in ("NaN", "-NaN", "sNaN", "inf", "-inf", "0", "-0", "-1E-30", "1E+9")]
odd = (
    st.sampled_from(NO_PRICE)
    | st.decimals(max_value=0, allow_nan=False)
    | st.decimals(min_value=10**9, allow_nan=False)
)
perhaps = st.none() | odd
tiny = st.decimals(min_value="1E-300", max_value="1E-9")
shares = st.none() | st.integers(max_value=0) | st.integers(min_value=10**15)
volumes = st.integers(max_value=-1) | st.none()

references = st.fixed_dictionaries(
    {},
    optional={
        "previous_close": perhaps,
        "close_before": perhaps,
        "year_close": perhaps,
        "shares_outstanding": shares,
    },
).map(lambda told: replace(KNOWN, **told))  # type: ignore[arg-type]  # its own fields
quotes = st.builds(
    lambda price, volume: replace(a_quote("IREN", at=BELL), price=price, volume=volume),
    odd | tiny,
    volumes,
) | volumes.map(lambda volume: a_quote("IREN", 101, at=BELL, volume=volume))
splits = odd.map(
    lambda ratio: CorporateAction(
        symbol=IREN, ratio=ratio, successor=None, effective=BELL, source="test", seen=BELL
    )
)


@contextmanager
def broken() -> Iterator[list[logging.LogRecord]]:
    """Collect what rules could not be read; the engine goes on without them, and says so."""
    found: list[logging.LogRecord] = []

    class Collects(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record)

    log, handler = logging.getLogger("bot.rules.readings"), Collects(logging.ERROR)
    log.addHandler(handler)
    try:
        yield found
    finally:
        log.removeHandler(handler)


def an_opening() -> Watched:
    """A bot of which every figure is known and none is near a rule."""
    lists = [a_watchlist(members="IREN")]
    bot = a_bot(rules=RULES, watchlists=lists, references=[KNOWN], at=BELL - MINUTE)
    bot.sees(a_quote("IREN", 101, at=BELL))
    return bot


def goes_on(bot: Watched) -> None:
    """Follow two quotes that are as they should be, and an hour of nothing."""
    after = bot.market.now
    for n in (1, 2):
        bot.sees(a_quote("IREN", 101 + n, at=after + n * SECOND, volume=2000 + n))
    bot.turns_to(after + timedelta(hours=1))


@cases(300, in_full=100_000)
@given(st.lists(references | quotes | splits, min_size=1, max_size=4))
def test_what_is_no_figure_is_no_data(told: list[Event]):
    """Nothing, nought, less than nothing, infinite or no number, in any field of any event."""
    with broken() as faults:
        bot = an_opening()

        bot.sees(*(replace(e, seen=BELL + n * SECOND) for n, e in enumerate(told, 1)))
        goes_on(bot)

    assert ([], []) == (bot.told, faults)


TEXTS = ["", "-", "N/A", "NaN", "sNaN", "Infinity", "-Infinity", "0", "0.00", "-0", "UNCH", "1E400"]
texts = st.none() | st.sampled_from(TEXTS) | st.decimals(max_value=0, allow_nan=True).map(str)
rows = st.fixed_dictionaries(
    {}, optional={"last": texts, "volume": texts, "previous_day_closing": texts}
)
numbers = st.none() | st.sampled_from([0, -1, 0.0, -0.0, 1e300, -1e300]) | st.floats(max_value=0)
bars = st.none() | st.fixed_dictionaries({}, optional=dict.fromkeys("cpvt", numbers))


def as_cnbc(row: dict[str, Any]) -> bytes:
    """Write a row of texts whose moment is the bell."""
    whole = {"symbol": "IREN", "code": 0, "last": "101", "curmktstatus": "REG_MKT"}
    told = whole | {"last_time": "2025-10-10T09:30:05.000-0400", "volume": "1,000"} | row
    return json.dumps({"FormattedQuoteResult": {"FormattedQuote": [told]}}).encode()


def as_massive(row: dict[str, Any]) -> bytes:
    """Write a snapshot of numbers; some servers write NaN and Infinity, which are no JSON."""
    return json.dumps({"status": "OK", "tickers": [{"ticker": "IREN"} | row]}).encode()


def hears(bot: Watched, provider: Cnbc | Massive, body: bytes) -> None:
    """Follow an answer as a live feed does: through the door, or not at all."""
    door, seen = Door(bot.market), BELL + 10 * SECOND
    try:
        told = provider.parse(body)
    except FeedError:
        return
    for reading in told:
        if not isinstance(reading, Refusal) and door.judge(reading, seen) is None:
            bot.sees(*door.take(reading, seen))


@cases(100, in_full=20_000)
@given(rows)
def test_what_is_no_figure_in_a_providers_texts_is_no_data(row: dict[str, Any]):
    """CNBC writes every figure as a text, and a dash for many of them."""
    with broken() as faults:
        bot = an_opening()

        hears(bot, Cnbc(), as_cnbc(row))
        goes_on(bot)

    assert ([], []) == (bot.told, faults)


@cases(100, in_full=20_000)
@given(
    st.fixed_dictionaries(
        {}, optional={"lastTrade": bars, "min": bars, "day": bars, "prevDay": bars}
    )
)
def test_what_is_no_figure_in_a_providers_numbers_is_no_data(row: dict[str, Any]):
    """Before the open Massive tells a day of noughts."""
    with broken() as faults:
        bot = an_opening()

        hears(bot, Massive("a-key-of-massive"), as_massive(row))
        goes_on(bot)

    assert ([], []) == (bot.told, faults)
