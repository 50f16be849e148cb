"""Logs: events with fields, a line each, with every known secret taken out."""

import logging
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO

import structlog

HIDDEN = "[hidden]"
CHATTY = (
    *("aiohttp.access", "alembic", "apscheduler", "asyncio"),
    *("httpcore", "httpx", "requests", "telegram", "urllib3"),
)
"""Libraries whose ordinary lines are noise here, or hold a token in a URL."""


class Redaction:
    """Replaces secrets wherever they stand in a finished line, tracebacks included."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = [s for s in secrets if s]

    def __call__(self, _logger: object, _name: str, line: object) -> str:
        text = str(line)
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


def configure(
    *, level: str, as_json: bool, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send the logs of this process to standard error, or to `stream`."""
    render: list[Any] = (
        [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()]
        if as_json
        else [_console()]
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[_without_internals, *render, Redaction(secrets)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


# A frame's local variables may be tokens: neither renderer is to show them.
def _console() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )


def _without_internals(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return structlog.stdlib.ProcessorFormatter.remove_processors_meta(None, "", event)
