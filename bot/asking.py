"""Asking the bot that runs: the web desk's own question box, from a terminal."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bot import presence
from bot.chat import Action, Attachment, Fact, Reply, Table
from bot.errors import PrebellError

PATIENCE = 40.0
"""Seconds we wait: most answers take milliseconds, a rule tried on the past up to thirty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An answer with its picture drawn, as PNG; `usage` tells how to type what it asks for."""

    reply: Reply
    picture: bytes | None = None
    usage: str = ""

    @property
    def file(self) -> Attachment | None:
        """The file that goes with it: what is attached, else the picture."""
        if self.reply.attachment is not None or self.picture is None:
            return self.reply.attachment
        return Attachment(name="chart.png", content=self.picture)

    def told(self) -> dict[str, object]:
        """Return it as a program reads it; of a file, its name and size."""
        reply, file = self.reply, self.file
        return {
            "title": reply.title,
            "body": reply.body,
            "facts": [{"label": fact.label, "value": fact.value} for fact in reply.facts],
            "table": None
            if reply.table is None
            else {"headings": reply.table.headings, "rows": reply.table.rows},
            "private": reply.private,
            "actions": [{"label": one.label, "text": one.text} for one in reply.actions],
            "file": None if file is None else {"name": file.name, "size": len(file.content)},
            "usage": self.usage,
        }


def ask_running(data_dir: Path, text: str, *, token: str | None) -> Answered | None:
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
            return _answered(json.load(answer))
    except HTTPError as error:
        raise PrebellError(f"the bot at {url} refused the question: {_why(error)}") from error
    except (URLError, TimeoutError, ConnectionError, ValueError):
        return None


def _answered(told: Mapping[str, Any]) -> Answered:
    picture, form = told.get("picture"), told.get("form") or {}
    return Answered(
        reply=_reply(told),
        picture=b64decode(picture) if picture else None,
        usage=f"{form['usage']}, as in {form['example']}" if form else "",
    )


def _reply(told: Mapping[str, Any]) -> Reply:
    facts, table, file = told.get("facts"), told.get("table"), told.get("attachment")
    return Reply(
        title=str(told.get("title", "")),
        body=str(told.get("body", "")),
        facts=tuple(Fact(f["label"], f["value"]) for f in facts or ()),
        table=Table(tuple(table["headings"]), tuple(tuple(row) for row in table["rows"]))
        if table
        else None,
        private=bool(told.get("private")),
        actions=tuple(Action(one["label"], one["text"]) for one in told.get("actions") or ()),
        attachment=Attachment(name=file["name"], content=b64decode(file["content"]))
        if file
        else None,
    )


def _why(error: HTTPError) -> str:
    try:
        told = json.load(error)
    except ValueError:
        told = {}
    said = told.get("error") if isinstance(told, dict) else None
    return str(said or f"{error.code} {error.reason}")
