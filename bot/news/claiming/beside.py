"""Beside: what is told beside a move of the day or market that it is of."""

from bot.news.claiming.line import Line
from bot.news.claiming.move import Move
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Ref, Token
from bot.news.counting.kinds import Kind

_CLOSED = frozenset(
    ("closed", "closes", "close", "ended", "ends", "finished", "finishes", "settled", "settles")
)
_ABROAD = frozenset(
    (
        *("zurich", "london", "paris", "frankfurt", "amsterdam", "milan", "toronto", "copenhagen"),
        *("dublin", "tokyo", "seoul", "stockholm", "sydney", "oslo", "madrid", "helsinki", "hong"),
        *("brussels", "lisbon", "vienna", "taipei", "shanghai", "mumbai", "europe", "asia"),
    )
)
_APART = frozenset((Part.AND, Part.BREAK, Part.STOP))
_CLASSES = frozenset("KABC")  # of shares
_NEAR = 3
_FARTHEST = 9


def is_abroad(line: Line, move: Move) -> bool:
    """Tell whether a move is told of another market: `in Zurich`, right before or behind it."""
    low = high = move.at
    while low > 0 and line.at(low - 1).part not in _APART and not _is_percent(line.at(low - 1)):
        low -= 1
    while line.at(high + 1).part not in _APART | {Part.SUBJECT, Part.COMMA}:
        high += 1
    return any(is_place(line, k) for k in range(low, high + 1))


def is_place(line: Line, k: int) -> bool:
    """Tell whether a market is named whose morning is no time before the bell."""
    return line.at(k - 1).text == "in" and line.at(k).text.lower().split(" ")[0] in _ABROAD


def has_close(line: Line) -> bool:
    """Tell whether a sentence speaks of a close."""
    return any(token.text in _CLOSED for token in line.tokens)


def is_closed(line: Line, move: Move) -> bool:
    """Tell whether a move is that of a close."""
    near = line.tokens[max(0, move.anchor - _NEAR) : move.at + 1]
    return any(token.text in _CLOSED for token in near) or _has_closed(line, move)


# `Shares had closed at $402.10, up 2 %`: a close and its price, of which the move is told.
def _has_closed(line: Line, move: Move) -> bool:
    for token in reversed(line.tokens[max(0, move.anchor - _FARTHEST) : move.anchor]):
        if token.text in _CLOSED:
            return True
        if token.part in _APART or _is_percent(token):
            return False
    return False


def is_what_led_there(line: Line, move: Move) -> bool:
    """Tell whether a gain is how a level was come to, where nothing else is told.

    So in `topped $1,000 after a gain of 4 %`.
    """
    before = line.tokens[: min(move.at, move.anchor)]
    level = any(t.quantity is not None and t.quantity.kind is Kind.MONEY for t in before)
    return level and not any(token.sign == -move.sign for token in before)


def was_before(line: Line, move: Move) -> bool:
    """Tell whether a move came before the session spoken of: `it had already gained 4 %`."""
    near = line.tokens[max(0, move.anchor - _NEAR) : move.anchor]
    return any(token.text == "had" for token in near)


# The letter of a class of shares is one of the first: `BRK.B`.
def is_foreign(ref: Ref) -> bool:
    """Tell whether a stock is listed abroad: `BA.L`."""
    _, dot, venue = ref.name.partition(".")
    return bool(dot) and venue not in _CLASSES


def _is_percent(token: Token) -> bool:
    return token.quantity is not None and token.quantity.kind is Kind.PERCENT
