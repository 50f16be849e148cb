"""Logs: events with fields, a line each, with every known secret taken out."""

import json
import logging
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO
from urllib.parse import quote

import structlog

HIDDEN = "[hidden]"
CHATTY = (
    *("aiohttp.access", "alembic", "apscheduler", "asyncio", "discord"),
    *("httpcore", "httpx", "requests", "sqlalchemy", "telegram", "urllib3"),
)
"""Libraries whose ordinary lines are noise here, hold a token in a URL, or all that was sent."""


class Redaction:
    """Replaces secrets wherever they stand in a finished line, tracebacks included."""

    def __init__(self, secrets: Iterable[str]) -> None:
        found = {form for secret in secrets if secret for form in _forms(secret)}
        # One that begins another would leave the other's end.
        self._secrets = sorted(found, key=len, reverse=True)

    def __call__(self, _logger: object, _name: str, line: object) -> str:
        text = str(line)
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


# As it is, as a traceback quotes it, as JSON has it and as it stands in an address; each of them
# may stand in a line that is JSON itself.
def _forms(secret: str) -> list[str]:
    quoted = [quote(secret), quote(secret, safe="")]
    written = [secret, repr(secret)[1:-1], _in_json(secret), *quoted]
    return [*written, *map(_in_json, written)]


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def configure(
    *, level: str, as_json: bool, secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send the logs of this process to standard error, or to `stream`."""
    render: list[Any] = _json() if as_json else [_console()]
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
def _json() -> list[Any]:
    plain = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [structlog.processors.ExceptionRenderer(plain), structlog.processors.JSONRenderer()]


def _console() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )


def _without_internals(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return structlog.stdlib.ProcessorFormatter.remove_processors_meta(None, "", event)
