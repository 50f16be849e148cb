"""A move: how far somebody's price went, as a sentence says it."""

from dataclasses import dataclass

from bot.news.claiming.sentence import Ref
from bot.news.claiming.whens import When
from bot.news.quantities import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How far whose price went: `sign` says which way, `at` and `anchor` are tokens of the line.

    `anchor` is the word that says it is a move, a `noun` as in `a gain of 4 %`, or that of another
    move, whose list this one is `listed` in. `when` is what the sentence says of the time, None
    where nothing; `past` says that it came before what the sentence is about, and `after_move`
    that this is another move.
    """

    refs: tuple[Ref, ...]
    quantity: Quantity
    sign: int
    at: int
    anchor: int
    when: When | None = None
    past: bool = False
    after_move: bool = False
    listed: bool = False
    noun: bool = False
