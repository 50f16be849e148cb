"""Commands as platforms offer them: what can be asked, what it takes, and who may."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.chat import Call, Picture, Reply, Right


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing a command asks for.

    `word` is how a usage line names it (`SYM`), `meaning` what it is (`an instrument such as
    IREN`). A `greedy` one takes the rest of the line; a `whole` one is a whole number. Where it can
    only be one of a few words, they are its `choices`; else `suggests` tells whether there is
    something to suggest for it.
    """

    name: str
    word: str
    meaning: str
    required: bool
    greedy: bool = False
    whole: bool = False
    choices: tuple[str, ...] = ()
    suggests: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line of a form: what it is for, and which parameter of the command it fills in.

    `options` are words to tap on, of which another may be typed unless they are `all_there_is`.
    """

    name: str
    label: str
    hint: str
    required: bool = True
    options: tuple[str, ...] = ()
    all_there_is: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A command as people are shown it; its name has one word or two.

    Who has not the `right` is refused whatever a platform shows. A `private` one is answered to
    whoever asked alone. Where it has a `form`, people may fill that in instead of typing the words.
    """

    name: str
    summary: str
    usage: str
    example: str
    parameters: tuple[Parameter, ...]
    right: Right = Right.READ
    private: bool = False
    form: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be meant: what people read, and what is sent for it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a server or a chat has set for itself; "" and () where it has said nothing.

    `mention` is the role that an alert may call, `roles` those whose members may change things.
    `channel` is the room that hears what no route of theirs sends elsewhere (`discord:42:7`), and
    `briefs` say when which of them is told a brief (`discord:42:7 08:45 miners`).
    """

    locale: str = ""
    timezone: str = ""
    mention: str = ""
    roles: tuple[str, ...] = ()
    channel: str = ""
    briefs: tuple[str, ...] = ()


class Service(Protocol):
    """What a platform asks of the bot: to answer, to suggest, to draw."""

    @property
    def commands(self) -> Sequence[Offered]:
        """What can be asked, in the order it is listed."""
        ...

    async def answer(self, call: Call) -> Reply:
        """Answer a call; never raises for what a person typed."""
        ...

    def suggest(self, call: Call, command: str, parameter: str, typed: str) -> Sequence[Choice]:
        """Say what may be meant by what somebody has typed so far, the likeliest first.

        At most 25, which may be none. It takes a few milliseconds, and never raises.
        """
        ...

    async def draw(self, picture: Picture) -> bytes | None:
        """Return a picture as PNG; None where nothing can be drawn, or not in time."""
        ...

    def preferences(self, owner: str) -> Preferences:
        """Return what a server or a chat has set for itself."""
        ...
