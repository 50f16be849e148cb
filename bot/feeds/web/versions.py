"""Versions: which one of a URL was had last, so that the same need not be sent again."""

from collections import OrderedDict
from collections.abc import Mapping

LIMIT = 1_000
"""URLs remembered; the one asked longest ago is forgotten first."""

LONG = 512
"""Characters a version may have; more is a burden, not a name."""

ASKED_AS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


class Versions:
    """Remembers the ETag and the date of what each URL held."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._had: OrderedDict[str, dict[str, str]] = OrderedDict()

    def conditions(self, url: str) -> dict[str, str]:
        """Return the headers that ask for anything newer than what we had."""
        return dict(self._had.get(url, {}))

    def keep(self, url: str, headers: Mapping[str, str]) -> None:
        """Note the version that was just had."""
        self.forget(url)
        had = {asked: headers[told] for told, asked in ASKED_AS.items() if told in headers}
        if had and all(len(value) <= LONG for value in had.values()):
            self._had[url] = had
        while len(self._had) > self._limit:
            self._had.popitem(last=False)

    def forget(self, url: str) -> None:
        """Ask for the whole next time."""
        self._had.pop(url, None)
