"""Briefs of rooms: when each is told its brief and of what, as the room's settings say."""

from collections.abc import Iterable
from datetime import time

from bot.alerts.rounds import Rounds, Timetable
from bot.chat import Destination
from bot.errors import UserError
from bot.holdings import Body, Keeper
from bot.tenants import Tenants

BRIEFS = "briefs"
"""Says in the document of a room's settings when its rooms are told a brief, a line for each."""

OFF = "off"

MOST_TIMES = 6
"""Briefs a room may want in a day."""

MOST_LISTS = 3


class Briefs:
    """Has rounds made as rooms want them; what else a room's settings say is for `others`."""

    def __init__(self, rounds: Rounds, tenants: Tenants, *others: Keeper) -> None:
        self._rounds = rounds
        self._tenants = tenants
        self._others = others

    def take(self, owner: str, name: str, body: Body) -> None:
        lines = body.get(BRIEFS, ())
        if not isinstance(lines, list | tuple):
            raise UserError(f"{BRIEFS} is a list such as [telegram:-100123 08:45 miners]")
        own = dict(map(read, map(str, lines)))
        for room in own:
            if not owner or not self._tenants.claim(room, owner):
                raise UserError(f"{room} is not a room of this server or chat")
        for other in self._others:
            other.take(owner, name, body)
        self._rounds.want(owner, own)

    def drop(self, owner: str, name: str) -> None:
        for other in self._others:
            other.drop(owner, name)
        self._rounds.want(owner, {})


def read(line: str) -> tuple[Destination, Timetable]:
    """Read which room is told when, and of which lists. Raises UserError."""
    where, *words = line.split()[: 2 + MOST_TIMES + MOST_LISTS] or [""]
    times = [time.fromisoformat(word) for word in words if _is_time(word)]
    lists = [word for word in words if not _is_time(word) and word != OFF]
    try:
        room = Destination.parse(where)
    except ValueError as error:
        raise UserError(f"{where or 'nothing'} is no room; write one like telegram:-1") from error
    if not times and OFF not in words:
        raise UserError(f"{line} says no time; write one like 08:45, or `off`")
    return room, Timetable(times=tuple(dict.fromkeys(times)), lists=tuple(lists))


def written(room: Destination, times: Iterable[time], lists: Iterable[str] = ()) -> str:
    """Write down which room is told when, and of which lists."""
    return " ".join([str(room), *([f"{at:%H:%M}" for at in times] or [OFF]), *lists])


def _is_time(word: str) -> bool:
    try:
        time.fromisoformat(word)
    except ValueError:
        return False
    return ":" in word
