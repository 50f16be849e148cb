"""Bars as a feed: what a CSV of opens, highs, lows and closes can tell."""

from bot.feeds.bars.feed import ASSUMED, SOURCE, Bars

__all__ = ["ASSUMED", "SOURCE", "Bars"]
