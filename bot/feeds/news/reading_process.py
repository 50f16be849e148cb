"""A process of its own that reads feed documents, with no more memory and time than one may take.

It is asked on its standard input and answers on its standard output. An empty answer says that it
is ready.
"""

import math
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from bot.errors import FeedError
from bot.feeds.news.documents.document import read
from bot.feeds.news.framing import Asked, Told
from bot.pipes import send, take

MEMORY = 160 << 20
"""Bytes it may take beyond what it begins with; a document of 8 MB, with care, takes half of it."""

WORN = 48 << 20
"""Bytes it may have grown by; Python keeps them, so that it had better be replaced."""

SECONDS = 3
"""Of computing for one document, should nobody be there any more to end it."""

_LATER = 5  # where there is one core for both, the bot takes most of it


def main() -> None:
    """Read until nobody asks for more."""
    os.nice(_LATER)
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    _bound_memory()
    begins = _held()
    send(told, b"")
    while (document := take(asked)) is not None:
        _bound_time()
        answer = _read(msgspec.msgpack.decode(document, type=Asked))
        answer.worn = answer.worn or _held() - begins > WORN
        send(told, msgspec.msgpack.encode(answer))


def _read(document: Asked) -> Told:
    try:
        return Told(read(document.body, url=document.url, content_type=document.content_type))
    except FeedError as error:
        return Told(fault=str(error))
    except MemoryError:
        return Told(fault="answered what takes more memory than a feed may", worn=True)


# Where the system does not say what is held, or knows no such limit, who asks ends it in time.
def _bound_memory() -> None:
    if reserved := _pages(0):
        with suppress(OSError, ValueError):
            most = reserved + MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _bound_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime) + SECONDS
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _held() -> int:
    return _pages(1)


def _pages(column: int) -> int:
    try:
        told = Path("/proc/self/statm").read_text(encoding="ascii")
    except OSError:
        return 0
    return int(told.split()[column]) * resource.getpagesize()


if __name__ == "__main__":
    main()
