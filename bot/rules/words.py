"""Words of a rule: metrics, lists, signs and amounts, and the nearest to one there is not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from bot.market.instruments import SYMBOL, Symbol
from bot.rules import metrics
from bot.rules.conditions import Of, OfList, Own, Sign, Term
from bot.rules.faults import RuleFault, listed, nearest, quoted
from bot.rules.hints import as_time, figureless, is_symbol, repaired, suggested
from bot.rules.measure import Scope
from bot.rules.units import Amount, amount, span

EXAMPLE = "IREN"
EXAMPLES = {
    "about": f"about {EXAMPLE}",
    "mentions": 'mentions "AI"',
    "from": 'from "Miner Desk"',
    "on": "on ai-hpc",
}
"""What may be asked of news, as it is written."""
SIGNS = {sign.value: sign for sign in Sign}
HABITS = {  # what other languages and phones write for what we do
    **dict.fromkeys(("==", "==="), "="),
    **dict.fromkeys(("=>", "≥"), ">="),
    **dict.fromkeys(("=<", "≤"), "<="),
    **dict.fromkeys(("<>", "!==", "~=", "≠"), "!="),
    **dict.fromkeys(("&", "&&"), "and"),
    **dict.fromkeys(("|", "||"), "or"),
    **dict.fromkeys(("!", "~"), "not"),
}


def asked_of_news(word: str) -> str:
    """Say that a word asks something of an article, where there is none."""
    if word.lower() == "mismatch":
        return f"{quoted(word)} is said of claims; write `claim mismatch`"
    return f"{quoted(word)} is asked of news; write `news {EXAMPLES[word.lower()]}`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Looks up the words of one text; what it does not know becomes a fault at its place.

    Where `themes` is None, nobody knows which there are.
    """

    text: str
    watchlists: Collection[str]
    themes: Collection[str] | None = None

    def watchlist(self, word: str, at: int) -> str:
        """Return the name of a watchlist there is."""
        if word in self.watchlists:
            return str(word)
        close = nearest(word, self.watchlists)
        hint = f"did you mean {quoted(close)}?" if close else self._lists()
        raise self._fault(f"{quoted(word)} is no watchlist; {hint}", word, at)

    def bare(self, word: str, at: int, own: Scope | None) -> Term:
        """Read a metric that names no owner: it is the subject's."""
        metric = metrics.find(word, own) if own else None
        if metric:
            return Term(metric, Own())
        scopes = [scope for scope in Scope if metrics.find(word, scope)]
        if scopes:
            raise self._fault(self._ownerless(word, scopes, own), word, at)
        raise self._fault(self._unknown(word, own), word, at)

    def known(self, word: str, at: int, *, then: str, keywords: Collection[str]) -> None:
        """Refuse a word that is no metric of anything; `then` is the word that follows it."""
        if not any(metrics.find(word, scope) for scope in Scope):
            raise self._fault(self._unknown(word, None, then, keywords), word, at)

    def reference(self, word: str, at: int) -> Term:
        """Read `BTC-USD.change` or `miners.cap`: an owner, the last dot, a metric."""
        owner, _, name = word.rpartition(".")
        if owner in self.watchlists:
            return self._of(OfList(owner), Scope.WATCHLIST, name, at)
        if is_symbol(word) and not metrics.find(name.lower(), Scope.INSTRUMENT):  # BRK.B, whole
            raise self._fault(figureless(word), word, at)
        if SYMBOL.fullmatch(owner):
            return self._of(Of(Symbol(owner)), Scope.INSTRUMENT, name, at)
        raise self._fault(self._stranger(owner, name), owner, at)

    def sign(self, word: str, at: int) -> Sign:
        """Read how two sides are compared."""
        if word in SIGNS:
            return SIGNS[word]
        instead = quoted(HABITS[word]) if word in HABITS else f"one of {listed(SIGNS)}"
        raise self._fault(f"{quoted(word)} is no sign here; write {instead}", word, at)

    def amount(self, word: str, at: int, *, sign: str = "") -> Amount:
        """Read an amount; its sign may stand apart from it."""
        try:
            return amount(f"{sign}{word}")
        except ValueError as error:
            message = f"{quoted(word)} is no amount; {repaired(word)}"
            raise self._fault(message, word, at) from error

    def span(self, word: str, at: int) -> timedelta:
        """Read how long."""
        try:
            return span(word)
        except ValueError as error:
            message = str(error)
            if not message.startswith("`"):  # no length of time at all
                message = f"{quoted(word)} is no length of time; {as_time(word)}"
            raise self._fault(message, word, at) from error

    def symbol(self, word: str, at: int) -> Symbol:
        """Read the symbol of an instrument; a `$` before it tells it from a word of ours."""
        name = word.removeprefix("$")
        if SYMBOL.fullmatch(name):
            return Symbol(name)
        if word in self.watchlists:
            hint = f"count its members, as in `any of {word} have no data for 10m`"
            raise self._fault(f"{quoted(word)} is a watchlist; {hint}", word, at)
        upper = name.upper()
        hint = quoted(upper) if SYMBOL.fullmatch(upper) else f"one like {EXAMPLE}, BRK.B or BTC-USD"
        raise self._fault(f"{quoted(word)} is no symbol; write {hint}", word, at)

    def whose_silence(self, own: Scope | None) -> str:
        """Say what to write where `no data` has no instrument to be about."""
        hint = f"name it, as in `no data of {EXAMPLE} for 10m`"
        if own is Scope.WATCHLIST:
            return f"which instrument? {hint}, or count, as in `any of {self._a_list()} have …`"
        return f"which instrument? {hint}"

    def fault(self, message: str, start: int, end: int) -> RuleFault:
        """Say what is wrong between two characters of the text."""
        return RuleFault(message, text=self.text, at=start, length=end - start)

    def _of(self, owner: Of | OfList, scope: Scope, name: str, at: int) -> Term:
        metric = metrics.find(name, scope)
        if metric:
            return Term(metric, owner)
        subject = owner.symbol if isinstance(owner, Of) else owner.name
        if scope is Scope.WATCHLIST and metrics.find(name, Scope.INSTRUMENT):
            hint = f"count its members, as in `any of {subject} have {name} …`"
        elif scope is Scope.INSTRUMENT and metrics.find(name, Scope.WATCHLIST):
            hint = f"it is one of {Scope.WATCHLIST.value}, as in `{self._a_list()}.{name}`"
        else:
            hint = suggested(name, metrics.names(scope))
        message = f"{quoted(name)} is no metric of {scope.value}; {hint}"
        raise self._fault(message, name, at + len(subject) + 1)

    def _ownerless(self, word: str, scopes: list[Scope], own: Scope | None) -> str:
        # The metric is known, but not whose it is.
        if own is Scope.WATCHLIST:
            return (
                f"{quoted(word)} is no metric of {own.value}; name an instrument, as in"
                f" `{EXAMPLE}.{word}`, or count, as in `any of {self._a_list()} have {word} …`"
            )
        if own is Scope.INSTRUMENT or scopes == [Scope.WATCHLIST]:
            return f"which watchlist? name it, as in `{self._a_list()}.{word}`"
        return (
            f"which instrument? name it, as in `{EXAMPLE}.{word}`; only a rule about an instrument,"
            " or a bracket after `have`, needs no name"
        )

    def _unknown(
        self, word: str, own: Scope | None, then: str = "", keywords: Collection[str] = ()
    ) -> str:
        if word in self.watchlists:
            if then.lower() in {"have", "has"}:
                return f"how many of them? write `any of {word} {then}` or `at least 5 of {word} …`"
            metric = then if metrics.find(then, Scope.WATCHLIST) else "cap"
            return f"{quoted(word)} is a watchlist, not a figure of one; write `{word}.{metric}`"
        if word.lower() in {"mismatch", *EXAMPLES}:
            return asked_of_news(word)
        names = metrics.names(own) if own else [n for s in Scope for n in metrics.names(s)]
        head, dash, tail = word.partition("-")
        if dash and head in names:
            return f"{quoted(word)} is one word; put spaces around a minus: `{head} - {tail}`"
        if is_symbol(word) and word.lower() not in names:
            return figureless(word, then)
        hint = suggested(word, names, keywords)
        return f"{quoted(word)} is no metric{f' of {own.value}' if own else ''}; {hint}"

    def _stranger(self, owner: str, name: str) -> str:
        close, upper = nearest(owner, self.watchlists), owner.removeprefix("$").upper()
        figure = nearest(name, metrics.names(Scope.INSTRUMENT))
        if close and metrics.find(name, Scope.WATCHLIST):
            hint = f"did you mean `{close}.{name}`?"
        elif figure and SYMBOL.fullmatch(upper):
            hint = f"did you mean `{upper}.{figure}`?"
        else:
            hint = f"write a symbol like {EXAMPLE}, BRK.B or BTC-USD"
        return f"{quoted(owner)} is no symbol and no watchlist; {hint}"

    def _a_list(self) -> str:
        return min(self.watchlists, default="LIST")

    def _lists(self) -> str:
        return f"there is {listed(sorted(self.watchlists))}" if self.watchlists else "there is none"

    def _fault(self, message: str, word: str, at: int) -> RuleFault:
        return RuleFault(message, text=self.text, at=at, length=len(word))
