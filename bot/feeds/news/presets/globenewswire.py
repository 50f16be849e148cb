"""GlobeNewswire: releases of public companies, each tagged with its exchange and symbol."""

from bot.feeds.news.presets.base import of_one_feed

PRESET = of_one_feed(
    name="globenewswire",
    outlet="GlobeNewswire",
    url="https://www.globenewswire.com",
    path="/RssFeed/orgclass/1/feedTitle/GlobeNewswire%20-%20News%20about%20Public%20Companies",
)
