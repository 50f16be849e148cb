"""Spoken of: sessions that a sentence names and that are no time of its moves."""

from bot.news.claiming.line import Line
from bot.news.claiming.parts import Part
from bot.news.claiming.whens import SESSIONS
from bot.news.claims import Figure, Holder

_REPORTS = frozenset(("report", "reports", "reporting", "due", "scheduled", "publishes"))
_BEFORE = frozenset((Part.FILLER, Part.WHEN, Part.DUE, Part.BUSINESS, Part.POSSESSIVE))
_NEAR, _FIRST = 3, 1


def is_aside(line: Line, k: int) -> bool:
    """Tell whether a session is only spoken of: `erasing an after-hours gain`."""
    when = line.tokens[k].when
    if when is None or when.figure not in SESSIONS:
        return False
    undone = any(t.part is Part.UNDO for t in line.tokens[max(0, k - _NEAR) : k])
    told = line.at(k + 1).text == "had" or line.at(k - 1).text == "what"
    undone = undone and line.at(k + 1).part is Part.MOVE
    return told or undone or _is_scheduled(line, k) or _is_heading(line, k)


# `Ford, which reports after the bell, was up 2 %`: of its figures, and not of its price.
def _is_scheduled(line: Line, k: int) -> bool:
    return line.at(line.left(k - 1, _BEFORE)).text in _REPORTS


# `After the bell: from rally to rout`: when it was written, and not of whose move it tells.
def _is_heading(line: Line, k: int) -> bool:
    when = line.tokens[k].when
    late = when is not None and when.figure is Figure.POSTMARKET and when.start <= line.at(0).end
    headed = late and k <= _FIRST and line.tokens[k].text.endswith(("bell", "close"))
    if not headed or line.at(k + 1).part is not Part.STOP:
        return False
    named = (ref.holder for token in line.tokens for ref in token.refs)
    return Holder.INSTRUMENT not in named and not any(t.quantity for t in line.tokens)
