"""Lines: the sentences of an article as tokens, and whom each stretch of one is about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.market.instruments import Asset, Symbol, asset_of
from bot.news.claiming import subjects
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Ref, Token
from bot.news.claims import Figure, Holder
from bot.news.counting.kinds import Kind

CLEAR = frozenset((Part.FILLER, Part.WHEN, Part.AUX, Part.PLUS, Part.MINUS, Part.DUE))
"""Parts that nothing hangs on: whoever looks for a subject looks through them."""

_FINITE = frozenset((Part.MOVE, Part.AUX, Part.MOTION, Part.SIDE))
_TRANSITIVE = frozenset((Part.VERB, Part.LEAD, Part.CARRY, Part.BECOME, Part.WORTH))
_WORTHS = frozenset((Part.WORTH, Part.VALUE))
_MOST_NAMED = 12
_EDGE = Token(part=Part.STOP, text="", start=0, end=0)


_NATIONAL = re.compile(
    r"the (?:[a-z]+(?:an|ish|ese)|french|dutch|swiss|czech|greek"
    r"|[a-z -]+[ -](?:based|listed|headquartered)) group"
)
_PAIR, _LATTER = 2, 1
_MANY = (
    (("both", "the two", "the pair", "the duo"), _PAIR),
    (("the three", "all three", "the trio"), 3),
    (("all four", "the four"), 4),
)


def _is_percent(token: Token) -> bool:
    return token.quantity is not None and token.quantity.kind is Kind.PERCENT


def _is_coin(ref: Ref) -> bool:
    return ref.holder is Holder.INSTRUMENT and asset_of(Symbol(ref.name)) is Asset.CRYPTO


def _is_company(ref: Ref) -> bool:
    return not _is_coin(ref)


_KINDS: dict[str, Callable[[Ref], bool]] = {
    **dict.fromkeys(("coin", "token", "cryptocurrency"), _is_coin),
    **dict.fromkeys(("stock", "shares", "scrip", "company", "miner", "firm"), _is_company),
}


# How many names a word stands for; 0 for one that does not say.
def _how_many(text: str) -> int:
    return next((many for words, many in _MANY if text.startswith(words)), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whom a stretch is about; `open` where the words between were conditional or denied."""

    refs: tuple[Ref, ...]
    open: bool = False


@dataclass(slots=True, kw_only=True)
class Memory:
    """Whom the article has been about so far."""

    topic: tuple[Ref, ...] = ()
    group: Ref | None = None
    named: list[Ref] = field(default_factory=list)
    opened: tuple[Ref, ...] = ()
    told: set[tuple[tuple[Ref, ...], Figure]] = field(default_factory=set)
    sign: int = 0
    spoken: Figure | None = None

    def name(self, refs: Sequence[Ref]) -> None:
        """Keep whom a sentence names, the latest last."""
        fresh = dict.fromkeys(refs)
        self.opened = self.opened or tuple(fresh)
        self.named = [*(ref for ref in self.named if ref not in fresh), *fresh][-_MOST_NAMED:]

    def meet(self, refs: Sequence[Ref]) -> None:
        """Keep whom a sentence is about."""
        if not refs:
            return
        self.topic = tuple(refs)
        for ref in refs:
            if ref.holder is Holder.WATCHLIST:
                self.group = ref


@dataclass(slots=True, kw_only=True)
class Line:
    """A sentence, and whom the article was about before it."""

    tokens: list[Token]
    memory: Memory

    def at(self, k: int) -> Token:
        """Give a token, or an end of the sentence where there is none."""
        return self.tokens[k] if 0 <= k < len(self.tokens) else _EDGE

    def left(self, k: int, parts: frozenset[Part], words: frozenset[str] = frozenset()) -> int:
        """Find the first token from `k` to the left that is none of these; -1 at the beginning."""
        while k >= 0 and (self.tokens[k].part in parts or self.tokens[k].text in words):
            k -= 1
        return k

    def refs(self, at: int) -> tuple[Ref, ...]:
        """Say whom a subject stands for."""
        token = self.tokens[at]
        if token.refs:
            return token.refs
        if many := _how_many(token.text) or self._each(at):
            return self._several(at, many)
        if token.text.startswith(("the former", "the latter")):
            return self._several(at, _PAIR)[_LATTER if "latter" in token.text else 0 :][:1]
        if token.part is Part.SUBJECT and subjects.is_many(token):
            return self._group_before(at)
        if fitting := _KINDS.get(token.text.split(" ")[-1]):
            return self._nearest(at, fitting)
        before = self._named_before(at)
        return before or self.memory.topic or self._only_one(at)

    # `Revenue at Acme rose; its shares fell`: whoever is named, where nobody else is.
    def _only_one(self, at: int) -> tuple[Ref, ...]:
        named = {token.refs: None for token in self.tokens[:at] if token.refs}
        return next(iter(named)) if len(named) == 1 else ()

    # `The American group`, `values the group at`; `the group rose` may be any.
    def _is_company_group(self, at: int) -> bool:
        text, k = self.tokens[at].text, at + 1
        while self.at(k).part in CLEAR:
            k += 1
        moves = self.at(at + 1).part in _FINITE and self.at(k).part not in _WORTHS
        return _NATIONAL.fullmatch(text) is not None or (text == "the group" and not moves)

    # Such a group is the company, where the article has been about one only.
    def _only_company(self, at: int) -> tuple[Ref, ...]:
        here = [ref for token in self.tokens[:at] for ref in token.refs]
        known = dict.fromkeys(filter(_is_company, (*self.memory.named, *here, *self.memory.topic)))
        return tuple(known) if len(known) == 1 else ()

    # The latest who is of a kind: a coin is no company. Several that were the subject stay so.
    def _nearest(self, at: int, fitting: Callable[[Ref], bool]) -> tuple[Ref, ...]:
        subject = self._named_before(at) or self.memory.topic
        if subject and all(map(fitting, subject)):
            return subject
        here = [ref for token in self.tokens[:at] for ref in token.refs]
        known = [ref for ref in (*self.memory.named, *here) if fitting(ref)]
        opened = tuple(filter(fitting, self.memory.opened))
        # `The coin`, after a company: that of the headline.
        return opened if len(opened) == 1 and _is_coin(opened[0]) else tuple(known[-1:])

    # For how many `they` stands, where numbers are told one for each; else 0.
    def _each(self, at: int) -> int:
        each = any(t.text in {"respectively", "order"} for t in self.tokens[-3:])
        if not each or self.tokens[at].text != "they":
            return 0
        return sum(_is_percent(token) for token in self.tokens[at:])

    # As many as were named last, before here or in the sentence before.
    def _several(self, at: int, many: int) -> tuple[Ref, ...]:
        lists = [t.refs for t in self.tokens[:at] if len(t.refs) == many]
        if lists:
            return lists[-1]
        here = [ref for t in self.tokens[:at] for ref in t.refs]
        known = [ref for ref in (*self.memory.named, *here) if ref.holder is Holder.INSTRUMENT]
        return tuple(dict.fromkeys(known))[-many:]

    # The nearest subject with a name to the left, but for those that are only spoken of.
    def _named_before(self, at: int) -> tuple[Ref, ...]:
        for k in range(at - 1, -1, -1):
            token = self.tokens[k]
            if token.part is Part.SUBJECT and token.refs and not self.is_object(k):
                return token.refs
        return ()

    # The watchlist that the sentence names, or else the article.
    def _group_before(self, at: int) -> tuple[Ref, ...]:
        for token in reversed(self.tokens[:at]):
            if any(ref.holder is Holder.WATCHLIST for ref in token.refs):
                return token.refs
        if self.memory.group is not None:
            return (self.memory.group,)
        return self._only_company(at) if self._is_company_group(at) else ()

    # `Led by Acme`, `followed by Acme, up 4 %`: whoever stands behind it is the next to act.
    def _hands_over(self, at: int) -> bool:
        token = self.tokens[at]
        return token.part is Part.LEAD or token.text in {"followed", "trailed"}

    def is_object(self, at: int) -> bool:
        """Tell whether a subject stands behind a preposition: `with Microsoft`."""
        k = at - 1
        if any(ref.holder is Holder.WATCHLIST for ref in self.tokens[at].refs):
            closed = self.at(at + 1).part is Part.COMMA
            k -= closed and self.at(k).part is Part.WORD  # `among the large chipmakers,`
        while k >= 0 and self.tokens[k].part is Part.FILLER:
            k -= 1
        if k < 0 or (self.tokens[k].text == "by" and self._hands_over(k - 1)):
            return False
        if self.tokens[k].part in {Part.PREPOSITION, Part.OF}:
            return True
        follows = self.tokens[at + 1 : at + 2]
        acts = bool(follows) and follows[0].part in _FINITE
        return self.tokens[k].part in _TRANSITIVE and not acts
