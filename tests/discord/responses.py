"""Responses: how interactions are answered, once and in time, and what may follow."""

from typing import TYPE_CHECKING, Any

from tests.discord import form
from tests.discord.interactions import (
    DEFERRED,
    DEFERRED_UPDATE,
    MESSAGE,
    UPDATE,
    Interaction,
)
from tests.discord.messages import check
from tests.discord.no import No
from tests.discord.world import Said, number

if TYPE_CHECKING:
    from tests.discord_server import DiscordServer

Json = dict[str, Any]
Files = dict[str, bytes]

PRIVATE = 64


class Responses:
    """Takes acknowledgements, answers, and what follows them."""

    def __init__(self, server: "DiscordServer") -> None:
        self._server = server

    def acknowledge(self, name: str, token: str, body: Json, files: Files) -> Json:
        """Take the first answer to an interaction; a second one, or one too late, is refused."""
        interaction = self._by(token)
        now = self._server.clock.now()
        if interaction is None or interaction.id != name or interaction.late(now):
            raise No(404, 10062, "Unknown interaction")
        if interaction.kind:
            raise No(400, 40060, "Interaction has already been acknowledged.")
        kind, data = int(body["type"]), dict(body.get("data") or {})
        message = self._acknowledged(interaction, kind, data, files)
        interaction.kind, interaction.after = kind, now - interaction.at
        interaction.acked.set()
        if not interaction.deferred:
            interaction.over.set()
        told: Json = {"interaction": {"id": interaction.id, "type": interaction.type}}
        told["interaction"] |= {"response_message_id": message.id} if message else {}
        told["resource"] = {"type": kind} | ({"message": message.told()} if message else {})
        return told

    def follow(
        self, method: str, token: str, rest: list[str], body: Json, files: Files
    ) -> Json | None:
        """Take what follows an answer, within the time that its token lasts."""
        interaction = self._by(token)
        if interaction is None or not interaction.kind:
            raise No(404, 10015, "Unknown Webhook")
        if interaction.expired(self._server.clock.now()):
            raise No(401, 50027, "Invalid Webhook Token")
        if method == "POST":
            return self._more(interaction, body, files).told()
        said = self._which(interaction, rest[-1])
        if method == "DELETE":
            said.deleted = True
            return None
        if method == "PATCH":
            self._change(said, body, files)
            interaction.over.set()
        return said.told()

    def _acknowledged(
        self, interaction: Interaction, kind: int, data: Json, files: Files
    ) -> Said | None:
        interaction.private = bool(int(data.get("flags") or 0) & PRIVATE)
        match kind:
            case 4:
                interaction.message = self._said(interaction, data, files)
            case 5:  # people see that an answer comes
                interaction.message = self._put(interaction, data, {})
            case 6 | 7 if interaction.origin is None:
                raise No(400, form.INVALID, "Invalid Form Body", errors=["there is no message"])
            case 6:
                interaction.message = interaction.origin
            case 7:
                interaction.message = interaction.origin
                assert interaction.origin is not None
                self._change(interaction.origin, data, files)
            case 8:
                interaction.choices = self._choices(interaction, data)
            case 9:
                interaction.modal = self._modal(interaction, data)
        return interaction.message if kind in {MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE} else None

    def _more(self, interaction: Interaction, body: Json, files: Files) -> Said:
        first = interaction.kind == DEFERRED and not interaction.over.is_set()
        if first and interaction.message is not None and not interaction.message.deleted:
            # The first message after a promise takes its place, and is as private as that was.
            self._change(interaction.message, body, files)
            interaction.over.set()
            return interaction.message
        private = bool(int(body.get("flags") or 0) & PRIVATE)
        said = self._said(interaction, body, files, private=private)
        interaction.more.append(said)
        interaction.over.set()
        return said

    def _which(self, interaction: Interaction, name: str) -> Said:
        every = [interaction.message, *interaction.more]
        said = (
            interaction.message
            if name == "@original"
            else next((s for s in every if s is not None and s.id == name), None)
        )
        if said is None or said.deleted:
            raise No(404, 10008, "Unknown Message")
        return said

    def _change(self, said: Said, body: Json, files: Files) -> None:
        changed = {**said.body, **body}
        check(changed, len(files))
        said.body = changed
        if "attachments" in body or files:
            said.files = files
        said.edits.append(self._server.clock.now())

    def _said(
        self, interaction: Interaction, body: Json, files: Files, *, private: bool | None = None
    ) -> Said:
        check(body, len(files))
        return self._put(interaction, body, files, private=private)

    def _put(
        self, interaction: Interaction, body: Json, files: Files, *, private: bool | None = None
    ) -> Said:
        alone = interaction.private if private is None else private
        said = Said(
            id=number(),
            channel=interaction.channel,
            at=self._server.clock.now(),
            body=body,
            files=files,
            # In answers only people are called unless it is said whom.
            pings=form.pings({"allowed_mentions": {"parse": ["users"]}, **body}),
            private=interaction.person if alone else "",
        )
        self._server.world.said.append(said)
        return said

    def _choices(self, interaction: Interaction, data: Json) -> list[Json]:
        choices = list(data.get("choices") or [])
        fit = all(
            1 <= len(str(c["name"])) <= 100 and 1 <= len(str(c["value"])) <= 100 for c in choices
        )
        if interaction.type != 4 or len(choices) > 25 or not fit:
            raise No(400, form.INVALID, "Invalid Form Body", errors=["choices"])
        return choices

    def _modal(self, interaction: Interaction, data: Json) -> Json:
        rows = data.get("components") or []
        lines = [
            line for row in rows for line in [*row.get("components", []), row.get("component")]
        ]
        fit = all(
            1 <= len(str(line.get("label") or row.get("label") or "")) <= 45
            and len(str(line.get("placeholder") or "")) <= 100
            for row in rows
            for line in [*row.get("components", []), row.get("component")]
            if line
        )
        wrong = not 1 <= len(rows) <= 5 or not 1 <= len(str(data.get("title"))) <= 45 or not fit
        if interaction.type == 5 or wrong or not lines:
            raise No(400, form.INVALID, "Invalid Form Body", errors=["modal"])
        return data

    def _by(self, token: str) -> Interaction | None:
        return next((i for i in self._server.interactions if i.token == token), None)
