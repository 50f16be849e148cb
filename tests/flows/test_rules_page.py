"""docs/rules.md: made from the language itself, and every example in it is read."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rules.conditions import walk
from bot.rules.language import parse, parse_led
from bot.rules.measure import Metric, Scope
from bot.rules.metrics import METRICS
from bot.rules.units import Unit, amount
from config.load import load
from scripts.make_rules_page import (
    CONDITIONS,
    FORMS,
    FREQUENCIES,
    HEAD,
    MODIFIERS,
    NEWS,
    PAGE,
    UNITS,
    Beside,
    Form,
    contents,
)

ROOT = Path(__file__).parents[2]
LISTS = ("miners",)


def checked(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.make_rules_page", "--check", "--file", str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_page_is_current():
    """A metric that is not in it is found by nobody."""
    assert PAGE.read_text(encoding="utf-8") == contents()


def test_a_page_that_is_not_current_is_told(tmp_path: Path):
    current, stale = tmp_path / "current.md", tmp_path / "stale.md"
    current.write_text(contents(), encoding="utf-8")
    stale.write_text(contents() + " ", encoding="utf-8")

    assert (0, 1) == (checked(current).returncode, checked(stale).returncode)
    assert f"{stale} is not current" in checked(stale).stderr


@pytest.mark.parametrize("form", [*FORMS, *NEWS], ids=[f.written for f in (*FORMS, *NEWS)])
def test_every_form_has_an_example_that_is_read(form: Form):
    assert list(walk(parse(form.example, watchlists=LISTS, own=Scope.INSTRUMENT)))


@pytest.mark.parametrize("metric", METRICS, ids=[f"{m.scope.name} {m.name}" for m in METRICS])
def test_every_metric_has_an_example_that_is_read(metric: Metric[object]):
    """In which it stands, with an owner, as a rule about nothing in particular needs it."""
    assert list(walk(parse(metric.example, watchlists=LISTS, own=None)))
    assert re.search(rf"\.{metric.name}\b", metric.example)


@pytest.mark.parametrize("unit", Unit)
def test_what_a_figure_is_compared_with_fits_it(unit: Unit):
    written = [text for text in re.findall("`([^`]+)`", UNITS[unit]) if text[-1] not in "KMT"]
    amounts = [text for text in written if text != "B"]

    assert amounts
    assert all(amount(text).fits(unit) for text in amounts)


@pytest.mark.parametrize("text", ["IREN premarket > 4%", "miners cap crosses above 90B"])
def test_what_may_be_typed_leads_with_its_subject(text: str):
    assert f"`{text}`" in HEAD
    assert parse_led(text, watchlists=LISTS)[0]


def test_every_modifier_has_an_example_that_loads(tmp_path: Path):
    """All of them in one rule, but for the two of which there may be one."""
    file = tmp_path / "prebell.yaml"
    lines = [f"    {name}: {text}\n" for name, text in MODIFIERS.items() if name != "for_each"]
    file.write_text(f"rules:\n  - name: r\n    when: change > 4%\n{''.join(lines)}")

    assert load(file, {}).rules_of_the_engine()


def test_tradingview_has_thirteen_conditions_and_four_frequencies():
    assert (13, 4) == (len(CONDITIONS), len(FREQUENCIES))


@pytest.mark.parametrize("beside", CONDITIONS, ids=[beside.theirs for beside in CONDITIONS])
def test_every_condition_of_tradingview_has_a_form(beside: Beside):
    assert list(walk(parse(beside.ours, watchlists=(), own=Scope.INSTRUMENT)))


@pytest.mark.parametrize("beside", FREQUENCIES, ids=[beside.theirs for beside in FREQUENCIES])
def test_every_frequency_of_tradingview_has_a_trigger(beside: Beside, tmp_path: Path):
    file = tmp_path / "prebell.yaml"
    file.write_text(f"rules: [{{name: r, when: IREN.price > 70, trigger: {beside.ours}}}]")

    assert load(file, {}).rules_of_the_engine()
