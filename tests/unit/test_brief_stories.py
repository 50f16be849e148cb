"""The news of a brief: what was told since the last close, and what our figures say of it."""

from collections.abc import Sequence

import pytest

from bot.chat import Message
from bot.news.claims import Figure
from bot.news.findings import Finding, Verdict
from bot.news.quantities import Bound
from bot.news.stories import Step
from tests.briefed import News, a_development, a_finding, a_morning, an_article, line, told

CONFIRMED, OFF, UNVERIFIABLE = Verdict.CONFIRMED, Verdict.OFF, Verdict.UNVERIFIABLE


def of(*findings: Finding, text: str = "") -> Message:
    """Tell the brief of a morning with one story."""
    return told(a_morning(), News().hears(a_development(an_article(text=text), *findings)))


def headlines(message: Message) -> list[str]:
    return [one[2:] for one in message.body.splitlines() if one.startswith("• ")]


def test_a_story_is_its_headline_and_who_told_it_when():
    assert ["IREN signs a lease (Grid Wire 06:00)"] == headlines(of())


def test_several_outlets_of_one_story_are_one_line():
    """By the plainest of their headlines."""
    first = a_development(an_article("IREN is on fire!!", outlet="Hash Daily"))
    second = a_development(
        an_article("IREN signs a lease", seen="2025-10-10T11:30Z"),
        story=first.story,
        step=Step.JOINED,
    )

    message = told(a_morning(), News().hears(first, second))

    assert ["IREN signs a lease (Hash Daily 06:00, Grid Wire 07:30)"] == headlines(message)


def test_outlets_beyond_the_third_are_counted():
    first = a_development(an_article(outlet="A"))
    others = [
        a_development(an_article(outlet=name), story=first.story, step=Step.JOINED)
        for name in "BCDE"
    ]

    message = told(a_morning(), News().hears(first, *others))

    assert ["IREN signs a lease (A 06:00, B 06:00, C 06:00 and 2 more)"] == headlines(message)


def test_a_correction_says_when():
    first = a_development(an_article("IREN led", id_="1"))
    second = a_development(
        an_article("WULF led", id_="1", seen="2025-10-10T12:05Z"),
        story=first.story,
        step=Step.CORRECTION,
    )

    message = told(a_morning(), News().hears(first, second))

    assert ["WULF led (Grid Wire 06:00; corrected 08:05)"] == headlines(message)


def test_claims_of_a_version_that_was_taken_back_are_told_no_more():
    wrong = a_finding(OFF, value=9, ours=4)
    first = a_development(an_article(id_="1"), wrong)
    second = a_development(
        an_article("Another", id_="1", seen="2025-10-10T12:05Z"),
        a_finding(CONFIRMED),
        story=first.story,
        step=Step.CORRECTION,
    )

    message = told(a_morning(), News().hears(first, second))

    assert "no such line" == line(message, "Ours beside")


@pytest.mark.parametrize(
    ("seen", "told_of"),
    [("2025-10-09T19:59Z", False), ("2025-10-09T20:00Z", True), ("2025-10-10T12:44Z", True)],
)
def test_what_came_since_the_last_close_is_told(seen: str, told_of: bool):
    """The close was at 16:00 in New York."""
    message = told(a_morning(), News().hears(a_development(an_article(seen=seen))))

    assert told_of is bool(headlines(message))


def test_what_was_there_already_as_a_feed_was_first_read_is_no_news():
    old = an_article(published="2025-10-08T10:00Z", backlog=True)

    assert [] == headlines(told(a_morning(), News().hears(a_development(old))))


def test_an_outlet_that_is_late_is_told_all_the_same():
    late = an_article(published="2025-10-09T19:00Z", seen="2025-10-09T20:30Z")

    message = told(a_morning(), News().hears(a_development(late)))

    assert ["IREN signs a lease (Grid Wire Thu 15:00)"] == headlines(message)


def test_what_concerns_the_sector_most_is_told_first():
    """Its members, what they are held against, what else is watched, themes; else nothing."""
    news = News().hears(
        a_development(an_article("Of nobody"), symbols=[]),
        a_development(an_article("Of a theme"), symbols=[], themes=["ai"]),
        a_development(an_article("Of strangers"), symbols=["AAPL"]),
        a_development(an_article("Of bitcoin"), symbols=["BTC-USD"]),
        a_development(an_article("Of a member"), symbols=["CIFR"]),
    )

    found = [one.partition(" (")[0] for one in headlines(told(a_morning(), news))]

    assert ["Of a member", "Of bitcoin", "Of a theme"] == found


def test_of_two_the_one_that_more_tell_is_told_first():
    one = a_development(an_article("Of one outlet", seen="2025-10-10T12:00Z"))
    two = a_development(an_article("Of two outlets"))
    joined = a_development(
        an_article("Of two outlets too", outlet="B"), story=two.story, step=Step.JOINED
    )

    message = told(a_morning(), News().hears(two, joined, one))

    assert headlines(message)[0].startswith("Of two outlets (")


def test_what_a_room_reads_for_itself_is_told_to_it_alone():
    own = a_development(an_article("Of my own feed", owner="telegram:7"))
    everybody, owner = (
        told(a_morning(), News().hears(own), viewer=viewer) for viewer in ("", "telegram:7")
    )

    assert ([], 1) == (headlines(everybody), len(headlines(owner)))


def test_without_news_it_says_since_when():
    assert "No news of these since Thu 16:00." == line(told(a_morning(), News()), "No news")


def test_a_bot_that_reads_no_news_says_nothing_of_them():
    assert "news" not in told(a_morning()).body


def test_what_is_left_out_is_counted():
    """A phone is no newspaper."""
    news = News().hears(*(a_development(an_article(f"Title {n}")) for n in range(7)))
    message = told(a_morning(), news)

    assert (5, "2 more stories: /news") == (len(headlines(message)), line(message, "2 more"))


def test_what_does_not_fit_has_our_figure_beside_it():
    message = of(a_finding(OFF, value=9, ours="4.04"))

    assert "Ours beside: IREN before the bell +9% (ours +4.0%)." == line(message, "Ours")


def test_a_bound_that_holds_by_far_has_our_figure_beside_it():
    """More than 520 % is true of 575 %, and says little."""
    holds = a_finding(CONFIRMED, figure=Figure.YTD, value=520, ours=575, bound=Bound.OVER)

    assert "Ours beside: IREN this year over +520% (ours +575.0%)." == line(of(holds), "Ours")


@pytest.mark.parametrize(("ours", "told_of"), [("546", False), ("546.1", True)])
def test_a_bound_that_says_what_it_is_has_none(ours: str, told_of: bool):
    near = a_finding(CONFIRMED, figure=Figure.YTD, value=520, ours=ours, bound=Bound.OVER)

    assert told_of is ("Ours beside" in of(near).body)


def test_who_led_is_told_in_words():
    why = "IREN is said to lead, but WULF (+10.0%) did, and IREN (+4.0%)."
    led = a_finding(OFF, figure=Figure.LEADER, value=None, ours=4, why=why)

    assert f"Not so: {why}" == line(of(led), "Not so")


def test_a_contradiction_is_told_in_words():
    against = a_finding(Verdict.CONTRADICTS, why="It says 4 and 5.")

    assert "Not so: It says 4 and 5." == line(of(against), "Not so")


def test_how_many_figures_hold_is_counted_once_for_all_outlets():
    """What two outlets say of the same is one claim; what cannot be checked is none."""
    same = [a_finding(CONFIRMED, value=4, ours=4)] * 2
    others = [a_finding(OFF, subject="WULF"), a_finding(UNVERIFIABLE, subject="CIFR", ours=None)]

    assert "1 of 2 figures hold." == line(of(*same, *others), "1 of 2")


def test_what_we_have_no_figure_of_is_told_with_its_source():
    unknown = a_finding(UNVERIFIABLE, subject="the group", value=7, ours=None, said_by="Farside")
    message = of(unknown, text="The site has two gigawatts.")

    told_of = line(message, "Not ours")
    assert "Not ours to measure: the group before the bell +7% (Farside), two gigawatts (Grid" in (
        told_of
    )


@pytest.mark.parametrize(
    "findings", [[], [a_finding(Verdict.PREDICTION, value=100, ours=90)]], ids=["none", "ahead"]
)
def test_a_story_without_anything_to_check_is_its_headline(findings: Sequence[Finding]):
    message = of(*findings)

    assert message.body.endswith("(Grid Wire 06:00)")


def test_where_there_is_little_room_headlines_go_before_what_was_found():
    """The newest ones lose their details before a story is left out."""
    why = "w" * 250
    news = News().hears(
        *(
            a_development(
                an_article(f"{n} {'t' * 120}", text="2 GW " * 9),
                *(a_finding(OFF, figure=Figure.LEADER, subject=f"S{n}{m}", why=why) for m in "ABC"),
            )
            for n in range(5)
        )
    )
    message = told(a_morning(), news)

    assert (True, True) == (len(headlines(message)) > 1, "Not so" in message.body)
