"""Confirming: alerts on moves that one source alone tells, until another tells them too."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from bot import figures
from bot.alerts.lifecycle import Book
from bot.alerts.model import Alert, State
from bot.market.confirmation import Confirmation, Found, Verdict
from bot.market.doubts import About, Doubt
from bot.market.events import Quote
from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.rules.metrics import percent

_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}


class _Move(NamedTuple):
    """Says how far an instrument is from its previous close, by which quote, and what that is."""

    quote: Quote
    stands: str
    found: Found

    @property
    def hearsay(self) -> str:
        return f"only {self.quote.source} says {self.stands}"


class Confirming:
    """Marks alerts as they fire, and says so when what was unconfirmed has been confirmed.

    An alert rests on the move of its own instrument, and on that of the one whose quote turned it.
    """

    def __init__(
        self, market: Market, book: Book, amended: Callable[[Alert, datetime], None]
    ) -> None:
        self._market = market
        self._book = book
        self._tell = amended
        self._confirmation = Confirmation(market)
        self._waiting: dict[Symbol, list[str]] = {}
        market.witnesses.heard.append(self.look)

    def judge(self, alert: Alert, turned: Symbol | None) -> Alert:
        """Return an alert that was just noted, marked where its move is not confirmed.

        `turned` is the instrument whose quote turned it, if one did.
        """
        if alert.state is State.RESOLVED:
            self._let_go(alert)
        if alert.state is not State.FIRING:
            return alert
        moves = [m for s in self._concerned(alert, turned) if (m := self._move(s, alert.updated))]
        worst = max(moves, key=lambda move: _RANK[move.found.verdict], default=None)
        if worst is None or worst.found.verdict is Verdict.CONFIRMED:
            return alert
        self._wait(worst.quote.symbol, alert.fingerprint)
        if worst.found.verdict is Verdict.SUSPICIOUS:
            self._doubt(worst, alert.updated)
        return self._amended(alert, worst)

    def look(self, symbol: Symbol, now: datetime) -> None:
        """Look again at the alerts that wait for another word on an instrument."""
        for mark in tuple(self._waiting.get(symbol, ())):
            alert, move = self._book.living[mark], self._move(symbol, now)
            if move is not None and _RANK[move.found.verdict] < _RANK[alert.confirmation]:
                self._settle(alert, move, now)

    # A move that has become smaller by itself was not confirmed by that; one that members have not
    # heard of is told now all the same, for there may be a true one behind it.
    def _settle(self, alert: Alert, move: _Move, now: datetime) -> None:
        by, before = move.found.by, alert.confirmation
        if before is Verdict.UNCONFIRMED and not by:
            return
        alert = self._amended(alert, move, by=by)
        if alert.confirmation is Verdict.CONFIRMED:
            self._let_go(alert)
        self._relent(move.quote.symbol)
        self._tell(alert, now)

    def _concerned(self, alert: Alert, turned: Symbol | None) -> list[Symbol]:
        own = Symbol(alert.subject) if alert.subject not in self._market.sectors else None
        return [s for s in dict.fromkeys((own, turned)) if s is not None]

    def _move(self, symbol: Symbol, now: datetime) -> _Move | None:
        tape = self._market.tape(symbol)
        quote, change = tape.newest(now), percent.change.read(tape, now).value
        if quote is None or change is None:
            return None
        stands = f"{symbol} {figures.percent(change)} at {figures.price(quote.price)}"
        return _Move(quote, stands, self._confirmation.of(quote, change, now))

    def _amended(self, alert: Alert, move: _Move, *, by: str = "") -> Alert:
        verdict = move.found.verdict
        whose = f"by {by}; {move.stands} now" if by else f"smaller now: {move.stands}"
        hearsay = whose if verdict is Verdict.CONFIRMED else move.hearsay
        amended = replace(alert, confirmation=verdict, hearsay=hearsay)
        self._book.amend(amended)
        return amended

    def _wait(self, symbol: Symbol, mark: str) -> None:
        self._waiting.setdefault(symbol, []).append(mark)
        self._market.witnesses.awaited.add(symbol)

    def _let_go(self, alert: Alert) -> None:
        for symbol, marks in tuple(self._waiting.items()):
            if alert.fingerprint not in marks:
                continue
            marks.remove(alert.fingerprint)
            if not marks:
                del self._waiting[symbol]
                self._market.witnesses.awaited.discard(symbol)
            self._relent(symbol)

    def _doubt(self, move: _Move, now: datetime) -> None:
        symbol, text = move.quote.symbol, f"{move.stands}, which {move.quote.source} alone says"
        self._market.doubts.note(Doubt(symbol=symbol, about=About.MOVE, text=text, since=now))

    def _relent(self, symbol: Symbol) -> None:
        alerts = (self._book.living[mark] for mark in self._waiting.get(symbol, ()))
        if not any(alert.confirmation is Verdict.SUSPICIOUS for alert in alerts):
            self._market.doubts.settle(symbol, About.MOVE)
