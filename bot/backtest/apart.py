"""A process of its own that tries a rule: a job on its standard input, its trials on the output."""

import asyncio
import os
import pickle
import sys

_LATER = 5  # where there is one core for both, the bot takes most of it


def main() -> None:
    """Read a job, do it, and write what came of it."""
    os.nice(_LATER)
    job = pickle.load(sys.stdin.buffer)  # noqa: S301 (it is the bot that wrote it)
    pickle.dump(asyncio.run(job.trials()), sys.stdout.buffer)


if __name__ == "__main__":
    main()
