"""Webhooks: what a room is told as signed JSON, for programs that act on it.

Each message is one POST with the key it is known by: whoever takes a key once has it exactly once.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import aiohttp

from bot import __version__
from bot.alerts.record import message_fields
from bot.chat import Answer
from bot.clock import Clock
from bot.delivery.limits import Limits
from bot.delivery.parcel import Parcel
from bot.errors import DeliveryError, DeliveryRefused, DeliveryUnfit, DeliveryUnsure
from bot.signing import HEADER, sign

PATIENCE = aiohttp.ClientTimeout(total=10, connect=5)
"""A receiver takes what it is given and works on it afterwards."""

LONGEST = timedelta(hours=1)
"""A receiver that asks for more patience than that is asked again after it."""

_NEVER = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.GONE,
    }
)
_UNFIT = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)
# Said by a proxy that has lost sight of the receiver, which may have taken it.
_UNSURE = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.GATEWAY_TIMEOUT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """Where a program is told, and the secret that vouches for what it is told."""

    url: str = field(repr=False)
    secret: str = field(repr=False)


class Webhooks:
    """Tells programs; a destination's chat is the name of its hook.

    It has no limits: each hook is told one message at a time, as fast as it answers, and none has
    to wait until another one has.
    """

    name = "webhook"
    keyed = True
    limits = Limits()

    def __init__(
        self,
        hooks: Mapping[str, Hook],
        *,
        clock: Clock,
        patience: aiohttp.ClientTimeout = PATIENCE,
    ) -> None:
        self._hooks = hooks
        self._clock = clock
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    async def start(self, answer: Answer) -> None:  # noqa: ARG002 (nothing is asked by this way)
        """Be ready to tell."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),  # else silent hooks would use up all there are
            timeout=self._patience,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            headers={"User-Agent": f"Prebell/{__version__}"},
        )

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:  # noqa: ARG002 (the key says it)
        """Post a message; what a receiver says besides its status is not looked at."""
        hook = self._hooks.get(parcel.destination.chat)
        if hook is None:
            raise DeliveryRefused(
                f"no webhook is named {parcel.destination.chat!r} in the settings"
            )
        if self._session is None:
            raise DeliveryError("webhooks are not open")
        body, now = body_of(parcel), self._clock.now()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": parcel.key,
            HEADER: sign(body, hook.secret, now),
        }
        status, patience = await _posted(self._session, hook.url, body, headers)
        _judge(status, patience, now)
        return ""

    async def stop(self) -> None:
        """Let go of the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()


def body_of(parcel: Parcel) -> bytes:
    """Write what a program is told: of a parcel the same bytes each time."""
    fields = {
        "key": parcel.key,
        "incident": parcel.incident,
        "manner": parcel.manner.value,
        "severity": parcel.message.severity.value,
        **message_fields(parcel.message, parcel.destination),
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


# Return the status of the answer, and for how long it asks us to wait. The address may hold a
# secret, and aiohttp's words may hold the address: nothing of them is said, nor kept as a cause.
async def _posted(
    session: aiohttp.ClientSession, url: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, str]:
    try:
        async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Retry-After", "")
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise DeliveryError(f"the webhook was not reached: {type(error).__name__}") from None
    except aiohttp.InvalidURL:
        raise DeliveryRefused("the webhook's address is none") from None
    except TimeoutError:
        raise DeliveryUnsure("the webhook did not answer in time") from None
    except (aiohttp.ClientError, OSError) as error:
        raise DeliveryUnsure(f"the webhook broke off: {type(error).__name__}") from None


def _judge(status: int, patience: str, now: datetime) -> None:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    why = f"the webhook answered {_shown(status)}"
    if status < HTTPStatus.BAD_REQUEST:
        raise DeliveryRefused(f"{why}; write the address it leads to into the settings")
    if status in _NEVER:
        raise DeliveryRefused(why)
    if status in _UNFIT:
        raise DeliveryUnfit(why)
    if status in _UNSURE:
        raise DeliveryUnsure(why)
    raise DeliveryError(why, retry_after=_asked_for(patience, now))


def _shown(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)


# Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
def _asked_for(header: str, now: datetime) -> timedelta | None:
    if header.isascii() and header.isdigit():
        return min(timedelta(seconds=int(header[:9])), LONGEST)
    try:
        until = parsedate_to_datetime(header)
    except (ValueError, TypeError):
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(timedelta(), min(aware - now, LONGEST))
