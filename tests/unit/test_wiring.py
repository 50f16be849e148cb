"""Which settings reach which provider, and which addresses share one budget."""

from decimal import Decimal
from random import Random

import pytest

from bot.clock import ManualClock
from bot.feeds.asked import Asked
from bot.feeds.cadence import Cadence
from bot.feeds.providers import PROVIDERS, STREAMS
from bot.feeds.web.reach import anywhere
from bot.feeds.wiring import client_for, live
from bot.market.instruments import Symbol
from config.settings import Settings
from tests.builders import a_market, at

NOON = at("2025-10-10T16:00Z")
IREN = Symbol("IREN")


def asked(**provider: object) -> Asked:
    """Return the one provider of these settings as the feeds take it."""
    ((name, settings),) = provider.items()
    feeds = {"quotes": [name], name: settings}
    (one,) = Settings.validated({"feeds": feeds}).feeds.asked()
    return one


@pytest.mark.parametrize(("written", "feed"), [({}, "iex"), ({"feed": "sip"}, "sip")])
def test_alpaca_is_asked_for_the_feed_of_the_plan(written: dict[str, str], feed: str):
    """Of one exchange, unless the operator pays for all of them."""
    one = asked(alpaca=written)

    request = PROVIDERS["alpaca"](one).request([IREN])

    assert request.url.endswith(f"&feed={feed}")
    assert STREAMS["alpaca"](one).stream_url.endswith(f"/v2/{feed}")


def details(one: Asked) -> list[str]:
    """Wire one provider, and return the kinds of what would be asked or listened to."""
    clock = ManualClock(NOON)
    feed = live(
        [one],
        [IREN],
        market=a_market(),
        cadence=Cadence(),
        client=client_for([one], clock, anywhere),
        clock=clock,
        random=Random(1),  # noqa: S311 (to be the same each time)
    )
    return [line.split(";")[0].split(":")[0] for line in feed.details()]


def test_yahoos_stream_is_listened_to_where_it_is_written_alone():
    """It is nobody's promise; charts are read beside it."""
    stream = "wss://streamer.finance.yahoo.com"

    assert ["yahoo"] == details(asked(yahoo={}))
    assert ["yahoo", "yahoo, its stream"] == details(asked(yahoo={"stream": stream}))
    assert f"{stream}/?version=2" == STREAMS["yahoo"](asked(yahoo={"stream": stream})).stream_url


def test_quotes_of_yahoo_are_asked_for_where_that_is_written_alone():
    """They want a cookie, which charts do not."""
    assert ("", "https://fc.yahoo.com") == (
        asked(yahoo={}).cookies,
        asked(yahoo={"quotes": "true"}).cookies,
    )


def test_a_register_is_asked_twice_a_second_at_most_by_default():
    """Ten are allowed, to all who ask from one place together."""
    register = Settings.validated({}).feeds.register()

    assert register is not None
    assert (Decimal(2), 1, "") == (
        register.asked.a_second,
        register.asked.at_once,
        register.contact,
    )
    assert None is Settings.validated({"feeds": {"sec": {"enabled": "false"}}}).feeds.register()
