"""Moves: the percents of a sentence that say how far somebody's price went."""

from bot.news.claiming import who
from bot.news.claiming.asking import is_asked
from bot.news.claiming.governing import governor
from bot.news.claiming.governor import Governor, before, right_of
from bot.news.claiming.line import CLEAR, Line, Who
from bot.news.claiming.lists import past_aside
from bot.news.claiming.move import Move
from bot.news.claiming.owning import is_business, of_noun
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Token
from bot.news.quantities import Kind, Quantity

_DENIALS = frozenset(
    ("denied", "denies", "deny", "denying", "false", "falsely", "untrue", "rumour", "rumor")
)
_AFTER = frozenset(("after", "following", "extending", "on top of", "adding to", "building on"))
_BY_THE_WAY = frozenset((Part.FILLER, Part.WORD, Part.WHEN))
_CLAUSES = frozenset((Part.COMMA, Part.BREAK, Part.STOP, Part.SUBJECT, Part.AND))
_SOON = 3
_NEAR = 2


def read(line: Line) -> list[Move]:
    """Find every move that a sentence states; what is conditional or denied is none."""
    found: list[Move] = []
    last: Move | None = None
    main: Move | None = None
    for at, token in enumerate(line.tokens):
        if token.quantity is None or token.quantity.kind is not Kind.PERCENT:
            continue
        named = line.at(at - 1).part is Part.SUBJECT
        last = _move(line, at, token.quantity, main if named and last else last)
        if last is not None:
            found.append(last)
            main = main if last.past else last
    return found


def _move(line: Line, at: int, quantity: Quantity, last: Move | None) -> Move | None:
    on = governor(line, at, last)
    found = _whose(line, at, on, last) if on is not None else None
    if on is None or found is None or found.open or not found.refs:
        return None
    if _is_supposed(line, at) or (on.noun and _is_imagined(line, min(at, on.anchor))):
        return None
    return Move(
        refs=found.refs,
        quantity=quantity,
        sign=on.sign,
        at=at,
        anchor=on.anchor,
        past=on.noun and _comes_after(line, min(at, on.anchor)),
        listed=on.listed,
        noun=on.noun,
    )


def _whose(line: Line, at: int, on: Governor, last: Move | None) -> Who | None:
    if on.listed:
        return _of_list(line, at, last)
    if on.noun:
        return of_noun(line, at, on.anchor)
    found = who.of_verb(line, on.anchor)
    if found is None or not _hangs(line, at, on.anchor):
        return found
    return None if is_business(line, on.anchor) else found


# Whether a side or a participle has no verb of its own, and so says its number of what is before.
def _hangs(line: Line, at: int, anchor: int) -> bool:
    token = line.at(anchor)
    if token.text.endswith("ing"):
        return anchor > 0
    finite = any(_is_finite(t) for t in line.tokens[max(0, anchor - _NEAR) : at])
    return token.part in {Part.SIDE, Part.QUANTITY} and not finite


# `Was`, `closed`, but not `closing`.
def _is_finite(token: Token) -> bool:
    closed = token.part is Part.MOTION and not token.text.endswith("ing")
    return token.part is Part.AUX or closed


# Who stands right before or behind, or else who the last percent was of.
def _of_list(line: Line, at: int, last: Move | None) -> Who | None:
    behind = right_of(line, at)
    if behind is not None:
        return Who(refs=line.refs(behind))
    left = past_aside(line, before(line, at - 1))
    if line.at(left).text in {"has", "had", "have"}:
        left = line.left(left - 1, CLEAR)
    left -= line.at(left).text == "with"
    owned = line.at(left).part is Part.POSSESSIVE
    left -= owned or line.at(left).part is Part.OPEN
    if owned and line.at(left).part in {Part.NAME, Part.WORD}:
        return None  # `beating the Nasdaq's 1 %`
    if line.at(left).part is Part.SUBJECT:
        return Who(refs=line.refs(left))
    return Who(refs=last.refs) if last is not None else None


# Whether the sentence only supposes: an `if` before, or `would` right behind.
def _is_supposed(line: Line, at: int) -> bool:
    for token in reversed(line.tokens[:at]):
        if token.part is Part.IF or token.text in _DENIALS:
            return True
        if token.part is Part.STOP:
            break
    whom = before(line, at - 1)
    put = line.at(whom).part is Part.SUBJECT and line.at(whom - 2).part is Part.MODAL
    if put or is_asked(line, at):
        return True  # `would put Acme 20 % under its peak`
    for token in line.tokens[at + 1 : at + 1 + _SOON]:
        if token.part in {Part.AND, Part.COMMA, Part.BREAK, Part.STOP}:
            return False
        if token.text in {"would", "could"}:
            return True
    return False


# `That would be a rise of 64 %`.
def _is_imagined(line: Line, first: int) -> bool:
    for token in reversed(line.tokens[:first]):
        if token.part is Part.MODAL:
            return True
        if token.part in _CLAUSES:
            break
    return False


# Whether a gain is named as what came before: `after a 10 % surge`.
def _comes_after(line: Line, first: int) -> bool:
    return line.at(line.left(first - 1, _BY_THE_WAY)).text in _AFTER
