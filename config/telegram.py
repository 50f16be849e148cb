"""Settings of Telegram: who the bot is, where it speaks, and whom it answers."""

import re
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, model_validator

from bot.chat import Destination
from bot.rules.faults import quoted
from config import values
from config.sections import Section

NAME = "telegram"
OFFICIAL = "https://api.telegram.org"
PORTS = (443, 80, 88, 8443)
"""Where Telegram posts to: https://core.telegram.org/bots/api#setwebhook."""

SHORTEST_HIDDEN = 8
"""Characters of a piece of an address that is taken out of logs; `/hook` is a word like others."""

_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{14,100}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_CHAT = re.compile(r"-?[1-9][0-9]{0,18}")
_TOPIC = re.compile(r"[1-9][0-9]{0,9}")
_PERSON = re.compile(r"[1-9][0-9]{0,18}")
_PATH = re.compile(r"/[A-Za-z0-9_./-]+")


def _token(written: str) -> SecretStr:
    if not _TOKEN.fullmatch(written):
        raise ValueError("this is no token; write the one that @BotFather gives, all of it")
    return SecretStr(written)


def _secret(written: str) -> SecretStr:
    if not _SECRET.fullmatch(written):
        raise ValueError("this protects nothing; write 16 to 256 letters, digits, `-` and `_`")
    return SecretStr(written)


def _room(written: str) -> Destination:
    chat, slash, topic = written.partition("/")
    if not _CHAT.fullmatch(chat) or (slash and not _TOPIC.fullmatch(topic)):
        hint = "write the number of a chat such as `-1001234567890`, or CHAT/TOPIC with both"
        raise ValueError(f"{quoted(written)} is no chat; {hint}")
    return Destination(platform=NAME, chat=chat, thread=topic or None)


def _person(written: str) -> int:
    if not _PERSON.fullmatch(written):
        hint = "write the number that the bot tells whoever it does not know, not a name"
        raise ValueError(f"{quoted(written)} is nobody's number; {hint}")
    return int(written)


# The token goes where this leads: to Telegram, or to a trial on this machine, and nowhere else.
def _base_url(written: str) -> str:
    parts = _split(written)
    there = parts is not None and written.rstrip("/") == OFFICIAL
    if not there and not (parts and _on_this_machine(parts)):
        raise ValueError(
            f"the token would be sent to {quoted(written)}; write `{OFFICIAL}`, or an address of"
            " this machine for a trial"
        )
    return written.rstrip("/")


def _hook_url(written: str) -> SecretStr:
    parts = _split(written)
    public = parts and parts.scheme == "https" and (parts.port or PORTS[0]) in PORTS
    if parts is None or not (public or _on_this_machine(parts)) or not _PATH.fullmatch(parts.path):
        ports = "443, 80, 88 or 8443"
        hint = f"write one like `https://bot.example.com/telegram`, on port {ports}"
        raise ValueError(f"Telegram cannot post to this; {hint}")
    return SecretStr(written)


def _path(written: str) -> SecretStr:
    if not _PATH.fullmatch(written):
        raise ValueError("this is no path; write one like `/telegram`")
    return SecretStr(written)


def _split(written: str) -> SplitResult | None:
    try:
        parts = urlsplit(written)
        leads = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, or half of an IPv6 address
        return None
    whole = not (parts.username or parts.password or parts.query or parts.fragment)
    return parts if leads and whole else None


def _on_this_machine(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        here = ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    return here and parts.scheme in {"http", "https"}


BotToken = Annotated[SecretStr, values.reads(_token)]
Secret = Annotated[SecretStr, values.reads(_secret)]
Room = Annotated[Destination, values.reads(_room)]
Person = Annotated[int, values.reads(_person)]
BaseUrl = Annotated[str, values.reads(_base_url)]
HookUrl = Annotated[SecretStr, values.reads(_hook_url)]
HookPath = Annotated[SecretStr, values.reads(_path)]


class TelegramHook(Section):
    """Where Telegram posts what people say, for a bot that can be reached; else it is asked."""

    url: HookUrl | None = Field(
        default=None,
        description="The address Telegram posts to; without one the bot asks Telegram.",
        examples=["https://bot.example.com/telegram"],
    )
    secret: Secret | None = Field(
        default=None, description="What Telegram has to know; better set in the environment."
    )
    host: values.Host = Field(default="127.0.0.1", description="Where the bot listens for it.")
    port: values.Port = Field(default=8443, description="Its port, behind what speaks https.")
    path: HookPath | None = Field(
        default=None, description="Its path there, where that is not the path of `url`."
    )

    @model_validator(mode="after")
    def _vouched_for(self) -> "TelegramHook":
        if self.url is not None and self.secret is None:
            raise ValueError(
                "anybody could speak as Telegram; set PREBELL_TELEGRAM__WEBHOOK__SECRET to 16"
                " letters or more"
            )
        return self

    def where(self) -> str:
        """Return the path the bot listens on: not to be shown or logged."""
        if self.path is not None:
            return self.path.get_secret_value()
        return urlsplit(self.url.get_secret_value()).path if self.url else ""

    def secrets(self) -> tuple[str, ...]:
        """Return all that is not to be shown or logged, in plain text."""
        secret = self.secret.get_secret_value() if self.secret else ""
        url = self.url.get_secret_value() if self.url else ""
        pieces = (url, self.where(), *self.where().split("/"))
        return (*filter(None, [secret]), *(p for p in pieces if len(p) >= SHORTEST_HIDDEN))


class Telegram(Section):
    token: BotToken | None = Field(
        default=None, description="The bot's token; better set in the environment than here."
    )
    rooms: tuple[Room, ...] = Field(
        default=(), description="Chats that hear every alert, by number; or CHAT/TOPIC."
    )
    users: tuple[Person, ...] = Field(
        default=(), description="People who may write in private, and change things anywhere."
    )
    operators: tuple[Person, ...] = Field(
        default=(), description="People who look after the bot itself."
    )
    open: values.Switch = Field(
        default=False, description="Whether others are answered too, wherever they are."
    )
    webhook: TelegramHook = Field(
        default=TelegramHook(), description="Where Telegram posts what people say."
    )
    base_url: BaseUrl = Field(default=OFFICIAL, description="Where requests go; for trials.")
    base_file_url: BaseUrl = Field(default=OFFICIAL, description="Where files are; for trials.")

    def secrets(self) -> tuple[str, ...]:
        """Return the token, whole and its secret half, and the webhook's secrets."""
        token = self.token.get_secret_value() if self.token else ""
        return (*filter(None, [token, token.partition(":")[2]]), *self.webhook.secrets())
