"""A platform that knows no keys: whoever says a thing twice is heard twice."""

from http import HTTPStatus

import aiohttp

from bot.chat import Answer, Destination
from bot.delivery.limits import Limits
from bot.delivery.parcel import Parcel
from bot.delivery.platform import marked
from bot.errors import DeliveryError, DeliveryUnsure

ROOM = Destination(platform="plain", chat="people")
LIFE = "Life"
KEY = "Key"


class Plain:
    """Posts a title and a text; what else it says is for whoever counts, and no reader's."""

    name = "plain"
    keyed = False
    limits = Limits()

    def __init__(self, url: str, life: int) -> None:
        self._url = url
        self._life = life
        self._session: aiohttp.ClientSession | None = None

    async def start(self, answer: Answer) -> None:  # noqa: ARG002 (nothing is asked by this way)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:  # noqa: ARG002 (paper does not change)
        assert self._session is not None
        headers = {LIFE: str(self._life), KEY: parcel.key}
        body = {"title": marked(parcel.message, repeat=repeat).title, "text": parcel.message.body}
        try:
            async with self._session.post(self._url, json=body, headers=headers) as answer:
                status = answer.status
        except aiohttp.ClientConnectorError as error:
            raise DeliveryError("it was not reached") from error
        except (aiohttp.ClientError, OSError) as error:
            raise DeliveryUnsure(f"it broke off: {type(error).__name__}") from error
        if status >= HTTPStatus.BAD_REQUEST:
            raise DeliveryError(f"it answered {status}")
        return ""

    async def stop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()
