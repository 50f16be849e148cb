"""What every module keeps to, whoever writes it."""

import ast
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [
    path for room in ("bot", "handlers", "config") for path in sorted((ROOT / room).rglob("*.py"))
]
TESTS = sorted((ROOT / "tests").rglob("*.py"))

READS = {
    "getenv",
    "open",
    "open_binary",
    "open_from_package",
    "open_text",
    "read_binary",
    "read_bytes",
    "read_text",
}
WALL_CLOCKS = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.time_ns",
}
PRINTS = {"print", "stdout.write", "stderr.write"}
MAY_TELL_THE_TIME = {"bot/clock.py"}
MAY_PRINT = {  # --json writes what a program reads, as it is
    "bot/cli/__init__.py",
    "bot/cli/asking.py",
    "bot/cli/backtesting.py",
    "bot/cli/process.py",
}

# What breaks in there must not silence its neighbours; anywhere else a fault is to be seen.
MAY_CATCH_ALL = {
    "bot/rules/readings.py",  # one rule's reading
    "bot/feeds/live.py",  # one feed's loop
    "bot/delivery/carrier.py",  # one destination
    "bot/platforms/web/server.py",  # one destination: the pages that are open
    "bot/platforms/telegram/lanes.py",  # one command: what one update asks
    "bot/platforms/web/routes.py",  # one command: what a page asks over HTTP
    "handlers/answering.py",  # one command
    "bot/storage/worker.py",  # one work of the store
}
ALL = {"BaseException", "Exception"}

# What decides, and so must be testable without any library that reaches outside.
CORE = {
    "market",
    "news",
    "rules",
    "reckoning",
    "alerts",
    "delivery",
    "journal",
    "wayout",
    "herald",
    "pipeline",
    "ports",
}


Look = Callable[[str], list[int]]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs when the module is imported: everything but the bodies of functions."""
    yield node
    for field, value in ast.iter_fields(node):
        if field == "body" and isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
        ):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _at_import(child)


def _dotted(node: ast.AST) -> str:
    """Say the last two words of a name: `datetime.now` for `datetime.datetime.now`."""
    match node:
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=word):
            return f"{owner}.{word}"
        case ast.Attribute(attr=word) | ast.Name(id=word):
            return word
    return ""


def _calls(nodes: Iterator[ast.AST]) -> Iterator[tuple[ast.Call, str]]:
    yield from ((node, _dotted(node.func)) for node in nodes if isinstance(node, ast.Call))


def reads_at_import(source: str) -> list[int]:
    """List the lines that read a file or the environment as soon as the module is imported."""
    nodes = list(_at_import(ast.parse(source)))
    environment = [
        node.lineno
        for node in nodes
        if isinstance(node, ast.Attribute | ast.Name) and _dotted(node) in {"os.environ", "environ"}
    ]
    files = [call.lineno for call, name in _calls(iter(nodes)) if name.rpartition(".")[2] in READS]
    return sorted(environment + files)


def real_sleeps(source: str) -> list[int]:
    """List the lines that wait for the wall clock; `asyncio.sleep(0)` only lets others run."""
    return [
        call.lineno
        for call, name in _calls(ast.walk(ast.parse(source)))
        if name == "time.sleep" or (name == "asyncio.sleep" and not _is_nought(call))
    ]


def wall_clocks(source: str) -> list[int]:
    """List the lines that ask the machine for the time."""
    calls = _calls(ast.walk(ast.parse(source)))
    return [call.lineno for call, name in calls if name in WALL_CLOCKS]


def prints(source: str) -> list[int]:
    """List the lines that write to the terminal themselves."""
    calls = _calls(ast.walk(ast.parse(source)))
    return [call.lineno for call, name in calls if name in PRINTS]


def broad_excepts(source: str) -> list[int]:
    """List the lines that catch whatever may go wrong; to raise it again is no catching."""
    handlers = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ExceptHandler))
    return [h.lineno for h in handlers if _catches_all(h.type) and not _raises_again(h)]


def _catches_all(caught: ast.expr | None) -> bool:
    return caught is None or any(
        isinstance(node, ast.Name) and node.id in ALL for node in ast.walk(caught)
    )


def _raises_again(handler: ast.ExceptHandler) -> bool:
    return isinstance(last := handler.body[-1], ast.Raise) and last.exc is None


def _is_nought(call: ast.Call) -> bool:
    return (
        len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and call.args[0].value == 0
    )


def _where(look: Look, paths: list[Path]) -> list[str]:
    return [f"{_name(path)}:{line}" for path in paths for line in look(path.read_text())]


def _but(exempt: set[str]) -> list[Path]:
    return [path for path in SOURCES if _name(path) not in exempt]


def test_no_module_reads_anything_when_it_is_imported():
    """Settings come in through the composition root, so a test can hand over its own."""
    assert [] == _where(reads_at_import, SOURCES)


def test_time_comes_from_the_clock():
    """Replay gives the same alerts at any speed only if nobody looks at the wall."""
    assert [] == _where(wall_clocks, _but(MAY_TELL_THE_TIME))


def test_nothing_is_printed_past_the_console():
    """What people see goes through rich, what operators see through the log."""
    assert [] == _where(prints, _but(MAY_PRINT))


def test_everything_is_caught_at_the_seams_alone():
    """A broad except elsewhere hides a fault; one that is gone is not to be allowed any more."""
    catching = {_name(path) for path in SOURCES if broad_excepts(path.read_text())}

    assert catching == MAY_CATCH_ALL


def test_no_test_waits_for_the_wall_clock():
    """A test that sleeps is slow when it passes and wrong when the machine is busy."""
    assert [] == _where(real_sleeps, TESTS)


def test_the_looks_above_can_fail():
    """A look that finds nothing anywhere proves nothing."""
    source = "import os\nhome = os.environ\nwith open('x') as it: pass\ndef later(): open('y')"

    assert [2, 3] == reads_at_import(source)
    assert [1, 2] == real_sleeps("asyncio.sleep(0.1)\ntime.sleep(0)\nasyncio.sleep(0)")
    assert [1, 2] == wall_clocks("datetime.now(UTC)\ndt.datetime.utcnow()\nclock.now()")
    assert [2, 4] == broad_excepts(
        "try: go()\nexcept (KeyError, Exception): pass\ntry: go()\nexcept: pass\n"
        "try: go()\nexcept Exception:\n    close()\n    raise\ntry: go()\nexcept ValueError: pass"
    )
    assert [1, 2] == prints("print()\nsys.stdout.write('')\nconsole.print()")


def _rooms() -> set[str]:
    """Name every module and package that stands directly in `bot`."""
    found = {
        path.stem
        for path in (ROOT / "bot").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    return found - {"__init__"}


def _contract(kind: str) -> dict[str, list[str]]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    return next(contract for contract in contracts if contract["type"] == kind)


def test_every_room_has_its_place_in_the_layers():
    """A room that the contract does not name could import anything."""
    words = " ".join(_contract("layers")["layers"])

    assert [] == sorted(
        room
        for room in _rooms()
        if f"bot.{room}" not in words.replace("(", " ").replace(")", " ").split()
    )


def test_every_room_that_decides_is_kept_from_the_outside_world():
    """The contract names its rooms one by one, and must not miss a new one."""
    assert _rooms() & CORE == {
        name.removeprefix("bot.") for name in _contract("forbidden")["source_modules"]
    }
