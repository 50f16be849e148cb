"""PR Newswire: releases of companies and of everybody else, told by their words alone."""

from bot.feeds.news.presets.base import of_one_feed

PRESET = of_one_feed(
    name="prnewswire",
    outlet="PR Newswire",
    url="https://www.prnewswire.com",
    path="/rss/news-releases-list.rss",
)
