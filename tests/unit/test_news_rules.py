"""Rules on news: each story rings once, with the first of its articles that is asked for."""

from dataclasses import replace

import pytest

from bot.news.stories import Step
from bot.rules.coverage import REMEMBERED
from bot.rules.instance import Stage
from bot.rules.model import Repeat, Trigger
from tests.builders import a_bot, a_quote, a_rule, a_watchlist, at
from tests.reported import Papers, a_finding, a_piece, hears, rung
from tests.watched import Watched

T0, T1, T2, T3 = (f"2025-10-10T12:0{minute}Z" for minute in range(1, 5))


def a_newsreader(*when: str, subject: str | None = None, for_each: str | None = None) -> Watched:
    names = [f"r{number}" for number in range(len(when))]
    rules = [
        a_rule(text, name=name, subject=subject, for_each=for_each)
        for text, name in zip(when, names, strict=True)
    ]
    return a_bot(rules=rules)


def fired(bot: Watched) -> list[tuple[str, str, str]]:
    return rung(bot.alerts)


def stages(bot: Watched) -> list[Stage]:
    return [instance.stage for instance in bot.engine.instances]


def test_a_new_story_rings():
    bot = a_newsreader("news about IREN")

    assert [("r0", "IREN", "a")] == rung(hears(bot, Papers().tell(a_piece("IREN"))))


def test_an_article_about_others_does_not_ring():
    bot = a_newsreader("news about IREN")

    assert not hears(bot, Papers().tell(a_piece("WULF")))


@pytest.mark.parametrize("step", [Step.JOINED, Step.SAME, Step.UPDATE, Step.CORRECTION])
def test_a_story_rings_once(step: Step):
    bot, papers = a_newsreader("news about IREN"), Papers()
    hears(bot, papers.tell(a_piece(at=T0)))

    hears(bot, papers.tell(a_piece(at=T1, outlet="Other", item="2"), step=step))

    assert [("r0", "IREN", "a")] == fired(bot)


@pytest.mark.parametrize("step", [Step.JOINED, Step.UPDATE, Step.CORRECTION])
def test_a_story_does_not_ring_again_once_it_is_old(step: Step):
    bot, papers = a_newsreader("news about IREN"), Papers()
    hears(bot, papers.tell(a_piece(at=T0)))

    hears(bot, papers.tell(a_piece(at="2025-10-10T18:00Z", item="2"), step=step))

    assert [("r0", "IREN", "a")] == fired(bot)


@pytest.mark.parametrize("step", [Step.JOINED, Step.UPDATE, Step.CORRECTION])
def test_a_story_rings_when_it_first_says_what_is_asked_for(step: Step):
    """The first article named nobody else; the wire that came later knows who the customer is."""
    bot, papers = a_newsreader('news about IREN mentions "Microsoft"'), Papers()
    hears(bot, papers.tell(a_piece(at=T0)))

    alerts = hears(bot, papers.tell(a_piece(at=T1, text="For Microsoft."), step=step))

    assert [("r0", "IREN", "a")] == rung(alerts)


def test_what_is_asked_for_is_in_one_article():
    """One that names IREN, and one that says AI of somebody else, are no news of IREN and AI."""
    bot, papers = a_newsreader('news about IREN mentions "Microsoft"'), Papers()
    hears(bot, papers.tell(a_piece("IREN", at=T0)))

    hears(bot, papers.tell(a_piece("WULF", text="For Microsoft.", at=T1), step=Step.UPDATE))

    assert not fired(bot)


def test_the_same_words_again_never_ring():
    bot, papers = a_newsreader("news"), Papers()

    assert not hears(bot, papers.tell(a_piece(), step=Step.SAME))


def test_news_counts_as_new_for_a_quarter_of_an_hour():
    bot = a_newsreader("news about IREN")
    hears(bot, Papers().tell(a_piece(at="2025-10-10T12:01Z")))

    bot.turns_to("2025-10-10T12:15:59.999999Z")
    before = stages(bot)
    bot.turns_to("2025-10-10T12:16Z")

    assert ([Stage.FIRING], [Stage.ARMED]) == (before, stages(bot))


def test_news_counts_as_new_for_as_long_as_is_said():
    bot = a_newsreader("news about IREN within 2h")
    hears(bot, Papers().tell(a_piece(at=T0)))

    bot.turns_to("2025-10-10T14:00Z")
    before = stages(bot)
    bot.turns_to("2025-10-10T14:01Z")

    assert ([Stage.FIRING], [Stage.ARMED]) == (before, stages(bot))


def test_another_story_ends_the_alert_on_the_last_and_rings():
    """Both at one instant, so that each of them has an alert of its own."""
    bot, papers = a_newsreader("news about IREN"), Papers()
    hears(bot, papers.tell(a_piece(at=T0), "a"))

    alerts = hears(bot, papers.tell(a_piece(at=T1, item="2"), "b"))

    assert [("resolved", "a"), ("firing", "b")] == [(a.state.value, a.story) for a in alerts]
    assert {at(T1)} == {alert.updated for alert in alerts}
    assert alerts[0].fingerprint != alerts[1].fingerprint


def test_of_two_stories_the_last_says_for_how_long_it_counts():
    bot, papers = a_newsreader("news about IREN"), Papers()
    hears(bot, papers.tell(a_piece(at="2025-10-10T12:01Z"), "a"))
    hears(bot, papers.tell(a_piece(at="2025-10-10T12:10Z", item="2"), "b"))

    bot.turns_to("2025-10-10T12:24Z")

    assert [Stage.FIRING] == stages(bot)


def test_two_stories_of_one_instant_both_ring():
    bot, papers = a_newsreader("news about IREN"), Papers()
    hears(bot, papers.tell(a_piece(at=T0), "a"))
    hears(bot, papers.tell(a_piece(at=T0, item="2"), "b"))

    assert ["a", "b"] == [story for *_, story in fired(bot)]


def test_what_a_feed_had_when_it_was_first_read_never_rings():
    bot, papers = a_newsreader("news about IREN"), Papers()
    hears(bot, papers.tell(a_piece(at=T0, backlog=True)))
    hears(bot, papers.tell(a_piece(at=T1, item="2"), step=Step.UPDATE))

    assert not fired(bot)


def test_what_is_told_before_the_first_reading_was_there_already():
    bot, papers = a_bot(), Papers()
    bot.engine.__init__(bot.market)  # type: ignore[misc]  # one that has not begun
    bot.engine.add(a_rule("news about IREN"))

    assert [] == bot.engine.reported(papers.tell(a_piece(at=T0)))


def test_a_rule_that_comes_later_does_not_ring_for_a_story_that_was_there():
    bot, papers = a_bot(), Papers()
    hears(bot, papers.tell(a_piece(at=T0)))
    bot.engine.add(a_rule("news about IREN"))
    bot.engine.begin("a-rule")

    hears(bot, papers.tell(a_piece(at=T1, item="2"), step=Step.UPDATE))

    assert not fired(bot)


# whom it is about


@pytest.mark.parametrize(
    ("when", "names", "groups", "rings"),
    [
        ("news about miners", "WULF", "", True),
        ("news about miners", "", "miners", True),
        ("news about miners", "MSFT", "", False),
        ("news about any of miners", "WULF", "", True),
        ("news about any of miners", "", "miners", False),
        ("news about IREN or WULF", "WULF", "", True),
        ("news about IREN and about MSFT", "IREN MSFT", "", True),
        ("news about IREN and about MSFT", "IREN", "", False),
        ("news about IREN and not about MSFT", "IREN MSFT", "", False),
        ("news about any of miners not about MSFT", "IREN", "", True),
        ("news", "", "", True),
        ("news on ai-hpc", "", "", False),
    ],
)
def test_whom_an_article_is_about(when: str, names: str, groups: str, rings: bool):
    bot = a_newsreader(when)

    assert rings is bool(hears(bot, Papers().tell(a_piece(names, groups=groups))))


def test_news_without_a_word_of_whom_is_about_the_subject():
    bot, papers = a_newsreader("news", subject="WULF"), Papers()
    hears(bot, papers.tell(a_piece("IREN", at=T0), "a"))
    hears(bot, papers.tell(a_piece("WULF", at=T1), "b"))

    assert [("r0", "WULF", "b")] == fired(bot)


def test_a_subject_that_is_a_list_is_meant_as_a_whole_or_by_a_member():
    bot, papers = a_newsreader("news", subject="miners"), Papers()
    hears(bot, papers.tell(a_piece("", groups="miners", at=T0), "a"))
    hears(bot, papers.tell(a_piece("CIFR", at=T1), "b"))
    hears(bot, papers.tell(a_piece("MSFT", groups="others", at=T2), "c"))

    assert [("r0", "miners", "a"), ("r0", "miners", "b")] == fired(bot)


def test_each_of_a_list_hears_of_what_names_it():
    bot = a_newsreader("news", for_each="miners")
    hears(bot, Papers().tell(a_piece("CIFR IREN MSFT")))

    assert [("r0", "IREN", "a"), ("r0", "CIFR", "a")] == fired(bot)


def test_a_list_named_as_a_whole_is_no_news_of_each_of_it():
    bot = a_newsreader("news", for_each="miners")

    assert not hears(bot, Papers().tell(a_piece("", groups="miners")))


def test_the_subject_of_news_about_nobody_is_the_news():
    bot = a_newsreader('news mentions "AI"')

    assert [("r0", "News", "a")] == rung(hears(bot, Papers().tell(a_piece(""))))
    assert "News" not in bot.market.tapes


def test_news_about_a_list_is_one_alert_however_many_it_names():
    bot = a_newsreader("news about any of miners")

    assert [("r0", "miners", "a")] == rung(hears(bot, Papers().tell(a_piece("CIFR IREN WULF"))))


# what it says, and who says it


@pytest.mark.parametrize(
    ("asked", "rings"),
    [
        ('mentions "AI"', True),
        ('mentions "artificial intelligence"', True),
        ('mentions "HPC" or "customer"', True),
        ('mentions "AI" and mentions "customer"', True),
        ('mentions "AI" and mentions "lawsuit"', False),
        ('mentions "AI" and not mentions "lawsuit"', True),
        ('and not mentions "customer"', False),
        ("on capacity", True),
        ("on capacity and not on regulation", True),
        ("not on capacity", False),
        ('from "Miner Desk"', True),
        ('from "MINER  DESK"', True),
        ("from miner-desk", True),
        ("from wires", True),
        ("from miner", False),
        ('not from "Miner Desk"', False),
        ("not from reuters", True),
    ],
)
def test_what_is_asked_of_an_article(asked: str, rings: bool):
    bot = a_newsreader(f"news about IREN {asked}")

    assert rings is bool(hears(bot, Papers().tell(a_piece(themes="capacity", feed="wires"))))


def test_a_story_that_said_what_is_barred_never_rings():
    """That a later article leaves the lawsuit out makes it no other story."""
    bot, papers = a_newsreader('news about IREN not mentions "lawsuit"'), Papers()
    hears(bot, papers.tell(a_piece(text="A lawsuit.", at=T0)))
    hears(bot, papers.tell(a_piece(item="2", at=T1), step=Step.UPDATE))

    assert not fired(bot)


def test_a_correction_may_take_back_what_is_barred():
    bot, papers = a_newsreader('news about IREN not mentions "lawsuit"'), Papers()
    hears(bot, papers.tell(a_piece(text="A lawsuit.", at=T0)))
    hears(bot, papers.tell(a_piece(text="No such thing.", at=T1), step=Step.CORRECTION))

    assert [("r0", "IREN", "a")] == fired(bot)


def test_a_story_rings_with_the_first_outlet_that_is_not_left_out():
    bot, papers = a_newsreader('news about IREN not from "Daily"'), Papers()
    hears(bot, papers.tell(a_piece(outlet="Daily", at=T0)))
    hears(bot, papers.tell(a_piece(outlet="Desk", item="2", at=T1), step=Step.JOINED))

    assert ["Desk: The company leases sites to an AI customer."] == [a.because for a in bot.alerts]


# whose it is


def test_a_private_article_rings_rules_of_its_owner_alone():
    names = ["mine@discord:1", "theirs@discord:2", "everybodys"]
    bot = a_bot(rules=[a_rule("news about IREN", name=name) for name in names])

    hears(bot, Papers().tell(a_piece(owner="discord:1")))

    assert [("mine@discord:1", "IREN", "a")] == fired(bot)


def test_everybody_hears_of_what_is_public():
    bot = a_bot(rules=[a_rule("news about IREN", name=n) for n in ("mine@discord:1", "all")])

    hears(bot, Papers().tell(a_piece()))

    assert ["mine@discord:1", "all"] == [rule for rule, *_ in fired(bot)]


def test_what_others_cannot_see_was_not_told_to_them():
    """A private feed had it first; for everybody else the public article is the first."""
    bot = a_bot(rules=[a_rule("news about IREN", name=n) for n in ("mine@discord:1", "all")])
    papers = Papers()
    hears(bot, papers.tell(a_piece(owner="discord:1", outlet="Secret canary", at=T0)))

    alerts = hears(bot, papers.tell(a_piece(item="2", at=T1), step=Step.JOINED))

    assert [("all", "IREN", "a")] == rung(alerts)
    assert ("Miner Desk",) == alerts[0].outlets


# with figures


def premarket(bot: Watched, price: int, when: str) -> None:
    bot.trades("IREN", price, when)


def test_news_and_a_move_ring_together():
    bot = a_newsreader("news about IREN and IREN.premarket > 4%")
    premarket(bot, 101, "2025-10-10T12:00:30Z")
    hears(bot, Papers().tell(a_piece(at=T0)))
    before = fired(bot)

    premarket(bot, 105, "2025-10-10T12:10Z")

    assert ([], [("r0", "IREN", "a")]) == (before, fired(bot))


def test_a_move_after_the_span_is_no_move_on_the_news():
    bot = a_newsreader("news about IREN and IREN.premarket > 4%")
    premarket(bot, 101, "2025-10-10T12:00:30Z")
    hears(bot, Papers().tell(a_piece(at=T0)))

    premarket(bot, 105, "2025-10-10T12:16Z")

    assert not fired(bot)


def test_a_move_without_news_rings_once_however_many_stories_pass():
    """That one story follows another is no instant without news."""
    bot, papers = a_newsreader("IREN.premarket > 4% and not news about IREN"), Papers()
    hears(bot, papers.tell(a_piece(at=T0), "a"))
    premarket(bot, 101, "2025-10-10T12:01:30Z")
    premarket(bot, 105, T1)
    hears(bot, papers.tell(a_piece(at=T2, item="2"), "b"))
    during = fired(bot)

    bot.turns_to("2025-10-10T12:18Z")

    assert ([], [("r0", "IREN", "")]) == (during, fired(bot))


def test_where_a_figure_holds_anyway_another_story_still_rings():
    bot, papers = a_newsreader("IREN.premarket > 4% or news about IREN"), Papers()
    premarket(bot, 101, "2025-10-10T12:00:30Z")
    premarket(bot, 105, "2025-10-10T12:00:40Z")
    hears(bot, papers.tell(a_piece(at=T0), "a"))

    assert [("r0", "IREN", ""), ("r0", "IREN", "a")] == fired(bot)


def test_news_that_cannot_count_alone_rings_for_nobody():
    """The other part of the `and` does not hold, so nothing began anew."""
    bot, papers = a_newsreader("IREN.premarket > 4% or news and IREN.price > 500"), Papers()
    premarket(bot, 101, "2025-10-10T12:00:30Z")
    premarket(bot, 105, "2025-10-10T12:00:40Z")

    assert not hears(bot, papers.tell(a_piece(at=T0), "a"))


def test_where_a_figure_holds_from_the_start_a_story_rings():
    """What held already is where we came in; the story is not."""
    rule = a_rule("IREN.premarket > 4% or news about IREN", name="r")
    bot = a_bot(rules=[rule], known=[a_quote("IREN", 105)])
    before = stages(bot)
    hears(bot, Papers().tell(a_piece(at=T0)))

    assert ([Stage.HOLDING], [("r", "IREN", "a")]) == (before, fired(bot))


def test_an_alert_that_waits_stays_the_same_where_news_comes_meanwhile():
    rule = a_rule("IREN.premarket > 4% or news about IREN", hold="2m")
    bot = a_bot(rules=[rule])
    premarket(bot, 101, "2025-10-10T12:00:30Z")
    premarket(bot, 105, "2025-10-10T12:00:40Z")
    hears(bot, Papers().tell(a_piece(at=T0)))
    bot.turns_to("2025-10-10T12:03Z")

    assert ["pending", "firing"] == [alert.state.value for alert in bot.alerts]
    assert 1 == len({alert.fingerprint for alert in bot.alerts})


def test_news_that_is_asked_not_to_be_rings_for_nothing():
    bot, papers = a_newsreader("IREN.premarket > 4% or not news about IREN"), Papers()
    hears(bot, papers.tell(a_piece(at=T0), "a"))
    premarket(bot, 101, "2025-10-10T12:01:30Z")
    premarket(bot, 105, T1)
    before = fired(bot)
    hears(bot, papers.tell(a_piece(at=T2, item="2"), "b"))

    assert [("r0", "IREN", "")] == before == fired(bot)


def test_no_news_is_known_to_be_none():
    """Unknown is what no figure tells; that nothing was heard is a fact."""
    bot = a_newsreader("not news about IREN and IREN.premarket > 4%")
    premarket(bot, 101, T0)
    premarket(bot, 105, T1)

    assert [("r0", "IREN", "")] == fired(bot)


def test_what_cannot_be_told_of_a_figure_stays_open():
    """Not over, and not begun: the first trade may tell it while the news is new."""
    bot = a_newsreader("news about IREN and IREN.price > 4")
    before = hears(bot, Papers().tell(a_piece(at=T0)))

    premarket(bot, 101, T1)

    assert ([], [("r0", "IREN", "a")]) == (before, fired(bot))


def test_a_move_may_follow_the_news():
    bot = a_newsreader("news about IREN then IREN.premarket > 4% within 30m")
    premarket(bot, 101, "2025-10-10T12:00:30Z")
    hears(bot, Papers().tell(a_piece(at="2025-10-10T12:01Z")))

    premarket(bot, 105, "2025-10-10T12:31Z")

    assert [("r0", "IREN", "a")] == fired(bot)


def test_every_story_begins_what_may_follow_anew():
    bot, papers = a_newsreader("news about IREN then IREN.premarket > 4% within 10m"), Papers()
    premarket(bot, 101, "2025-10-10T12:00:30Z")
    hears(bot, papers.tell(a_piece(at="2025-10-10T12:01Z"), "a"))
    hears(bot, papers.tell(a_piece(at="2025-10-10T12:09Z", item="2"), "b"))

    premarket(bot, 105, "2025-10-10T12:18Z")

    assert [("r0", "IREN", "b")] == fired(bot)


def test_news_may_follow_a_move_and_each_story_rings():
    bot, papers = a_newsreader("IREN.premarket > 4% then news about IREN within 1h"), Papers()
    premarket(bot, 101, "2025-10-10T12:00:30Z")
    premarket(bot, 105, "2025-10-10T12:00:40Z")
    hears(bot, papers.tell(a_piece(at=T0), "a"))
    hears(bot, papers.tell(a_piece(at=T1, item="2"), "b"))

    assert ["a", "b"] == [story for *_, story in fired(bot)]


def test_news_before_the_move_does_not_follow_it():
    bot = a_newsreader("IREN.premarket > 4% then news about IREN within 1h")
    premarket(bot, 101, "2025-10-10T12:00:30Z")
    hears(bot, Papers().tell(a_piece(at=T0), "a"))
    premarket(bot, 105, T1)

    assert not fired(bot)


# counted


def test_any_of_a_list_rings_for_each_story():
    bot, papers = a_newsreader("any of miners have news"), Papers()
    hears(bot, papers.tell(a_piece("IREN WULF", at=T0), "a"))
    hears(bot, papers.tell(a_piece("CIFR", at=T1), "b"))

    assert [("r0", "miners", "a"), ("r0", "miners", "b")] == fired(bot)


def test_one_story_about_several_of_a_list_is_told_once():
    """That it names another of them later is more of the same story."""
    bot, papers = a_newsreader("any of miners have news"), Papers()
    hears(bot, papers.tell(a_piece("IREN", at=T0)))
    hears(bot, papers.tell(a_piece("IREN WULF", at=T1, item="2"), step=Step.UPDATE))

    assert [("r0", "miners", "a")] == fired(bot)


def test_any_of_a_list_in_the_news_and_moving_rings_for_each_story():
    bot = a_newsreader("any of miners have (news and price > 100)")
    papers = Papers()
    premarket(bot, 105, "2025-10-10T12:00:30Z")
    hears(bot, papers.tell(a_piece("IREN", at=T0), "a"))
    hears(bot, papers.tell(a_piece("WULF", at=T1, item="2"), "b"))
    hears(bot, papers.tell(a_piece("IREN", at=T2, item="3"), "c"))

    assert ["a", "c"] == [story for *_, story in fired(bot)]


def test_what_did_not_come_to_pass_is_not_what_rang():
    """A story after which nothing has moved yet says nothing of a move of somebody else."""
    bot = a_newsreader("WULF.premarket > 4% or (news about IREN then IREN.price > 500 within 1h)")
    hears(bot, Papers().tell(a_piece(at=T0)))
    bot.trades("IREN", 100, "2025-10-10T12:01:10Z")
    bot.trades("WULF", 101, "2025-10-10T12:01:20Z")
    bot.trades("WULF", 105, "2025-10-10T12:01:30Z")

    assert [("r0", "WULF", "")] == fired(bot)


def test_so_many_of_a_list_in_the_news_is_told_once():
    bot, papers = a_newsreader("at least 2 of miners have news"), Papers()
    for minute, (name, story) in enumerate([("IREN", "a"), ("WULF", "b"), ("CIFR", "c")], 1):
        hears(bot, papers.tell(a_piece(name, at=f"2025-10-10T12:0{minute}Z"), story))

    assert [("r0", "miners", "b")] == fired(bot)


def tell(bot: Watched, papers: Papers, *whens: str) -> None:
    for number, when in enumerate(whens):
        hears(bot, papers.tell(a_piece(at=when, item=str(number)), f"s{number}"))


def test_stories_are_counted_each_once():
    bot, papers = a_newsreader("stories about IREN >= 2 within 1h"), Papers()
    hears(bot, papers.tell(a_piece(at=T0), "a"))
    hears(bot, papers.tell(a_piece(at=T1, item="2"), "a"))
    before = fired(bot)
    hears(bot, papers.tell(a_piece(at=T2, item="3"), "b"))

    assert ([], 1) == (before, len(fired(bot)))


def test_so_many_stories_are_told_once_while_they_last():
    bot = a_newsreader("stories about IREN >= 2 within 1h")
    tell(bot, Papers(), T0, T1, T2, T3)

    assert 1 == len(fired(bot))


def test_stories_that_have_left_the_span_count_no_more():
    bot = a_newsreader("stories about IREN >= 2 within 1h")
    tell(bot, Papers(), "2025-10-10T12:00Z", "2025-10-10T13:00Z")

    assert not fired(bot)


def test_stories_within_the_span_count():
    bot = a_newsreader("stories about IREN >= 2 within 1h")
    tell(bot, Papers(), "2025-10-10T12:00:00Z", "2025-10-10T12:59:59Z")

    assert 1 == len(fired(bot))


def test_a_count_is_over_when_too_few_are_left():
    bot = a_newsreader("stories about IREN >= 2 within 1h")
    tell(bot, Papers(), "2025-10-10T12:00Z", "2025-10-10T12:30Z")

    bot.turns_to("2025-10-10T13:00Z")

    assert [Stage.ARMED] == stages(bot)


def test_few_stories_may_be_waited_for():
    bot = a_newsreader("stories about IREN < 1 within 1h")
    tell(bot, Papers(), "2025-10-10T12:01Z")

    bot.turns_to("2025-10-10T13:01Z")

    assert ["r0"] == [rule for rule, *_ in fired(bot)]


# claims


def test_a_claim_that_does_not_fit_rings():
    bot = a_newsreader("claim mismatch about IREN")
    hears(bot, Papers().tell(a_piece(), findings=[a_finding("IREN")]))

    assert [("r0", "IREN", "a")] == fired(bot)


def test_a_claim_about_others_does_not():
    bot = a_newsreader("claim mismatch about IREN")

    assert not hears(bot, Papers().tell(a_piece("IREN WULF"), findings=[a_finding("WULF")]))


def test_a_mismatch_is_told_once_whoever_repeats_it():
    bot, papers = a_newsreader("claim mismatch"), Papers()
    hears(bot, papers.tell(a_piece(at=T0), findings=[a_finding()]))
    hears(bot, papers.tell(a_piece(at=T1, item="2"), findings=[a_finding()]))

    assert 1 == len(fired(bot))


def test_another_mismatch_of_the_story_is_told_as_well():
    bot, papers = a_newsreader("claim mismatch"), Papers()
    hears(bot, papers.tell(a_piece(at=T0), findings=[a_finding("IREN", 6)]))
    hears(bot, papers.tell(a_piece(at=T1, item="2"), findings=[a_finding("IREN", 9)]))

    assert 2 == len({alert.fingerprint for alert in bot.alerts if alert.state.value == "firing"})


@pytest.mark.parametrize("asked", ['from "Other"', 'mentions "lawsuit"', 'not mentions "AI"'])
def test_a_mismatch_may_be_asked_of_some_articles_alone(asked: str):
    bot = a_newsreader(f"claim mismatch {asked}")

    assert not hears(bot, Papers().tell(a_piece(), findings=[a_finding()]))


def test_a_mismatch_of_a_member_is_one_of_its_list():
    bot = a_newsreader("claim mismatch", subject="miners")

    assert hears(bot, Papers().tell(a_piece(""), findings=[a_finding("WULF")]))


def told_claims(bot: Watched) -> int:
    (instance,) = bot.engine.instances
    memory = instance.part.memory()
    assert isinstance(memory, tuple)
    return len(memory[-1])


def test_claims_that_were_told_are_remembered_within_bounds():
    bot, papers = a_newsreader("claim mismatch"), Papers()
    hears(bot, papers.tell(a_piece(at=T0), findings=[a_finding(said=n) for n in range(250)]))

    assert REMEMBERED == told_claims(bot)


def test_claims_that_were_told_are_remembered_for_a_week():
    bot, papers = a_newsreader("claim mismatch"), Papers()
    for day, said in ((10, 1), (16, 2), (17, 3)):
        when = f"2025-10-{day}T12:00Z"
        hears(bot, papers.tell(a_piece(at=when), findings=[a_finding(said=said)]))

    assert 2 == told_claims(bot)


def test_who_contradicts_a_claim_is_concerned_by_it():
    bot = a_newsreader("claim mismatch about WULF")
    against = replace(a_finding("IREN", 4), against=a_finding("WULF", 5).claim)

    assert hears(bot, Papers().tell(a_piece(""), findings=[against]))


def test_claims_about_some_may_be_left_out():
    bot = a_newsreader("claim mismatch not about WULF")

    assert not hears(bot, Papers().tell(a_piece(), findings=[a_finding("WULF")]))


# modifiers


def test_a_story_within_the_cooldown_is_left_out():
    rule = replace(a_rule("news about IREN"), cooldown=at(T2) - at(T0))
    bot, papers = a_bot(rules=[rule]), Papers()
    tell(bot, papers, T0, T1, T2)

    assert ["s0", "s2"] == [story for *_, story in fired(bot)]


def test_a_story_within_the_cooldown_leaves_the_alert_on_the_last_as_it_is():
    rule = replace(a_rule("news about IREN within 1h"), cooldown=at(T2) - at(T0))
    bot, papers = a_bot(rules=[rule]), Papers()
    tell(bot, papers, T0, T1)

    assert [Stage.FIRING] == stages(bot)
    assert [("a-rule", "IREN", "firing")] == bot.told


def test_a_rule_that_rings_once_rings_for_one_story():
    rule = replace(a_rule("news about IREN"), trigger=Trigger(Repeat.ONCE))
    bot = a_bot(rules=[rule])
    tell(bot, Papers(), T0, T1)

    assert ["s0"] == [story for *_, story in fired(bot)]


def test_what_must_hold_for_a_while_is_told_by_the_last_story():
    bot = a_bot(rules=[a_rule("news about IREN", hold="2m")])
    tell(bot, Papers(), T0, T1)
    bot.turns_to("2025-10-10T12:05Z")

    assert ["s1"] == [story for *_, story in fired(bot)]


def test_a_paused_rule_hears_of_nothing():
    bot, papers = a_newsreader("news about IREN"), Papers()
    bot.engine.pause("r0")
    tell(bot, papers, T0)
    bot.engine.resume("r0")
    hears(bot, papers.tell(a_piece(at=T1, item="9"), "z"))

    assert ["z"] == [story for *_, story in fired(bot)]


def test_a_dropped_rule_hears_of_nothing():
    bot = a_newsreader("news about IREN")
    bot.engine.drop("r0")

    assert not hears(bot, Papers().tell(a_piece()))


# lists that change


def test_who_joins_a_list_is_in_the_news_from_then_on():
    bot, papers = a_newsreader("news about any of miners"), Papers()
    before = hears(bot, papers.tell(a_piece("MSFT", at=T0), "a"))
    bot.engine.lists.enlist(a_watchlist(members="IREN WULF MSFT"))

    assert not before
    assert hears(bot, papers.tell(a_piece("MSFT", at=T1, item="2"), "b"))


def test_the_first_story_after_an_edit_rings():
    bot, papers = a_newsreader("news about any of miners"), Papers()
    bot.engine.lists.enlist(a_watchlist(members="IREN WULF"))

    assert hears(bot, papers.tell(a_piece("IREN", at=T0)))


@pytest.mark.parametrize("subject", [None, "IREN"])
def test_a_list_that_news_is_asked_about_cannot_be_done_without(subject: str | None):
    bot = a_newsreader("news about any of miners", subject=subject)

    assert ["r0"] == bot.engine.lists.needing("miners")


# what it costs


def test_news_is_asked_of_no_quote():
    """An instrument that only news rules name is as calm as before."""
    bot = a_newsreader("news about IREN", "stories about any of miners > 3 within 1h")
    bot.trades("IREN", 100, T0)

    lull = bot.market.tape(bot.market.sectors["miners"].watchlist.members[0]).lull

    assert lull is not None


def test_whoever_asks_for_others_is_not_read():
    bot = a_newsreader("news about WULF", "news about IREN")

    heard = bot.engine.watchers.readership.hear(Papers().tell(a_piece("IREN")), at(T0))

    assert [1] == heard
