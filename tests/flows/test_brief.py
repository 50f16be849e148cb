"""The brief of the recorded day: what two outlets said at 12:50Z, as far as it can be measured."""

import asyncio
import json

import pytest
from rich.console import Console

from bot import offline
from bot.fitting import utf16
from config.load import load
from tests.flows.conftest import Prebell

AT = ("--at", "12:50Z")
CLOSES = "Measured from the closes of 2025-10-09 · 2025-10-08 · 2024-12-31, of all alike;"


@pytest.fixture(scope="module")
def brief() -> str:
    """Tell the brief of 12:50Z as one text."""
    settings = load(None, {"PREBELL_RECORDING__START": "12:50Z"})
    answered = asyncio.run(offline.ask(settings, "/brief miners", errors=Console(quiet=True)))
    reply = answered.reply
    return "\n".join([reply.title, reply.body, *(f"{f.label} {f.value}" for f in reply.facts)])


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("Listed bitcoin miners: $88.83B, +4.63% before the bell", id="the sector"),
        pytest.param("$90B is $1.17B away (+1.31%)", id="near $90 billion"),
        pytest.param("APLD 36.19  +23.6% · +4.8% · +374%", id="who led"),
        pytest.param("IREN 66.29  +3.8% · +6.3% · +575%", id="IREN's 4 %, 6 % and 520 %"),
        pytest.param("WULF 14.26  +4.9% · +10.5% · +152%", id="TeraWulf's 5 %, 10 % and 150 %"),
        pytest.param("CIFR 18.53  +3.0% · +2.2% · +299%", id="2 % to 4 %"),
        pytest.param("CLSK 20.77  +3.4% · +5.8% · +126%", id="2 % to 4 %, too"),
        pytest.param("BITF 4.32  +3.6% · +4.2% · +190%", id="2 % to 4 %, as well"),
        pytest.param(CLOSES, id="one base for all, where they mixed two"),
        pytest.param("BTC-USD 121,505.49 (1 s old [gemini])", id="bitcoin near $122,000"),
        pytest.param("$100B by 2025-12-31 takes +12.6%", id="$100 billion by year-end"),
        pytest.param("(predicted by Miner Desk): arithmetic, not a forecast.", id="who says so"),
        pytest.param("Miner Desk 08:20, Hash Rocket Daily 08:48", id="two outlets, one story"),
        pytest.param("IREN this year +520% (ours +575.1%)", id="what does not fit"),
        pytest.param("APLD ahead with", id="what was said of who led"),
        pytest.param("Microsoft expects data-center shortage", id="the shortage"),
        pytest.param("Not ours to measure: two gigawatts (Grid Wire).", id="no figure of ours"),
        pytest.param("premarket-mover: APLD 04:00, WULF 08:08", id="what fired"),
        pytest.param("IREN +3.82% (+0.18 points to go)", id="what nearly fired"),
    ],
)
def test_it_tells_what_the_outlets_told_as_far_as_it_can_be_measured(brief: str, told: str):
    """And with our figures where theirs were wrong."""
    assert told in brief


def test_a_police_drill_near_a_beach_hut_is_no_news_of_miners(brief: str):
    assert "Harbor Ledger" not in brief


def test_it_is_read_on_a_phone(brief: str):
    """One page of a chat, and little more than half of what one message takes."""
    assert 2500 > utf16(brief)


def test_it_is_the_same_each_time_and_a_program_can_read_it(prebell: Prebell, brief: str):
    said = json.loads(prebell("brief", "miners", *AT, "--json").out)
    facts = [f"{one['label']} {one['value']}" for one in said["facts"]]

    assert brief == "\n".join([said["title"], said["body"], *facts])


def test_after_the_close_it_tells_of_the_day(prebell: Prebell):
    """The correction of 09:05 is one; what the tariffs did is news."""
    said = prebell("brief", "miners", "--at", "20:15Z")

    assert "Listed bitcoin miners: $81.62B, -3.86% after the close" in said.out
    assert "(Miner Desk 08:20, Hash Rocket Daily 08:48; corrected 09:05)" in said.out
    assert "Stocks fall as new tariff threat" in said.out
    assert "and 1 more (all over)" in " ".join(said.out.split())


def test_a_list_that_is_not_there_is_told_with_what_is(prebell: Prebell):
    said = prebell("brief", "minrs", *AT)

    assert (0, True) == (said.status, "did you mean miners?" in said.out)


def test_the_parts_of_the_move_are_told(brief: str):
    """$88.83B after $84.90B is $3.93B more, nearly half of it in one share."""
    parts = "APLD +$1.80B, IREN +$663.63M, WULF +$262.59M, +2.8% without APLD."

    assert f"+$3.93B since Thu's closes, after +3.4% on Thu: {parts}" in brief
