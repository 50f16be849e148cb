"""docs/alerts.md: every example in it is typed, in its order, and answered as it says."""

import re
from pathlib import Path

import pytest

from bot.rules import typed
from bot.rules.modifiers import MODIFIERS
from handlers import COMMANDS
from tests.ruled import ruled
from tests.scenes import a_morning

PAGE = Path(__file__).parents[2] / "docs/alerts.md"
BLOCK = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`]+)`")


async def test_every_example_is_answered_as_the_page_says():
    """People copy them, and compare."""
    it = ruled(a_morning())
    answer, wrong, lines = "", list[str](), BLOCK.findall(PAGE.read_text())

    for line in "\n".join(lines).splitlines():
        if line.startswith("/"):
            answer = await it.asks(line)
        elif line not in answer:
            wrong.append(f"{line}\n  is not in\n{answer}")

    assert ([], True) == (wrong, bool(it.kept)), "\n".join(wrong)


def test_every_modifier_is_on_the_page():
    """What nobody can look up is not there."""
    page = PAGE.read_text()

    assert [] == [
        it.example for it in MODIFIERS.values() if f"`{it.example.split()[0]}" not in page
    ]


@pytest.mark.parametrize(
    "text",
    [
        found
        for line in PAGE.read_text().splitlines()
        if line.startswith("| `")
        for found in QUOTED.findall(line.split("|")[1])
    ],
)
def test_every_modifier_of_the_page_can_be_typed(text: str):
    """As it stands there, after any condition."""
    found = typed.read(f"IREN change > 4% {text}", watchlists=[], now=a_morning().market.now)

    assert len(found.document) > len(("subject", "when"))


def test_every_command_on_the_page_exists():
    """Under the names it is written with."""
    names = {command.name for command in COMMANDS}
    written = re.findall(r"(?:^|`)/([a-z]+)(?: ([a-z]+))?", PAGE.read_text(), re.MULTILINE)

    assert [] == [words for words in written if not {words[0], " ".join(words).strip()} & names]
