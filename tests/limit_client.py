"""Two platforms for the courier that speak to a LimitServer: one knows keys, the other does not."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import aiohttp
from aiohttp import ClientResponse, ClientSession

from bot.chat import Answer, Destination
from bot.delivery.limits import Learned, Limits, Window
from bot.delivery.parcel import Parcel
from bot.delivery.platform import marked
from bot.errors import (
    DeliveryError,
    DeliveryMoved,
    DeliveryRefused,
    DeliveryUnfit,
    DeliveryUnsure,
)

Json = dict[str, Any]

SECOND = timedelta(seconds=1)
TELEGRAM = Limits(
    overall=(Window(30, SECOND),),
    chat=(Window(1, SECOND),),
    group=(Window(20, 60 * SECOND),),
    is_group=lambda destination: destination.chat.startswith("-"),
)
DISCORD = Limits(overall=(Window(50, SECOND),), chat=(Window(5, 5 * SECOND),), threads_apart=True)


class Client:
    """Puts parcels to a server, and tells in our words what it answered."""

    name: str
    limits: Limits
    keyed: bool

    def __init__(self, url: str) -> None:
        self.url = url
        # As many connections as there are messages at once; whoever waits for one is late.
        connector = aiohttp.TCPConnector(limit=0)
        self._session = ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=20))

    async def start(self, answer: Answer) -> None: ...

    async def stop(self) -> None:
        await self._session.close()

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:
        del face
        path, body = self._asked(parcel, marked(parcel.message, repeat=repeat).title)
        try:
            async with self._session.post(self.url + path, json=body) as response:
                return self._told(response, await response.json(), parcel.destination)
        except aiohttp.ClientConnectorError as error:
            raise DeliveryError(f"{self.name} cannot be reached") from error
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise DeliveryUnsure(f"{self.name} did not answer: {type(error).__name__}") from error

    def _asked(self, parcel: Parcel, text: str) -> tuple[str, Json]:
        raise NotImplementedError

    def _told(self, response: ClientResponse, body: Json, destination: Destination) -> str:
        raise NotImplementedError

    def _no(self, response: ClientResponse, body: Json) -> DeliveryError:
        said = f"{self.name} says {response.status}: {body.get('message')}"
        match response.status:
            case HTTPStatus.FORBIDDEN:
                return DeliveryRefused(said)
            case HTTPStatus.BAD_REQUEST:
                return DeliveryUnfit(said)
            case HTTPStatus.SERVICE_UNAVAILABLE:
                return DeliveryError(said)
        return DeliveryUnsure(said)  # what else went wrong there may have come after it was said


class TelegramLike(Client):
    """Knows no keys: a message said twice is seen twice."""

    name = "telegram"
    limits = TELEGRAM
    keyed = False

    def _asked(self, parcel: Parcel, text: str) -> tuple[str, Json]:
        return "/bot123:abc/sendMessage", {"chat_id": parcel.destination.chat, "text": text}

    def _told(self, response: ClientResponse, body: Json, destination: Destination) -> str:
        del destination
        if response.status == HTTPStatus.OK:
            return str(body["result"]["message_id"])
        more = body.get("parameters", {})
        if response.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise DeliveryError("slow down", retry_after=more["retry_after"] * SECOND)
        if "migrate_to_chat_id" in more:
            raise DeliveryMoved("it is a supergroup now", chat=str(more["migrate_to_chat_id"]))
        raise self._no(response, body)


class DiscordLike(Client):
    """Sends a parcel's key as its nonce, and tells `learned` what the headers say."""

    name = "discord"
    limits = DISCORD
    keyed = True

    def __init__(self, url: str, learned: Callable[[Learned], None] = lambda _: None) -> None:
        super().__init__(url)
        self.learned = learned

    def _asked(self, parcel: Parcel, text: str) -> tuple[str, Json]:
        path = f"/api/v10/channels/{parcel.destination.chat}/messages"
        return path, {"content": text, "nonce": parcel.key, "enforce_nonce": True}

    def _told(self, response: ClientResponse, body: Json, destination: Destination) -> str:
        if response.status == HTTPStatus.OK:
            self._learn(response.headers, destination)
            return str(body["id"])
        if response.status == HTTPStatus.TOO_MANY_REQUESTS:
            wait = body["retry_after"] * SECOND
            raise DeliveryError("slow down", retry_after=wait, everywhere=body["global"])
        raise self._no(response, body)

    def _learn(self, headers: Mapping[str, str], destination: Destination) -> None:
        self.learned(
            Learned(
                destination=destination,
                limit=int(headers["X-RateLimit-Limit"]),
                remaining=int(headers["X-RateLimit-Remaining"]),
                reset_after=float(headers["X-RateLimit-Reset-After"]) * SECOND,
            )
        )
