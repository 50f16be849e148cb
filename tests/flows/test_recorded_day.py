"""The recorded day: 10 October 2025, the morning Prebell was made for."""

import asyncio
import json
from pathlib import Path

import pytest

from bot import offline
from bot.clock import ManualClock
from bot.feeds.recording import Recording
from bot.platforms.console import terminal
from bot.replay import files
from config.load import load
from tests.builders import at
from tests.flows.conftest import DAY, Prebell


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    folder = tmp_path_factory.mktemp("day")
    return [json.loads(line) for line in replayed(folder, speed=None).read_text().splitlines()]


def replayed(folder: Path, *, speed: float | None) -> Path:
    target = folder / f"alerts-{speed}.jsonl"
    recording = Recording(DAY)
    with files(target, None, keep=DAY) as written:
        asyncio.run(
            offline.replay_file(
                load(None, {}),
                recording,
                speed=speed,
                files=written,
                console=None,
                errors=terminal(errors=True),
                real=ManualClock(at("2026-01-01T00:00Z")),
            )
        )
    return target


def fired(day: list[dict[str, str]], rule: str) -> dict[str, str]:
    return {
        line["subject"]: line["at"]
        for line in day
        if line["rule"] == rule and line["state"] == "firing"
    }


def test_who_moved_before_the_bell_and_when(day: list[dict[str, str]]):
    """APLD gaps on results at its first print; MARA and RIOT never move enough."""
    assert {
        "APLD": "2025-10-10T08:00:00Z",
        "WULF": "2025-10-10T12:08:46Z",
        "IREN": "2025-10-10T12:52:00Z",
        "CLSK": "2025-10-10T13:03:19Z",
        "HUT": "2025-10-10T13:09:42Z",
        "BITF": "2025-10-10T13:15:06Z",
        "CIFR": "2025-10-10T13:17:25Z",
    } == fired(day, "premarket-mover")


def test_iren_fires_at_66_41_and_not_at_66_40(day: list[dict[str, str]]):
    """63.85 × 1.04 is 66.404: a cent decides, and nothing is rounded before it does."""
    line = next(d for d in day if d["subject"] == "IREN")

    assert ("63.85", "4", "4.009397") == (line["baseline"], line["threshold"], line["value"])
    assert "at 66.41" in line["because"]


def test_apld_gaps_nine_percent_at_its_first_print(day: list[dict[str, str]]):
    """It never traded under 4 %, and is news all the same."""
    assert "+9.01% at 31.93" in day[0]["because"]


def test_the_sector_nears_90_billion_before_it_crosses(day: list[dict[str, str]]):
    """Near is told an hour before past."""
    near = [d["at"] for d in day if d["rule"] == "sector-near-90B" and d["state"] == "firing"]

    assert "2025-10-10T12:19:22Z" == near[0]


def test_the_sector_crosses_90_billion_holds_it_and_loses_it(day: list[dict[str, str]]):
    """Pending at the bell, fired after a minute, over once back under 89.1B."""
    life = [(d["state"], d["at"]) for d in day if d["rule"] == "sector-90B"]

    assert [
        ("pending", "2025-10-10T13:30:00Z"),
        ("firing", "2025-10-10T13:31:00Z"),
        ("resolved", "2025-10-10T15:10:12Z"),
    ] == life


def test_every_pre_market_alert_ends_with_the_pre_market(day: list[dict[str, str]]):
    """At 09:30 in New York, to the second."""
    ends = {d["at"] for d in day if d["rule"] == "premarket-mover" and d["state"] == "resolved"}

    assert {"2025-10-10T13:30:00Z"} == ends


def test_a_rule_that_needs_what_nobody_told_does_not_guess(day: list[dict[str, str]]):
    """Bitcoin's previous close is not in the recording, so its change is unknown, not 0."""
    assert {} == fired(day, "broad-rally")


def test_no_transition_is_written_before_one_that_came_earlier(day: list[dict[str, str]]):
    """Programs read the file as it grows."""
    assert sorted(d["at"] for d in day) == [d["at"] for d in day]


def test_the_file_is_the_same_byte_for_byte_at_any_speed(tmp_path: Path):
    """Pace decides when a thing is seen, never what is seen."""
    runs = [replayed(tmp_path, speed=speed).read_bytes() for speed in (None, 3600, 7)]

    assert runs[0] == runs[1] == runs[2]


def test_the_command_line_writes_alerts_and_messages_and_sums_up(prebell: Prebell, tmp_path: Path):
    """What the README promises, as it is typed there."""
    said = prebell("replay", DAY, "--speed", "max", "--alerts", "a.jsonl", "--messages", "m.jsonl")

    assert (0, True, "") == (said.status, "9,909 events, 11 alerts fired" in said.out, said.err)
    messages = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text().splitlines()]
    assert "APLD +9.0% before the bell at 31.93" == messages[0]["title"]
    assert 20 == len(messages)  # seven moves are over with the bell, and told so as one


def test_the_summary_can_be_read_by_a_program(prebell: Prebell):
    """Nothing else is on standard output then."""
    summary = json.loads(prebell("replay", DAY, "--json").out)

    assert (9909, 11, {}, None) == (
        summary["events"],
        summary["alerts"]["firing"],
        summary["refused"],
        summary["broken"],
    )


@pytest.mark.parametrize(
    ("text", "moment", "told"),
    [
        ("/sector miners", "12:50Z", ["$88.83B, +4.63%", "$90B, $1.17B away"]),
        ("/quote ABTC", "12:50Z", ["Year to date  n/a (no close of ABTC for the end of 2024)"]),
        ("/quote IREN", "12:52Z", ["66.41", "+4.01% (against the close of 2025-10-09, 63.85)"]),
        ("/why premarket-mover IREN", "12:51:30Z", ["+0.01 points to go", "armed"]),
        ("/why sector-90B", "13:30:30Z", ["pending"]),
        ("/movers", "12:50Z", ["+23.56%"]),
        ("/status", "13:00Z", ["a recording, Bitcoin miners, 10 October 2025"]),
        ("/alerts", "15:00Z", ["sector-90B"]),
    ],
)
def test_the_morning_can_be_asked_about(prebell: Prebell, text: str, moment: str, told: list[str]):
    """`prebell ask` answers as the room would have been answered then."""
    said = prebell("ask", text, "--at", moment)

    assert (0, []) == (said.status, [t for t in told if t not in said.out])
    assert "From the recording Bitcoin miners, 10 October 2025, as of Fri 2025-10-10" in said.err
