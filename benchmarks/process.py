"""The bot as a process of its own: begun, ended, and what it takes meanwhile."""

import asyncio
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter

import aiohttp

from benchmarks.machine import PAGE
from bot import presence

RUN = ("-m", "bot", "run")
ENDS_WITHIN = 30  # seconds


class BotProcess:
    """Runs `prebell run` with these settings, once or again; what it prints goes into a file."""

    def __init__(
        self,
        data: Path,
        environment: Mapping[str, str],
        log: Path,
        session: aiohttp.ClientSession,
    ) -> None:
        self._data = data
        self._session = session
        self._log = log
        ours = {"PREBELL_DATA_DIR": str(data)} | dict(environment)
        self._environment = dict(_others()) | ours
        self._process: asyncio.subprocess.Process | None = None
        self._spent = 0.0

    async def start(self, more: Mapping[str, str]) -> None:
        """Begin it; who wants to know when it is ready asks those it speaks to."""
        with self._log.open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, *RUN, env=self._environment | dict(more), stdout=out, stderr=out
            )

    async def stop(self) -> None:
        """End it as a service manager does, and return once it is gone."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            self._spent += seconds(process.pid)
            process.terminate()
            async with asyncio.timeout(ENDS_WITHIN):
                await process.wait()

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def spent(self) -> float:
        """Seconds of a core that it has taken, in all its lives."""
        return self._spent + (seconds(self._process.pid) if self._process and self.runs else 0.0)

    @property
    def memory(self) -> int:
        """Bytes it has in use now."""
        return resident(self._process.pid) if self._process and self.runs else 0

    async def well(self) -> float | None:
        """Return how many seconds it takes to say that it is well: its loop has to come round."""
        url = presence.running(self._data)
        if url is None:
            return None
        begun = perf_counter()
        try:
            async with self._session.get(f"{url.rstrip('/')}/healthz") as answer:
                await answer.read()
        except aiohttp.ClientError:
            return None
        return perf_counter() - begun


def seconds(pid: int) -> float:
    """Return the seconds of a core that a process has taken."""
    # Its name stands in brackets, and may hold anything.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Return the bytes of memory that a process has in use."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE


# What of ours stands in the environment is no part of this.
def _others() -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in os.environ.items() if not name.startswith("PREBELL_"))
