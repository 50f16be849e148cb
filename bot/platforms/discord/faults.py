"""Faults: what Discord says no with, in the words of whoever has to act."""

from datetime import timedelta
from http import HTTPStatus

from bot.errors import DeliveryError, DeliveryRefused, DeliveryUnfit, DeliveryUnsure
from bot.platforms.discord.rest import Said

# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
NO_ACCESS = 50001
NO_PERMISSION = 50013
ARCHIVED = 50083
LOCKED = 160005

_CLOSED = {
    UNKNOWN_CHANNEL: "the channel is not there any more; name another one",
    NO_ACCESS: "the bot may not see the channel; let it view the channel there",
    NO_PERMISSION: "the bot may not speak in the channel; let it send messages and embed links",
    ARCHIVED: "the thread is archived; open it again, or name another one",
    LOCKED: "the thread is locked; unlock it, or name another one",
    40067: "the forum wants a tag on each post; let posts be made without one",
    50008: "the channel takes no messages; name a text channel, a thread or a forum",
    50007: "the person takes no messages from the bot; they can allow messages of the server",
    20028: "the channel takes no more messages for now",
    40062: "the service is limited just now",
}
_LATER = {20028, 40062}
_UNSURE = {
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.GATEWAY_TIMEOUT,
}

SHUT_OUT = timedelta(minutes=5)
"""After how long a token that was refused is tried again: its owner has to act.

10,000 such requests in ten minutes would shut out the whole machine.
"""


def judge(said: Said) -> None:
    """Raise what an answer means for a message; nothing where it was taken."""
    status = said.status
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    code = code_of(said)
    why = f"Discord answered {status}{f', code {code}' if code else ''}"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise _slow_down(said, why)
    if code in _CLOSED and code not in _LATER:
        raise DeliveryRefused(f"{_CLOSED[code]} ({why})")
    match status:
        case HTTPStatus.UNAUTHORIZED:
            sentence = "Discord does not know the token; set PREBELL_DISCORD__TOKEN to the new one"
            raise DeliveryError(sentence, retry_after=SHUT_OUT, everywhere=True)
        case HTTPStatus.FORBIDDEN | HTTPStatus.NOT_FOUND:
            raise DeliveryRefused(f"the bot may not speak there ({why})")
        case _ if status in _UNSURE:
            raise DeliveryUnsure(why)
        case _ if status < HTTPStatus.INTERNAL_SERVER_ERROR and code not in _LATER:
            raise DeliveryUnfit(why)
    raise DeliveryError(why)


def code_of(said: Said) -> int:
    """Return the code that Discord gave its no; 0 where it gave none."""
    code = said.body.get("code")
    return code if isinstance(code, int) else 0


# Without a body of Discord's own it is the guard before it, who shuts out a whole machine.
def _slow_down(said: Said, why: str) -> DeliveryError:
    wait = _seconds(said.body.get("retry_after")) or _seconds(said.headers.get("Retry-After"))
    everywhere = bool(said.body.get("global")) or "retry_after" not in said.body
    return DeliveryError(why, retry_after=timedelta(seconds=wait or 1.0), everywhere=everywhere)


def _seconds(value: object) -> float:
    try:
        return min(max(float(str(value)), 0.0), timedelta(hours=1).total_seconds())
    except ValueError:
        return 0.0
