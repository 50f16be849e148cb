"""What is there on Discord: servers, channels, roles, people, and what they can read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from tests.discord.form import Pings, read

Json = dict[str, Any]

TEXT, PRIVATE, THREAD, FORUM = 0, 1, 11, 15
VIEW, SEND, MANAGE = 1 << 10, 1 << 11, 1 << 5
BOT = "100000000000000001"
APPLICATION = "100000000000000002"
_numbers = count(200000000000000000)


def number() -> str:
    """Return an id that nothing else has."""
    return str(next(_numbers))


@dataclass(eq=False, kw_only=True)
class Channel:
    """A channel, a thread, a forum or somebody's private room; it may be `gone`.

    The bot may not see a `hidden` one, nor speak in a `mute` one.
    """

    id: str = field(default_factory=number)
    name: str = "alerts"
    kind: int = TEXT
    guild: "Guild | None" = None
    parent: "Channel | None" = None
    person: str = ""
    gone: bool = False
    hidden: bool = False
    mute: bool = False
    archived: bool = False

    def thread(self, name: str = "thread") -> "Channel":
        """Begin a thread, or a post of a forum."""
        assert self.guild is not None
        made = Channel(name=name, kind=THREAD, guild=self.guild, parent=self)
        self.guild.channels.append(made)
        return made

    def told(self) -> Json:
        """Write it down as Discord does."""
        told: Json = {"id": self.id, "type": self.kind, "name": self.name, "flags": 0}
        if self.kind == PRIVATE:
            return told | {"recipients": [_user(self.person, "friend")], "last_message_id": None}
        assert self.guild is not None
        told |= {"guild_id": self.guild.id, "position": 0, "permission_overwrites": []}
        told |= {"parent_id": self.parent.id if self.parent else None, "nsfw": False}
        if self.kind == THREAD:
            told |= {"owner_id": BOT, "message_count": 1, "member_count": 1}
            told["thread_metadata"] = {
                "archived": self.archived,
                "auto_archive_duration": 1440,
                "archive_timestamp": "2025-10-10T12:00:00+00:00",
                "locked": False,
            }
        if self.kind == FORUM:
            told |= {"available_tags": [], "default_sort_order": None, "topic": None}
        return told


@dataclass(eq=False, kw_only=True)
class Guild:
    """A server; the bot is in it."""

    id: str = field(default_factory=number)
    name: str = "Miners"
    channels: list[Channel] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)

    def channel(self, name: str = "alerts", kind: int = TEXT) -> Channel:
        made = Channel(name=name, kind=kind, guild=self)
        self.channels.append(made)
        return made

    def forum(self, name: str = "incidents") -> Channel:
        return self.channel(name, FORUM)

    def role(self, name: str = "traders") -> str:
        """Make a role, and return its id."""
        made = number()
        self.roles[made] = name
        return made

    def told(self) -> Json:
        """Write it down as Discord does when the bot comes in."""
        roles = {self.id: "@everyone", **self.roles}
        threads = [c.told() for c in self.channels if c.kind == THREAD and not c.gone]
        channels = [c.told() for c in self.channels if c.kind != THREAD and not c.gone]
        return {
            "id": self.id,
            "name": self.name,
            "owner_id": "1",
            "member_count": 30,
            "unavailable": False,
            "channels": channels,
            "threads": threads,
            "roles": [_role(one, name) for one, name in roles.items()],
            "members": [],
            "presences": [],
            "voice_states": [],
            "emojis": [],
            "stickers": [],
            "features": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "system_channel_flags": 0,
            "preferred_locale": "en-US",
            "afk_timeout": 300,
            "large": False,
        }


@dataclass(eq=False, kw_only=True)
class Said:
    """A message of the bot's; one that is `private` is seen by that person alone."""

    id: str
    channel: Channel
    at: datetime
    body: Json
    files: dict[str, bytes]
    pings: Pings
    private: str = ""
    nonce: str = ""
    answers: str = ""
    edits: list[datetime] = field(default_factory=list)
    deleted: bool = False

    @property
    def embeds(self) -> list[Json]:
        return list(self.body.get("embeds") or [])

    @property
    def title(self) -> str:
        """The first title, as people read it."""
        return next((read(e["title"]) for e in self.embeds if e.get("title")), "")

    @property
    def text(self) -> str:
        """All that people read of it."""
        return read("\n".join(self.texts))

    @property
    def texts(self) -> list[str]:
        """All texts in it, as they were sent."""
        found = [str(self.body.get("content") or "")]
        for embed in self.embeds:
            found += [str(embed.get("title") or ""), str(embed.get("description") or "")]
            found += [str(f[n]) for f in embed.get("fields") or [] for n in ("name", "value")]
        return [text for text in found if text]

    @property
    def silent(self) -> bool:
        """Whether no telephone made a sound for it."""
        return bool(int(self.body.get("flags") or 0) & 1 << 12)

    @property
    def buttons(self) -> dict[str, str]:
        """What can be pressed: names by labels."""
        rows = self.body.get("components") or []
        every = [button for row in rows for button in row["components"]]
        return {b["label"]: b["custom_id"] for b in every if not b.get("disabled")}

    def told(self) -> Json:
        """Write it down as Discord does."""
        rows = [dict(row) for row in self.body.get("components") or []]
        for place, row in enumerate(rows):
            row["id"] = place * 10 + 1
            row["components"] = [
                {**button, "id": place * 10 + 2 + n} for n, button in enumerate(row["components"])
            ]
        attachments = [
            _file(n, name, content) for n, (name, content) in enumerate(self.files.items())
        ]
        told: Json = {
            "id": self.id,
            "channel_id": self.channel.id,
            "author": _user(BOT, "Prebell") | {"bot": True},
            "content": str(self.body.get("content") or ""),
            "timestamp": self.at.isoformat(),
            "edited_timestamp": self.edits[-1].isoformat() if self.edits else None,
            "tts": False,
            "mention_everyone": self.pings.everyone,
            "mentions": [],
            "mention_roles": list(self.pings.roles),
            "attachments": attachments,
            "embeds": [{"type": "rich", **embed} for embed in self.embeds],
            "components": rows,
            "pinned": False,
            "type": 0,
            "flags": 64 if self.private else 0,
        }
        return told | ({"nonce": self.nonce} if self.nonce else {})


@dataclass(eq=False, kw_only=True)
class World:
    """All there is; `said` holds every message of the bot's, in order."""

    guilds: list[Guild] = field(default_factory=list)
    rooms: list[Channel] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def channel(self, name: str) -> Channel | None:
        """Return a channel by its id, while it is there."""
        every = (*self.rooms, *(c for guild in self.guilds for c in guild.channels))
        return next((c for c in every if c.id == name and not c.gone), None)

    def message(self, name: str) -> Said | None:
        return next((s for s in self.said if s.id == name and not s.deleted), None)

    def read_in(self, channel: Channel) -> list[Said]:
        """Return what everybody there can read."""
        return [s for s in self.said if s.channel is channel and not (s.private or s.deleted)]


def person_told(name: str, called: str) -> Json:
    return _user(name, called)


def member_told(person: Json, roles: Iterable[str], permissions: int) -> Json:
    """Write down a member as an interaction brings it along."""
    return {
        "user": person,
        "roles": list(roles),
        "permissions": str(permissions),
        "joined_at": "2025-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "nick": None,
        "avatar": None,
        "premium_since": None,
        "pending": False,
        "communication_disabled_until": None,
    }


def _user(name: str, called: str) -> Json:
    return {
        "id": name,
        "username": called.lower(),
        "global_name": called,
        "discriminator": "0",
        "avatar": None,
        "bot": False,
        "public_flags": 0,
    }


def _role(name: str, called: str) -> Json:
    return {
        "id": name,
        "name": called,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(VIEW | SEND),
        "managed": False,
        "mentionable": True,
        "flags": 0,
    }


def _file(place: int, name: str, content: bytes) -> Json:
    url = f"http://127.0.0.1/files/{name}"
    return {"id": str(place), "filename": name, "size": len(content), "url": url, "proxy_url": url}
