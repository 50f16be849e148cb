"""Lists: percents that share the verb, or the heading, of what was said before them."""

from bot.news.claiming.asides import CALLED
from bot.news.claiming.governor import CLOSE, HINTS, VERBS, Governor, is_of, right_of
from bot.news.claiming.line import CLEAR, Line
from bot.news.claiming.move import Move
from bot.news.claiming.parts import Part
from bot.news.counting.kinds import Kind

_BARE = frozenset((Part.WHEN, Part.STOP, Part.FILLER))
_SEVERAL = frozenset(("gains", "losses", "rises", "falls", "declines", "advances", "drops"))
_HEADS = {
    **dict.fromkeys(("winners", "gainers", "risers", "advancers", "climbers"), 1),
    **dict.fromkeys(("losers", "decliners", "fallers", "laggards"), -1),
}
_DESCRIBING = frozenset((Part.FILLER, Part.LEAD, Part.WORD, Part.OF, Part.PREPOSITION, Part.NAME))
_ANYTHING = frozenset(Part) - {Part.COMMA, Part.STOP, Part.QUANTITY, Part.BREAK}
_TOLD = _ANYTHING | {Part.BREAK}
_MOST_WORDS = 2


def shared(line: Line, left: int, at: int, last: Move | None) -> Governor | None:
    """Find what a percent shares with what was said before; None where it stands alone.

    `left` is the first token to its left that is more than a hint, `last` the move before it.
    """
    found = _listed(line, left, at, last) or _headed(line, left, at)
    found = found or _of_day(line, at, last) or _alone(line, at)
    return found or _bracketed(line, left, at) or _spread(line, at)


# One more of a list whose verb was said once: `TeraWulf 5 %`, `, 150 % this year`.
def _listed(line: Line, left: int, at: int, last: Move | None) -> Governor | None:
    if last is None or left < 0:
        return None
    if line.at(at + 1).text == "for":
        shares = right_of(line, at) is not None
    else:
        shares = _is_named(line, left, last) or _goes_on(line, left, at, last)
    return Governor(last.sign, last.anchor, listed=True) if shares else None


# Who stands before an aside that ends at `left`: `Micron, the best of them, 5 %`; else `left`.
def past_aside(line: Line, left: int) -> int:
    if line.at(left).part is not Part.COMMA:
        return left
    k = line.left(left - 1, _TOLD)
    called = line.at(k + 1).text in CALLED  # `Acme, known as Bolt until last year, 5 %`
    if line.at(k).part is not Part.COMMA or not (called or line.at(k + 1).part is Part.WHO):
        k = line.left(left - 1, _DESCRIBING)
    opens = line.at(k).part is Part.COMMA and k < left - 1
    return k - 1 if opens and line.at(k - 1).part is Part.SUBJECT else left


# Whether who it is of stands right before: `TeraWulf 5 %`, `TeraWulf (5 %)`, `IREN's 6 %`.
def _is_named(line: Line, left: int, last: Move) -> bool:
    left = past_aside(line, left)
    if line.at(left).text in {"has", "had", "have"}:
        left = line.left(left - 1, CLEAR)
    if line.at(left).text == "with":
        left -= 1  # `led with 4 %, ahead of Acme with 3 %`
    part = line.at(left).part
    if part is Part.OPEN:
        return line.at(left - 1).part is Part.SUBJECT
    return part is Part.SUBJECT or (part is Part.POSSESSIVE and left > last.at)


# Whether it goes on with the one before: `and 5 %`, `, a mere 150 % this year`.
def _goes_on(line: Line, left: int, at: int, last: Move) -> bool:
    k, words = left, 0
    while k > last.at and line.at(k).part in CLEAR | {Part.WORD} and words < _MOST_WORDS:
        words += line.at(k).part is Part.WORD
        k -= 1
    if line.at(k).part not in {Part.AND, Part.COMMA, Part.BREAK}:
        return False
    each = any(token.text == "respectively" for token in line.tokens[-CLOSE:])
    by = line.at(at - 1).text == "by" and line.at(k).part is Part.AND
    to = line.at(at + 1).text == "to" and is_of(line.at(at + 2), Kind.MONEY)
    by = by or (to and line.at(k).part is Part.AND)
    return each or by or line.at(at + 1).part is Part.WHEN or k - last.at <= CLOSE


# `Losers: Acme 3 %`, `miners rose: Acme by 3 %`: what stands before the colon says which way.
def _headed(line: Line, left: int, at: int) -> Governor | None:
    if line.at(left).part is not Part.SUBJECT:
        return None
    if line.at(at - 1).text == "by":
        verb = line.left(left - 1, frozenset(Part) - VERBS - {Part.QUANTITY})
        if line.at(verb).part is Part.MOVE:
            return Governor(line.at(verb).sign, left, listed=True)
    k = left - 1
    while k >= 0 and not (line.at(k).part is Part.STOP and line.at(k).text == ":"):
        if line.at(k).part in {Part.MOVE, Part.SIDE, Part.BREAK, Part.BUSINESS}:
            return None
        k -= 1
    for head in range(k - 1, -1, -1):
        token = line.at(head)
        if token.part is Part.STOP:
            return None
        if sign := _HEADS.get(token.text, token.sign if token.part in VERBS else 0):
            return Governor(sign, left, listed=True)
    return None


# `Wednesday's 9 % pop`, whatever it is called: as the move beside it.
def _of_day(line: Line, at: int, last: Move | None) -> Governor | None:
    when = line.at(at - 1).when
    ends = line.at(at + 2).part in {Part.COMMA, Part.STOP, Part.FILLER}
    noun = line.at(at + 1).part is Part.WORD or (line.at(at + 1).text == "monster" and ends)
    if last is None or when is None or not when.possessive or not noun:
        return None
    return Governor(last.sign, at, noun=True)


# `Gains ranged from 2 % for Acme to 6 % for Bolt`.
def _spread(line: Line, at: int) -> Governor | None:
    if right_of(line, at) is None:
        return None
    verb = line.left(at - 1, frozenset(Part) - {Part.MOVE, Part.STOP, Part.SUBJECT, Part.BUSINESS})
    plural = line.at(verb).part is Part.MOVE and line.at(verb).text in _SEVERAL
    return Governor(line.at(verb).sign, at, listed=True) if plural else None


# `Next come Acme (5 %) and Bolt (4 %)`: as the article has gone on.
def _bracketed(line: Line, left: int, at: int) -> Governor | None:
    if line.at(left).part is not Part.OPEN or line.at(left - 1).part is not Part.SUBJECT:
        return None
    alone = line.at(at + 1).part is Part.SHUT and not any(t.sign for t in line.tokens)
    sign = line.memory.sign
    return Governor(sign, at, listed=True) if alone and sign else None


# `Over twelve months? 310 %.`, `Acme? Just under 3 %.`: nothing but a time or a name and a number,
# as the article has gone on.
def _alone(line: Line, at: int) -> Governor | None:
    asked = line.at(0).part is Part.SUBJECT and line.at(1).text == "?"
    others = [token for k, token in enumerate(line.tokens) if k != at and not (asked and k == 0)]
    timed = any(token.part is Part.WHEN for token in others)
    if not (timed or asked) or any(
        token.part not in _BARE and token.text not in HINTS for token in others
    ):
        return None
    return Governor(line.memory.sign, at) if line.memory.sign else None
