"""Commands as Telegram spells them, `/alert_create`, and the menus that list them."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)

from bot.chat import Fact, Reply, Right
from bot.commands import Offered
from bot.fitting import cut
from bot.platforms.telegram.wire import Line

MENU = 100  # commands: https://core.telegram.org/bots/api#setmycommands
SUMMARY = 256  # characters: https://core.telegram.org/bots/api#botcommand

LANGUAGES = ("",)
"""Languages that menus are written in, as ISO 639-1 codes; "" is for whoever reads no other."""

START = "start"
"""What an app sends where somebody opens the bot; https://core.telegram.org/bots/features#commands."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Typed:
    """Is what was typed after a slash, and the bot it was meant for, "" where none was named."""

    text: str
    meant: str

    @classmethod
    def read(cls, text: str) -> "Typed | None":
        """Read a text as a command; None where it is none."""
        first, *rest = text.split(maxsplit=1) or [""]
        if not first.startswith("/") or len(first) < len("/x"):
            return None
        name, _, meant = first.partition("@")
        if name.lower() == f"/{START}":
            return cls("/help", meant.lower())
        return cls(" ".join([name, *rest]).strip(), meant.lower())


class Commands:
    """Knows what can be asked, and what a text asks for."""

    def __init__(self, offered: Sequence[Offered]) -> None:
        self.offered = tuple(offered)
        self._named = {one.name: one for one in offered}
        long = [re.escape(name) for name in self._named if " " in name]
        self._long = re.compile(rf"/(?:{'|'.join(long) or '(?!)'})(?!\w)")

    def find(self, text: str) -> tuple[Offered | None, str]:
        """Return the command a text is for, and the words after its name."""
        first, *rest = text.strip().removeprefix("/").split() or [""]
        words = [*first.replace("_", " ").split(), *rest]
        for length in (2, 1):
            name = " ".join(words[:length]).lower()
            found = self._named.get(name)
            if found is None and length == 1:  # a group's name alone asks for what it shows
                found = self._named.get(f"{name} show")
            if found is not None and len(words) >= length:
                return found, " ".join(words[length:])
        return None, ""

    def named(self, name: str) -> Offered | None:
        """Return the command of a name."""
        return self._named.get(name)

    def spelt(self, reply: Reply) -> Reply:
        """Write the commands in a reply so that they can be tapped on: a name is one word here."""
        facts = tuple(Fact(fact.label, self._spelt(fact.value)) for fact in reply.facts)
        title, body = self._spelt(reply.title), self._spelt(reply.body)
        return replace(reply, title=title, body=body, facts=facts)

    def menus(self) -> list[tuple[BotCommandScope, tuple[BotCommand, ...]]]:
        """Return what is listed to whom: only what they may ask, and only where it is answered."""
        reading = [one for one in self.offered if one.right is Right.READ]
        changing = [one for one in self.offered if one.right <= Right.CHANGE]
        together = [one for one in reading if not one.private]
        return [
            (BotCommandScopeDefault(), _menu(together)),
            (BotCommandScopeAllPrivateChats(), _menu(changing)),
            (BotCommandScopeAllGroupChats(), _menu(together)),
            (BotCommandScopeAllChatAdministrators(), _menu(changing)),
        ]

    def _spelt(self, text: str) -> str:
        return self._long.sub(lambda found: found.group().replace(" ", "_"), text)


async def publish(line: Line, commands: Commands) -> int:
    """Let each menu be as it should; return how many had to be changed."""
    changed = 0
    for scope, menu in commands.menus():
        for language in LANGUAGES:
            if tuple(await line.get_my_commands(scope, language or None)) != menu:
                await line.set_my_commands(menu, scope, language or None)
                changed += 1
    if changed:
        log.info("menus were written", extra={"menus": changed})
    return changed


def _menu(offered: Sequence[Offered]) -> tuple[BotCommand, ...]:
    return tuple(
        BotCommand(one.name.replace(" ", "_"), cut(one.summary, SUMMARY)) for one in offered[:MENU]
    )
