"""Canaries: every secret of the tests has one word in it, which is to be seen nowhere.

Each test fails in which it is logged, at any level, or printed; and so does the session, where a
file that its tests have left behind has it. What loops outside of this process say is their own:
tests that start one read what it says.
"""

import gzip
import logging
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from structlog.stdlib import ProcessorFormatter

from bot import logs

WORD = "canary"

DISCORD = f"{WORD}-of-discord"
TELEGRAM = f"4242:{WORD}-of-the-bot"
TELEGRAM_HOOK = f"{WORD}-of-its-webhook"
INTERACTION = f"{WORD}-of-an-interaction"
SIGNING = f"{WORD}-that-signs"
ADDRESS = f"{WORD}-in-the-address"
DESK = f"open {WORD}"
STORE = f"{WORD}-of-the-store"

ON_PURPOSE = {
    "*.yaml": "settings are where people write secrets",
    "*.yml": "likewise",
}
"""Files that may hold one, by their names, and why."""

ZIPPED = b"\x1f\x8b"  # https://www.rfc-editor.org/rfc/rfc1952#page-6


class Watch(logging.Handler):
    """Hears of everything that is logged, and keeps what there was with a secret in it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # Its fields are in there as well, and what no renderer would show today.
        said = [record.getMessage(), repr(vars(record))]
        if record.exc_info:
            said += traceback.format_exception(*record.exc_info)
        for text in said:
            self.look(f"a line of {record.name}", text)

    def look(self, where: str, text: object) -> None:
        """Note it if there is a secret in what was said somewhere."""
        told = str(text)
        if WORD in told:
            at = told.index(WORD)
            self.seen.append(f"{where}: …{told[max(0, at - 200) : at + 60]}…")

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to all loggers as Prebell's own process has them, at DEBUG."""
        root = logging.getLogger()
        level = root.level
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        for name in logs.CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)
        try:
            yield
        finally:
            root.setLevel(level)
            # What a command has set up in this process would write to what is closed by now.
            ours = (h for h in root.handlers if isinstance(h.formatter, ProcessorFormatter))
            for handler in [self, *ours]:
                root.removeHandler(handler)


watch = Watch()


@pytest.fixture(autouse=True)
def secrets_logged() -> Iterator[list[str]]:
    """Fail the test in which a secret was logged."""
    watch.seen.clear()
    with watch.listening():
        yield watch.seen
    if watch.seen:
        pytest.fail("\n".join(["a secret was seen:", *watch.seen]))


@pytest.fixture(autouse=True, scope="session")
def secrets_left(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[None]:
    """Fail the session whose tests have left a secret in a file, and read what tests capture."""
    # What tests read of the logs is what they read without us, unless they ask for more.
    theirs = pytestconfig.pluginmanager.get_plugin("logging-plugin")
    for handler in (theirs.caplog_handler, theirs.report_handler) if theirs else ():
        handler.setLevel(logging.getLogger().level)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pytest.CaptureFixture, "readouterr", _read(pytest.CaptureFixture.readouterr))
        yield
    found = [str(path) for path in holding(tmp_path_factory.getbasetemp())]
    if found:
        pytest.fail("\n".join(["a secret was left in:", *found]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail the test in which a secret was printed."""
    report = yield
    found = [
        name
        for name, text in report.sections
        if name.endswith(f" {report.when}") and "log" not in name and WORD in text
    ]
    if report.passed and found:
        report.outcome = "failed"
        report.longrepr = f"a secret was printed: {', '.join(found)}"
    return report


def holding(folder: Path) -> Iterable[Path]:
    """Find the files in a folder that hold a secret, and not on purpose."""
    for path in sorted(folder.rglob("*")):
        if any(path.match(name) for name in ON_PURPOSE) or not path.is_file() or path.is_symlink():
            continue
        if WORD.encode() in _content(path):
            yield path


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        return gzip.decompress(content) if content.startswith(ZIPPED) else content
    except (OSError, EOFError, ValueError):  # what tests have broken, or closed to us
        return b""


def _read(read: Callable[..., Any]) -> Callable[..., Any]:
    def readouterr(captured: object) -> Any:  # noqa: ANN401 (as it is there)
        said = read(captured)
        watch.look("what was printed", said)
        return said

    return readouterr
