"""Rules tried on the recorded past of a running bot: up to its present, and out of its way."""

import asyncio
import os
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.backtest.job import Job
from bot.backtest.model import Finding, Horizon, Trial
from bot.backtest.recorded import LIMIT, Recorded
from bot.errors import UserError
from bot.ground import Ground
from tests.builders import a_market, a_quote, a_reference, a_rule, a_watchlist, at
from tests.recordings import a_recording

GROUND = Ground(calendars=a_market().calendars, watchlists=(a_watchlist(),))
RULE = a_rule("change > 4%", subject="IREN")
MORNING = (
    a_reference("IREN"),
    a_quote("IREN", 100, at="2025-10-10T12:00Z"),
    a_quote("IREN", 105, at="2025-10-10T12:30Z"),
    a_quote("IREN", 110, at="2025-10-10T12:34Z"),
    a_quote("IREN", 99, at="2025-10-10T12:40Z"),
    a_quote("IREN", 108, at="2025-10-10T13:10Z"),
)


def tried(file: Path, now: str, **modifiers: str) -> list[Trial]:
    """Try the rule on a file in this process, as the other one does."""
    rule = a_rule("change > 4%", subject="IREN", **modifiers)  # type: ignore[arg-type]  # texts all
    return asyncio.run(Job(rule=rule, files=(file,), ground=GROUND, now=at(now)).trials())


def only(trials: list[Trial]) -> Finding:
    [trial] = trials
    [finding] = trial.findings
    return finding


@pytest.fixture
def morning(tmp_path: Path) -> Path:
    """IREN fires at 12:30Z and at 13:10Z; four minutes after the first it is 4.76 % higher."""
    return a_recording(tmp_path, *MORNING)


def recorded(*files: Path, limit: timedelta = LIMIT) -> Recorded:
    return Recorded(GROUND, files=lambda: files, limit=limit)


@pytest.mark.parametrize(
    ("now", "fired", "five_minutes", "half_an_hour"),
    [
        ("2025-10-10T12:29Z", 0, None, None),
        ("2025-10-10T12:30Z", 1, None, None),
        ("2025-10-10T12:34Z", 1, None, None),
        ("2025-10-10T12:35Z", 1, "4.76", None),
        ("2025-10-10T13:00Z", 1, "4.76", "-5.71"),
        ("2025-10-10T13:10Z", 2, "4.76", "-5.71"),
    ],
)
def test_nothing_is_told_that_came_later(
    morning: Path, now: str, fired: int, five_minutes: str | None, half_an_hour: str | None
):
    """What a running bot has not played yet has not happened, in whatever file it stands."""
    firings = only(tried(morning, now)).firings

    assert fired == len(firings)
    for firing in firings[:1]:
        told = [firing.after[h] for h in (Horizon.FIVE_MINUTES, Horizon.HALF_AN_HOUR)]
        assert [five_minutes, half_an_hour] == [None if x is None else f"{x:.2f}" for x in told]


PRICES = st.lists(st.integers(96, 108), min_size=2, max_size=12)
RESETS, HOLDS = st.sampled_from([None, "1%"]), st.sampled_from([None, "90s", "7m"])


@settings(max_examples=60)
@example(prices=[100, 105, 105, 103, 106], reset="1%", hold="7m")
@given(prices=PRICES, reset=RESETS, hold=HOLDS)
def test_at_any_instant_it_is_the_backtest_of_what_was_told_by_then(
    prices: list[int], reset: str | None, hold: str | None
):
    """Cutting the file there by hand gives the same figures, whatever the rule waits for."""
    quotes = [
        a_quote("IREN", price, at=f"2025-10-10T12:{4 * number:02}Z")
        for number, price in enumerate(prices)
    ]
    modifiers = {k: v for k, v in {"reset": reset, "hold": hold}.items() if v is not None}

    with tempfile.TemporaryDirectory() as folder:
        whole = a_recording(Path(folder), a_reference("IREN"), *quotes)
        for told in range(1, len(quotes) + 1):
            now = quotes[told - 1].seen.isoformat()
            cut = a_recording(Path(folder), a_reference("IREN"), *quotes[:told], name="cut.jsonl")

            assert only(tried(cut, "2025-10-11T00:00Z", **modifiers)) == (
                only(tried(whole, now, **modifiers))
            )


@pytest.mark.parametrize(("now", "fired"), [("2025-10-10T12:30:59Z", 0), ("2025-10-10T12:31Z", 1)])
def test_what_was_due_by_then_has_come(morning: Path, now: str, fired: int):
    """A rule that waits a minute fires on the clock, though the next trade is minutes away."""
    assert fired == len(only(tried(morning, now, hold="60s")).firings)


def test_a_line_of_a_wrong_year_hides_nothing_after_it(tmp_path: Path):
    """The bot refused it as it played, and went on."""
    wrong = a_quote("IREN", 1, at="2099-10-10T12:00Z")
    file = a_recording(tmp_path, *MORNING[:2], wrong, *MORNING[2:])

    assert 1 == len(only(tried(file, "2025-10-10T12:35Z")).firings)


def test_a_recording_that_begins_later_is_no_past(morning: Path):
    """It is not even opened for its title."""
    assert [] == tried(morning, "2025-10-10T06:00Z")


async def test_a_process_of_its_own_finds_the_same(morning: Path):
    """All there is goes there and comes back: modifiers, figures, reasons."""
    now = at("2025-10-10T13:00Z")
    rule = a_rule("change > 4%", name="mover", for_each="miners", reset="1%", hold="60s")

    here = await Job(rule=rule, files=(morning,), ground=GROUND, now=now).trials()

    assert here == await recorded(morning).trials(rule, now=now)


async def test_it_tries_one_rule_at_a_time(morning: Path):
    """Whoever comes second is told so at once, and may ask again."""
    past, now = recorded(morning), at("2025-10-10T13:00Z")
    first = asyncio.create_task(past.trials(RULE, now=now))
    await asyncio.sleep(0)

    with pytest.raises(UserError, match="Another rule is being tried just now; ask again"):
        await past.trials(RULE, now=now)

    assert await first == await past.trials(RULE, now=now)


async def test_what_takes_too_long_is_given_up(morning: Path):
    """And keeps nobody from trying again; no process is left behind."""
    past, now = recorded(morning, limit=timedelta(0)), at("2025-10-10T13:00Z")

    for _ in range(2):
        with pytest.raises(UserError, match="took over 0 s, and was given up"):
            await past.trials(RULE, now=now)

    assert not has_children()


async def test_whoever_is_not_waited_for_stops_working(morning: Path):
    """A bot that is told to stop leaves nothing running."""
    trying = asyncio.create_task(recorded(morning).trials(RULE, now=at("2025-10-10T13:00Z")))
    while not has_children():  # noqa: ASYNC110 (the system knows of it, no event does)
        await asyncio.sleep(0)

    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying

    assert not has_children()


async def test_where_nothing_was_recorded_it_says_so(morning: Path):
    """A figure of nothing would read as a rule that never fires."""
    for past in (recorded(), recorded(morning)):
        with pytest.raises(UserError, match="Nothing was recorded by now"):
            await past.trials(RULE, now=at("2025-10-10T06:00Z"))


async def test_what_breaks_there_is_told_here(tmp_path: Path):
    """The log of the bot is where an operator looks."""
    with pytest.raises(RuntimeError, match=r"gone\.jsonl cannot be read"):
        await recorded(tmp_path / "gone.jsonl").trials(RULE, now=at("2025-10-10T13:00Z"))


async def test_several_files_are_tried_each(morning: Path, tmp_path: Path):
    """A past is made of days."""
    monday = a_recording(
        tmp_path,
        a_reference("IREN", at="2025-10-13T07:00Z", previous_close_date="2025-10-10"),
        a_quote("IREN", 100, at="2025-10-13T12:00Z"),
        a_quote("IREN", 105, at="2025-10-13T12:30Z"),
        name="monday.jsonl",
    )

    trials = await recorded(morning, monday).trials(RULE, now=at("2025-10-14T00:00Z"))

    assert [2, 1] == [len(finding.firings) for trial in trials for finding in trial.findings]


def has_children() -> bool:
    """Tell whether any process of ours lives, or has ended without being noticed."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True
