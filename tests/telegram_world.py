"""The world of a loopback Telegram: people, chats with topics, and what can be read in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.telegram_html import JOINER, Entity

Json = dict[str, Any]

BOT = 4242
USERNAME = "prebell_bot"


@dataclass(frozen=True, slots=True)
class Button:
    """Is under a message: it either sends its data, or leads somewhere."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(slots=True, kw_only=True)
class Seen:
    """Is a message as people see it now; `edits` are the texts it had before, the oldest first.

    `buttons` are under it, `words` are to tap on; `asks` that an answer is wanted.
    `entities` are of markup, `links` what apps make of the text by themselves.
    """

    chat: int
    number: int
    at: datetime
    text: str
    topic: int | None = None
    person: int = BOT
    entities: list[Entity] = field(default_factory=list)
    links: list[Entity] = field(default_factory=list)
    buttons: list[list[Button]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    asks: bool = False
    photo: bytes = b""
    file: tuple[str, bytes] | None = None
    answers: int | None = None
    silent: bool = False
    edits: list[str] = field(default_factory=list)

    def has(self, kind: str) -> list[str]:
        """Return the stretches of text of a kind, such as `bold` or `mention`."""
        return [e.text for e in (*self.entities, *self.links) if e.kind == kind]

    def button(self, label: str) -> Button:
        """Return the button of a label, or of one that begins so."""
        every = [button for row in self.buttons for button in row]
        return next(button for button in every if button.label.startswith(label))


@dataclass(slots=True, kw_only=True)
class Chat:
    """Is a chat: `private` of one person, a `group`, a `supergroup` or a `channel`.

    Its topics have numbers; a closed one takes nothing. `moved` is where a group went.
    """

    id: int
    kind: str
    title: str = ""
    topics: dict[int, str] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    admins: set[int] = field(default_factory=set)
    members: set[int] = field(default_factory=set)
    bot: bool = True
    muted: bool = False
    moved: int | None = None
    gone: bool = False

    @property
    def json(self) -> Json:
        told: Json = {"id": self.id, "type": self.kind}
        if self.kind == "private":
            return told | {"first_name": self.title}
        return told | {"title": self.title} | ({"is_forum": True} if self.topics else {})


def user(person: int, name: str, language: str) -> Json:
    return {
        "id": person,
        "is_bot": False,
        "first_name": name,
        "username": name.lower().replace(" ", "_"),
        "language_code": language,
    }


def me() -> Json:
    return {
        "id": BOT,
        "is_bot": True,
        "first_name": "Prebell",
        "username": USERNAME,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
    }


def member(person: Json, status: str) -> Json:
    """Describe a member of a chat as Telegram does, with every right it would name."""
    told: Json = {"status": status, "user": person}
    if status == "creator":
        return told | {"is_anonymous": False}
    if status == "administrator":
        rights = (
            *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages"),
            *("can_manage_video_chats", "can_restrict_members", "can_promote_members"),
            *("can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
            *("can_delete_stories", "can_manage_direct_messages"),
        )
        return told | dict.fromkeys(rights, False)
    return told | ({"until_date": 0} if status == "kicked" else {})


def visible(text: str) -> str:
    """Return a text as people see it: a word joiner has no width."""
    return text.replace(JOINER, "")


def rows(markup: Json, make: Callable[[Json], Button]) -> list[list[Button]]:
    return [[make(one) for one in row] for row in markup.get("inline_keyboard", [])]


def words(markup: Json) -> list[str]:
    """Return what can be tapped on instead of typing."""
    listed: Iterable[Any] = (one for row in markup.get("keyboard", []) for one in row)
    return [str(one["text"] if isinstance(one, dict) else one) for one in listed]
