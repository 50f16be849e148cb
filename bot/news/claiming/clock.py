"""The clock: which session an hour of New York is in."""

import re
from datetime import time

from bot.news.claims import Figure

_NOON = 12
_UNTIL, _BEYOND = ("before", "by", "until"), ("after", "since", "past")
_OPEN, _CLOSE = time(9, 30), time(16, 0)


def figure_at(match: re.Match[str]) -> Figure:
    """Tell the session of a time of day; at an edge it counts whether before or after is said."""
    half = match["half"] or match["zoned"] or ""
    hour = int(match["hour"])
    if half:
        hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
    said = time(hour, int(match["minute"] or match["minutes"] or 0))
    if said < _OPEN or (said == _OPEN and match[0].startswith(_UNTIL)):
        return Figure.PREMARKET
    if said > _CLOSE or (said == _CLOSE and match[0].startswith(_BEYOND)):
        return Figure.POSTMARKET
    return Figure.CHANGE
