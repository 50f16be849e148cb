"""Discord as a platform: says what the courier brings, and answers what people ask there."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

import discord
from pydantic import SecretStr

from bot.chat import Answer, Destination, Message
from bot.clock import Clock
from bot.commands import Service
from bot.delivery.limits import Learned
from bot.delivery.parcel import Manner, Parcel
from bot.delivery.platform import marked
from bot.delivery.tasks import Tasks
from bot.errors import DeliveryError
from bot.platforms.discord import bounds, hosts
from bot.platforms.discord.channels import NAME, Channels, Learn
from bot.platforms.discord.connection import Care, Connection
from bot.platforms.discord.conversation import Conversation, Manners
from bot.platforms.discord.embeds import of_message
from bot.platforms.discord.listening import Line, Listening, ShardedListening
from bot.platforms.discord.posting import Posting
from bot.platforms.discord.rest import Rest
from bot.platforms.discord.syncing import Syncing
from bot.platforms.discord.within import done_within, drawn

_ROLE = re.compile(r"\d{15,20}")
"""What a role's id looks like in what a server has set."""

INTRODUCED_WITHIN = bounds.SECOND * 5
"""How long a start waits to hear whose its rooms are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The bot's account with Discord: how it comes in, where it speaks, and for whom it works."""

    token: SecretStr
    api_base: str
    gateway_url: str
    rooms: tuple[Destination, ...] = ()
    operators: frozenset[int] = frozenset()
    dms: bool = True
    shards: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What Discord tells the rest: whose each room is, what it says of its limits, and its end.

    `notice` takes what operators have to know at once: a headline, and what to do.
    """

    learn: Learn = field(default=lambda _room, _owner: None)
    learned: Callable[[Learned], None] = field(default=lambda _learned: None)
    notice: Callable[[str, str], None] = field(default=lambda _title, _why: None)


class Discord:
    """Speaks in channels, threads and forums, and answers commands; `keyed` by Discord's nonce."""

    name = NAME
    keyed = True
    limits = bounds.LIMITS

    def __init__(
        self,
        account: Account,
        service: Service,
        *,
        clock: Clock,
        ties: Ties | None = None,
        random: Random | None = None,
    ) -> None:
        self._account = account
        self._service = service
        self._clock = clock
        self._ties = ties or Ties()
        self._random = random or Random()  # noqa: S311 (how long to wait is no secret)
        self._tasks = Tasks()
        self._faults: dict[Destination, str] = {}
        self._at_work: _AtWork | None = None

    async def start(self, answer: Answer) -> None:
        """Begin to connect, and learn whose the rooms are; messages can be said from now on."""
        account, ties, clock = self._account, self._ties, self._clock
        hosts.lead_to(account.api_base, account.gateway_url)
        rest = Rest(account.token, api_base=account.api_base)
        channels = Channels(rest, ties.learn)
        manners = Manners(operators=account.operators, dms=account.dms)
        conversation = Conversation(self._service, answer, clock, ties.learn, manners)
        at_work = _AtWork(
            rest=rest,
            channels=channels,
            posting=Posting(rest, channels, ties.learned),
            conversation=conversation,
            syncing=Syncing(conversation.menu),
            connection=Connection(
                Care(
                    make=lambda line: _client(conversation, line, account.shards),
                    greet=self._greeted,
                    end=lambda why: ties.notice("Discord takes no connection", why),
                ),
                account.token,
                clock=clock,
                random=self._random,
            ),
        )
        self._at_work = at_work
        at_work.connection.start()
        introduced = asyncio.ensure_future(self._introduce())
        try:
            await done_within(introduced, INTRODUCED_WITHIN, clock)
        finally:
            introduced.cancel()

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:
        """Say a parcel where it is for; its name is `channel/message`. Raises DeliveryError."""
        at_work = self._at_work
        if at_work is None:
            raise DeliveryError("Discord is not open")
        message = marked(parcel.message, repeat=repeat)
        channel = await at_work.channels.known(parcel.destination.chat)
        shown = of_message(
            message,
            picture=await drawn(self._service, message.picture, self._clock),
            role=self._called(message, channel.owner) if parcel.manner is not Manner.EDIT else "",
        )
        return await at_work.posting.say(parcel, shown, face)

    async def stop(self) -> None:
        """Close the connection, and let go of every resource."""
        at_work, self._at_work = self._at_work, None
        if at_work is not None:
            await self._tasks.cancel()
            await at_work.conversation.close()
            await at_work.connection.stop()
            await at_work.rest.close()

    def details(self) -> Sequence[str]:
        """Say how the connection does, and what is the matter with rooms and commands."""
        at_work = self._at_work
        if at_work is None:
            return ["Discord: not open"]
        troubles = [f"{room}: {why}" for room, why in self._faults.items()]
        return [*at_work.connection.details(), *filter(None, [at_work.syncing.trouble]), *troubles]

    def _greeted(self, client: discord.Client) -> None:
        if self._at_work is not None:
            self._tasks.start(self._at_work.syncing.sync(client))
            self._tasks.start(self._introduce())

    # Ask whose the rooms are that the settings name, of those that are not known yet.
    async def _introduce(self) -> None:
        await asyncio.gather(*map(self._introduced, self._account.rooms))

    async def _introduced(self, room: Destination) -> None:
        if self._at_work is None:
            return
        try:
            await self._at_work.channels.known(room.chat)
        except DeliveryError as error:
            self._faults[room] = str(error)
        else:
            self._faults.pop(room, None)

    def _called(self, message: Message, owner: str) -> str:
        if not message.mention:
            return ""
        role = _ROLE.search(self._service.preferences(owner).mention)
        everybody = role is not None and owner == f"{NAME}:{role[0]}"
        return role[0] if role and not everybody else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _AtWork:
    rest: Rest
    channels: Channels
    posting: Posting
    conversation: Conversation
    syncing: Syncing
    connection: Connection


def _client(conversation: Conversation, line: Line, shards: int) -> discord.Client:
    if shards > 1:
        return ShardedListening(conversation, line, shard_count=shards)
    return Listening(conversation, line)
