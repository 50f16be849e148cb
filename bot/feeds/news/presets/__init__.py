"""The outlets that Prebell knows by name: a module each, and a line here."""

from bot.feeds.news.presets import (
    businesswire,
    coindesk,
    finnhub,
    globenewswire,
    prnewswire,
    sec,
    yahoo,
)
from bot.feeds.news.presets.base import Preset

PRESETS: tuple[Preset, ...] = (
    sec.PRESET,
    globenewswire.PRESET,
    prnewswire.PRESET,
    businesswire.PRESET,
    coindesk.PRESET,
    yahoo.PRESET,
    finnhub.PRESET,
)
"""Every one there is; settings and documents derive from it."""
