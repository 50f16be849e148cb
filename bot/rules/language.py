"""The rule language: a text in, a condition out, or a fault that says what to write instead."""

from collections.abc import Collection

from bot.rules.conditions import Condition
from bot.rules.faults import RuleFault
from bot.rules.measure import Scope

__all__ = ["KEYWORDS", "LENGTH_LIMIT", "RuleFault", "parse"]

LENGTH_LIMIT = 500
"""Characters in a rule; people ask for rules in a chat, and what they type must not stop it."""

KEYWORDS = frozenset(
    (
        "above",
        "all",
        "and",
        "any",
        "at",
        "below",
        "crosses",
        "has",
        "have",
        "least",
        "not",
        "of",
        "or",
        "within",
    )
)
"""Words of the language; a watchlist of such a name could not be counted."""


def parse(text: str, *, watchlists: Collection[str], own: Scope | None) -> Condition:
    """Read a condition about the watchlists there are; `own` is what a metric alone belongs to.

    Raises RuleFault for the first thing that is wrong with it, and nothing else.
    """
    if len(text) > LENGTH_LIMIT:
        message = f"a rule has at most {LENGTH_LIMIT} characters, and this {len(text)}; split it"
        raise RuleFault(message, text=text, at=LENGTH_LIMIT, length=len(text) - LENGTH_LIMIT)
    from bot.rules.reader import read  # noqa: PLC0415 (its parser takes 0.1 s; --help needs none)

    return read(text, watchlists=watchlists, own=own)
