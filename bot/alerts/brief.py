"""The brief: the morning story of a sector, of the ledger and the stories alone, in one message.

The same market gives the same brief, byte for byte, whoever asks for it and when.
"""

from collections.abc import Iterable

from bot.alerts.briefing import ahead, alerted, members, stories, valuation
from bot.alerts.briefing.basis import Basis, View
from bot.alerts.briefing.words import clock, fitted
from bot.chat import ACTION_LIMIT, Action, Drawing, Fact, Message, Picture
from bot.fitting import utf16
from bot.market.sector import Sector
from bot.owners import plain
from bot.texts import said, unsaid

LONGEST = 2800
"""Units of UTF-16 of a whole brief: a page of an answer, and well within what one message takes.

https://core.telegram.org/bots/api#sendmessage takes 4096, an embed of Discord as much again.
"""

LEAST = 300
"""Units that the news have at least."""

TITLE = 200

REASON = "brief"
"""Why it left, as a file of messages has it."""

_CHART = "/chart {name}"
_BUTTONS = (
    (unsaid("Sector"), "/sector show {name}"),
    (unsaid("Movers"), "/movers {name}"),
    (unsaid("News"), "/news {name}"),
    (unsaid("Chart"), _CHART),
)


def brief(sector: Sector, basis: Basis) -> Message:
    """Tell all that is known of a sector now, in the order in which people ask for it."""
    view = View(sector=sector, basis=basis)
    title = fitted(valuation.title(view), TITLE)
    worth = [*valuation.lines(view), *ahead.required(view)]
    moved = [*members.lines(view), "", *members.benchmark(view)]
    facts = tuple(_facts(view))
    told = [title, *worth, *moved, *(f"{fact.label} {fact.value}" for fact in facts)]
    news = [*stories.lines(view, max(LEAST, LONGEST - _size(told)))]
    return Message(
        at=basis.now,
        title=title,
        body="\n\n".join("\n".join(part).strip() for part in (worth, moved, news) if part),
        facts=facts,
        reason=REASON,
        actions=_actions(view),
        picture=Picture(
            drawing=Drawing.CAP,
            subject=view.name,
            at=basis.now,
            question=_CHART.format(name=plain(view.name)),
        ),
    )


def _facts(view: View) -> Iterable[Fact]:
    since = clock(view.since, view.now)
    nothing = said("nothing")
    yield Fact(said("Fired since {at}", at=since), alerted.fired(view) or nothing)
    yield Fact(said("Nearly"), alerted.nearly(view) or nothing)
    yield Fact(said("Due"), ahead.due(view) or nothing)


def _actions(view: View) -> tuple[Action, ...]:
    name = plain(view.name)
    made = [Action(said(label), text.format(name=name)) for label, text in _BUTTONS]
    return tuple(one for one in made if len(one.text.encode()) <= ACTION_LIMIT)


def _size(lines: Iterable[str]) -> int:
    return sum(utf16(line) + 1 for line in lines)
