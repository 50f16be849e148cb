"""Posting: a parcel's message said in a channel, in a thread, or as a post of a forum."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Destination
from bot.delivery.limits import Learned
from bot.delivery.parcel import Manner, Parcel
from bot.errors import DeliveryError, DeliveryRefused, DeliveryUnsure
from bot.fitting import clean, cut, utf16
from bot.platforms.discord import faults
from bot.platforms.discord.bounds import POST_NAME
from bot.platforms.discord.channels import Channel, Channels
from bot.platforms.discord.faults import judge
from bot.platforms.discord.rest import Rest, Said
from bot.platforms.discord.shown import Json, Shown


class Posting:
    """Says messages; one that is said is named by its channel and itself, `123/456`."""

    def __init__(self, rest: Rest, channels: Channels, learned: Callable[[Learned], None]) -> None:
        self._rest = rest
        self._channels = channels
        self._learned = learned

    async def say(self, parcel: Parcel, shown: Shown, face: str) -> str:
        """Say a message as its parcel asks; return its name. Raises DeliveryError."""
        room = parcel.destination
        channel = await self._channels.known(room.chat)
        where, _, message = face.partition("/")
        if parcel.manner is Manner.EDIT:
            if message and (ref := await self._edit(where, message, shown)):
                return ref
            # What it would change is not there: it is said without a sound.
            shown = replace(shown, silent=True)
        if channel.forum and room.thread is None:
            return await self._in_a_forum(channel, parcel, shown, where, message)
        return await self._write(room.thread or room.chat, parcel, shown, message)

    async def _write(self, where: str, parcel: Parcel, shown: Shown, answers: str) -> str:
        body = shown.body() | {"nonce": parcel.key, "enforce_nonce": True}
        if answers and parcel.manner is Manner.REPLY:
            # What it answers may have been deleted: then it stands by itself.
            body["message_reference"] = {"message_id": answers, "fail_if_not_exists": False}
            body["allowed_mentions"]["replied_user"] = False
        said = await self._rest.ask("POST", f"/channels/{where}/messages", body, shown.files)
        self._learn(said, parcel.destination)
        if faults.code_of(said) == faults.UNKNOWN_CHANNEL:
            self._channels.forget(where)
        judge(said)
        return f"{where}/{_id(said)}"

    # Return "" where the message is not there any more.
    async def _edit(self, where: str, message: str, shown: Shown) -> str:
        path = f"/channels/{where}/messages/{message}"
        body = shown.body()
        said = await self._rest.ask("PATCH", path, body, shown.files)
        if faults.code_of(said) == faults.ARCHIVED:
            judge(await self._rest.ask("PATCH", f"/channels/{where}", {"archived": False}))
            said = await self._rest.ask("PATCH", path, body, shown.files)
        if faults.code_of(said) in {faults.UNKNOWN_MESSAGE, faults.UNKNOWN_CHANNEL}:
            return ""
        judge(said)
        return f"{where}/{message}"

    async def _in_a_forum(
        self, forum: Channel, parcel: Parcel, shown: Shown, thread: str, message: str
    ) -> str:
        if thread and parcel.manner is Manner.REPLY:
            try:
                return await self._write(thread, parcel, shown, message)
            except DeliveryRefused:
                if await self._is_there(thread):
                    raise
        name = _name_of_post(parcel.message.title)
        # A post has no nonce, so one whose answer was lost is looked for before it is made again.
        made = await self._made_before(forum, name, shown)
        return made or await self._post(forum, name, shown)

    async def _post(self, forum: Channel, name: str, shown: Shown) -> str:
        body = {"name": name, "message": shown.body()}
        said = await self._rest.ask("POST", f"/channels/{forum.id}/threads", body, shown.files)
        judge(said)
        thread = _id(said)
        return f"{thread}/{thread}"  # its first message has its name

    async def _made_before(self, forum: Channel, name: str, shown: Shown) -> str:
        path = f"/guilds/{forum.guild}/threads/active"
        for thread in (await self._asked(path)).body.get("threads", []):
            if thread.get("parent_id") != forum.id or thread.get("name") != name:
                continue
            first = f"/channels/{thread['id']}/messages/{thread['id']}"
            if _is_shown((await self._asked(first)).body, shown):
                return f"{thread['id']}/{thread['id']}"
        return ""

    async def _is_there(self, channel: str) -> bool:
        said = await self._rest.ask("GET", f"/channels/{channel}")
        return faults.code_of(said) != faults.UNKNOWN_CHANNEL

    # A question leaves nothing behind: without an answer it is asked again.
    async def _asked(self, path: str) -> Said:
        try:
            said = await self._rest.ask("GET", path)
            if faults.code_of(said) != faults.UNKNOWN_MESSAGE:
                judge(said)
        except DeliveryUnsure as error:
            raise DeliveryError(str(error)) from error
        return said

    def _learn(self, said: Said, destination: Destination) -> None:
        names = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset-After")
        limit, remaining, reset = (said.headers.get(name, "") for name in names)
        try:
            self._learned(
                Learned(
                    destination=destination,
                    limit=int(limit),
                    remaining=int(remaining),
                    reset_after=timedelta(seconds=float(reset)),
                )
            )
        except ValueError:  # an answer without them teaches nothing
            return


def _id(said: Said) -> str:
    try:
        return str(said.body["id"])
    except KeyError:
        raise DeliveryUnsure("Discord took it, and half of the answer came") from None


def _name_of_post(title: str) -> str:
    return cut(" ".join(clean(title).split()), POST_NAME, utf16) or "…"


# The same words of the same instant are the same message; Discord writes instants in its own way.
def _is_shown(message: Json, shown: Shown) -> bool:
    def told(embed: Json) -> tuple[object, ...]:
        facts = [(f.get("name"), f.get("value")) for f in embed.get("fields", [])]
        at = embed.get("timestamp")
        instant = datetime.fromisoformat(at) if at else None
        return embed.get("title"), embed.get("description"), facts, instant

    return [told(embed) for embed in message.get("embeds", [])] == list(map(told, shown.embeds))
