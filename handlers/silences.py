"""Silences: what people want to hear nothing of, by symbol or by labels, and for how long."""

from bot import figures
from bot.alerts.matchers import OWN, labels_of, shown, take
from bot.alerts.model import State
from bot.alerts.silences import Silence
from bot.chat import Call, Reply
from bot.market.instruments import Symbol
from bot.rules import faults
from handlers import incidents
from handlers.base import command
from handlers.desk import Desk
from handlers.lasting import Hush, Lasting, ending
from handlers.words import SilenceName, short


@command("mute", "Hear nothing of a symbol, whatever rule it is", example="/mute IREN 1h")
async def mute(call: Call, desk: Desk, symbol: Symbol, lasting: Lasting) -> Reply:
    """Answer with when it ends, and how to end it sooner."""
    silencing = desk.acting.silencing
    made = await desk.acting.do(
        call, lambda by, now: silencing.mute(symbol, by, now, lasting.after(now))
    )
    return _made(f"{symbol} is muted", made, call, desk)


@command(
    "silence",
    "Hear nothing of the alerts that labels match",
    example="/silence rule=mover severity=info 1h earnings today",
)
async def silence(call: Call, desk: Desk, asked: Hush) -> Reply:
    """Answer with when it ends, what it takes now, and how to end it sooner."""
    silencing = desk.acting.silencing
    made = await desk.acting.do(
        call,
        lambda by, now: silencing.silence(
            asked.matchers, by, now, asked.lasting.after(now), why=asked.why
        ),
    )
    return _made(f"{shown(made.matchers)} is silent", made, call, desk)


@command("silences", "Which silences there are, whose, and until when")
async def silences(call: Call, desk: Desk) -> Reply:
    """Answer with a line for each, in the order they were made."""
    found = desk.silences
    plural = "silence" if len(found) == 1 else "silences"
    lines = [_line(one, call, desk) for one in found]
    return Reply(
        title=f"{len(found)} {plural}" if found else "Nothing is silent",
        body="\n".join([*lines, "/unsilence ID ends one."] if lines else []),
    )


@command("unsilence", "End a silence early", example="/unsilence mK3_x")
async def unsilence(call: Call, desk: Desk, silence: SilenceName) -> Reply:
    """Answer with what may be heard again."""
    silencing = desk.acting.silencing
    told = next(shown(one.matchers) for one in desk.silences if one.id == silence)
    await desk.acting.do(call, lambda by, now: silencing.unsilence(silence, by, now))
    return incidents.done(f"No longer silent: {told}", desk)


def _made(what: str, made: Silence, call: Call, desk: Desk) -> Reply:
    said = incidents.done(f"{what} {ending(made.ends, desk.present, call.timezone)}", desk)
    hint = f"/unsilence {_named(made, desk)} ends it."
    lines = filter(None, [said.body, f"{_taken(made, desk)} {hint}"])
    return Reply(title=said.title, body="\n".join(lines))


# One that takes nothing may be meant for what is to come, or misspelt.
def _taken(made: Silence, desk: Desk) -> str:
    firing = [a for a in desk.living if a.state is State.FIRING]
    found = [a for a in firing if take(made.matchers, labels_of(a))]
    if found:
        plural = "alert that fires" if len(found) == 1 else "alerts that fire"
        return f"It takes {len(found)} {plural}."
    labels = dict.fromkeys([*OWN, *(label for a in firing for label in a.labels)])
    return f"Nothing that fires matches it now; labels are {faults.listed(labels)}."


def _line(silence: Silence, call: Call, desk: Desk) -> str:
    now, zone = desk.present, call.timezone
    why = f": {silence.why}" if silence.why else ""
    made = f"by {silence.author} since {figures.moment(silence.starts, now, zone)}"
    ends = ending(silence.ends, now, zone)
    return f"{_named(silence, desk)} {shown(silence.matchers)} {ends}, {made}{why}"


def _named(silence: Silence, desk: Desk) -> str:
    return short(silence.id, [other.id for other in desk.silences])
