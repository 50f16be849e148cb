"""Which session is on, what comes next, and a word before the calendar ends."""

import pytest

from tests.builders import Watched, a_bot
from tests.scenes import a_forenoon, a_morning, no_lists, shown

CASES = [
    (
        "2025-10-10T12:00Z",
        "/session iren",
        [
            "IREN: pre-market",
            "Trading day: Fri 2025-10-10",
            "Next change: regular session at 09:30:00 EDT, in 90 min",
            "Hours of that day: 04:00:00 EDT · 09:30:00 EDT · 16:00:00 EDT · 20:00:00 EDT",
            "Next early close: Fri 2025-11-28",
            "Next day without a session: Thu 2025-11-27",
        ],
    ),
    (
        "2025-11-28T19:00Z",
        "/session IREN",
        [
            "IREN: after hours",
            "Next change: closed at 17:00:00 EST, in 3 h",
            "13:00:00 EST · 17:00:00 EST, an early close",
            "Next early close: Fri 2025-11-28",
        ],
    ),
    (
        "2025-10-11T12:00Z",
        "/session IREN",
        [
            "IREN: closed",
            "Trading day: Fri 2025-10-10",
            "Next change: a new trading day at Mon 2025-10-13 00:00:00 EDT, in 40 h",
        ],
    ),
    (
        "2025-10-11T12:00Z",
        "/session",
        [
            "Sessions at Sat 2025-10-11 08:00:00 EDT",
            "US | closed | a new trading day at Mon 2025-10-13 00:00:00 EDT, in 40 h | Fri 2025-11",
            "crypto | regular session | a new trading day at 20:00:00 EDT, in 12 h | none | none",
        ],
    ),
    (
        "2025-10-11T12:00Z",
        "/calendar",
        [
            "Thu 2025-11-27 | US | no session\nFri 2025-11-28 | US | closes at 13:00:00 EST\n",
            "Wed 2025-12-24 | US | closes at 13:00:00 EST\nThu 2025-12-25 | US | no session\n",
        ],
    ),
    ("2030-12-31T12:00Z", "/calendar", ["None are known."]),
    ("2031-01-01T04:30Z", "/session", ["US | closed | unknown at Wed 2031-01-01 00:00:00 EST"]),
    (
        "2030-11-15T12:00Z",
        "/status",
        ["Calendar of US: ends on 2030-12-31, in 46 d, and Prebell stops then; install a newer"],
    ),
]


@pytest.mark.parametrize(
    ("when", "text", "fragments"), CASES, ids=[f"{when} {text}" for when, text, _ in CASES]
)
async def test_a_question_is_answered(when: str, text: str, fragments: list[str]):
    """People ask because they are about to trade, or wonder why it is quiet."""
    answer = shown(await a_bot(at=when).asks(text))

    assert [] == [part for part in fragments if part not in answer], answer


@pytest.mark.parametrize("text", ["/session", "/session IREN", "/calendar", "/status"])
@pytest.mark.parametrize("bot", [a_morning(), a_forenoon(), no_lists()])
async def test_nothing_breaks(bot: Watched, text: str):
    """Whatever is known by then."""
    assert "That went wrong" not in (await bot.asks(text)).title


async def test_times_are_those_of_the_person_who_asks():
    """Nobody should have to add six hours in their head."""
    reply = await a_bot().asks("/session IREN", timezone="Europe/Berlin")

    assert "Next change: regular session at 15:30:00 CEST" in shown(reply)


@pytest.mark.parametrize(("when", "warned"), [("2030-11-01", False), ("2030-11-02", True)])
async def test_the_operator_is_warned_two_months_before_a_calendar_ends(when: str, warned: bool):
    """On 2030-12-31 the US calendar ends, 60 days after the first of November."""
    answer = shown(await a_bot(at=f"{when}T12:00Z").asks("/status"))

    assert warned == ("Calendar of US" in answer)
    assert "Calendar of crypto" not in answer
