"""Tidying: small words of a sentence that play another part by what stands beside them."""

from collections.abc import Callable
from dataclasses import replace

from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Token
from bot.news.counting.kinds import Kind

_SHORTENED = frozenset(("it", "that", "there", "what", "here"))
_SIGNS = {"plus": Part.PLUS, "minus": Part.MINUS}
_COSTS = frozenset(("cost", "costs", "costing"))
_SAYS = frozenset(
    ("said", "says", "say", "hear", "reckons", "noted", "notes", "added", "adds", "thinks", "wrote")
)
_ECHOES = (("the", "same", "amount"), ("the", "same", "margin"), ("as", "much"))
_SPEAKERS = frozenset((Part.SUBJECT, Part.NAME, Part.WORD, Part.FILLER))
_BY_THE_WAY = frozenset((Part.FILLER, Part.WHEN))
_BEFORE_VERBS = frozenset((Part.SUBJECT, Part.AND, Part.COMMA, Part.WHO))
_PAUSES = frozenset((Part.COMMA, Part.STOP, Part.SHUT))
_OPENERS = _PAUSES | {Part.AND}
_LONGEST = 5


def tidied(line: list[Token]) -> list[Token]:
    """Give each small word the part that it plays here, and pass over asides."""
    out = list(line)
    for at, token in enumerate(out):
        rule = _RULES.get(token.text, _other)
        found = rule(out, at)
        if found is not None:
            out[at] = replace(token, part=found)
    return _without_asides(_with_echoes(out))


# `It's worth`: the verb, and nothing that it owns.
def _verb(line: list[Token], at: int) -> Part | None:
    shortened = line[at].part is Part.POSSESSIVE and at > 0 and line[at - 1].text in _SHORTENED
    return Part.AUX if shortened else None


# `Plus 4 %`, `minus a mere 2 %`.
def _sign(line: list[Token], at: int) -> Part | None:
    return _SIGNS[line[at].text] if _is_before(line, at, Kind.PERCENT) else None


# `A bitcoin costs $90,000`, but not the costs of a company.
def _price(line: list[Token], at: int) -> Part | None:
    if not _is_before(line, at, Kind.MONEY):
        return None
    k = at - 1
    while k >= 0 and line[k].part in _BY_THE_WAY:
        k -= 1
    return Part.BECOME if k >= 0 and line[k].part in _BEFORE_VERBS else None


# `Twice that, at $5 billion`: a pronoun, and no clause begins.
def _pronoun(line: list[Token], at: int) -> Part | None:
    ends = at + 1 == len(line) or line[at + 1].part in _PAUSES
    return Part.FILLER if ends else None


# `Should bitcoin fall to $85,000, …`, `Will it reach $95,000?`, `Nor did it fall`.
def _if(line: list[Token], at: int) -> Part | None:
    opens = at == 0 or line[at - 1].part in _OPENERS
    if not opens or at + 1 >= len(line):
        return None
    token, follows = line[at], line[at + 1].part is Part.SUBJECT
    if token.text == "nor" or (token.part is Part.MODAL and follows):
        return Part.IF
    asks = token.part is Part.AUX and follows and any(t.text == "?" for t in line)
    return Part.IF if asks else None


# Any other word, by what stands beside it.
def _other(line: list[Token], at: int) -> Part | None:
    going = line[at].part is Part.WORD and line[at].text.endswith("ing")
    return _going(line, at) if going else _if(line, at)


# `Is barrelling 6 % higher`: a verb of moving, whatever it is called.
def _going(line: list[Token], at: int) -> Part | None:
    follows = [token for token in line[at + 1 : at + 4] if token.part not in _BY_THE_WAY]
    acts = at > 0 and line[at - 1].part is Part.AUX and len(follows) > 1
    far = acts and _is_before(line, at, Kind.PERCENT)
    return Part.MOTION if far and follows[1].part is Part.SIDE else None


# `The group's worth`, `the value of the group`.
def _value(line: list[Token], at: int) -> Part | None:
    if line[at].part is not Part.WORTH:
        return None
    owned = at > 0 and line[at - 1].part is Part.POSSESSIVE
    of = line[at].text == "value" and at + 1 < len(line) and line[at + 1].part is Part.OF
    return Part.VALUE if owned or of else None


# `Its 2030 notes rose`, but `Acme notes that`.
def _bonds(line: list[Token], at: int) -> Part | None:
    owned = at > 0 and line[at - 1].part in {Part.POSSESSIVE, Part.FILLER, Part.WORD}
    return Part.BUSINESS if owned else None


# `IREN's own shares`: no verb.
def _own(line: list[Token], at: int) -> Part | None:
    before = line[at - 1] if at else None
    owned = before is not None and (
        before.part is Part.POSSESSIVE or before.text in {"its", "their"}
    )
    return Part.FILLER if owned else None


# `Was seen 5 % lower`, but not `is seen falling 5 %`.
def _seen(line: list[Token], at: int) -> Part | None:
    side = at + 1 < len(line) and line[at + 1].part is Part.SIDE
    return Part.MOTION if side or _is_before(line, at, Kind.PERCENT) else None


_RULES: dict[str, Callable[[list[Token], int], Part | None]] = {
    **dict.fromkeys(("'s", "’s"), _verb),
    **dict.fromkeys(_SIGNS, _sign),
    **dict.fromkeys(_COSTS, _price),
    **dict.fromkeys(("worth", "value"), _value),
    "that": _pronoun,
    "seen": _seen,
    "own": _own,
    "notes": _bonds,
}
"""What makes another part of a word; any other may open a question."""


# Whether the next thing that is said is a number of a kind.
def _is_before(line: list[Token], at: int, kind: Kind) -> bool:
    k = at + 1
    while k < len(line) and line[k].part in _BY_THE_WAY | {Part.PREPOSITION}:
        k += 1
    quantity = line[k].quantity if k < len(line) else None
    return quantity is not None and quantity.kind is kind


# `Down by the same amount` says the percent before it once more.
def _with_echoes(line: list[Token]) -> list[Token]:
    out: list[Token] = []
    last: Token | None = None
    at = 0
    while at < len(line):
        many = _echo(line, at) if last is not None and at else 0
        if last is None or last.quantity is None or not many:
            out.append(line[at])
            quantity = line[at].quantity
            if quantity is not None and quantity.kind is Kind.PERCENT:
                last = line[at]
            at += 1
            continue
        start, end = line[at].start, line[at + many - 1].end
        quantity = replace(last.quantity, start=start, end=end)
        out.append(replace(last, start=start, end=end, quantity=quantity))
        at += many
    return out


# How many tokens here stand for the percent before.
def _echo(line: list[Token], at: int) -> int:
    if line[at].text not in {"the", "as"}:
        return 0
    follows = line[at + 1 : at + 4]
    for words in _ECHOES:
        said = tuple(token.text for token in line[at : at + len(words)])
        if said == words and not any(t.text == "as" for t in follows[len(words) - 1 :][:1]):
            return len(words)
    return 0


# `, by contrast,` and `, the firm said,` are heard and passed over.
def _without_asides(line: list[Token]) -> list[Token]:
    out = list(line)
    at = 0
    while at < len(out):
        end = _aside(out, at)
        for k in range(at, end):
            out[k] = replace(out[k], part=Part.FILLER, refs=(), when=None)
        at = max(end, at + 1)
    return out


# Where an aside that begins with this comma ends; where there is none, that is here.
def _aside(line: list[Token], at: int) -> int:
    if line[at].part is not Part.COMMA:
        return at
    end = at + 1
    while end < len(line) and line[end].part is not Part.COMMA and end - at <= _LONGEST:
        end += 1
    if end >= len(line) or line[end].part is not Part.COMMA:
        return at
    inner = line[at + 1 : end]
    if inner and all(token.part is Part.FILLER for token in inner):
        return end + 1
    told = len(inner) > 1 and inner[-1].text in _SAYS
    return end + 1 if told and all(t.part in _SPEAKERS for t in inner[:-1]) else at
