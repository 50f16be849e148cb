"""The ping budget: a room is told so much a day, and the rest of it, ranked, in the digest."""

from datetime import time

import pytest

from bot.alerts.budget import PingBudget
from bot.alerts.plan import Plan
from bot.chat import Severity
from tests.dispatches import Driven
from tests.watched import instant

OVER = "over the 2 pings this room gets a day"


def a_spent_day(pings: int = 2) -> Driven:
    """Make a bot whose room has had its pings."""
    bot = Driven(Plan(budget=PingBudget(pings_a_day=pings)))
    for number in range(pings):
        bot.fires("IREN", rule=f"rule-{number}")
        bot.passes(minutes=1)
    return bot


def test_what_is_over_the_budget_waits_for_the_digest_and_why_is_recorded():
    bot = a_spent_day()

    bot.fires("WULF")
    bot.passes(minutes=1)

    assert (2, ("held", OVER)) == (len(bot.said), bot.kept[-1])


def test_the_digest_says_what_was_demoted_the_foremost_first_and_why():
    bot = a_spent_day()
    bot.fires("WULF", percent=6)
    bot.fires("CIFR", percent=-9, rule="faller")
    bot.fires("RIOT", severity=Severity.INFO, percent=12, rule="note")

    bot.reaches("2025-10-10T20:30Z")

    [digest] = [p.message for p in bot.parcels if p.message.reason == "digest"]
    assert ["CIFR", "WULF", "RIOT"] == [line[:4] for line in digest.body.splitlines()]
    assert [("Kept back", f"3 for {OVER}")] == [(f.label, f.value) for f in digest.facts]


def test_what_is_critical_is_always_told():
    bot = a_spent_day()

    bot.fires("WULF", severity=Severity.CRITICAL, rule="level")

    assert ("first", "WULF +5%") == bot.said[-1]


def test_an_end_is_no_ping():
    """Nobody is asked to do anything about it."""
    bot = a_spent_day()

    bot.ends("IREN", rule="rule-0")
    bot.passes(minutes=10)

    assert "resolved" == bot.said[-1][0]


def test_a_day_s_budget_is_for_that_day():
    """Midnight is the place's, not ours."""
    bot = a_spent_day()
    for number in range(2):
        bot.ends("IREN", rule=f"rule-{number}")
    bot.reaches("2025-10-11T04:00Z")

    bot.fires("WULF")
    bot.passes(minutes=1)

    assert ("first", "WULF +5%") == bot.said[-1]


def test_without_a_budget_all_is_told():
    bot = Driven()
    for number in range(300):
        bot.fires("IREN", rule=f"rule-{number}")
    bot.passes(minutes=1)

    assert 300 == len(bot.said)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2025-10-10T20:29Z", "2025-10-10T20:30Z"),
        ("2025-10-10T20:30Z", "2025-10-11T20:30Z"),
        ("2025-11-01T20:31Z", "2025-11-02T21:30Z"),
    ],
)
def test_the_digest_comes_by_the_clock_of_its_place(now: str, told: str):
    """Also on the day that is an hour longer."""
    assert instant(told) == PingBudget(digest=time(16, 30)).next_digest(instant(now))
