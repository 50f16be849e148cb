"""Issuers: the list is asked for once a day, and nothing waits for it."""

from collections.abc import Mapping
from datetime import timedelta

from bot.clock import ManualClock
from bot.errors import FeedError
from bot.feeds.news.issuers import Issuers
from bot.feeds.web.answer import Answer
from bot.feeds.web.request import Request
from bot.market.instruments import Symbol
from tests.newsfeeds import HOUR, NOON

GOOGL, GOOG = Symbol("GOOGL"), Symbol("GOOG")


class Register:
    """Has a list of issuers, unless it fails; counts how often it is asked."""

    def __init__(self) -> None:
        self.fails = False
        self.asked = 0
        self.forgotten = 0

    def request(self) -> Request:
        return Request("https://example.com/list.json")

    def parse(self, _body: bytes) -> Mapping[Symbol, int]:
        return {GOOGL: 7, GOOG: 7}

    async def get(self, request: Request) -> Answer:
        self.asked += 1
        if self.fails:
            raise FeedError(f"{request.where} answered 503")
        return Answer(body=b"{}", at=NOON)

    def forget(self, _request: Request) -> None:
        self.forgotten += 1


async def test_a_number_has_all_symbols_of_its_issuer_and_is_asked_for_once_a_day():
    register, clock = Register(), ManualClock(NOON)
    issuers = Issuers(register, steady=clock)
    for hour in (0, 1, 23, 25):
        clock.turn_to(NOON + hour * HOUR)
        await issuers.refresh(register)

    assert ({7: (GOOGL, GOOG)}, 2) == (issuers.numbers, register.asked)


async def test_where_there_is_no_list_it_is_asked_for_again_after_an_hour():
    """What there was of it stays until then."""
    register, clock = Register(), ManualClock(NOON)
    issuers = Issuers(register, steady=clock)
    await issuers.refresh(register)
    register.fails = True
    for minutes in (24 * 60, 24 * 60 + 30, 25 * 60):
        clock.turn_to(NOON + timedelta(minutes=minutes))
        await issuers.refresh(register)

    assert ({7: (GOOGL, GOOG)}, 3, 2) == (issuers.numbers, register.asked, register.forgotten)
