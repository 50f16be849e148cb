"""What cannot be read is told at its character, with what to write instead."""

import re

import pytest

from bot.rules import metrics
from bot.rules.conditions import (
    Compares,
    Condition,
    Of,
    OfList,
    Own,
    Sign,
    Term,
)
from bot.rules.language import LENGTH_LIMIT, RuleFault, parse
from bot.rules.measure import Scope
from bot.rules.reader import ATOM_LIMIT, NESTING_LIMIT
from bot.rules.units import amount
from tests.writing import LISTS


def read(text: str, own: Scope | None = Scope.INSTRUMENT) -> Condition:
    return parse(text, watchlists=LISTS, own=own)


def fault(text: str, own: Scope | None = Scope.INSTRUMENT) -> RuleFault:
    with pytest.raises(RuleFault) as caught:
        read(text, own)
    return caught.value


def figure(name: str, owner: Own | Of | OfList | None = None) -> Term:
    """Name a metric of the rule's own instrument, or of `owner`."""
    scope = Scope.WATCHLIST if isinstance(owner, OfList) else Scope.INSTRUMENT
    metric = metrics.find(name, scope)
    assert metric
    return Term(metric, owner or Own())


def over(name: str, level: str, text: str | None = None) -> Compares:
    return Compares(
        left=figure(name),
        sign=Sign.OVER,
        right=amount(level),
        text=text or f"{name} > {level}",
    )


FAULTS = [
    # words there are not
    ("premarkt > 4%", 0, "`premarkt` is no metric of an instrument; did you mean `premarket`?"),
    ("price > 1 or premarkt > 4%", 13, "did you mean `premarket`?"),
    ("any of miners have (gap > 1% and chaange > 2%)", 33, "did you mean `change`?"),
    ("PRICE > 4", 0, "did you mean `price`?"),
    ("xyzzy > 4", 0, "there is price, change, premarket"),
    ("IREN.premarkt > 4%", 5, "did you mean `premarket`?"),
    ("IREN.PRICE > 4", 5, "did you mean `price`?"),
    ("miners.capp > 90B", 7, "no metric of a watchlist; did you mean `cap`?"),
    ("iren.price > 4", 0, "did you mean `IREN.price`?"),
    ("$IREN.price > 4", 0, "did you mean `IREN.price`?"),
    ("iren.premarkt > 4%", 0, "did you mean `IREN.premarket`?"),
    ("IREN.price.x > 4", 0, "`IREN.price` is no symbol and no watchlist; write a symbol like"),
    ("price > brk.b.price", 8, "did you mean `BRK.B.price`?"),
    ("minrs.cap > 90B", 0, "did you mean `miners.cap`?"),
    ("seven-sisters-of-the-sea.cap > 9B", 0, "write a symbol like IREN"),
    ("any of minrs have price > 4", 7, "no watchlist; did you mean `miners`?"),
    ("any of xyzzy have price > 4", 7, "there is hpc-names, miners"),
    ("any of IREN.price have price > 4", 7, "expected the name of a watchlist"),
    ("any of all have price > 4", 7, "expected the name of a watchlist"),
    ("IREN > 70", 0, "`IREN` is an instrument, not a figure of one; write `IREN.price`"),
    ("BRK.B > 70", 0, "write `BRK.B.price`"),
    ("IREN premarket > 4%", 0, "write `IREN.premarket`"),
    ("miners > 90B", 0, "`miners` is a watchlist, not a figure of one; write `miners.cap`"),
    ("miners change > 4%", 0, "write `miners.change`"),
    # words misspelt or out of place
    ("price > 4 ant ytd > 3%", 10, "did you mean `and`?"),
    ("price crosss above 4", 6, "did you mean `crosses`?"),
    ("price crosses abve 4", 14, "did you mean `above`?"),
    ("price wihtn 2% of 4", 6, "did you mean `within`?"),
    ("price within 2% 4", 16, "expected `below`, `above` or `of`"),
    ("price within price of 4", 13, "expected an amount such as `2%`"),
    ("price within 2% of foo bar", 19, "`foo` is no metric"),
    ("price within 2% of ytd bar", 23, "expected `and`, `or` or the end"),
    ("nnot price > 4", 0, "did you mean `not`?"),
    ("any off miners have price > 4", 4, "did you mean `of`?"),
    ("any of miners havve price > 4", 14, "expected `have`, not `havve`; did you mean `have`?"),
    ("any of minrs havve price > 4", 7, "did you mean `miners`?"),
    ("at leest 5 of miners have price > 4", 3, "did you mean `least`?"),
    ("at least of miners have price > 4", 9, "expected a number such as `5` or `50%`"),
    ("price above 70", 6, "`above` alone compares nothing; write `>`"),
    ("price is 70", 6, "write `=`"),
    ("premarkt crosss 4%", 0, "did you mean `premarket`?"),
    ("IREN.premarkt crosss 4%", 5, "did you mean `premarket`?"),
    ("price > 4 foo", 10, "expected `and`, `or` or the end, not `foo`"),
    ("price > 4 price", 10, "expected `and`, `or` or the end"),
    # signs and brackets
    ("price == 4", 6, "write `=`"),
    ("price => 4", 6, "write `>=`"),
    ("price ≥ 4", 6, "write `>=`"),
    ("price <=> 4", 6, "one of >, >=, <, <=, =, !="),
    ("price > 4 && ytd > 3%", 10, "write `and`"),
    ("price == 4 && ytd > 3%", 6, "write `=`"),
    ("!(price > 4)", 0, "write `not`"),
    ("4 < price < 70", 10, "join two of them with `and`"),
    ("price > = 4", 8, "expected a metric or an amount, not `=`"),
    ("(price > 4", 0, "never closed"),
    ("(price > 4) and (gap > 1% or (ytd > 2%)", 16, "never closed"),
    ("((price > 4", 1, "never closed"),
    ("price > 4)", 9, "closes nothing"),
    ("(price > 4 ytd)", 11, "expected `and`, `or` or the end"),
    ("()", 1, "expected a condition such as `premarket > 4%`, not `)`"),
    ("miners.change(gap) > 50%", 13, "`miners.change` takes nothing in brackets"),
    ("price > 4; drop", 9, "`;` means nothing here"),
    ("premarkt > 4;", 0, "did you mean `premarket`?"),
    ("price > \N{MINUS SIGN}4", 8, "write a minus as `-`"),
    ("price > 4\x00", 9, "U+0000 means nothing here"),
    ("IREN. price > 4", 0, "write `IREN.price`"),
    ("price > 4 and .price > 4", 14, "in one piece"),
    # ends
    ("", 0, "the rule is empty; write a condition such as `premarket > 4%`"),
    (" \n ", 0, "the rule is empty"),
    ("price", 5, "goes on with `>`"),
    ("price > ", 7, "goes on with a metric or an amount"),
    ("price > 4 and", 13, "goes on with a condition such as"),
    ("(price >", 8, "goes on with a metric or an amount"),
    ("any of miners", 13, "goes on with `have`"),
    ("any of xyzzy", 7, "`xyzzy` is no watchlist"),
    ("premarkt", 0, "did you mean `premarket`?"),
    # amounts
    ("cap > 90b", 6, "did you mean `90B`?"),
    ("cap > 90bn", 6, "did you mean `90B`?"),
    ("cap > 90 B", 9, "in one piece"),
    ("premarket > 4 percent", 14, "in one piece"),
    ("premarket > 4 %", 14, "in one piece"),
    ("volume > 1,000,000", 9, "did you mean `1000000`?"),
    ("price > 70$", 8, "did you mean `$70`?"),
    ("price > 1.2.3", 8, "`1.2.3` is no amount"),
    ("price > 9999999999999999", 8, "is no amount"),
    ("price > 90b ytd", 8, "did you mean `90B`?"),
    ("4 > 3", 0, "put a metric on one side"),
    ("70 crosses above price", 0, "write the metric first"),
    ("70 within 2% below price", 0, "write the metric first"),
    # units
    ("cap > 4%", 6, "`cap` is an amount of USD and `4%` a percent; write an amount such as `90B`"),
    ("4% < cap", 0, "`cap` is an amount of USD"),
    ("premarket > 4", 12, "`premarket` is a percent and `4` a plain number; write `4%`"),
    ("premarket > -4", 12, "write `-4%`"),
    ("premarket > $4", 12, "`$4` an amount of USD; write an amount such as `4%`"),
    ("premarket > 4B", 12, "write an amount such as `4%`"),
    ("volume > $5M", 9, "write `5M`"),
    ("price > 4%", 8, "write an amount such as `$70`"),
    ("cap crosses above 4%", 18, "`cap` is an amount of USD"),
    ("price within 2B below 4%", 22, "`price` is a price in USD and `4%` a percent"),
    ("premarket within 1 below 4%", 17, "write `1%`"),
    ("volume within $5 of 4M", 14, "`$5` an amount of USD; write `5`"),
    ("price within -2% below 4", 13, "more than 0; write one like `2%`"),
    ("premarket within 0% below 4%", 17, "more than 0; write one like `1%`"),
    ("price > IREN.cap", 8, "`price` is a price in USD and `cap` an amount of USD"),
    ("price crosses above change", 20, "compare figures of one unit"),
    ("price within 2% of change", 19, "compare figures of one unit"),
    # whose
    ("breadth > 50%", 0, "which watchlist? name it, as in `hpc-names.breadth`"),
    ("IREN.breadth > 50%", 5, "it is one of a watchlist, as in `hpc-names.breadth`"),
    ("miners.price > 4", 7, "count its members, as in `any of miners have price …`"),
    # counts
    ("5 of miners have price > 4", 0, "write `at least 5 of miners`"),
    ("at least 2.5 of miners have price > 4", 9, "`2.5` cannot be counted"),
    ("at least 0 of miners have price > 4", 9, "`0` cannot be counted"),
    ("at least $5 of miners have price > 4", 9, "`$5` cannot be counted"),
    ("at least -5 of miners have price > 4", 9, "expected a number"),
    ("101% of miners have price > 4", 0, "`101%` cannot be counted"),
    ("any of miners have (gap > 1% or all of miners have gap > 2%)", 32, "cannot stand in another"),
]


@pytest.mark.parametrize(("text", "at", "says"), FAULTS, ids=[text[:40] for text, _, _ in FAULTS])
def test_a_fault_names_the_place_and_what_to_write(text: str, at: int, says: str):
    """People learn the language from what it answers, one character pointed at."""
    found = fault(text)

    assert (at, True) == (found.at, says in found.message), found.message


@pytest.mark.parametrize(
    ("text", "own", "says"),
    [
        ("premarket > 4%", None, "which instrument? name it, as in `IREN.premarket`"),
        ("change > 4%", None, "which instrument? name it, as in `IREN.change`"),
        ("breadth > 4%", None, "which watchlist?"),
        ("premarkt > 4%", None, "`premarkt` is no metric; did you mean `premarket`?"),
        ("premarket > 4%", Scope.WATCHLIST, "count, as in `any of hpc-names have premarket …`"),
        ("premarkt > 4%", Scope.WATCHLIST, "is no metric of a watchlist; there is cap, change"),
    ],
)
def test_a_bare_metric_needs_an_owner(text: str, own: Scope | None, says: str):
    """A rule about nothing in particular would otherwise watch nothing, silently."""
    assert says in fault(text, own).message


def test_without_watchlists_a_fault_says_so():
    with pytest.raises(RuleFault, match="`miners` is no watchlist; there is none"):
        parse("any of miners have price > 4", watchlists=(), own=None)


def test_a_fault_draws_a_caret_under_the_word():
    text = "price > 1 or premarkt > 4%"

    assert [
        "`premarkt` is no metric of an instrument; did you mean `premarket`?",
        f"  {text}",
        "               ^^^^^^^^",
    ] == str(fault(text)).splitlines()


def test_a_fault_in_a_long_rule_shows_its_surroundings_only():
    """A caret is no help where a phone has wrapped the line above it."""
    text = " or ".join(["price > 1"] * 15 + ["premarkt > 4%"] + ["price > 1"] * 15)
    _, shown, caret = str(fault(text)).splitlines()

    assert "premarkt" == shown[caret.index("^") : caret.rindex("^") + 1]
    assert len(shown) < 70


def test_a_fault_at_the_end_of_a_long_rule_shows_what_led_to_it():
    _, shown, caret = str(fault(" or ".join(["price > 1"] * 15 + ["gap"]))).splitlines()

    assert shown.endswith("price > 1 or price > 1 or price > 1 or gap")
    assert len(shown) == caret.index("^")


def test_a_word_of_any_length_does_not_drown_the_sentence():
    assert len(fault("x" * 400).message) < 250


@pytest.mark.parametrize("text", ["(" * 20_000, "not " * 5_000, "price > 1 or " * 9_999, "é" * 501])
def test_a_text_too_long_is_refused_unread(text: str):
    """A chat is open to everyone in it; no text may hang or end the process."""
    found = fault(text)

    assert (LENGTH_LIMIT, len(text) - LENGTH_LIMIT) == (found.at, found.length)
    assert "at most 500 characters" in found.message


def test_a_text_of_just_that_length_is_read():
    assert read("price > 1".ljust(LENGTH_LIMIT)) == over("price", "1")


@pytest.mark.parametrize(
    ("opens", "closes"), [("(", ")"), ("not ", ""), ("(not ", ")"), ("not(", ")")]
)
def test_nesting_has_a_limit(opens: str, closes: str):
    """Brackets and nots are read by recursion, here and in the engine."""
    deep = NESTING_LIMIT // len(re.findall(r"\(|not", opens))

    read(f"{opens * deep}price > 1{closes * deep}")
    deeper = fault(f"{opens * (deep + 1)}price > 1{closes * (deep + 1)}")

    assert f"at most {NESTING_LIMIT} deep" in deeper.message
    assert fault("(" * LENGTH_LIMIT).at == LENGTH_LIMIT


def test_comparisons_have_a_limit():
    """Each is read again whenever what it reads has changed."""
    read("or ".join(["gap>1%"] * ATOM_LIMIT))
    found = fault("or ".join(["gap>1%"] * (ATOM_LIMIT + 1)))

    assert ("at most 50 comparisons" in found.message, ATOM_LIMIT * 9) == (True, found.at)
