"""What the desk's box asks, and what it is answered: a command and its words, a reply as JSON."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from bot.chat import Answer, Call, Destination, Picture, Reply, Right
from bot.commands import Offered
from bot.owners import EVERYBODY

TEXT_LIMIT = 4000  # characters
WORDS = 25  # https://docs.discord.com/developers/interactions/application-commands

TRIES = 3
"""Times a picture is asked for: the first there is takes seconds, and is drawn on meanwhile."""

ROOM = Destination(platform="web", chat="desk")

Text = Annotated[str, msgspec.Meta(max_length=TEXT_LIMIT)]


class Question(msgspec.Struct):
    """Is what the input box sends; with `given`, what a form holds by the names of parameters."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=TEXT_LIMIT)]
    given: Annotated[dict[Text, Text], msgspec.Meta(max_length=WORDS)] | None = None


async def undrawn(_: Picture) -> bytes | None:
    """Draw nothing."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Puts questions to the bot. Whoever may open the desk looks after the bot.

    `commands` are those that can be asked, `draw` makes the pictures of replies.
    """

    answer: Answer
    commands: Callable[[], Sequence[Offered]] = tuple
    draw: Callable[[Picture], Awaitable[bytes | None]] = undrawn

    async def ask(self, question: Question) -> dict[str, Any]:
        """Return the answer with all that goes with it: bytes are base64, once it is JSON."""
        call = Call(
            text=question.text,
            given=question.given,
            person="desk",
            room=ROOM,
            owner=EVERYBODY,
            right=Right.OPERATE,
        )
        reply = await self.answer(call)
        return {
            "title": reply.title,
            "body": reply.body,
            "facts": reply.facts,
            "table": reply.table,
            "private": reply.private,
            "actions": reply.actions,
            "picture": await self._drawn(reply.picture) if reply.picture else None,
            "attachment": reply.attachment,
            "form": self._form(reply),
        }

    async def _drawn(self, picture: Picture) -> bytes | None:
        for _ in range(TRIES):
            if (drawn := await self.draw(picture)) is not None:
                return drawn
        return None

    def _form(self, reply: Reply) -> dict[str, Any] | None:
        asked = (one for one in self.commands() if reply.asks and one.name == reply.asks)
        found = next(asked, None)
        if found is None:
            return None
        return {
            "command": found.name,
            "usage": found.usage,
            "example": found.example,
            "questions": found.form,
        }
