"""Whatever is told of whom, in whatever order: a story rings once, and one alert lives at most."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.stories import Step
from tests.builders import a_bot, a_rule, at
from tests.reported import Papers, a_piece, hears, rung
from tests.standings import begun_again
from tests.watched import Watched

START = at("2025-10-10T12:00Z")
SPAN = timedelta(minutes=15)
RULES = (
    a_rule("news about IREN", name="news"),
    a_rule('news about any of miners mentions "AI" not mentions "sued"', name="miners"),
    a_rule("news about IREN", name="own@discord:1"),
    a_rule("any of miners have news", name="any"),
)


class Told(NamedTuple):
    """What is told, so many minutes after what was told before, or a quote or a restart."""

    after: int
    story: str
    step: Step
    names: str
    text: str
    owner: str
    backlog: bool
    restarts: bool


TOLD = st.builds(
    Told,
    after=st.integers(0, 20),
    story=st.sampled_from("abc"),
    step=st.sampled_from([Step.UPDATE, Step.CORRECTION, Step.JOINED]),
    names=st.sampled_from(["IREN", "WULF", "IREN WULF", "MSFT"]),
    text=st.sampled_from(["AI is up.", "All is well.", "AI was sued."]),
    owner=st.sampled_from(["", "", "discord:1"]),
    backlog=st.sampled_from([False, False, False, True]),
    restarts=st.sampled_from([False, False, False, True]),
)


def played(told: Sequence[Told], *, restarts: bool) -> tuple[list[tuple[str, str, str]], Watched]:
    """Play what is told; return what rang, and the bot as it stands."""
    bot, papers, now = a_bot(rules=RULES), Papers(), START
    found = []
    for number, one in enumerate(told):
        now += timedelta(minutes=one.after)
        if restarts and one.restarts:
            bot = begun_again(bot, *RULES, when=now.isoformat())
        piece = a_piece(
            one.names,
            text=one.text,
            owner=one.owner,
            backlog=one.backlog,
            item=str(number),
            at=now,
        )
        found += rung(hears(bot, papers.tell(piece, one.story, step=one.step)))
    return found, bot


def expected(told: Sequence[Told]) -> list[tuple[str, str, str]]:
    """Say the slow and obvious way which story rings for whom: at its first fitting article."""
    found = []
    for rule, subject, owner, fits, barred in (
        ("news", "IREN", "", lambda one: "IREN" in one.names, ""),
        (
            "miners",
            "miners",
            "",
            lambda one: one.names != "MSFT" and "AI" in one.text,
            "sued",
        ),
        ("own@discord:1", "IREN", "discord:1", lambda one: "IREN" in one.names, ""),
        ("any", "miners", "", lambda one: one.names != "MSFT", ""),
    ):
        seen = [(n, one) for n, one in enumerate(told) if one.owner in {"", owner}]
        done: set[str] = set()
        out: set[str] = set()
        for number, one in seen:
            out |= {one.story} if barred and barred in one.text else set()
            if not fits(one) or one.story in done | out:
                continue
            done.add(one.story)
            found += [] if one.backlog else [(number, rule, subject, one.story)]
    order = [rule.name for rule in RULES]
    found.sort(key=lambda it: (it[0], order.index(it[1])))
    return [(rule, subject, story) for _, rule, subject, story in found]


@settings(max_examples=150, deadline=None)
@given(st.lists(TOLD, max_size=12))
def test_each_story_rings_once_for_a_rule_with_its_first_article_that_is_such(told: list[Told]):
    found, _ = played(told, restarts=False)

    assert expected(told) == found


@settings(max_examples=100, deadline=None)
@given(st.lists(TOLD, max_size=12))
def test_restarts_change_nothing_of_what_rings(told: list[Told]):
    found, _ = played(told, restarts=True)

    assert expected(told) == found


@settings(max_examples=100, deadline=None)
@given(st.lists(TOLD, max_size=12))
def test_one_alert_of_a_rule_about_a_subject_lives_at_most(told: list[Told]):
    """And none once all that was told has had its time."""
    _, bot = played(told, restarts=False)

    during = [(alert.rule, alert.subject) for alert in bot.book.living.values()]
    bot.turns_to(bot.market.now + SPAN)

    assert len(set(during)) == len(during)
    assert not bot.book.living
