"""Leads: who is said to have moved more than all others."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.news.claiming import who
from bot.news.claiming.governor import is_of
from bot.news.claiming.line import CLEAR, Line
from bot.news.claiming.move import Move
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Ref, Token
from bot.news.claiming.subjects import is_many
from bot.news.claims import Figure, Holder
from bot.news.counting.kinds import Kind

# What whoever leads a market is said to lead.
_LED_WORDS = """
    gains gainers gain advance rally rise way losses decliners decline declines group sector pack
    miners peers list field others names stocks market index retreat slide move charge climb
    advancers risers losers fallers drop fall selloff board table leaderboard
"""
_PAUSES = frozenset((Part.COMMA,))
_ELSE = (" else", " any other")
_LED = frozenset(_LED_WORDS.split())
_MARKETS = frozenset((Part.MOVE, Part.SIDE))
_INDEXES = frozenset(("Nasdaq", "Dow", "S&P", "Russell"))
_BETWEEN = CLEAR | {Part.WORD, Part.OF, Part.PREPOSITION}
_BEFORE_NAME = CLEAR | {Part.COMMA, Part.STOP, Part.PREPOSITION, Part.OF, Part.SUBJECT}
_REACH, _SOON, _NEAR = 16, 8, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Says that somebody led, with the move that is said beside it, if one is."""

    ref: Ref
    at: int
    move: Move | None


def read(line: Line, moves: Sequence[Move]) -> list[Lead]:
    """Find everyone whom a sentence says to have led."""
    found: list[Lead] = []
    if len(best := _best(line)) == 1:
        found.append(Lead(ref=best[0], at=0, move=_move_of(best[0], 0, moves)))
    for at, token in enumerate(line.tokens):
        tops = at > 0 and token.part is Part.BECOME and token.text.startswith("top")
        if (token.part is Part.LEAD or tops) and _is_of_market(line, at):
            refs = _leaders(line, at)
            if len(refs) == 1:
                found.append(Lead(ref=refs[0], at=at, move=_move_of(refs[0], at, moves)))
    return found


# `Best before the bell: Nebius`; nobody where it does not say so.
def _best(line: Line) -> tuple[Ref, ...]:
    if line.at(0).text != "best":
        return ()
    k = 1
    while line.at(k).part in CLEAR or (line.at(k).part is Part.STOP and k < len(line.tokens)):
        k += 1
    named = k > 1 and line.at(k).part is Part.SUBJECT
    return line.tokens[k].refs if named else ()


# Whether what is led is a market, and not a round of funding; `biggest gainer` says it itself.
def _is_of_market(line: Line, at: int) -> bool:
    if " " in line.at(at).text:
        other = line.at(at).text.endswith(_ELSE)
        return _is_behind_percent(line, at) if other else not _is_own_record(line, at)
    follows = line.at(at + 1)
    if line.at(at).text == "leader" or follows.text == "by":
        weeks = line.at(at).text == "leader" and line.at(at - 1).when is not None
        return weeks or line.at(at).text == "led"  # `the week's leader`, `led by`
    if follows.text == "with" or follows.part is Part.COMMA:
        return _has_percent(line, at)
    for token in line.tokens[at + 1 : at + _NEAR]:
        index = token.part is Part.NAME and token.text.split(" ")[0] in _INDEXES
        if token.text in _LED or token.part in _MARKETS or _is_group(token) or index:
            return True
        if token.part not in _BETWEEN:
            return False
    return False


# `Its steepest fall in three years`: of its own days, and not of the market.
def _is_own_record(line: Line, at: int) -> bool:
    since = line.at(at + 1).when
    return line.at(at - 1).text in {"its", "their"} or (
        since is not None and since.figure is Figure.SINCE
    )


# `Acme (-5 %) and Bolt (-4 %) led`: several did.
def _is_of_several(line: Line, at: int) -> bool:
    k = line.left(at - 1, frozenset(Part) - {Part.SUBJECT, Part.STOP, Part.COMMA})
    joined = line.at(k).part is Part.SUBJECT and line.at(k - 1).part is Part.AND
    return joined and line.at(line.left(k - 2, _PAUSES)).part is Part.SHUT


# `Is up 4 %, more than anybody else`, and not `mines more than anybody else`.
def _is_behind_percent(line: Line, at: int) -> bool:
    k = line.left(at - 1, CLEAR | {Part.COMMA, Part.SIDE, Part.WORD})
    return is_of(line.at(k), Kind.PERCENT)


def _is_group(token: Token) -> bool:
    if token.part is not Part.SUBJECT:
        return False
    named = any(ref.holder is Holder.WATCHLIST for ref in token.refs)
    return named or (not token.refs and is_many(token))


def _has_percent(line: Line, at: int) -> bool:
    from_here = line.tokens[at + 1 : at + _SOON]
    return any(t.quantity is not None and t.quantity.kind is Kind.PERCENT for t in from_here)


# Who led: before the verb, behind `led by`, or behind `the biggest gainer was`.
def _leaders(line: Line, at: int) -> tuple[Ref, ...]:
    if line.at(at + 1).text == "by":
        return line.refs(at + 2) if line.at(at + 2).part is Part.SUBJECT else ()
    if " " in line.at(at).text and (named := _named_behind(line, at)):
        return line.refs(named)
    if line.at(at).text.endswith(_ELSE):
        clause = who.of_clause(line, at)
        return clause.refs if clause is not None else ()
    beside = line.left(at - 1, CLEAR)
    if line.at(beside).part is Part.COMMA and line.at(beside - 1).part is Part.SUBJECT:
        return line.refs(beside - 1)  # `Nebius, the best of the lot,`
    if line.at(at).text == "leading" and line.at(at - 1).part is Part.FILLER:
        return ()  # a leading miner
    found = who.of_verb(line, at) if not _is_of_several(line, at) else None
    return found.refs if found is not None and not found.open else ()


# `The biggest gainer was TeraWulf`; 0 where nobody follows.
def _named_behind(line: Line, at: int) -> int:
    for k in range(at + 1, at + _NEAR):
        token = line.at(k)
        if token.part is Part.SUBJECT and token.refs and not line.is_object(k):
            return k
        if token.part not in _BEFORE_NAME:
            break
    return 0


# The first move of theirs that is said near by.
def _move_of(ref: Ref, at: int, moves: Sequence[Move]) -> Move | None:
    near = (move for move in moves if abs(move.at - at) <= _REACH and not move.past)
    return next((move for move in near if ref in move.refs), None)
