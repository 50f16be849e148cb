"""A process of its own that draws: scenes on its standard input, each answered with a PNG.

What is sent either way is led by its length in four bytes. An empty answer says that it is ready.
"""

import os
import pickle
import sys
from struct import Struct
from typing import BinaryIO

from bot.charts.easel import Easel
from bot.charts.scene import Scene

LENGTH = Struct(">I")
"""How a length is written."""

_LATER = 5  # where there is one core for both, the bot takes most of it


def main() -> None:
    """Draw until nobody asks for more."""
    os.nice(_LATER)
    asked, drawn = sys.stdin.buffer, sys.stdout.buffer
    easel = Easel()
    _send(drawn, b"")
    while (scene := _next(asked)) is not None:
        _send(drawn, easel.png(scene))


def _next(asked: BinaryIO) -> Scene | None:
    head = asked.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    scene: Scene = pickle.loads(asked.read(length))  # noqa: S301 (it is the bot that wrote it)
    return scene


def _send(drawn: BinaryIO, answer: bytes) -> None:
    drawn.write(LENGTH.pack(len(answer)) + answer)
    drawn.flush()


if __name__ == "__main__":
    main()
