"""Rules on news over a restart: nothing rings again, and nothing is lost."""

import pytest

from bot.news.stories import Step
from bot.rules.instance import Stage
from tests.builders import a_bot, a_reference, a_rule
from tests.reported import Papers, a_finding, a_piece, hears, rung
from tests.standings import begun_again
from tests.watched import Watched

NEWS = a_rule("news about IREN", name="news")
COUNT = a_rule("stories about IREN >= 2 within 1h", name="count")
CLAIM = a_rule("claim mismatch", name="claim")
THEN = a_rule("news about IREN then IREN.premarket > 4% within 1h", name="then")
BOTH = a_rule("news about IREN within 1h and IREN.premarket > 4%", name="both")
RULES = (NEWS, COUNT, CLAIM, THEN, BOTH)

T1, T10, T30 = (f"2025-10-10T12:{minute}Z" for minute in ("01", "10", "30"))


@pytest.fixture
def papers() -> Papers:
    return Papers()


@pytest.fixture
def before(papers: Papers) -> Watched:
    """A bot that has heard of one story, a claim of which does not fit."""
    bot = a_bot(rules=RULES)
    hears(bot, papers.tell(a_piece(at=T1), findings=[a_finding()]))
    return bot


def test_an_alert_lives_on_where_its_news_is_still_new(before: Watched):
    again = begun_again(before, *RULES, when=T10)

    stages = {i.rule.name: i.stage for i in again.engine.instances}

    assert ([], Stage.FIRING) == (again.alerts, stages["news"])


def test_it_is_over_when_it_would_have_been(before: Watched):
    again = begun_again(before, *RULES, when=T10)

    again.turns_to("2025-10-10T12:16Z")

    ended = {(a.rule, a.state.value, a.fingerprint) for a in again.alerts}
    (mark,) = {a.fingerprint for a in before.alerts if a.rule == "news"}
    assert ("news", "resolved", mark) in ended


def test_it_is_over_at_the_start_where_it_ended_meanwhile(before: Watched):
    again = begun_again(before, *RULES, when=T30)

    marks = {a.rule: a.fingerprint for a in before.alerts}
    assert {("news", "resolved", marks["news"]), ("claim", "resolved", marks["claim"])} == {
        (a.rule, a.state.value, a.fingerprint) for a in again.alerts
    }


@pytest.mark.parametrize("when", [T10, T30])
def test_the_story_does_not_ring_again(before: Watched, papers: Papers, when: str):
    again = begun_again(before, *RULES, when=when)

    hears(again, papers.tell(a_piece(at=when, item="2"), findings=[a_finding()], step=Step.UPDATE))

    assert [] == rung(again.alerts)


def test_another_story_rings(before: Watched, papers: Papers):
    again = begun_again(before, *RULES, when=T10)

    hears(again, papers.tell(a_piece(at=T10, item="2"), "b"))

    assert {("news", "IREN", "b"), ("count", "IREN", "b")} == set(rung(again.alerts))


def test_what_may_follow_the_news_may_follow_it_yet(before: Watched):
    """The price was never told to the new process; that it moves on the news is news."""
    again = begun_again(before, *RULES, when=T10)
    again.sees(a_reference("IREN", at=T10))
    again.trades("IREN", 101, "2025-10-10T12:10:01Z")
    again.trades("IREN", 105, "2025-10-10T12:10:02Z")

    assert {("then", "IREN", "a"), ("both", "IREN", "a")} == set(rung(again.alerts))


def test_an_alert_that_lives_is_amended(before: Watched, papers: Papers):
    again = begun_again(before, *RULES, when=T10)

    development = papers.tell(a_piece(at=T10, item="2", outlet="Wire"), step=Step.UPDATE)
    amended = again.book.developed(development)

    assert {("news", ("Miner Desk", "Wire")), ("claim", ("Miner Desk", "Wire"))} == {
        (alert.rule, alert.outlets) for alert in amended
    }


def test_a_move_on_the_news_that_lives_is_amended_too(before: Watched, papers: Papers):
    for price, second in ((101, 1), (105, 2)):
        before.trades("IREN", price, f"2025-10-10T12:02:0{second}Z")
    again = begun_again(before, *RULES, when=T10)

    amended = again.book.developed(papers.tell(a_piece(at=T10, item="2"), step=Step.UPDATE))

    assert {"news", "claim", "then", "both"} == {alert.rule for alert in amended}


def test_a_count_that_lives_is_not_amended(papers: Papers):
    one = a_rule("stories about IREN >= 1 within 1h", name="one")
    bot = a_bot(rules=[one])
    hears(bot, papers.tell(a_piece(at=T1)))
    again = begun_again(bot, one, when=T10)

    assert [] == again.book.developed(papers.tell(a_piece(at=T10, item="2"), step=Step.UPDATE))


def test_one_rule_has_one_alert_about_a_subject(before: Watched, papers: Papers):
    """What a restart took up is over before another story rings."""
    again = begun_again(before, *RULES, when=T10)
    hears(again, papers.tell(a_piece(at=T10, item="2"), "b"))

    living = [alert.story for alert in again.book.living.values() if alert.rule == "news"]

    assert ["b"] == living


def test_a_rule_that_is_gone_leaves_its_alert_ended(before: Watched):
    again = begun_again(before, when=T10)

    assert {"resolved"} == {alert.state.value for alert in again.alerts}
    assert not again.book.living


def test_an_alert_on_news_is_found_by_its_rule(before: Watched):
    found = before.book.about("news", "IREN", {})

    assert found is not None
    assert "a" == found.story


def test_what_has_been_over_is_not_found(before: Watched):
    before.turns_to(T30)

    assert before.book.about("news", "IREN", {}) is None
