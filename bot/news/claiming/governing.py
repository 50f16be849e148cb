"""Governing: the word that makes a percent a move, and says which way it went."""

from bot.news.claiming import lists, rates
from bot.news.claiming.governor import HINTS, VERBS, Governor, before, is_of
from bot.news.claiming.line import CLEAR, Line
from bot.news.claiming.move import Move
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Token
from bot.news.claims import Figure
from bot.news.counting.kinds import Kind

_MODIFIERS = frozenset((Part.FILLER, Part.WHEN, Part.STOCK, Part.DUE))
_ENDS = frozenset((Part.WHEN, Part.COMMA, Part.BREAK, Part.AND, Part.STOP, Part.DUE))
_LEVELS = {"above": 1, "below": -1, "beneath": -1, "under": -1}
_ADVERBS = frozenset((Part.FILLER,))
_PAUSES = frozenset((Part.COMMA, Part.BREAK, Part.WORD))
_OTHERS = frozenset(Part) - VERBS - {Part.QUANTITY, Part.SUBJECT, Part.STOP, Part.BUSINESS}
_SPANS = frozenset((Figure.WEEK, Figure.MONTH, Figure.YEAR, Figure.YTD))
_EXTREMES = ("peak", "high", "highs", "low", "lows", "record", "records")
_STANDS = frozenset((Part.MOTION, Part.AUX, Part.SUBJECT, Part.MOVE))
_COMES = frozenset(
    ("to", "at", "comes", "came", "amounts", "amounted", "stands", "stood", "limited")
)
_PUTS = frozenset(("put", "puts", "putting", "leaves", "left", "leaving", "stands", "stood"))
_IS = frozenset(("is", "was", "are", "were", "been"))
_NOUNS = frozenset(
    (
        "gain",
        "gains",
        "rise",
        "advance",
        "rally",
        "jump",
        "climb",
        "drop",
        "fall",
        "decline",
        "slide",
    )
) | {"loss", "losses", "surge", "return", "run", "slump", "dip", "retreat"}
_THAN = {"more": 1, "higher": 1, "less": -1, "lower": -1}
_SIGNS = {Part.PLUS: 1, Part.MINUS: -1}
_NEXT = frozenset(("followed", "follow", "follows", "behind"))
_GETS = frozenset(("get", "gets", "got", "getting"))
_FEW = 5


def governor(line: Line, at: int, last: Move | None) -> Governor | None:
    """Find what makes the percent at a token a move; None where nothing does.

    `last` is the move before it in the sentence, whose verb it may share.
    """
    left = before(line, at - 1)
    if found := _that_went(line, at):
        return found
    if line.at(left).part in {Part.UNDO, Part.NOT}:
        return None
    if rates.is_other(line, at):
        return None
    found = _behind(line, at) or _multiplied(line, at) or _ahead(line, left, at, last)
    if found is None and not line.at(at).sign:
        found = _noun_behind(line, at) or _led_with(line, left, last) or _signed(line, at)
        found = found or lists.shared(line, left, at, last)
    return found


# `The 4% it lost on Monday`.
def _that_went(line: Line, at: int) -> Governor | None:
    k = at + 1
    while line.at(k).text in {"that", "which"}:
        k += 1
    if line.at(k).part is Part.SUBJECT and line.at(k + 1).part is Part.MOVE:
        return Governor(line.at(k + 1).sign, k + 1)
    return None


# `4% higher`, and `3% more than on Monday`.
def _behind(line: Line, at: int) -> Governor | None:
    follows = line.at(at + 2)
    if follows.part is Part.WHEN and follows.text.startswith("than"):
        sign = _THAN.get(line.at(at + 1).text, 0)
        return Governor(sign, at) if sign else None
    if follows_sign := _beside_level(line, at):
        return Governor(follows_sign, at)
    right = _right(line, _past_list(line, at) + 1)
    if right is None or line.at(right).part is not Part.SIDE:
        return None
    # `A 10% higher dividend` is no move.
    if line.at(right + 1).part in {Part.BUSINESS, Part.TAKEN}:
        return None
    return Governor(line.at(right).sign, at)


# `3% above Monday's close`; 0 where no such level follows.
def _beside_level(line: Line, at: int) -> int:
    follows = line.at(at + 1)
    left = line.at(before(line, at - 1)).part
    long = follows.when is not None and follows.when.figure in _SPANS
    priced = is_of(line.at(before(line, at - 1) - 1), Kind.MONEY) and _has_traded(line, at)
    apart = left is Part.COMMA and (long or priced or follows.text.endswith(_EXTREMES))
    if left not in _STANDS and not apart:
        return 0
    return _LEVELS.get(follows.text.split(" ")[0], 0) if follows.part is Part.WHEN else 0


# `Traded at $403`, but not what a bond may be swapped at.
def _has_traded(line: Line, at: int) -> bool:
    parts = {token.part for token in line.tokens[:at]}
    return Part.MOTION in parts and not parts & {Part.MODAL, Part.TAKEN, Part.BUSINESS}


# The last percent of a list that begins here: `2%, 3% and 4% higher`.
def _past_list(line: Line, at: int) -> int:
    while line.at(at + 1).part in {Part.AND, Part.COMMA} and is_of(line.at(at + 2), Kind.PERCENT):
        at += 2
    return at


# `Has doubled`, but not `doubled its capacity`.
def _multiplied(line: Line, at: int) -> Governor | None:
    if not line.at(at).sign:
        return None
    follows = [t for t in line.tokens[at + 1 : at + 3] if t.part is not Part.FILLER]
    if follows and follows[0].part not in _ENDS and follows[0].text not in {"to", "in"}:
        return None
    return Governor(line.at(at).sign, at)


# `A 4% gain`.
def _noun_behind(line: Line, at: int) -> Governor | None:
    right = _right(line, at + 1)
    if right is None or line.at(right + 1).part in {Part.BUSINESS, Part.TAKEN}:
        return None
    left = before(line, at - 1)
    if line.at(left).text == "from" and line.at(left - 1).sign == -line.at(right).sign:
        return None  # `recovered from a 2% fall`
    return Governor(line.at(right).sign, right, noun=True)


# What stands right behind a percent, time and hints left out; words such as `surprise` may.
def _right(line: Line, k: int) -> int | None:
    words = 0
    while k < len(line.tokens):
        token = line.tokens[k]
        if token.part in VERBS:
            return k
        words += token.part is Part.WORD
        if token.part not in _MODIFIERS and (token.part is not Part.WORD or words > 1):
            return None
        k += 1
    return None


# `Was hammered for 5 %`: as one who suffers a fall; who gets anything done to them for a number
# of percent does too, whatever it is called.
def _passive(line: Line, left: int) -> Governor | None:
    verb, by = line.at(left - 1), line.at(line.left(left - 2, _ADVERBS))
    falls = verb.part is Part.MOVE and verb.text.endswith("ed") and verb.sign < 0
    suffers = verb.part is Part.VERB and verb.text.endswith("ed") and by.text in _GETS
    return Governor(-1, left - 1) if suffers or (falls and by.part is Part.AUX) else None


# Whether the token to the left is a verb of the percent, or a noun that it is of.
def _ahead(line: Line, left: int, at: int, last: Move | None) -> Governor | None:
    token = line.at(left)
    if line.at(at).sign:
        return None
    if token.part in VERBS:
        return Governor(token.sign, left)
    if token.part in _PAUSES | {Part.AND}:
        return _apart(line, left, at) or _by(line, left, at)
    if token.part is Part.OF or token.text == "for":
        return _of(line, left, last) if token.part is Part.OF else _passive(line, left)
    if token.text in {"to", "at"}:
        put = token.text == "at" and any(t.text in _PUTS for t in line.tokens[:left])
        summed = _raised_to(line, left) if token.text == "to" else None
        return summed or (_comes_to(line, left) if put or token.text == "to" else None)
    is_so = token.part is Part.BECOME or (token.part is Part.AUX and token.text in _IS)
    return _comes_to(line, left) if is_so else _by_name(line, left, at)


# `Rose for a sixth day, by 4 %`, `slipped, but only by 4 %`: the verb before, if it has no number.
def _by(line: Line, left: int, at: int) -> Governor | None:
    if line.at(line.left(at - 1, _ADVERBS)).text != "by":
        return None
    verb = line.left(left, _OTHERS)
    return Governor(line.at(verb).sign, verb) if line.at(verb).part in VERBS else None


# `A gain of 4 %`, and `a loss of 4 % in a day and of 9 % in a week`.
def _of(line: Line, left: int, last: Move | None) -> Governor | None:
    joined = line.at(left - 1).part in {Part.AND, Part.COMMA}
    if joined and last is not None and last.noun and left - last.at <= _FEW:
        return Governor(last.sign, last.anchor, listed=True)
    noun = before(line, left - 1)
    undoing = before(line, noun - 1)
    undoing -= line.at(undoing).text in {"its", "their"}
    undone = line.at(undoing).part is Part.UNDO  # `trimmed a loss of 4 %`
    moves = line.at(noun).part is Part.MOVE and not undone
    return Governor(line.at(noun).sign, noun, noun=True) if moves else None


# `Lifted IREN 4%`.
def _by_name(line: Line, left: int, at: int) -> Governor | None:
    if line.at(left).part not in {Part.SUBJECT, Part.STOCK}:
        return None
    carry = line.at(left - 1)
    return Governor(carry.sign, at) if carry.part is Part.CARRY and carry.sign else None


# `Drops most, 6.1%`, `turned lower, by 1%`, and `rose $2.40, or 3.8%`.
def _apart(line: Line, left: int, at: int) -> Governor | None:
    verb = before(line, left - 1)
    if any(is_of(token, Kind.PERCENT) for token in line.tokens[max(0, verb - _FEW) : verb]):
        return None  # `had a 21 % fall in May, some 38 %`: the noun has its number
    level = line.at(left - 1).part is Part.SIDE and line.at(at + 1).part in _ENDS  # `up, 4% today`
    by = line.at(at - 1).text == "by"
    close = line.at(left).part is Part.COMMA and (by or level or left - verb > 1)
    if not close or line.at(verb).part not in VERBS:
        verb = _in_money(line, left)
    noun = line.at(verb).part is Part.OF  # `a gain of 34 cents or 2%`
    verb = before(line, verb - 1) if noun else verb
    found = Governor(line.at(verb).sign, verb, noun=noun)
    return found if line.at(verb).part in VERBS else None


# The verb before the same step in money; -1 where none is.
def _in_money(line: Line, left: int) -> int:
    k = line.left(left - 1, CLEAR | {Part.COMMA}, HINTS)
    if line.at(left).part is Part.COMMA or not _is_step(line.at(k)):
        return -1
    while _is_step(line.at(k)) or line.at(k).text in {"to", "from"}:
        k = before(line, k - 1)
    return k


# How far a move went, in money or as so many times: `rose $2.40`, `is up sevenfold`.
def _is_step(token: Token) -> bool:
    return is_of(token, Kind.MONEY) or is_of(token, Kind.MULTIPLE)


# `Its gain this year to 520 %`: the sum of it, and not a further step.
def _raised_to(line: Line, left: int) -> Governor | None:
    k = line.left(left - 1, CLEAR, frozenset(("for", "in")))
    owned = line.at(k - 1).part in {Part.FILLER, Part.SUBJECT, Part.POSSESSIVE, Part.WHEN}
    if k <= 0 or line.at(k).part is not Part.MOVE or not owned:
        return None
    return Governor(line.at(k).sign, k, noun=True)


# `The gain comes to 22 %`, `its fall was limited to 2 %`.
def _comes_to(line: Line, left: int) -> Governor | None:
    k = line.left(left - 1, CLEAR | {Part.VERB, Part.MOTION}, _COMES)
    if line.at(k).part is Part.SUBJECT and line.at(k - 1).text in {"in", "of", "for"}:
        k -= 2
    owned = line.at(k - 1).part in {Part.FILLER, Part.POSSESSIVE, Part.WHEN, Part.SUBJECT}
    if line.at(k).part is not Part.MOVE or not owned or line.at(k).text not in _NOUNS:
        return None
    return Governor(line.at(k).sign, k, noun=True)


# `Led the group with 8 %`, no other clause between.
def _led_with(line: Line, left: int, last: Move | None) -> Governor | None:
    if line.at(left).text != "with":
        return None
    came_next = line.at(line.left(left - 1, CLEAR)).text in _NEXT
    sign = last.sign if last is not None else line.memory.sign
    if came_next and sign:
        return Governor(sign, left, noun=True)
    for token in reversed(line.tokens[:left]):
        if token.part is Part.BREAK:
            return None
        if token.part is Part.LEAD or token.text in {"tops", "topped"}:
            return Governor(1, left, noun=True)
    return None


# `+4 %`, `-3 %`, with the sign close to the number.
def _signed(line: Line, at: int) -> Governor | None:
    sign = _SIGNS.get(line.at(at - 1).part, 0)
    k = line.left(at - 1, frozenset((Part.FILLER,)))
    if line.at(k).text in {"plus", "minus"}:
        return Governor(_SIGNS.get(line.at(k).part, 0), at)
    close = line.at(at - 1).end == line.at(at).start
    noun = line.at(at + 1).text in {"change", "move", "swing"}  # `a -4 % change`
    return Governor(sign, at, noun=noun) if sign and close else None
