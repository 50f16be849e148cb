"""Conversation: what people ask of us in Discord, and how they are answered in time."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.chat import Answer, Call, Reply, Right
from bot.clock import Clock
from bot.commands import Offered, Service
from bot.platforms.discord import asking, bounds
from bot.platforms.discord.answering import Answering
from bot.platforms.discord.channels import Learn
from bot.platforms.discord.forms import filled_in, form_of
from bot.platforms.discord.menus import Menu, Picked
from bot.platforms.discord.replies import of_reply
from bot.platforms.discord.within import done_within, drawn

Worked = tuple[Reply, bytes | None]
"""An answer, and its picture where it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Who runs this bot, and whether it answers others than them in private."""

    operators: asking.Operators = frozenset()
    dms: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked, and how its answer is shown.

    `question` asks it anew in words, where it may be; `page` is that of an answer to turn to.
    """

    text: str
    given: Mapping[str, str] | None = None
    question: str = ""
    private: bool = False
    page: int | None = None


class Conversation:
    """Answers interactions: each is acknowledged in time, whatever its answer takes."""

    def __init__(
        self, service: Service, answer: Answer, clock: Clock, learn: Learn, manners: Manners
    ) -> None:
        self.menu = Menu(service.commands)
        self._service = service
        self._answer = answer
        self._clock = clock
        self._learn = learn
        self._manners = manners
        self._working: set[asyncio.Future[Worked]] = set()

    async def close(self) -> None:
        """Let go of what is not answered yet."""
        working = list(self._working)
        for work in working:
            work.cancel()
        await asyncio.gather(*working, return_exceptions=True)

    async def hear(self, interaction: discord.Interaction) -> None:
        """Take what is no press of a button: a command, a word of one, or a form."""
        data = dict(interaction.data or {})
        match interaction.type:
            case discord.InteractionType.autocomplete:
                await self._suggest(interaction, self.menu.picked(data))
            case discord.InteractionType.application_command:
                await self._command(interaction, self.menu.picked(data))
            case discord.InteractionType.modal_submit:
                name, given = filled_in(data)
                await self._ask(interaction, Asked(text=name, given=given))

    async def pressed(self, interaction: discord.Interaction, text: str) -> None:
        """Take the press of a button as a call of whoever pressed it."""
        offered = self.menu.asked_in(text)
        again = offered is not None and _may_be_asked_again(offered)
        # What is done stands under the message it was done to; more of it would drown the room.
        private = offered is not None and (offered.private or offered.right is not Right.READ)
        asked = Asked(text=text, question=text if again else "", private=private)
        await self._ask(interaction, asked)

    async def turned(self, interaction: discord.Interaction, question: str, page: int) -> None:
        """Ask a question anew, and show a page of its answer where it was answered."""
        asked = Asked(text=question, question=question, page=page)
        await self._ask(interaction, asked)

    async def wanted(self, interaction: discord.Interaction, name: str) -> None:
        """Open the form of a command, for whoever may fill it in."""
        await self._command(interaction, Picked(name=name, given={}))

    async def _command(self, interaction: discord.Interaction, picked: Picked) -> None:
        offered = self.menu.offered(picked.name)
        call = self._call(interaction, Asked(text=picked.name))
        if offered and offered.form and not picked.given and self._may(call, offered, interaction):
            await interaction.response.send_modal(form_of(offered, {}))
            return
        asked = Asked(
            text=picked.name,
            given=picked.given,
            question=_typed(offered, picked.given) if offered else "",
            private=offered is not None and offered.private,
        )
        await self._ask(interaction, asked)

    async def _suggest(self, interaction: discord.Interaction, picked: Picked) -> None:
        call = self._call(interaction, Asked(text=picked.name))
        typed = picked.given.get(picked.typing, "")
        found = self._service.suggest(call, picked.name, picked.typing, typed)
        choices = [
            discord.app_commands.Choice(name=one.label[: bounds.CHOICE], value=one.value)
            for one in found
            if one.label and 0 < len(one.value) <= bounds.CHOICE
        ]
        await interaction.response.autocomplete(choices[: bounds.CHOICES])

    async def _ask(self, interaction: discord.Interaction, asked: Asked) -> None:
        call = self._call(interaction, asked)
        answering = Answering(interaction, private=asked.private, turns=asked.page is not None)
        if self._refuses(interaction):
            await answering.tell(of_reply(Reply(title=asking.PRIVATE)), private=True)
            return
        self._learn(call.room, call.owner or "")
        work = self._begun(call)
        if not await done_within(work, bounds.ANSWER_WITHIN, self._clock):
            await answering.wait()
        reply, picture = await work
        offered = self.menu.offered(reply.asks)
        if offered is not None and offered.form and answering.may_ask:
            await interaction.response.send_modal(form_of(offered, call.given or {}))
            return
        shown = of_reply(reply, question=asked.question, page=asked.page or 1, picture=picture)
        await answering.tell(shown, private=reply.private or asked.private)

    # What was asked is done to its end, though nobody may be there to hear so.
    def _begun(self, call: Call) -> asyncio.Future[Worked]:
        work = asyncio.ensure_future(self._worked_out(call))
        self._working.add(work)
        work.add_done_callback(self._working.discard)
        return work

    async def _worked_out(self, call: Call) -> Worked:
        reply = await self._answer(call)
        return reply, await drawn(self._service, reply.picture, self._clock)

    def _call(self, interaction: discord.Interaction, asked: Asked) -> Call:
        return asking.call_of(
            interaction, asked.text, given=asked.given, operators=self._manners.operators
        )

    def _refuses(self, interaction: discord.Interaction) -> bool:
        manners = self._manners
        return asking.refused(interaction, dms=manners.dms, operators=manners.operators)

    # Nobody fills in a form to be refused then. Whoever is let through here is looked at again.
    def _may(self, call: Call, offered: Offered, interaction: discord.Interaction) -> bool:
        lent = Right.CHANGE if call.roles & self._trusted(call) else Right.READ
        return max(call.right, lent) >= offered.right and not self._refuses(interaction)

    def _trusted(self, call: Call) -> frozenset[str]:
        return frozenset(self._service.preferences(call.viewer).roles)


# Asking for another page asks the command again, so only what changes nothing has pages.
def _may_be_asked_again(offered: Offered) -> bool:
    return offered.right is Right.READ


# The words that would ask the same; "" where no line of words does.
def _typed(offered: Offered, given: Mapping[str, str]) -> str:
    if not _may_be_asked_again(offered):
        return ""
    words = [given.get(p.name, "") for p in offered.parameters]
    while words and not words[-1]:
        words.pop()
    clear = all(
        word and (p.greedy or not set(word) & set(" \n\t"))
        for p, word in zip(offered.parameters, words, strict=False)
    )
    return " ".join([f"/{offered.name}", *words]) if clear else ""
