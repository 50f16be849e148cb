"""A worker: one thread with one connection, that does what is asked of it in order.

What waits together is committed together: a disk that takes 5 ms to be sure takes them for all.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from itertools import count
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

from bot.errors import StoreError
from bot.storage.asked import Asked, Queue
from bot.storage.sessions import Session, Work
from bot.storage.trouble import in_words, is_lost, is_passing

log = logging.getLogger(__name__)

T = TypeVar("T")

TOGETHER = 64
"""How many works share a commit at most."""

PAUSE = 0.5
"""Seconds between two tries, while the database takes nothing."""

GRACE = 2.0
"""Seconds for the last try to come back, once there is to be no other."""


class Worker:
    """Does what it is asked in order; while the database takes nothing it waits, and loses nothing.

    `trouble` says why the database takes nothing; it is empty while it does. With `patience`, in
    seconds, whoever asks is told of it after so long; without, they wait until it passes.
    """

    def __init__(
        self,
        name: str,
        open_session: Callable[[], Session],
        *,
        pause: float = PAUSE,
        patience: float | None = None,
    ) -> None:
        self.trouble = ""
        self._name = name
        self._open = open_session
        self._pause = pause
        self._patience = patience
        self._queue = Queue()
        self._given_up = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, work: Work[T]) -> "Future[T]":
        """Ask for some work; the future is done, in this worker's thread, once it is committed.

        What was asked for is done, even where nobody waits for it any longer.
        """
        return self._queue.put(work)

    def close(self, patience: float) -> int:
        """Do what was asked, for at most `patience` seconds; return how much of it is not done."""
        self._queue.close()
        self._thread.join(patience)
        self._given_up.set()
        self._thread.join(GRACE)
        return self._queue.open

    def _run(self) -> None:
        session = self._open()
        while batch := self._queue.take(TOGETHER):
            self._do(session, batch)
        session.close()

    # The seam of one work: what it raises is for whoever asked for it, and stops no other.
    def _do(self, session: Session, batch: Sequence[Asked], *, again: bool = False) -> None:
        begun = monotonic()
        for tries in count():
            try:
                results = session.transact([asked.work for asked in batch])
            except Exception as error:  # noqa: BLE001 (whoever asked is told)
                if not is_passing(error):
                    self._refuse(session, batch, error, again=again)
                    return
                if tries == 0 and is_lost(error):
                    continue  # one that was idle for long is cut without a word
                if not self._waited(error, begun):
                    self._fail(batch, error)
                    return
            else:
                self._well()
                for asked, result in zip(batch, results, strict=True):
                    self._queue.done(asked, lambda future, it=result: future.set_result(it))  # type: ignore[misc]  # bound now
                return

    # One that cannot be done must not take the others with it; each has a try of its own.
    def _refuse(
        self, session: Session, batch: Sequence[Asked], error: Exception, *, again: bool
    ) -> None:
        if again:
            self._queue.done(batch[0], lambda future: future.set_exception(error))
            return
        for one in batch:
            self._do(session, [one], again=True)

    # What is given up at the end is told, and counts as not done.
    def _fail(self, batch: Sequence[Asked], error: Exception) -> None:
        told = StoreError(f"the store: {in_words(error)}")
        told.__cause__ = error
        for asked in batch:
            if self._given_up.is_set():
                asked.future.set_exception(told)
            else:
                self._queue.done(asked, lambda future: future.set_exception(told))

    # Tells whether to try again, after a while.
    def _waited(self, error: Exception, begun: float) -> bool:
        said = in_words(error)
        if not self.trouble:
            log.error("the store does not answer", extra={"why": said, "worker": self._name})
        self.trouble = said
        if self._patience is not None and monotonic() - begun >= self._patience:
            return False
        return not self._given_up.wait(self._pause)

    def _well(self) -> None:
        if self.trouble:
            self.trouble = ""
            log.warning("the store answers again", extra={"worker": self._name})
