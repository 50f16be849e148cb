"""Silence, slow and obvious: how long ago the last word was, while somebody could have spoken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.market.sessions import Session
from bot.market.tape import Tape
from bot.rules.conditions import Silent

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Heard:
    """When the session that is on began, and when the last quote told by now was made.

    A session goes on where a day ends in it, as those of a coin do. No quote is of the future.
    """

    began: datetime | None
    traded: datetime | None


def heard(tape: Tape, now: datetime, watched: datetime) -> Heard:
    """Note what an instrument that is `watched` for so long has told by now.

    What a venue has stopped can tell nothing, and begins anew as it resumes.
    """
    span = tape.calendar.span(now)
    traded = min(tape.quote.at, now) if tape.quote else None
    if span.session is Session.CLOSED or tape.trading.halted(now):
        return Heard(None, traded)
    began = span.start
    while began > watched and tape.calendar.session(began - INSTANT) is span.session:
        began = tape.calendar.span(began - INSTANT).start
    resumes = tape.trading.halt.resumes if tape.trading.halt else None
    if resumes is not None and resumes <= now:
        began = max(began, resumes)
    return Heard(began, traded)


def is_silent(leaf: Silent, now: datetime, told: Sequence[Heard], watched: datetime) -> bool:
    """Say whether nothing was heard for so long, of all that has been told until now."""
    began = told[-1].began
    if began is None:
        return False
    words = [began, watched, *(h.traded for h in told if h.traded is not None)]
    return now - max(words) >= leaf.span
