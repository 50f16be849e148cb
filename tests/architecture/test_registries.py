"""A registry lists what its folder holds, and nothing else: help and menus derive from it."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.rules.measure import Metric
from bot.rules.metrics import METRICS
from handlers import COMMANDS
from handlers.base import Command

NAME = re.compile(r"(?=.{1,32}$)[a-z]+( [a-z]+)?")
SUMMARY_LIMIT = 100  # https://discord.com/developers/docs/interactions/application-commands
ROOT = Path(__file__).parents[2]


def _made_in(folder: str, kind: type) -> Iterator[Any]:
    """Yield each object of `kind` that a module of a folder holds; one that several hold, once."""
    modules = sorted((ROOT / folder).glob("*.py"))
    names = [f"{folder.replace('/', '.')}.{m.stem}" for m in modules if m.stem != "__init__"]
    found = {id(it): it for name in names for it in vars(import_module(name)).values()}
    yield from (it for it in found.values() if isinstance(it, kind))


def test_every_command_is_in_the_list_once():
    """One that is missing there could not be called, and nothing would say so."""
    found = sorted(c.name for c in _made_in("handlers", Command))

    assert found == sorted(c.name for c in COMMANDS)


def test_every_metric_is_in_the_list_once():
    """One that is missing there could not be used in a rule."""
    found = sorted((m.name, m.scope.name) for m in _made_in("bot/rules/metrics", Metric))

    assert found == sorted((m.name, m.scope.name) for m in METRICS)


def test_no_two_answer_to_one_name():
    """The second would never be found."""
    names = [c.name for c in COMMANDS]
    metrics = [(m.name, m.scope) for m in METRICS]

    assert (len(names), len(metrics)) == (len(set(names)), len(set(metrics)))


def test_every_command_can_be_typed_on_every_platform():
    """Discord and Telegram want short lower-case names; a space is an underscore there."""
    assert [] == [c.name for c in COMMANDS if not NAME.fullmatch(c.name)]


def test_every_summary_fits_a_menu():
    """Discord cuts none short, it refuses the command."""
    assert [] == [c.name for c in COMMANDS if not 0 < len(c.summary) <= SUMMARY_LIMIT]


def test_every_example_is_of_its_own_command():
    """People copy examples before they read anything."""
    assert [] == [c.name for c in COMMANDS if not c.example.startswith(f"/{c.name}")]
