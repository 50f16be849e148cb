"""What a preset is: an outlet whose feeds are known, with the pace and the manners it wants."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.feeds.news.pace import Span
from bot.feeds.news.publication import Publication, at

SLOWEST = timedelta(minutes=5)
"""How seldom an outlet of one feed is asked while it is quiet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Says what an operator wrote of a preset.

    `every` is how often it is asked at most, "" of anything else is what it has by itself. `key`
    is what it wants of whoever asks, `contact` who answers for our questions.
    """

    url: str
    every: timedelta
    key: str = field(default="", repr=False)
    contact: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Is an outlet by the `name` it has in settings, and makes what is read of what is wanted.

    `url` is where it is before the path of a question, `every` how often it is asked at most.
    """

    name: str
    outlet: str
    url: str
    every: timedelta
    publication: Callable[[Wanted], Publication]


def of_one_feed(*, name: str, outlet: str, url: str, path: str) -> Preset:
    """Make a preset of an outlet that tells everything in one feed, asked every minute at most."""

    def publication(wanted: Wanted) -> Publication:
        return Publication(
            name=name,
            outlet=outlet,
            pages=at(wanted.url + path),
            span=Span(least=wanted.every, most=max(SLOWEST, wanted.every)),
        )

    every = timedelta(minutes=1)
    return Preset(name=name, outlet=outlet, url=url, every=every, publication=publication)
