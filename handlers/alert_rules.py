"""Rules of a room as its people change them: found, read, written down, and where they stand."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot import figures, owners
from bot.backtest.model import Trial
from bot.belongings import PAUSED, Belonging, Kind
from bot.chat import ACTION_LIMIT, Action, Call, Fact, Reply, Right
from bot.errors import UserError
from bot.holdings import Change
from bot.market.instruments import SYMBOL, Symbol
from bot.rules import conditions as c
from bot.rules import typed
from bot.rules.engine import Instance, Stage
from bot.rules.faults import RuleFault
from bot.rules.model import Rule
from bot.rules.typed import Typed
from bot.texts import said, unsaid
from handlers import incidents
from handlers.desk import Desk
from handlers.heard import instruments
from handlers.why import detail, gist, mark, nearest_first, standing
from handlers.words import nearest

SHOWN = 3
"""Subjects whose standing an answer tells, the nearest to firing first."""

QUIET = unsaid("What holds already stays quiet until it has been seen not holding.")

_WRITTEN = unsaid(
    "{name} is written in the settings file of this bot, and is changed there;"
    " {command} makes one of your own of it."
)
_EVERYBODYS = unsaid(
    "{name} is everybody's, and changed by those who run this bot;"
    " {command} makes one of your own of it."
)
_UNKNOWN = unsaid(
    "I don't know {symbol}; did you mean {close}? If not, put it on a watchlist first."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A rule that the asker may change: whose it is, its name there, and its document."""

    owner: str
    name: str
    kept: Belonging


def own(call: Call, desk: Desk, rule: str) -> Own:
    """Find a rule that may be changed. Raises UserError with where it stands otherwise."""
    owner, name = owners.owner_of(rule), owners.plain(rule)
    kept = desk.holdings.find(owner, Kind.RULE, name)
    if kept is None:
        raise UserError(said(_WRITTEN, name=name, command=f"/alert clone {name} NAME"))
    if owner != call.viewer and call.right < Right.OPERATE:
        raise UserError(said(_EVERYBODYS, name=name, command=f"/alert clone {name} NAME"))
    return Own(owner=owner, name=name, kept=kept)


def read(text: str, desk: Desk, *, partly: bool = False) -> Typed:
    """Read a rule as it was typed. Raises RuleFault, with its place, and for a strange symbol."""
    found = typed.read(
        text,
        watchlists=desk.lists,
        now=desk.present,
        partly=partly,
        themes=desk.news.theme_names,
    )
    known = instruments(desk)
    for symbol in _symbols(found):
        close = None if symbol in known else nearest(symbol, known)
        if close:
            message = said(_UNKNOWN, symbol=symbol, close=close)
            at = text.upper().find(symbol)
            raise RuleFault(message, text=text, at=max(0, at), length=len(symbol))
    return found


def line(rule: str, **parts: str | None) -> str:
    """Write as one line what a form asks for in several; `lasting` is the `for` of a rule."""
    words = {"lasting": "for"}
    modifiers = [f"{words.get(name, name)} {value}" for name, value in parts.items() if value]
    return " ".join(filter(None, [rule, *modifiers]))


def is_written(rule: str, desk: Desk) -> bool:
    """Tell whether a rule stands in the settings file, and so in no document."""
    return desk.holdings.find(owners.owner_of(rule), Kind.RULE, owners.plain(rule)) is None


async def put(  # noqa: PLR0913, PLR0917 (whose, which, what it says and who says so)
    call: Call, desk: Desk, owner: str, name: str, body: Mapping[str, object], action: str
) -> None:
    """Write a rule down, and have it followed. Raises UserError."""
    document = {key: value for key, value in body.items() if value is not None}
    await desk.acting.do(
        call,
        lambda by, now: desk.holdings.put(
            owner, Kind.RULE, name, document, Change(by=by, room=call.room, at=now, action=action)
        ),
    )


async def trials(rule: Rule, desk: Desk) -> list[Trial]:
    """Try a rule on what was recorded, beside the watchlists that its owner sees.

    Its trials go by the names that the owner types. Raises UserError.
    """
    lists = desk.seen_by(owners.owner_of(rule.name) or desk.viewer).lists
    named = [replace(sector.watchlist, name=name) for name, sector in lists.items()]
    mine = replace(rule, name=owners.plain(rule.name))
    return await desk.recorded.trials(mine, now=desk.now, watchlists=named)


def is_paused(found: list[Instance], desk: Desk) -> bool:
    """Tell whether nothing of a rule is read."""
    return bool(found) and all(one.number in desk.engine.paused for one in found)


def reply(title: str, rule: str, call: Call, desk: Desk) -> Reply:
    """Show a rule, where it stands now, and what may be done next."""
    found = desk.about(rule)
    made = found[0].rule
    done = incidents.done(title, desk)
    return Reply(
        title=title,
        body="\n".join(filter(None, (done.body, *_now(found, call, desk)))),
        facts=tuple(facts(made, call)),
        actions=actions(found, call, desk),
    )


def facts(rule: Rule, call: Call) -> Iterator[Fact]:
    """Show what a rule says."""
    about = f"each of {rule.for_each}" if rule.for_each else rule.subject
    yield Fact(said("Rule"), f"{about} {rule.when}" if about else rule.when)
    if modifiers := typed.said(rule):
        yield Fact(said("Modifiers"), ", ".join(modifiers))
    if rule.expires_at:
        yield Fact(said("Ends"), figures.day_and_time(rule.expires_at, call.timezone))
    if rule.message:
        yield Fact(said("Message"), rule.message)


def actions(found: list[Instance], call: Call, desk: Desk) -> tuple[Action, ...]:
    """Offer what the asker may do with a rule; what does not fit on a button is left out."""
    rule = found[0].rule.name
    name = desk.shown(rule)
    offered = [Action(said("Test"), f"/alert test {name}")]
    if owners.owner_of(rule) == call.viewer or call.right >= Right.OPERATE:
        if is_paused(found, desk):
            offered.append(Action(said("Resume"), f"/alert resume {name}"))
        else:
            offered.append(Action(said("Pause"), f"/alert pause {name}"))
        if not is_written(rule, desk):
            offered.append(Action(said("Delete"), f"/alert delete {name}"))
    if len(found) == 1:
        offered.append(Action(said("Chart"), f"/chart {desk.shown(found[0].subject)}"))
    return fitting(*offered)


def fitting(*offered: Action) -> tuple[Action, ...]:
    """Keep the buttons whose texts are short enough to be carried by one."""
    return tuple(one for one in offered if len(one.text.encode()) <= ACTION_LIMIT)


def state(found: list[Instance], desk: Desk) -> str:
    """Say in a word or two where a rule stands: `armed`, or `11 armed, 1 firing`."""
    if is_paused(found, desk):
        return PAUSED
    stages = Counter(one.stage for one in found)
    if len(found) == 1:
        return found[0].stage.value
    return ", ".join(f"{stages[stage]} {stage.value}" for stage in Stage if stages[stage])


def _now(found: list[Instance], call: Call, desk: Desk) -> Iterator[str]:
    now = desk.now
    if is_paused(found, desk):
        yield said("It is paused: nothing of it is read.")
        return
    for one in nearest_first(found, now)[:SHOWN]:
        part = gist(one, now)
        where = standing(one, now, call.timezone)
        yield f"{mark(part.holds)} {desk.shown(one.subject)} {where}: {detail(part)}"
    if len(found) > SHOWN:
        yield said(
            "and {number} more: {state}", number=len(found) - SHOWN, state=state(found, desk)
        )
    if any(one.stage is Stage.HOLDING for one in found):
        yield said(QUIET)


def _symbols(found: Typed) -> list[Symbol]:
    subject = found.document.get("subject")
    named = [Symbol(subject)] if isinstance(subject, str) and SYMBOL.fullmatch(subject) else []
    for part in c.walk(found.condition) if found.condition else ():
        if isinstance(part, c.Silent):
            named += [part.owner.symbol] if isinstance(part.owner, c.Of) else []
        elif isinstance(part, c.Reported):
            named += [one.symbol for one in c.whom(part) if isinstance(one, c.Of)]
        elif not isinstance(part, c.Not | c.Both | c.Either | c.Then | c.Counted):
            named += [t.owner.symbol for t in c.terms(part) if isinstance(t.owner, c.Of)]
    return list(dict.fromkeys(named))
