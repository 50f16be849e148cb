"""What was recorded, as a running bot may try rules on it: in a process of its own, one at a time.

A day is seconds of Python. In a thread it would hold the interpreter's lock, so that one tick in a
hundred came 14 ms late (beside a process, 3), and nobody could end it. A process has a core for
itself, or gives way on the only one, and is gone as soon as nobody waits for it.
"""

import asyncio
import pickle
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.backtest import apart
from bot.backtest.job import Job
from bot.backtest.model import Trial
from bot.errors import UserError
from bot.ground import Ground
from bot.market.watchlists import Watchlist
from bot.rules.model import Rule

LIMIT = timedelta(seconds=30)
"""How long a trial may take: a day takes one or two seconds, and a person waits for it."""

_HERE = Path(apart.__file__).parents[2]  # where `bot` is found, wherever the bot was started


class Recorded:
    """Tries a rule on the files of the recorded past, which `files` names as they are by now."""

    def __init__(
        self, ground: Ground, *, files: Callable[[], Sequence[Path]], limit: timedelta = LIMIT
    ) -> None:
        self._ground = ground
        self._files = files
        self._limit = limit
        self._trying = False

    async def trials(
        self, rule: Rule, *, now: datetime, watchlists: Sequence[Watchlist] | None = None
    ) -> list[Trial]:
        """Try a rule on each file, up to `now`; what was recorded later has not happened.

        It may name any of `watchlists`, else those of the settings.
        Raises UserError where another is being tried, where it takes too long, and where nothing
        was recorded by then.
        """
        if self._trying:
            raise UserError("Another rule is being tried just now; ask again in a few seconds.")
        self._trying = True
        try:
            files = tuple(file.resolve() for file in self._files())
            ground = self._ground
            if watchlists is not None:
                ground = replace(ground, watchlists=tuple(watchlists))
            job = Job(rule=rule, files=files, ground=ground, now=now)
            trials = await self._in_time(job) if files else []
        finally:
            self._trying = False
        if not trials:
            raise UserError("Nothing was recorded by now that a rule could be tried on.")
        return trials

    async def _in_time(self, job: Job) -> list[Trial]:
        try:
            async with asyncio.timeout(self._limit.total_seconds()):
                return await _apart(job)
        except TimeoutError as error:
            span = f"{self._limit.total_seconds():g} s"
            raise UserError(f"Trying that took over {span}, and was given up.") from error


async def _apart(job: Job) -> list[Trial]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", apart.__name__),
        cwd=_HERE,
        start_new_session=True,  # Ctrl-C in the terminal is for the bot alone, which ends this one
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await process.communicate(pickle.dumps(job))
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
    if process.returncode:
        message = f"a trial ended with {process.returncode}: {err.decode(errors='replace')}"
        raise RuntimeError(message)
    trials: list[Trial] = pickle.loads(out)  # noqa: S301 (it is our own process that wrote it)
    return trials
