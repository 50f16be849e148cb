"""The setting of an article: which session it speaks of where a sentence says none."""

import re
from dataclasses import dataclass
from datetime import date

from bot.market.instruments import Asset, Symbol, asset_of
from bot.news.claiming import beside, spoken
from bot.news.claiming.line import Line
from bot.news.claiming.move import Move
from bot.news.claiming.parts import Part
from bot.news.claiming.sentence import Ref, Token
from bot.news.claiming.whens import DAY, DAYS, SESSIONS, Present, When
from bot.news.claims import Figure
from bot.news.counting.kinds import Kind

_STANDS = frozenset(("is", "are", "'s", "’s", "remains", "remain"))
_SO_FAR = frozenset(("has", "have", "'ve"))
_VERBS = frozenset((Part.MOVE, Part.SIDE, Part.MOTION, Part.VERB, Part.AUX))
_APART = frozenset((Part.AND, Part.BREAK, Part.STOP))
_SPANS = {
    "week": Figure.WEEK,
    "month": Figure.MONTH,
    "quarter": Figure.QUARTER,
    "year": Figure.YEAR,
}
_REVIEW = re.compile(
    r"\b(?:the|this|a) (week|month|quarter|year) (?:in|that was|just gone)\b"
    r"|\b(week|month|quarter|year)(?:ly|['’ ]?s end)? "
    r"(?:in review|wrap|round-?up|review|recap|summary|report card|scorecard)\b"
)
_NEAR = 3
_FARTHEST = 9


@dataclass(slots=True, kw_only=True)
class Setting:
    """What an article's moves are over where they do not say.

    `early` is an article from before the open, to which a close is that of the session before, and
    `late` one from after the close; `dayed` says that it has told a move of the day.
    `default` is the session or day that its headline or first sentence speaks of, `spoken` the
    longer time that the sentence before was about, and `span` the last such time at all.
    `abroad` says that it has spoken of a market whose morning is no time before the bell.
    `evening` is the session of the evening before, where that is what it told of last, and
    `about` the longer time that the headline is on: `The week in miners`.
    """

    present: Present
    early: bool
    late: bool = False
    dayed: bool = False
    default: When | None = None
    spoken: When | None = None
    span: When | None = None
    abroad: bool = False
    evening: When | None = None
    about: Figure | None = None

    def hear(self, line: Line) -> None:
        """Take in what a headline or a first sentence says of the time."""
        if self.about is None:
            self.about = _review(line)
        if not any(t.sign or _is_percent(t) for t in line.tokens):
            return
        first = next((n for n, t in enumerate(line.tokens) if t.part is Part.BREAK), None)
        heard = [
            t
            for k, t in enumerate(line.tokens[:first])
            if not spoken.is_aside(line, k) and not _is_to_come(line, k)
        ]
        said = [t.when for t in heard if t.when and not t.when.possessive]
        sessions = [w for w in said if w.figure in SESSIONS and w.figure is not Figure.REGULAR]
        days = [w for w in said if w.figure is None or w.figure in DAYS]
        if len({w.figure for w in sessions}) == 1:
            if self.default is None or self.default.figure not in SESSIONS:
                self.default = sessions[0]
        elif self.default is None and not sessions and len({w.figure for w in days}) == 1:
            self.default = days[0] if days[0].figure is not None else None

    def listen(self, line: Line) -> None:
        """Take in that a sentence speaks of the session outside the day that the article is of."""
        self.abroad = self.abroad or any(beside.is_place(line, k) for k in range(len(line.tokens)))
        if self.default is not None and self.default.figure in SESSIONS:
            return
        own = Figure.PREMARKET if self.early else Figure.POSTMARKET
        told = (t.when for k, t in enumerate(line.tokens) if not spoken.is_aside(line, k))
        said = [when for when in told if when and when.figure is own]
        if said and (self.early or (self.late and not self.dayed and self.default is None)):
            self.default = said[0]

    def follow(self, line: Line, moves: list[Move]) -> None:
        """Keep the longer time that all of a sentence's moves are over, for the one after it."""
        if not moves:
            return
        self.dayed = self.dayed or self.session(line) is None
        evening = [m.when for m in moves if m.when and m.when.figure is Figure.POSTMARKET]
        if self.early and any(move.when for move in moves):
            self.evening = evening[-1] if len(evening) == len(moves) else None
        spans = [m.when for m in moves if m.when and m.when.figure not in {None, *DAYS, *SESSIONS}]
        self.span = spans[-1] if spans else self.span
        figures = {move.when.figure if move.when else None for move in moves}
        if len(figures) == 1 and not figures & {None, *DAYS, *SESSIONS}:
            self.spoken = moves[-1].when
        elif not all(self._goes_on(line, move) for move in moves):
            self.spoken = None

    # Whether a move that says no time is over the one spoken of before.
    def _goes_on(self, line: Line, move: Move) -> bool:
        same = self.spoken is not None and self.spoken.figure is self.about
        if same and move.when is None and not beside.is_closed(line, move):
            return True
        return is_standing(line, move)

    def figure(self, line: Line, move: Move, ref: Ref) -> tuple[Figure, date | None]:
        """Say which figure a move of somebody is, and of which day if of no late one."""
        coin = asset_of(Symbol(ref.name)) is Asset.CRYPTO
        when = move.when
        if when is not None and when.same and self.span is not None:
            when = self.span
        if coin and when is not None and when.on == self.present.day - DAY:
            return Figure.YESTERDAY, None
        if when is not None and when.figure is not None:
            late = coin and when.figure in SESSIONS
            return (Figure.CHANGE, None) if late else (when.figure, self._day_told(when))
        if when is None and self.spoken is not None and self._goes_on(line, move):
            return self.spoken.figure or Figure.CHANGE, self.spoken.on
        if coin:
            return Figure.CHANGE, None
        return self._of_stock(line, move, ref)

    # The day of a when; before the open the last hours after a close were those of the day before.
    def _day_told(self, when: When) -> date | None:
        over = self.early and when.figure is Figure.POSTMARKET and when.on is None
        return self.present.before if over or when.eve else when.on

    # A stock's move that says no more than `today`, if that.
    def _of_stock(self, line: Line, move: Move, ref: Ref) -> tuple[Figure, date | None]:
        day = self._day_of(line, move, ref)
        if day is not None:
            return day, None
        own, when = self.session(line), move.when
        if own is None and when is None:
            own = self.evening
        if own is None or own.figure is None or beside.is_abroad(line, move):
            return Figure.CHANGE, None
        if own.figure is Figure.REGULAR and when is not None:
            return Figure.CHANGE, None  # `from the open, though down on the day`
        today = when is not None and own.figure not in SESSIONS and not when.whole_day
        before = own.figure is Figure.POSTMARKET and beside.was_before(line, move)
        return (Figure.CHANGE, None) if today or before else (own.figure, self._day_told(own))

    # The day or session of a move by what is told beside it; None where nothing tells.
    def _day_of(self, line: Line, move: Move, ref: Ref) -> Figure | None:
        if move.when is None and move.past:
            if move.after_move or not beside.is_what_led_there(line, move):
                return Figure.YESTERDAY
            if beside.has_close(line):
                return Figure.CHANGE
        here = self.default is None and not self.abroad and not beside.is_foreign(ref)
        if self.early and move.when is not None and move.when.morning and here:
            return Figure.PREMARKET
        if not beside.is_closed(line, move):
            return None
        return Figure.YESTERDAY if self.early and move.when is None else Figure.CHANGE

    def session(self, line: Line) -> When | None:
        """Find the session that a sentence speaks of, else the article."""
        said = (
            t.when for k, t in enumerate(line.tokens) if t.when and not spoken.is_aside(line, k)
        )
        return next((when for when in said if when.figure in SESSIONS), self.default)

    def is_long_past(self, line: Line, at: int) -> bool:
        """Tell whether a level is told as it was `a year ago` or `in August`."""
        behind = line.at(at + 1).when
        if behind is not None and line.at(at + 1).text.endswith(("year ago", "years ago")):
            return True
        if behind is not None and behind.figure is Figure.SINCE and behind.on is None:
            return not line.at(at + 1).text.startswith("since")
        return any(
            token.when is not None
            and token.text.endswith(("ago", "earlier"))
            and not any(_is_apart(one) for one in line.tokens[k + 1 : at])
            for k, token in enumerate(line.tokens[:at])
        )

    def day(self, line: Line, at: int) -> date | None:
        """Say of which day a level is that is named near it; None of the article's own."""
        days = [
            (abs(k - at), token.when)
            for k, token in enumerate(line.tokens)
            if token.when is not None and _is_of_day(token.when) and _goes_with(line, k, at)
        ]
        if not days:
            return None
        when = min(days, key=_distance)[1]
        return self.present.before if when.figure is Figure.YESTERDAY else when.on


def is_standing(line: Line, move: Move) -> bool:
    """Tell whether a move is told as where something stands: `is up 345 %`."""
    before = line.tokens[max(0, move.anchor - 2) : move.anchor]
    side = line.tokens[move.anchor].part is Part.SIDE
    verbless = not any(token.part in _VERBS for token in line.tokens)
    tabled = any(token.text == ":" for token in line.tokens[1:_NEAR])
    since = line.tokens[move.anchor].part is Part.MOVE and any(t.text in _SO_FAR for t in before)
    stands = side and any(token.text in _STANDS for token in before)
    return verbless or tabled or since or stands


# `The week in miners`, `Weekly wrap`: an article on a longer time.
def _review(line: Line) -> Figure | None:
    found = _REVIEW.search(" ".join(token.text for token in line.tokens).lower())
    return _SPANS[found[1] or found[2]] if found is not None else None


# `Will build trucks on Monday`: a day to come.
def _is_to_come(line: Line, k: int) -> bool:
    begin = line.left(k - 1, frozenset(Part) - _APART - {Part.MODAL, Part.COMMA})
    return line.at(begin).part is Part.MODAL


def _is_percent(token: Token) -> bool:
    return token.quantity is not None and token.quantity.kind is Kind.PERCENT


def _is_of_day(when: When) -> bool:
    return when.figure is None or when.figure in DAYS


def _distance(pair: tuple[int, When]) -> int:
    return pair[0]


# Whether no other number and no other clause is between a time and a level.
def _goes_with(line: Line, k: int, at: int) -> bool:
    low, high = sorted((k, at))
    between = line.tokens[low + 1 : high]
    apart = any(_is_apart(token) for token in between)
    return k == 0 or (high - low < _FARTHEST and not apart)


# Whether something else has begun: another clause, or another number.
def _is_apart(token: Token) -> bool:
    return token.part in {Part.BREAK, Part.STOP} or token.quantity is not None
