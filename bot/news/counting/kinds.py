"""Kinds of number: what it counts, and how sharply it is said."""

from enum import StrEnum


class Kind(StrEnum):
    """What a number counts; the value of a quantity is in the unit said here."""

    PERCENT = "percent"
    """Points: 4 is 4 %; never negative, for words say which way."""
    MONEY = "money"
    """Whole units of its currency: 90B is 90,000,000,000."""
    POWER = "power"
    """Megawatts."""
    MULTIPLE = "multiple"
    """Times: tripled is 3, sixfold and 6x are 6."""
    HASHRATE = "hashrate"
    """Exahashes a second."""
    COIN = "coin"
    """Coins: 150 BTC."""
    COUNT = "count"
    """Any other number that something is counted by."""


class Bound(StrEnum):
    """How sharply a number is said."""

    EXACT = "exact"
    ABOUT = "about"
    """About, around, roughly, nearly, almost, near."""
    OVER = "over"
    """More than, over, at least, up to a minimum."""
    UNDER = "under"
    """Less than, under, as much as, up to."""
