"""A message says what its writer meant, and nothing a template could be tricked into."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import figures
from bot.rules import metrics
from bot.rules.faults import RuleFault
from bot.rules.measure import Scope
from bot.rules.template import LENGTH_LIMIT, PLACES_LIMIT, WORDS, Template

KNOWN: dict[str, Decimal | str | None] = {
    "symbol": "IREN",
    "name": "IREN Limited",
    "rule": "premarket-mover",
    "list": "miners",
    "because": "premarket is +4.01%, over 4%",
    "premarket": Decimal("4.0094"),
    "change": Decimal("-1.25"),
    "price": Decimal("66.41"),
    "cap": Decimal(18061000000),
    "volume": Decimal(3100),
    "ytd": None,
}


def said(text: str, scope: Scope | None = Scope.INSTRUMENT) -> str:
    return Template.parse(text, scope).fill(lambda field: KNOWN[field])


def fault(text: str, scope: Scope | None = Scope.INSTRUMENT) -> RuleFault:
    with pytest.raises(RuleFault) as caught:
        Template.parse(text, scope)
    return caught.value


def test_the_message_of_the_example_rule():
    text = "{symbol} {premarket:+.1f%} before the bell at {price}"

    assert "IREN +4.0% before the bell at 66.41" == said(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{premarket}", "+4.01%"),
        ("{change}", "-1.25%"),
        ("{price}", "66.41"),
        ("{cap}", "$18.06B"),
        ("{volume}", "3,100"),
    ],
)
def test_a_figure_without_a_format_is_shown_as_everywhere(text: str, shown: str):
    """The same figure in a message and on the web desk must not look like two."""
    assert shown == said(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{premarket:+.1f%}", "+4.0%"),
        ("{premarket:.3f}", "4.009"),
        ("{premarket:+%}", "+4.01%"),
        ("{premarket:}", "+4.01%"),
        ("{change:+.1f%}", "-1.2%"),
        ("{cap:,.0f}", "18,061,000,000"),
        ("{cap:+,.1f}", "+18,061,000,000.0"),
        ("{volume:,}", "3,100"),
        ("{volume:.0f}", "3100"),
        ("{price:.8f}", "66.41000000"),
    ],
)
def test_a_figure_is_shown_in_the_format_asked_for(text: str, shown: str):
    assert shown == said(text)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("-0.04", "0.0%"), ("0.04", "0.0%"), ("0.05", "0.0%"), ("0.15", "+0.2%"), ("-0.06", "-0.1%")],
)
def test_what_rounds_to_nothing_has_no_sign(value: str, shown: str):
    """A `-0.0%` reads like a loss."""
    template = Template.parse("{change:+.1f%}", Scope.INSTRUMENT)

    assert shown == template.fill(lambda _: Decimal(value))


@pytest.mark.parametrize("text", ["{ytd}", "{ytd:+.1f%}"])
def test_what_is_not_known_is_said_to_be_so(text: str):
    """ABTC was not listed a year ago; a 0 there would be a lie."""
    assert figures.UNKNOWN == said(text)


def test_words_are_filled_in_as_they_are():
    """Braces in a name or a reason are words too, not places to fill again."""
    template = Template.parse("{symbol}: {because}", None)

    assert "{price}: {}" == template.fill({"symbol": "{price}", "because": "{}"}.__getitem__)


def test_a_word_that_comes_as_a_number_is_written_plainly():
    assert "1000" == Template.parse("{name}", None).fill(lambda _: Decimal("1E+3"))


def test_doubled_braces_stand_for_themselves():
    assert "{IREN} {} {symbol}" == said("{{{symbol}}} {{}} {{symbol}}")


def test_a_template_tells_what_it_needs_once_each():
    """The evidence of an alert is looked up once, however often it is said."""
    template = Template.parse("{price} {symbol} {price:.1f} {{name}}", Scope.INSTRUMENT)

    assert ("price", "symbol") == template.fields


@pytest.mark.parametrize("scope", Scope)
def test_every_metric_of_the_subject_can_be_told(scope: Scope):
    """But for those that need something in brackets: a message has none."""
    bare = [m.name for m in metrics.METRICS if m.scope is scope and m.bare]
    names = (*bare, *WORDS)

    assert names == Template.parse("".join(f"{{{name}}}" for name in names), scope).fields


FAULTS = [
    ("{premarkt}", 0, "`{premarkt}` is nothing a message can tell; did you mean `{premarket}`?"),
    ("at {prize:.2f}", 3, "did you mean `{price}`?"),
    ("{}", 0, "there is price, change"),
    ("{0}", 0, "nothing a message can tell"),
    ("{breadth}", 0, "nothing a message can tell"),
    ("{sma}", 0, "`sma` takes something in brackets, which a message cannot give it"),
    ("{symbol.__class__}", 0, "nothing a message can tell"),
    ("{price!r}", 0, "did you mean `{price}`?"),
    ("{ price }", 0, "did you mean `{price}`?"),
    ("up {price", 3, "never closed; write `{{`"),
    ("{price:{ytd}}", 0, "never closed"),
    ("up }", 3, "closes nothing; write `}}`"),
    ("{{{price}}}}", 11, "closes nothing"),
    ("{symbol:>10}", 8, "`symbol` is a word and has no format; write `{symbol}`"),
    ("{price:>999999999}", 7, "is no format; write one like"),
    ("{price:.2}", 7, "is no format"),
    ("{price:%+}", 7, "is no format"),
    ("{price:.9f}", 7, "at most 8 places"),
    ("{price:.999f}", 7, "at most 8 places"),
    ("{price:.2f%}", 7, "`price` is a price in USD; leave out the `%`"),
    ("x" * 501, LENGTH_LIMIT, "at most 500 characters"),
]


@pytest.mark.parametrize(("text", "at", "says"), FAULTS, ids=[text[:20] for text, _, _ in FAULTS])
def test_a_fault_names_the_place_and_what_to_write(text: str, at: int, says: str):
    """A message is first needed at night; a mistake in it is told when it is made."""
    found = fault(text)

    assert (at, True) == (found.at, says in found.message), found.message


def test_a_rule_about_nothing_in_particular_has_words_only():
    """`IREN.change > 2% and BTC-USD.change < 1%` has no price of its own."""
    assert "there is symbol, name, rule, list, because" in fault("{price}", None).message


@settings(max_examples=300)
@given(
    text=st.text(max_size=60)
    | st.lists(
        st.sampled_from(["{", "}", "{{", "}}", ":", "price", "symbol", ".2f", "+", ",", "%", "!r"]),
        max_size=12,
    ).map("".join),
    value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**27), max_value=10**27)
    | st.none()
    | st.text(max_size=9),
)
def test_any_text_is_filled_or_refused_within_its_bounds(text: str, value: Decimal | str | None):
    """Nothing else comes out of a template, whatever is put into it."""
    try:
        template = Template.parse(text, Scope.INSTRUMENT)
    except RuleFault as found:
        assert 0 <= found.at <= found.at + found.length <= len(text)  # noqa: PT017 (both are fine)
        return
    longest = max(40, len(str(value)))

    assert len(template.fill(lambda _: value)) <= len(text) + longest * len(text)


@given(st.text(max_size=60))
def test_a_text_with_its_braces_doubled_is_said_as_it_was(text: str):
    doubled = text.replace("{", "{{").replace("}", "}}")

    assert text == said(doubled)


@given(
    value=st.decimals(-1000, 1000, places=9),
    places=st.integers(0, PLACES_LIMIT),
)
def test_rounding_never_strays_further_than_half_a_step(value: Decimal, places: int):
    """The figure in the message is the one that fired, to the places shown."""
    shown = Template.parse(f"{{price:.{places}f}}", Scope.INSTRUMENT).fill(lambda _: value)

    assert abs(Decimal(shown) - value) * 2 <= Decimal(1).scaleb(-places)
