"""Interactions: what people did, and how the bot answered: when, to whom, once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.discord.world import Channel, Said

Json = dict[str, Any]

ACK_WITHIN = timedelta(seconds=3)
TOKEN_LASTS = timedelta(minutes=15)

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


@dataclass(eq=False, kw_only=True)
class Interaction:
    """Something a person did.

    `kind` is how it was acknowledged, `after` how long that took; `message` is the answer, `more`
    what followed. It is `deferred` where the answer came later than its acknowledgement.
    """

    id: str
    token: str
    at: datetime
    person: str
    channel: Channel
    type: int
    origin: Said | None = None
    kind: int = 0
    after: timedelta | None = None
    private: bool = False
    message: Said | None = None
    more: list[Said] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Json = field(default_factory=dict)
    acked: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def deferred(self) -> bool:
        return self.kind in {DEFERRED, DEFERRED_UPDATE}

    @property
    def answer(self) -> Said:
        """What the person is left with: the last of what was said."""
        found = [s for s in (self.message, *self.more) if s is not None and not s.deleted]
        assert found, "nothing was answered"
        return found[-1]

    @property
    def text(self) -> str:
        """What people read of the answer."""
        return self.answer.text

    @property
    def questions(self) -> dict[str, Json]:
        """The lines of the form that was opened, by their names."""
        rows = self.modal.get("components", [])
        inner = [[*row.get("components", []), row.get("component")] for row in rows]
        return {line["custom_id"]: line for row in inner for line in row if line}

    @property
    def words(self) -> list[str]:
        """The values that were suggested."""
        return [str(choice["value"]) for choice in self.choices]

    def late(self, now: datetime) -> bool:
        return now - self.at > ACK_WITHIN

    def expired(self, now: datetime) -> bool:
        return now - self.at > TOKEN_LASTS


def picked(listed: list[Json], text: str, given: Mapping[str, object], typing: str = "") -> Json:
    """Write down what somebody picks of the commands that are listed.

    The words after a command's name fill its options in their order; the last takes the rest.
    """
    words = text.removeprefix("/").split()
    command = next((one for one in listed if one["name"] == words[0]), None)
    assert command is not None, f"/{words[0]} is not listed"
    path, rest = [command], words[1:]
    while path[-1].get("options") and path[-1]["options"][0]["type"] in {1, 2}:
        assert rest, f"/{words[0]} is a group"
        inner = next((o for o in path[-1]["options"] if o["name"] == rest[0]), None)
        assert inner is not None, f"/{text} is not listed"
        path.append(inner)
        rest = rest[1:]
    options = _filled(path[-1], rest, dict(given), typing)
    for one in reversed(path[1:]):
        options = [{"type": 1, "name": one["name"], "options": options}]
    return {"id": "1", "name": command["name"], "type": 1, "options": options}


def _filled(command: Json, rest: list[str], given: dict[str, object], typing: str) -> list[Json]:
    offered = command.get("options") or []
    for place, option in enumerate(offered):
        if not rest or option["name"] in given:
            continue
        last = place == len(offered) - 1
        given[option["name"]] = " ".join(rest) if last else rest[0]
        rest = [] if last else rest[1:]
    assert not rest, f"/{command['name']} has no room for {rest}"
    known = {option["name"]: option for option in offered}
    assert given.keys() <= known.keys(), f"/{command['name']} has no {given.keys() - known.keys()}"
    if not typing:
        lacking = [o["name"] for o in offered if o.get("required") and o["name"] not in given]
        assert not lacking, f"/{command['name']} needs {lacking}"
    return [_option(known[name], value, typing) for name, value in given.items()]


def _option(option: Json, value: object, typing: str) -> Json:
    choices = [choice["value"] for choice in option.get("choices") or []]
    assert not choices or value in choices, f"{value!r} is none of {choices}"
    told = int(str(value)) if option["type"] == 4 and option["name"] != typing else value
    found = {"type": option["type"], "name": option["name"], "value": told}
    return found | ({"focused": True} if option["name"] == typing else {})
