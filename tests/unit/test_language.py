"""What people write is read as they mean it, or told apart from it at the character."""

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
    Counted,
    Crosses,
    Either,
    Not,
    Of,
    OfList,
    Own,
    Side,
    Sign,
    Term,
    Within,
    walk,
)
from bot.rules.language import KEYWORDS, LENGTH_LIMIT, RuleFault, parse
from bot.rules.measure import Scope
from bot.rules.reader import ATOM_LIMIT, NESTING_LIMIT
from bot.rules.units import Amount, amount
from tests.writing import LISTS, printed

GRAMMAR = Path(sys.modules[parse.__module__].__file__ or "").with_name("grammar.lark")


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


def lefts(condition: Condition) -> list[Term]:
    """List the figures on the left, as they were written."""
    simple = [part for part in walk(condition) if isinstance(part, Compares | Crosses | Within)]
    return [part.left for part in simple if isinstance(part.left, Term)]


def lowered(condition: Condition) -> str:
    return printed(condition).lower()


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


def test_not_takes_one_comparison_or_a_bracket():
    a, b = over("price", "1"), over("price", "2")

    assert Both((Not(a), b)) == read("not price > 1 and price > 2")
    assert Not(Both((a, b))) == read("not (price > 1 and price > 2)")
    assert Not(Not(a)) == read("not not price > 1")


def test_have_takes_one_comparison_and_leaves_the_rest():
    """`broad-rally` counts members by their own change, and looks at Bitcoin's once."""
    counted = "at least 5 of miners have change > 2%"
    rest = Compares(
        left=figure("change", Of(Symbol("BTC-USD"))),
        sign=Sign.UNDER,
        right=amount("1%"),
        text="BTC-USD.change < 1%",
    )

    assert read(f"{counted} and BTC-USD.change < 1%", None) == Both(
        (
            Counted(
                least=5,
                share=False,
                watchlist="miners",
                part=over("change", "2%"),
                text=counted,
            ),
            rest,
        )
    )


@pytest.mark.parametrize(
    ("text", "least", "share"),
    [
        ("any of miners have price > 1", 1, False),
        ("all of miners have price > 1", 100, True),
        ("at least 5 of miners have price > 1", 5, False),
        ("at least 50% of hpc-names have price > 1", 50, True),
        ("50% of miners have price > 1", 50, True),
        ("any of miners has price > 1", 1, False),
        ("ANY Of miners HAVE price > 1", 1, False),
    ],
)
def test_members_can_be_counted(text: str, least: int, share: bool):
    """`all` is a share, because a list may grow after the rule was made."""
    read_as = read(text, None)

    assert isinstance(read_as, Counted)
    assert (least, share, over("price", "1"), text) == (
        read_as.least,
        read_as.share,
        read_as.part,
        read_as.text,
    )


@pytest.mark.parametrize("part", ["not price > 1", "(price > 1 and gap > 2%)", "(price > 1)"])
def test_have_takes_a_not_or_a_bracket_whole(part: str):
    text = f"any of miners have {part}"
    read_as = read(f"{text} or miners.cap > 90B", None)

    assert isinstance(read_as, Either)
    assert isinstance(read_as.parts[0], Counted)
    assert (read(part), text) == (read_as.parts[0].part, read_as.parts[0].text)


def test_a_bare_metric_belongs_to_the_list_outside_a_count_and_to_the_member_in_it():
    read_as = read("change > 1% and any of miners have change > 2%", Scope.WATCHLIST)

    assert [Scope.WATCHLIST, Scope.INSTRUMENT] == [term.metric.scope for term in lefts(read_as)]


def test_words_of_the_language_may_be_written_large():
    """People write AND and OR so; figures and lists keep their one spelling."""
    small = "not (price > 1 or miners.cap crosses above 9B) and price within 2% of 3"
    large = re.sub(r"\b(not|or|crosses|above|and|within|of)\b", lambda w: w[0].upper(), small)

    assert lowered(read(small)) == lowered(read(large))
    assert small.upper() != large


def test_a_leaf_keeps_its_text_as_it_was_written():
    """An alert quotes the rule; odd spacing and line ends of a file are the writer's own."""
    text = "( price>\n  1 ) and  not cap   crosses ABOVE  90B "

    assert ["price>\n  1", "cap   crosses ABOVE  90B"] == [
        part.text for part in walk(read(text)) if isinstance(part, Compares | Crosses)
    ]


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
