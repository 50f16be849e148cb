"""Asking the bot that runs: the web desk's own question box, from a terminal."""

import json
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bot import presence
from bot.chat import Fact, Reply, Table
from bot.errors import PrebellError

PATIENCE = 40.0
"""Seconds we wait: most answers take milliseconds, a rule tried on the past up to thirty."""


def ask_running(data_dir: Path, text: str, *, token: str | None) -> Reply | None:
    """Put a command to the bot that runs from `data_dir`; None where none can be reached.

    Raises PrebellError where the bot is there and will not answer.
    """
    url = presence.running(data_dir)
    if url is None:
        return None
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = json.dumps({"text": text}).encode()
    request = Request(f"{url.rstrip('/')}/api/ask", data=body, headers=headers, method="POST")  # noqa: S310 (our own file names the address)
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 (likewise)
            return _reply(json.load(answer))
    except HTTPError as error:
        raise PrebellError(f"the bot at {url} refused the question: {_why(error)}") from error
    except (URLError, TimeoutError, ConnectionError, ValueError):
        return None


def _reply(told: dict[str, object]) -> Reply:
    facts, table = told.get("facts"), told.get("table")
    return Reply(
        title=str(told.get("title", "")),
        body=str(told.get("body", "")),
        facts=tuple(Fact(f["label"], f["value"]) for f in facts) if isinstance(facts, list) else (),
        table=Table(tuple(table["headings"]), tuple(tuple(row) for row in table["rows"]))
        if isinstance(table, dict)
        else None,
    )


def _why(error: HTTPError) -> str:
    try:
        told = json.load(error)
    except ValueError:
        told = {}
    said = told.get("error") if isinstance(told, dict) else None
    return str(said or f"{error.code} {error.reason}")
