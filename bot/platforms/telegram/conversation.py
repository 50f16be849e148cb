"""The conversation: what somebody types, presses or fills in, put to the bot as a call."""

import logging
from dataclasses import replace
from datetime import datetime

from telegram import CallbackQuery, InlineQuery, Message
from telegram.error import TelegramError

from bot.chat import Call, Reply
from bot.clock import Clock
from bot.commands import Offered
from bot.platforms.telegram import askers, rendering
from bot.platforms.telegram.askers import Asker
from bot.platforms.telegram.commands import Typed
from bot.platforms.telegram.forms import Asks, Filled, Forms, Place, options
from bot.platforms.telegram.keyboards import Pressed, asking
from bot.platforms.telegram.options import NAME
from bot.platforms.telegram.speaker import Face
from bot.platforms.telegram.standing import Standing

CANCEL = "/cancel"
CANCELLED = "Cancelled. Nothing was changed."
NOT_FOR_YOU = "This bot answers the people it was set up for."
SLOWER = "That is too much at once. Press again in a moment."

log = logging.getLogger(__name__)


class Conversation:
    """Takes what people do, one thing at a time for each chat, and has it answered."""

    def __init__(self, standing: Standing, clock: Clock) -> None:
        self._at = standing
        self._clock = clock
        self._forms = Forms()

    async def typed(self, message: Message, text: str) -> None:
        """Take a text that somebody wrote."""
        asker, typed = askers.of_message(message), Typed.read(text)
        if asker is None or (typed and typed.meant not in {"", self._at.username.lower()}):
            return
        if not self._at.door.lets_in(asker):
            self._refuse(asker, typed)
        elif typed is None:
            await self._said(asker, text)
        elif typed.text.lower() == CANCEL:
            self._cancel(asker)
        else:
            await self._commanded(asker, typed)

    async def pressed(self, query: CallbackQuery) -> None:
        """Take a pressed button; whoever presses it is told something in any case."""
        asker = askers.of_press(query)
        if asker is None or not self._at.door.lets_in(asker):
            await self.note(query, NOT_FOR_YOU, alert=True)
            return
        pressed = Pressed.read(query.data or "")
        reply = await self._reply(await self._call(asker, pressed.text))
        offered = self._at.commands.named(reply.asks)
        if offered is not None and offered.form:
            await self.note(query)
            self._ask(asker, offered, self._begun(asker, offered), called=not asker.private)
        elif pressed.page and (asker.private or not reply.private):
            await self.note(query)
            self._at.answering.turn(asker, Face(asker.message), reply, pressed.text, pressed.page)
        else:
            await self._noted(query, asker, reply, pressed.text)

    async def named(self, query: InlineQuery) -> None:
        """Take what somebody types behind the bot's name."""
        asker = askers.of_inline(query)
        call = None
        if asker is not None and self._at.door.lets_in(asker):
            call = await self._call(asker, "")
        await self._at.inline.answer(query.id, call, query.query)

    async def note(self, query: CallbackQuery, text: str = "", *, alert: bool = False) -> None:
        """End the wait of whoever pressed a button, with a few words where there are any."""
        try:
            await self._at.line.answer_callback_query(query.id, text or None, show_alert=alert)
        except TelegramError as error:  # it is too old, or they have gone
            log.info("a pressed button was not answered: %s", error)

    # In a group a command may be for another bot: only one that is ours, or names us, is refused.
    def _refuse(self, asker: Asker, typed: Typed | None) -> None:
        ours = typed is not None and (typed.meant or self._at.commands.find(typed.text)[0])
        if not (asker.private or ours) or not self._at.door.refuses(asker, self._now()):
            return
        whom = "you" if asker.private else "this group"
        hint = f"If that should be {whom}, its operator can add {asker.chat} to the settings."
        self._at.answering.refuse(asker, f"{NOT_FOR_YOU} {hint}")

    async def _said(self, asker: Asker, text: str) -> None:
        match self._forms.take(_place(asker), text, self._now()):
            case Asks() as asks:
                offered = self._forms.asked(_place(asker))
                if offered is not None:
                    self._ask(asker, offered, asks)
            case Filled(offered, given):
                call = await self._call(asker, f"/{offered.name}")
                filled = replace(call, text=offered.name, given=given)
                await self._answered(asker, filled, offered, "", ends=True)
            case None if asker.private:
                await self._answered(asker, await self._call(asker, text), None, text)

    async def _commanded(self, asker: Asker, typed: Typed) -> None:
        ends = self._forms.end(_place(asker)) is not None
        offered, words = self._at.commands.find(typed.text)
        if offered is None and not (asker.private or typed.meant):
            return  # another bot knows it, or nobody does
        call = await self._call(asker, typed.text)
        if offered and offered.form and not words and call.right >= offered.right:
            self._ask(asker, offered, self._begun(asker, offered))
        else:
            await self._answered(asker, call, offered, typed.text, ends=ends)

    async def _answered(
        self,
        asker: Asker,
        call: Call,
        offered: Offered | None,
        text: str,
        *,
        ends: bool = False,
    ) -> None:
        reply = await self._reply(call)
        asked = self._at.commands.named(reply.asks)
        if asked is not None and asked.form:
            self._ask(asker, asked, self._begun(asker, asked))
            return
        alone = bool(offered and offered.private) or (reply.private and not _is_sentence(reply))
        self._at.answering.answer(asker, reply, text, alone=alone, ends=ends)

    async def _noted(self, query: CallbackQuery, asker: Asker, reply: Reply, text: str) -> None:
        if reply.private and not asker.private:
            await self.note(query, rendering.reply_alert(reply), alert=True)
            if not _is_sentence(reply):
                self._at.answering.answer(asker, reply, text, alone=True)
            return
        await self.note(query, rendering.reply_note(reply))
        if _says_more(reply):
            self._at.answering.answer(asker, reply, text)

    def _begun(self, asker: Asker, offered: Offered) -> Asks:
        return self._forms.begin(_place(asker), offered, self._now())

    def _ask(self, asker: Asker, offered: Offered, asks: Asks, *, called: bool = False) -> None:
        question = asks.question
        title = f"{offered.summary} ({asks.number} of {asks.of}; {CANCEL} ends it)"
        said = rendering.question(
            asks.why or title,
            question.label,
            question.hint,
            whom=(asker.person, asker.name) if called else None,
        )
        self._at.answering.ask(asker, said, asking(options(question), question.hint))

    def _cancel(self, asker: Asker) -> None:
        if self._forms.end(_place(asker)) is not None:
            self._at.answering.tell(asker, CANCELLED, ends=True)
        elif asker.private:
            self._at.answering.tell(asker, "There is nothing to cancel.", ends=True)

    async def _reply(self, call: Call) -> Reply:
        return self._at.commands.spelt(await self._at.service.answer(call))

    async def _call(self, asker: Asker, text: str) -> Call:
        self._at.ties.learn(asker.room, asker.owner)
        return Call(
            text=text,
            person=asker.name,
            person_id=f"{NAME}:{asker.person}",
            room=asker.room,
            owner=asker.owner,
            right=await self._at.rights.of(asker),
            locale=asker.language,
        )

    def _now(self) -> datetime:
        return self._clock.now()


def _place(asker: Asker) -> Place:
    return asker.chat, asker.thread, asker.person


# What is done stands under the message it was done to, where the next step is offered as well.
def _says_more(reply: Reply) -> bool:
    return bool(reply.body or reply.facts or reply.table or reply.picture or reply.attachment)


# What somebody typed wrong may be read by all; figures that are for one alone may not.
def _is_sentence(reply: Reply) -> bool:
    return not (reply.facts or reply.table or reply.picture or reply.attachment or reply.actions)
