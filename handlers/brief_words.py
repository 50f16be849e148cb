"""When a room wants its brief, as people type it: `08:45 16:15`, `08:45 miners`, `off`, `usual`."""

import re
from dataclasses import dataclass
from datetime import time

from bot.errors import UserError
from bot.keepers.briefs import MOST_LISTS, MOST_TIMES, OFF
from bot.texts import said, unsaid
from handlers.desk import Desk
from handlers.named import watchlist
from handlers.words import echo

USUAL = "usual"

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_NO_TIME = unsaid("{typed} names no time; write one like 08:45, or `off`, or `usual`.")
_MANY = unsaid("That is too much: at most {times} times a day, and {lists} lists.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """When a room wants its brief, and of which lists; with `usual` it has what everybody has.

    Without lists it is of the usual ones, without times it is never told.
    """

    times: tuple[time, ...] = ()
    lists: tuple[str, ...] = ()
    usual: bool = False


def wanted(text: str, desk: Desk) -> Wanted:
    """Read times of day, and the names of lists after them. Raises UserError."""
    words = text.replace(",", " ").split()
    if [word.lower() for word in words] in [[OFF], [USUAL]]:
        return Wanted(usual=words[0].lower() == USUAL)
    found = [_TIME.fullmatch(word) for word in words]
    times = sorted({time(int(one[1]), int(one[2])) for one in found if one})
    named = (word for word, one in zip(words, found, strict=True) if one is None)
    lists = list(dict.fromkeys(watchlist(word, desk) for word in named))
    if not times:
        raise UserError(said(_NO_TIME, typed=echo(text)))
    if len(times) > MOST_TIMES or len(lists) > MOST_LISTS:
        raise UserError(said(_MANY, times=MOST_TIMES, lists=MOST_LISTS))
    return Wanted(times=tuple(times), lists=tuple(lists))
