"""Settings of the news: which outlets are read, how often, and what rooms may add."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from bot.feeds.news.pace import Span
from bot.feeds.news.presets import PRESETS
from bot.feeds.news.presets.base import Preset, Wanted
from bot.feeds.news.publication import Publication, at
from bot.feeds.news.sieve import Bounds
from bot.rules.faults import nearest, quoted
from bot.rules.units import span
from config import values
from config.sections import Section

SHORTEST = timedelta(seconds=30)
"""Nobody's feed has news more often, and many turn away whoever asks more often."""

MOST = 200
_NAMES = {preset.name: preset for preset in PRESETS}
_FEED = re.compile(r"[a-z][a-z0-9-]{0,31}")


def _every(written: str) -> timedelta:
    found = span(written)
    if found < SHORTEST:
        raise ValueError(f"{quoted(written)} is too often for a feed; write at least `30s`")
    return found


def _few(written: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", written) or not 1 <= int(written) <= MOST:
        raise ValueError(f"{quoted(written)} is no count; write a number from 1 to {MOST}")
    return int(written)


def _preset(written: str) -> str:
    if written not in _NAMES:
        close = nearest(written, _NAMES)
        hint = f"did you mean `{close}`?" if close else f"write one of {', '.join(_NAMES)}"
        raise ValueError(f"{quoted(written)} is no outlet we know; {hint}")
    return written


def _name(written: str) -> str:
    if not _FEED.fullmatch(written) or written in _NAMES:
        hint = "write lower case letters, digits and `-`, such as `hashrate`"
        raise ValueError(f"{quoted(written)} is no name for a feed of yours; {hint}")
    return written


# What is wrong is said without repeating it: there may be a key in it.
def _url(written: str) -> str:
    try:
        parts = urlsplit(written)
        good = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1)
    except ValueError:
        good = None
    if not good or not written.isprintable():
        raise ValueError(
            "this is no address of a feed; write one like `https://a.example/feed.xml`"
        )
    return written


Every = Annotated[timedelta, values.reads(_every)]
Few = Annotated[int, values.reads(_few)]
PresetName = Annotated[str, values.reads(_preset)]
FeedName = Annotated[str, values.reads(_name)]
FeedUrl = Annotated[str, values.reads(_url)]


class SiteEntry(Section):
    name: PresetName = Field(description="The outlet it is about.")
    url: values.Url | None = Field(
        default=None, description="Its address, where it is another than the one we know."
    )
    every: Every | None = Field(default=None, description="How often it is asked at most.")
    code: values.Text | None = Field(
        default=None, description="Which of its feeds is meant, where it has one for each subject."
    )


class FeedEntry(Section):
    name: FeedName = Field(description="What it is called here.")
    url: FeedUrl = Field(description="Where it is: RSS, Atom or JSON Feed.")
    outlet: values.Text | None = Field(
        default=None, description="Who speaks in it; else what the feed calls itself."
    )
    every: Every = Field(
        default=timedelta(minutes=1), description="How often it is asked while it is busy."
    )


class News(Section):
    presets: tuple[PresetName, ...] = Field(
        default=(), description="Outlets that Prebell knows, by the names they have here."
    )
    sites: tuple[SiteEntry, ...] = Field(
        default=(), description="Where one of them is asked for at another address or pace."
    )
    feeds: tuple[FeedEntry, ...] = Field(default=(), description="Feeds of any other outlet.")
    first: Few = Field(
        default=5, description="Articles that are filed of a feed as it is read first."
    )
    at_most: Few = Field(
        default=20, description="Articles that are told of a feed after a pause, the newest."
    )
    rooms: values.Switch = Field(
        default=True, description="Whether rooms may add feeds, which are theirs alone."
    )

    @field_validator("feeds")
    @classmethod
    def _one_name_each(cls, feeds: tuple[FeedEntry, ...]) -> tuple[FeedEntry, ...]:
        names = [feed.name for feed in feeds]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"two feeds are called {quoted(twice)}; rename one")
        return feeds

    def publications(self, *, contact: str, key: str) -> tuple[Publication, ...]:
        """Return what is read; `contact` is for the SEC, `key` for Finnhub."""
        known = [self._preset(_NAMES[name], contact, key) for name in dict.fromkeys(self.presets)]
        return (*known, *(self._feed(entry) for entry in self.feeds))

    def bounds(self, a_minute: int = Bounds().a_minute) -> Bounds:
        """Return how much of a feed is told."""
        return Bounds(first=self.first, at_most=self.at_most, a_minute=a_minute)

    def _preset(self, preset: Preset, contact: str, key: str) -> Publication:
        entries = (entry for entry in self.sites if entry.name == preset.name)
        entry = next(entries, SiteEntry(name=preset.name))
        wanted = Wanted(
            url=entry.url or preset.url,
            every=entry.every or preset.every,
            key=key,
            contact=contact,
            code=entry.code or "",
        )
        made = preset.publication(wanted)
        return replace(made, bounds=self.bounds(made.bounds.a_minute))

    def _feed(self, entry: FeedEntry) -> Publication:
        return Publication(
            name=entry.name,
            outlet=entry.outlet or "",
            pages=at(entry.url),
            span=Span(least=entry.every, most=max(entry.every, Span().most)),
            bounds=self.bounds(),
        )
