"""The rule language: a text in, a condition out, or a fault that says what to write instead."""

from collections.abc import Collection

from bot.market.instruments import SYMBOL
from bot.rules import leading
from bot.rules.conditions import Condition
from bot.rules.faults import RuleFault
from bot.rules.measure import Scope

BEGINS = frozenset(("news", "stories", "claim"))
"""Words that a condition on news begins with, and no symbol; elsewhere they are names as others."""

__all__ = ["KEYWORDS", "LENGTH_LIMIT", "RuleFault", "lead", "parse", "parse_led"]

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
        "data",
        "enters",
        "falls",
        "for",
        "has",
        "have",
        "inside",
        "least",
        "leaves",
        "moves",
        "new",
        "no",
        "not",
        "of",
        "or",
        "outside",
        "over",
        "rises",
        "then",
        "within",
    )
)
"""Words of the language; a watchlist of such a name could not be counted."""


def parse(
    text: str,
    *,
    watchlists: Collection[str],
    own: Scope | None,
    themes: Collection[str] | None = None,
) -> Condition:
    """Read a condition about the watchlists there are; `own` is what a metric alone belongs to.

    Where `themes` is None any theme will do. Raises RuleFault for the first thing that is wrong
    with it, and nothing else.
    """
    _refuse_long(text)
    from bot.rules.reader import read  # noqa: PLC0415 (its parser takes 0.1 s; --help needs none)

    return read(text, watchlists=watchlists, own=own, themes=themes)


def lead(text: str, *, watchlists: Collection[str]) -> tuple[str | None, str]:
    """Part a typed text into the subject it leads with and its condition.

    `IREN premarket > 4%` is about IREN; `IREN > 70` is about its price, `miners > 90B` about their
    cap; a text that leads with no subject is the condition as a whole.
    """
    subject, rest = leading.lead(text, watchlists, {*KEYWORDS, *BEGINS})
    return subject or None, rest


def parse_led(
    text: str, *, watchlists: Collection[str], themes: Collection[str] | None = None
) -> tuple[str | None, str, Condition]:
    """Read a typed text that may lead with its subject: the subject, the condition, and what it is.

    Raises RuleFault, with its place in the text as it was typed.
    """
    _refuse_long(text)
    subject, when = lead(text, watchlists=watchlists)
    own = None
    if subject is not None:
        listed = subject in watchlists or not SYMBOL.fullmatch(subject)
        own = Scope.WATCHLIST if listed else Scope.INSTRUMENT
    try:
        return subject, when, parse(when, watchlists=watchlists, own=own, themes=themes)
    except RuleFault as fault:
        # What was put in front, `price`, is as far from the end as the subject it stands for.
        at = fault.at + len(text) - len(when)
        start = max(0, at)
        length = max(0, fault.length - (start - at))
        raise RuleFault(fault.message, text=text, at=start, length=length) from fault


def _refuse_long(text: str) -> None:
    if len(text) > LENGTH_LIMIT:
        message = f"a rule has at most {LENGTH_LIMIT} characters, and this {len(text)}; split it"
        raise RuleFault(message, text=text, at=LENGTH_LIMIT, length=len(text) - LENGTH_LIMIT)
