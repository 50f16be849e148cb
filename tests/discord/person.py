"""People: somebody on Discord, who does what can be done there."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tests import canaries
from tests.discord.interactions import CHOICES, MODAL, Interaction, picked
from tests.discord.world import (
    APPLICATION,
    MANAGE,
    PRIVATE,
    SEND,
    VIEW,
    Channel,
    Guild,
    Said,
    member_told,
    number,
    person_told,
)

if TYPE_CHECKING:
    from tests.discord_server import DiscordServer

Json = dict[str, Any]


class Person:
    """Acts in channels; with `manage` they may manage their server, in which they have `roles`.

    Each act is awaited until it is answered; `begins` what it returns at once.
    """

    def __init__(  # noqa: PLR0913 (who somebody is, each by name)
        self,
        server: "DiscordServer",
        name: str,
        guild: Guild | None,
        *,
        manage: bool = False,
        roles: Iterable[str] = (),
        locale: str = "en-US",
    ) -> None:
        self.id = number()
        self.name = name
        self.roles = list(roles)
        self.manage = manage
        self.locale = locale
        self.private = Channel(name=name, kind=PRIVATE, person=self.id)
        server.world.rooms.append(self.private)
        self._server = server
        self._guild = guild

    async def runs(self, channel: Channel, text: str, **given: object) -> Interaction:
        """Run a command: `"/quote IREN"`, or `"quote"` with its options by name."""
        return await self._over(await self.begins(channel, text, **given))

    async def begins(self, channel: Channel, text: str, **given: object) -> Interaction:
        """Run a command without waiting for its answer."""
        data = picked(self._server.commands, text, given)
        return await self._does(2, channel, data)

    async def types(self, channel: Channel, text: str, **typed: str) -> Interaction:
        """Type into the last of the options named; its `words` are what is suggested."""
        data = picked(self._server.commands, text, typed, typing=list(typed)[-1])
        return await self._over(await self._does(4, channel, data))

    async def presses(self, message: Said, label: str) -> Interaction:
        """Press a button by what stands on it."""
        return await self._over(await self.begins_to_press(message, label))

    async def begins_to_press(self, message: Said, label: str) -> Interaction:
        assert label in message.buttons, f"there is no {label!r} among {list(message.buttons)}"
        assert message.private in {"", self.id}, "somebody else alone sees it"
        data = {"custom_id": message.buttons[label], "component_type": 2, "id": 2}
        return await self._does(3, message.channel, data, origin=message)

    async def submits(self, form: Interaction, values: Mapping[str, str]) -> Interaction:
        """Fill in the form that an interaction has opened."""
        lacking = [
            n for n, q in form.questions.items() if q.get("required", True) and not values.get(n)
        ]
        assert not lacking, f"the form needs {lacking}"
        rows = [
            {
                "type": 1,
                "id": n,
                "components": [
                    {"type": 4, "id": n + 50, "custom_id": name, "value": values.get(name, "")}
                ],
            }
            for n, name in enumerate(form.questions, start=1)
        ]
        data = {"custom_id": form.modal["custom_id"], "components": rows}
        return await self._over(await self._does(5, form.channel, data))

    async def _does(
        self, kind: int, channel: Channel, data: Json, *, origin: Said | None = None
    ) -> Interaction:
        name = number()
        interaction = Interaction(
            id=name,
            token=f"{canaries.INTERACTION}-{name}",
            at=self._server.clock.now(),
            person=self.id,
            channel=channel,
            type=kind,
            origin=origin,
        )
        self._server.interactions.append(interaction)
        await self._server.gateway.dispatch(
            "INTERACTION_CREATE",
            self._told(interaction, data),
            channel.guild.id if channel.guild else "0",
        )
        return interaction

    def _told(self, interaction: Interaction, data: Json) -> Json:
        channel = interaction.channel
        told: Json = {
            "id": interaction.id,
            "application_id": APPLICATION,
            "type": interaction.type,
            "data": data,
            "token": interaction.token,
            "version": 1,
            "channel_id": channel.id,
            "channel": channel.told(),
            "app_permissions": str(VIEW | SEND),
            "locale": self.locale,
            "entitlements": [],
            "authorizing_integration_owners": {},
            "context": 1 if channel.guild is None else 0,
            "attachment_size_limit": 10485760,
        }
        person = person_told(self.id, self.name)
        if channel.guild is not None:
            home = channel.guild is self._guild
            may = VIEW | SEND | (MANAGE if self.manage and home else 0)
            told |= {"guild_id": channel.guild.id, "guild_locale": "en-US"}
            told["guild"] = {"id": channel.guild.id, "locale": "en-US", "features": []}
            told["member"] = member_told(person, self.roles if home else (), may)
        else:
            told["user"] = person
        if interaction.origin is not None:
            told["message"] = interaction.origin.told()
        return told

    async def _over(self, interaction: Interaction) -> Interaction:
        await interaction.over.wait()
        if interaction.kind not in {CHOICES, MODAL}:
            assert interaction.answer.body, "the answer is empty"
        return interaction
