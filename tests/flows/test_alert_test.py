"""`/alert test` on the recorded day: what `prebell backtest` says of the part that has happened."""

import asyncio
import gzip
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot import figures
from tests.builders import at
from tests.flows.conftest import DAY, Prebell
from tests.flows.test_running import a_running_bot, asked, printed

Told = dict[str, Any]

LINES = gzip.decompress(DAY.read_bytes()).decode().splitlines()
LAST = max(n for n, line in enumerate(LINES) if json.loads(line).get("at", "") <= "2025-10-10T13")
"""The line of the recorded day that is the last before nine in New York."""

PRESENT = json.loads(LINES[LAST])["at"]
HORIZONS = {"5m": "5 min", "30m": "30 min", "close": "close", "next_close": "next close"}

IREN = "IREN premarket > 4%"
MOVERS = {"name": "movers", "for_each": "miners", "when": "premarket > 4% or premarket < -4%"}
SETTINGS = {
    "watchlists": {"miners": {"members": ["IREN", "APLD", "WULF", "HIVE", "RIOT"]}},
    "rules": [MOVERS | {"reset": "1%", "for": "60s"}],
}


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """The recorded day as far as it has come at PRESENT."""
    file = tmp_path / "day.jsonl"
    file.write_text("\n".join(LINES[: LAST + 1]))
    (tmp_path / "settings.yaml").write_text(json.dumps(SETTINGS))
    return file


def answer(prebell: Prebell, *arguments: object) -> Told:
    """Ask in a terminal, and read the JSON of the answer."""
    said = prebell("ask", *arguments, "--json")
    assert 0 == said.status, said.err
    found: Told = json.loads(said.out)
    return found


def backtest(prebell: Prebell, *arguments: object) -> Told:
    """Return what a backtest finds of its one rule on its one file."""
    found: Told = json.loads(prebell("backtest", *arguments, "--json").out)["files"][0]["rules"][0]
    return found


def percent(figure: str | None) -> str:
    return figures.percent(None if figure is None else Decimal(figure))


def rows(found: Told) -> list[list[str]]:
    """Write a backtest's firings as the rows of an answer."""
    return [
        [
            figures.time_of_day(at(f["at"])),
            f["subject"],
            percent(f["value"]),
            figures.price(Decimal(f["price"])),
            *(percent(f["after"][horizon]) for horizon in HORIZONS),
        ]
        for f in found["firings"]
    ]


def thresholds(found: Told) -> dict[str, str]:
    """Write a backtest's other thresholds as the facts of an answer."""
    return {
        f"At {row['amount']}{' (as given)' if row['given'] else ''}": _attempt(row)
        for row in found["thresholds"]
    }


def _attempt(row: Told) -> str:
    times = {0: "never", 1: "once"}.get(row["fired"], f"{row['fired']} times")
    rates = ((name, row["hit_rates"][horizon]) for horizon, name in HORIZONS.items())
    hits = [
        f"{rate['hits']} of {rate['known']} ({round(Decimal(rate['percent']))}%) by {name}"
        for name, rate in rates
        if rate["known"]
    ]
    return f"{times}; hits: {', '.join(hits)}" if row["fired"] else times


def facts(told: Told, label: str) -> dict[str, str]:
    return {f["label"]: f["value"] for f in told["facts"] if f["label"].startswith(label)}


def test_of_the_whole_day_it_says_what_a_backtest_says(prebell: Prebell):
    """Asked with no bot running, it is the recording's end."""
    told, found = (
        answer(prebell, f"/alert test {IREN}"),
        backtest(prebell, "--rule", IREN, "--from", DAY),
    )

    assert f"{IREN}: fired once, 1 a day" == told["title"]
    assert rows(found) == told["table"]["rows"]
    assert thresholds(found) == facts(told, "At ")


def test_of_a_morning_it_says_what_a_backtest_of_that_morning_says(prebell: Prebell, day: Path):
    """For a rule of the settings, with `for` and `reset`, over a watchlist."""
    settings = day.with_name("settings.yaml")
    told = answer(prebell, "/alert test movers", "--at", PRESENT, "--config", settings)

    found = backtest(prebell, "--rules", settings, "--from", day)

    assert rows(found) == told["table"]["rows"]
    assert thresholds(found) == facts(told, "At ")
    assert [miss["subject"] for miss in found["misses"]] == [
        fact["value"].partition(" ")[0] for fact in told["facts"] if fact["label"] == "Near miss"
    ]


def test_at_nine_it_knows_nothing_of_three(prebell: Prebell):
    """IREN falls by a tenth before the close: whoever asks at nine must not be told."""
    told = answer(prebell, f"/alert test {IREN}", "--at", "13:00Z")

    assert [["+0.12%", "n/a", "n/a", "n/a"]] == [row[4:] for row in told["table"]["rows"]]
    assert "recorded up to Fri 2025-10-10 09:00:00 EDT" in told["body"]
    assert "by close" not in json.dumps(told["facts"])


def test_a_rule_that_cannot_be_read_is_told_with_its_place(prebell: Prebell):
    """As everywhere rules are typed."""
    said = prebell("ask", "/alert test IREN premarkt > 4%")

    assert [
        "`premarkt` is no metric of an instrument; did you mean `premarket`?",
        "  IREN premarkt > 4%",
        "       ^^^^^^^^",
    ] == [line.rstrip() for line in said.out.splitlines()]


async def test_the_running_bot_answers_at_its_desk_one_at_a_time(tmp_path: Path):
    """Its other answers and its health do not wait for a trial."""
    question = {"text": "/alert test premarket-mover"}
    async with a_running_bot(tmp_path) as bot:
        await printed(bot.out, "The recording has ended")
        trying = [asyncio.create_task(asked(bot.url, "/api/ask", json=question)) for _ in range(2)]
        (first,), others = await asyncio.wait(trying, return_when=asyncio.FIRST_COMPLETED)
        [last] = others
        health, _ = await asked(bot.url, "/healthz")
        waited = last.done()
        answers = [json.loads(text) for _, text in (await first, await last)]

    assert (200, False) == (health, waited)
    assert [
        "Another rule is being tried just now; ask again in a few seconds.",
        "premarket-mover: fired 7 times, 7 a day",
    ] == [answer["title"] for answer in answers]
