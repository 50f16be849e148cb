"""What people write is read as they mean it."""

import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from bot.market.instruments import Symbol
from bot.rules import metrics
from bot.rules.conditions import (
    Both,
    Compares,
    Condition,
    Crosses,
    Either,
    Of,
    OfList,
    Own,
    Side,
    Sign,
    Term,
    Within,
    walk,
)
from bot.rules.language import KEYWORDS, RuleFault, parse
from bot.rules.measure import Scope
from bot.rules.units import Amount, amount
from tests.writing import LISTS

GRAMMAR = Path(sys.modules[parse.__module__].__file__ or "").with_name("grammar.lark")


def read(text: str, own: Scope | None = Scope.INSTRUMENT) -> Condition:
    return parse(text, watchlists=LISTS, own=own)


def figure(name: str, owner: Own | Of | OfList | None = None) -> Term:
    """Name a metric of the rule's own instrument, or of `owner`."""
    scope = Scope.WATCHLIST if isinstance(owner, OfList) else Scope.INSTRUMENT
    metric = metrics.find(name, scope)
    assert metric
    return Term(metric, owner or Own())


def lefts(condition: Condition) -> list[Term]:
    """List the figures on the left, as they were written."""
    simple = [part for part in walk(condition) if isinstance(part, Compares | Crosses | Within)]
    return [part.left for part in simple if isinstance(part.left, Term)]


def over(name: str, level: str, text: str | None = None) -> Compares:
    return Compares(
        left=figure(name),
        sign=Sign.OVER,
        right=amount(level),
        text=text or f"{name} > {level}",
    )


@pytest.mark.parametrize("sign", Sign)
def test_every_sign_compares_a_figure_with_an_amount(sign: Sign):
    """Strict and not strict differ at exactly 4 %, so no sign may pass for another."""
    text = f"premarket {sign.value} 4%"

    assert read(text) == Compares(
        left=figure("premarket"), sign=sign, right=amount("4%"), text=text
    )


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("4% > change", Sign.UNDER),
        ("4% >= change", Sign.AT_MOST),
        ("4% < change", Sign.OVER),
        ("4% <= change", Sign.AT_LEAST),
        ("4% = change", Sign.EQUAL),
        ("4% != change", Sign.UNEQUAL),
    ],
)
def test_an_amount_on_the_left_turns_the_comparison_round(text: str, sign: Sign):
    """The engine watches a figure against a level, whichever was named first."""
    assert read(text) == Compares(left=figure("change"), sign=sign, right=amount("4%"), text=text)


@pytest.mark.parametrize(("word", "above"), [("above", True), ("below", False)])
def test_crosses_says_from_which_side(word: str, above: bool):
    text = f"miners.cap crosses {word} 90B"

    assert read(text) == Crosses(
        left=figure("cap", OfList("miners")), above=above, right=amount("90B"), text=text
    )


@pytest.mark.parametrize("side", Side)
def test_within_says_how_near_and_on_which_side(side: Side):
    text = f"miners.cap within 2% {side.value} 90B"

    assert read(text) == Within(
        left=figure("cap", OfList("miners")),
        margin=amount("2%"),
        side=side,
        right=amount("90B"),
        text=text,
    )


@pytest.mark.parametrize(
    ("text", "margin"),
    [
        ("price within $2 below 70", "$2"),
        ("cap within 500M of 90B", "500M"),
        ("volume within 10% of 5M", "10%"),
        ("volume within 1000 of 5M", "1000"),
        ("premarket within 0.5% below 4%", "0.5%"),
    ],
)
def test_a_margin_is_absolute_or_a_percent_of_the_level(text: str, margin: str):
    """On a percent figure it is points, so only a percent will do."""
    read_as = read(text)

    assert isinstance(read_as, Within)
    assert amount(margin) == read_as.margin


def test_two_figures_of_one_unit_can_be_compared():
    text = "IREN.change > BTC-USD.change"

    assert read(text, None) == Compares(
        left=figure("change", Of(Symbol("IREN"))),
        sign=Sign.OVER,
        right=figure("change", Of(Symbol("BTC-USD"))),
        text=text,
    )


def test_a_sector_is_compared_with_an_instrument():
    """What is one's own and what is a list's may be of one unit."""
    read_as = read("miners.change > BTC-USD.change")

    assert isinstance(read_as, Compares)
    assert (figure("change", OfList("miners")), figure("change", Of(Symbol("BTC-USD")))) == (
        read_as.left,
        read_as.right,
    )


@pytest.mark.parametrize(
    "symbol",
    ["IREN", "BRK.B", "BTC-USD", "^GSPC", "6E=F", "7203.T", "3", "ALL", "OF", "AND", "NOT", "HAS"],
)
def test_any_symbol_can_be_named(symbol: str):
    """Allstate is ALL and Open Farm could be OF; a dot behind a word makes it a symbol."""
    read_as = read(f"{symbol}.price > 70 and {symbol}.change < 4%", None)

    assert isinstance(read_as, Both)
    assert [Of(Symbol(symbol))] * 2 == [term.owner for term in lefts(read_as)]


@pytest.mark.parametrize("text", ["70=IREN.price", "70 = IREN.price", "IREN.price=70"])
def test_spaces_around_signs_do_not_matter(text: str):
    """A `=` may also be part of a symbol, and must not swallow an amount before it."""
    read_as = read(text)

    assert isinstance(read_as, Compares)
    assert (figure("price", Of(Symbol("IREN"))), Decimal(70)) == (
        read_as.left,
        read_as.right.value if isinstance(read_as.right, Amount) else None,
    )


@pytest.mark.parametrize(
    ("text", "level"),
    [("change>-1.5%", "-1.5%"), ("change > - 1.5%", "-1.5%"), ("change>+4%", "+4%")],
)
def test_an_amount_may_have_a_sign(text: str, level: str):
    """`- 1.5%` is what a phone makes of `-1.5%`."""
    read_as = read(text)

    assert isinstance(read_as, Compares)
    assert amount(level) == read_as.right


def test_and_binds_tighter_than_or():
    a, b, c = over("price", "1"), over("price", "2"), over("price", "3")

    assert Either((a, Both((b, c)))) == read("price > 1 or price > 2 and price > 3")
    assert Either((Both((a, b)), c)) == read("price > 1 and price > 2 or price > 3")


def test_brackets_bind_tightest():
    a, b, c = over("price", "1"), over("price", "2"), over("price", "3")

    assert Both((Either((a, b)), c)) == read("(price > 1 or price > 2) and price > 3")


def test_a_leaf_keeps_its_text_as_it_was_written():
    """An alert quotes the rule; odd spacing and line ends of a file are the writer's own."""
    text = "( price>\n  1 ) and  not cap   crosses ABOVE  90B "

    assert ["price>\n  1", "cap   crosses ABOVE  90B"] == [
        part.text for part in walk(read(text)) if isinstance(part, Compares | Crosses)
    ]


def test_the_keywords_are_those_of_the_grammar():
    """The settings refuse them as names of watchlists, without loading the parser."""
    words = re.findall(r'^_?[A-Z]+: "([a-z]+)"i$', GRAMMAR.read_text("utf-8"), re.MULTILINE)

    assert sorted(words) == sorted(KEYWORDS)


@pytest.mark.parametrize("name", ["miners", "ai-hpc", "a", "x_1-2", "a--b", "a-", "price", "news"])
def test_a_watchlist_can_be_counted_and_read_by_its_name(name: str):
    """Dashes included, wherever the settings allow them."""
    text = f"any of {name} have price > 4 and {name}.cap > 1B"

    assert isinstance(parse(text, watchlists=[name], own=None), Both)


@pytest.mark.parametrize("name", sorted(KEYWORDS))
def test_a_watchlist_named_like_a_keyword_could_not_be_counted(name: str):
    """So the settings refuse it, instead of a rule that is made much later."""
    with pytest.raises(RuleFault):
        parse(f"any of {name} have price > 4", watchlists=[name], own=None)


def test_the_parser_is_not_loaded_before_a_rule_is_read():
    """`prebell --help` imports this module by way of the settings, and must answer at once."""
    script = "import sys, bot.rules.language; sys.exit('lark' in sys.modules)"

    assert 0 == subprocess.run([sys.executable, "-c", script], check=False).returncode
