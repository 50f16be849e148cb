"""What was asked of the store and is not done yet, in its order."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Condition
from typing import Any, TypeVar

from bot.errors import StoreError
from bot.storage.sessions import Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """Some work, and what whoever asked for it waits on."""

    work: Work[Any]
    future: "Future[Any]" = field(default_factory=Future)


class Queue:
    """Takes works from any thread, and hands them to one, until it is closed."""

    def __init__(self) -> None:
        self._waiting: deque[Asked] = deque()
        self._open = 0
        self._closed = False
        self._news = Condition()

    @property
    def open(self) -> int:
        """How many works are not done: waiting, or under way."""
        return self._open

    def put(self, work: Work[T]) -> "Future[T]":
        """Take some work; its future cannot be cancelled, for what was asked for is done."""
        asked = Asked(work)
        asked.future.set_running_or_notify_cancel()
        with self._news:
            if self._closed:
                raise StoreError("the store is closed")
            self._waiting.append(asked)
            self._open += 1
            self._news.notify()
        return asked.future

    def take(self, most: int) -> list[Asked]:
        """Wait for works and return the first of them; none is there once it is closed."""
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._closed)
            return [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]

    def close(self) -> None:
        """Take no more; those that wait are still handed out."""
        with self._news:
            self._closed = True
            self._news.notify()

    def done(self, asked: Asked, tell: Callable[["Future[Any]"], None]) -> None:
        """Tell whoever asked what came of it."""
        with self._news:
            self._open -= 1
        tell(asked.future)
