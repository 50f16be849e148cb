"""CoinDesk: what a newsroom writes of coins and of those who mine them."""

from bot.feeds.news.presets.base import of_one_feed

PRESET = of_one_feed(
    name="coindesk",
    outlet="CoinDesk",
    url="https://www.coindesk.com",
    path="/arc/outboundfeeds/rss/",
)
