"""A process of its own that draws: scenes on its standard input, each answered with a PNG.

An empty answer says that it is ready.
"""

import os
import pickle
import sys

from bot.charts.easel import Easel
from bot.charts.scene import Scene
from bot.pipes import send, take

_LATER = 5  # where there is one core for both, the bot takes most of it


def main() -> None:
    """Draw until nobody asks for more."""
    os.nice(_LATER)
    asked, drawn = sys.stdin.buffer, sys.stdout.buffer
    easel = Easel()
    send(drawn, b"")
    while (pickled := take(asked)) is not None:
        scene: Scene = pickle.loads(pickled)  # noqa: S301 (it is the bot that wrote it)
        send(drawn, easel.png(scene))


if __name__ == "__main__":
    main()
