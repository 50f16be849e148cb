"""Settings of Discord: how the bot comes in, where it speaks, and who looks after it."""

import re
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from bot.chat import Destination
from bot.rules.faults import quoted
from config import values
from config.sections import Section

NAME = "discord"
MOST_SHARDS = 16
"""One takes 2500 servers: https://docs.discord.com/developers/events/gateway#sharding."""

_ID = re.compile(r"[0-9]{15,20}")


def _room(written: str) -> Destination:
    chat, slash, thread = written.partition("/")
    if not _ID.fullmatch(chat) or (slash and not _ID.fullmatch(thread)):
        hint = "write the id of a channel, or CHANNEL/THREAD with both; Discord copies them"
        raise ValueError(f"{quoted(written)} is no channel; {hint}")
    return Destination(platform=NAME, chat=chat, thread=thread or None)


def _person(written: str) -> int:
    if not _ID.fullmatch(written):
        hint = "write the number that `Copy User ID` gives, not a name"
        raise ValueError(f"{quoted(written)} is nobody's id; {hint}")
    return int(written)


def _shards(written: str) -> int:
    if not re.fullmatch("[0-9]{1,2}", written) or not 1 <= int(written) <= MOST_SHARDS:
        hint = f"write a number from 1 to {MOST_SHARDS}"
        raise ValueError(f"{quoted(written)} is no number of shards; {hint}")
    return int(written)


def _api_base(written: str) -> str:
    return _address(written, "https", "http", "discord.com/api/v10")


def _gateway(written: str) -> str:
    return _address(written, "wss", "ws", "gateway.discord.gg")


# A token goes where this leads: to Discord, or to a trial on this machine, and nowhere else.
def _address(written: str, scheme: str, on_loopback: str, official: str) -> str:
    try:
        parts = urlsplit(written)
        host, whole = parts.hostname or "", not (parts.username or parts.query or parts.fragment)
        there = parts.scheme == scheme and parts.netloc == official.partition("/")[0]
        here = parts.scheme in {scheme, on_loopback} and _is_loopback(host) and parts.port != 0
    except ValueError:
        there = here = whole = False
    if not (there or here) or not whole:
        raise ValueError(
            f"the token would be sent to {quoted(written)}; write `{scheme}://{official}`,"
            " or an address of this machine for a trial"
        )
    return written.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


Room = Annotated[Destination, values.reads(_room)]
Person = Annotated[int, values.reads(_person)]
Shards = Annotated[int, values.reads(_shards)]
ApiBase = Annotated[str, values.reads(_api_base)]
GatewayUrl = Annotated[str, values.reads(_gateway)]


class Discord(Section):
    token: values.Token | None = Field(
        default=None, description="The bot's token; better set in the environment than here."
    )
    rooms: tuple[Room, ...] = Field(
        default=(), description="Channels that hear every alert, by id; or CHANNEL/THREAD."
    )
    operators: tuple[Person, ...] = Field(
        default=(), description="Ids of the people who look after the bot itself."
    )
    dms: values.Switch = Field(
        default=True, description="Whether others than operators are answered in private."
    )
    shards: Shards = Field(
        default=1, description="Connections at once; one is enough for 2500 servers."
    )
    api_base: ApiBase = Field(
        default="https://discord.com/api/v10", description="Where requests go; for trials."
    )
    gateway_url: GatewayUrl = Field(
        default="wss://gateway.discord.gg", description="Where the gateway is; for trials."
    )

    def secrets(self) -> tuple[str, ...]:
        """Return the token: not to be shown or logged."""
        return (self.token.get_secret_value(),) if self.token else ()
