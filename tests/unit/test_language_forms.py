"""Every form of the language is read as people mean it, and a wrong one says what to write."""

from datetime import date, timedelta

import pytest

from bot.market.instruments import Symbol
from bot.rules import metrics
from bot.rules.conditions import (
    Argument,
    Both,
    Calculation,
    Channel,
    Compares,
    Condition,
    Counted,
    Crosses,
    Extreme,
    Moves,
    Of,
    Own,
    Silent,
    Sum,
    Term,
    Then,
    Way,
)
from bot.rules.language import RuleFault, lead, parse, parse_led
from bot.rules.measure import Scope
from bot.rules.operands import ATOM_LIMIT, NESTING_LIMIT
from bot.rules.units import Unit, amount
from tests.writing import LISTS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def read(text: str, own: Scope | None = Scope.INSTRUMENT) -> Condition:
    return parse(text, watchlists=LISTS, own=own)


def figure(name: str, owner: str | None = None, *given: Argument) -> Term:
    metric = metrics.find(name, Scope.INSTRUMENT)
    assert metric
    return Term(metric, Of(Symbol(owner)) if owner else Own(), given)


def left_of(text: str) -> object:
    condition = read(text)
    assert isinstance(condition, Compares)
    return condition.left


def test_crosses_may_leave_the_side_open():
    text = "price crosses IREN.price"

    assert read(text) == Crosses(
        left=figure("price"), above=None, right=figure("price", "IREN"), text=text
    )


@pytest.mark.parametrize(
    ("word", "inside", "crossing"),
    [
        ("inside", True, False),
        ("outside", False, False),
        ("enters", True, True),
        ("leaves", False, True),
    ],
)
@pytest.mark.parametrize("edges", ["$60..$70", "60 .. 70", "60..IREN.price", "price..70"])
def test_a_channel_has_two_edges(word: str, inside: bool, crossing: bool, edges: str):
    """The dots touch a number on both sides, and are no part of either."""
    text = f"price {word} {edges}"
    condition = read(text)

    assert isinstance(condition, Channel)
    assert (inside, crossing, text) == (condition.inside, condition.crossing, condition.text)
    assert figure("price") == condition.left


def test_the_edges_of_a_channel_are_read_in_their_order():
    condition = read("premarket inside -4%..-1.5%")

    assert isinstance(condition, Channel)
    assert (amount("-4%"), amount("-1.5%")) == (condition.low, condition.high)


@pytest.mark.parametrize("way", Way)
def test_a_move_has_a_size_and_a_time(way: Way):
    text = f"price {way.value} 5% within 1h"

    assert read(text) == Moves(
        left=figure("price"), way=way, margin=amount("5%"), span=HOUR, text=text
    )


@pytest.mark.parametrize(("word", "high"), [("high", True), ("low", False), ("HIGH", True)])
def test_a_new_high_is_one_of_a_time(word: str, high: bool):
    """`high` stays a metric everywhere else."""
    text = f"price at new {word} over 52w"

    assert read(text) == Extreme(
        left=figure("price"), high=high, span=timedelta(weeks=52), text=text
    )


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("no data for 1h", Own()),
        ("no data of IREN for 1h", Of(Symbol("IREN"))),
        ("no data of 6E=F for 1h", Of(Symbol("6E=F"))),
        ("no data of ALL for 1h", Of(Symbol("ALL"))),
        ("no data of $FOR for 1h", Of(Symbol("FOR"))),
    ],
)
def test_silence_is_of_an_instrument(text: str, owner: Own | Of):
    """A symbol may be a word of ours; only `FOR` needs a `$` before it."""
    assert read(text) == Silent(owner=owner, span=HOUR, text=text)


def test_members_can_be_counted_by_their_silence():
    condition = read("any of miners have no data for 1h", None)

    assert isinstance(condition, Counted)
    assert isinstance(condition.part, Silent)


def test_then_binds_loosest_and_ends_with_its_time():
    """`within 1h` belongs to `then`, and not to the comparison before it."""
    text = "price > 1 or gap > 1% then price rises 5% within 15m and ytd > 0% within 1h"
    condition = read(text)

    assert isinstance(condition, Then)
    assert (read("price > 1 or gap > 1%"), HOUR, text) == (
        condition.first,
        condition.span,
        condition.text,
    )
    assert read("price rises 5% within 15m and ytd > 0%") == condition.second


def test_then_may_stand_in_brackets_and_be_joined_or_go_on():
    inner = "price > 1 then gap > 1% within 1h"

    joined, longer = read(f"({inner}) and ytd > 0%"), read(f"({inner}) then ytd > 0% within 1h")

    assert isinstance(joined, Both)
    assert isinstance(longer, Then)
    assert read(inner) == joined.parts[0] == longer.first


def test_figures_are_worked_out_in_the_usual_order():
    price, cap = figure("price"), amount("2")
    sma = figure("sma", None, 20, DAY)

    half = Calculation(sma, Sum.OVER, cap, Unit.PRICE)

    assert Calculation(price, Sum.MINUS, half, Unit.PRICE) == left_of("price - sma(20) / 2 > 5")
    assert Calculation(
        Calculation(price, Sum.MINUS, sma, Unit.PRICE), Sum.OVER, cap, Unit.PRICE
    ) == left_of("(price - sma(20)) / 2 > 5")
    assert Calculation(
        Calculation(price, Sum.MINUS, sma, Unit.PRICE), Sum.PLUS, cap, Unit.PRICE
    ) == left_of("price - sma(20) + 2 > 5")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("IREN.change - BTC-USD.change > 5%", Unit.PERCENT),
        ("IREN.change-BTC-USD.change > 5%", Unit.PERCENT),
        ("premarket + 1% > 5%", Unit.PERCENT),
        ("price + $2 > 5", Unit.PRICE),
        ("2 * volume > 5M", Unit.SHARES),
        ("price / sma(20) > 1.1x", Unit.RATIO),
        ("cap / miners.cap > 0.5", Unit.RATIO),
        ("age + 1m > 10m", Unit.AGE),
    ],
)
def test_a_calculation_knows_its_unit(text: str, unit: Unit):
    """A difference of percents is a percent; a quotient of two of one unit is a ratio."""
    side = left_of(text)

    assert isinstance(side, Calculation)
    assert unit is side.unit


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("sma(20)", (20, DAY)),
        ("sma(20, 5m)", (20, timedelta(minutes=5))),
        ("rsi", (14, DAY)),
        ("rsi()", (14, DAY)),
        ("beta( BTC-USD,30 )", (Symbol("BTC-USD"), 30)),
        ("beta(6E=F)", (Symbol("6E=F"), 60)),
        ("beta(ALL)", (Symbol("ALL"), 60)),
        ("beta($IREN)", (Symbol("IREN"), 60)),
        ("miners.breadth", (metrics.find("change", Scope.INSTRUMENT),)),
        ("miners.mean(gap)", (metrics.find("gap", Scope.INSTRUMENT),)),
        ("miners.required(100B,2030-12-31)", (amount("100B"), date(2030, 12, 31))),
    ],
)
def test_what_a_metric_takes_is_read_and_filled_in(text: str, given: tuple[Argument, ...]):
    """What is left out has its default, so that nobody behind the parser has to know it."""
    condition = read(f"{text} at new high over 1d")

    assert isinstance(condition, Extreme)
    assert isinstance(condition.left, Term)
    assert given == condition.left.arguments


FAULTS = [
    # channels
    ("price inside 70..60", 13, "from its lower edge to its upper one; write one like `60..70`"),
    ("price inside 60..60", 13, "from its lower edge to its upper one"),
    ("price inside 60", 15, "goes on with `..` and the upper edge, as in `60..70`"),
    ("price inside 60-70", 18, "goes on with `..` and the upper edge"),
    ("price inside 60..4%", 17, "`price` is a price in USD and `4%` a percent"),
    ("price inside 60…70", 15, "write a channel with two dots, as in `60..70`"),
    ("price between 60 and 70", 6, "write `inside 60..70`"),
    ("price entering 60..70", 6, "write `enters`"),
    ("60 inside 50..70", 0, "`60` does not move"),
    # moves, highs and silence
    ("age rises 5m within 1h", 0, "age grows by itself, so that its moves mean nothing"),
    ("BTC-USD.age at new high over 1h", 0, "grows by itself"),
    ("price rises 5%", 14, "goes on with `within` and how long, as in `within 15m`"),
    ("price rises 5% within", 21, "goes on with a length of time such as `15m`"),
    ("price rises 5% within 15", 22, "`15` is no length of time; did you mean `15m`?"),
    ("price rises 5% within 15M", 22, "`15M` is no length of time; did you mean `15m`?"),
    ("price rises 5% within $5", 22, "`$5` is no length of time; write one like `60s`"),
    ("price rises 5% within 15 min", 25, "a length of time in one piece, as in `15m`"),
    ("price rises 5% within 0m", 22, "`0m` is no time at all"),
    ("price rises 5% within 999w", 22, "longer than ten years; write at most `520w`"),
    ("price rises 0% within 15m", 12, "more than 0; write one like `2%`"),
    ("price rises -5% within 15m", 12, "more than 0; write one like `2%`"),
    ("premarket rises 2 within 15m", 16, "`premarket` is a percent and `2` a plain number"),
    ("price moving up 5%", 6, "write `moves 5% within 15m`"),
    ("price at new hihg over 52w", 13, "did you mean `high`?"),
    ("price at new price over 52w", 13, "write `new high` or `new low`"),
    ("price at new", 12, "goes on with `high` or `low`"),
    ("price at high over 52w", 9, "expected `new high` or `new low`"),
    ("price at new high", 17, "goes on with `over` and how long, as in `over 52w`"),
    ("no data", 7, "goes on with `for` and how long, as in `for 10m`"),
    ("no dta for 10m", 3, "did you mean `data`?"),
    ("no data of iren for 10m", 11, "`iren` is no symbol; write `IREN`"),
    ("no data of a,b for 10m", 12, "expected `for` and how long"),
    ("no data of miners for 10m", 11, "count its members, as in `any of miners have no data for"),
    # one after the other
    ("price > 4 then gap > 1%", 23, "goes on with `within` and how long"),
    ("price > 4 then gap > 1% within 5m then ytd > 1% within 5m", 34, "put those two in brackets"),
    ("price > 4 then gap > 1% within 5m and ytd > 1%", 34, "put those two in brackets"),
    ("price > 4 within 5m", 10, "did you mean `then`?"),
    # arithmetic
    (
        "change - price > 5%",
        9,
        "`change` is a percent and `price` a price in USD; add and subtract",
    ),
    ("change / price > 5", 9, "divide figures of one unit"),
    ("change - 5 > 5%", 9, "`change` is a percent and `5` a plain number; write `5%`"),
    ("change * 50% > 5%", 9, "`50%` is a percent; multiply by a plain number such as `0.5`"),
    ("change * gap > 5%", 9, "two figures cannot be multiplied"),
    ("price / $2 > 5", 8, "`$2` is an amount of USD; divide by a plain number"),
    ("price / 0 > 5", 8, "nothing can be divided by 0"),
    ("5 / price > 5", 4, "put the figure first"),
    ("1 + 2 > price", 4, "two amounts need no calculation"),
    ("change - BTC-USD.change > 5", 26, "`change - BTC-USD.change` is a percent and `5` a plain"),
    ("change-gap > 5%", 0, "put spaces around a minus: `change - gap`"),
    ("price-2 > 5", 0, "put spaces around a minus: `price - 2`"),
    ("price × 2 > 5", 6, "write a product as `*`"),
    ("price + > 5", 8, "expected a metric or an amount"),
    ("((price + 2) > 4", 0, "never closed"),
    ("price > (4 + gap", 8, "never closed"),
    # units
    ("price > 2x", 8, "`price` is a price in USD and `2x` a ratio"),
    ("rvol > 200%", 7, "`rvol` is a ratio and `200%` a percent; write `2x`"),
    ("age > 10", 6, "write `10s` or `10m`"),
    ("age > 10%", 6, "write an amount such as `10m`"),
    ("cap > 90m", 6, "`90m` a length of time; write `90M`"),
    ("cap > 1h30m", 6, "write an amount such as `90B`"),
    # what metrics take
    ("sma > 5", 0, "`sma` needs a whole number in brackets; write one like `sma(20, 1d)`"),
    ("IREN.sma > 5", 5, "`sma` needs a whole number"),
    ("sma() > 5", 3, "`sma` needs a whole number"),
    ("sma(x) > 5", 4, "`x` is not a whole number; write one like `20`"),
    ("sma(0) > 5", 4, "`0` is out of reach; write at least `1`"),
    ("sma(9999) > 5", 4, "out of reach; write at most `1000`"),
    ("sma(20, 5) > 5", 8, "`5` of what? write a length of time such as `5d`"),
    ("sma(20, five) > 5", 8, "`five` is not a length of time"),
    ("sma(20, 0m) > 5", 8, "`0m` is no time at all"),
    ("sma(20, 52w) > 5", 8, "out of reach; write at most `1d`"),
    ("sma(20, 5m, 3) > 5", 12, "more than `sma` takes; write `sma(20, 1d)`"),
    ("sma(20,) > 5", 7, "a length of time is missing here"),
    ("sma(sma(20)) > 5", 7, "a metric's brackets mean nothing"),
    ("IREN.cap(20) > 9B", 8, "`IREN.cap` takes nothing in brackets; write it alone"),
    ("beta(btc-usd) > 2x", 5, "`btc-usd` is no symbol; did you mean `BTC-USD`?"),
    ("beta(60) > 2x", 5, "`60` is no symbol; write one like IREN"),
    ("miners.mean(chnge) > 2%", 12, "no percent metric of an instrument; did you mean `change`?"),
    ("miners.mean(price) > 2%", 12, "write one of change, premarket"),
    ("miners.mean > 2%", 7, "write one like `mean(change)`"),
    ("miners.required(100%, 2030-12-31) < 1%", 16, "`100%` is not an amount of USD"),
    ("miners.required(2030-12-31) < 1%", 16, "`2030-12-31` is not an amount of USD"),
    ("miners.required(100B, 2030-02-31) < 1%", 22, "no day of the calendar"),
    ("miners.required(100B, soon) < 1%", 22, "`soon` is not a date; write one like `2026-12-31`"),
    # whose
    ("miners have price > 4", 0, "how many of them? write `any of miners have`"),
]


@pytest.mark.parametrize(("text", "at", "says"), FAULTS, ids=[text[:40] for text, _, _ in FAULTS])
def test_a_fault_names_the_place_and_what_to_write(text: str, at: int, says: str):
    """People learn the language from what it answers, one character pointed at."""
    with pytest.raises(RuleFault) as caught:
        read(text)

    assert (at, True) == (caught.value.at, says in caught.value.message), caught.value.message


@pytest.mark.parametrize("own", [None, Scope.WATCHLIST])
def test_silence_of_nothing_in_particular_is_refused(own: Scope | None):
    with pytest.raises(RuleFault, match="name it, as in `no data of IREN for 10m`"):
        read("no data for 10m", own)


@pytest.mark.parametrize(
    ("fits", "too_many"),
    [
        (ATOM_LIMIT, "gap+" * ATOM_LIMIT),
        (NESTING_LIMIT + 1, "(" * (NESTING_LIMIT + 1)),
    ],
)
def test_calculations_have_limits_too(fits: int, too_many: str):
    """They are read by recursion, here and in the engine, and each costs a reading."""
    closing = ")" * too_many.count("(")

    with pytest.raises(RuleFault, match="at most"):
        read(f"{too_many}gap{closing} > 4%")

    step = len(too_many) // fits
    read(f"{too_many[step:]}gap{closing[1:]} > 4%")


@pytest.mark.parametrize(
    ("text", "subject", "rest"),
    [
        ("IREN premarket > 4%", "IREN", "premarket > 4%"),
        ("miners cap crosses above 90B", "miners", "cap crosses above 90B"),
        ("IREN > 70", "IREN", "price > 70"),
        ("BRK.B>70", "BRK.B", "price >70"),
        ("6E=F > 5", "6E=F", "price > 5"),
        ("BTC-USD crosses 120K", "BTC-USD", "price crosses 120K"),
        ("IREN rises 5% within 15m", "IREN", "price rises 5% within 15m"),
        ("IREN at new high over 52w", "IREN", "price at new high over 52w"),
        ("IREN no data for 10m", "IREN", "no data for 10m"),
        ("IREN not price > 4", "IREN", "not price > 4"),
        ("IREN high(20) > 5", "IREN", "high(20) > 5"),
        ("$iren > 70", "IREN", "price > 70"),
        ("miners > 90B", "miners", "cap > 90B"),
        ("ALL > 130", "ALL", "price > 130"),
        ("all of miners have price > 4", None, "all of miners have price > 4"),
        ("any of miners have price > 4", None, "any of miners have price > 4"),
        ("5 of miners have price > 4", None, "5 of miners have price > 4"),
        ("NO data for 10m", None, "NO data for 10m"),
        ("90B < miners.cap", None, "90B < miners.cap"),
        ("70 < IREN.price", None, "70 < IREN.price"),
        ("IREN.price > 4", None, "IREN.price > 4"),
        ("premarket > 4%", None, "premarket > 4%"),
        ("IREN", None, "IREN"),
        ("", None, ""),
    ],
)
def test_a_typed_text_may_lead_with_its_subject(text: str, subject: str | None, rest: str):
    """In a chat nobody fills in a form: the first word says what it is about."""
    assert (subject, rest) == lead(text, watchlists=LISTS)


def test_what_was_typed_is_read_with_its_subject():
    assert ("IREN", "price > 70", read("price > 70")) == parse_led("IREN > 70", watchlists=LISTS)


@pytest.mark.parametrize(
    ("text", "at", "length"),
    [
        ("IREN premarkt > 4%", 5, 8),
        ("  IREN premarkt > 4%", 7, 8),
        ("F > 4%", 4, 2),
        ("F above 70", 2, 5),
        ("miners cap > 4%", 13, 2),
        ("IREN", 0, 4),
    ],
)
def test_a_fault_points_into_what_was_typed(text: str, at: int, length: int):
    """Whatever was put in for a figure that was not named."""
    with pytest.raises(RuleFault) as caught:
        parse_led(text, watchlists=LISTS)

    assert (text, at, length) == (caught.value.text, caught.value.at, caught.value.length)


def test_a_typed_text_too_long_is_refused_unread():
    with pytest.raises(RuleFault, match="at most 500 characters"):
        parse_led("IREN > " + "9" * 500, watchlists=LISTS)
