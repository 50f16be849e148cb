"""Business Wire: releases by subject, each subject under a code of its own."""

from datetime import timedelta
from urllib.parse import quote

from bot.feeds.news.pace import Span
from bot.feeds.news.presets.base import Preset, Wanted
from bot.feeds.news.publication import Publication, at

NAME, OUTLET = "businesswire", "Business Wire"
PATH = "/rss/home/?rss="
EVERYTHING = "G1QFDERJXkJeGVtRXQ=="
"""The code of all news, where an operator has chosen none; the site gives one a subject."""

SLOWEST = timedelta(minutes=5)


def publication(wanted: Wanted) -> Publication:
    return Publication(
        name=NAME,
        outlet=OUTLET,
        pages=at(f"{wanted.url}{PATH}{quote(wanted.code or EVERYTHING)}"),
        span=Span(least=wanted.every, most=max(SLOWEST, wanted.every)),
    )


PRESET = Preset(
    name=NAME,
    outlet=OUTLET,
    url="https://feed.businesswire.com",
    every=timedelta(minutes=1),
    publication=publication,
)
