"""Telegram on loopback: real sockets, its limits, its faults, and the people in its chats.

    async with TelegramServer(clock) as server:
        ann = server.person("Ann")                           somebody with a private chat
        desk = server.group(-1001, "Desk", topics={7: "Alerts"}, admins=[ann])
        … a bot with base_url=server.url and token=server.token …
        seen = await ann.asks("/quote IREN", desk, topic=7)  types, and waits for the answer
        note = await ann.presses(seen, "Ack")                what the app says then (Note)
        quotes = await ann.looks_up("IREN")                  inline: what there is to choose from
        server.read_in(desk)                                 what the bot has said there (Seen)
        server.fails("-1001", Fault.RESET_AFTER)             what the next call runs into: by chat,
                                                             or by method (`getUpdates`)

What is typed in a group reaches the bot only if its privacy mode would let it. `refused` are the
calls that limits said no to, `wrong` those that no well-made bot makes (400).
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from itertools import count
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from bot.clock import Clock, SystemClock
from tests import canaries
from tests.limit_rules import SECOND, LimitRules
from tests.telegram_faults import Fault, Refused, faulty, no
from tests.telegram_methods import Methods
from tests.telegram_people import PATIENCE, Note, Person
from tests.telegram_world import BOT, USERNAME, Chat, Json, Seen

TOKEN = canaries.TELEGRAM
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class TelegramServer:
    """Serves at `url` from `async with` to its end, by a clock.

    A `revoked` token is refused everywhere. `updates` are those the bot has not taken yet; where it
    has set a `hook` they are posted there instead.
    """

    token = TOKEN
    username = USERNAME

    def __init__(self, clock: Clock | None = None) -> None:
        self.url = ""
        self.clock = clock or SystemClock()
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {}
        self.seen: list[Seen] = []
        self.updates: list[Json] = []
        self.hook: Json = {}
        self.menus: dict[tuple[str, str], list[Json]] = {}
        self.asked: list[tuple[str, Mapping[str, Any]]] = []
        self.wrong: list[str] = []
        self.revoked = False
        self.rules = _rules()
        self.notes: dict[str, asyncio.Future[Note]] = {}
        self.choices: dict[str, asyncio.Future[list[Json]]] = {}
        self.numbers = count(1)
        self._methods = Methods(self)
        self._faults: defaultdict[str, deque[Fault | Refused | None]] = defaultdict(deque)
        self._changed = asyncio.Event()
        self._polling = 0
        self._poster: asyncio.Task[None] | None = None
        app = web.Application(client_max_size=64 << 20)
        app.router.add_post("/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._poster = asyncio.create_task(self._post())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._poster is not None:
            self._poster.cancel()
            await asyncio.gather(self._poster, return_exceptions=True)
        await self._runner.cleanup()

    @property
    def refused(self) -> list[Any]:
        return list(self.rules.refused)

    def person(self, name: str, *, language: str = "en", started: bool = True) -> Person:
        """Make somebody; unless they `started` the bot, it cannot write to them."""
        number = 1000 + len(self.people)
        private = Chat(id=number, kind="private", title=name, members={number}, bot=started)
        private.muted = not started
        self.chats[number] = private
        made = Person(id=number, name=name, server=self, private=private, language=language)
        self.people[number] = made
        return made

    def group(  # noqa: PLR0913 (what a group may be)
        self,
        number: int,
        title: str = "Desk",
        *,
        kind: str = "supergroup",
        topics: Mapping[int, str] | None = None,
        admins: Iterable[Person] = (),
        bot: bool = True,
    ) -> Chat:
        """Make a group or a channel; one with topics is a forum."""
        found = {person.id for person in admins}
        chat = Chat(id=number, kind=kind, title=title, topics=dict(topics or {}), admins=found)
        chat.bot = bot
        self.chats[number] = chat
        return chat

    def fails(self, what: str, *faults: Fault | Refused | None) -> None:
        """Let the next calls about a chat, or of a method, run into these, one each, or None."""
        self._faults[what].extend(faults)

    def read_in(self, chat: Chat, topic: int | None = None) -> list[Seen]:
        """Return what the bot has said in a chat, or in one of its topics."""
        said = [one for one in self.seen if one.chat == chat.id and one.person == BOT]
        return said if topic is None else [one for one in said if one.topic == topic]

    async def next_in(self, chat: Chat, before: int) -> Seen:
        """Wait until the bot has said more than so many things in a chat; return the next."""
        await self.until(lambda: len(self.read_in(chat)) > before)
        return self.read_in(chat)[before]

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds that changes as the bot speaks or asks."""
        async with asyncio.timeout(PATIENCE):
            await self._until(holds)

    def forgets_limits(self) -> None:
        """Count what is said from nothing again, as after a quiet minute."""
        self.rules = _rules()

    def moves(self, chat: Chat, number: int) -> Chat:
        """Make a supergroup of a group, under another number."""
        chat.moved = number
        fresh = self.group(number, chat.title)
        fresh.admins, fresh.members = set(chat.admins), set(chat.members)
        told = {"message_id": next(self.numbers), "date": self._date(), "chat": chat.json}
        self.tell({"message": told | {"migrate_to_chat_id": number}})
        return fresh

    def tell(self, update: Json) -> None:
        """Have the bot hear of something."""
        self.updates.append({"update_id": 100_000 + next(self.numbers)} | update)
        self.changed()

    def changed(self) -> None:
        """Let whoever waits look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def _until(self, holds: Callable[[], object]) -> None:
        while not holds():
            await self._changed.wait()

    def _date(self) -> int:
        return int(self.clock.now().timestamp())

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return no(404, "Not Found")
        asked = await _asked(request)
        self.asked.append((method, asked))
        self.changed()
        if self.revoked:
            return no(401, "Unauthorized")
        chat = str(asked.get("chat_id", ""))
        fault = next((self._faults[k].popleft() for k in (method, chat) if self._faults[k]), None)
        if isinstance(fault, Refused):
            return no(fault.status, fault.description, fault.parameters)
        if fault is not None:
            said = None if not fault.after else await self._answer(method, asked)
            return await faulty(fault, request, said)
        return await self._answer(method, asked)

    async def _answer(self, method: str, asked: Mapping[str, Any]) -> web.Response:
        try:
            if method == "getUpdates":
                result: object = await self._updates(asked)
            else:
                result = self._methods.call(method, asked)
        except Refused as refused:
            if refused.status == web.HTTPBadRequest.status_code:
                self.wrong.append(f"{method}: {refused.description}")
            return no(refused.status, refused.description, refused.parameters)
        finally:
            self.changed()
        return web.json_response({"ok": True, "result": result})

    async def _updates(self, asked: Mapping[str, Any]) -> list[Json]:
        if self.hook.get("url"):
            why = "can't use getUpdates method while webhook is active; use deleteWebhook first"
            raise Refused(409, f"Conflict: {why}")
        self._polling += 1
        turn = self._polling
        offset, most = int(asked.get("offset", 0)), int(asked.get("limit", 100))
        self.updates = [one for one in self.updates if one["update_id"] >= offset]
        wait = timedelta(seconds=int(asked.get("timeout", 0)))
        if wait and not self.updates:
            try:
                async with asyncio.timeout(wait.total_seconds()):
                    await self._until(lambda: self.updates or self._polling != turn)
            except TimeoutError:
                return []
        if self._polling != turn:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        return self.updates[:most]

    # One after the other, and again until it is taken, as Telegram does.
    async def _post(self) -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                await self._until(lambda: self.hook.get("url") and self.updates)
                update = self.updates[0]
                headers = {HEADER: self.hook["secret_token"]} if "secret_token" in self.hook else {}
                try:
                    posting = session.post(self.hook["url"], json=update, headers=headers)
                    async with posting as answer:
                        taken = answer.status == web.HTTPOk.status_code
                except aiohttp.ClientError:
                    taken = False
                if taken:
                    self.updates.remove(update)
                    self.changed()
                else:
                    await self.clock.until(self.clock.now() + SECOND)


def _rules() -> LimitRules:
    return LimitRules(
        overall=(30, SECOND),
        chat=(3, 3 * SECOND),  # one a second, and bursts are tolerated
        group=(20, 60 * SECOND),
        is_group=lambda chat: chat.startswith("-"),
    )


async def _asked(request: web.Request) -> Mapping[str, Any]:
    if request.content_type == "application/json":
        told: Json = await request.json()
        return told
    found: Json = {}
    for name, value in (await request.post()).items():
        found[name] = value.file.read() if isinstance(value, web.FileField) else value
        if isinstance(value, web.FileField):
            found[f"{name}.name"] = value.filename
    for name in ("reply_markup", "reply_parameters", "scope", "commands", "results"):
        if isinstance(found.get(name), str):
            found[name] = json.loads(found[name])
    return found
