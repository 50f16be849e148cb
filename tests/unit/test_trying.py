"""A provider is tried with a symbol that it can know, of ours if there is one."""

import pytest

from bot.feeds.trying import one_of
from bot.market.instruments import Symbol


@pytest.mark.parametrize(
    ("provider", "watched", "asked"),
    [
        ("yahoo", "IREN WULF", "IREN"),
        ("yahoo", "ETH-USD IREN", "IREN"),
        ("yahoo", "", "AAPL"),
        ("massive", "ETH-USD", "AAPL"),
        ("coinbase", "IREN WULF", "BTC-USD"),
        ("kraken", "", "BTC-USD"),
    ],
)
def test_it_is_the_first_that_the_provider_can_know(provider: str, watched: str, asked: str):
    """A share at a coin exchange would always fail, and say nothing of the exchange."""
    assert asked == one_of(provider, [Symbol(s) for s in watched.split()])
