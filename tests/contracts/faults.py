"""How a server goes wrong for whoever asks it, and what the log says of it."""

from collections.abc import Callable

import pytest

from tests.faulty_server import Fault, FaultyServer

PAGE = "<!DOCTYPE html><html><body>Will be right back</body></html>"

Fails = Callable[[FaultyServer, str], None]


def answers(body: str, status: int = 200, **headers: str) -> Fails:
    """Answer with that; a header is written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def fails(server: FaultyServer, path: str) -> None:
        server.answers(path, body, status=status, headers=named)

    return fails


def breaks(fault: Fault) -> Fails:
    """Fail as that does."""

    def fails(server: FaultyServer, path: str) -> None:
        server.fails(path, fault)

    return fails


REFUSED: dict[str, Fails] = {
    "401": answers("no", 401),
    "403": answers("no", 403),
    "429": answers("slow down", 429),
    "429 that says when": answers("slow down", 429, Retry_After="90"),
    "500": answers("oh", 500),
    "503 that says when": answers("oh", 503, Retry_After="30"),
    "a page with status 200": answers(PAGE),
    "an empty body": answers(""),
}


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log said that somebody may have to act on."""
    return [r.getMessage() for r in caplog.records if r.levelname not in {"INFO", "DEBUG"}]
