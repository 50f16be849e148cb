"""What a room may see is asked of the desk: whatever holds it knows of other rooms' things too."""

import ast
from collections.abc import Iterator
from pathlib import Path

HANDLERS = Path(__file__).parents[2] / "handlers"

EVERYBODYS = {
    "market.sectors",
    "newsroom.archive",
    "newsroom.predictions",
    "newsroom.shelf",
    "engine.instances",
    "book.living",
    "book.transitions",
    "looking.all",
    "looking.names",
    "silencing.all",
    "people.all",
}
"""Names of what holds the things of all rooms, as they are asked for."""

MAY_SEE_ALL = {
    "desk.py",  # it decides who sees what
    "heard.py",  # what others alone watch is to be left out
    "newsdesk.py",  # it does so of the news
    "http.py",  # the web desk is the operator's
}


def looks_past_the_desk(source: str) -> list[str]:
    """Name what is asked of those who know everything, with its line."""
    found = sorted(_asked(ast.parse(source)))
    return [f"{line}: {name}" for line, name in found if name in EVERYBODYS]


def _asked(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=word):
                yield node.lineno, f"{owner}.{word}"


def test_what_a_room_sees_is_asked_of_the_desk():
    """One handler that asks the market itself would show a server another one's lists."""
    files = sorted(file for file in HANDLERS.glob("*.py") if file.name not in MAY_SEE_ALL)

    assert {} == {
        file.name: found for file in files if (found := looks_past_the_desk(file.read_text()))
    }


def test_whoever_may_see_all_does():
    """An exemption that is not needed any more hides the next mistake."""
    seeing = {name for name in MAY_SEE_ALL if looks_past_the_desk((HANDLERS / name).read_text())}

    assert MAY_SEE_ALL == seeing


def test_the_look_can_fail():
    source = "desk.market.sectors\nlooking.all()\ndesk.lists\nself.desk.acting.silencing.all"

    assert ["1: market.sectors", "2: looking.all", "4: silencing.all"] == looks_past_the_desk(
        source
    )
