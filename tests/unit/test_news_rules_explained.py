"""What is said of rules on news when somebody asks, and what they need."""

from decimal import Decimal

import pytest

from bot.market.instruments import Symbol
from bot.rules.coverage import Coverage
from bot.rules.distance import distance
from bot.rules.explain import Explained, explain
from bot.rules.loading import load
from bot.rules.needs import needed
from bot.rules.typed import read, told
from tests.builders import a_bot, a_market, a_rule, at
from tests.reported import HEADLINE, Papers, a_finding, a_piece, hears
from tests.watched import Watched

NOON = "2025-10-10T12:00Z"


def a_newsreader(when: str) -> Watched:
    return a_bot(rules=[a_rule(when, name="r", subject="IREN")])


def explained(bot: Watched) -> Explained:
    (instance,) = bot.engine.instances
    return explain(instance.part, bot.market.now)


def test_where_nothing_was_heard_it_says_so():
    assert Explained("news", holds=False, says="no such news within 15 min") == explained(
        a_newsreader("news")
    )


def test_what_was_heard_last_is_told_with_its_age():
    bot = a_newsreader("news")
    hears(bot, Papers().tell(a_piece(at=NOON)))
    bot.turns_to("2025-10-10T12:03Z")

    assert Explained("news", holds=True, says=f"{HEADLINE} (Miner Desk, 3 min ago)") == explained(
        bot
    )


def test_what_counts_no_more_is_told_as_the_last():
    bot = a_newsreader("news")
    hears(bot, Papers().tell(a_piece(at=NOON)))
    bot.turns_to("2025-10-10T12:40Z")

    says = f"no such news within 15 min; the last: {HEADLINE} (Miner Desk, 40 min ago)"
    assert Explained("news", holds=False, says=says) == explained(bot)


def test_a_count_says_how_many_and_how_many_more_it_takes():
    bot = a_newsreader("stories >= 3 within 1h")
    hears(bot, Papers().tell(a_piece(at=NOON)))
    found = explained(bot)

    assert (False, "2 to go") == (found.holds, found.distance)
    assert found.says.startswith("1 story within 60 min; the last: ")


def test_a_count_that_holds_has_nothing_to_go():
    bot = a_newsreader("stories >= 1 within 1h")
    hears(bot, Papers().tell(a_piece(at=NOON)))

    assert (True, "") == (explained(bot).holds, explained(bot).distance)


def test_how_far_a_count_is_from_holding_is_in_stories():
    bot = a_newsreader("stories >= 3 within 1h")
    (leaf,) = next(iter(bot.engine.instances)).part.leaves()

    assert Decimal(3) == distance(leaf, bot.market.now)


def test_news_is_no_distance_away():
    bot = a_newsreader("news")
    (leaf,) = next(iter(bot.engine.instances)).part.leaves()

    assert distance(leaf, bot.market.now) is None


def test_asking_changes_nothing():
    bot = a_newsreader("news")
    hears(bot, Papers().tell(a_piece(at=NOON)))
    (instance,) = bot.engine.instances
    before = instance.part.memory()
    explain(instance.part, at("2025-10-11T12:00Z"))

    assert before == instance.part.memory()


async def test_why_a_rule_rang_is_answered_with_the_news():
    bot = a_newsreader("news")
    hears(bot, Papers().tell(a_piece(at=NOON), findings=[a_finding()]))

    assert f"✓ news: {HEADLINE} (Miner Desk, 0 s ago)" == (await bot.asks("/why r")).body


def test_the_end_says_why_it_is_over():
    bot, papers = a_newsreader("news"), Papers()
    hears(bot, papers.tell(a_piece(at=NOON), "a"))
    hears(bot, papers.tell(a_piece(at="2025-10-10T12:02Z", item="2"), "b"))
    bot.turns_to("2025-10-10T12:17Z")

    ended = [alert.because for alert in bot.alerts if alert.state.value == "resolved"]
    assert ["followed by another story", "no more news within 15 min"] == ended


def test_whom_news_is_about_is_needed_by_their_names():
    """Nobody is known by a name before it has been told."""
    market = a_market(watchlists=())
    bot = Watched(market, [a_rule("news about MSFT or AMZN")], ())

    assert [Symbol("AMZN"), Symbol("MSFT")] == needed(bot.market, bot.engine.instances)


@pytest.mark.parametrize(
    "when",
    [
        'IREN news mentions "AI" or \u201cHPC\u201d not from "Daily" within 2h severity critical',
        "each of miners stories >= 3 within 1h",
        "claim mismatch about any of miners",
    ],
)
def test_a_typed_rule_is_told_as_it_was_typed(when: str):
    found = read(when, watchlists=["miners"], now=at(NOON))

    assert when == told(found.rule("r"))


def test_a_hundred_rules_on_news_hear_of_one_article_by_one_wording():
    """It is read for them all at once."""
    bot = a_bot()
    load(bot.engine, [a_rule('news about IREN mentions "AI"', name=f"r{n}") for n in range(100)])
    bot.engine.begin()
    alerts = hears(bot, Papers().tell(a_piece(at=NOON)))

    leaves = [leaf for i in bot.engine.instances for leaf in i.part.leaves()]
    assert 100 == len(alerts)
    assert 1 == len({id(leaf.search.wanted[0]) for leaf in leaves if isinstance(leaf, Coverage)})
