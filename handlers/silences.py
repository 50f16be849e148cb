"""Silences: what people want to hear nothing of, by symbol or by labels, and for how long."""

from collections.abc import Iterable
from dataclasses import replace

from bot import figures
from bot.alerts.matchers import OWN, Matcher, Sign, labels_of, shown, take
from bot.alerts.model import State
from bot.alerts.silences import Silence
from bot.chat import Call, Reply, Right
from bot.market.instruments import Symbol
from bot.owners import owner_of, plain
from bot.rules import faults
from bot.texts import counted, said, unsaid
from handlers import incidents
from handlers.base import command
from handlers.desk import Desk
from handlers.lasting import Hush, Lasting, ending
from handlers.words import SilenceName, short

_NAMES = ("rule", "list", "subject")
"""Labels whose texts are names of somebody's own."""

_ENDS = unsaid("{command} ends it.")
_ENDS_YOURS = unsaid("It holds in your rooms alone; {command} ends it.")
_NOTHING = unsaid("Nothing that fires matches it now; labels are {labels}.")


@command(
    "mute",
    "Hear nothing of a symbol, whatever rule it is",
    example="/mute IREN 1h",
    right=Right.CHANGE,
)
async def mute(call: Call, desk: Desk, symbol: Symbol, lasting: Lasting) -> Reply:
    """Answer with when it ends, and how to end it sooner."""
    silencing = desk.acting.silencing
    made = await desk.acting.do(
        call,
        lambda by, now: silencing.mute(symbol, by, now, lasting.after(now), owner=call.viewer),
    )
    until = ending(made.ends, desk.present, call.timezone)
    return _made(said("{symbol} is muted {until}", symbol=symbol, until=until), made, desk)


@command(
    "silence",
    "Hear nothing of the alerts that labels match",
    example="/silence rule=mover severity=info 1h earnings today",
    right=Right.CHANGE,
)
async def silence(call: Call, desk: Desk, asked: Hush) -> Reply:
    """Answer with when it ends, what it takes now, and how to end it sooner."""
    silencing = desk.acting.silencing
    made = await desk.acting.do(
        call,
        lambda by, now: silencing.silence(
            _in_full(asked.matchers),
            by,
            now,
            asked.lasting.after(now),
            why=asked.why,
            owner=call.viewer,
        ),
    )
    what, until = shown(made.matchers), ending(made.ends, desk.present, call.timezone)
    return _made(said("{matchers} is silent {until}", matchers=what, until=until), made, desk)


@command("silences", "Which silences there are, whose, and until when")
async def silences(call: Call, desk: Desk) -> Reply:
    """Answer with a line for each, in the order they were made."""
    found = desk.silences
    title = counted(len(found), "{n} silence", "{n} silences")
    lines = [_line(one, call, desk) for one in found]
    return Reply(
        title=title if found else said("Nothing is silent"),
        body="\n".join([*lines, said("/unsilence ID ends one.")] if lines else []),
    )


@command("unsilence", "End a silence early", example="/unsilence mK3_x", right=Right.CHANGE)
async def unsilence(call: Call, desk: Desk, silence: SilenceName) -> Reply:
    """Answer with what may be heard again."""
    silencing = desk.acting.silencing
    told = next(shown(one.matchers) for one in desk.silences if one.id == silence)
    await desk.acting.do(call, lambda by, now: silencing.unsilence(silence, by, now))
    return incidents.done(said("No longer silent: {matchers}", matchers=told), desk)


def _made(title: str, made: Silence, desk: Desk) -> Reply:
    done = incidents.done(title, desk)
    hint = said(_ENDS_YOURS if made.owner else _ENDS, command=f"/unsilence {_named(made, desk)}")
    lines = filter(None, [done.body, f"{_taken(made, desk)} {hint}"])
    return Reply(title=done.title, body="\n".join(lines))


# The operator types names as they are listed for one who sees everybody's: `dips@discord:1`.
def _in_full(matchers: Iterable[Matcher]) -> tuple[Matcher, ...]:
    whole: list[Matcher] = []
    for one in matchers:
        owner = owner_of(one.value) if one.label in _NAMES and one.sign is Sign.IS else ""
        if owner:
            whole.append(Matcher(label="owner", sign=Sign.IS, value=owner))
        whole.append(replace(one, value=plain(one.value)) if owner else one)
    return tuple(whole)


# One that takes nothing may be meant for what is to come, or misspelt.
def _taken(made: Silence, desk: Desk) -> str:
    firing = [a for a in desk.living if a.state is State.FIRING]
    found = [a for a in firing if take(made.matchers, labels_of(a))]
    if found:
        return counted(
            len(found), "It takes {n} alert that fires.", "It takes {n} alerts that fire."
        )
    labels = dict.fromkeys([*OWN, *(label for a in firing for label in a.labels)])
    return said(_NOTHING, labels=faults.listed(labels))


def _line(silence: Silence, call: Call, desk: Desk) -> str:
    now, zone = desk.present, call.timezone
    told = said(
        "{silence} {matchers} {until}, by {person} since {at}",
        silence=_named(silence, desk),
        matchers=shown(silence.matchers),
        until=ending(silence.ends, now, zone),
        person=silence.author,
        at=figures.moment(silence.starts, now, zone),
    )
    return f"{told}: {silence.why}" if silence.why else told


def _named(silence: Silence, desk: Desk) -> str:
    return short(silence.id, [other.id for other in desk.silences])
