"""A burst of alerts and where they go, with the least time that the limits leave for it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

AFTER = 5.0  # seconds from the burst to what is urgent
URGENT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Names the chat of each alert of a burst, and of each urgent one that comes in its middle.

    A platform takes `overall` a second, and of them `chat` in `span` seconds for each chat.
    """

    name: str
    platform: str
    chats: Sequence[int]
    urgent: Sequence[int]
    overall: int
    chat: int
    span: float

    @property
    def bound(self) -> float:
        """Return the seconds from the first to the last arrival, with answers that take none.

        In any second as many arrive as may, and in each chat alike: the longer of the two.
        """
        counts = Counter([*self.chats, *self.urgent])
        all_of_them = ceil(counts.total() / self.overall) - 1
        return max(all_of_them, (ceil(max(counts.values()) / self.chat) - 1) * self.span)


def telegram(name: str, alerts: int, *, hot: int = 0, chats: int = 200) -> Burst:
    """Make a burst for Telegram; `hot` of it go to one chat, the others are spread evenly."""
    return Burst(
        name=name,
        platform="telegram",
        chats=_spread(alerts - URGENT, chats, hot),
        urgent=[chat * chats // URGENT + 1 for chat in range(URGENT)],
        overall=30,
        chat=1,
        span=1.0,
    )


def discord(name: str, alerts: int, *, hot: int = 0, chats: int = 200) -> Burst:
    """Make a burst for Discord."""
    return Burst(
        name=name,
        platform="discord",
        chats=_spread(alerts - URGENT, chats, hot),
        urgent=[chat % chats for chat in range(URGENT)],
        overall=50,
        chat=5,
        span=5.0,
    )


# The hot chat's alerts come among the others, as those of a busy room do.
def _spread(alerts: int, chats: int, hot: int) -> list[int]:
    every = alerts // hot if hot else 0
    spread, given = [], 0
    for number in range(alerts):
        if given < hot and number % every == 0:
            spread.append(0)
            given += 1
        else:
            spread.append(number % chats if not hot else 1 + number % (chats - 1))
    return spread
