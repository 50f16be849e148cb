"""Issuers: whose filings a register's numbers stand for, asked for once a day."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.errors import FeedError
from bot.feeds.polling import Web
from bot.feeds.web.request import Request
from bot.market.instruments import Symbol

log = logging.getLogger(__name__)

DAILY = timedelta(days=1)
AGAIN = timedelta(hours=1)
"""How long after nothing came the list is asked for anew."""

Numbers = Mapping[int, tuple[Symbol, ...]]


class IssuerList(Protocol):
    """Reads the numbers that issuers are filed under."""

    def request(self) -> Request: ...
    def parse(self, body: bytes) -> Mapping[Symbol, int]: ...


class Issuers:
    """Knows the symbols of each number, as the list of the day has them."""

    def __init__(self, issuers: IssuerList, *, steady: Clock) -> None:
        self.numbers: Numbers = {}
        self._issuers = issuers
        self._steady = steady
        self._due = datetime.min.replace(tzinfo=UTC)

    async def refresh(self, web: Web) -> None:
        """Ask for the list once a day; while there is none, filings are told without symbols."""
        now = self._steady.now()
        if now < self._due:
            return
        request = self._issuers.request()
        try:
            answer = await web.get(request)
            if not answer.unchanged:
                self.numbers = _by_number(self._issuers.parse(answer.body))
        except FeedError as error:
            self._due = now + AGAIN
            web.forget(request)
            log.warning("filings are told without symbols: %s", error)
        else:
            self._due = now + DAILY


def _by_number(listed: Mapping[Symbol, int]) -> Numbers:
    numbers: dict[int, tuple[Symbol, ...]] = {}
    for symbol, number in listed.items():
        numbers[number] = (*numbers.get(number, ()), symbol)
    return numbers
