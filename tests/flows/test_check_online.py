"""`prebell check --online`: what each provider answers, how old and how fast, or what to do."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot import figures
from tests.faulty_server import Fault, FaultyServer
from tests.flows.conftest import Prebell, Said
from tests.live import CNBC, COINBASE, YAHOO, LastDay, settings_for

pytestmark = pytest.mark.usefixtures("untouched_logging")

KEY = "a-key-for-this-test-alone"


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer() as server:
        yield server


async def checked(prebell: Prebell, file: Path, *options: str) -> Said:
    """Check beside the server, which has this thread."""
    return await asyncio.to_thread(prebell, "check", file, "--online", *options)


async def found(prebell: Prebell, file: Path, *options: str) -> list[dict[str, Any]]:
    told: dict[str, Any] = json.loads((await checked(prebell, file, "--json", *options)).out)
    providers: list[dict[str, Any]] = told["providers"]
    return providers


async def test_a_good_provider_is_shown_with_its_price_its_base_and_its_age(
    prebell: Prebell, tmp_path: Path, server: FaultyServer
):
    """Whether a percent can be told, and of when, is what an operator wants to know."""
    server.answers(YAHOO, LastDay().chart())

    said = await checked(prebell, settings_for(server, tmp_path, ["yahoo"]))

    first, headings, row, *rest = [line.split() for line in said.out.splitlines()]
    assert "prebell.yaml: 1 watchlist, 1 symbol, 1 rule; no faults." in " ".join(first)
    assert "Provider Symbol Price Traded Measured from Answered in" == " ".join(headings)
    assert "yahoo IREN 104.08" == " ".join(row[:3])
    assert f"ago 100.00 of {LastDay().base_day}" == " ".join(row[5:9])
    assert (0, "ms", []) == (said.status, row[-1], rest)


async def test_for_programs_it_is_json(prebell: Prebell, tmp_path: Path, server: FaultyServer):
    last = LastDay()
    server.answers(YAHOO, last.chart())

    [yahoo] = await found(prebell, settings_for(server, tmp_path, ["yahoo"]))

    assert 0 < yahoo.pop("took") < 10
    assert 6 * 3600 < yahoo.pop("age")  # its session has ended since
    assert {
        "provider": "yahoo",
        "symbol": "IREN",
        "price": "104.08",
        "traded": figures.utc(last.traded),
        "base": "100",
        "base_day": last.base_day.isoformat(),
        "fault": None,
    } == yahoo


async def test_one_that_refuses_takes_nothing_from_the_others(
    prebell: Prebell, tmp_path: Path, server: FaultyServer
):
    """Each has its row; the status says that one is to be looked at, and a sentence how."""
    server.answers(YAHOO, LastDay().chart())
    server.answers(CNBC, b"no", status=403)

    said = await checked(prebell, settings_for(server, tmp_path, ["cnbc", "yahoo"]))

    cnbc, yahoo = [line.split()[:3] for line in said.out.splitlines()[2:4]]
    assert (["cnbc", "IREN", "n/a"], ["yahoo", "IREN", "104.08"]) == (cnbc, yahoo)
    assert f"{CNBC} answered 403; look at `feeds: cnbc: url:`" in said.out.splitlines()[4]
    assert 1 == said.status


async def test_one_that_says_nothing_is_waited_for_no_longer_than_was_said(
    prebell: Prebell, tmp_path: Path, server: FaultyServer
):
    """A coin provider is asked about a coin, whatever is watched."""
    server.fails(COINBASE, Fault.HANGS)

    said = await checked(prebell, settings_for(server, tmp_path, ["coinbase"]), "--within", "0.2")

    assert ["coinbase", "BTC-USD", "n/a"] == said.out.splitlines()[2].split()[:3]
    assert "coinbase: nothing came in 0.2 s; try again, and look at the network" in said.out
    assert 1 == said.status


async def test_all_are_asked_at_once(prebell: Prebell, tmp_path: Path, server: FaultyServer):
    """Nine providers that are slow take no longer than one."""
    server.fails(COINBASE, Fault.HANGS)
    server.fails(CNBC, Fault.HANGS)

    await found(prebell, settings_for(server, tmp_path, ["coinbase", "cnbc"]), "--within", "0.3")

    assert 2 == server.most_at_once


@pytest.mark.parametrize(
    ("provider", "path", "status", "says"),
    [
        ("yahoo", YAHOO, 500, "answered 500; try again, and look at"),
        ("yahoo", YAHOO, 429, "too many requests; ask again in 60 s"),
        ("finnhub", "/api/v1/quote", 401, "look at its plan, and at its key in PREBELL_FEEDS__FI"),
    ],
)
async def test_a_fault_says_what_to_do(  # noqa: PLR0913, PLR0917 (a case and its fixtures)
    prebell: Prebell,
    tmp_path: Path,
    server: FaultyServer,
    monkeypatch: pytest.MonkeyPatch,
    provider: str,
    path: str,
    status: int,
    says: str,
):
    """And holds no key, which people paste into questions."""
    monkeypatch.setenv("PREBELL_FEEDS__FINNHUB__KEY", KEY)
    server.answers(path, b"no", status=status)

    said = await checked(prebell, settings_for(server, tmp_path, [provider]))

    assert says in said.out
    assert KEY not in said.out + said.err


async def test_an_address_of_this_machine_is_asked_only_where_that_is_meant(
    prebell: Prebell, tmp_path: Path, server: FaultyServer
):
    """The sentence names the setting."""
    file = settings_for(server, tmp_path, ["yahoo"], private="false")

    [yahoo] = await found(prebell, file)

    assert yahoo["fault"].endswith("where that is meant, write `feeds: private: true`")
    assert [] == server.asked


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            '{"chart": {"result": null, "error": {"code": "Not Found", "description": "gone"}}}',
            "Yahoo: gone; name another than yahoo under `feeds: quotes:` if it stays so",
        ),
        ('{"chart": {"result": [], "error": null}}', "yahoo answered without IREN; name another"),
        ("<html>Please wait</html>", "answered a page instead of JSON; try again, and look at"),
    ],
)
async def test_an_answer_that_holds_no_quote_is_a_fault(
    prebell: Prebell, tmp_path: Path, server: FaultyServer, body: str, says: str
):
    """A provider that knows nothing of a symbol answers in good spirits."""
    server.answers(YAHOO, body)

    [yahoo] = await found(prebell, settings_for(server, tmp_path, ["yahoo"]))

    assert says in yahoo["fault"]
    assert "price" not in yahoo


async def test_a_coin_is_dated_as_it_comes(prebell: Prebell, tmp_path: Path, server: FaultyServer):
    """It has no close that it is measured from."""
    traded = figures.utc(LastDay().traded)
    trade = {"product_id": "BTC-USD", "price": "91001.50", "time": traded}
    server.answers(COINBASE, {"trades": [trade]})

    said = await checked(prebell, settings_for(server, tmp_path, ["coinbase"]))

    row = said.out.splitlines()[2].split()
    assert ["coinbase", "BTC-USD", "91,001.50"] == row[:3]
    assert ("n/a", 0) == (row[-3], said.status)


async def test_a_provider_that_is_listened_to_alone_shows_whether_its_key_is_good(
    prebell: Prebell, tmp_path: Path, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
):
    """Its quote is an old close, and better than waiting for a trade on a Sunday."""
    monkeypatch.setenv("PREBELL_FEEDS__FINNHUB__KEY", KEY)
    closed = int(LastDay().traded.timestamp())
    server.answers("/api/v1/quote", f'{{"c": 63.85, "t": {closed}}}')

    [finnhub] = await found(prebell, settings_for(server, tmp_path, ["finnhub"]))

    assert ("63.85", None, None) == (finnhub["price"], finnhub["base"], finnhub["fault"])


async def test_a_provider_without_its_key_is_not_asked(
    prebell: Prebell, tmp_path: Path, server: FaultyServer
):
    [finnhub] = await found(prebell, settings_for(server, tmp_path, ["finnhub"]))

    assert "finnhub needs a key; set PREBELL_FEEDS__FINNHUB__KEY" == finnhub["fault"]
    assert [] == server.asked


async def test_a_quote_that_a_live_feed_would_turn_away_is_a_fault(
    prebell: Prebell, tmp_path: Path, server: FaultyServer
):
    """Status 200 says nothing: a close of another day makes every percent wrong."""
    last = LastDay()
    older = last.calendar.previous_day(last.base_day)
    server.answers(YAHOO, last.chart(base_day=older))

    [yahoo] = await found(prebell, settings_for(server, tmp_path, ["yahoo"]))

    assert f"IREN is measured from the close of {older}, and the last session" in yahoo["fault"]
    assert "104.08" == yahoo["price"]


def test_without_a_provider_it_says_where_to_name_one(prebell: Prebell):
    said = prebell("check", "--online")

    assert (2, "feeds: quotes: is empty; name a provider, such as yahoo\n") == (
        said.status,
        said.err,
    )


@pytest.mark.parametrize("within", ["0", "-1", "nan", "61"])
async def test_a_wait_that_is_none_is_refused(
    prebell: Prebell, tmp_path: Path, server: FaultyServer, within: str
):
    said = await checked(prebell, settings_for(server, tmp_path, ["yahoo"]), f"--within={within}")

    assert 2 == said.status
    assert "write a number of seconds above 0, up to 60" in said.err


async def test_without_the_option_nobody_is_asked(
    prebell: Prebell, tmp_path: Path, server: FaultyServer
):
    """It is run after every edit, and by every deployment."""
    file = settings_for(server, tmp_path, ["yahoo"])

    said = await asyncio.to_thread(prebell, "check", file)

    assert (0, 1, []) == (said.status, len(said.out.splitlines()), server.asked)
