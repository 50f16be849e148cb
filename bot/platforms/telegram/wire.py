"""The wire to Telegram: the library's calls, and errors that hold no token.

The path of each request holds the token, and so may whatever httpx says of one. It is left behind
here: what comes of a request is told in three ways, Answered, Unreached or Lost.
"""

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

OFFICIAL = "https://api.telegram.org"

POOL = 64
"""Connections: so many requests are under way at once, and nobody waits for one."""

CONNECT = 5.0
READ = 20.0  # of its 30 seconds the courier keeps some for the picture

LONGEST = timedelta(hours=1)
"""Telegram may ask for more patience than that, and is asked again after it."""

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_GIVEN: Any = BaseRequest.DEFAULT_NONE

Json = dict[str, Any]


class Answered(TelegramError):
    """Says what Telegram answered instead of yes, with the patience and the chat it named."""

    def __init__(self, code: int, body: Mapping[str, Any]) -> None:
        more = body.get("parameters")
        told: Mapping[str, Any] = more if isinstance(more, dict) else {}
        description = str(body.get("description") or _phrase(code))
        super().__init__(description)
        self.code = code
        self.description = description.lower()
        wait, moved = told.get("retry_after"), told.get("migrate_to_chat_id")
        self.moved = str(moved) if moved else ""
        self.retry_after = None
        if isinstance(wait, int | float) and not isinstance(wait, bool):
            self.retry_after = min(timedelta(seconds=max(wait, 0)), LONGEST)


class Unreached(TelegramError):
    """Says that a request never left."""


class Lost(TelegramError):
    """Says that a request left and no answer came, or none that can be read."""


class Wire(HTTPXRequest):
    """Carries requests; whatever goes wrong is one of the three errors above."""

    __slots__ = ()

    def __init__(self, *, proxies: bool, connections: int = POOL) -> None:
        super().__init__(
            connection_pool_size=connections,
            connect_timeout=CONNECT,
            read_timeout=READ,
            write_timeout=READ,
            httpx_kwargs={"trust_env": proxies},
        )

    async def do_request(  # noqa: PLR0913, PLR0917 (the signature is the library's)
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _GIVEN,  # noqa: ANN401 (likewise)
        write_timeout: Any = _GIVEN,  # noqa: ANN401
        connect_timeout: Any = _GIVEN,  # noqa: ANN401
        pool_timeout: Any = _GIVEN,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        """Ask, and return a yes with its payload."""
        try:
            code, payload = await super().do_request(
                url,
                method,
                request_data,
                read_timeout,
                write_timeout,
                connect_timeout,
                pool_timeout,
            )
        except TelegramError as error:
            raise _broken(error.__cause__) from None
        return code, _read(code, payload)


class Line(Bot):
    """Makes Telegram's calls; shown, it says nothing of its token."""

    __slots__ = ()

    def __init__(self, token: str, *, base_url: str, base_file_url: str) -> None:
        for name in ("httpcore", "httpx", "telegram"):  # at DEBUG they tell addresses
            logging.getLogger(name).setLevel(logging.WARNING)
        proxies = base_url == OFFICIAL  # nobody's proxy leads back to this machine
        super().__init__(
            token,
            base_url=f"{base_url}/bot",  # the token is put right behind it
            base_file_url=f"{base_file_url}/file/bot",
            request=Wire(proxies=proxies),
            get_updates_request=Wire(proxies=proxies, connections=1),
        )

    def __repr__(self) -> str:
        return "Line()"

    async def updates(
        self, offset: int, *, wait: timedelta, kinds: tuple[str, ...], most: int = 100
    ) -> list[Json]:
        """Return updates as they came: the library reads all of them or, over one, none."""
        asked = {
            "offset": offset,
            "timeout": int(wait.total_seconds()),
            "allowed_updates": kinds,
            "limit": most,
        }
        patience = wait.total_seconds() + CONNECT
        found = await self._post("getUpdates", asked, read_timeout=patience)
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    async def open_wires(self) -> None:
        """Be ready to ask."""
        for wire in self._request:
            await wire.initialize()

    async def close_wires(self) -> None:
        """Let go of the connections."""
        for wire in self._request:
            await wire.shutdown()


def _broken(cause: BaseException | None) -> TelegramError:
    name = type(cause).__name__
    if isinstance(cause, _NEVER_LEFT):
        return Unreached(f"Telegram was not reached: {name}")
    return Lost(f"Telegram broke off: {name}")


def _read(code: int, payload: bytes) -> bytes:
    try:
        body = json.loads(payload)
    except ValueError:
        body = None
    if code // 100 == HTTPStatus.OK // 100:
        if not isinstance(body, dict) or "result" not in body:
            raise Lost("Telegram's answer cannot be read")
        return payload
    raise Answered(code, body if isinstance(body, dict) else {})


def _phrase(code: int) -> str:
    return HTTPStatus(code).phrase if code in set(HTTPStatus) else "no words for it"
