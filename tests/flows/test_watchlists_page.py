"""docs/watchlists.md: every example in it is typed, in its order, and answered as it says."""

import re
from pathlib import Path

from handlers import COMMANDS
from tests.ruled import ruled
from tests.scenes import a_morning

PAGE = Path(__file__).parents[2] / "docs/watchlists.md"
BLOCK = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


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


def test_every_command_about_lists_is_on_the_page():
    """What nobody can look up is not there."""
    page = PAGE.read_text()
    names = [c.name for c in COMMANDS if c.name.startswith("watchlist ")]

    assert [] == [name for name in names if f"/{name}" not in page]
