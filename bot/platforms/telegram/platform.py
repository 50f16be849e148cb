"""Telegram as a platform: it speaks for the courier, and answers people by polling or a webhook."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random, SystemRandom

from bot.chat import Answer, Destination
from bot.clock import Clock
from bot.commands import Service
from bot.delivery.limits import Limits, Window
from bot.delivery.parcel import Parcel
from bot.platforms.telegram import telling
from bot.platforms.telegram.answering import Answering
from bot.platforms.telegram.commands import Commands
from bot.platforms.telegram.connection import Connection
from bot.platforms.telegram.conversation import Conversation
from bot.platforms.telegram.door import Door
from bot.platforms.telegram.hearing import Hearing
from bot.platforms.telegram.inline import Inline
from bot.platforms.telegram.options import NAME, Options, owner
from bot.platforms.telegram.polling import Polling
from bot.platforms.telegram.rights import Rights
from bot.platforms.telegram.speaker import Speaker
from bot.platforms.telegram.standing import Standing, Ties
from bot.platforms.telegram.webhook import Webhook
from bot.platforms.telegram.wire import Line

GRACE = timedelta(seconds=3)
"""How long answers that have begun may take once the bot stops."""

SECOND = timedelta(seconds=1)


def _is_group(destination: Destination) -> bool:
    return destination.chat.startswith(("-", "@"))


# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
LIMITS = Limits(
    overall=(Window(30, SECOND),),
    chat=(Window(1, SECOND),),
    group=(Window(20, 60 * SECOND),),
    is_group=_is_group,
)


class Telegram:
    """Speaks and listens on Telegram.

    It knows no key of a message: one whose answer was lost may be there. Groups that listed people
    have invited it to are kept in `file`.
    """

    name = NAME
    keyed = False
    limits = LIMITS

    def __init__(  # noqa: PLR0913 (what it stands on, each by name)
        self,
        options: Options,
        *,
        service: Service,
        clock: Clock,
        ties: Ties | None = None,
        file: Path | None = None,
        random: Random | None = None,
    ) -> None:
        self._options = options
        self._ties = ties = ties or Ties()
        self._line = line = Line(
            options.token, base_url=options.base_url, base_file_url=options.base_file_url
        )
        self._speaker = Speaker(line, service)
        self._answering = Answering(self._speaker, clock)
        standing = Standing(
            line=line,
            service=service,
            commands=Commands(service.commands),
            door=Door(options, file),
            rights=Rights(line, options, clock),
            answering=self._answering,
            inline=Inline(line, service),
            ties=ties,
        )
        self._hearing = Hearing(standing, Conversation(standing, clock), clock)
        hook = options.webhook
        self.way: Polling | Webhook = (
            Webhook(line, hook, self._hearing, clock) if hook else Polling(line, self._hearing)
        )
        self._connection = Connection(standing, self.way, clock, random or SystemRandom())
        self._running: asyncio.Task[None] | None = None

    async def start(self, answer: Answer) -> None:  # noqa: ARG002 (the service answers, and more)
        """Begin to listen; that Telegram cannot be reached just now stops nothing."""
        for room in self._options.rooms:
            self._ties.learn(room, owner(room.chat))
        await self._line.open_wires()
        if isinstance(self.way, Webhook):
            await self.way.open()
        self._running = asyncio.create_task(self._connection.run())

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:
        """Say a parcel, and return the number of its message. Raises DeliveryError."""
        return await telling.tell(self._speaker, parcel, face=face, repeat=repeat)

    def details(self) -> Sequence[str]:
        """Say whether the bot hears, since when or why not, and what it did not heed."""
        return (*self._connection.details(), *self._hearing.details())

    async def stop(self) -> None:
        """Stop listening, bring what is on its way, and let go of every connection."""
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await self.way.close()
        await self._hearing.close(GRACE)
        await self._answering.close(GRACE)
        await self._line.close_wires()
