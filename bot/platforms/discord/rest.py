"""Discord over HTTP, for what the courier carries: one request, one answer, no waiting.

discord.py's own client waits by itself: through a 429, through five tries of a 5xx (25 seconds),
and it holds up the whole bucket meanwhile. The courier has its own schedule for all of that, told
by each answer's headers, so messages go by this way; discord.py is asked for all that is about a
connection: the gateway, interactions, commands.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp
from pydantic import SecretStr

from bot import __version__
from bot.chat import Attachment
from bot.errors import DeliveryError, DeliveryUnsure
from bot.platforms.discord.shown import Json

PATIENCE = aiohttp.ClientTimeout(total=20, connect=5)
"""The courier waits for half a minute."""

# It is to hold an address. Whoever hosts Prebell has one of their own, so this is nobody's.
# https://docs.discord.com/developers/reference#user-agent
_AGENT = f"DiscordBot (https://prebell.example, {__version__})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What Discord said to a request."""

    status: int
    headers: Mapping[str, str]
    body: Json = field(default_factory=dict)


class Rest:
    """Asks Discord one thing at a time, as the bot whose token it has."""

    def __init__(
        self, token: SecretStr, *, api_base: str, patience: aiohttp.ClientTimeout = PATIENCE
    ) -> None:
        self._base = api_base
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),  # whoever waits for a connection is late
            timeout=patience,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={
                "Authorization": f"Bot {token.get_secret_value()}",
                "User-Agent": _AGENT,
            },
        )

    async def ask(
        self, method: str, path: str, body: Json | None = None, files: Sequence[Attachment] = ()
    ) -> Said:
        """Ask, and return the answer whatever it is. Raises DeliveryError where none came."""
        try:
            async with self._session.request(
                method,
                self._base + path,
                allow_redirects=False,
                **_payload(body, files),
            ) as answer:
                return Said(
                    status=answer.status,
                    headers=answer.headers,
                    body=_read(await answer.read()),
                )
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise DeliveryError(f"Discord was not reached: {type(error).__name__}") from None
        except TimeoutError:
            raise DeliveryUnsure("Discord did not answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise DeliveryUnsure(f"Discord broke off: {type(error).__name__}") from None

    async def close(self) -> None:
        await self._session.close()


def _payload(body: Json | None, files: Sequence[Attachment]) -> Json:
    if body is None:
        return {}
    if not files:
        return {"json": body}
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    for number, file in enumerate(files):
        form.add_field(f"files[{number}]", file.content, filename=file.name)
    return {"data": form}


# What a proxy says in between is a page, not JSON.
def _read(content: bytes) -> Json:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {"all": found}
