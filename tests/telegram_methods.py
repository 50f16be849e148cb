"""The methods of a loopback Telegram: what each takes, refuses, and lets people see."""

import json
import re
from collections.abc import Callable, Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from tests.telegram_faults import Refused
from tests.telegram_html import UnparsableError, detected, parse, units
from tests.telegram_people import Note
from tests.telegram_world import BOT, Button, Chat, Json, Seen, me, member, rows, visible, words

if TYPE_CHECKING:
    from tests.telegram_server import TelegramServer

TEXT = 4096
CAPTION = 1024
DATA = 64  # bytes
NOTE = 200
RESULTS = 50
COMMANDS = 100
SUMMARY = 256
BUTTONS = 100
PHOTO = 10_000_000
FILE = 50_000_000
URL = re.compile(r"(https?|tg)://\S+")
NAME = re.compile(r"[a-z0-9_]{1,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

Asked = Mapping[str, Any]


class Methods:
    """Does what the bot asks for; a no is raised as Refused."""

    def __init__(self, server: "TelegramServer") -> None:
        self._at = server
        self._known: dict[str, Callable[[Asked], object]] = {
            "getMe": lambda _: me(),
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_caption,
            "answerCallbackQuery": self._answer_press,
            "answerInlineQuery": self._answer_inline,
            "getMyCommands": lambda asked: server.menus.get(_menu(asked), []),
            "setMyCommands": self._set_commands,
            "getChatMember": self._member,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook,
        }

    def call(self, method: str, asked: Asked) -> object:
        """Do one thing, and return its result."""
        if method not in self._known:
            raise Refused(404, "Not Found")
        return self._known[method](asked)

    def _send_message(self, asked: Asked) -> Json:
        chat = self._chat(asked)
        return self._said(chat, asked, str(asked.get("text", "")), TEXT)

    def _send_photo(self, asked: Asked) -> Json:
        chat, photo = self._chat(asked), _file(asked, "photo")
        if not photo.startswith(b"\x89PNG") or len(photo) > PHOTO:
            raise _bad("PHOTO_INVALID_DIMENSIONS")
        return self._said(chat, asked, str(asked.get("caption", "")), CAPTION, photo=photo)

    def _send_document(self, asked: Asked) -> Json:
        chat, content = self._chat(asked), _file(asked, "document")
        if not content or len(content) > FILE:
            raise _bad("file must be non-empty" if not content else "Request Entity Too Large")
        file = (str(asked.get("document.name", "")), content)
        return self._said(chat, asked, str(asked.get("caption", "")), CAPTION, file=file)

    def _said(self, chat: Chat, asked: Asked, html: str, most: int, **shown: Any) -> Json:  # noqa: ANN401
        seen = Seen(
            chat=chat.id,
            number=0,
            at=self._at.clock.now(),
            text="",
            topic=_topic(chat, asked),
            silent=str(asked.get("disable_notification", "")).lower() == "true",
            **shown,
        )
        self._word(seen, asked, html, most)
        answered = (asked.get("reply_parameters") or {}).get("message_id")
        there = {one.number for one in self._at.seen if one.chat == chat.id}
        if answered in there:
            seen.answers = answered
        elif answered and not asked["reply_parameters"].get("allow_sending_without_reply"):
            raise _bad("message to be replied not found")
        self._admit(chat)
        seen.number = next(self._at.numbers)
        self._at.seen.append(seen)
        return self._json(chat, seen)

    def _word(self, seen: Seen, asked: Asked, html: str, most: int) -> None:
        if asked.get("parse_mode") == "HTML":
            try:
                text, seen.entities = parse(html)
            except UnparsableError as error:
                raise _bad(f"can't parse entities: {error}") from error
        else:
            text, seen.entities = html.strip(), []
        if not visible(text).strip() and most == TEXT:
            raise _bad("message text is empty")
        if units(text) > most:
            raise _bad("message is too long" if most == TEXT else "message caption is too long")
        seen.links = detected(text, seen.entities)
        seen.text = visible(text)
        markup = asked.get("reply_markup") or {}
        seen.buttons = rows(markup, _button)
        if sum(map(len, seen.buttons)) > BUTTONS:
            raise _bad("REPLY_MARKUP_TOO_LONG")
        seen.words, seen.asks = words(markup), bool(markup.get("force_reply"))

    def _edit_text(self, asked: Asked) -> Json:
        return self._edited(asked, str(asked.get("text", "")), TEXT)

    def _edit_caption(self, asked: Asked) -> Json:
        return self._edited(asked, str(asked.get("caption", "")), CAPTION)

    def _edited(self, asked: Asked, html: str, most: int) -> Json:
        chat, number = self._chat(asked), int(asked.get("message_id", 0))
        there = (o for o in self._at.seen if (o.chat, o.number, o.person) == (chat.id, number, BOT))
        seen = next(there, None)
        if seen is None:
            raise _bad("message to edit not found")
        if bool(seen.photo or seen.file) is (most == TEXT):
            raise _bad(
                f"there is no {'text' if most == TEXT else 'caption'} in the message to edit"
            )
        fresh = Seen(chat=chat.id, number=number, at=seen.at, text="")
        self._word(fresh, asked, html, most)
        if (fresh.text, fresh.entities, fresh.buttons) == (seen.text, seen.entities, seen.buttons):
            raise _bad(
                "message is not modified: specified new message content and reply markup are"
                " exactly the same as a current content and reply markup of the message"
            )
        self._admit(chat)
        seen.edits.append(seen.text)
        seen.text, seen.entities, seen.links = fresh.text, fresh.entities, fresh.links
        seen.buttons = fresh.buttons
        return self._json(chat, seen)

    def _answer_press(self, asked: Asked) -> bool:
        note = self._at.notes.get(str(asked.get("callback_query_id")))
        if note is None or note.done():
            raise _bad("query is too old and response timeout expired or query ID is invalid")
        text = str(asked.get("text", ""))
        if units(text) > NOTE:
            raise _bad("MESSAGE_TOO_LONG")
        note.set_result(Note(text, str(asked.get("show_alert", "")).lower() == "true"))
        return True

    def _answer_inline(self, asked: Asked) -> bool:
        found = self._at.choices.get(str(asked.get("inline_query_id")))
        results = list(asked.get("results", []))
        if found is None or found.done():
            raise _bad("query is too old and response timeout expired or query ID is invalid")
        ids = [str(one["id"]) for one in results]
        if len(results) > RESULTS or len(set(ids)) < len(ids):
            raise _bad("RESULT_ID_DUPLICATE" if len(results) <= RESULTS else "RESULTS_TOO_MUCH")
        if not all(0 < len(one.encode()) <= DATA for one in ids):
            raise _bad("RESULT_ID_INVALID")
        for one in results:
            seen = Seen(chat=0, number=0, at=self._at.clock.now(), text="")
            content = one["input_message_content"]
            self._word(seen, content, str(content["message_text"]), TEXT)
            one["shown"] = seen
        found.set_result(results)
        return True

    def _set_commands(self, asked: Asked) -> bool:
        menu = list(asked.get("commands", []))
        if len(menu) > COMMANDS:
            raise _bad("BOT_COMMANDS_TOO_MUCH")
        for one in menu:
            if not NAME.fullmatch(one["command"]):
                raise _bad("BOT_COMMAND_INVALID")
            if not 1 <= len(one["description"]) <= SUMMARY:
                raise _bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._at.menus[_menu(asked)] = menu
        return True

    def _member(self, asked: Asked) -> Json:
        chat, number = self._chat(asked, writes=False), int(asked.get("user_id", 0))
        person = self._at.people.get(number)
        if person is None:
            raise _bad("invalid user_id specified")
        if number in chat.admins:
            return member(person.json, "administrator")
        return member(person.json, "member" if number in chat.members else "left")

    def _set_webhook(self, asked: Asked) -> bool:
        secret = str(asked.get("secret_token", ""))
        if secret and not SECRET.fullmatch(secret):
            raise _bad("secret token contains unallowed characters")
        self._at.hook = dict(asked)
        return True

    def _delete_webhook(self, _asked: Asked) -> bool:
        self._at.hook = {}
        return True

    def _webhook(self, _asked: Asked) -> Json:
        return {
            "url": self._at.hook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._at.updates),
        }

    def _chat(self, asked: Asked, *, writes: bool = True) -> Chat:
        try:
            chat = self._at.chats[int(asked.get("chat_id", 0))]
        except (KeyError, ValueError):
            raise _bad("chat not found") from None
        if chat.moved is not None:
            why = "group chat was upgraded to a supergroup chat"
            raise Refused(400, f"Bad Request: {why}", migrate_to_chat_id=chat.moved)
        if not chat.bot and chat.kind == "private":
            started = not chat.muted
            blocked = "bot was blocked by the user"
            why = blocked if started else "bot can't initiate conversation with a user"
            raise Refused(403, f"Forbidden: {why}")
        if not chat.bot:
            raise Refused(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
        if writes and chat.muted:
            raise _bad("not enough rights to send text messages to the chat")
        return chat

    # What a limit refuses is no more than that: everything else about it was right.
    def _admit(self, chat: Chat) -> None:
        refusal = self._at.rules.admit(str(chat.id), self._at.clock.now())
        if refusal is not None:
            wait = max(1, ceil(refusal.retry_after.total_seconds()))  # it speaks in whole seconds
            raise Refused(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    def _json(self, chat: Chat, seen: Seen) -> Json:
        told: Json = {
            "message_id": seen.number,
            "date": int(seen.at.timestamp()),
            "chat": chat.json,
            "from": me(),
        }
        if seen.topic is not None:
            told |= {"message_thread_id": seen.topic, "is_topic_message": True}
        return told | {"text" if not seen.photo else "caption": seen.text}


def _topic(chat: Chat, asked: Asked) -> int | None:
    written = asked.get("message_thread_id")
    if written is None:
        return None
    topic = int(written)
    if topic not in chat.topics:  # nor is the general one: it is meant where none is named
        raise _bad("message thread not found")
    if topic in chat.closed:
        raise _bad("TOPIC_CLOSED")
    return topic


def _button(told: Json) -> Button:
    label, data, url = (str(told.get(name, "")) for name in ("text", "callback_data", "url"))
    if not label.strip():
        raise _bad("BUTTON_TEXT_INVALID")
    if bool(data) is bool(url) or (data and not 1 <= len(data.encode()) <= DATA):
        raise _bad("BUTTON_DATA_INVALID")
    if url and not URL.fullmatch(url):
        raise _bad("BUTTON_URL_INVALID")
    return Button(label, data, url)


def _file(asked: Asked, name: str) -> bytes:
    found = asked.get(name, b"")
    if isinstance(found, str) and found.startswith("attach://"):
        found = asked.get(found.removeprefix("attach://"), b"")
    return found if isinstance(found, bytes) else b""


def _menu(asked: Asked) -> tuple[str, str]:
    scope = asked.get("scope") or {"type": "default"}
    told = json.loads(scope) if isinstance(scope, str) else scope
    return str(told["type"]), str(asked.get("language_code", ""))


def _bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")
