"""Apprise: everything else people read — mail, ntfy, Matrix, Slack — by way of one library.

It is an extra, and imported only where a service is configured.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

import apprise

from bot.chat import Answer, Message, Severity
from bot.delivery.limits import Limits, Window
from bot.delivery.parcel import Manner, Parcel
from bot.delivery.platform import marked
from bot.errors import DeliveryError, DeliveryRefused, DeliveryUnsure, SetupError

PATIENCE = timedelta(seconds=25)
"""For all services of a name together; the courier waits for half a minute."""

LIMITS = Limits(chat=(Window(1, timedelta(seconds=1)), Window(20, timedelta(minutes=1))))
"""Ours, for people read it; most services take about as much."""

REMEMBERED = 1000

_TYPES = {
    Severity.INFO: apprise.NotifyType.INFO,
    Severity.WARNING: apprise.NotifyType.WARNING,
    Severity.CRITICAL: apprise.NotifyType.FAILURE,
}


class Apprises:
    """Tells services; a destination's chat is the name of some of them.

    Where some took a message and others did not, a second try asks those alone that did not.
    """

    name = "apprise"
    keyed = False
    limits = LIMITS

    def __init__(
        self, urls: Mapping[str, Sequence[str]], *, patience: timedelta = PATIENCE
    ) -> None:
        # Its log repeats addresses, and what it cannot send; both may be secrets.
        logging.getLogger(apprise.logger.name).disabled = True
        self._services = {name: [_service(name, url) for url in of] for name, of in urls.items()}
        self._patience = patience
        self._busy: set[str] = set()
        self._took: dict[str, set[int]] = {}

    async def start(self, answer: Answer) -> None:
        """Wait for nothing: nobody can ask by this way."""

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:  # noqa: ARG002 (what was said stays)
        """Tell every service of a name. Raises DeliveryError until the last has taken it."""
        name = parcel.destination.chat
        if parcel.manner is Manner.EDIT:  # what was sent cannot be called back
            return ""
        if name not in self._services:
            raise DeliveryRefused(f"no service of Apprise is named {name!r} in the settings")
        if name in self._busy:
            raise DeliveryError("the services are still busy with the message before")
        message = marked(parcel.message, repeat=repeat)
        took = self._took.setdefault(parcel.key, set())
        self._busy.add(name)
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                await _in_a_thread(
                    lambda: self._tell(name, message, took), lambda: self._busy.discard(name)
                )
        except TimeoutError:
            raise DeliveryUnsure("the services did not finish in time") from None
        self._judge(parcel, len(self._services[name]) - len(took))
        return ""

    async def stop(self) -> None:
        """Forget who took what; a thread that is still telling ends by itself."""
        self._took.clear()

    def _tell(self, name: str, message: Message, took: set[int]) -> None:
        for number, service in enumerate(self._services[name]):
            if number not in took and _told(service, message):
                took.add(number)

    def _judge(self, parcel: Parcel, left: int) -> None:
        if left:
            while len(self._took) > REMEMBERED:
                del self._took[next(iter(self._took))]
            of = len(self._services[parcel.destination.chat])
            raise DeliveryError(f"{left} of {of} services of Apprise did not take it")
        self._took.pop(parcel.key, None)


def text_of(message: Message) -> str:
    """Write what stands under the title: the evidence, and the facts a line each."""
    return "\n".join(
        filter(None, (message.body, *(f"{f.label}: {f.value}" for f in message.facts)))
    )


def _service(name: str, url: str) -> apprise.Apprise:
    asset = apprise.AppriseAsset(
        app_id="Prebell",
        app_desc="Prebell",
        app_url="",
        image_url_mask="",  # nobody's reader is to load a picture from elsewhere
        async_mode=False,
        interpret_emojis=False,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
        service_timeout=0,  # it would give up waiting in a thread of its own; we do so
    )
    service = apprise.Apprise(asset=asset)
    if not service.add(url):
        raise SetupError(f"apprise: {name}: an address says nothing to Apprise; see its manual")
    return service


def _told(service: apprise.Apprise, message: Message) -> bool:
    kind = _TYPES[message.severity]
    return bool(
        service.notify(  # it answers no, whatever a plug-in raises
            title=message.title,
            body=text_of(message) or message.title,
            notify_type=apprise.NotifyType.SUCCESS if message.reason == "resolved" else kind,
            body_format=apprise.NotifyFormat.TEXT,
        )
    )


# A pool would keep the process from ending until its last thread has.
async def _in_a_thread(work: Callable[[], None], after: Callable[[], None]) -> None:
    loop, done = asyncio.get_running_loop(), asyncio.Event()

    def finish() -> None:
        after()
        done.set()

    def run() -> None:
        try:
            work()
        finally:
            with suppress(RuntimeError):  # the loop has closed meanwhile
                loop.call_soon_threadsafe(finish)

    threading.Thread(target=run, name="apprise", daemon=True).start()
    await done.wait()
