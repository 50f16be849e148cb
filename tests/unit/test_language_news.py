"""Forms on news: what is read of them, and what is said of those that cannot be."""

from datetime import timedelta

import pytest

from bot.rules.conditions import (
    About,
    Both,
    Compares,
    Condition,
    Counted,
    Either,
    From,
    Members,
    Mentions,
    Mismatch,
    News,
    Not,
    Of,
    OfList,
    On,
    Own,
    Sign,
    Sought,
    Stories,
    Then,
)
from bot.rules.language import RuleFault, parse, parse_led
from bot.rules.measure import Scope
from bot.rules.typed import read as typed_read
from tests.builders import at
from tests.writing import LISTS

IREN, WULF = Of("IREN"), Of("WULF")  # type: ignore[arg-type]  # as they are typed
QUARTER = timedelta(minutes=15)
NOW = at("2025-10-10T12:00Z")


def read(text: str, own: Scope | None = None) -> Condition:
    return parse(text, watchlists=LISTS, own=own, themes=["ai-hpc", "power"])


def is_about(*whom: Own | Of | OfList | Members, wanted: bool = True) -> Sought:
    return Sought(About(whom), wanted=wanted)


def says(*phrases: str, wanted: bool = True) -> Sought:
    return Sought(Mentions(phrases), wanted=wanted)


def news(*sought: Sought, text: str, span: timedelta = QUARTER) -> News:
    return News(sought=sought, span=span, text=text)


READ = [
    ("news", ()),
    ("news about IREN", (is_about(IREN),)),
    ("News about $IREN", (is_about(IREN),)),
    ("news about ON", (is_about(Of("ON")),)),  # type: ignore[arg-type]  # as it is typed
    ("news about IREN or ALL", (is_about(IREN, Of("ALL")),)),  # type: ignore[arg-type]  # likewise
    ("news about miners", (is_about(OfList("miners")),)),
    ("news about any of miners", (is_about(Members("miners")),)),
    ("news about IREN or any of miners", (is_about(IREN, Members("miners")),)),
    ("news about IREN and about WULF", (is_about(IREN), is_about(WULF))),
    ("news about IREN and not about WULF", (is_about(IREN), is_about(WULF, wanted=False))),
    ('news mentions "AI"', (says("AI"),)),
    ("news mentions \u201cpower  price\u201d", (says("power price"),)),
    ('news mentions "AI" or "HPC"', (says("AI", "HPC"),)),
    ('news mentions "AI" and mentions "gigawatt"', (says("AI"), says("gigawatt"))),
    ('news mentions "AI" not mentions "sued"', (says("AI"), says("sued", wanted=False))),
    ("news on ai-hpc or power", (Sought(On(("ai-hpc", "power")), wanted=True),)),
    ("news from reuters", (Sought(From(("reuters",)), wanted=True),)),
    ('news from reuters or "Miner Desk"', (Sought(From(("reuters", "Miner Desk")), wanted=True),)),
    ("news from reuters or bloomberg", (Sought(From(("reuters", "bloomberg")), wanted=True),)),
    ('news not from "Daily"', (Sought(From(("Daily",)), wanted=False),)),
]


@pytest.mark.parametrize(("text", "sought"), READ, ids=[text for text, _ in READ])
def test_what_is_asked_of_an_article_is_read(text: str, sought: tuple[Sought, ...]):
    assert news(*sought, text=text) == read(text)


def test_news_counts_as_new_for_as_long_as_a_rule_says():
    assert news(is_about(IREN), text="news about IREN within 2h", span=timedelta(hours=2)) == read(
        "news about IREN within 2h"
    )


def test_stories_are_counted_with_any_sign():
    assert Stories(
        sought=(is_about(IREN, WULF),),
        sign=Sign.AT_LEAST,
        count=3,
        span=timedelta(hours=1),
        text="stories about IREN or WULF >= 3 within 1h",
    ) == read("stories about IREN or WULF >= 3 within 1h")


def test_a_mismatch_may_be_about_somebody():
    assert Mismatch(
        sought=(is_about(IREN),), span=QUARTER, text="claim mismatch about IREN"
    ) == read("claim mismatch about IREN")


@pytest.mark.parametrize("text", ["news", "claim mismatch", "stories >= 3 within 1h"])
@pytest.mark.parametrize("own", Scope)
def test_without_a_word_of_whom_it_is_the_rules_own_subject(text: str, own: Scope):
    found = read(text, own)

    assert isinstance(found, News | Mismatch | Stories)
    assert (is_about(Own()),) == found.sought


def test_who_is_left_out_does_not_stand_for_the_subject():
    found = read("news not about WULF", Scope.INSTRUMENT)

    assert isinstance(found, News)
    assert (is_about(Own()), is_about(WULF, wanted=False)) == found.sought


JOINED = [
    ("news about IREN and IREN.premarket > 4%", Both, (News, Compares)),
    ("news about IREN or IREN.premarket > 4%", Either, (News, Compares)),
    ("news about IREN or news about WULF", Either, (News, News)),
    ("news from reuters or IREN.price > 4", Either, (News, Compares)),
    ("news about IREN or any of miners have price > 4", Either, (News, Counted)),
    ("news about IREN and not news on power", Both, (News, Not)),
    ("claim mismatch about IREN or (news)", Either, (Mismatch, News)),
    ("stories about IREN > 2 within 1h and news", Both, (Stories, News)),
]


@pytest.mark.parametrize(("text", "joint", "parts"), JOINED, ids=[text for text, *_ in JOINED])
def test_a_comparison_after_news_is_no_more_of_it(
    text: str, joint: type[Both | Either], parts: tuple[type, ...]
):
    """`or` may go on with another outlet or with another condition; what follows tells."""
    found = read(text)

    assert isinstance(found, joint)
    assert parts == tuple(type(part) for part in found.parts)


@pytest.mark.parametrize(
    ("text", "own", "of_then"),
    [
        ("IREN.price > 4 then news within 2h", QUARTER, timedelta(hours=2)),
        ("IREN.price > 4 then news within 5m within 2h", timedelta(minutes=5), timedelta(hours=2)),
        ("(news within 5m) then news about IREN within 2h", QUARTER, timedelta(hours=2)),
    ],
)
def test_the_last_within_behind_then_is_its_own(text: str, own: timedelta, of_then: timedelta):
    found = read(text)

    assert isinstance(found, Then)
    assert isinstance(found.second, News)
    assert (own, of_then) == (found.second.span, found.span)


def test_a_bracket_closes_what_a_then_waits_for():
    found = read("(IREN.price > 4 then news within 2h) and news within 5m")

    assert isinstance(found, Both)
    assert timedelta(minutes=5) == getattr(found.parts[1], "span", None)


@pytest.mark.parametrize("name", ["news", "stories", "claim", "about", "on", "from", "mentions"])
def test_a_watchlist_may_be_called_as_a_word_of_news(name: str):
    text = f"any of {name} have price > 4 and {name}.cap > 1B"

    assert isinstance(parse(text, watchlists=[name], own=None), Both)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ('IREN news mentions "AI"', "IREN"),
        ("miners stories >= 3 within 1h", "miners"),
        ("IREN claim mismatch", "IREN"),
        ("news about IREN", None),
        ("News on ai-hpc", None),
        ("ON price > 4", "ON"),
    ],
)
def test_a_typed_text_may_lead_with_whom_the_news_is_about(text: str, subject: str | None):
    assert subject == parse_led(text, watchlists=LISTS)[0]


@pytest.mark.parametrize("quotes", ['""', "\u201c\u201d", "\u201e\u201c"])
def test_a_modifiers_word_in_quotes_is_no_modifier(quotes: str):
    phrase = f"{quotes[0]}up for sale{quotes[1]}"
    found = typed_read(f"IREN news mentions {phrase} severity critical", watchlists=(), now=NOW)

    assert {"subject", "when", "severity"} == set(found.document)
    assert f"news mentions {phrase}" == found.document["when"]


FAULTS = [
    # words out of place
    ('mentions "AI"', 0, '`mentions` is asked of news; write `news mentions "AI"`'),
    ('IREN.price > 4 and mentions "AI"', 19, 'write `news mentions "AI"`'),
    ("IREN.price > 4 from reuters", 15, 'write `news from "Miner Desk"`'),
    ("on ai-hpc", 0, "write `news on ai-hpc`"),
    ("mismatch", 0, "write `claim mismatch`"),
    ("news abuot IREN", 5, "did you mean `about`?"),
    (
        "news about IREN xyz",
        16,
        "expected `about`, `mentions`, `from`, `on`, `and`, `or` or the end",
    ),
    ("claim", 5, "goes on with `mismatch`"),
    ("claim mismtch", 6, "did you mean `mismatch`?"),
    ("news about IREN mentions", 24, 'goes on with words in quotes, as in `"AI"`'),
    ("news from", 9, "goes on with a name"),
    ("news about", 10, "goes on with a symbol such as `IREN` or a watchlist"),
    ("news about IREN and", 19, "goes on with a condition such as"),
    ("IREN.price > 3 then news", 24, "goes on with `within` and how long"),
    ("(news about IREN", 0, "never closed"),
    ("news about IREN)", 15, "closes nothing"),
    ("news about IREN, WULF", 15, "not `,`"),
    # whom
    ("news about iren", 11, "`iren` is no symbol and no watchlist; write `IREN`"),
    ("news about minrs", 11, "did you mean `miners`?"),
    ("news about any of minrs", 18, "`minrs` is no watchlist; did you mean `miners`?"),
    ("news about any of IREN", 18, "`IREN` is no watchlist; there is hpc-names, miners"),
    ("news about miners.cap", 11, "news is about `miners` and no figure of it"),
    ("news about IREN.price", 11, "news is about `IREN` and no figure of it"),
    # quotes
    ("news mentions AI", 14, 'write words in quotes, as in `"AI"`'),
    ('news mentions "AI', 14, "close the quotes"),
    ("news mentions 'AI'", 14, "write words in double quotes"),
    ('news mentions ""', 14, "there is nothing in these quotes"),
    ('news mentions "…"', 14, "says nothing; write a word"),
    (f'news mentions "{"x" * 101}"', 14, "at most 100 characters"),
    ("news on aihpc", 8, "`aihpc` is no theme; did you mean `ai-hpc`?"),
    ("news on xyzzy", 8, "`xyzzy` is no theme; there is ai-hpc, power"),
    # figures
    ("news > 4%", 5, "news has no figure; count it, as in `stories about IREN >= 3 within 1h`"),
    ("news about IREN >= 3", 16, "news has no figure"),
    ("stories about IREN", 18, "goes on with how many and in how long"),
    ("stories about IREN >= 3", 23, "goes on with `within` and how long"),
    ("stories about IREN >= many within 1h", 22, "expected how many, a number such as `3`"),
    ("stories >= 3% within 1h", 11, "`3%` stories cannot be counted"),
    ("stories >= 0 within 1h", 8, "that always holds; write how many"),
    ("stories < 0 within 1h", 8, "that never holds; write how many"),
    ("stories => 3 within 1h", 8, "write `>=`"),
    ("news within 9w", 12, "write at most `7d`"),
    ("news within 15", 12, "did you mean `15m`?"),
]


@pytest.mark.parametrize(("text", "place", "says"), FAULTS, ids=[text[:40] for text, *_ in FAULTS])
def test_a_fault_names_the_place_and_what_to_write(text: str, place: int, says: str):
    with pytest.raises(RuleFault) as caught:
        read(text)

    assert (place, True) == (caught.value.at, says in caught.value.message), caught.value.message


def test_any_theme_will_do_where_nobody_knows_which_there_are():
    assert isinstance(parse("news on whatever", watchlists=(), own=None), News)


def test_there_may_be_no_theme_at_all():
    with pytest.raises(RuleFault, match="`ai` is no theme; there is none"):
        parse("news on ai", watchlists=(), own=None, themes=())
